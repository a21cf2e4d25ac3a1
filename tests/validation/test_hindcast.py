"""The look back: rivals with known series, guards against knowing its own end, what is scored and what is not."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from karier import evidence
from karier.model import CareerModel
from karier.randomness import run_seed
from karier.scenario import BadInput, load
from karier.state.workforce import PNS, PPPK
from karier.validation import hindcast, rivals, scoring, staffing
from karier.validation import observed as published

PLACE = "semarang-2020"


@cache
def place():
    return load(PLACE, years=6)


def citing(section, key, *identifiers):
    """The place with a parameter that cites these entries of the register."""
    scenario = place()
    changed = replace(scenario.parameters[section][key], evidence=identifiers)
    sections = {**scenario.parameters, section: {**scenario.parameters[section], key: changed}}
    return replace(scenario, parameters=sections, bound={})


def changed(name, **values):
    """What is published, one point of it changed."""
    seen = published.observed(PLACE)
    points = tuple(replace(p, **values) if p.name == name else p for p in seen.points)
    assert points != seen.points
    return replace(seen, points=points)


# Guards


def test_the_shipped_look_back_does_not_know_its_end():
    seen = published.observed(PLACE)
    published.guard(seen, place())
    assert set(published.leaks(place(), seen.start)) == set(seen.inputs), "an input that leaks nothing is stale"
    assert all(p.evidence in evidence.register() and p.why for p in seen.points)


@pytest.mark.parametrize(
    ("section", "key", "figure"),
    [
        ("recruitment", "replacement", "statistics.flows_of_kota_semarang_pns"),  # .45, as the place of 2026 has it
        ("population", "employed", "statistics.of_which_pns_rounded"),
        ("training", "hours", "statistics.non_asn_2021"),
    ],
)
def test_a_figure_that_a_parameter_uses_cannot_be_scored(section, key, figure):
    """Input or fitted: planted in any section of the place."""
    with pytest.raises(BadInput, match=f"{section}.{key} cites the same figure"):
        published.guard(published.observed(PLACE), citing(section, key, figure))


def test_what_is_younger_than_the_start_must_be_named_as_an_input():
    with pytest.raises(BadInput, match=r"exits\.resignation cites what was published after the start"):
        published.guard(published.observed(PLACE), citing("exits", "resignation", "statistics.pns_mid_2022"))
    published.guard(published.observed(PLACE), citing("exits", "resignation", "statistics.pns_4"))  # of 2019


def test_only_confirmed_figures_of_later_months_are_scored():
    unconfirmed = next(k for k in evidence.register() if evidence.status(k) == "unconfirmed")
    start = published.month_of("2020-07")
    for values in ({"evidence": unconfirmed}, {"first": start}, {"last": start + 66}):
        with pytest.raises(BadInput, match="points.pns_2025_12"):
            published.guard(changed("pns_2025_12", **values), place())
        published.guard(changed("pns_2025_12", **values, scored=False), place())


def test_dates_of_figures_are_read_to_the_month():
    assert published.published("statistics.of_which_pns_rounded") == published.month_of("2025-12")
    assert published.published("statistics.part_time_pppk_kota_semarang") == published.month_of("2026-01")
    assert published.published("statistics.casn_round_2021_kota_semarang") == published.month_of("2021-12")
    assert published.published("law.retirement_age_by_post_pns") == -1


# What is scored


def forecast(monkeypatch, people):
    """A look back whose draws all have these people in every series and month (retirements: a twelfth)."""
    draws = {name: np.full((8, 66), people / 12 if name == "retirements" else people) for name in staffing.HOW}
    monkeypatch.setattr(hindcast, "many", lambda *_, **__: draws)
    return hindcast.hindcast(replications=8)


def test_fitted_and_given_series_are_shown_and_not_scored(monkeypatch):
    found = {one.point.name: one for one in forecast(monkeypatch, 600.0).scored}
    assert {name for name, one in found.items() if not one.crps} == {
        "retirements_2020", "asn_2021_05", "asn_2025_09", "recruited_2024", "non_asn_2025_08",
    }  # fmt: skip
    assert found["retirements_2020"].quantiles[2] == pytest.approx(600.0)


def test_model_and_rivals_are_scored_over_the_same_points(monkeypatch):
    """Draws that stand still at 7,000: CRPS is the mean distance to the readings; of 10,139 forever, too."""
    found = forecast(monkeypatch, 7000.0)
    pns = next(one for one in found.scored if one.point.name == "pns_2025_12")
    readings = np.linspace(6500, 7499, 21)
    assert pns.crps["model"] == pytest.approx(np.abs(readings - 7000).mean())
    assert pns.crps["carried"] == pytest.approx((10139 - readings).mean())
    assert 6000 < 7000 - pns.crps["cohort"] < 7000 + pns.crps["cohort"] < 8500
    counted = [one.crps["model"] for one in found.scored if one.crps]
    assert found.mean_crps["model"] == pytest.approx(np.mean(counted))
    assert found.coverage is None
    assert "5 scored points, 1 of them inside" in found.said("en")


def test_every_pattern_has_its_point_and_its_bounds():
    seen = {point.name: point for point in published.observed(PLACE).points}
    patterns = {pattern.name: pattern for pattern in hindcast.CHECKS[0][1]}
    assert set(patterns) == {name for name, point in seen.items() if point.scored}
    assert all(patterns[name].accepted == seen[name].reading for name in patterns)


# Rivals


BEFORE = rivals.Before({"pns": 10000.0, "asn": 10000.0, "non_asn": 500.0}, (1200.0,))


def test_the_last_value_is_carried_forward():
    assert (rivals.carried(BEFORE, "pns", 66) == 10000.0).all()
    assert rivals.carried(BEFORE, "retirements", 66)[:, :12].sum() == pytest.approx(1200.0)


def test_the_cohort_shrinks_by_its_share_and_grows_by_those_who_join():
    """One in a hundred leaves a month: 10,000·.99²⁴, and 300 who join in month 11 lose the rest of theirs."""
    entrants = np.zeros(24, np.int64)
    entrants[11] = 300
    people = rivals.cohort(BEFORE, entrants, "pns", 1, 400)
    assert people.mean(axis=0)[[0, 10, 23]] == pytest.approx(
        [9900.0, 10000 * 0.99**11, 10000 * 0.99**24 + 300 * 0.99**12], rel=2e-3
    )
    leavers = rivals.cohort(BEFORE, entrants, "retirements", 1, 400)
    assert np.array_equal(people[:, -1], 10000 + 300 - leavers.sum(axis=1))
    assert (rivals.cohort(BEFORE, entrants, "non_asn", 1, 2) == 500.0).all()


def test_years_before_the_start_differ_and_so_do_the_draws():
    one = rivals.cohort(BEFORE, np.zeros(12, np.int64), "pns", 1, 200)[:, -1]
    two = rivals.cohort(BEFORE._replace(retirements=(600.0, 1800.0)), np.zeros(12, np.int64), "pns", 1, 200)[:, -1]
    assert two.std() > 3 * one.std()


def test_the_rival_knows_the_rounds_of_the_place():
    """1,521 places of January 2021 a year later, 331 of January 2024; a tenth stays empty, 2.6 % withdraw."""
    entrants = rivals.rounds(place(), 66)
    assert {month: int(n) for month, n in enumerate(entrants) if n} == {18: 1333, 54: 290}


def test_what_the_rivals_know_is_older_than_the_start():
    seen = published.observed(PLACE)
    known = rivals.known(seen.before)
    assert known.people == {"pns": 10139.0, "asn": 10139.0, "non_asn": 7684.0}
    cited = [seen.before[name]["evidence"] for name in ("pns", "non_asn")] + seen.before["retirements"]["evidence"]
    assert all(published.published(identifier) <= seen.start for identifier in cited)


# What is counted


def test_people_are_counted_by_employment_month_by_month():
    scenario = load("toy", years=2)
    found = staffing.lived(scenario, 5, 0, 18, ("headcount",))
    kinds = sum(found[name] for name in staffing.EMPLOYMENTS)
    assert np.array_equal(kinds, found["headcount"])
    assert np.array_equal(found["asn"], kinds - found["non_asn"])
    assert np.ptp(found["vacancies"] + kinds) == 0
    again = staffing.many("toy", 5, 2, 18)
    assert np.array_equal(again["pns"][0], found["pns"])
    assert not np.array_equal(again["pns"][0], again["pns"][1])


def test_retirements_are_of_those_pns_who_are_gone_at_their_age():
    """Twin: whoever was PNS and is missing after a month in which the retirement age was passed."""
    scenario = load("toy", years=2)
    model, expected = CareerModel(scenario.drawn(5, 0), run_seed(5, 0)), []
    for month in range(18):
        staff, types = model.state.copy().workforce, model.state.types
        model.step()
        gone = ~np.isin(staff.uid, model.state.workforce.uid) & (staff.employment == PNS)
        expected.append(int((gone & (month - staff.birth_month > types.retirement_months[staff.type])).sum()))
    assert staffing.lived(scenario, 5, 0, 18)["retirements"].tolist() == expected
    assert sum(expected) > 0


def test_pppk_of_the_same_age_are_not_counted_as_retirements_of_pns():
    model = CareerModel(load("toy", years=1), 5)
    staff = model.state.workforce
    before = staffing._due(model, 0)
    for kind, more in ((PPPK, 0), (PNS, 3)):
        staff.birth_month[np.flatnonzero(staff.employment == kind)[:3]] = -12 * 69
        assert staffing._due(model, 0) == before + more


def test_months_make_years_by_calendar():
    values = np.arange(20.0)[None, :]
    first = published.month_of("2020-07")
    assert {y: float(v[0]) for y, v in staffing.yearly(values, "pns", first).items()} == {
        "2020": 5,
        "2021": 17,
        "2022": 19,
    }
    assert staffing.yearly(values, "recruited", first)["2020"][0] == sum(range(6))
    assert staffing.yearly(values, "ikm", first)["2021"][0] == np.mean(range(6, 18))


def test_a_place_of_which_nothing_is_published_is_refused():
    with pytest.raises(BadInput, match="semarang has no published figures"):
        hindcast.hindcast("semarang")
    assert scoring.ENOUGH == 10
