"""Training (model-spec 5.2): a yearly calendar of courses; hours away from the desk.

Places go by a score (need as the institution believes it, a right not yet met, connection, luck) within each office's
budget. A targeted course goes to the largest gap of an assessment that still holds, any other by the catalogue's mix.
"""

from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.randomness import COURSE, LENIENCY, gumbel, unit, words
from karier.rules.budget import Budget
from karier.rules.fit import Parameters as FitParameters
from karier.rules.gather import three
from karier.rules.plans import Plans, valid, widest_gap
from karier.rules.ties import Ties, connected
from karier.state import Moment, State
from karier.state.posts import Types
from karier.state.workforce import NEVER, PNS, Workforce

WRITES = {"course_month", "course_dimension", "course_jp", "jp_year", "trained_month", "offices.trained_share"}

RECENT = 12  # months for which a course counts as recent


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/training.yaml."""

    share: FloatArray  # (offices,) of staff who get a course in a year
    hours: FloatArray  # (offices,) JP of a course
    targeted: FloatArray  # (offices,) share of courses that follow an assessment, where one holds
    mix: FloatArray  # (3,) technical, managerial, sociocultural share of the catalogue
    need_weight: FloatArray  # (offices,)
    right_weight: FloatArray  # (offices,)
    connection_weight: FloatArray  # (offices,)
    luck_weight: FloatArray  # (offices,)
    right_jp: float
    most_jp_pppk: float
    fit: FitParameters
    plans: Plans
    ties: Ties
    budget: Budget


# Rules


@rule
def need(believed: tuple[float, float, float], r: tuple[float, float, float], w: tuple[float, float, float]) -> float:
    """The believed weighted gap, in levels: Σ w_k·(r_k − believed_k)₊."""
    return (
        w[0] * max(r[0] - believed[0], 0.0) + w[1] * max(r[1] - believed[1], 0.0) + w[2] * max(r[2] - believed[2], 0.0)
    )


@rule
def right_unmet(jp_last_year: float, employment: int, right_jp: float) -> float:
    """1 for a PNS whose right to 20 JP a year (PP 11/2017 art. 203) was not met last year, else 0."""
    return 1.0 if employment == PNS and jp_last_year < right_jp else 0.0


@rule
def score(
    gap: float, unmet: float, tied: bool, luck: float, need: float, right: float, connection: float, lot: float
) -> float:
    """β_n·need + β_r·[right not met] + β_c·[connected] + β_ε·Gumbel; need to lot: the weights."""
    return need * gap + right * unmet + connection * (1.0 if tied else 0.0) + lot * luck


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
    lot, tied = np.empty(len(out)), np.empty(len(out), np.int8)
    for i in range(len(out)):  # apart from the look-ups below, so that both vectorise
        _, _, w2, _ = words(seed, COURSE, staff.uid[i], year)
        lot[i] = gumbel(w2)
    for i in range(len(out)):
        tied[i] = connected(seed, staff.uid[i], p.ties.connected_share)
    for i in range(len(out)):
        t, ell, o = staff.type[i], staff.level[i], staff.office[i]
        gap = need(
            three(staff.believed, i),
            (types.required[0][t], types.required[1][t], types.required[2][t]),
            (p.fit.weights[ell, 0], p.fit.weights[ell, 1], p.fit.weights[ell, 2]),
        )
        unmet = right_unmet(np.float64(staff.jp_year[i]), staff.employment[i], p.right_jp)
        by_need, by_right, by_ties, by_lot = (
            p.need_weight[o],
            p.right_weight[o],
            p.connection_weight[o],
            p.luck_weight[o],
        )
        out[i] = score(gap, unmet, tied[i] == 1, lot[i], by_need, by_right, by_ties, by_lot)


@compiled
def _rounding(seed: int, year: int, out: FloatArray) -> None:
    """The offices' luck, by which a part of a place is one or none."""
    for office in range(len(out)):
        out[office] = unit(words(seed, LENIENCY, office, year)[2])


@compiled
def _assessed_gap(staff: Workforce, types: Types, p: Parameters, month: int, i: int) -> int:
    """The dimension that the person's assessment names, −1 if it names none, does not hold any more or never was."""
    if month < 0 or not valid(staff.believed_month[i], month, p.plans.valid_months):
        return -1
    t, ell = staff.type[i], staff.level[i]
    b0, b1, b2 = three(staff.believed, i)
    return widest_gap(
        b0, b1, b2,
        types.required[0][t], types.required[1][t], types.required[2][t],
        p.fit.weights[ell, 0], p.fit.weights[ell, 1], p.fit.weights[ell, 2],
    )  # fmt: skip


@compiled
def _enrol(
    staff: Workforce,
    types: Types,
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
            w0, w1, _, w3 = words(seed, COURSE, staff.uid[i], year)
            staff.course_month[i] = month + int(12.0 * unit(w0))
            gap = _assessed_gap(staff, types, p, month, i) if unit(w3) < p.targeted[o] else -1
            staff.course_dimension[i] = gap if gap >= 0 else topic(unit(w1), p.mix)


@compiled
def _hold(staff: Workforce, p: Parameters, month: int, january: bool, people: IntArray, trained: IntArray) -> None:
    for i in range(len(staff.uid)):
        due = staff.course_month[i] == month
        jp = allowed_jp(p.hours[staff.office[i]], staff.employment[i], p.most_jp_pppk) if due else 0.0
        staff.course_jp[i] = jp
        staff.jp_year[i] = (0.0 if january else np.float64(staff.jp_year[i])) + jp
        if jp > 0.0:
            staff.trained_month[i] = month
        people[staff.office[i]] += 1
        trained[staff.office[i]] += 1 if staff.trained_month[i] > month - RECENT else 0


# Acts


def ranking(score: FloatArray, uid: IntArray) -> IntArray:
    """Rows from the highest score down, equals by uid."""
    order = np.argsort(-score)
    ranked = score[order]
    if (ranked[1:] == ranked[:-1]).any():  # rare: the quicker sort leaves equals in no order
        return np.lexsort((uid, -score))
    return order


def plan(state: State, p: Parameters, now: Moment) -> None:
    """January: the year's places, office by office, as far as the budget goes; the office's luck rounds them."""
    staff = state.workforce
    score = np.empty(state.people)
    _scores(staff, state.types, p, now.seed, now.year, score)
    order = ranking(score, staff.uid)
    order = order[np.argsort(staff.office[order], kind="stable")]
    counts = np.bincount(staff.office, minlength=len(p.share))
    start = np.concatenate([[0], np.cumsum(counts)[:-1]])
    luck = np.empty(len(counts))
    _rounding(now.seed, now.year, luck)
    places = np.minimum(np.floor(p.share * p.budget.programme * counts + luck).astype(np.int64), counts)
    _enrol(staff, state.types, order, start, places, p, now.seed, now.year, now.month)


def hold(state: State, p: Parameters, now: Moment) -> None:
    """The month's courses, and how many of each office's staff had one of late, against the baseline's share."""
    people, trained = np.zeros(len(p.share), np.int64), np.zeros(len(p.share), np.int64)
    _hold(state.workforce, p, now.month, now.calendar_month == 1, people, trained)
    share = trained / np.maximum(people, 1)
    state.offices.trained_share[:] = np.where(people > 0, share - state.baseline.trained_share[0], 0.0)


def trained_share(state: State, now: Moment) -> float:
    """Share of everybody who had a course in the twelve months before this one, whose courses are yet to come."""
    recent = state.workforce.trained_month.astype(np.int64) >= now.month - RECENT
    return int(recent.sum()) / max(state.people, 1)
