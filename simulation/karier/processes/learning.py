"""Learning and forgetting (model-spec 5.2): on the job, from courses, mentors, coaches, and what fades without use.

base_k lasts, gain_k is what was learned of late: it fades by half in H months if the post has no use for it and
turns into base where it is used.
"""

from typing import NamedTuple

import numpy as np

from karier.arrays import Byte, FloatArray, IntArray, Single
from karier.compiled import compiled, rule
from karier.maths import exp, half_life
from karier.rules.coached import Coaching, goes_on
from karier.rules.fit import Parameters as FitParameters
from karier.rules.fit import use
from karier.rules.gather import above, four, of_level, three
from karier.rules.plans import weakest
from karier.rules.programmes import Classes, jp_before
from karier.rules.transfer import carry_over
from karier.state import Moment, State
from karier.state.baseline import Baseline
from karier.state.posts import Types
from karier.state.workforce import Workforce

WRITES = {"base", "gain"}

MANAGERIAL = 1  # what leadership programmes teach
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
    coaching_effect: float
    leadership_effect: float
    transfer: float
    fit: FitParameters
    coaching: Coaching
    classes: Classes


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
def from_class(before: int, jp: int, headroom: float, sd: float, mean_headroom: float, p: Parameters) -> float:
    """A month of a leadership programme: as a course with its own d, and D(before + h) − D(before) in place of D(h).

    So the months of a programme together teach what D says of its whole JP. before: JP of its earlier months.
    """
    room, more = max(headroom, 0.0), dose(float(before + jp), p.scale_jp) - dose(float(before), p.scale_jp)
    size = p.breadth * p.leadership_effect * sd * more / dose(p.reference_jp, p.scale_jp)
    return min(size * min(2.0, room / mean_headroom), room)


@rule
def from_coaching(headroom: float, sd: float, mean_headroom: float, p: Parameters) -> float:
    """A month of coaching: Δgain_k = d_C·SD0_k/months·min(2, (ceiling_k − c_k)₊/G0_k); never above the ceiling."""
    room = max(headroom, 0.0)
    return min(p.coaching_effect * sd / p.coaching.months * min(2.0, room / mean_headroom), room)


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
def _pupils(staff: Workforce, month: int, out: IntArray) -> int:
    """Rows of those whom a course, a class, a coach or a partner teaches, into `out`; returns how many."""
    busy = np.empty(len(out), np.int8)
    for i in range(len(out)):
        elsewhere = (staff.course_jp[i] > 0.0) | (staff.leadership_jp[i] > 0) | goes_on(month, staff.coaching_end[i])
        busy[i] = elsewhere | (staff.taught[0][i] > 0.0) | (staff.taught[1][i] > 0.0) | (staff.taught[2][i] > 0.0)
    return above(busy, 0, out)


@compiled
def _learn(
    staff: Workforce,
    types: Types,
    b: Baseline,
    p: Parameters,
    month: int,
    pupils: IntArray,
    tables: tuple[FloatArray, ...],
) -> None:
    """A month for everybody; pupils: rows of those whom a course, a coach or a partner teaches."""
    tenure, usage, keep = tables
    slope, frozen = np.zeros(len(staff.uid)), 0.0 if month < 0 else 1.0
    if month >= 0:
        for i in range(len(slope)):
            slope[i] = tenure[min(month - staff.post_month[i], TENURES - 1)]
    for k in range(3):
        base, gain, ceiling = staff.base[k], staff.gain[k], staff.ceiling[k]
        _teach(staff, types, b, p, month, pupils, k, base, gain, ceiling, staff.taught[k])
        _live(staff.level, base, gain, ceiling, slope, usage[:, k], keep[:, k], p.job_rate, p.consolidation, frozen)


