"""Citizens: equal to their slow twin; satisfaction as the regulation counts it, trust that rests where it should."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import integrate, optimize, stats

from cities import opened
from factories import after, filled, moment, moments, parameters, picture, plain, state, states
from karier.processes import citizens
from karier.processes.citizens import (
    approval,
    element,
    judge,
    mean_response,
    modelled_part,
    resting_distance,
    satisfaction,
    survey_error,
)
from karier.state.lines import COUNTER, DOCKET
from laws import changed, check_order, check_writes
from reference import citizens as slow

points = st.sampled_from([0.0, 0.06, 1.0]) | st.floats(0.0, 2.0)
some = st.builds(
    partial(parameters, citizens),
    level=st.sampled_from([3.2, 3.4, 3.6]),
    waiting=points,
    competence=points,
    conduct=points,
    product=points,
    complaints=points,
    contact=st.sampled_from([0.03, 0.15]),
    learning=st.sampled_from([0.1, 0.6]),
    bad_over_good=st.sampled_from([1.5, 2.0, 3.0]),
    participation=st.sampled_from([0.0, 0.02, 0.06]),
    trust_slope=st.sampled_from([0.2, 0.8]),
)
change = st.floats(-3.0, 3.0)
ratios = st.floats(1.0, 4.0)


# The twins


@given(states(), some, moments)
def test_fast_and_slow_agree_to_the_bit(s, p, now):
    view = picture(s)
    slow.judge(view, p, now)
    assert picture(after(judge, s, p, now)) == view


@given(change, change, change, change, change, some)
def test_satisfaction_compiled_and_plain_gives_the_same_bits(a, b, c, d, e, p):
    assert satisfaction(a, b, c, d, e, p) == plain(satisfaction)(a, b, c, d, e, p)
    assert element(p.level, a) == plain(element)(p.level, a)


@given(st.floats(-8.0, 8.0), ratios, some)
def test_trust_compiled_and_plain_gives_the_same_bits(distance, ratio, p):
    assert mean_response(distance, ratio) == plain(mean_response)(distance, ratio)
    assert approval(distance, p) == plain(approval)(distance, p)


@given(ratios)
def test_rest_compiled_and_plain_gives_the_same_bits(ratio):
    assert resting_distance(ratio) == plain(resting_distance)(ratio)


# The laws


@given(states(), some, moments, st.data())
def test_the_order_of_rows_does_not_matter(s, p, now, data):
    check_order(judge, s, p, now, data)


@given(states(), some, moments)
def test_writes_only_what_it_declares(s, p, now):
    check_writes(s, after(judge, s, p, now), citizens.WRITES)


@given(change, change, change, change, change, some)
def test_the_index_lies_between_25_and_100(a, b, c, d, e, p):
    assert 25.0 - 1e-9 <= satisfaction(a, b, c, d, e, p) <= 100.0 + 1e-9


@given(st.tuples(change, change, change, change, change), st.integers(0, 4), st.floats(0.0, 2.0), some)
def test_what_is_better_never_satisfies_less(values, k, more, p):
    """On time, competence and conduct please; errors and being turned away do not."""
    sign = (1.0, 1.0, 1.0, -1.0, -1.0)[k]
    better = tuple(value + (sign * more if j == k else 0.0) for j, value in enumerate(values))
    assert satisfaction(*better, p) >= satisfaction(*values, p) - 1e-12


@given(st.floats(-5.0, 5.0), st.floats(0.0, 3.0), ratios)
def test_trust_answers_to_more_with_more(distance, more, ratio):
    assert mean_response(distance + more, ratio) >= mean_response(distance, ratio) - 1e-6


@given(states(), some, moments, st.floats(0.0, 0.5))
def test_a_better_month_never_costs_trust_or_use(s, p, now, more):
    better = s.copy()
    better.lines.on_time_share[:] += more
    low, high = after(judge, s, p, now).city, after(judge, better, p, now).city
    for name in ("ikm", "trust", "approval", "participation"):
        assert getattr(high, name)[0] >= getattr(low, name)[0] - 1e-12


@given(states(), some)
def test_nothing_is_judged_in_burn_in(s, p):
    """The year to which everything is compared is still being lived."""
    new = after(judge, s, p, moment(-3)).city
    assert (new.ikm[0], new.ikm_modelled[0], new.approval[0]) == (25.0 * p.level, 25.0 * p.level, p.trust_level)
    assert_array_equal(new.trust, s.city.trust)
    assert_array_equal(new.participation, s.city.participation)


# Known answers


def usual(**changed):
    """A state whose lines are as at the baseline, but for what is changed."""
    s = state(filled(), city={"trust": 0.0, "participation": 1.0})
    b, lines = s.baseline, s.lines
    lines.on_time_share[:], lines.technical[:], lines.conduct[:] = b.on_time, b.technical, b.conduct
    lines.error_rate[:], lines.arrivals[:] = b.error_rate, 100
    lines.turned_away[:] = np.round(100 * b.unserved)
    for name, value in changed.items():
        getattr(lines, name)[:] = value
    return s


def test_the_index_counts_nine_elements_of_25_points_each():
    p = parameters(citizens)
    assert satisfaction(0.0, 0.0, 0.0, 0.0, 0.0, p) == pytest.approx(25.0 * 3.4)
    for k, (coefficient, sign) in enumerate([(1.0, 1), (0.06, 1), (0.06, 1), (1.0, -1), (1.0, -1)]):
        moved = [0.3 if j == k else 0.0 for j in range(5)]
        assert satisfaction(*moved, p) - 85.0 == pytest.approx(sign * coefficient * 0.3 * 25.0 / 9.0)
    assert satisfaction(9.0, 99.0, 99.0, -9.0, -9.0, p) == pytest.approx(85.0 + 5 * 0.6 * 25 / 9)  # all five at 4
    assert satisfaction(-9.0, -99.0, -99.0, 9.0, 9.0, p) == pytest.approx(85.0 - 5 * 2.4 * 25 / 9)  # all five at 1


def test_as_long_as_nothing_changes_trust_stays_where_it_is():
    s, p = usual(), parameters(citizens)
    for month in range(120):
        judge(s, p, moment(month))
    assert s.city.ikm[0] == pytest.approx(85.0)
    assert s.city.trust[0] == pytest.approx(0.0, abs=1e-6)
    assert s.city.approval[0] == pytest.approx(0.724)
    assert s.city.participation[0] == pytest.approx(1.0)


def test_trust_settles_a_step_away_for_good_and_bad_change_alike():
    """In the long run it follows satisfaction one for one (in SD): 12.5 points of IKM are one SD of trust."""
    p = parameters(citizens, learning=0.6, contact=0.15)
    for less_waiting in (0.15, -0.3):
        s = usual()
        s.lines.on_time_share[:] += less_waiting
        for month in range(240):
            judge(s, p, moment(month))
        assert s.city.trust[0] == pytest.approx((s.city.ikm[0] - 85.0) / 12.5, abs=1e-3)


def test_bad_news_travels_twice_as_fast():
    p, moved = parameters(citizens), []
    for change in (6.0, -6.0):
        s = usual()
        s.city.trust[0] = -change  # a surprise so large that every experience lies on one side
        judge(s, p, moment(3))
        moved.append(s.city.trust[0] + change)
    good, bad = moved
    rest = resting_distance(2.0)
    assert good == pytest.approx(0.08 * 0.3 * (6.0 + rest), rel=1e-6)
    assert bad == pytest.approx(-0.08 * 0.3 * 2.0 * (6.0 - rest), rel=1e-6)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
def test_rest_is_where_good_and_bad_balance(ratio):
    """E[g(d + ξ)] = 0 by numerical integration."""

    def response(d):
        def weighted(x):
            return (x if x > 0 else ratio * x) * stats.norm.pdf(x - d)

        return integrate.quad(weighted, -9, 0)[0] + integrate.quad(weighted, 0, 9)[0]

    assert mean_response(0.4, ratio) == pytest.approx(response(0.4), abs=1e-6)
    exact = optimize.brentq(response, -0.5, 3.0)
    assert resting_distance(ratio) == pytest.approx(exact, abs=1e-6)


@given(st.floats(-1.0, 1.0), some)
def test_the_modelled_part_is_what_the_other_four_leave(on_time, p):
    """Nine elements: five that move at their mean, four at the level; compiled as in plain Python."""
    index = satisfaction(on_time, 0.0, 0.0, 0.0, 0.0, p)
    part = modelled_part(index, p.level)
    assert part == plain(modelled_part)(index, p.level)
    assert (5.0 * part + 4.0 * 25.0 * p.level) / 9.0 == pytest.approx(index)
    assert 25.0 - 1e-9 <= part <= 100.0 + 1e-9


def test_a_survey_cannot_tell_less_than_its_error():
    """25·sd/√n points: four times as many respondents halve it."""
    assert survey_error(400.0, 0.5) == plain(survey_error)(400.0, 0.5) == 25.0 * 0.5 / 20.0
    assert survey_error(1600.0, 0.5) == survey_error(400.0, 0.5) / 2.0


def test_rest_for_bad_that_counts_twice_is_276_thousandths():
    assert resting_distance(2.0) == pytest.approx(0.276, abs=0.0005)


def test_approval_starts_at_the_survey_and_moves_by_the_slope():
    p = parameters(citizens)
    assert approval(0.0, p) == pytest.approx(0.724)
    odds = approval(1.0, p) / (1.0 - approval(1.0, p))
    assert np.log(odds) - np.log(0.724 / 0.276) == pytest.approx(0.4)


def test_the_city_is_the_mean_of_its_cases():
    """Caseload and support lines have no index, nor any say."""
    s, p = usual(), parameters(citizens)
    s.lines.arrivals[:] = [300, 100, 900, 900, 0]
    s.lines.turned_away[:] = [6, 0, 9, 9, 0]
    s.lines.on_time_share[1] -= 0.2
    before = s.lines.satisfaction.copy()
    judge(s, p, moment(3))
    queues = (s.lines.kind == COUNTER) | (s.lines.kind == DOCKET)
    assert_array_equal(s.lines.satisfaction[~queues], before[~queues])
    assert_allclose(s.lines.satisfaction[:2], [85.0, 85.0 - 0.2 * 25 / 9])
    assert s.city.ikm[0] == pytest.approx(85.0 - 0.25 * 0.2 * 25 / 9)


def test_whom_nobody_asks_nobody_judges():
    """Only those in contact update: a month without a case leaves everything as it was."""
    s = usual(arrivals=0, turned_away=0)
    s.city.trust[0] = 0.3
    assert changed(picture(s), picture(after(judge, s, parameters(citizens), moment(3)))) <= {"city.ikm_error"}


@pytest.mark.parametrize("name", ["toy", "semarang"])
def test_a_city_opens_at_rest(name):
    s = opened(name)
    assert (s.city.trust[0], s.city.participation[0]) == (0.0, 1.0)
    assert s.city.ikm[0] == 85.0
