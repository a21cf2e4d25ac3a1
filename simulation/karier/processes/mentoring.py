"""Mentoring (model-spec 5.2): pairs within an office and family, in paid hours, both ways; and the culture it feeds.

A year's pairs are made in January. What partners teach each other this month stands in `taught`; learning adds it.
"""

from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray, Single
from karier.compiled import compiled, rule
from karier.maths import half_life, log, logistic
from karier.randomness import FORMATION, unit, words
from karier.rules.budget import Budget
from karier.rules.fit import Parameters as FitParameters
from karier.rules.gather import three
from karier.rules.order import highest_first, places, within
from karier.rules.plans import weakest
from karier.state import Moment, State
from karier.state.baseline import Baseline
from karier.state.offices import Offices
from karier.state.posts import FAMILIES, VACANT, Posts, Types
from karier.state.workforce import NOBODY, Workforce

WRITES = {"mentor", "mentor_month", "mentor_hours", "taught", "offices.pairs", "offices.culture"}

MOST_HOURS = 127  # of a mentor's month, the column's bound
MOST_WILL = 2.0  # nobody counts as more than twice as motivated as usual


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/mentoring.yaml."""

    offered: FloatArray  # (offices,) share of staff asked in a year
    mandatory: FloatArray  # (offices,) share of those asked who have no choice
    hours: int
    months: int
    capacity: int
    senior_years: float
    opt_in: float
    opt_in_slope: float
    rate: float
    reverse: float
    culture: float
    culture_half_life: float
    fit: FitParameters
    budget: Budget


# Rules


@rule
def takes_part(offered: float, mandatory: float, opt_in: float, slope: float, z_c: float) -> float:
    """Chance of seeking a mentor: offered·(mandatory + (1 − mandatory)·logistic(logit opt-in + slope·z_c)).

    Those who need it most opt out.
    """
    willing = logistic(log(opt_in / (1.0 - opt_in)) + slope * z_c)
    return offered * (mandatory + (1.0 - mandatory) * willing)


@rule
def standing(above: float, sd: float, usual: float) -> float:
    """Competence of one dimension against the post, in SD0 from the family's usual; above: c_k − r_k, levels."""
    return above / sd - usual


@rule
def fits(mentor_entry: int, mentor_level: float, own_entry: int, own_level: float, senior_months: float) -> bool:
    """Senior by so many months of service, and believed above the protégé on the protégé's weakest dimension."""
    return own_entry - mentor_entry >= senior_months and mentor_level > own_level


@rule
def alive(month: int, since: int, months: int, own_post_month: int, mentor_post_month: int) -> bool:
    """A pair lasts its months, unless one of the two has taken another post after the pairing."""
    return month < since + months and own_post_month <= since and mentor_post_month <= since


@rule
def will(motivation: float, usual: float) -> float:
    """A partner's motivation against the level's usual one, at most twice it."""
    return min(MOST_WILL, motivation / usual)


@rule
def passed_on(teacher: float, learner: float, ceiling: float, rate: float) -> float:
    """μ·h·q·(min(c_teacher, ceiling) − c)₊, levels a month; rate: μ·h·q."""
    return rate * max(min(teacher, ceiling) - learner, 0.0)


@rule
def culture_step(culture: float, share: float, strength: float, half: float) -> float:
    """Culture moves towards κ·share of staff with a mentor, SD."""
    return culture + (1.0 - half_life(1.0, half)) * (strength * share - culture)


# Loops


@compiled
def _part(staff: Workforce, posts: Posts, months: int, month: int) -> None:
    """Pairs that are over end: their months are up, or one of the two has moved or left."""
    for i in range(len(staff.uid)):
        if staff.mentor[i] == NOBODY:
            continue
        j = posts.holder[staff.mentor[i]]
        if j == VACANT or not alive(month, staff.mentor_month[i], months, staff.post_month[i], staff.post_month[j]):
            staff.mentor[i] = NOBODY


@compiled
def _seekers(
    staff: Workforce, types: Types, b: Baseline, p: Parameters, seed: int, year: int, seeks: IntArray, weak: IntArray
) -> None:
    """seeks (n,): the lot of those without a mentor who want or must have one, else −1; weak (n,): on what."""
    for i in range(len(seeks)):
        t, ell, o = staff.type[i], staff.level[i], staff.office[i]
        w0, w1, w2 = p.fit.weights[ell, 0], p.fit.weights[ell, 1], p.fit.weights[ell, 2]
        b0, b1, b2 = three(staff.believed, i)
        weak[i] = weakest(
            b0, b1, b2,
            types.required[0][t], types.required[1][t], types.required[2][t], w0, w1, w2,
        )  # fmt: skip
        seeks[i] = -1
        if staff.mentor[i] != NOBODY or p.offered[o] <= 0.0:
            continue
        family = types.family[t]
        z_c = (
            w0 * standing(_above(staff, types, 0, i), b.competence_sd[family, 0], b.gap[family, 0])
            + w1 * standing(_above(staff, types, 1, i), b.competence_sd[family, 1], b.gap[family, 1])
            + w2 * standing(_above(staff, types, 2, i), b.competence_sd[family, 2], b.gap[family, 2])
        )
        lot, order, _, _ = words(seed, FORMATION, staff.uid[i], year)
        offered = p.offered[o] * p.budget.programme
        if unit(lot) < takes_part(offered, p.mandatory[o], p.opt_in, p.opt_in_slope, z_c):
            seeks[i] = np.int64(order)


