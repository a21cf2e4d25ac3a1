"""Discipline (model-spec 5.6): what is watched, what staff believe is watched, and what follows; guidance first.

A sanction is in force while the month lies before `discipline_until`; what it was stays on record after that.
"""

from typing import NamedTuple

import numpy as np

from karier.arrays import BoolArray, Byte, FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.maths import half_life
from karier.randomness import CONDUCT, unit, words
from karier.state import Moment, State
from karier.state.offices import Offices
from karier.state.workforce import CLEAN, DISMISSAL, GOOD, GUIDANCE, HEAVY, LIGHT, NON_ASN, Workforce

WRITES = {"discipline", "discipline_until", "offices.cases", "offices.detection", "offices.monitored"}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/discipline.yaml."""

    monitoring: FloatArray  # (offices,) true chance that a breach is detected
    enforcement: FloatArray  # (offices,) share of those detected that are acted on
    guidance_first: BoolArray  # (offices,)
    months: IntArray  # (4,) guidance, light, medium, heavy
    fade_half_life: float
    misconduct: float
    accusation: float
    gravity: FloatArray  # (4,) light … dismissal
    appeal: float
    upheld: float
    upheld_innocent: float
    today_monitoring: FloatArray  # (offices,)


# Rules


@rule
def perceived(before: float, watched_before: float, watched: float, usual: float, half: float) -> float:
    """Perceived detection: up at once with true monitoring; fades to the usual once that stops or is routine.

    before: as perceived last month; watched: true monitoring, last month and now; usual: today's routine; half: months.
    """
    if watched > watched_before:
        return max(before, watched)
    rest = min(watched, usual)
    return rest + (before - rest) * half_life(1.0, half)


@rule
def breach(absence: float, rate: float) -> float:
    """Chance of a breach in a month: in proportion to absence, which is over half of all cases; rate: a year."""
    return min(rate * absence / 12.0, 1.0)


@rule
def gravity(u: float, shares: FloatArray) -> int:
    """LIGHT … DISMISSAL, by a uniform draw and the four shares."""
    kind, below = LIGHT, shares[0]
    while kind < DISMISSAL and u >= below:
        below += shares[kind - LIGHT + 1]
        kind += 1
    return kind


@rule
def consequence(before: int, grave: int, guided: bool) -> int:
    """What follows a case: before: the sanction in force, or CLEAN; guided: guidance comes first.

    A light first case brings guidance; another while something is in force one step more, up to HEAVY.
    Dismissal has a path of its own: only a case that is grave enough by itself ends in it.
    """
    if grave == DISMISSAL:
        return DISMISSAL
    if guided and before == CLEAN and grave == LIGHT:
        return GUIDANCE
    return min(max(grave, before + 1), HEAVY)


# Loops


@compiled
def _watch(offices: Offices, p: Parameters) -> None:
    for o in range(len(offices.detection)):
        offices.detection[o] = perceived(
            offices.detection[o], offices.monitored[o], p.monitoring[o], p.today_monitoring[o], p.fade_half_life
        )
        offices.monitored[o] = p.monitoring[o]


@rule
def _sieve(staff: Workforce, p: Parameters, seed: int, month: int, january: bool, out: Byte) -> None:
    """1 for the few of whom a case can come."""
    accused = 1.0 - p.accusation / 12.0
    for i in range(len(out)):
        w0, _, _, _ = words(seed, CONDUCT, staff.uid[i], month)
        u = unit(w0)
        out[i] = (u < breach(np.float64(staff.absence[i]), p.misconduct)) | (u >= accused)
    if january:
        for i in range(len(out)):
            out[i] |= (staff.predicate[i] > 0) & (staff.predicate[i] < GOOD)


@compiled
def _review(staff: Workforce, offices: Offices, p: Parameters, seed: int, month: int, january: bool) -> None:
    looked_at = np.empty(len(staff.uid), np.int8)
    _sieve(staff, p, seed, month, january, looked_at)
    for i in range(len(staff.uid)):
        if looked_at[i] == 0 or staff.employment[i] == NON_ASN or staff.discipline[i] == DISMISSAL:
            continue
        w0, w1, w2, w3 = words(seed, CONDUCT, staff.uid[i], month)
        o = staff.office[i]
        grave, stands = 0, p.upheld
        guilty = unit(w0) < breach(np.float64(staff.absence[i]), p.misconduct)
        suspected = guilty or unit(w0) >= 1.0 - p.accusation / 12.0
        if suspected and unit(w1) < p.monitoring[o] * p.enforcement[o]:
            grave = gravity(unit(w2), p.gravity)
            stands = p.upheld if guilty else p.upheld_innocent
        if grave == 0 and january and 0 < staff.predicate[i] < GOOD and unit(w1) < p.enforcement[o]:
            grave = LIGHT  # below standard in last December's appraisal
        if grave == 0:
            continue
        offices.cases[o] += 1
        before = staff.discipline[i] if month < staff.discipline_until[i] else CLEAN
        then = consequence(before, grave, p.guidance_first[o])
        if then > GUIDANCE and unit(w3) < p.appeal * (1.0 - stands):
            continue
        staff.discipline[i] = then
        staff.discipline_until[i] = month + (p.months[then - 1] if then < DISMISSAL else 1)


# Acts


def watch(state: State, p: Parameters, now: Moment) -> None:
    """What is watched this month, and what staff believe of it."""
    _watch(state.offices, p)


def review(state: State, p: Parameters, now: Moment) -> None:
    """The month's cases, by last month's absence; in January also those rated below standard."""
    state.offices.cases[:] = 0
    _review(state.workforce, state.offices, p, now.seed, now.month, now.calendar_month == 1)
