"""The baseline constants (model-spec 4, 5.1, 5.4): solved from a place's own population, equal in all its scenarios.

Solved on the first day of the burn-in and once more a year before month 0; the last year of the burn-in, lived
under the second solution, is the year to which efficiency, errors and waiting are compared.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from karier.arrays import BoolArray, FloatArray, IntArray, Single
from karier.compiled import compiled
from karier.maths import exact_mean, exact_sd, fixed, logistic, unfixed
from karier.processes import appraisal, assessment, performance, presence, services, training
from karier.randomness import ASSESSMENT, ASSESSMENT_MORE, normal, words
from karier.rules.demand import case_hours
from karier.rules.fit import fit_scores
from karier.rules.totals import mean_quality, totals
from karier.scenario.errors import BadInput
from karier.state import Moment, State
from karier.state.baseline import Baseline
from karier.state.lines import CASELOAD, COUNTER, DOCKET, SUPPORT

FEW = 20  # people, below whom a correlation says nothing: fit and motivation are then taken as unrelated
YEARS_OF_RATINGS = 8  # of which the cuts between predicates are quantiles
LEAST = 5  # people in a level: with fewer its spread is taken from all levels together


class Beliefs(NamedTuple):
    """What the constants are solved from."""

    performance: performance.Parameters
    presence: presence.Parameters
    appraisal: appraisal.Parameters
    assessment: assessment.Parameters
    services: services.Parameters


class Unsolvable(BadInput):  # noqa: N818
    """The targets of section 5.1 contradict each other; says which."""


class Structure(NamedTuple):
    """The coefficients of ln P."""

    fit: float  # b_a
    drive: float  # b_m
    explained: float  # R²
    lasting: FloatArray  # (2,) ω by group: other jobs, complex jobs


def structure(r_a: float, r_m: float, between: float, s: float, stabilities: tuple[float, float]) -> Structure:
    """(b_a, b_m) = s·C⁻¹(r_a, r_m) and ω from the one-year stability, R² + ω(1 − R²).

    between: baseline correlation of A and z_m; s: SD of ln P. Raises Unsolvable where no such model exists.
    """
    determinant = 1.0 - between * between
    weight_a, weight_m = (r_a - between * r_m) / determinant, (r_m - between * r_a) / determinant
    explained = r_a * weight_a + r_m * weight_m
    if weight_m < 0.0:
        raise Unsolvable(f"b_m < 0: r_m {r_m:.3f} is below what fit explains, {between:.3f} × {r_a:.3f}")
    if explained >= 1.0:
        raise Unsolvable(f"fit and motivation explain {explained:.3f} of the variance of output; at most 1")
    lasting = np.array([(stability - explained) / (1.0 - explained) for stability in stabilities])
    for stability, omega in zip(stabilities, lasting, strict=True):
        if not 0.0 <= omega <= 1.0:
            raise Unsolvable(f"ω = {omega:.3f} is outside 0 … 1: stability {stability:.3f}, explained {explained:.3f}")
    return Structure(s * weight_a, s * weight_m, explained, lasting)


def blank(families: int, lines: int) -> Baseline:
    """Neutral constants: means 0, spreads 1."""
    four = (np.zeros(4), np.ones(4))
    per_line = [np.zeros(lines) for _ in range(6)]
    return Baseline(
        fit_mean=four[0].copy(), fit_sd=four[1].copy(), drive_mean=four[0].copy(), drive_sd=four[1].copy(),
        weight_fit=np.zeros(4), weight_drive=np.zeros(4), lasting_sd=np.zeros(2), luck_sd=np.zeros(2),
        output_mean=np.zeros(4), output_sd=np.ones(4), tenure_mean=np.zeros(4), tenure_sd=np.ones(4),
        cuts=np.zeros(4), competence_sd=np.ones((families, 3)), headroom=np.ones((families, 3)),
        gap=np.zeros((families, 3)),
        assessment_error=np.zeros(1), absence_intercept=np.zeros(1), span=np.ones(1), trained_share=np.zeros(1),
        line_hours=per_line[0], technical=per_line[1], conduct=per_line[2], on_time=per_line[3],
        error_rate=per_line[4], unserved=per_line[5], support_quality=np.zeros(1),
        caseload_quality=np.zeros(1), efficiency=np.ones(2),
    )  # fmt: skip


def solve(state: State, beliefs: Beliefs, now: Moment) -> None:
    """Fill `state.baseline`, and the lines' τ0, from the people as they stand; the year's luck serves the cuts."""
    b, staff = state.baseline, state.workforce
    levels = [staff.level == level for level in range(4)]
    b.trained_share[0] = training.trained_share(state, now)
    _competence(state)
    a = _fit(state, beliefs, levels)
    z_m = _drive(state, levels)
    _output(state, beliefs, a, z_m)
    performance.draw_luck(state, now)
    performance.perform(state, beliefs.performance, now)
    _by_level(staff.log_output - state.offices.context[staff.office], levels, b.output_mean, b.output_sd)
    _by_level((-staff.entry_month).astype(float), levels, b.tenure_mean, b.tenure_sd)
    _cut(state, beliefs.appraisal, now)
    b.absence_intercept[0] = _bisect(
        lambda x: _mean_absence(x, z_m, beliefs.presence.drive) - beliefs.presence.mean_absence, -12.0, 4.0
    )
    presence.attend(state, beliefs.presence, now)
    _assessment(state, beliefs, a, now.seed)
    _workloads(state, beliefs)


def _by_level(values: FloatArray, levels: list[BoolArray], mean: FloatArray, sd: FloatArray) -> None:
    spread = math.sqrt(exact_mean(np.concatenate([(values[who] - exact_mean(values[who])) ** 2 for who in levels])))
    for level, who in enumerate(levels):
        own = exact_sd(values[who]) if who.sum() >= LEAST else 0.0
        mean[level] = exact_mean(values[who] if who.any() else values)
        sd[level] = own if own > 1e-9 else max(spread, 1e-9)


def _competence(state: State) -> None:
    b, staff = state.baseline, state.workforce
    family = state.types.family[staff.type]
    for k in range(3):
        c = staff.base[k] + staff.gain[k]
        room = np.maximum(staff.ceiling[k] - c, 0.0)
        above = c - state.types.required[k][staff.type]
        for f in range(len(b.headroom)):
            who = family == f if (family == f).sum() >= LEAST else np.ones(len(c), bool)
            b.competence_sd[f, k] = max(exact_sd(c[who]), 1e-3)
            b.headroom[f, k] = max(exact_mean(room[who]), 1e-3)
            b.gap[f, k] = exact_mean(above[who]) / b.competence_sd[f, k]


def _fit(state: State, beliefs: Beliefs, levels: list[BoolArray]) -> FloatArray:
    b, a = state.baseline, np.empty(state.people)
    b.fit_mean[:], b.fit_sd[:] = 0.0, 1.0
    fit_scores(state.workforce, state.types, b, beliefs.performance.fit, a)
    _by_level(a, levels, b.fit_mean, b.fit_sd)
    fit_scores(state.workforce, state.types, b, beliefs.performance.fit, a)
    return a


def _drive(state: State, levels: list[BoolArray]) -> FloatArray:
    b, staff = state.baseline, state.workforce
    _logistics(staff.drive, staff.motivation)
    motivation = staff.motivation.astype(np.float64)
    _by_level(motivation, levels, b.drive_mean, b.drive_sd)
    level = staff.level.astype(np.int64)
    return np.asarray((motivation - b.drive_mean[level]) / b.drive_sd[level])


@compiled
def _logistics(x: FloatArray, out: Single) -> None:
    for i in range(len(x)):
        out[i] = logistic(x[i])


def _output(state: State, beliefs: Beliefs, a: FloatArray, z_m: FloatArray) -> None:
    b, p = state.baseline, beliefs.performance
    between = 0.0
    if len(a) >= FEW:
        between = exact_mean((a - exact_mean(a)) * (z_m - exact_mean(z_m))) / max(exact_sd(a) * exact_sd(z_m), 1e-9)
    s = performance.log_spread(p.output_cv)
    solved = structure(p.validity_fit, p.validity_drive, between, s, (p.stability, p.stability_complex))
    b.weight_fit[:], b.weight_drive[:] = solved.fit, solved.drive
    rest = (1.0 - solved.explained) * s * s
    for group in range(2):
        b.lasting_sd[group] = math.sqrt(solved.lasting[group] * rest)
        b.luck_sd[group] = math.sqrt((1.0 - solved.lasting[group]) * rest)
    spans = state.offices.span[state.offices.span > 0.0]
    b.span[0] = np.median(spans) if len(spans) else 1.0


def _cut(state: State, p: appraisal.Parameters, now: Moment) -> None:
    rating = np.empty((YEARS_OF_RATINGS, state.people))
    for back in range(YEARS_OF_RATINGS):  # several years' leniency and noise: one year's would shift the cuts for good
        year = now.year - back
        lenient = appraisal.leniencies(len(state.offices.head), now.seed, year)
        appraisal.ratings(state.workforce, state.baseline, p, lenient, now.seed, year, 0, rating[back])
    sorted_ratings = np.sort(rating.ravel())
    below = 0.0
    for k in range(4):
        below += p.shares[k]
        place = min(int(math.floor(below * rating.size + 0.5)), rating.size - 1)
        state.baseline.cuts[k] = sorted_ratings[place]


@compiled
def _mean_absence(intercept: float, z_m: FloatArray, slope: float) -> float:
    total = 0
    for i in range(len(z_m)):
        total += fixed(presence.absence(intercept, z_m[i], slope, 0.0))
    return unfixed(total) / len(z_m)


def _bisect(f: Callable[[float], float], low: float, high: float, halvings: int = 40) -> float:
    """Where a rising function crosses 0, to 2^−halvings of the bracket."""
    for _ in range(halvings):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if f(middle) < 0.0 else (low, middle)
    return 0.5 * (low + high)


def _assessment(state: State, beliefs: Beliefs, a: FloatArray, seed: int) -> None:
    """e such that assessed and true fit correlate min(.95, validity/r_a) within level."""
    b, staff, fit_p = state.baseline, state.workforce, beliefs.performance.fit
    wanted = min(0.95, beliefs.assessment.validity / beliefs.performance.validity_fit)
    level = staff.level.astype(np.int64)
    z = np.empty((3, state.people))
    _errors(staff.uid, seed, z)
    true = [staff.base[k] + staff.gain[k] for k in range(3)]
    sd = [b.competence_sd[state.types.family[staff.type], k] for k in range(3)]
    nothing = np.zeros(state.people)
    inside = _within(a, level)

    def excess(error: float) -> float:
        seen = tuple(np.clip(true[k] + error * sd[k] * z[k], 1.0, 5.0) for k in range(3))
        believed = np.empty(state.people)
        fit_scores(staff._replace(base=seen, gain=(nothing,) * 3), state.types, b, fit_p, believed)
        other = _within(believed, level)
        spread = exact_sd(inside) * exact_sd(other)
        return wanted - exact_mean(inside * other) / spread if spread > 0.0 else 1.0

    b.assessment_error[0] = _bisect(excess, 0.0, 8.0, 18)


def _within(values: FloatArray, level: IntArray) -> FloatArray:
    means = np.array([exact_mean(values[level == ell]) for ell in range(4)])
    return np.asarray(values - means[level])


@compiled
def _errors(uid: IntArray, seed: int, out: FloatArray) -> None:
    for i in range(len(uid)):
        a0, a1, a2, a3 = words(seed, ASSESSMENT, uid[i], 0)
        b0, b1, _, _ = words(seed, ASSESSMENT_MORE, uid[i], 0)
        out[0, i], out[1, i], out[2, i] = normal(a0, a1), normal(a2, a3), normal(b0, b1)


def _workloads(state: State, beliefs: Beliefs) -> None:
    """τ0 of each line with a queue, such that its load is the baseline's utilisation of its capacity."""
    b, lines, p = state.baseline, state.lines, beliefs.services
    services.count_staff(state, p)
    b.line_hours[:] = lines.paid_hours
    mean = np.empty(len(lines.kind))
    services.expected_cases(lines, state.city, 0, 1.0, mean)
    mean *= p.demand.surge[lines.office]
    hours = services.month_hours(p.hours_week)
    for j in range(len(mean)):
        if lines.kind[j] not in (COUNTER, DOCKET):
            continue
        if lines.staff[j] <= 0.0 or mean[j] <= 0.0:
            raise Unsolvable(f"service line {j} has {lines.staff[j]:.2f} staff and {mean[j]:.2f} cases a month")
        o, d = lines.office[j], p.demand
        error = services.error_share(p.error_rate, lines.technical[j], p.error_competence, 0.0)
        capacity = lines.staff[j] * lines.speed[j] * state.offices.quality[o] * hours
        share = case_hours(1.0, lines.kind[j], lines.saving[j], d.online[o], d.online_relief)
        lines.unit_hours[j] = lines.usual_load[j] * capacity * (1.0 - error) / (mean[j] * share)


