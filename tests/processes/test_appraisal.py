"""Appraisal: equal to its slow twin; predicates at the national shares, as reliable as ratings are."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from cities import opened
from factories import (
    MADYA,
    MUDA,
    PELAKSANA,
    PERTAMA,
    after,
    filled,
    kinds,
    moment,
    moments,
    parameters,
    people,
    picture,
    plain,
    share,
    state,
    states,
)
from karier.model import CareerModel
from karier.model import parameters as of
from karier.processes import appraisal, performance
from karier.processes.appraisal import appraise, by_quota, latent, leniencies, of_several, predicate, ratings
from karier.scenario import load
from karier.state.workforce import FEMALE, GOOD, LOW, MALE, NEEDS_IMPROVEMENT, NEVER, VERY_GOOD, VERY_LOW
from laws import check_order, check_writes
from reference import appraisal as slow

loading = st.sampled_from([0.0, 0.3, 0.6])
some = st.builds(
    partial(parameters, appraisal),
    reliability=st.sampled_from([0.45, 0.0, 1.0]) | share,
    leniency=loading,
    halo=loading,
)
reformed = st.builds(
    partial(parameters, appraisal),
    reliability=st.sampled_from([0.45, 0.0, 1.0]) | share,
    leniency=loading,
    halo=loading,
    raters=st.tuples(*[st.sampled_from([1.0, 2.0, 2.6, 5.0])] * 2),
    calibration=st.tuples(share, share),
    forced=st.tuples(share, share),
    quota=st.sampled_from([(0.0, 0.0, 0.05, 0.7, 0.25), (0.2, 0.2, 0.2, 0.2, 0.2), (0.0, 0.0, 0.0, 0.0, 1.0)]),
)
z = st.floats(-5.0, 5.0)
NATIONAL = (0.001, 0.0006, 0.0011, 0.8846, 0.1127)  # very low … very good, PNS


# The twins


@given(states(), some | reformed, moments)
def test_fast_and_slow_agree_to_the_bit(s, p, now):
    view = picture(s)
    slow.appraise(view, kinds(), p, now)
    assert picture(after(appraise, s, p, now)) == view


@given(z, z, z, z, some, share, st.floats(1.0, 5.0))
def test_the_rating_compiled_and_plain_gives_the_same_bits(output, lenient, senior, noise, p, left, raters):
    rho = of_several(p.reliability, raters)
    assert rho == plain(of_several)(p.reliability, raters)
    args = (output, lenient, senior, noise, rho, p.leniency, p.halo, left)
    assert latent(*args) == plain(latent)(*args)


@given(st.lists(z, min_size=4, max_size=4).map(sorted), z)
def test_the_predicate_compiled_and_plain_counts_the_cuts(cuts, rating):
    value = predicate(rating, np.array(cuts))
    assert value == plain(predicate)(rating, np.array(cuts)) == 1 + sum(rating >= cut for cut in cuts)


# The laws


@given(states(), some | reformed, moments, st.data())
def test_the_order_of_rows_does_not_matter(s, p, now, data):
    check_order(appraise, s, p, now, data)


@given(states(), some | reformed, moments)
def test_writes_only_what_it_declares(s, p, now):
    check_writes(s, after(appraise, s, p, now), appraisal.WRITES)


@given(states(), some, moments, st.floats(0.0, 3.0))
def test_more_output_and_no_one_is_rated_lower(s, p, now, more):
    better = s.copy()
    better.workforce.log_output[:] += more
    low, high = (after(appraise, one, p, now).workforce.predicate for one in (s, better))
    assert (high >= low).all()


@given(states(), some | reformed, moments)
def test_last_years_predicate_is_kept_for_a_year(s, p, now):
    assert_array_equal(after(appraise, s, p, now).workforce.predicate_before, s.workforce.predicate)


@given(states(), some, moments)
def test_the_measure_is_worth_a_correlation(s, p, now):
    assert abs(after(appraise, s, p, now).city.validity[0]) <= 1.0 + 1e-6  # sums in fixed point


@given(states(most=8), some, moments)
def test_a_colleague_changes_nobodys_predicate(s, p, now):
    """Cut once, at the baseline: no quota, no curve."""
    together = people(after(appraise, s, p, now))
    fewer = s.copy()
    fewer.people = max(s.people - 1, 0)
    if fewer.people:
        alone = people(after(appraise, fewer, p, now))
        assert all(alone[uid]["predicate"] == together[uid]["predicate"] for uid in alone)


@given(states(), moments)
def test_a_perfect_rating_is_the_output_itself(s, now):
    new = after(appraise, s, parameters(appraisal, reliability=1.0), now).workforce
    b = s.baseline
    z_p = (s.workforce.log_output - b.output_mean[s.workforce.level]) / b.output_sd[s.workforce.level]
    assert new.predicate.tolist() == [1 + int((b.cuts <= x).sum()) for x in z_p]


# Known answers


def test_the_error_has_unit_variance_however_it_is_made_up():
    """Variances of the rating: .45 output, .55 error, of which .09 leniency and .04 halo."""
    p = parameters(appraisal)
    weights = weights_of(p)
    assert np.square(weights) == pytest.approx([0.45, 0.55 * 0.09, 0.55 * 0.04, 0.55 * 0.87])
    greedy = parameters(appraisal, leniency=0.6, halo=0.5)
    assert sum(w * w for w in weights_of(greedy)) == pytest.approx(1.0)


def weights_of(p, left=1.0):
    """Of output, leniency, seniority and noise in the rating."""
    units = [[1.0 if j == k else 0.0 for j in range(4)] for k in range(4)]
    return [latent(*unit, p.reliability, p.leniency, p.halo, left) for unit in units]


def test_every_office_has_a_rater_of_its_own_every_year():
    drawn = np.array([leniencies(400, 3, year) for year in range(2026, 2031)])
    assert len(np.unique(drawn)) == drawn.size
    assert abs(drawn.mean()) < 4 / math.sqrt(drawn.size)
    assert drawn.std() == pytest.approx(1.0, abs=0.1)
    assert_array_equal(leniencies(3, 3, 2026), drawn[0, :3])
    assert (leniencies(3, 4, 2026) != drawn[0, :3]).all()


@pytest.mark.parametrize(
    ("kind", "earned"),
    [(PELAKSANA[0], 0.0), (PERTAMA[0], 12.5), (MUDA[0], 25.0), (MADYA[0], 37.5), (PERTAMA[1], 5.0), (MADYA[1], 25.0)],
)
@pytest.mark.parametrize(
    ("output", "recorded", "part"),
    [
        (-9.0, VERY_LOW, 0.25),
        (-2.8, LOW, 0.5),
        (-2.6, NEEDS_IMPROVEMENT, 0.75),
        (0.0, GOOD, 1.0),
        (2.0, VERY_GOOD, 1.5),
    ],
)
def test_credit_is_the_ladders_coefficient_times_the_predicates_share(kind, earned, output, recorded, part):
    """PermenPANRB 1/2023: ahli pertama 12.5, muda 25, madya 37.5 a year; terampil 5, penyelia 25."""
    b = state(filled()).baseline
    s = state(filled(type=kind, log_output=float(b.output_mean[0] + output * b.output_sd[0]), credit=3.0))
    new = after(appraise, s, parameters(appraisal, reliability=1.0), moment(11))
    assert new.workforce.predicate[0] == recorded
    assert new.workforce.credit[0] == 3.0 + earned * part


@pytest.mark.parametrize(("month", "credit"), [(-11, 28.0), (-1, 28.0), (0, 25.0), (5, 25.0), (11, 25.0)])
def test_counting_starts_anew_with_a_jenjang(month, credit):
    s = state(filled(type=MUDA[0], credit=3.0, promoted_month=month, log_output=0.0))
    assert after(appraise, s, parameters(appraisal, reliability=1.0), moment(11)).workforce.credit[0] == credit


def test_nothing_is_earned_in_burn_in():
    s = state(filled(type=MUDA[0], credit=3.0, promoted_month=NEVER))
    assert after(appraise, s, parameters(appraisal), moment(-1)).workforce.credit[0] == 3.0


def test_nobody_grows_more_senior_in_burn_in():
    p = parameters(appraisal, reliability=0.0, leniency=0.0, halo=1.0)
    s = state(filled(entry_month=-200), filled(entry_month=-100))
    early, late, later = np.empty(2), np.empty(2), np.empty(2)
    for month, out in ((-12, early), (0, late), (24, later)):
        view = np.zeros(2)
        ratings(s.workforce, s.baseline, p, view, 1, 2026, max(month, 0), out)
    assert_array_equal(early, late)
    assert_allclose(later - late, 24.0 / 90.0)


def test_validity_is_the_correlation_of_what_is_recorded_with_the_truth():
    s = opened("semarang")
    appraise(s, parameters_of_semarang(), moment(-1))
    r = np.corrcoef(s.workforce.predicate, s.workforce.log_output)[0, 1]
    assert s.city.validity[0] == pytest.approx(r, abs=1e-6)


def test_validity_is_nothing_where_all_are_rated_alike():
    s = state(filled(log_output=0.1), filled(log_output=-0.1))
    assert after(appraise, s, parameters(appraisal, reliability=1.0), moment(11)).city.validity[0] == 0.0


# Semarang, 15,000 people


def parameters_of_semarang(**changed):
    p, m = parameters(appraisal), len(opened("semarang").offices.head)
    today = {name: np.full(m, getattr(p, name)[0]) for name in ("raters", "calibration", "forced")}
    given_ = {name: np.full(m, value) if name in today else value for name, value in changed.items()}
    return p._replace(**today)._replace(**given_)


def simulated(leniency, halo, offices=500):
    """Predicates of people whose output is as the baseline's, cut at the national shares; r with ln P."""
    s = opened("semarang")
    n, luck = s.people, np.random.default_rng(3)
    b, level = s.baseline, s.workforce.level
    z_p = luck.standard_normal(n)
    s.workforce.log_output[:] = b.output_mean[level] + b.output_sd[level] * z_p
    s.workforce.office[:] = luck.integers(0, offices, n)
    p, out = parameters_of_semarang(leniency=leniency, halo=halo), np.empty(n)
    p = p._replace(raters=np.ones(offices), calibration=np.zeros(offices))
    ratings(s.workforce, b, p, leniencies(offices, 3, 2026), 3, 2026, 0, out)
    cuts = np.quantile(out, np.cumsum(NATIONAL[:4]))
    return np.corrcoef([predicate(x, cuts) for x in out], z_p)[0, 1]


