"""Training (model-spec 5.2): a yearly calendar of courses by the catalogue's mix; hours away from the desk.

Places go by a score (need as the institution believes it, and luck) within each office's budget.
"""

from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.randomness import COURSE, LENIENCY, gumbel, unit, words
from karier.rules.fit import Parameters as FitParameters
from karier.state import Moment, State
from karier.state.posts import Types
from karier.state.workforce import NEVER, PNS, Workforce

WRITES = {"course_month", "course_dimension", "course_jp", "jp_year"}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/training.yaml."""

    share: FloatArray  # (offices,) of staff who get a course in a year
    hours: FloatArray  # (offices,) JP of a course
    mix: FloatArray  # (3,) technical, managerial, sociocultural share of the catalogue
    need_weight: float
    most_jp_pppk: float
    fit: FitParameters


# Rules


@rule
def need(believed: tuple[float, float, float], r: tuple[float, float, float], w: tuple[float, float, float]) -> float:
    """The believed weighted gap, in levels: Σ w_k·(r_k − believed_k)₊."""
    return (
        w[0] * max(r[0] - believed[0], 0.0) + w[1] * max(r[1] - believed[1], 0.0) + w[2] * max(r[2] - believed[2], 0.0)
    )


@rule
def topic(u: float, mix: FloatArray) -> int:
    """What a course of the catalogue teaches, by a uniform draw and the shares of the mix."""
    if u < mix[0]:
        return 0
    return 1 if u < mix[0] + mix[1] else 2


@rule
def allowed_jp(hours: float, employment: int, most_pppk: float) -> float:
    """PPPK may have at most 24 JP in a contract year (PP 49/2018 art. 40)."""
    return hours if employment == PNS else min(hours, most_pppk)


# Loops


@compiled
def _scores(staff: Workforce, types: Types, p: Parameters, seed: int, year: int, out: FloatArray) -> None:
    for i in range(len(out)):
        t, ell = staff.type[i], staff.level[i]
        _, _, w2, _ = words(seed, COURSE, staff.uid[i], year)
        gap = need(
            (staff.believed[0][i], staff.believed[1][i], staff.believed[2][i]),
            (types.required[0][t], types.required[1][t], types.required[2][t]),
            (p.fit.weights[ell, 0], p.fit.weights[ell, 1], p.fit.weights[ell, 2]),
        )
        out[i] = p.need_weight * gap + gumbel(w2)


@compiled
def _enrol(
    staff: Workforce,
    order: IntArray,
    start: IntArray,
    places: IntArray,
    p: Parameters,
    seed: int,
    year: int,
    month: int,
) -> None:
    for i in range(len(staff.uid)):
        staff.course_month[i] = NEVER
    for o in range(len(places)):
        for i in order[start[o] : start[o] + places[o]]:
            w0, w1, _, _ = words(seed, COURSE, staff.uid[i], year)
            staff.course_month[i] = month + int(12.0 * unit(w0))
            staff.course_dimension[i] = topic(unit(w1), p.mix)


@compiled
def _hold(staff: Workforce, p: Parameters, month: int, january: bool) -> None:
    for i in range(len(staff.uid)):
        due = staff.course_month[i] == month
        jp = allowed_jp(p.hours[staff.office[i]], staff.employment[i], p.most_jp_pppk) if due else 0.0
        staff.course_jp[i] = jp
        staff.jp_year[i] = (0.0 if january else staff.jp_year[i]) + jp


# Acts


def plan(state: State, p: Parameters, now: Moment) -> None:
    """January: the year's places, office by office; a share of a place is settled by the office's own luck."""
    staff = state.workforce
    score = np.empty(state.people)
    _scores(staff, state.types, p, now.seed, now.year, score)
    order = np.lexsort((staff.uid, -score, staff.office))
    counts = np.bincount(staff.office, minlength=len(p.share))
    start = np.concatenate([[0], np.cumsum(counts)[:-1]])
    luck = np.array([unit(words(now.seed, LENIENCY, office, now.year)[2]) for office in range(len(counts))])
    places = np.minimum(np.floor(p.share * counts + luck).astype(np.int64), counts)
    _enrol(staff, order, start, places, p, now.seed, now.year, now.month)


def hold(state: State, p: Parameters, now: Moment) -> None:
    """The month's courses."""
    _hold(state.workforce, p, now.month, now.calendar_month == 1)
