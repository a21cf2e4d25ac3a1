"""Placement (model-spec 5.5): once a year people exchange posts of their level so that believed fit rises; rotation.

Among PNS long enough in their post, in managerial posts or as pelaksana, the permutation of posts with the largest
Σ believed fit is found per level and class (a library's assignment solver), every move at a price in fit. It falls into
cycles: those who exchange with each other and with nobody else. The cycles go through, best first, until the year's
moves are spent. A new mayor may rotate a share of the managers by lot.
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from karier.arrays import BoolArray, Byte, FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.maths import FIXED, fixed
from karier.randomness import ROTATION, words
from karier.rules import elections
from karier.rules.candidates import asked_by, suitability
from karier.rules.elections import Elections
from karier.rules.eligibility import suits
from karier.rules.fit import Parameters as FitParameters
from karier.rules.gather import three
from karier.state import Moment, State
from karier.state.posts import Posts, Types
from karier.state.seats import exchange
from karier.state.workforce import PNS, Workforce

WRITES = {"seats", "offices.moved"}

MOST = 300  # people of a group who are weighed against each other: whoever gains most elsewhere, or loses least
_NEVER = -(1 << 43)  # of a post that a person may not have, in fixed point: more than all others could gain


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/placement.yaml."""

    cap: FloatArray  # (offices,) moves a year as a share of the office's people whom placement covers
    least_gain: float
    least_years: float
    most_years: float
    month: int
    fit: FitParameters
    elections: Elections


class Cycle(NamedTuple):
    """People who exchange posts among themselves."""

    due: bool  # somebody has been in the post for as long as the law has it
    gain: int  # Σ believed fit less the price of the moves, in fixed point
    rows: IntArray  # (k,)
    posts: IntArray  # (k,) which each of them takes


# Rules


@rule
def covered(employment: int, rung: int) -> bool:
    """Placement moves PNS in managerial posts and pelaksana; a functional post is a profession of its own."""
    return (employment == PNS) & (rung == 0)


@rule
def long_enough(months_in_post: int, years: float) -> bool:
    """In the post for that many years."""
    return months_in_post >= 12.0 * years


# Loops


@compiled
def _covered(staff: Workforce, types: Types, years: float, month: int, out: Byte) -> None:
    """2 for whom placement covers and who was in the post for long enough, 1 for the others covered, else 0."""
    for i in range(len(out)):
        here = covered(staff.employment[i], types.rung[staff.type[i]])
        out[i] = (2 if long_enough(month - staff.post_month[i], years) else 1) if here else 0


@compiled
def _due(staff: Workforce, rows: IntArray, years: float, month: int, out: BoolArray) -> None:
    for j in range(len(rows)):
        out[j] = long_enough(month - staff.post_month[rows[j]], years)


@compiled
def _elsewhere(
    staff: Workforce, types: Types, rows: IntArray, kinds: IntArray, p: FitParameters, out: FloatArray
) -> None:
    """What each row would gain in a post of the best other kind, in levels; out (rows,)."""
    no_box = np.ones(3, np.int64)
    for j in range(len(rows)):
        i = rows[j]
        c, own = three(staff.believed, i), staff.type[i]
        here = suitability(c, asked_by(types, own, no_box), staff.family[i], p)
        out[j] = -math.inf
        for t in kinds:
            if t != own:
                out[j] = max(out[j], suitability(c, asked_by(types, t, no_box), staff.family[i], p) - here)


@compiled
def _values(
    staff: Workforce, posts: Posts, types: Types, rows: IntArray, kinds: IntArray, price: int, p: FitParameters,
    out: IntArray,
) -> None:  # fmt: skip
    """Believed fit of each row in the post of each, less the price of a move, in fixed point; out (rows, rows)."""
    no_box, worth = np.ones(3, np.int64), np.empty((len(kinds), len(rows)), np.int64)
    column = np.zeros(len(types.rung), np.int64)
    for n in range(len(kinds)):  # what everybody is worth in a post of each kind
        asked = asked_by(types, kinds[n], no_box)
        column[kinds[n]] = n
        for k in range(len(rows)):
            c = three(staff.believed, rows[k])
            worth[n, k] = fixed(suitability(c, asked, staff.family[rows[k]], p))
    for j in range(len(rows)):
        post = staff.post[rows[j]]
        office, t = posts.office[post], posts.type[post]
        of_post = worth[column[t]]
        for k in range(len(rows)):
            i = rows[k]
            kin, near = staff.family[i] == types.family[t], staff.office[i] == office
            fits = suits(staff.education[i], types.least_education[t], staff.rank[i], types.least_rank[t], kin, near)
            out[k, j] = of_post[k] if j == k else of_post[k] - price if fits else _NEVER


# Acts


def place(state: State, p: Parameters, now: Moment) -> None:
    """The month's rotation and, once a year, the exchange of posts. Neither while an election forbids moves."""
    state.offices.moved[:] = 0
    if now.month < 0 or elections.frozen(p.elections, now):
        return
    if elections.changes_hands(p.elections, now) and p.elections.rotation > 0.0:
        rotate(state, p, now)
    if now.calendar_month == p.month and p.cap.any():
        exchange_posts(state, p, now)


