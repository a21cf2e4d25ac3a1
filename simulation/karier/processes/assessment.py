"""Competence assessment (model-spec 5.4): what institutions believe of competence, with error and date.

A share of each office's staff is in the round: managers first, then functional officials, then the rest, by a lot
that each keeps. Every January an even part of the round is assessed: those without a result and those with the oldest.
"""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray, Short
from karier.compiled import compiled, rule
from karier.randomness import ASSESSMENT, ASSESSMENT_MORE, TIES, normal, words
from karier.rules.budget import Budget
from karier.rules.order import order_by_lot
from karier.state import Moment, State
from karier.state.baseline import Baseline
from karier.state.posts import Types
from karier.state.workforce import NEVER, NON_ASN, Workforce

WRITES = {"believed", "believed_month", "offices.assessed"}

ROUND = 1  # the calendar month of the assessments: before the year's talent map and training calendar
OUTSIDE = 3  # the turn of those who are no civil servants: never


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/assessment.yaml."""

    share: FloatArray  # (offices,) of staff in the round
    interval_years: FloatArray  # (offices,)
    validity: float  # solved for at month 0: baseline's assessment_error
    impression: float
    budget: Budget


# Rules


@rule
def observed(competence: float, error_sd: float, z: float) -> float:
    """observed c_k = c_k + N(0, e·SD0_k), held to the scale 1–5."""
    return min(max(competence + error_sd * z, 1.0), 5.0)


@rule
def turn(level: int, rung: int, employment: int) -> int:
    """Whose turn comes first where not all can be assessed: 0 managers, 1 functional officials, 2 the other ASN."""
    if employment == NON_ASN:
        return OUTSIDE
    if level > 0:
        return 0
    return 1 if rung > 0 else 2


@rule
def places(members: float, years: float, nth: int) -> int:
    """Of a round of so many members and years, an even part in the nth year: in any whole round all have their turn.

    members: as far as the budget goes, so a cut lengthens the round.
    """
    return int(math.floor(members * (nth + 1) / years)) - int(math.floor(members * nth / years))


# Loops


@compiled
def _assess(
    staff: Workforce, types: Types, b: Baseline, error: float, rows: IntArray, seed: int, nth: int, month: int
) -> None:
    """Assess the people of these rows; nth: index of their luck; error: e."""
    for i in rows:
        family = types.family[staff.type[i]]
        a0, a1, a2, a3 = words(seed, ASSESSMENT, staff.uid[i], nth)
        b0, b1, _, _ = words(seed, ASSESSMENT_MORE, staff.uid[i], nth)
        sd = b.competence_sd[family]
        staff.believed[0][i] = observed(staff.base[0][i] + staff.gain[0][i], error * sd[0], normal(a0, a1))
        staff.believed[1][i] = observed(staff.base[1][i] + staff.gain[1][i], error * sd[1], normal(a2, a3))
        staff.believed[2][i] = observed(staff.base[2][i] + staff.gain[2][i], error * sd[2], normal(b0, b1))
        staff.believed_month[i] = month


@compiled
def _turns(staff: Workforce, types: Types, seed: int, group: IntArray, lot: IntArray) -> None:
    for i in range(len(lot)):
        group[i] = turn(staff.level[i], types.rung[staff.type[i]], staff.employment[i])
        _, w1, _, _ = words(seed, TIES, staff.uid[i], 0)
        lot[i] = np.int64(w1)


# Acts


def open_file(state: State, p: Parameters, now: Moment) -> None:
    """What is believed of everybody as the run begins; members of the round have a result, of its years in turn.

    Of the others there is an impression, with the larger error, and no result.
    """
    staff = state.workforce
    _impress(state, p, np.arange(state.people), now.seed)
    rows, place, _ = _members(state, p, now.seed)
    _assess(staff, state.types, state.baseline, state.baseline.assessment_error[0], rows, now.seed, 0, NEVER)
    years = np.maximum(p.interval_years[staff.office[rows]].astype(np.int64), 1)
    staff.believed_month[rows] = -11 - 12 * (place % years)


def impress(state: State, p: Parameters, now: Moment) -> None:
    """What selection tests and first colleagues make believe of those who have just come."""
    rows = np.flatnonzero(state.workforce.entry_month == now.month)
    if now.month > 0 and len(rows) > 0:
        _impress(state, p, rows, now.seed)


def assess(state: State, p: Parameters, now: Moment) -> None:
    """January: the year's assessments. In every other month: none."""
    staff, offices = state.workforce, state.offices
    offices.assessed[:] = 0
    if now.calendar_month != ROUND:
        return
    members, _, size = _members(state, p, now.seed)
    order = np.lexsort((staff.uid[members], staff.believed_month[members], staff.office[members]))
    most = np.array(
        [
            places(p.budget.programme * float(n), float(years), now.year + office)
            for office, (n, years) in enumerate(zip(size, p.interval_years, strict=True))
        ]
    )
    chosen, _ = _first(members[order], staff.office, most)
    _assess(
        staff, state.types, state.baseline, state.baseline.assessment_error[0], chosen, now.seed, now.month + 1,
        now.month,
    )  # fmt: skip
    offices.assessed[:] = np.bincount(staff.office[chosen], minlength=len(most))


def _impress(state: State, p: Parameters, rows: IntArray, seed: int) -> None:
    """The truth with the larger error; no result."""
    error = p.impression * state.baseline.assessment_error[0]
    _assess(state.workforce, state.types, state.baseline, error, rows, seed, 0, NEVER)


def _members(state: State, p: Parameters, seed: int) -> tuple[IntArray, IntArray, IntArray]:
    """Rows of those in the round, office by office in their turn; their place in it; members by office."""
    staff = state.workforce
    group, lot = np.empty(state.people, np.int64), np.empty(state.people, np.int64)
    _turns(staff, state.types, seed, group, lot)
    inside = order_by_lot(staff.uid, lot, group, staff.office)
    inside = inside[group[inside] < OUTSIDE]
    size = np.floor(p.share * np.bincount(staff.office[inside], minlength=len(p.share)) + 0.5).astype(np.int64)
    rows, place = _first(inside, staff.office, size)
    return rows, place, size


def _first(rows: IntArray, office: Short, most: IntArray) -> tuple[IntArray, IntArray]:
    """The first so many of each office, of rows sorted by office; and the place of each, from 0."""
    of = office[rows].astype(np.int64)
    counts = np.bincount(of, minlength=len(most))
    place = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    inside = place < most[of]
    return rows[inside], place[inside]
