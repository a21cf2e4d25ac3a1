"""Money (model-spec 5.9): the month's ledger in whole rupiah, by office and by cost line."""

from typing import NamedTuple

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.state import Moment, State
from karier.state.city import COST_LINES, FLOWS
from karier.state.lines import DOCKET, Lines
from karier.state.posts import Types
from karier.state.workforce import NON_ASN, PNS, PPPK, Workforce

WRITES = {"city.ledger", "city.office_cost", "city.queue_pay"}

BASE_PAY, ALLOWANCE, TRAINING, RECRUITMENT = range(len(COST_LINES))


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


# Rules


@rule
def civil_base_pay(rank: int, years: int, p: Parameters) -> int:
    """Base pay of a PNS (PP 5/2024): a step every two years of service in the table of the rank."""
    step = max((years - p.base_pay_from[rank]) // 2, 0)
    return p.base_pay[rank, min(step, p.base_pay.shape[1] - 1)]


@rule
def contract_base_pay(golongan: int, years: int, p: Parameters) -> int:
    """Base pay of a PPPK (Perpres 11/2024): from the lowest to the highest of the golongan, evenly over the years."""
    grown = min(years / p.pppk_years, 1.0)
    return int(p.pppk_low[golongan] + grown * (p.pppk_high[golongan] - p.pppk_low[golongan]))


@rule
def base_pay(employment: int, rank: int, months: int, on_probation: bool, p: Parameters) -> int:
    """Rupiah a month; months of service."""
    if employment == PNS:
        pay = civil_base_pay(rank, months // 12, p)
        return int(p.probation_share * pay) if on_probation else pay
    if employment == PPPK:
        return contract_base_pay(rank, months // 12, p)
    return p.non_asn_pay if employment == NON_ASN else p.part_time_pay


@rule
def allowance(employment: int, grade: int, predicate: int, p: Parameters) -> int:
    """TPP, rupiah a month: by class, paid by the share of the recorded predicate (none yet: good)."""
    share = p.allowance_by_predicate[predicate - 1] if predicate > 0 else p.allowance_by_predicate[3]
    full = share * p.allowance_scale * p.allowance[grade - 1]
    if employment == PNS:
        return int(full)
    return int(full * p.allowance_pppk) if employment == PPPK else 0


# Loops


@compiled
def _pay(staff: Workforce, types: Types, lines: Lines, p: Parameters, month: int, cost: IntArray) -> int:
    queues = 0
    for i in range(len(staff.uid)):
        months = max(month - staff.entry_month[i], 0)
        fresh = months < p.probation_months and staff.entry_month[i] >= 0
        office, kind = staff.office[i], staff.employment[i]
        base = base_pay(kind, staff.rank[i], months, fresh, p)
        extra = allowance(kind, types.grade[staff.type[i]], staff.predicate[i], p)
        cost[office, BASE_PAY] += base
        cost[office, ALLOWANCE] += extra
        cost[office, TRAINING] += int(staff.course_jp[i] * p.training_per_jp)
        line = staff.line[i]
        if line >= 0 and lines.kind[line] <= DOCKET:
            queues += base + extra
    return queues


# Acts


def settle(state: State, p: Parameters, now: Moment) -> None:
    """What the month cost: pay, allowances and courses by office; selection rounds for the city as a whole."""
    city = state.city
    city.office_cost[:] = 0
    city.queue_pay[0] = _pay(state.workforce, state.types, state.lines, p, now.month, city.office_cost)
    city.ledger[:] = city.office_cost.sum(axis=0)
    city.ledger[RECRUITMENT] += city.flows[FLOWS.index("places_opened")] * p.recruitment_per_place