@rule
def _above(staff: Workforce, types: Types, k: int, i: int) -> float:
    return staff.base[k][i] + staff.gain[k][i] - types.required[k][staff.type[i]]


@compiled
def _pair(
    staff: Workforce,
    p: Parameters,
    month: int,
    seekers: IntArray,
    weak: IntArray,
    group: IntArray,
    start: IntArray,
    order: IntArray,
    used: IntArray,
) -> None:
    """Seekers in the order of their lots; each takes the best of the group who has time.

    order (3, n): rows by group, the best believed of each dimension first; start (groups + 1,): where groups begin.
    """
    first = np.zeros((3, len(start)), np.int64)
    for i in seekers:
        k, g = weak[i], group[i]
        while start[g] + first[k, g] < start[g + 1] and used[order[k, start[g] + first[k, g]]] >= p.capacity:
            first[k, g] += 1
        believed = staff.believed[k]
        own = np.float64(believed[i])
        for j in order[k, start[g] + first[k, g] : start[g + 1]]:
            level = np.float64(believed[j])
            if level <= own:
                break
            if used[j] < p.capacity and fits(
                staff.entry_month[j], level, staff.entry_month[i], own, 12.0 * p.senior_years
            ):
                staff.mentor[i] = staff.post[j]
                staff.mentor_month[i] = month
                used[j] += 1
                break


@compiled
def _meet(staff: Workforce, posts: Posts, offices: Offices, b: Baseline, p: Parameters, people: IntArray) -> None:
    for i in range(len(staff.uid)):
        people[staff.office[i]] += 1
        staff.mentor_hours[i] = 0
        staff.taught[0][i] = staff.taught[1][i] = staff.taught[2][i] = 0.0
    offices.pairs[:] = 0
    for i in range(len(staff.uid)):
        if staff.mentor[i] == NOBODY:
            continue
        j = posts.holder[staff.mentor[i]]
        offices.pairs[staff.office[i]] += 1
        staff.mentor_hours[j] = min(int(staff.mentor_hours[j]) + p.hours, MOST_HOURS)
        usual_i, usual_j = b.drive_mean[staff.level[i]], b.drive_mean[staff.level[j]]
        own, other = np.float64(staff.motivation[i]), np.float64(staff.motivation[j])
        rate = p.rate * p.hours * (will(own, usual_i) * will(other, usual_j))
        _exchange(staff.base[0], staff.gain[0], staff.ceiling[0], staff.taught[0], i, j, rate, p.reverse)
        _exchange(staff.base[1], staff.gain[1], staff.ceiling[1], staff.taught[1], i, j, rate, p.reverse)
        _exchange(staff.base[2], staff.gain[2], staff.ceiling[2], staff.taught[2], i, j, rate, p.reverse)


@rule
def _exchange(
    base: FloatArray, gain: FloatArray, ceiling: Single, taught: Single, i: int, j: int, rate: float, reverse: float
) -> None:
    """Protégé i and mentor j, one dimension: whoever is ahead teaches; of several partners the best one counts."""
    own, other = base[i] + gain[i], base[j] + gain[j]
    taught[i] = max(np.float64(taught[i]), passed_on(other, own, np.float64(ceiling[i]), rate))
    taught[j] = max(np.float64(taught[j]), reverse * passed_on(own, other, np.float64(ceiling[j]), rate))


@compiled
def _grow(offices: Offices, p: Parameters, people: IntArray) -> None:
    for o in range(len(people)):
        share = offices.pairs[o] / max(people[o], 1)
        offices.culture[o] = culture_step(offices.culture[o], share, p.culture, p.culture_half_life)


# Acts


def match(state: State, p: Parameters, now: Moment) -> None:
    """January: whoever seeks a mentor gets the best of office and family who is senior, above them and has time."""
    staff, n = state.workforce, state.people
    _part(staff, state.posts, p.months, now.month)
    if not (p.offered > 0.0).any():
        return
    seeks, weak = np.empty(n, np.int64), np.empty(n, np.int64)
    _seekers(staff, state.types, state.baseline, p, now.seed, now.year, seeks, weak)
    who = np.flatnonzero(seeks >= 0)
    seekers = who[np.lexsort((staff.uid[who], seeks[who]))]
    groups = len(p.offered) * len(FAMILIES)
    family, place = state.types.family[staff.type], places(staff.uid)
    group = staff.office.astype(np.int64) * len(FAMILIES) + family
    start = np.concatenate([[0], np.cumsum(np.bincount(group, minlength=groups))])
    order = np.stack([within(within(highest_first(c, place), family), staff.office) for c in staff.believed])
    used = _pupils(state)
    _pair(staff, p, now.month, seekers, weak, group, start, order, used)


def meet(state: State, p: Parameters, now: Moment) -> None:
    """The month's pairs: hours, what each learned of the other, and what the office's culture gains."""
    people = np.zeros(len(state.offices.pairs), np.int64)
    _part(state.workforce, state.posts, p.months, now.month)
    _meet(state.workforce, state.posts, state.offices, state.baseline, p, people)
    _grow(state.offices, p, people)


def _pupils(state: State) -> IntArray:
    """Protégés of everybody (n,), by the pairs which still stand."""
    mentors = state.posts.holder[state.workforce.mentor[state.workforce.mentor != NOBODY]]
    return np.bincount(mentors[mentors != VACANT], minlength=state.people).astype(np.int64)
