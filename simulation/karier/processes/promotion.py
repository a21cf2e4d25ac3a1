"""Promotion (model-spec 5.5): vacancies above the lowest rung are filled by one scoring rule, chains run to their end.

Levels are served from the top: a promotion opens a post one level below, which the same pass then fills. Only the
vacancy that an exit leaves waits for its months; the posts that a chain opens are filled in the same month.
"""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import Byte, FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.maths import fixed, unfixed
from karier.randomness import VACANCY, unit, words
from karier.rules import elections
from karier.rules.candidates import Asked, asked_by, asked_on_average, candidates, seen_by
from karier.rules.elections import Elections
from karier.rules.eligibility import suits
from karier.rules.fit import Parameters as FitParameters
from karier.rules.gather import above, group_rows, marked
from karier.rules.risers import Asks, ready, rises
from karier.rules.selection import TRUTH, Informal, Pool, chance, merit, shares, winner
from karier.rules.ties import Ties
from karier.state import Moment, State
from karier.state.city import FLOWS
from karier.state.offices import Offices
from karier.state.posts import VACANT, Posts, Types
from karier.state.seats import move
from karier.state.workforce import FEMALE, Workforce

WRITES = {"seats", "prospect", "passed_over", "promoted_month", "city.flows", "city.fairness", "city.openings"}