def rotate(state: State, p: Parameters, now: Moment) -> None:
    """A share of the managers of each level, by lot: each takes the post of the next, the last that of the first."""
    staff = state.workforce
    rows = movable(state, p, now.month)
    lot = np.array([words(now.seed, ROTATION, uid, now.month)[0] for uid in staff.uid[rows]], np.int64)
    drawn = lot < p.elections.rotation * 2.0**32
    rows = rows[drawn][np.argsort(lot[drawn], kind="stable")]
    for level in (1, 2, 3):
        mine = rows[staff.level[rows] == level]
        if len(mine) > 1:
            _move(state, mine, np.roll(staff.post[mine], -1), now.month)


def exchange_posts(state: State, p: Parameters, now: Moment) -> None:
    """The best cycles of all levels within the year's moves; those in which somebody is due go first."""
    staff, left = state.workforce, allowed(state, p, now.month)
    rows = movable(state, p, now.month)
    rows = rows[p.cap[staff.office[rows]] > 0.0]
    kind = 100 * staff.level[rows].astype(np.int64) + state.types.grade[staff.type[rows]]  # level and class
    found = [cycle for one in np.unique(kind) for cycle in cycles(state, rows[kind == one], p, now.month)]
    for cycle in sorted(found, key=lambda c: (not c.due, -c.gain / len(c.rows), staff.uid[c.rows[0]])):
        if len(cycle.rows) <= left:
            left -= len(cycle.rows)
            _move(state, cycle.rows, cycle.posts, now.month)


def allowed(state: State, p: Parameters, month: int) -> int:
    """Moves of a year: Σ over offices of their cap × the people whom placement covers."""
    here = _within(state, p, month) > 0
    people = np.bincount(state.workforce.office[here], minlength=len(p.cap))
    return int(sum(fixed(cap * n) for cap, n in zip(p.cap.tolist(), people.tolist(), strict=True))) // FIXED


def movable(state: State, p: Parameters, month: int) -> IntArray:
    """Rows of those whom placement may move, in the order of their uids."""
    rows = np.flatnonzero(_within(state, p, month) == 2)
    return rows[np.argsort(state.workforce.uid[rows])]


def cycles(state: State, rows: IntArray, p: Parameters, month: int) -> list[Cycle]:
    """The exchanges that raise believed fit most among rows of one level and class, which stand in the order of uids.

    Of more than MOST those are weighed who gain most in a post of another kind, or lose least.
    """
    staff, types = state.workforce, state.types
    gain, kinds = np.empty(len(rows)), np.unique(staff.type[rows]).astype(np.int64)
    _elsewhere(staff, types, rows, kinds, p.fit, gain)
    if not (gain > p.least_gain).any():
        return []
    rows = rows[np.sort(np.argsort(-gain, kind="stable")[:MOST])]
    values = np.empty((len(rows), len(rows)), np.int64)
    _values(staff, state.posts, types, rows, kinds, fixed(p.least_gain), p.fit, values)
    _, takes = linear_sum_assignment(values.astype(np.float64), maximize=True)  # whole numbers: exact
    due = np.empty(len(rows), np.bool_)
    _due(staff, rows, p.most_years, month, due)
    kind = staff.type[rows].tolist()
    found = [np.array(part) for ring in rings(takes.tolist()) for part in split(ring, kind, values)]
    made = [(part, more_of(part, values)) for part in found]
    return [
        Cycle(bool(due[part].any()), gain, rows[part], staff.post[rows[np.roll(part, -1)]])
        for part, gain in made
        if gain > 0
    ]


def rings(takes: list[int]) -> list[list[int]]:
    """The cycles of a permutation that move anybody: each takes the post of the next, the last that of the first."""
    seen: set[int] = set()
    found = []
    for at in range(len(takes)):
        ring = []
        while at not in seen:
            seen.add(at)
            ring.append(at)
            at = takes[at]
        if len(ring) > 1:
            found.append(ring)
    return found


def split(ring: list[int], kind: list[int], values: IntArray) -> list[list[int]]:
    """The ring in as many rings of the same worth as posts of one kind, which one may trade, allow.

    kind: of everybody's own post. Where the walk comes to a post of a kind seen before, the part between can close.
    """
    walk: list[int] = []
    found = []
    for at in ring:
        for place, one in enumerate(walk):
            before, last = walk[place - 1] if place > 0 else ring[-1], walk[-1]
            same = kind[one] == kind[at] and values[last, one] == values[last, at]
            if same and values[before, at] == values[before, one]:
                found.append(walk[place:])
                del walk[place:]
                break
        walk.append(at)
    return [part for part in [*found, walk] if len(part) > 1]


def more_of(part: IntArray, values: IntArray) -> int:
    """What a ring gains in believed fit, less the price of its moves, in fixed point."""
    return int((values[part, np.roll(part, -1)] - values[part, part]).sum())


def _within(state: State, p: Parameters, month: int) -> Byte:
    out = np.empty(state.people, np.int8)
    _covered(state.workforce, state.types, p.least_years, month, out)
    return out


def _move(state: State, rows: IntArray, posts: IntArray, month: int) -> None:
    exchange(state, rows, posts, month)
    state.offices.moved[:] += np.bincount(state.posts.office[posts], minlength=len(state.offices.moved))
