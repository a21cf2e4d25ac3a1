"""Learning and forgetting (model-spec 5.2): on the job, from courses, and what fades without use.

base_k lasts, gain_k is what was learned of late: it fades by half in H months if the post has no use for it and
turns into base where it is used.
"""

from typing import NamedTuple

import numpy as np

from karier.arrays import Byte, FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.maths import exp, half_life
from karier.rules.fit import Parameters as FitParameters
from karier.rules.fit import use
from karier.state import Moment, State
from karier.state.baseline import Baseline
from karier.state.posts import Types
from karier.state.workforce import Workforce

WRITES = {"base", "gain"}

TENURES = 720  # months; a longer stay learns as the longest


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/learning.yaml."""

    job_rate: float
    job_half_life: float
    effect: float
    breadth: float
    reference_jp: float
    scale_jp: float
    forget_half_life: float
    consolidation: float
    fit: FitParameters


class Courses(NamedTuple):
    """What `settle` needs of the place's training, as parameters/training.yaml has it."""

    share: FloatArray  # (offices,)
    hours: FloatArray  # (offices,)
    mix: FloatArray  # (3,)


# Rules


@rule
def on_the_job(headroom: float, usage: float, tenure_factor: float, rate: float) -> float:
    """Δbase_k = λ0·use_k·(ceiling_k − c_k)₊·2^{−(months in post)/H_L}, levels a month."""
    return rate * usage * max(headroom, 0.0) * tenure_factor


@rule
def dose(jp: float, scale: float) -> float:
    """D(h) = 1 − e^{−h/h0}."""
    return 1.0 - exp(-jp / scale)


@rule
def from_course(jp: float, headroom: float, sd: float, mean_headroom: float, p: Parameters) -> float:
    """Δgain_k = φ·d_L·SD0_k·D(h)/D(h_ref)·min(2, (ceiling_k − c_k)₊/G0_k), levels; never above the ceiling.

    jp: hours of the course (JP); sd, mean_headroom: SD0_k and G0_k of the family at baseline.
    """
    room = max(headroom, 0.0)
    size = p.breadth * p.effect * sd * dose(jp, p.scale_jp) / dose(p.reference_jp, p.scale_jp)
    return min(size * min(2.0, room / mean_headroom), room)


@rule
def kept(usage: float, half: float) -> float:
    """The share of a gain that a month leaves: 2^{−(1 − use_k)/H}."""
    return half_life(1.0 - usage, half)


# Loops


@compiled
def _tables(p: Parameters, tenure: FloatArray, usage: FloatArray, keep: FloatArray) -> None:
    for m in range(len(tenure)):
        tenure[m] = half_life(float(m), p.job_half_life)
    for level in range(4):
        for k in range(3):
            usage[level, k] = use(p.fit.weights, level, k)
            keep[level, k] = kept(usage[level, k], p.forget_half_life)


@compiled
def _learn(
    staff: Workforce,
    types: Types,
    b: Baseline,
    p: Parameters,
    month: int,
    taught: IntArray,
    tables: tuple[FloatArray, ...],
) -> None:
    """A month for everybody; taught: rows of those who had a course."""
    tenure, usage, keep = tables
    slope, frozen = np.zeros(len(staff.uid)), 0.0 if month < 0 else 1.0
    if month >= 0:
        for i in range(len(slope)):
            slope[i] = tenure[min(month - staff.post_month[i], TENURES - 1)]
    for k in range(3):
        base, gain, ceiling = staff.base[k], staff.gain[k], staff.ceiling[k]
        _teach(staff, types, b, p, taught, k, base, gain, ceiling)
        _live(staff.level, base, gain, ceiling, slope, usage[:, k], keep[:, k], p.job_rate, p.consolidation, frozen)


@compiled
def _teach(
    staff: Workforce,
    types: Types,
    b: Baseline,
    p: Parameters,
    taught: IntArray,
    k: int,
    base: FloatArray,
    gain: FloatArray,
    ceiling: FloatArray,
) -> None:
    for i in taught:
        if staff.course_dimension[i] == k:
            family, room = types.family[staff.type[i]], ceiling[i] - base[i] - gain[i]
            gain[i] += from_course(staff.course_jp[i], room, b.competence_sd[family, k], b.headroom[family, k], p)


@compiled
def _live(
    level: Byte, base: FloatArray, gain: FloatArray, ceiling: FloatArray, slope: FloatArray, usage: FloatArray,
    keep: FloatArray, rate: float, consolidation: float, frozen: float,
) -> None:  # fmt: skip
    """The job, forgetting, and what settles, in one dimension; few columns, so that the loop stays tight."""
    for i in range(len(base)):
        ell = level[i]
        grown = on_the_job(ceiling[i] - base[i] - gain[i], usage[ell], slope[i], rate)
        learned = gain[i] * keep[ell]
        settled = consolidation * usage[ell] * learned
        gain[i] = learned - settled
        base[i] = base[i] + frozen * (grown + settled)


@compiled
def _settle(
    staff: Workforce,
    b: Baseline,
    p: Parameters,
    tables: tuple[FloatArray, ...],
    courses: Courses,
    family: IntArray,
    k: int,
) -> None:
    usage, keep = tables
    for i in range(len(staff.uid)):
        ell, o = staff.level[i], staff.office[i]
        room = max(staff.ceiling[k][i] - staff.base[k][i], 0.0)
        size = from_course(courses.hours[o], room, b.competence_sd[family[i], k], b.headroom[family[i], k], p)
        loss = 1.0 - keep[ell, k] * (1.0 - p.consolidation * usage[ell, k])
        staff.gain[k][i] = min(courses.share[o] * courses.mix[k] * size / 12.0 / max(loss, 1e-6), room)


# Acts


def learn(state: State, p: Parameters, now: Moment) -> None:
    """The month's courses, the job itself, and forgetting. In burn-in the base stands still."""
    tables = (np.empty(TENURES), np.empty((4, 3)), np.empty((4, 3)))
    _tables(p, *tables)
    taught = np.flatnonzero(state.workforce.course_jp > 0.0)
    _learn(state.workforce, state.types, state.baseline, p, now.month, taught, tables)


def settle(state: State, p: Parameters, courses: Courses) -> None:
    """Before the burn-in: each gain where a year's usual courses balance what fades and settles.

    gain_k = share·mix_k·Δgain_k / 12 / (1 − kept·(1 − ρ_c·use)), at most the headroom.
    """
    staff, b = state.workforce, state.baseline
    family = state.types.family[staff.type].astype(np.int64)
    tables = (np.empty(TENURES), np.empty((4, 3)), np.empty((4, 3)))
    _tables(p, *tables)
    _, usage, keep = tables
    for k in range(3):
        _settle(staff, b, p, (usage, keep), courses, family, k)
