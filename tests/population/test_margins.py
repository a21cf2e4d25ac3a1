"""Fitting and rounding: every margin exact, impossible cells empty, contradictions said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from karier.population.margins import Contradiction, apportion, rake, rounded, whole_cells

counts = st.sampled_from([0, 1, 2, 3, 7]) | st.integers(0, 60)
weights = st.sampled_from([0.0, 1.0, 0.5, 1 / 3]) | st.floats(0.01, 10.0)


@st.composite
def margins(draw, most=4):
    """Three or four margins with one total, and a cell for every combination."""
    shape = draw(st.lists(st.integers(1, most), min_size=3, max_size=4))
    first = draw(arrays(np.int64, shape[0], elements=counts))
    total = int(first.sum())
    others = [apportion(draw(arrays(np.float64, n, elements=st.floats(0.1, 5.0))), total) for n in shape[1:]]
    of = np.stack([axis.ravel() for axis in np.indices(shape)])
    weight = draw(arrays(np.float64, of.shape[1], elements=st.floats(0.01, 10.0)))
    return weight, of, [first, *others]


def margin(cells, of, targets):
    return [np.bincount(of[k], cells, len(t)) for k, t in enumerate(targets)]


@given(arrays(np.float64, st.integers(1, 8), elements=weights), st.integers(0, 50))
def test_apportion_keeps_the_total_and_stays_within_one_of_the_share(weight, total):
    if weight.sum() == 0.0:
        weight[0] = 1.0
    units = apportion(weight, total)
    exact = weight * total / weight.sum()
    assert units.sum() == total
    assert (np.abs(units - exact) < 1.0 + 1e-9).all()
    assert (units[weight == 0.0] == 0).all()


def test_apportion_gives_the_first_more_among_equals_unless_others_are_owed():
    assert apportion(np.ones(3), 4).tolist() == [2, 1, 1]
    owed = np.zeros(3)
    total = sum(apportion(np.ones(3), 1, owed) for _ in range(9))
    assert total.tolist() == [3, 3, 3]
    assert np.abs(owed).max() < 1e-9


@given(st.lists(arrays(np.float64, 4, elements=st.floats(0.1, 3.0)), min_size=1, max_size=12))
def test_owed_never_lets_a_share_drift(shares):
    owed, exact, given_out = np.zeros(4), np.zeros(4), np.zeros(4)
    for weight in shares:
        exact += weight * 5 / weight.sum()
        given_out += apportion(weight, 5, owed)
    assert np.abs(exact - given_out - owed).max() < 1e-6
    assert np.abs(owed).max() < 4.0


def test_apportion_refuses_units_without_takers():
    with pytest.raises(Contradiction, match="every weight is zero"):
        apportion(np.zeros(2), 3)


@given(margins())
def test_raking_meets_every_margin(drawn):
    weight, of, targets = drawn
    fitted = rake(weight, of, [t.astype(float) for t in targets])
    for got, wanted in zip(margin(fitted, of, targets), targets, strict=True):
        assert np.abs(got - wanted).max() < 1e-4


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_raking_keeps_the_odds_ratios(rows, columns, data):
    weight = data.draw(arrays(np.float64, (rows, columns), elements=st.floats(0.1, 5.0)))
    row = data.draw(arrays(np.float64, rows, elements=st.floats(1.0, 9.0)))
    column = data.draw(arrays(np.float64, columns, elements=st.floats(1.0, 9.0)))
    column *= row.sum() / column.sum()
    of = np.stack([axis.ravel() for axis in np.indices((rows, columns))])
    fitted = rake(weight.ravel(), of, [row, column]).reshape(rows, columns)
    before, after = np.log(weight), np.log(fitted)
    odds = [x - x[:1] - x[:, :1] + x[0, 0] for x in (before, after)]
    np.testing.assert_allclose(odds[1], odds[0], atol=1e-6)


def test_raking_says_which_margin_cannot_be_met():
    of = np.array([[0, 1], [0, 1]])  # a diagonal: both margins must be equal
    with pytest.raises(Contradiction, match="margin 0 .category 0.: 5 wanted, the other margins leave 1"):
        rake(np.ones(2), of, [np.array([5.0, 1.0]), np.array([1.0, 5.0])])


@given(margins())
def test_whole_cells_keep_every_margin_exactly(drawn):
    weight, of, targets = drawn
    cells = whole_cells(weight, of, targets)
    assert cells.min(initial=0) >= 0
    for got, wanted in zip(margin(cells, of, targets), targets, strict=True):
        np.testing.assert_array_equal(got, wanted)


@given(st.data())
def test_whole_cells_leave_impossible_cells_empty(data):
    """A population drawn first gives margins that can be met within the cells it occupies."""
    shape = (4, 3, 3)
    people = data.draw(arrays(np.int64, (30, 3), elements=st.integers(0, 2)))
    possible = data.draw(arrays(np.bool_, shape))
    possible[tuple(people.T)] = True
    of = np.stack([axis.ravel() for axis in np.indices(shape)])
    targets = [np.bincount(people[:, k], minlength=shape[k]) for k in range(3)]
    weight = possible.ravel().astype(float)
    try:
        cells = whole_cells(weight, of, targets)
    except Contradiction:
        return  # the roundings of the first margins may leave no room for the last; it says so
    assert (cells[~possible.ravel()] == 0).all()
    for got, wanted in zip(margin(cells, of, targets), targets, strict=True):
        np.testing.assert_array_equal(got, wanted)


@given(st.data())
def test_rounding_two_ways_moves_no_cell_by_one_or_more(data):
    """Any table with whole margins has a rounding which keeps them and takes each cell up or down (Bacharach)."""
    whole = data.draw(arrays(np.int64, (3, 4), elements=st.integers(0, 4)))
    shift = data.draw(arrays(np.float64, (3, 4), elements=st.floats(0.0, 1.0)))
    shift = shift - shift.mean(axis=0) - shift.mean(axis=1, keepdims=True) + shift.mean()
    table = np.where(whole + 0.45 * shift > 0, whole + 0.45 * shift, 0.0)
    if np.abs(table.sum(axis=0) - whole.sum(axis=0)).max() > 1e-9:
        return
    cells = rounded(table, whole.sum(axis=1), whole.sum(axis=0))
    np.testing.assert_array_equal(cells.sum(axis=0), whole.sum(axis=0))
    np.testing.assert_array_equal(cells.sum(axis=1), whole.sum(axis=1))
    assert np.abs(cells - table).max() < 1.0 + 1e-9


def test_rounding_finds_the_way_round_when_the_greedy_choice_is_wrong():
    table = np.array([[0.6, 0.4, 0.0], [0.4, 0.0, 0.6], [0.0, 0.6, 0.4]])
    cells = rounded(table, np.ones(3, int), np.ones(3, int))
    np.testing.assert_array_equal(cells.sum(axis=0), [1, 1, 1])
    np.testing.assert_array_equal(cells.sum(axis=1), [1, 1, 1])
    assert (cells[table == 0] == 0).all()


def test_rounding_refuses_what_cannot_be():
    with pytest.raises(Contradiction, match="cannot be"):
        rounded(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([2, 0]), np.array([1, 1]))


@given(arrays(np.float64, (3, 3), elements=st.floats(0.1, 6.0)), st.data())
def test_rounding_repairs_a_fit_that_is_off(table, data):
    """Floors above a margin give way: the margins hold whatever the table was."""
    whole = data.draw(arrays(np.int64, (3, 3), elements=st.integers(0, 5)))
    cells = rounded(table, whole.sum(axis=1), whole.sum(axis=0))
    assert cells.min() >= 0
    np.testing.assert_array_equal(cells.sum(axis=0), whole.sum(axis=0))
    np.testing.assert_array_equal(cells.sum(axis=1), whole.sum(axis=1))