def test_the_recorded_predicate_says_as_much_as_the_shares_let_it():
    """r(predicate, ln P) at reliability .45 cut at the national shares: .414; with leniency and halo at most .45."""
    assert simulated(0.0, 0.0) == pytest.approx(0.414, abs=0.02)
    assert simulated(0.3, 0.2) <= 0.45


def test_predicates_stand_at_the_national_shares_within_a_point():
    """Mean of ten Decembers after the opening: ± 1 point; a single year's leniency may add another."""
    s, shares = opened("semarang"), []
    for year in range(10):
        performance.draw_luck(s, moment(12 * year))
        performance.perform(s, parameters(performance), moment(12 * year + 1))
        appraise(s, parameters_of_semarang(), moment(12 * year + 11)._replace(month=0))  # nobody grows more senior
        shares.append(np.bincount(s.workforce.predicate, minlength=6)[1:] / s.people)
    assert_allclose(np.mean(shares, axis=0), NATIONAL, atol=0.01)
    assert_allclose(shares, [NATIONAL] * 10, atol=0.02)


def test_sex_is_no_part_of_a_rating():
    p, now = parameters(appraisal), moment(11)
    seats = [{"log_output": x, "type": MUDA[0], "uid": 5 + k} for k, x in enumerate((0.0, 0.3, -0.4))]
    men, women = (state(*(filled(sex=sex, **seat) for seat in seats)) for sex in (MALE, FEMALE))
    assert_array_equal(
        after(appraise, men, p, now).workforce.predicate, after(appraise, women, p, now).workforce.predicate
    )


