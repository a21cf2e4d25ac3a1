"""Talent map (model-spec 5.4): every January each official with a valid assessment gets one of nine boxes.

Performance is the recorded predicate, potential the believed fit to the post held; both are ranked among the mapped
of the same level, ties broken by seniority, and cut into thirds. Numbers as in the annex of PermenPANRB 3/2020.
"""

from typing import NamedTuple

import numpy as np

from karier.arrays import Byte, FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.rules.fit import Parameters as FitParameters
from karier.rules.fit import fit
from karier.rules.gather import three
from karier.rules.order import order, within
from karier.rules.plans import Plans, valid
from karier.rules.selection import seniority
from karier.state import Moment, State
from karier.state.posts import Types
from karier.state.workforce import GOOD, Workforce

WRITES = {"box"}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/talent.yaml."""

    boxes: IntArray  # (3 performance, 3 potential) numbers 1 … 9
    cuts: FloatArray  # (2,) share of the mapped below the middle, below the upper band
    plans: Plans
    fit: FitParameters


# Rules


@rule
def band(place: int, n: int, cuts: FloatArray) -> int:
    """0 low, 1 middle, 2 high: by the place from below (0 … n − 1) among n; who is alone stands in the middle."""
    share = (place + 0.5) / n
    if share < cuts[0]:
        return 0
    return 1 if share < cuts[1] else 2


# Loops


@compiled
def _mapped(staff: Workforce, valid_months: int, month: int, out: IntArray) -> int:
    """Rows of those with a valid result, into `out`; returns how many. Nobody else stands in a box."""
    n = 0
    for i in range(len(staff.uid)):
        staff.box[i] = 0
        if valid(staff.believed_month[i], month, valid_months):
            out[n] = i
            n += 1
    return n


@compiled
def _marks(
    staff: Workforce,
    types: Types,
    p: FitParameters,
    rows: IntArray,
    month: int,
    potential: FloatArray,
    long: FloatArray,
) -> None:
    """Believed fit to the post held, in levels, and seniority, of these rows."""
    for j in range(len(rows)):
        i = rows[j]
        t, ell = staff.type[i], staff.level[i]
        strange = p.other_family if types.family[t] != staff.family[i] else 0.0
        potential[j] = fit(
            three(staff.believed, i),
            (types.required[0][t], types.required[1][t], types.required[2][t]),
            (p.weights[ell, 0], p.weights[ell, 1], p.weights[ell, 2]),
            strange,
            p.surplus,
        )
        long[j] = seniority(
            staff.rank[i], month - staff.rank_month[i], month - staff.entry_month[i], month - staff.birth_month[i]
        )


@compiled
def _bands(ordered: IntArray, level: Byte, size: IntArray, cuts: FloatArray, out: IntArray) -> None:
    """Everybody's band; ordered: by level and then from the lowest up; level: (n,), size: (4,) mapped of each level."""
    place = np.zeros(4, np.int64)
    for j in ordered:
        out[j] = band(place[level[j]], size[level[j]], cuts)
        place[level[j]] += 1


# Acts


def place_in_boxes(state: State, p: Parameters, now: Moment) -> None:
    """The year's map: a box for who has a valid assessment, none for the rest."""
    staff, month = state.workforce, max(now.month, 0)
    rows = np.empty(state.people, np.int64)
    rows = rows[: _mapped(staff, p.plans.valid_months, month, rows)]
    n = len(rows)
    potential, long = np.empty(n), np.empty(n)
    _marks(staff, state.types, p.fit, rows, month, potential, long)
    level = staff.level[rows]
    junior_first = order(long, staff.uid[rows])
    size = np.bincount(level, minlength=4)
    performs, promises = np.empty(n, np.int64), np.empty(n, np.int64)
    rated = np.where(staff.predicate[rows] > 0, staff.predicate[rows], np.int8(GOOD))  # before the first: good
    _bands(within(within(junior_first, rated), level), level, size, p.cuts, performs)
    _bands(within(order(potential, np.argsort(junior_first)), level), level, size, p.cuts, promises)
    staff.box[rows] = p.boxes[performs, promises]
