"""Promotion (model-spec 5.5): vacancies above the lowest rung are filled by one scoring rule, chains run to their end.

Levels are served from the top: a promotion opens a post one level below, which the same pass then fills. Only the
vacancy that an exit leaves waits for its months; the posts that a chain opens are filled in the same month.
"""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.maths import fixed, unfixed
from karier.randomness import VACANCY, unit, words
from karier.rules.selection import (
    PREDICATE,
    SENIORITY,
    TERMS,
    TRUTH,
    Pool,
    chances,
    merit,
    seniority,
    standardise,
    winner,
)
from karier.state import Moment, State
from karier.state.city import FLOWS
from karier.state.offices import Offices
from karier.state.posts import VACANT, Posts, Types
from karier.state.seats import move
from karier.state.workforce import FEMALE, GOOD, PNS, Workforce

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
    pool: int
    years_in_level: FloatArray  # (3,) before pengawas, administrator, JPT
    oldest_jpt: float
    months_vacant: int
    credit_next: FloatArray  # (6,) by rung, terampil … ahli madya
    pay_step: FloatArray  # (3,) to pengawas, administrator, JPT
    turnover: float


# Rules


@rule
def standing(level: int, rung: int) -> int:
    """The managerial level to which a post is equal: ahli muda to pengawas, ahli madya to administrator."""
    return level if level > 0 else max(rung - 4, 0)


@rule
def clean(employment: int, predicate: int, before: int) -> bool:
    """A PNS whose recorded predicates of the last two years are at least good (a year without one counts as good)."""
    return employment == PNS and (predicate == 0 or predicate >= GOOD) and (before == 0 or before >= GOOD)


@rule
def may_lead(held: int, level: int, months_held: int, least_years: float, age_months: int, oldest: float) -> bool:
    """May become pengawas (1), administrator (2) or JPT (3): PP 11/2017 art. 54 and 107, whatever the post.

    held: the level to which the present post is equal; months_held: since when; oldest: years, asked of JPT only.
    """
    return held == level - 1 and months_held >= least_years * 12.0 and (level < 3 or age_months <= oldest * 12.0)


@rule
def suits(education: int, least_education: int, rank: int, least_rank: int, kin: bool, near_manager: bool) -> bool:
    """Meets what a post asks: education, rank (one below its floor at least), job family or a manager of the office."""
    return education >= least_education and rank >= least_rank - 1 and (kin or near_manager)


@rule
def earned(next_type: int, credit: float, needed: float, months_since_rise: int) -> bool:
    """Has the credit for the next jenjang; what earned the last one is struck off only in December."""
    return next_type >= 0 and credit >= needed and months_since_rise >= 12


# Loops. Those that visit every person or post allocate nothing, so that the compiler keeps them tight.


@compiled
def _terms(staff: Workforce, offices: Offices, rows: IntArray, month: int, pool: Pool) -> None:
    for j in range(len(rows)):
        i = rows[j]
        pool.uid[j] = staff.uid[i]
        pool.female[j] = 1.0 if staff.sex[i] == FEMALE else 0.0
        pool.terms[j, PREDICATE] = float(staff.predicate[i])
        pool.terms[j, SENIORITY] = seniority(
            staff.rank[i], month - staff.rank_month[i], month - staff.entry_month[i], month - staff.birth_month[i]
        )
        pool.terms[j, TRUTH] = staff.log_output[i] - offices.context[staff.office[i]]


@compiled
def _pool(staff: Workforce, offices: Offices, rows: IntArray, month: int) -> Pool:
    n = len(rows)
    pool = Pool(np.empty(n, np.int64), np.empty(n), np.empty((n, TERMS)))
    _terms(staff, offices, rows, month, pool)
    standardise(pool.terms)
    return pool


@compiled
def _pick(
    staff: Workforce, offices: Offices, posts: Posts, rows: IntArray, post: int, p: Parameters, seed: int, month: int
) -> int:
    if len(rows) == 0:
        return -1
    pool = _pool(staff, offices, rows, month)
    _, _, _, w3 = words(seed, VACANCY, post, posts.ordinal[post])
    reformed = unit(w3) < p.delivered
    which = p.rule[posts.office[post]] if reformed else p.today_rule[posts.office[post]]
    return rows[winner(pool, p.weights, which, p.women_penalty, p.luck, seed, post, posts.ordinal[post])]


