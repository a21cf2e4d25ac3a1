"""Orders of rows: each against NumPy's `lexsort`, with many ties, whatever the order of the rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from karier.rules.order import highest_first, order, order_by_lot, places, within

KEYS = st.one_of(st.sampled_from([-2.5, -0.0, 0.0, 1.0, 3.25]), st.floats(-5.0, 5.0, width=32))


@st.composite
def people(draw):
    """Keys with ties, and uids that differ, in any order of rows."""
    key = draw(st.lists(KEYS, min_size=1, max_size=40))
    uid = draw(st.lists(st.integers(0, 2**62), min_size=len(key), max_size=len(key), unique=True))
    return np.array(key), np.array(uid)


@given(people())
def test_by_key_then_uid(drawn):
    key, uid = drawn
    assert order(key, uid).tolist() == np.lexsort((uid, key)).tolist()
    assert places(uid).tolist() == [sorted(uid.tolist()).index(one) for one in uid]


@given(people())
def test_the_highest_first_whatever_the_sign(drawn):
    value, uid = drawn
    found = highest_first(value.astype(np.float32), places(uid))
    assert found.tolist() == np.lexsort((uid, -value.astype(np.float32))).tolist()


@given(people(), st.data())
def test_within_groups_the_order_stays(drawn, data):
    key, uid = drawn
    group = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(uid), max_size=len(uid))), np.int16)
    assert within(order(key, uid), group).tolist() == np.lexsort((uid, key, group)).tolist()


@given(people(), st.data())
def test_by_office_group_and_lot(drawn, data):
    _, uid = drawn
    some = st.lists(st.integers(0, 2), min_size=len(uid), max_size=len(uid))
    lot, group, office = (np.array(data.draw(some)) for _ in range(3))
    found = order_by_lot(uid, lot << 30, group, office.astype(np.int16))
    assert found.tolist() == np.lexsort((uid, lot, group, office)).tolist()


@pytest.mark.parametrize("n", [0, 1])
def test_nobody_and_one(n):
    none = np.zeros(n)
    assert order(none, np.arange(n)).tolist() == highest_first(none.astype(np.float32), np.arange(n)).tolist()
