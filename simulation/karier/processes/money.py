"""Money (model-spec 5.9): the month's ledger in whole rupiah, by office and by cost line."""

from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.rules.awards import Awards
from karier.rules.gather import tally
from karier.state import Moment, State
from karier.state.city import COST_LINES, FLOWS
from karier.state.lines import Lines
from karier.state.offices import Offices
from karier.state.posts import Types
from karier.state.workforce import GOOD, MEDIUM, NON_ASN, PNS, PPPK, Workforce

WRITES = {"city.ledger", "city.office_cost", "lines.pay"}

BASE_PAY, ALLOWANCE, TRAINING, RECRUITMENT = range(4)
ASSESSMENT, MENTORING, COACHING, LEADERSHIP, REWARDS, DISCIPLINE, PLACEMENT = range(4, len(COST_LINES))


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/money.yaml."""

    base_pay: IntArray  # (17 ranks, steps of two years) rupiah a month
    base_pay_from: IntArray  # (17,) years of service of the first step
    probation_share: float
    probation_months: int
    pppk_low: IntArray  # (17 golongan,)
    pppk_high: IntArray  # (17,)
    pppk_years: float
    part_time_pay: int
    non_asn_pay: int
    allowance: IntArray  # (17 grades,) rupiah a month
    allowance_scale: float
    allowance_by_predicate: FloatArray  # (5,) share, very low … very good
    allowance_pppk: float
    training_per_jp: int
    recruitment_per_place: int
    sanction_cut: float
    assessment_per_person: int
    mentoring_per_pair: int
    coaching_per_person: int
    leadership_per_participant: int
    discipline_per_case: int
    monitoring_per_person: int
    placement_per_move: int
    awards: Awards


# Rules


@rule
def pay_step(years: int, first: int, steps: int) -> int:
    """Row of the pay table of a rank (PP 5/2024): one every two years of service from the rank's first."""
    return min(max((years - first) // 2, 0), steps - 1)


@rule
def on_scale(low: int, high: int, years: float, span: float) -> int:
    """Base pay of a PPPK (Perpres 11/2024), rupiah a month: from lowest to highest evenly over the years."""
    return int(low + min(years / span, 1.0) * (high - low))


@rule
def allowance(full: int, scale: float, share: float, status: float) -> int:
    """TPP, rupiah a month: by class, times the share of predicate and sanction, times that of the employment."""
    return int(full * scale * share * status)


# Loops


@compiled
def _pay(staff: Workforce, types: Types, lines: Lines, p: Parameters, month: int, cost: IntArray) -> None:
    steps, unrated = p.base_pay.shape[1], p.allowance_by_predicate[GOOD - 1]  # before the first appraisal
    for i in range(len(staff.uid)):
        months = max(month - staff.entry_month[i], 0)
        years, rank, kind = months // 12, staff.rank[i], staff.employment[i]
        share = p.allowance_by_predicate[staff.predicate[i] - 1] if staff.predicate[i] > 0 else unrated
        if staff.discipline[i] >= MEDIUM and month < staff.discipline_until[i]:
            share *= 1.0 - p.sanction_cut
        full = p.allowance[types.grade[staff.type[i]] - 1]
        base, extra = p.part_time_pay, 0
        if kind == PNS:
            base = p.base_pay[rank, pay_step(years, p.base_pay_from[rank], steps)]
            if months < p.probation_months and staff.entry_month[i] >= 0:
                base = int(p.probation_share * base)
            extra = allowance(full, p.allowance_scale, share, 1.0)
        elif kind == PPPK:
            base = on_scale(p.pppk_low[rank], p.pppk_high[rank], float(years), p.pppk_years)
            extra = allowance(full, p.allowance_scale, share, p.allowance_pppk)
        elif kind == NON_ASN:
            base = p.non_asn_pay
        office, line = staff.office[i], staff.line[i]
        more = int(p.awards.raise_share[office] * (base + extra))
        cost[office, BASE_PAY] += base
        cost[office, ALLOWANCE] += extra
        cost[office, REWARDS] += more
        cost[office, TRAINING] += int(np.float64(staff.course_jp[i]) * p.training_per_jp)
        if line >= 0:
            lines.pay[line] += base + extra + more


@compiled
def _programmes(offices: Offices, p: Parameters, people: IntArray, cost: IntArray) -> None:
    """Price × what the programmes left behind this month."""
    for o in range(len(people)):
        cost[o, ASSESSMENT] += offices.assessed[o] * p.assessment_per_person
        cost[o, MENTORING] += offices.pairs[o] * p.mentoring_per_pair
        cost[o, COACHING] += offices.coached[o] * p.coaching_per_person
        cost[o, LEADERSHIP] += offices.participants[o] * p.leadership_per_participant
        cost[o, REWARDS] += offices.awards[o] * p.awards.award[o]
        cost[o, DISCIPLINE] += offices.cases[o] * p.discipline_per_case
        cost[o, DISCIPLINE] += int(offices.monitored[o] * people[o] * p.monitoring_per_person)
        cost[o, PLACEMENT] += offices.moved[o] * p.placement_per_move


# Acts


def settle(state: State, p: Parameters, now: Moment) -> None:
    """What the month cost: pay by office and line, programmes by office; selection rounds for the city as a whole."""
    city = state.city
    city.office_cost[:] = 0
    state.lines.pay[:] = 0
    _pay(state.workforce, state.types, state.lines, p, now.month, city.office_cost)
    people = np.zeros(len(city.office_cost), np.int64)
    tally(state.workforce.office, people)
    _programmes(state.offices, p, people, city.office_cost)
    city.ledger[:] = city.office_cost.sum(axis=0)
    city.ledger[RECRUITMENT] += city.flows[FLOWS.index("places_opened")] * p.recruitment_per_place