@compiled
def _able(staff: Workforce, types: Types, level: int, month: int, p: Parameters, out: IntArray) -> int:
    """Rows of those who may rise to a level, into `out`; returns how many."""
    least = p.years_in_level[level - 1]
    n = 0
    for i in range(len(staff.uid)):
        if not clean(staff.employment[i], staff.predicate[i], staff.predicate_before[i]):
            continue
        held = standing(staff.level[i], types.rung[staff.type[i]])
        since = staff.level_month[i] if staff.level[i] > 0 or held == 0 else staff.post_month[i]
        age = month - staff.birth_month[i]
        if may_lead(held, level, month - since, least, age, p.oldest_jpt):
            out[n] = i
            n += 1
    return n


@compiled
def _candidates(
    staff: Workforce, types: Types, posts: Posts, able: IntArray, post: int, month: int, here_only: bool, out: IntArray
) -> int:
    """Those of `able` who suit a post and were not promoted this month, into `out`; returns how many."""
    office, t = posts.office[post], posts.type[post]
    family, education, rank = types.family[t], types.least_education[t], types.least_rank[t]
    n = 0
    for j in range(len(able)):
        i = able[j]
        here = staff.office[i] == office
        if (here_only and not here) or staff.promoted_month[i] == month:
            continue
        kin, near_manager = staff.family[i] == family, here and staff.level[i] > 0
        if suits(staff.education[i], education, staff.rank[i], rank, kin, near_manager):
            out[n] = i
            n += 1
    return n


@compiled
def _turns(posts: Posts, level: int, chained: IntArray, months_vacant: int, month: int, out: IntArray) -> int:
    """Vacant posts of a level whose turn has come, into `out`; chained: (posts,) 1 where a chain opened it now."""
    n = 0
    for j in range(len(posts.holder)):
        if posts.level[j] != level or posts.holder[j] != VACANT:
            continue
        if chained[j] == 1 or month - posts.vacant_since[j] >= months_vacant:
            out[n] = j
            n += 1
    return n


@compiled
def _fill_level(
    staff: Workforce, offices: Offices, types: Types, posts: Posts, level: int, chained: IntArray, flows: IntArray,
    p: Parameters, seed: int, month: int,
) -> int:  # fmt: skip
    """Fill a level's vacancies; marks the posts left behind in `chained`. Returns promotions."""
    turn, room = np.empty(len(posts.holder), np.int64), np.empty(len(staff.uid), np.int64)
    turn = turn[: _turns(posts, level, chained, p.months_vacant, month, turn)]
    if len(turn) == 0:
        return 0
    able = np.empty(len(staff.uid), np.int64)
    able = able[: _able(staff, types, level, month, p, able)]
    office_first = p.pool == OFFICE and level < 3
    moved = 0
    for v in range(len(turn)):
        post = int(turn[v])
        n = _candidates(staff, types, posts, able, post, month, office_first, room)
        if n == 0 and office_first:
            n = _candidates(staff, types, posts, able, post, month, False, room)
        i = _pick(staff, offices, posts, room[:n], post, p, seed, month)
        if i >= 0:
            chained[move(staff, posts, i, post, month)] = 1
            _promoted(staff, i, month, flows)
            moved += 1
    return moved


@compiled
def _promoted(staff: Workforce, i: int, month: int, flows: IntArray) -> None:
    staff.promoted_month[i] = month
    staff.passed_over[i] = 0.0
    staff.prospect[i] = 0.0
    flows[_WOMEN if staff.sex[i] == FEMALE else _MEN] += 1


@compiled
def _count_ready(staff: Workforce, types: Types, p: Parameters, month: int, start: IntArray, waiting: IntArray) -> None:
    """How many have the credit for the next jenjang: by office (start, shifted by one), by (office, type)."""
    for i in range(len(staff.uid)):
        t = staff.type[i]
        if earned(types.next[t], staff.credit[i], p.credit_next[types.rung[t] - 1], month - staff.promoted_month[i]):
            start[staff.office[i] + 1] += 1
            waiting[staff.office[i], types.next[t]] += 1


@compiled
def _list_ready(staff: Workforce, types: Types, p: Parameters, month: int, place: IntArray, rows: IntArray) -> None:
    for i in range(len(staff.uid)):
        t = staff.type[i]
        if earned(types.next[t], staff.credit[i], p.credit_next[types.rung[t] - 1], month - staff.promoted_month[i]):
            rows[place[staff.office[i]]] = i
            place[staff.office[i]] += 1


@compiled
def _next_rung(posts: Posts, types: Types, jenjang: int, waiting: IntArray, first: int) -> int:
    """The first vacant post from `first` on at this jenjang for which somebody waits; -1 for none."""
    for post in range(first, len(posts.holder)):
        if posts.holder[post] == VACANT:
            t = posts.type[post]
            if types.jenjang[t] == jenjang and waiting[posts.office[post], t] > 0:
                return post
    return -1


