"""The month's row: equal to a slow recount of the whole state, in the order of the names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities import opened
from factories import filled, kinds, moment, moments, parameters, picture, shuffled, state, states, vacant
from karier.observables import MONTHLY
from karier.observation import Parameters, observe
from karier.rules import fit
from karier.state.city import COST_LINES, FLOWS
from karier.state.workforce import FEMALE, PPPK
from reference import observation as slow

P = Parameters(parameters(fit))


@given(states(), moments)
def test_fast_and_slow_count_alike(s, now):
    seen, twin = observe(s, P, now), slow.month(picture(s), kinds(), P.fit, now)
    assert seen.keys() == twin.keys()
    assert seen == pytest.approx(twin, rel=1e-9, abs=1e-8)


@given(states(), moments)
def test_there_is_one_number_for_each_name_in_its_order(s, now):
    seen = observe(s, P, now)
    assert list(seen) == list(MONTHLY)
    assert all(isinstance(value, int | float) for value in seen.values())


@given(states(), moments, st.data())
def test_the_order_of_rows_does_not_matter(s, now, data):
    order = data.draw(st.permutations(range(s.people)))
    assert observe(shuffled(s, order), P, now) == observe(s, P, now)


@given(states(), moments)
def test_looking_changes_nothing(s, now):
    before = picture(s)
    observe(s, P, now)
    assert picture(s) == before


@given(states(), moments)
def test_counts_add_up(s, now):
    seen = observe(s, P, now)
    assert seen["headcount"] == seen["filled_posts"] == round((1 - seen["vacancy_rate"]) * len(s.posts.holder))
    assert seen["cost_total"] == sum(value for name, value in seen.items() if name in _COSTS)
    rated = [value for name, value in seen.items() if name.startswith("rating_share")]
    assert sum(rated) == pytest.approx(1.0 if (s.workforce.predicate > 0).any() else 0.0)


_COSTS = [f"cost_{line}" for line in COST_LINES]


@pytest.mark.parametrize(
    ("ikm", "grade"), [(25.0, 1), (64.99, 1), (65.0, 2), (76.60, 2), (76.61, 3), (88.30, 3), (88.31, 4), (100.0, 4)]
)
def test_grades_are_the_regulations(ikm, grade):
    """PermenPANRB 14/2017: D 25 – 64.99, C 65 – 76.60, B 76.61 – 88.30, A from 88.31 on."""
    assert observe(state(filled(), city={"ikm": ikm}), P, moment(3))["ikm_grade"] == grade


def test_whoever_was_there_before_the_run_has_not_entered():
    """Part-time contracts of the first day begin in month 0: nobody entered then."""
    s = state(filled(entry_month=0), filled(entry_month=7), vacant())
    assert [observe(s, P, moment(month))["entries"] for month in (0, 6, 7)] == [0, 0, 1]


def test_promotion_rates_are_of_civil_servants_a_year():
    flows = [{"promoted_men": 2, "promoted_women": 1}.get(name, 0) for name in FLOWS]
    seats = [
        *(filled() for _ in range(8)),
        *(filled(sex=FEMALE) for _ in range(3)),
        filled(sex=FEMALE, employment=PPPK),
    ]
    seen = observe(state(*seats, city={"flows": flows}), P, moment(3))
    assert (seen["promotions"], seen["promotion_rate_men"], seen["promotion_rate_women"]) == (3, 3.0, 4.0)


@pytest.mark.parametrize("name", ["toy", "semarang"])
def test_a_city_opens_at_its_own_baseline(name):
    """What is compared to the last year of the burn-in stands near 1 (December, against the mean of twelve months)."""
    s = opened(name)
    seen = observe(s, Parameters(parameters(fit)), moment(-1))
    assert seen["service_efficiency"] == pytest.approx(1.0, abs=0.1)
    assert seen["capacity_efficiency"] == pytest.approx(1.0, abs=0.1)
    assert seen["caseload_quality"] == pytest.approx(1.0, abs=0.02)
    assert seen["mean_performance"] == pytest.approx(1.0, abs=0.03)
