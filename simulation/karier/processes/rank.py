"""Rank promotion (kenaikan pangkat; PP 99/2000 jo. PP 12/2002): regular, structural, functional. PNS only."""

from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.state import Moment, State
from karier.state.posts import Types
from karier.state.workforce import GOOD, PNS, Workforce

WRITES = {"rank", "rank_month"}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/rank.yaml."""

    months: IntArray  # calendar months in which ranks are granted
    years_regular: int
    years_below_floor: int
    years_functional: int
    top_by_education: IntArray  # (7,) highest rank by education, 0 … 16
    credit_rank: FloatArray  # (6,) credit for the next rank within a jenjang, by rung


# Rules


@rule
def due_structural(rank: int, years: float, floor: int, top: int, regular: int, below_floor: int) -> bool:
    """Structural posts (PP 99/2000 art. 9 and 12): sooner while the rank is below the post's floor, up to its top."""
    return rank < top and years >= (below_floor if rank < floor else regular)


@rule
def due_functional(rank: int, years: float, floor: int, top: int, credit: float, step: float, least: int) -> bool:
    """Functional posts (art. 13): years in rank and the credit of each rank above the jenjang's floor.

    The credit that earned the jenjang holds its floor already: whoever is below it needs no more.
    """
    return rank < top and years >= least and credit >= max(rank - floor + 1, 0) * step


@rule
def due_regular(rank: int, years: float, top: int, least: int) -> bool:
    """Others (art. 7 and 8): years in rank, up to the highest rank of the education."""
    return rank < top and years >= least


# Loops


@compiled
def _grant(staff: Workforce, types: Types, p: Parameters, rows: IntArray, month: int) -> None:
    for i in rows:
        t, rank, years = staff.type[i], staff.rank[i], (month - staff.rank_month[i]) / 12.0
        floor, top, rung = types.least_rank[t], types.top_rank[t], types.rung[t]
        if staff.level[i] > 0:
            due = due_structural(rank, years, floor, top, p.years_regular, p.years_below_floor)
        elif rung > 0:
            step = p.credit_rank[rung - 1]
            fresh = month - staff.promoted_month[i] < 12  # what earned the jenjang is struck off only in December
            credit = 0.0 if fresh else np.float64(staff.credit[i])
            due = due_functional(rank, years, floor, top, credit, step, p.years_functional)
        else:
            due = due_regular(rank, years, p.top_by_education[staff.education[i]], p.years_regular)
        if due:
            staff.rank[i] += 1
            staff.rank_month[i] = month


@compiled
def _considered(staff: Workforce, latest: float, out: IntArray) -> int:
    """Into `out`; returns how many. latest: month in which the rank must have been taken."""
    n = 0
    for i in range(len(out)):
        out[n] = i
        good = (staff.predicate[i] >= GOOD) & (staff.predicate_before[i] >= GOOD)
        n += (staff.employment[i] == PNS) & good & (staff.rank_month[i] <= latest)
    return n


# Acts


def considered(staff: Workforce, p: Parameters, month: int) -> IntArray:
    """Rows of the PNS with two good years and the fewest years in rank that any of the rules asks."""
    rows = np.empty(len(staff.uid), np.int64)
    soonest = 12 * min(p.years_below_floor, p.years_functional, p.years_regular)
    return rows[: _considered(staff, month - soonest, rows)]


def grant(state: State, p: Parameters, now: Moment) -> None:
    """In the months of the law in force (dated), whoever meets its conditions rises by one rank."""
    if now.month >= 0 and now.calendar_month in p.months:
        staff = state.workforce
        _grant(staff, state.types, p, considered(staff, p, now.month), now.month)
