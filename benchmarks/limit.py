"""The machine's own limit: the same Philox blocks, normals, exp and log, and nothing else, in registers."""

import time

import numpy as np
from numba import njit

from benchmarks.counts import Counts
from karier.maths import bits_of, exp, log
from karier.randomness import normal, philox


@njit(cache=False)
def _limit(blocks: int, normals: int, exps: int, logs: int) -> int:
    """No memory, no branch. Integer sums of the bits, which may be taken in any order, so that loops vectorise."""
    total = 0
    one, word = np.uint64(1), np.uint64(0xFFFFFFFF)
    for i in range(blocks):
        a, b, c, d = philox(np.uint64(i), one, one, one, one, one)
        total += np.int64(a ^ b ^ c ^ d)
    for i in range(normals):
        w = np.uint64(i) * np.uint64(0x9E3779B9)
        total += bits_of(normal(w & word, (w >> np.uint64(7)) & word))
    for i in range(exps):
        total += bits_of(exp(i * 1e-8 - 1.0))
    for i in range(logs):
        total += bits_of(log(i * 1e-8 + 0.5))
    return total


def limit_ns(counts: Counts, person_months: int) -> float:
    """CPU nanoseconds a person-month."""
    if not any(counts):
        return 0.0
    totals = [int(round(per * person_months)) for per in counts]
    _limit(8, 8, 8, 8)
    start = time.process_time_ns()
    _limit(*totals)
    return (time.process_time_ns() - start) / person_months
