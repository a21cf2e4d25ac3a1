"""Innovation: equal to its slow twin; at rest at today's policy; more from the able, the keen and from projects."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from cities import opened, scenario
from factories import (
    ADMINISTRATOR,
    OFFICES,
    PENGAWAS,
    after,
    crowd,
    filled,
    kinds,
    moment,
    moments,
    parameters,
    picture,
    plain,
    share,
    state,
    states,
)
from karier.maths import half_life
from karier.processes import innovation
from karier.processes.innovation import Today, added, expected, how_many, improve, resting, settle
from karier.randomness import CHANGE, unit, words
from karier.rules.budget import Budget
from karier.rules.programmes import Volume
from karier.scenario import bind
from karier.state.city import FLOWS
from karier.state.lines import COUNTER, DOCKET
from laws import check_order, check_writes
from reference import innovation as slow

some = st.builds(
    partial(parameters, innovation),
    rate=st.sampled_from([0.01, 0.0, 6.0]),  # 6: a few a month in a line of three
    technical=st.sampled_from([0.1, 0.0, 0.3]),
    conduct=st.sampled_from([0.1, 0.0, 0.3]),
    projects=st.sampled_from([0.1, 0.0, 0.3]),
    size=st.sampled_from([0.005, 0.0, 0.02]),
    most=st.sampled_from([0.3, 0.1]),
    project_size=st.sampled_from([0.02, 0.0, 0.06]),
    half_life=st.sampled_from([24.0, 12.0]),
)
volumes = st.lists(st.lists(share, min_size=3, max_size=3), min_size=OFFICES, max_size=OFFICES).map(np.array)
todays = st.builds(
    Today,
    st.builds(Volume, volumes, st.just(np.array([0.05, 1.0])), st.just(np.array([0.6, 0.0, 0.9]))),
    st.sampled_from([Budget(1.0), Budget(0.5)]),
)
P = parameters(innovation)
NONE = parameters(innovation, rate=0.0)
INNOVATIONS = FLOWS.index("innovations")


def rested(s, p, today):
    new = s.copy()
    settle(new, p, today)
    return new


# The twins


@given(states(), some, moments)
def test_fast_and_slow_agree_to_the_bit(s, p, now):
    view = picture(s)
    slow.improve(view, kinds(), p, now)
    assert picture(after(improve, s, p, now)) == view


@given(states(), some, todays)
def test_rest_fast_and_slow(s, p, today):
    view, now = picture(s), picture(rested(s, p, today))
    slow.settle(view, kinds(), p, today)
    for one, other in zip(now["offices"] + now["lines"], view["offices"] + view["lines"], strict=True):
        assert one == pytest.approx(other, rel=1e-13)
    assert (now["people"], now["city"]) == (view["people"], view["city"])


@given(st.integers(0, 900), st.floats(-3.0, 3.0), st.floats(-3.0, 3.0), st.floats(0.0, 12.0), st.floats(0.001, 0.999))
def test_a_rule_compiled_and_plain_give_the_same_bits(people, technical, conduct, projects, u):
    mean = expected(people, technical, conduct, projects, P)
    assert mean == plain(expected)(people, technical, conduct, projects, P)
    assert how_many(mean, u) == plain(how_many)(mean, u)
    assert added(u - 0.5, 0.01, 0.3) == plain(added)(u - 0.5, 0.01, 0.3)
    assert resting(0.01, u, 0.3) == plain(resting)(0.01, u, 0.3)


# The laws


@given(states(), some, moments, st.data())
def test_the_order_of_rows_does_not_matter(s, p, now, data):
    check_order(improve, s, p, now, data)


@given(states(), some, moments, todays)
def test_writes_only_what_it_declares(s, p, now, today):
    check_writes(s, after(improve, s, p, now), innovation.WRITES)
    check_writes(s, rested(s, p, today), innovation.WRITES)


@given(states(), some, moments, st.integers(0, 60))
def test_savings_stay_between_none_and_the_most(s, p, now, projects):
    s = s.copy()
    s.offices.projects[:] = projects
    for month in range(now.month, now.month + 6):
        improve(s, p, moment(month, now.seed))
        assert ((s.lines.saving >= 0.0) & (s.lines.saving <= p.most)).all()
        assert (s.offices.quality <= 1.0 + p.most).all()


@given(states(), some, moments, st.floats(0.0, 3.0), st.integers(0, 3))
def test_abler_keener_staff_and_projects_never_bring_fewer(s, p, now, more, projects):
    better = s.copy()
    better.lines.technical[:] += more
    better.lines.conduct[:] += more
    better.offices.projects[:] += projects
    low, high = after(improve, s, p, now), after(improve, better, p, now)
    assert (high.lines.saving >= low.lines.saving).all()
    assert (high.offices.quality >= low.offices.quality).all()
    assert high.city.flows[INNOVATIONS] >= low.city.flows[INNOVATIONS]


@given(states(), some, moments)
def test_lines_without_a_queue_have_nothing_to_save(s, p, now):
    other = ~((s.lines.kind == COUNTER) | (s.lines.kind == DOCKET))
    assert (after(improve, s, p, now).lines.saving[other] == s.lines.saving[other]).all()


@given(states(), some, moments, todays)
def test_without_staff_or_size_everything_only_fades(s, p, now, today):
    kept = half_life(1.0, p.half_life)
    for none in (p._replace(rate=0.0), p._replace(size=0.0)):
        later, queue = after(improve, s, none, now), s.lines.kind <= DOCKET
        assert_allclose(later.lines.saving[queue], kept * s.lines.saving[queue], rtol=1e-14)
    assert not rested(s, p._replace(rate=0.0), today).lines.saving[s.lines.kind <= DOCKET].any()


# Known answers


def test_improvements_expected():
    """.01 a person and year: 120 people, .1 a month; one SD of both and a project a manager and year: e^.2·1.1."""
    assert expected(120, 0.0, 0.0, 0.0, P) == pytest.approx(0.1)
    assert expected(120, 1.0, 1.0, 1.0, P) == pytest.approx(0.1 * np.exp(0.2) * 1.1)
    assert expected(10**9, 0.0, 0.0, 0.0, P) == 500.0


@pytest.mark.parametrize("mean", [0.05, 1.0, 7.0])
def test_counts_are_poisson(mean):
    u = (np.arange(20_000) + 0.5) / 20_000
    drawn = np.array([how_many(mean, x) for x in u])
    assert drawn.mean() == pytest.approx(mean, rel=0.01)
    assert drawn.var() == pytest.approx(mean, rel=0.02)
    assert (drawn == 0).mean() == pytest.approx(np.exp(-mean), abs=1e-4)
    assert (np.diff(drawn) >= 0).all()
    assert how_many(0.0, 0.999) == 0


@given(st.floats(0.0, 20.0), st.floats(0.0, 5.0), st.floats(0.001, 0.999))
def test_the_same_luck_never_brings_fewer_at_a_higher_mean(mean, more, u):
    assert how_many(mean + more, u) >= how_many(mean, u)


def test_each_improvement_saves_less_than_the_one_before():
    assert added(0.0, 0.005, 0.3) == pytest.approx(0.005, rel=0.01)
    assert added(0.15, 0.005, 0.3) - 0.15 == pytest.approx(0.0025, rel=0.01)
    assert added(0.3, 0.005, 0.3) == pytest.approx(0.3)
    assert added(added(0.1, 0.02, 0.3), 0.03, 0.3) == pytest.approx(added(0.1, 0.05, 0.3))  # two at once or in turn


def test_half_is_gone_in_two_years():
    s = state(filled(line=0), lines={"saving": 0.04}, offices={"quality": 1.02, "projects": 0})
    for month in range(24):
        improve(s, NONE, moment(month))
    assert_allclose(s.lines.saving[:2], 0.02)
    assert_allclose(s.offices.quality, 1.01)


def test_a_project_betters_the_part_that_its_manager_leads():
    """Two of four managers end a project: half of .02, less what the bound takes."""
    seats = [filled(type=PENGAWAS[0]) for _ in range(3)] + [filled(type=ADMINISTRATOR[0])]
    s = state(*seats, offices={"projects": [2, 0], "quality": 1.0})
    improve(s, NONE, moment(0))
    assert_allclose(s.offices.quality, [1.0 + 0.3 * (1.0 - np.exp(-0.01 / 0.3)), 1.0])
    assert_allclose(s.offices.quality, [1.01, 1.0], atol=2e-4)


def test_improvements_are_counted_and_each_saves_its_share():
    s = crowd(1200, filled(line=1))
    s.lines.technical[:], s.lines.conduct[:] = s.baseline.technical, s.baseline.conduct
    s.lines.saving[:], s.offices.projects[:] = 0.0, 0
    now = after(improve, s, P._replace(rate=0.05), moment(0, 3))
    n = int(now.city.flows[INNOVATIONS])
    assert n > 0
    assert now.lines.saving[1] == pytest.approx(0.3 * (1.0 - np.exp(-0.005 * n / 0.3)))
    assert not now.lines.saving[[0, 4]].any()


def test_a_line_expects_what_its_staff_beyond_the_baseline_and_its_projects_bring():
    """1,200 people 2 SD abler and 1 SD less keen than at the baseline, 3 projects of 6 managers: sixty months."""
    s = crowd(1200, filled(line=1))
    s.lines.technical[1], s.lines.conduct[1] = s.baseline.technical[1] + 2.0, s.baseline.conduct[1] - 1.0
    s.offices.managers[0], s.offices.projects[0] = 6, 3
    p = parameters(innovation, rate=0.05, technical=0.3, conduct=0.2, projects=0.3)
    mean = 1200 * 0.05 / 12 * np.exp(0.6 - 0.2) * (1.0 + 0.3 * 12 * 3 / 6)
    found = [int(after(improve, s, p, moment(k, 5)).city.flows[INNOVATIONS]) for k in range(60)]
    assert found == [how_many(mean, unit(words(5, CHANGE, 1, k)[0])) for k in range(60)]


def test_rest_is_where_a_month_changes_nothing_on_average():
    """600 people, half an improvement a month, over 4,000 lots; projects at the usual rate keep quality."""
    s = crowd(600, filled(line=1), *(filled(type=PENGAWAS[0]) for _ in range(5)))
    s.offices.managers[:] = [5, 0]
    s.lines.technical[:], s.lines.conduct[:] = s.baseline.technical, s.baseline.conduct
    settle(s, P, Today(Volume(np.full((OFFICES, 3), 0.5), np.zeros(OFFICES), np.full(3, 0.6)), Budget(1.0)))
    before, quality = s.lines.saving[1], s.offices.quality[0]
    assert before == pytest.approx(0.069, abs=0.001)  # .51·.005 in 1 − 2^(−1/24), with the bound of .3
    s.offices.projects[:] = 0
    months = [after(improve, s, P, moment(k, 11)) for k in range(4000)]
    change = np.array([later.lines.saving[1] for later in months]) - before
    drawn = 0.2 * 0.1 * 0.5 * 0.005 * (1 - before / 0.3)  # the projects' share of the hazard, left out here
    assert change.mean() == pytest.approx(-drawn, abs=4 * change.std() / np.sqrt(4000))
    assert 1.0 < months[0].offices.quality[0] < quality
    yearly = 0.02 * 0.2 / 12.0  # a fifth of the managers a year
    assert added(half_life(1.0, 24.0) * (quality - 1.0), yearly, 0.3) == pytest.approx(quality - 1.0)
    assert s.offices.quality[1] == 1.0


# A whole city


@pytest.mark.parametrize("name", ["toy", "semarang"])
def test_a_city_opens_at_rest_and_is_loaded_as_its_place_says(name):
    s, place = opened(name), scenario(name)
    queue = s.lines.kind <= DOCKET
    fresh = s.copy()
    today = bind(innovation.Today, place, "innovation", place.before())
    settle(fresh, bind(innovation.Parameters, place, "innovation", place.before()), today)
    assert_allclose(s.lines.saving, fresh.lines.saving)
    assert_allclose(s.offices.quality, fresh.offices.quality)
    assert (s.lines.saving[queue] > 0.0).all()
    assert s.lines.saving[queue].max() < 0.1
    assert ((s.offices.quality >= 1.0) & (s.offices.quality < 1.01)).all()


def test_at_todays_staff_savings_stay_where_they_are():
    """Forty fates of Semarang's lines over five years: the mean saving moves by less than its error, about 3 %."""
    place, fates = scenario("semarang"), []
    p = bind(innovation.Parameters, place, "innovation", place.start)
    for seed in range(40):
        s = opened("semarang")
        s.lines.technical[:], s.lines.conduct[:] = s.baseline.technical, s.baseline.conduct
        first = s.lines.saving.sum()
        for month in range(60):
            improve(s, p, moment(month, seed))
        fates.append(s.lines.saving.sum() / first)
    assert abs(np.mean(fates) - 1.0) < 0.1
