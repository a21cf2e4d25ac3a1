"""Money (model-spec 5.9): the month's ledger in whole rupiah, by office and by cost line."""

from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.rules.awards import Awards
from karier.rules.gather import gather, tally
from karier.state import Moment, State
from karier.state.city import COST_LINES, FLOWS
from karier.state.lines import Lines
from karier.state.offices import Offices
from karier.state.posts import Types
from karier.state.workforce import GOOD, MEDIUM, NON_ASN, PNS, PPPK, PPPK_PART_TIME, VERY_GOOD, Workforce

WRITES = {"city.ledger", "city.office_cost", "lines.pay"}

BASE_PAY, ALLOWANCE, TRAINING, RECRUITMENT = range(4)
ASSESSMENT, MENTORING, COACHING, LEADERSHIP, REWARDS, DISCIPLINE, PLACEMENT = range(4, len(COST_LINES))

ON_PROBATION = NON_ASN + 1  # a scale of base pay beside those of the four kinds of employment
LONGEST_SERVICE = 70  # years; no scale rises so long


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
def _pay_table(p: Parameters, out: IntArray) -> None:
    """Base pay, rupiah a month, by scale (PNS … NON_ASN, ON_PROBATION), rank and whole years of service."""
    steps, longest = p.base_pay.shape[1], out.shape[2]
    for rank in range(out.shape[1]):
        for years in range(longest):
            permanent = p.base_pay[rank, pay_step(years, p.base_pay_from[rank], steps)]
            out[PNS, rank, years] = permanent
            out[ON_PROBATION, rank, years] = int(p.probation_share * permanent)
            out[PPPK, rank, years] = on_scale(p.pppk_low[rank], p.pppk_high[rank], float(years), p.pppk_years)
            out[PPPK_PART_TIME, rank, years] = p.part_time_pay
            out[NON_ASN, rank, years] = p.non_asn_pay


@compiled
def _base_pay(staff: Workforce, p: Parameters, month: int, out: IntArray) -> None:
    """Everybody's base pay, rupiah a month, into `out`."""
    ranks = len(p.base_pay_from)
    table, at = np.empty((ON_PROBATION + 1, ranks, LONGEST_SERVICE + 1), np.int64), np.empty(len(out), np.int32)
    _pay_table(p, table)
    for i in range(len(out)):
        months, kind = max(month - staff.entry_month[i], 0), staff.employment[i]
        new = (months < p.probation_months) & (staff.entry_month[i] >= 0)
        scale = ON_PROBATION if new & (kind == PNS) else int(kind)
        at[i] = (scale * ranks + int(staff.rank[i])) * (LONGEST_SERVICE + 1) + min(months // 12, LONGEST_SERVICE)
    gather(table.reshape(-1), at, out)


@compiled
def _allowances(staff: Workforce, types: Types, p: Parameters, month: int, out: IntArray) -> None:
    """Everybody's TPP, rupiah a month, into `out`."""
    n, of_type, of_predicate = len(out), np.empty(len(types.grade), np.int64), np.empty(VERY_GOOD + 1)
    for t in range(len(of_type)):
        of_type[t] = p.allowance[types.grade[t] - 1]
    of_predicate[0] = p.allowance_by_predicate[GOOD - 1]  # before the first appraisal
    of_predicate[1:] = p.allowance_by_predicate
    full, share = np.empty(n, np.int64), np.empty(n)
    gather(of_type, staff.type, full)
    gather(of_predicate, staff.predicate, share)
    for i in range(n):
        kind = staff.employment[i]
        cut = (staff.discipline[i] >= MEDIUM) & (month < staff.discipline_until[i])
        left = share[i] * (1.0 - p.sanction_cut if cut else 1.0)
        status = 1.0 if kind == PNS else p.allowance_pppk if kind == PPPK else 0.0
        out[i] = allowance(full[i], p.allowance_scale, left, status)


@compiled
def _pay(staff: Workforce, types: Types, lines: Lines, p: Parameters, month: int, cost: IntArray) -> None:
    base, extra = np.empty(len(staff.uid), np.int64), np.empty(len(staff.uid), np.int64)
    of_line = np.zeros(len(lines.pay) + 1, np.int64)  # the last, −1: of those who serve no line
    _base_pay(staff, p, month, base)
    _allowances(staff, types, p, month, extra)
    for i in range(len(base)):
        office, line = staff.office[i], staff.line[i]
        more = int(p.awards.raise_share[office] * (base[i] + extra[i]))
        cost[office, BASE_PAY] += base[i]
        cost[office, ALLOWANCE] += extra[i]
        cost[office, TRAINING] += int(np.float64(staff.course_jp[i]) * p.training_per_jp)
        cost[office, REWARDS] += more
        of_line[line] += base[i] + extra[i] + more
    lines.pay[:] = of_line[:-1]


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
    _pay(state.workforce, state.types, state.lines, p, now.month, city.office_cost)
    people = np.zeros(len(city.office_cost), np.int64)
    tally(state.workforce.office, people)
    _programmes(state.offices, p, people, city.office_cost)
    city.ledger[:] = city.office_cost.sum(axis=0)
    city.ledger[RECRUITMENT] += city.flows[FLOWS.index("places_opened")] * p.recruitment_per_place