@compiled
def _teach(
    staff: Workforce,
    types: Types,
    b: Baseline,
    p: Parameters,
    month: int,
    pupils: IntArray,
    k: int,
    base: FloatArray,
    gain: FloatArray,
    ceiling: Single,
    taught: Single,
) -> None:
    for i in pupils:
        family, top = types.family[staff.type[i]], np.float64(ceiling[i]) - base[i]
        sd, usual, learned = b.competence_sd[family, k], b.headroom[family, k], gain[i]
        if staff.course_jp[i] > 0.0 and staff.course_dimension[i] == k:
            learned += from_course(np.float64(staff.course_jp[i]), top - learned, sd, usual, p)
        if staff.leadership_jp[i] > 0 and k == MANAGERIAL:
            had = _class_before(staff, p, month, i)
            learned += from_class(had, staff.leadership_jp[i], top - learned, sd, usual, p)
        if goes_on(month, staff.coaching_end[i]) and _coached_on(staff, types, p, i) == k:
            learned += from_coaching(top - learned, sd, usual, p)
        if taught[i] > 0.0:
            learned += min(np.float64(taught[i]), max(top - learned, 0.0))
        gain[i] = learned


@compiled
def _class_before(staff: Workforce, p: Parameters, month: int, i: int) -> int:
    """JP in class in the earlier months of a programme; whoever ends it this month holds its certificate."""
    programme = staff.programme[i] if staff.programme[i] > 0 else staff.certificate[i]
    if programme == 0:
        return 0
    return jp_before(p.classes.jp[programme - 1], p.classes.months[programme - 1], staff.programme_end[i] - month)


@compiled
def _live(
    level: Byte, base: FloatArray, gain: FloatArray, ceiling: Single, slope: FloatArray, usage: FloatArray,
    keep: FloatArray, rate: float, consolidation: float, frozen: float,
) -> None:  # fmt: skip
    """The job, forgetting, and what settles, in one dimension; few columns, so that the loop stays tight."""
    usages, keeps = four(usage), four(keep)
    for i in range(len(base)):
        used = of_level(level[i], usages)
        grown = on_the_job(np.float64(ceiling[i]) - base[i] - gain[i], used, slope[i], rate)
        learned = gain[i] * of_level(level[i], keeps)
        settled = consolidation * used * learned
        gain[i] = learned - settled
        base[i] = base[i] + frozen * (grown + settled)


@compiled
def _coached_on(staff: Workforce, types: Types, p: Parameters, i: int) -> int:
    """The dimension on which a person is believed weakest for the post."""
    t, ell = staff.type[i], staff.level[i]
    b0, b1, b2 = three(staff.believed, i)
    return weakest(
        b0, b1, b2,
        types.required[0][t], types.required[1][t], types.required[2][t],
        p.fit.weights[ell, 0], p.fit.weights[ell, 1], p.fit.weights[ell, 2],
    )  # fmt: skip


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
        room = max(np.float64(staff.ceiling[k][i]) - staff.base[k][i], 0.0)
        size = from_course(courses.hours[o], room, b.competence_sd[family[i], k], b.headroom[family[i], k], p)
        loss = 1.0 - keep[ell, k] * (1.0 - p.consolidation * usage[ell, k])
        staff.gain[k][i] = min(courses.share[o] * courses.mix[k] * size / 12.0 / max(loss, 1e-6), room)


# Acts


def learn(state: State, p: Parameters, now: Moment) -> None:
    """The month's courses, coaches, partners, the job itself, and forgetting. In burn-in the base stands still.

    Before it, where not all competence carries over to a higher level (ρ_T < 1), what those who rose bring there.
    """
    if p.transfer < 1.0 and now.month >= 0:
        carry_over(state.workforce, state.types, state.baseline, p.transfer, now.seed, now.month)
    tables = (np.empty(TENURES), np.empty((4, 3)), np.empty((4, 3)))
    _tables(p, *tables)
    staff, pupils = state.workforce, np.empty(state.people, np.int64)
    _learn(staff, state.types, state.baseline, p, now.month, pupils[: _pupils(staff, now.month, pupils)], tables)


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
