"""Appraisal (model-spec 5.4): a noisy rating of true output, cut into five predicates; credit points follow them.

A reform may ask more raters, take out the raters' leniency, or have predicates given by quota within the office.
"""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray, Short
from karier.compiled import compiled, rule
from karier.maths import fixed, unfixed
from karier.randomness import LENIENCY, QUOTA, YEAR, normal, unit, words
from karier.state import Moment, State
from karier.state.baseline import Baseline
from karier.state.posts import Types
from karier.state.workforce import Workforce

WRITES = {"predicate", "predicate_before", "credit", "city.validity"}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/appraisal.yaml."""

    reliability: float
    leniency: float
    halo: float
    raters: FloatArray  # (offices,) independent ratings of a person
    calibration: FloatArray  # (offices,) share of the raters' leniency taken out
    forced: FloatArray  # (offices,) chance that an office keeps the quota in a year
    quota: FloatArray  # (5,) very low … very good, where predicates are given by quota
    shares: FloatArray  # (5,) very low … very good, cut once at month 0
    coefficient: FloatArray  # (6,) credit points a year by rung, terampil … ahli madya
    predicate_share: FloatArray  # (5,) of the coefficient, very low … very good


# Rules


@rule
def of_several(reliability: float, raters: float) -> float:
    """Reliability of the mean of n independent ratings, n·ρ/(1 + (n − 1)·ρ) (Spearman 1910, Brown 1910)."""
    return raters * reliability / (1.0 + (raters - 1.0) * reliability)


@rule
def latent(
    z: float, lenient: float, senior: float, noise: float, reliability: float, loading: float, halo: float, left: float
) -> float:
    """√ρ·z of ln P + √(1 − ρ)·(leniency, halo·seniority, noise), unit variance at the baseline.

    loading: of leniency in the error; left: the share of leniency that calibration leaves. What it takes out is
    replaced by nothing.
    """
    rest = math.sqrt(max(1.0 - loading * loading - halo * halo, 0.0))
    error = loading * left * lenient + halo * senior + rest * noise
    return math.sqrt(reliability) * z + math.sqrt(1.0 - reliability) * error


@rule
def predicate(rating: float, cuts: FloatArray) -> int:
    """1 very low … 5 very good, by four rising cuts."""
    value = 1
    for k in range(4):
        if rating >= cuts[k]:
            value += 1
    return value


@rule
def by_quota(place: int, n: int, quota: FloatArray) -> int:
    """1 very low … 5 very good for the place from below (0 … n − 1) among n of an office, by shares."""
    value, below = 1, 0.0
    for k in range(4):
        below += quota[k]
        if (place + 0.5) / n >= below:
            value += 1
    return value


# Loops


@compiled
def ratings(
    staff: Workforce, b: Baseline, p: Parameters, lenient: FloatArray, seed: int, year: int, month: int, out: FloatArray
) -> None:
    """Everybody's latent rating; lenient: (offices,) the rater's leniency of the year, in SD; out: (n,)."""
    for i in range(len(out)):
        ell, o = staff.level[i], staff.office[i]
        _, _, w2, w3 = words(seed, YEAR, staff.uid[i], year)
        z = (staff.log_output[i] - b.output_mean[ell]) / b.output_sd[ell]
        senior = ((month - staff.entry_month[i]) - b.tenure_mean[ell]) / b.tenure_sd[ell]
        rho, left = of_several(p.reliability, p.raters[o]), 1.0 - p.calibration[o]
        out[i] = latent(z, lenient[o], senior, normal(w2, w3), rho, p.leniency, p.halo, left)


@compiled
def _cut(rating: FloatArray, cuts: FloatArray, given: IntArray) -> None:
    for i in range(len(rating)):
        given[i] = predicate(rating[i], cuts)


@compiled
def _share_out(order: IntArray, office: Short, size: IntArray, quota: FloatArray, given: IntArray) -> None:
    """order: rows by office and, within it, from the lowest rating up; size: (offices,) staff; given: (n,)."""
    place = np.zeros(len(size), np.int64)
    for i in order:
        o = office[i]
        given[i] = by_quota(place[o], size[o], quota)
        place[o] += 1


@compiled
def _record(staff: Workforce, types: Types, p: Parameters, given: IntArray, month: int) -> None:
    for i in range(len(given)):
        staff.predicate_before[i] = staff.predicate[i]
        staff.predicate[i] = given[i]
        rung = types.rung[staff.type[i]]
        if month >= 0 and rung > 0:
            earned = p.coefficient[rung - 1] * p.predicate_share[staff.predicate[i] - 1]
            fresh = staff.promoted_month[i] > month - 12  # counting starts anew with a jenjang
            staff.credit[i] = (0.0 if fresh else np.float64(staff.credit[i])) + earned


@compiled
def _validity(staff: Workforce) -> float:
    n = len(staff.uid)
    if n == 0:
        return 0.0
    x, y = 0, 0
    for i in range(n):
        x += fixed(float(staff.predicate[i]))
        y += fixed(staff.log_output[i])
    mx, my = unfixed(x) / n, unfixed(y) / n
    xx, yy, xy = 0, 0, 0
    for i in range(n):
        dx, dy = staff.predicate[i] - mx, staff.log_output[i] - my
        xx += fixed(dx * dx)
        yy += fixed(dy * dy)
        xy += fixed(dx * dy)
    spread = math.sqrt(unfixed(xx)) * math.sqrt(unfixed(yy))
    return unfixed(xy) / spread if spread > 0.0 else 0.0


# Acts


def leniencies(offices: int, seed: int, year: int) -> FloatArray:
    """The leniency of each office's rater in a year, standard normal, (offices,)."""
    drawn = (words(seed, LENIENCY, office, year) for office in range(offices))
    return np.array([normal(w[0], w[1]) for w in drawn])


def appraise(state: State, p: Parameters, now: Moment) -> None:
    """December: predicates and credit points of the year."""
    staff, b = state.workforce, state.baseline
    rating = np.empty(state.people)
    lenient = leniencies(len(state.offices.head), now.seed, now.year)
    ratings(staff, b, p, lenient, now.seed, now.year, max(now.month, 0), rating)  # nobody ages in burn-in
    given = np.empty(state.people, np.int64)
    _cut(rating, b.cuts, given)
    if p.forced.any():
        _by_quota(staff, p, rating, now, given)
    _record(staff, state.types, p, given, now.month)
    state.city.validity[0] = _validity(staff)


def _by_quota(staff: Workforce, p: Parameters, rating: FloatArray, now: Moment, given: IntArray) -> None:
    """The predicates of offices that keep the quota this year, by rating within the office, equals by uid."""
    luck = [unit(words(now.seed, QUOTA, office, now.year)[0]) for office in range(len(p.forced))]
    rows = np.flatnonzero((np.array(luck) < p.forced)[staff.office])
    order = rows[np.lexsort((staff.uid[rows], rating[rows], staff.office[rows]))]
    size = np.bincount(staff.office[rows], minlength=len(p.forced))
    _share_out(order, staff.office, size, p.quota, given)
