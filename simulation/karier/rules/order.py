"""Rows in an order that no other order of the rows could change: the last criterion is always the uid.

NumPy sorts one column of numbers many times faster than `lexsort` several; ties, which only that one can settle,
are rare.
"""

from typing import Any

import numpy as np

from karier.arrays import IntArray


def order(key: Any, uid: IntArray) -> IntArray:
    """Rows by key, then uid."""
    rows = np.argsort(key)
    found = key[rows]
    return np.lexsort((uid, key)) if (found[1:] == found[:-1]).any() else rows


def order_by_lot(uid: IntArray, lot: IntArray, group: IntArray, office: Any) -> IntArray:
    """Rows by office, group (0 … 255), lot (32 bits) and uid."""
    return order((office.astype(np.int64) << 40) | (group << 32) | lot, uid)
