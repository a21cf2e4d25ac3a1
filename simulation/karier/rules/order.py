"""Rows in an order that no other order of the rows could change: the last criterion is always the uid.

NumPy sorts one column of numbers many times faster than `lexsort` several.
"""

from typing import Any

import numpy as np

from karier.arrays import IntArray, Single


def places(uid: IntArray) -> IntArray:
    """Everybody's place in the order of uids: 0, 1, 2 …"""
    found = np.empty(len(uid), np.int64)
    found[np.argsort(uid)] = np.arange(len(uid))
    return found


def order(key: Any, uid: IntArray) -> IntArray:
    """Rows by key, then uid (or any other whole numbers that differ)."""
    rows = np.argsort(key)
    found = key[rows]
    changes = found[1:] != found[:-1]
    if changes.all():
        return rows
    number = np.concatenate([[0], np.cumsum(changes)])  # of different keys
    return rows[np.argsort((number << 32) | places(uid)[rows])]


def within(rows: IntArray, group: Any) -> IntArray:
    """The rows group by group, in the order in which they stand. group: (people,), of one or two bytes: then a pass."""
    return rows[np.argsort(group[rows], kind="stable")]


def highest_first(value: Single, place: IntArray) -> IntArray:
    """Rows by a value of four bytes, the highest first, equals by place (0 … 2³² − 1).

    The bits of such numbers, read as a whole number, stand in the numbers' own order; below 0 all but the sign turned.
    """
    bits = (value + np.float32(0.0)).view(np.int32).astype(np.int64)
    bits ^= (bits >> 31) & 0x7FFFFFFF
    return np.argsort((-bits << 32) | place)


def order_by_lot(uid: IntArray, lot: IntArray, group: IntArray, office: Any) -> IntArray:
    """Rows by office, group (0 … 255), lot (32 bits) and uid."""
    return order((office.astype(np.int64) << 40) | (group << 32) | lot, uid)