_MEN, _WOMEN = FLOWS.index("promoted_men"), FLOWS.index("promoted_women")
OFFICE = 0  # of the choices of `pool`: office, city


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/promotion.yaml."""

    rule: IntArray  # (offices,) which set of weights
    today_rule: IntArray  # (offices,) the one of the status quo
    delivered: float  # share of vacancies that a reform reaches
    weights: FloatArray  # (rules, TERMS + 1)
    luck: float
    women_penalty: float
    favour: float
    least_box: IntArray  # (3,) to become pengawas, administrator, JPT
    pool: IntArray  # (offices,) whose candidates a vacancy there has: of the office first, or of the city
    today_pool: IntArray  # (offices,)
    years_in_level: FloatArray  # (3,) before pengawas, administrator, JPT
    oldest_jpt: float
    certificate_needed: IntArray  # (3,) NO_CERTIFICATE … PKN2
    months_vacant: int
    credit_next: FloatArray  # (6,) by rung, terampil … ahli madya
    pay_step: FloatArray  # (3,) to pengawas, administrator, JPT
    turnover: float
    fit: FitParameters
    ties: Ties
    elections: Elections


class Season(NamedTuple):
    """The month, and what it adds to a choice."""

    seed: int
    month: int
    informal: Informal


# Loops. Those that visit every person or post allocate nothing, so that the compiler keeps them tight.


@compiled
def _reformed(posts: Posts, post: int, delivered: float, seed: int) -> bool:
    """Whether a reform reaches this vacancy: by its own lot."""
    _, _, _, w3 = words(seed, VACANCY, post, posts.ordinal[post])
    return unit(w3) < delivered


@compiled
def _pick(
    staff: Workforce, offices: Offices, types: Types, posts: Posts, rows: IntArray, post: int, reformed: bool,
    p: Parameters, now: Season,
) -> int:  # fmt: skip
    if len(rows) == 0:
        return -1
    asked = asked_by(types, posts.type[post], p.least_box)
    which = p.rule[posts.office[post]] if reformed else p.today_rule[posts.office[post]]
    share = p.ties.connected_share
    pool = seen_by(p.weights[which], staff, offices, rows, asked, p.fit, share, now.seed, now.month)
    return rows[winner(pool, p.weights, which, now.informal, p.luck, now.seed, post, posts.ordinal[post])]


@compiled
def _candidates(
    staff: Workforce, types: Types, posts: Posts, able: IntArray, post: int, month: int, out: IntArray
) -> int:
    """Those of `able` who suit a post and were not promoted this month, into `out`; returns how many."""
    office, t = posts.office[post], posts.type[post]
    family, education, rank = types.family[t], types.least_education[t], types.least_rank[t]
    n = 0
    for j in range(len(able)):
        i = able[j]
        here = staff.office[i] == office
        if staff.promoted_month[i] == month:
            continue
        kin, near_manager = staff.family[i] == family, here and staff.level[i] > 0
        if suits(staff.education[i], education, staff.rank[i], rank, kin, near_manager):
            out[n] = i
            n += 1
    return n


@rule
def _turns(
    posts: Posts, managers: IntArray, level: int, chained: Byte, months_vacant: int, month: int, out: IntArray
) -> int:
    """Vacant posts of a level whose turn has come, into `out`; chained: (posts,) 1 where a chain opened it now."""
    n = 0
    for post in managers:
        if posts.level[post] != level or posts.holder[post] != VACANT:
            continue
        if chained[post] == 1 or month - posts.vacant_since[post] >= months_vacant:
            out[n] = post
            n += 1
    return n


@compiled
def _fill_level(
    staff: Workforce, offices: Offices, types: Types, posts: Posts, turn: IntArray, able: IntArray,
    chained: Byte, flows: IntArray, p: Parameters, now: Season,
) -> int:  # fmt: skip
    """Fill the posts whose turn it is from those able; marks the posts left behind in `chained`. Returns promotions."""
    room, order, start = (
        np.empty(len(able), np.int64),
        np.empty(len(able), np.int64),
        np.zeros(len(offices.head) + 1, np.int64),
    )
    group_rows(staff.office, able, start, order)
    moved = 0
    for v in range(len(turn)):
        post = int(turn[v])
        reformed = _reformed(posts, post, p.delivered, now.seed)
        pool = p.pool[posts.office[post]] if reformed else p.today_pool[posts.office[post]]
        office_first = pool == OFFICE and posts.level[post] < 3
        n, o = 0, posts.office[post]
        if office_first:
            n = _candidates(staff, types, posts, order[start[o] : start[o + 1]], post, now.month, room)
        if n == 0:
            n = _candidates(staff, types, posts, able, post, now.month, room)
        i = _pick(staff, offices, types, posts, room[:n], post, reformed, p, now)
        if i >= 0:
            chained[move(staff, posts, i, post, now.month)] = 1
            _promoted(staff, i, now.month, flows)
            moved += 1
    return moved


@compiled
def _promoted(staff: Workforce, i: int, month: int, flows: IntArray) -> None:
    staff.promoted_month[i] = month
    staff.passed_over[i] = 0.0
    staff.prospect[i] = 0.0
    flows[_WOMEN if staff.sex[i] == FEMALE else _MEN] += 1


@rule
def _wanted(posts: Posts, asked: IntArray, out: IntArray) -> int:
    """Posts of the types for which somebody is ready (asked: (types,), 1 or 0), into `out`; returns how many."""
    n = 0
    for post in range(len(out)):
        out[n] = post
        n += asked[posts.type[post]]
    return n


@compiled
def _fill_ladder(
    staff: Workforce, offices: Offices, types: Types, posts: Posts, able: IntArray, flows: IntArray, p: Parameters,
    now: Season,
) -> None:  # fmt: skip
    """Functional posts above the first rung: from the highest jenjang down, among those of the office who are ready."""
    room = np.empty(len(able), np.int64)
    waiting, asked = np.zeros((len(offices.managers), len(types.next)), np.int64), np.zeros(len(types.next), np.int64)
    for i in able:
        waiting[staff.office[i], types.next[staff.type[i]]] += 1
        asked[types.next[staff.type[i]]] = 1
    wanted = np.empty(len(posts.office), np.int64)
    rungs = wanted[: _wanted(posts, asked, wanted)]
    for jenjang in range(3, 1, -1):
        for post in rungs:
            o, t = posts.office[post], posts.type[post]
            if waiting[o, t] == 0 or types.jenjang[t] != jenjang or posts.holder[post] != VACANT:
                continue
            n = 0
            for i in able:
                if staff.office[i] == o and types.next[staff.type[i]] == t:
                    room[n] = i
                    n += 1
            reformed = _reformed(posts, post, p.delivered, now.seed)
            i = _pick(staff, offices, types, posts, room[:n], post, reformed, p, now)
            move(staff, posts, i, post, now.month)
            _promoted(staff, i, now.month, flows)
            waiting[o, t] -= 1


@compiled
def _fill(
    staff: Workforce, offices: Offices, types: Types, posts: Posts, frozen: bool, openings: FloatArray,
    flows: IntArray, p: Parameters, now: Season,
) -> None:  # fmt: skip
    marks, chained = np.empty(len(staff.uid), np.int8), np.zeros(len(posts.office), np.int8)
    who, seats, where = (
        np.empty(len(staff.uid), np.int64),
        np.empty(len(posts.office), np.int64),
        np.empty(len(posts.office), np.int64),
    )
    managers = seats[: above(posts.level, 0, seats)]
    rises(staff, types, Asks(p.years_in_level, p.certificate_needed, p.oldest_jpt), now.month, marks)
    for level in range(0 if frozen else 3, 0, -1):
        turn = where[: _turns(posts, managers, level, chained, p.months_vacant, now.month, where)]
        able = who[: marked(marks, level, who) if len(turn) > 0 else 0]
        if len(able) > 0:
            openings[level] += _fill_level(staff, offices, types, posts, turn, able, chained, flows, p, now)
    ready(staff, types, p.credit_next, now.month, marks)
    able = who[: marked(marks, 1, who)]
    if len(able) > 0:
        _fill_ladder(staff, offices, types, posts, able, flows, p, now)


@compiled
def _outlook(
    staff: Workforce, able: IntArray, pool: Pool, rules: IntArray, p: Parameters, informal: Informal, share: FloatArray
) -> float:
    """What each may expect of one opening under the rules of the offices, into `share`; returns ρ̂."""
    n = len(able)
    score = np.empty(n)
    cross, square, total = 0, 0, 0
    for j in range(n):
        which = rules[staff.office[able[j]]]
        score[j] = merit(pool.terms, j, p.weights, which, pool.female[j], informal.women_penalty, informal.favour)
        total += fixed(score[j])
    mean = unfixed(total) / n
    for j in range(n):
        cross += fixed((score[j] - mean) * pool.terms[j, TRUTH])
        square += fixed((score[j] - mean) * (score[j] - mean))
    noise = p.luck * p.luck * 1.6449340668482264  # β_ε²·π²/6, the variance of the Gumbel term
    spread = math.sqrt(unfixed(square) / n + noise)
    shares(score, max(p.luck, 0.05), share)
    return unfixed(cross) / n / spread if spread > 0.0 else 0.0


@compiled
def _prospects(
    staff: Workforce, offices: Offices, able: IntArray, asked: Asked, openings: float, p: Parameters, now: Season
) -> float:
    """Chances and grievance of those who may rise to a level; returns ρ̂, or 0 for a pool of fewer than three.

    asked: what the posts of the level ask on average. A reform in part is expected for its part of the openings.
    """
    n = len(able)
    if n < 3:
        return 0.0
    pool = candidates(staff, offices, able, asked, p.fit, p.ties.connected_share, now.seed, now.month)
    today, reform = np.empty(n), np.empty(n)
    fair = _outlook(staff, able, pool, p.today_rule, p, now.informal, today)
    fairness = fair + p.delivered * (_outlook(staff, able, pool, p.rule, p, now.informal, reform) - fair)
    for j in range(n):
        i = able[j]
        share = today[j] + p.delivered * (reform[j] - today[j])
        staff.prospect[i] = max(np.float64(staff.prospect[i]), chance(share, openings) * p.pay_step[asked.level - 1])
        if now.month - staff.promoted_month[i] >= 12:
            staff.passed_over[i] = 1.0 - fairness
    return fairness


# Acts


def may_rise(state: State, p: Parameters, month: int) -> Byte:
    """The level to which each person may rise, 0 for none, (people,)."""
    level = np.empty(state.people, np.int8)
    asked = Asks(p.years_in_level, p.certificate_needed, p.oldest_jpt)
    rises(state.workforce, state.types, asked, month, level)
    return level


def season(p: Parameters, now: Moment) -> Season:
    """The month's luck and what counts in it beside the rule; in burn-in month 0."""
    favour = p.favour * elections.window(p.elections, now)
    return Season(now.seed, max(now.month, 0), Informal(p.women_penalty, favour))


