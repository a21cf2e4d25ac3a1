"""Coaching (model-spec 5.2): a share of each office's staff, for some months.

What it does to skill is in `learning.py`, what it does to drive in `motivation.py`.
"""

from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.randomness import COACHES, FORMATION, unit, words
from karier.rules.budget import Budget
from karier.rules.coached import goes_on
from karier.rules.order import order_by_lot
from karier.state import Moment, State
from karier.state.workforce import GOOD, Workforce

WRITES = {"coaching_end", "offices.coached"}

LOWEST, LOT, MANAGERS = 0, 1, 2  # choices of `whom`
LAST = 99  # the turn of those whose coaching still goes on: they do not begin another one


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/coaching.yaml."""

    share: FloatArray  # (offices,) of staff who begin in a year
    whom: IntArray  # (offices,) LOWEST … MANAGERS
    months: int
    budget: Budget


# Rules


@rule
def turn(whom: int, predicate: int, level: int) -> int:
    """Who comes first: by predicate from the lowest (unrated as good), by level from the top, or all alike."""
    if whom == LOWEST:
        return predicate if predicate > 0 else GOOD
    return -level if whom == MANAGERS else 0


# Loops


@compiled
def _turns(staff: Workforce, p: Parameters, seed: int, year: int, month: int, turns: IntArray, lots: IntArray) -> None:
    for i in range(len(turns)):
        _, _, w2, _ = words(seed, FORMATION, staff.uid[i], year)
        again = goes_on(month, staff.coaching_end[i])
        turns[i] = LAST if again else turn(p.whom[staff.office[i]], staff.predicate[i], staff.level[i])
        lots[i] = np.int64(w2)


@compiled
def _begin(staff: Workforce, order: IntArray, start: IntArray, places: IntArray, month: int, months: int) -> None:
    for o in range(len(places)):
        for i in order[start[o] : start[o] + places[o]]:
            if not goes_on(month, staff.coaching_end[i]):
                staff.coaching_end[i] = month + months


@compiled
def _count(staff: Workforce, month: int, coached: IntArray) -> None:
    coached[:] = 0
    for i in range(len(staff.uid)):
        coached[staff.office[i]] += 1 if goes_on(month, staff.coaching_end[i]) else 0


# Acts


def begin(state: State, p: Parameters, now: Moment) -> None:
    """January: the year's places, office by office, as far as the budget goes; the office's luck rounds them."""
    if not (p.share > 0.0).any():
        return
    staff = state.workforce
    turns, lots = np.empty(state.people, np.int64), np.empty(state.people, np.int64)
    _turns(staff, p, now.seed, now.year, now.month, turns, lots)
    order = order_by_lot(staff.uid, lots, turns - turns.min(initial=0), staff.office)
    counts = np.bincount(staff.office, minlength=len(p.share))
    start = np.concatenate([[0], np.cumsum(counts)[:-1]])
    luck = np.array([unit(words(now.seed, COACHES, office, now.year)[0]) for office in range(len(counts))])
    wanted = np.floor(p.share * p.budget.programme * counts + luck * (p.share > 0.0))
    _begin(staff, order, start, np.minimum(wanted.astype(np.int64), counts), now.month, p.months)


def coach(state: State, p: Parameters, now: Moment) -> None:
    """How many are coached this month, by office, for the ledger."""
    _count(state.workforce, now.month, state.offices.coached)
