"""What a selection sees of those who stand for a post: the terms of the score (model-spec 5.5)."""

from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.maths import exact_mean
from karier.rules.fit import Parameters as FitParameters
from karier.rules.fit import fit
from karier.rules.gather import three
from karier.rules.selection import (
    BOX,
    FIT,
    INFORMAL,
    PREDICATE,
    SENIORITY,
    TERMS,
    TIES,
    TRUE_FIT,
    TRUTH,
    Pool,
    seniority,
    standardise,
)
from karier.rules.ties import connected
from karier.state.offices import Offices
from karier.state.posts import Posts, Types
from karier.state.workforce import FEMALE, Workforce

ANY = -1  # a post of everybody's own job family


class Asked(NamedTuple):
    """What a post asks of its holder, and from which box on the talent map opens it."""

    technical: float  # r_k, level 1–5
    managerial: float
    sociocultural: float
    level: int  # whose weights count
    family: int  # of the post, or ANY
    least_box: int


@rule
def in_pool(box: int, least: int) -> float:
    """The box of who is in the succession pool (7 to 9; for JPT 9), 0 for all others, mapped or not."""
    return float(box) if box >= least else 0.0


@rule
def suitability(c: tuple[float, float, float], asked: Asked, family: int, p: FitParameters) -> float:
    """Fit, in levels, of competence c and own job family to what a post asks."""
    strange = p.other_family if asked.family >= 0 and asked.family != family else 0.0
    w = p.weights[asked.level]
    return fit(c, (asked.technical, asked.managerial, asked.sociocultural), (w[0], w[1], w[2]), strange, p.surplus)


@compiled
def candidates(
    staff: Workforce, offices: Offices, rows: IntArray, asked: Asked, p: FitParameters, connected_share: float,
    seed: int, month: int,
) -> Pool:  # fmt: skip
    """The rows as a pool, each term standardised within it."""
    return seen_by(np.ones(TERMS + 1), staff, offices, rows, asked, p, connected_share, seed, month)


@compiled
def seen_by(
    weights: FloatArray, staff: Workforce, offices: Offices, rows: IntArray, asked: Asked, p: FitParameters,
    connected_share: float, seed: int, month: int,
) -> Pool:  # fmt: skip
    """The same for one rule; terms which weigh nothing in it are 0. weights: (TERMS + 1,)."""
    n = len(rows)
    pool = Pool(np.empty(n, np.int64), np.empty(n), np.zeros((n, TERMS)))
    wanted = weights[:TERMS] != 0.0
    wanted[TIES] |= weights[INFORMAL] != 0.0
    for j in range(n):
        i = rows[j]
        pool.uid[j] = staff.uid[i]
        pool.female[j] = 1.0 if staff.sex[i] == FEMALE else 0.0
        if wanted[PREDICATE]:
            pool.terms[j, PREDICATE] = float(staff.predicate[i])
        if wanted[SENIORITY]:
            pool.terms[j, SENIORITY] = seniority(
                staff.rank[i], month - staff.rank_month[i], month - staff.entry_month[i], month - staff.birth_month[i]
            )
        if wanted[TRUTH]:
            pool.terms[j, TRUTH] = staff.log_output[i] - offices.context[staff.office[i]]
        if wanted[BOX]:
            pool.terms[j, BOX] = in_pool(staff.box[i], asked.least_box)
        if wanted[FIT]:
            believed = three(staff.believed, i)
            pool.terms[j, FIT] = suitability(believed, asked, staff.family[i], p)
        if wanted[TIES]:
            pool.terms[j, TIES] = 1.0 if connected(seed, staff.uid[i], connected_share) else 0.0
        if wanted[TRUE_FIT]:
            true = (
                staff.base[0][i] + staff.gain[0][i],
                staff.base[1][i] + staff.gain[1][i],
                staff.base[2][i] + staff.gain[2][i],
            )
            pool.terms[j, TRUE_FIT] = suitability(true, asked, staff.family[i], p)
    standardise(pool.terms, wanted)
    return pool


@rule
def asked_by(types: Types, t: int, least_box: IntArray) -> Asked:
    """What a type of post asks."""
    level: int = np.int64(types.level[t])  # type: ignore[assignment]  # as posts and averages both have it
    r0, r1, r2 = types.required[0][t], types.required[1][t], types.required[2][t]
    return Asked(r0, r1, r2, level, np.int64(types.family[t]), least_box[max(level - 1, 0)])  # type: ignore[arg-type]


def asked_on_average(types: Types, posts: Posts, level: int, least_box: IntArray) -> Asked:
    """What the posts of a level ask on average, each of everybody's own job family: what one may expect of the next."""
    kinds = posts.type[posts.level == level]
    r = [exact_mean(column[kinds]) for column in types.required]
    return Asked(r[0], r[1], r[2], level, ANY, int(least_box[level - 1]))
