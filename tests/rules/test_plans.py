"""A result holds for its months and no longer; the plan names the widest weighted gap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import plain
from karier.rules.plans import valid, widest_gap
from karier.state.workforce import NEVER

level = st.sampled_from([1.0, 2.0, 2.5, 3.0, 10.0 / 3.0]) | st.floats(1.0, 5.0)
weight = st.sampled_from([0.6, 0.1, 0.3, 0.0]) | st.floats(0.0, 1.0)
triple = st.tuples(level, level, level)


@pytest.mark.parametrize(
    ("since", "month", "holds"),
    [(0, 0, True), (0, 35, True), (0, 36, False), (-35, 0, True), (-36, 0, False), (NEVER, 0, False), (40, 30, True)],
)
def test_a_result_holds_three_years(since, month, holds):
    assert valid(since, month, 36) == plain(valid)(since, month, 36) == holds


def test_nobody_who_was_never_assessed_holds_a_result():
    assert not any(valid(NEVER, month, 36) for month in range(-120, 720))


@given(triple, triple, st.tuples(weight, weight, weight))
def test_the_plan_names_the_widest_gap_and_of_equals_the_first(b, r, w):
    gaps = [w[k] * (r[k] - b[k]) for k in range(3)]
    expected = gaps.index(max(gaps)) if max(gaps) > 0.0 else -1
    assert widest_gap(*b, *r, *w) == plain(widest_gap)(*b, *r, *w) == expected
