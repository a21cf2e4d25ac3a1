"""The short way to a compiled loop gives what Numba's own way gives, whatever the arguments are."""

import gc
from typing import NamedTuple

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from karier import calls
from karier.arrays import FloatArray
from karier.calls import MOST, Loop, alike, kind
from karier.compiled import compiled
from karier.tables import table


@table
class Pair(NamedTuple):
    """Two columns."""

    a: FloatArray
    b: FloatArray


class Numbers(NamedTuple):
    """A table that holds no columns only."""

    columns: FloatArray
    factor: float


@compiled
def twice(value):
    return value + value


@compiled
def total(pair, numbers):
    s = 0.0
    for i in range(len(pair.a)):
        s += (pair.a[i] - pair.b[i]) * numbers.factor + numbers.columns[i]
    return s


@compiled
def first(values):
    return values[0]


@compiled
def root(x):
    if x < 0.0:
        raise ValueError("below zero")
    return x**0.5


def pair(n=3, dtype=np.float64):
    return Pair(np.arange(n, dtype=dtype), np.ones(n, dtype))


def taken(loop):
    """How many short ways a loop knows."""
    return len(loop.__dict__.get("entries", {}))


@pytest.mark.parametrize(
    "value", [3, 2**61, 0.5, True, np.int64(3), np.int32(3), np.float32(0.1), np.bool_(True), np.uint64(2**62 + 5)]
)
def test_numbers_of_every_kind_twice_in_a_row(value):
    for _ in range(3):
        got = twice(value)
        assert got == twice.py_func(value) if not isinstance(value, np.bool_ | bool) else got == 2


def test_a_whole_number_too_large_for_a_word_goes_numbas_own_way():
    assert twice(5) == 10
    assert kind(2**63) is None
    assert kind(2**63 - 1) is int
    assert first(np.array([1.0])) == 1.0
    with pytest.raises(OverflowError):
        twice(2**64)


@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.int32, np.int64, np.float32, np.float64])
def test_arrays_of_one_shape_and_another_type_are_not_taken_for_each_other(dtype):
    for n in (1, 2, 5):
        for d in (np.float64, dtype, np.int64):
            assert first(np.full(n, 7, d)) == 7
    assert first(np.full((2, 2), 3, dtype)).tolist() == [3, 3]


def test_strides_and_read_only_arrays_go_numbas_own_way():
    values = np.arange(10.0)
    assert first(values) == 0.0
    assert first(values[3::2]) == 3.0
    locked = values[4:].copy()
    locked.flags.writeable = False
    assert first(locked) == 4.0
    assert kind(values[::2]) is kind(locked) is None
    assert first(values[4:]) == 4.0


def test_a_table_is_known_again_and_another_one_is_looked_at():
    numbers = Numbers(np.zeros(3), 2.0)
    p = pair()
    assert [total(p, numbers) for _ in range(3)] == [0.0] * 3
    known = taken(total)
    assert known >= 1
    assert total(pair(5), Numbers(np.zeros(5), 1.0)) == 5.0
    assert taken(total) == known  # of the same kind
    assert total(pair(3, np.int64), numbers) == 0.0  # of another
    assert total(pair(3, np.int64)._replace(b=np.full(3, -1)), Numbers(np.zeros(3), 3)) == 18.0
    assert taken(total) > known


def test_a_tuple_that_is_gone_is_not_mistaken_for_the_one_in_its_place():
    """Each is let go at once, so Python gives its address to the next: by turns of two kinds."""
    for k in range(3 * MOST):
        dtype = np.float64 if k % 2 else np.int64
        numbers = Numbers(np.full(4, k, np.float64), 1.0)
        assert total(Pair(np.full(4, k, dtype), np.zeros(4, dtype)), numbers) == 8.0 * k
        del numbers
        if k % 50 == 0:
            gc.collect()
    assert len(calls._known) <= MOST


def test_by_name_or_by_place():
    p, numbers = pair(), Numbers(np.ones(3), 1.0)
    assert total(p, numbers=numbers) == total(numbers=numbers, pair=p) == total(p, numbers) == 3.0
    with pytest.raises(TypeError):
        total(p, numbers, pair=p)


def test_first_rows_of_a_table_are_of_its_kind():
    whole = pair(6)
    rows = alike(Pair(*(column[:4] for column in whole)), whole)
    assert kind(rows) == kind(whole) is not None
    assert total(rows, Numbers(np.zeros(4), 1.0)) == 2.0


def test_an_error_comes_through_the_short_way_too():
    for _ in range(3):
        assert root(4.0) == 2.0
        with pytest.raises(ValueError, match="below zero"):
            root(-1.0)


def test_every_compiled_loop_has_the_short_way():
    from karier.processes import learning, performance

    assert isinstance(learning._learn, Loop)
    assert isinstance(performance._perform, Loop)
    assert_array_equal(twice(np.arange(3)), [0, 2, 4])
