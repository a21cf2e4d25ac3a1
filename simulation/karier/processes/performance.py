"""Performance (model-spec 5.1): ln P of everybody, and what the head adds to an office."""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray, Single
from karier.compiled import compiled, rule
from karier.maths import exp, log
from karier.randomness import YEAR, normal, words
from karier.rules.fit import Parameters as FitParameters
from karier.rules.fit import fit_scores
from karier.rules.gather import four, gather, of_level, standardised
from karier.state import Moment, State
from karier.state.baseline import Baseline
from karier.state.offices import Offices
from karier.state.posts import VACANT, Posts, Types
from karier.state.workforce import Workforce

WRITES = {"luck", "log_output", "output", "offices.context", "offices.head", "offices.span"}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/performance.yaml."""

    output_cv: float  # this and the next four are solved for at month 0
    validity_fit: float
    validity_drive: float
    stability: float
    stability_complex: float
    head: float
    acting_head: float
    support: float
    culture: float
    peers: float
    overload: float
    overload_from: float
    fit: FitParameters


# Rules


@rule
def context(
    head: float,
    span: float,
    usual_span: float,
    support: float,
    culture: float,
    trained: float,
    utilisation: float,
    p: Parameters,
) -> float:
    """O = λ_L·z_head/√(span/ref) + λ_C·culture + λ_P·trained + λ_S·z_support − λ_W·min(1, (utilisation − .9)₊).

    head, span, support, utilisation: of last month; trained: share trained of late above the baseline's.
    """
    lead = p.head * head / math.sqrt(max(span, 1.0) / usual_span)
    around = p.support * support + p.culture * culture + p.peers * trained
    return lead + around - p.overload * min(1.0, max(utilisation - p.overload_from, 0.0))


@rule
def log_output(
    b_a: float, a: float, b_m: float, z_m: float, around: float, lasting: float, luck: float, spread: float
) -> float:
    """ln P = b_a·A + b_m·z_m + O + u + ε − s²/2; around: O; lasting: u; luck: ε; spread: s."""
    return b_a * a + b_m * z_m + around + lasting + luck - 0.5 * spread * spread


@rule
def log_spread(cv: float) -> float:
    """s = √ln(1 + CV²): SD of ln P for an output with this coefficient of variation."""
    return math.sqrt(log(1.0 + cv * cv))


# Loops


@compiled
def _luck(uid: IntArray, seed: int, year: int, out: Single) -> None:
    for i in range(len(uid)):
        w0, w1, _, _ = words(seed, YEAR, uid[i], year)
        out[i] = normal(w0, w1)


@compiled
def _context(offices: Offices, b: Baseline, p: Parameters) -> None:
    for o in range(len(offices.context)):
        offices.context[o] = context(
            offices.head[o], offices.span[o], b.span[0], offices.support[o], offices.culture[o],
            offices.trained_share[o], offices.utilisation[o], p,
        )  # fmt: skip


@compiled
def _perform(staff: Workforce, types: Types, offices: Offices, b: Baseline, a: FloatArray, spread: float) -> None:
    hard, around, z_m = np.empty(len(a), np.int8), np.empty(len(a)), np.empty(len(a))
    gather(types.complex, staff.type, hard)
    gather(offices.context, staff.office, around)
    standardised(staff.motivation, b.drive_mean, b.drive_sd, staff.level, z_m)
    fit_weights, drive_weights = four(b.weight_fit), four(b.weight_drive)
    lasting, lasting_hard, luck, luck_hard = b.lasting_sd[0], b.lasting_sd[1], b.luck_sd[0], b.luck_sd[1]
    for i in range(len(a)):
        b_a, b_m = of_level(staff.level[i], fit_weights), of_level(staff.level[i], drive_weights)
        u = np.float64(staff.lasting[i]) * (lasting_hard if hard[i] == 1 else lasting)
        eps = np.float64(staff.luck[i]) * (luck_hard if hard[i] == 1 else luck)
        staff.log_output[i] = log_output(b_a, a[i], b_m, z_m[i], around[i], u, eps, spread)
    for i in range(len(a)):  # apart from the look-ups above, so that it vectorises
        staff.output[i] = exp(staff.log_output[i])


@compiled
def _heads(staff: Workforce, posts: Posts, offices: Offices, a: FloatArray, acting: float) -> None:
    people = np.zeros(len(offices.head), np.int64)
    managers = np.zeros(len(offices.head), np.int64)
    for i in range(len(a)):
        people[staff.office[i]] += 1
        if staff.level[i] > 0:
            managers[staff.office[i]] += 1
    for o in range(len(people)):
        row = posts.holder[offices.head_post[o]] if offices.head_post[o] >= 0 else VACANT
        offices.head[o] = a[row] if row != VACANT else acting
        offices.span[o] = people[o] / max(managers[o], 1)


@compiled
def _month(staff: Workforce, types: Types, posts: Posts, offices: Offices, b: Baseline, p: Parameters) -> None:
    a = np.empty(len(staff.uid))
    fit_scores(staff, types, b, p.fit, a)
    _context(offices, b, p)
    _perform(staff, types, offices, b, a, log_spread(p.output_cv))
    _heads(staff, posts, offices, a, p.acting_head)


# Acts


def draw_luck(state: State, now: Moment) -> None:
    """The year's luck of everybody."""
    _luck(state.workforce.uid, now.seed, now.year, state.workforce.luck)


def _newcomers_luck(staff: Workforce, now: Moment) -> None:
    rows = np.flatnonzero(staff.entry_month == now.month)
    if len(rows) > 0:
        luck = np.empty(len(rows), np.float32)
        _luck(staff.uid[rows], now.seed, now.year, luck)
        staff.luck[rows] = luck


def perform(state: State, p: Parameters, now: Moment) -> None:
    """Everybody's output of the month; then heads and spans, which count from next month on."""
    if now.calendar_month == 1:
        draw_luck(state, now)
    else:
        _newcomers_luck(state.workforce, now)
    _month(state.workforce, state.types, state.posts, state.offices, state.baseline, p)