@compiled
def _fill_ladder(
    staff: Workforce,
    offices: Offices,
    types: Types,
    posts: Posts,
    flows: IntArray,
    p: Parameters,
    seed: int,
    month: int,
) -> None:
    """Functional posts: from the highest jenjang down, among those of the office with the credit for it."""
    start = np.zeros(len(offices.managers) + 1, np.int64)
    waiting = np.zeros((len(offices.managers), len(types.next)), np.int64)
    _count_ready(staff, types, p, month, start, waiting)
    start = np.cumsum(start)
    if start[-1] == 0:
        return
    ready, room = np.empty(start[-1], np.int64), np.empty(start[-1], np.int64)
    _list_ready(staff, types, p, month, start[:-1].copy(), ready)
    for jenjang in range(3, 1, -1):
        post = _next_rung(posts, types, jenjang, waiting, 0)
        while post >= 0:
            o, t = posts.office[post], posts.type[post]
            n = 0
            for i in ready[start[o] : start[o + 1]]:
                if types.next[staff.type[i]] == t and clean(staff.employment[i], staff.predicate[i], GOOD):
                    room[n] = i
                    n += 1
            i = _pick(staff, offices, posts, room[:n], post, p, seed, month)
            if i >= 0:
                move(staff, posts, i, post, month)
                _promoted(staff, i, month, flows)
            waiting[o, t] = waiting[o, t] - 1 if i >= 0 else 0  # 0: credit, but not the predicates
            post = _next_rung(posts, types, jenjang, waiting, post + 1)


@compiled
def _prospects(
    staff: Workforce, offices: Offices, types: Types, level: int, openings: float, p: Parameters, month: int
) -> float:
    """Chances and grievance of those who may rise to a level; returns ρ̂, or 0 for a pool of fewer than three."""
    able = np.empty(len(staff.uid), np.int64)
    able = able[: _able(staff, types, level, month, p, able)]
    n = len(able)
    if n < 3:
        return 0.0
    pool = _pool(staff, offices, able, month)
    score, chance = np.empty(n), np.empty(n)
    cross, square, total = 0, 0, 0
    for j in range(n):
        office = staff.office[able[j]]
        today = merit(pool.terms, j, p.weights, p.today_rule[office], pool.female[j], p.women_penalty)
        reform = merit(pool.terms, j, p.weights, p.rule[office], pool.female[j], p.women_penalty)
        score[j] = today + p.delivered * (reform - today)
        total += fixed(score[j])
    mean = unfixed(total) / n
    for j in range(n):
        cross += fixed((score[j] - mean) * pool.terms[j, TRUTH])
        square += fixed((score[j] - mean) * (score[j] - mean))
    noise = p.luck * p.luck * 1.6449340668482264  # β_ε²·π²/6, the variance of the Gumbel term
    spread = math.sqrt(unfixed(square) / n + noise)
    fairness = unfixed(cross) / n / spread if spread > 0.0 else 0.0
    chances(score, max(p.luck, 0.05), openings, chance)
    for j in range(n):
        i = able[j]
        staff.prospect[i] = max(staff.prospect[i], chance[j] * p.pay_step[level - 1])
        if month - staff.promoted_month[i] >= 12:
            staff.passed_over[i] = 1.0 - fairness
    return fairness


# Acts


def fill(state: State, p: Parameters, now: Moment) -> None:
    """Fill what is vacant above the lowest rung, from JPT down to pengawas, then the functional ladders."""
    if now.month < 0:
        return
    staff, posts = state.workforce, state.posts
    chained = np.zeros(len(posts.holder), np.int64)
    for level in (3, 2, 1):
        state.city.openings[level] += _fill_level(
            staff, state.offices, state.types, posts, level, chained, state.city.flows, p, now.seed, now.month
        )
    _fill_ladder(staff, state.offices, state.types, posts, state.city.flows, p, now.seed, now.month)


def expect(state: State, p: Parameters, now: Moment) -> None:
    """Yearly: what everybody may expect of the rule in force, from the expected turnover and last year's openings."""
    staff, city = state.workforce, state.city
    staff.prospect[:] = 0.0
    staff.passed_over[:] = 0.0
    for level in (1, 2, 3):
        seats = int((state.posts.level == level).sum())
        usual = p.turnover * seats
        seen = 0.5 * (usual + city.openings[level]) if now.month > 0 else usual
        city.fairness[level] = _prospects(staff, state.offices, state.types, level, seen, p, max(now.month, 0))
        city.openings[level] = 0.0
