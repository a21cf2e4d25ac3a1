"""Tables in compiled code: the same columns as in plain Python, whatever their shape, and written through."""

from typing import Any, NamedTuple

import numba
import numpy as np
import pytest

from karier.tables import TableType, table


@table
class Columns(NamedTuple):
    one: Any  # float64, n
    three: Any  # three of float32, n
    flat: Any  # int16, n × 2
    deep: Any  # int8, 2 × 3 × 4


def columns(n=5):
    return Columns(
        np.arange(n) + 0.5,
        tuple((np.arange(n) * k).astype(np.float32) for k in (1, 10, 100)),
        np.arange(2 * n, dtype=np.int16).reshape(n, 2),
        np.arange(24, dtype=np.int8).reshape(2, 3, 4),
    )


@numba.njit
def read(t, i):
    three = t.three
    return t.one[i], three[0][i], three[1][i], three[2][i], t.flat[i, 1], t.deep[1, 2, 3], t.deep.shape, len(t.one)


@numba.njit
def write(t, i, value):
    t.one[i] = value
    t.three[1][i] = value
    t.flat[i, 0] = value


@numba.njit
def twice(t, i, value):
    write(t, i, value)
    return read(t, i)


def test_a_loop_sees_every_column():
    assert isinstance(numba.typeof(columns()), TableType)
    for i in range(5):
        assert read(columns(), i) == read.py_func(columns(), i)


def test_what_a_loop_writes_stands_in_the_arrays_also_when_it_calls_another():
    seen, plain = columns(), columns()
    assert twice(seen, 3, 7) == read.py_func(seen, 3)
    write.py_func(plain, 3, 7)
    for ours, theirs in zip(seen, plain, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_views_of_the_first_rows_and_empty_tables_are_tables_too():
    whole = columns()
    part = Columns(whole.one[:3], tuple(c[:3] for c in whole.three), whole.flat[:3], whole.deep)
    assert read(part, 2) == read.py_func(part, 2)
    write(part, 2, 9)
    assert whole.one[2] == 9
    assert numba.njit(lambda t: len(t.one))(columns(0)) == 0


def test_another_type_of_column_is_another_type_of_table():
    short = columns()._replace(one=np.arange(5, dtype=np.int32))
    assert numba.typeof(short) != numba.typeof(columns())
    assert read(short, 1)[0] == 1


def test_a_column_out_of_order_in_memory_goes_the_usual_way():
    strided = columns()._replace(one=np.arange(10.0)[::2])
    assert not isinstance(numba.typeof(strided), TableType)
    assert read(strided, 2)[0] == 4


def test_an_unknown_column_is_refused_at_compilation():
    with pytest.raises(numba.TypingError, match="missing"):
        numba.njit(lambda t: t.missing)(columns())
