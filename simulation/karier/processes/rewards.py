"""Rewards (model-spec 5.6, 5.3): each January's awards, how fair they are, and the passing pleasure of a raise.

What awards do to people's drive stands in `motivation`; what they cost, in `money`.
"""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.maths import half_life
from karier.randomness import LENIENCY, TURN, normal, unit, words
from karier.rules.budget import Budget
from karier.rules.order import order, within
from karier.state import Moment, State
from karier.state.offices import Offices
from karier.state.workforce import GOOD, LIGHT, NON_ASN, Workforce

_OFFICES = {"offices.awards", "offices.award_fairness", "offices.award_grievance"}
WRITES = {"award", "city.pay_satisfaction", "city.usual_raise"} | _OFFICES

PANEL = 1  # of the choices of `judge`: predicate, panel
OUT = -1000.0  # score of who may not be awarded


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/rewards.yaml."""

    share: FloatArray  # (offices,) of staff awarded in a year
    judge: IntArray  # (offices,) what decides
    raise_share: FloatArray  # (offices,) of pay, without condition
    panel_error: float
    raise_half_life: float
    budget: Budget


# Rules


@rule
def eligible(employment: int, predicate: int, sanction: int, months_left: int) -> bool:
    """ASN rated good or better last December, under no sanction; months_left: of the last one."""
    return employment != NON_ASN and predicate >= GOOD and not (sanction >= LIGHT and months_left > 0)


@rule
def places(share: float, budget: float, people: int, luck: float) -> int:
    """Awards of an office; a share of one is settled by its own luck, uniform."""
    return min(int(math.floor(share * budget * people + luck)), people)


@rule
def rank_biserial(twice_ranks: int, awarded: int, people: int) -> float:
    """ρ̂ of awards with performance: P(an awarded one did better than another) − P(did worse); 1 for the very best.

    twice_ranks: twice the sum of the awarded ones' ranks by performance, equals sharing theirs; 0 < awarded < people.
    """
    return (twice_ranks - awarded * (awarded + 1)) / (awarded * (people - awarded)) - 1.0


@rule
def used_to(usual: float, now: float, half: float) -> float:
    """usual ← usual + (1 − 2^(−1/half))·(now − usual), shares of pay; half: months."""
    return usual + (1.0 - half_life(1.0, half)) * (now - usual)


# Loops


@compiled
def _scores(staff: Workforce, p: Parameters, seed: int, month: int, out: FloatArray) -> None:
    for i in range(len(out)):
        left = staff.discipline_until[i] - month
        out[i] = OUT
        if eligible(staff.employment[i], staff.predicate[i], staff.discipline[i], left):
            out[i] = float(staff.predicate[i])
            if p.judge[staff.office[i]] == PANEL:
                _, _, w2, w3 = words(seed, TURN, staff.uid[i], month)
                out[i] += p.panel_error * normal(w2, w3)


@compiled
def _give(
    staff: Workforce, offices: Offices, p: Parameters, score: FloatArray, order: IntArray, seed: int, year: int
) -> None:
    """order: rows by office, the best first."""
    people = np.zeros(len(offices.awards), np.int64)
    for i in order:
        people[staff.office[i]] += 1
    start = 0
    for o in range(len(people)):
        _, _, _, w3 = words(seed, LENIENCY, o, year)
        most = places(p.share[o], p.budget.programme, people[o], unit(w3))
        for i in order[start : start + most]:
            if score[i] > OUT:
                staff.award[i] = 1
                offices.awards[o] += 1
        start += people[o]


@compiled
def _weigh(staff: Workforce, offices: Offices, order: IntArray) -> None:
    """Fairness by office. order: rows by office, the worst first; O is the office's, so ln P ranks as ln P − O."""
    n, start = len(order), 0
    while start < n:
        o = staff.office[order[start]]
        awarded, twice, end, at = 0, 0, start, start
        while end < n and staff.office[order[end]] == o:
            end += 1
        while at < end:
            equal = at
            while equal < end and staff.log_output[order[equal]] == staff.log_output[order[at]]:
                equal += 1
            for i in order[at:equal]:
                if staff.award[i] == 1:
                    awarded += 1
                    twice += at - start + 1 + equal - start
            at = equal
        if 0 < awarded < end - start:
            offices.award_fairness[o] = rank_biserial(twice, awarded, end - start)
            offices.award_grievance[o] = 1.0 - offices.award_fairness[o]
        start = end


# Acts


def reward(state: State, p: Parameters, now: Moment) -> None:
    """January: the awards for last year's predicates. Every month: staff get used to what they are paid."""
    state.offices.awards[:] = 0
    if now.calendar_month == 1:
        _award(state, p, now)
    people = np.bincount(state.workforce.office, minlength=len(p.raise_share))
    mean = math.fsum((p.raise_share * people).tolist()) / max(state.people, 1)
    city = state.city
    city.pay_satisfaction[0] = mean - city.usual_raise[0]
    city.usual_raise[0] = used_to(city.usual_raise[0], mean, p.raise_half_life)


def _award(state: State, p: Parameters, now: Moment) -> None:
    staff, offices = state.workforce, state.offices
    staff.award[:] = 0
    offices.award_fairness[:] = 0.0
    offices.award_grievance[:] = 0.0
    if not p.share.any():
        return
    score = np.empty(state.people)
    _scores(staff, p, now.seed, now.month, score)
    longest_first = within(np.argsort(staff.uid), staff.entry_month)
    best_first = within(order(-score, np.argsort(longest_first)), staff.office)
    _give(staff, offices, p, score, best_first, now.seed, now.year)
    _weigh(staff, offices, within(np.argsort(staff.log_output), staff.office))
