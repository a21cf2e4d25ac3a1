"""Loops of the observer: how many there are of each kind, sums over people, means over lines and offices."""

from typing import Any

import numpy as np

from karier.arrays import Byte, FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.maths import fixed, fixed_sum
from karier.rules.fit import Parameters as FitParameters
from karier.rules.gather import four, gather, of_level
from karier.state.lines import COUNTER, DOCKET, Lines
from karier.state.offices import Offices
from karier.state.posts import VACANT, Posts, Types
from karier.state.workforce import FEMALE, LIGHT, PNS, VERY_GOOD, VERY_LOW, Workforce

SUMS = (
    "technical", "managerial", "sociocultural", "gap", "gain", "motivation", "presence", "performance", "jp", "age",
    "belief",
)  # fmt: skip


COUNTS = (
    "civil_men", "civil_women", "very_low", "low", "needs_improvement", "good", "very_good", "mapped", "managers",
    "certified", "entries", "sanctions",
)  # fmt: skip


@compiled
def people_counts(staff: Workforce, month: int, counts: IntArray, by_office: IntArray) -> None:
    """How many people there are of each kind (COUNTS), and in each office."""
    men, women, mapped, managers, certified, entries, sanctions = 0, 0, 0, 0, 0, 0, 0
    for i in range(len(staff.uid)):
        civil, female = staff.employment[i] == PNS, staff.sex[i] == FEMALE
        women += civil & female
        men += civil & (not female)
    for i in range(len(staff.uid)):
        mapped += staff.box[i] > 0
        managers += staff.level[i] > 0
        certified += (staff.level[i] > 0) & (staff.certificate[i] >= staff.level[i])
    for i in range(len(staff.uid)):
        entries += staff.entry_month[i] == month
        sanctions += (staff.discipline[i] >= LIGHT) & (staff.discipline_until[i] > month)
    counts[0], counts[1] = men, women
    for predicate in range(VERY_LOW, VERY_GOOD + 1):
        rated = 0
        for i in range(len(staff.uid)):
            rated += staff.predicate[i] == predicate
        counts[2 + predicate - VERY_LOW] = rated
    counts[7], counts[8], counts[9], counts[10], counts[11] = mapped, managers, certified, entries, sanctions
    for i in range(len(staff.uid)):
        by_office[staff.office[i]] += 1


@compiled
def people_sums(staff: Workforce, types: Types, p: FitParameters, month: int, sums: IntArray) -> None:
    """Sums over everybody in fixed point (SUMS; age: whole months); each column is read once."""
    gap, gain, belief, presence, age = 0, 0, 0, 0, 0
    technical, managerial, sociocultural = 0, 0, 0
    r0, r1, r2 = np.empty(len(staff.uid)), np.empty(len(staff.uid)), np.empty(len(staff.uid))
    gather(types.required[0], staff.type, r0)
    gather(types.required[1], staff.type, r1)
    gather(types.required[2], staff.type, r2)
    w0, w1, w2 = four(p.weights[:, 0]), four(p.weights[:, 1]), four(p.weights[:, 2])
    for i in range(len(staff.uid)):
        ell = staff.level[i]
        g0, g1, g2 = staff.gain[0][i], staff.gain[1][i], staff.gain[2][i]
        c0, c1, c2 = staff.base[0][i] + g0, staff.base[1][i] + g1, staff.base[2][i] + g2
        technical += fixed(c0)
        managerial += fixed(c1)
        sociocultural += fixed(c2)
        gap += fixed(
            of_level(ell, w0) * max(r0[i] - c0, 0.0)
            + of_level(ell, w1) * max(r1[i] - c1, 0.0)
            + of_level(ell, w2) * max(r2[i] - c2, 0.0)
        )
        gain += fixed((g0 + g1 + g2) / 3.0)
        belief += fixed(abs(np.float64(staff.believed[0][i]) - c0))
        belief += fixed(abs(np.float64(staff.believed[1][i]) - c1))
        belief += fixed(abs(np.float64(staff.believed[2][i]) - c2))
    for i in range(len(staff.uid)):
        presence += fixed(1.0 - np.float64(staff.absence[i]))
        age += int(month - staff.birth_month[i])
    sums[0], sums[1], sums[2], sums[3], sums[4] = technical, managerial, sociocultural, gap, gain
    sums[5], sums[6], sums[7] = fixed_sum(staff.motivation), presence, fixed_sum(staff.output)
    sums[8], sums[9], sums[10] = fixed_sum(staff.course_jp), age, belief


LINE_MEANS = (
    "turnaround_days", "p90_turnaround_days", "on_time_share", "error_rate", "utilisation", "innovation",
)  # fmt: skip


@compiled
def line_means(lines: Lines, out: FloatArray) -> None:
    """Means over lines with a queue (LINE_MEANS; both times over dockets alone), 0 where nothing weighs."""
    done = lines.valid + lines.errors
    out[0] = _mean(lines.turnaround_days, lines.arrivals, lines.kind, False)
    out[1] = _mean(lines.p90_turnaround_days, lines.arrivals, lines.kind, False)
    out[2] = _mean(lines.on_time_share, lines.arrivals, lines.kind, True)
    out[3] = _mean(lines.error_rate, done, lines.kind, True)
    out[4] = _mean(lines.utilisation, lines.paid_hours, lines.kind, True)
    out[5] = _mean(lines.saving, lines.arrivals, lines.kind, True)


@rule
def _mean(values: FloatArray, weight: Any, kind: Byte, counters: bool) -> float:
    total, whole = 0.0, 0.0
    for j in range(len(values)):
        if kind[j] == DOCKET or (counters and kind[j] == COUNTER):
            total += values[j] * weight[j]
            whole += weight[j]
    return total / whole if whole > 0.0 else 0.0


OFFICE_MEANS = ("leadership_quality", "culture", "award_fairness", "detection")


@compiled
def office_means(offices: Offices, people: IntArray, out: FloatArray) -> None:
    """Means over offices (OFFICE_MEANS), the last two by people; people: (offices,)."""
    out[:] = 0.0
    whole = 0
    for o in range(len(people)):
        out[0] += offices.head[o]
        out[1] += offices.culture[o]
        out[2] += offices.award_fairness[o] * people[o]
        out[3] += offices.detection[o] * people[o]
        whole += people[o]
    for k in range(len(out)):
        out[k] /= max(len(people) if k < 2 else whole, 1)


@compiled
def post_counts(posts: Posts, seats: IntArray, vacant: IntArray) -> None:
    """Posts and vacancies by level, (4,) each."""
    for level in range(len(seats)):
        here, empty = 0, 0
        for post in range(len(posts.holder)):
            here += posts.level[post] == level
            empty += (posts.level[post] == level) & (posts.holder[post] == VACANT)
        seats[level], vacant[level] = here, empty