class LastYear:
    """What the last twelve months of the burn-in were like, line by line."""

    def __init__(self, lines: int) -> None:
        self.months = 0
        self.sums = np.zeros((5, lines))
        self.valid_hours = self.capacity = self.paid = 0.0
        self.support = self.caseload = 0.0

    def add(self, state: State) -> None:
        """One more month."""
        lines = state.lines
        unserved = lines.turned_away / np.maximum(lines.arrivals, 1)
        for row, values in enumerate((lines.technical, lines.conduct, lines.on_time_share, lines.error_rate, unserved)):
            self.sums[row] += values
        month = totals(lines)
        self.valid_hours += month.valid_hours
        self.capacity += month.capacity
        self.paid += month.paid_hours
        self.support += mean_quality(lines, SUPPORT)
        self.caseload += mean_quality(lines, CASELOAD)
        self.months += 1

    def close(self, b: Baseline) -> None:
        """The means become the constants to which the run compares."""
        n = max(self.months, 1)
        for row, column in enumerate((b.technical, b.conduct, b.on_time, b.error_rate, b.unserved)):
            column[:] = self.sums[row] / n
        b.efficiency[:] = self.valid_hours / max(self.paid, 1e-9), self.capacity / max(self.paid, 1e-9)
        b.support_quality[0], b.caseload_quality[0] = self.support / n, self.caseload / n