def fill(state: State, p: Parameters, now: Moment) -> None:
    """Fill what is vacant above the lowest rung, from JPT down to pengawas, then the functional ladders.

    While an election forbids moves no manager is appointed; the next jenjang of one's own office is no move.
    """
    if now.month < 0:
        return
    staff, offices, types, posts, city = state.workforce, state.offices, state.types, state.posts, state.city
    frozen = elections.frozen(p.elections, now)
    _fill(staff, offices, types, posts, frozen, city.openings, city.flows, p, season(p, now))


def expect(state: State, p: Parameters, now: Moment) -> None:
    """Yearly: what everybody may expect of the rule in force, from the expected turnover and last year's openings."""
    staff, city, time = state.workforce, state.city, season(p, now)
    staff.prospect[:] = 0.0
    staff.passed_over[:] = 0.0
    level_open = may_rise(state, p, time.month)
    for level in (1, 2, 3):
        seats = int((state.posts.level == level).sum())
        usual = p.turnover * seats
        seen = 0.5 * (usual + city.openings[level]) if now.month > 0 else usual
        able, asked = (
            np.flatnonzero(level_open == level),
            asked_on_average(state.types, state.posts, level, p.least_box),
        )
        city.fairness[level] = _prospects(staff, state.offices, able, asked, seen, p, time)
        city.openings[level] = 0.0