# The model as shipped, and its reform


def december(year, apart=False, **changed):
    """Predicates and z of ln P of Semarang's people in a later year; apart: less what offices add to it."""
    s = opened("semarang")
    performance.draw_luck(s, moment(12 * year))
    performance.perform(s, performance_of_semarang(), moment(12 * year + 1))
    if apart:
        s.workforce.log_output[:] -= s.offices.context[s.workforce.office]
    appraise(s, parameters_of_semarang(**changed), moment(12 * year + 11)._replace(month=0))
    staff, b = s.workforce, s.baseline
    own = (staff.log_output - b.output_mean[staff.level]) / b.output_sd[staff.level]
    return s, staff.predicate.astype(int), own


def performance_of_semarang():
    return of(performance.perform, load("semarang"), moment(0))


def worth(years=range(4), **changed):
    """r of the recorded predicate with z of ln P, mean over years."""
    return float(np.mean([np.corrcoef(*december(year, **changed)[1:])[0, 1] for year in years]))


def test_as_shipped_the_predicate_is_worth_as_much_as_the_shares_let_it():
    """15,000 people, their own output and cuts: .414 with leniency and halo off, at most .45 with them.

    .414 is that of one organisation, as the reliability is; differences between offices (O) lift it to .44.
    """
    assert worth(apart=True, leniency=0.0, halo=0.0) == pytest.approx(0.414, abs=0.02)
    assert worth(leniency=0.0, halo=0.0) == pytest.approx(0.436, abs=0.02)
    assert worth() <= 0.45


def test_more_raters_make_it_worth_more_as_spearman_and_brown_have_it():
    assert of_several(0.45, 1.0) == 0.45
    assert of_several(0.45, 2.0) == pytest.approx(0.9 / 1.45)
    assert of_several(0.45, 5.0) == pytest.approx(2.25 / 2.8)
    one, three = worth(), worth(raters=3.0)
    assert three / one == pytest.approx(math.sqrt(of_several(0.45, 3.0) / 0.45), abs=0.08)
    shares = np.bincount(december(1, raters=3.0)[1], minlength=6)[1:] / len(december(1)[1])
    assert_allclose(shares, NATIONAL, atol=0.02)  # predicates as generous as before, only better placed


def test_calibration_takes_out_the_difference_between_offices_and_puts_nothing_in_its_place():
    p = parameters(appraisal)
    kept, gone = weights_of(p), weights_of(p, left=0.0)
    assert gone[1] == 0.0
    assert [gone[k] for k in (0, 2, 3)] == [kept[k] for k in (0, 2, 3)]
    years = range(8)
    assert worth(years, leniency=0.6, calibration=1.0) > worth(years, leniency=0.6) + 0.005

    def between(**changed):
        s, given_, _ = december(2, apart=True, leniency=0.6, **changed)
        office = s.workforce.office
        return np.std([given_[office == o].mean() for o in range(len(s.offices.head)) if (office == o).sum() > 100])

    assert between(calibration=1.0) < 0.6 * between()


def test_a_forced_office_keeps_the_quota_and_the_others_do_not():
    s, given_, _ = december(3, forced=1.0)
    quota = parameters(appraisal).quota
    for o in range(len(s.offices.head)):
        here = given_[s.workforce.office == o]
        counts = np.bincount(here, minlength=6)[1:]
        assert np.abs(counts - quota * len(here)).max() <= 1.0
    m = len(s.offices.head)
    only = np.where(np.arange(m) == 3, 1.0, 0.0)
    p = parameters_of_semarang()._replace(forced=only)
    now = moment(11)
    free, one = (after(appraise, s, q, now).workforce.predicate for q in (parameters_of_semarang(), p))
    assert_array_equal(free[s.workforce.office != 3], one[s.workforce.office != 3])
    assert (free[s.workforce.office == 3] != one[s.workforce.office == 3]).any()


def test_half_of_the_offices_keep_a_quota_that_reaches_half():
    s = opened("semarang")
    kept = np.array([given_office(s, year) for year in range(12)]).mean()
    assert kept == pytest.approx(0.5, abs=0.1)


def given_office(s, year):
    new = after(appraise, s, parameters_of_semarang(forced=0.5, quota=np.eye(5)[2]), moment(12 * year + 11))
    low = [new.workforce.predicate[new.workforce.office == o] for o in range(len(s.offices.head))]
    return np.mean([(x == NEEDS_IMPROVEMENT).all() for x in low])


@given(st.integers(1, 300), st.sampled_from([(0.0, 0.0, 0.05, 0.7, 0.25), (0.2,) * 5]), st.data())
def test_the_quota_rises_with_the_place_compiled_and_plain(n, quota, data):
    quota = np.array(quota)
    place = data.draw(st.integers(0, n - 1))
    value = by_quota(place, n, quota)
    assert value == plain(by_quota)(place, n, quota)
    assert value <= by_quota(min(place + 1, n - 1), n, quota)


@given(states(), moments)
def test_better_rated_in_a_forced_office_is_never_worse_off(s, now):
    p = parameters(appraisal, reliability=1.0, forced=1.0)
    new = after(appraise, s, p, now).workforce
    for o in (0, 1):
        here = new.office == o
        z_p = (new.log_output - s.baseline.output_mean[new.level]) / s.baseline.output_sd[new.level]
        order = np.lexsort((new.uid[here], z_p[here]))
        assert (np.diff(new.predicate[here][order]) >= 0).all()


REFORM = """
extends: toy
levers:
  appraisal:
    start: 2026-06-01
    offices: [dukcapil]
    set: {raters: 3.0, calibration: 1.0, forced: 1.0}
"""


def test_as_a_lever_it_acts_from_its_start_in_its_offices_and_without_dose_not_at_all(tmp_path):
    file = tmp_path / "reform.yaml"
    file.write_text(REFORM)
    found = {}
    for name, what in (("today", "toy"), ("reform", str(file))):
        found[name] = CareerModel(load(what, years=1), 3)
    none = load(str(file), years=1, set={"appraisal.dose": 0.0})
    found["none"] = CareerModel(none, 3)
    for model in found.values():
        model.run_model()
    assert picture(found["none"].state) == picture(found["today"].state)
    one, other = people(found["today"].state), people(found["reform"].state)
    offices = list(found["today"].scenario.place.office_kinds)
    changed = {other[uid]["office"] for uid in one if one[uid]["predicate"] != other[uid]["predicate"]}
    assert changed == {offices.index("dukcapil")}
    p = of(appraise, found["reform"].scenario, moment(11))
    assert p.raters.tolist() == [2.6 if name == "dukcapil" else 1.0 for name in offices]  # 1 + .8 × 2
