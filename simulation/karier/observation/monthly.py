"""The month's row: one value for each name in `observables.MONTHLY`."""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import BoolArray, FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.maths import FIXED, fixed, fixed_sum
from karier.observables import MONTHLY
from karier.rules.fit import Parameters as FitParameters
from karier.rules.totals import Totals, mean_quality, totals
from karier.state import Moment, State
from karier.state.city import COST_LINES, FLOWS, PAY
from karier.state.lines import CASELOAD, COUNTER, DOCKET
from karier.state.posts import VACANT, Types
from karier.state.workforce import FEMALE, LIGHT, PNS, VERY_GOOD, VERY_LOW, Workforce

IKM_GRADES = (65.0, 76.61, 88.31)  # PermenPANRB 14/2017, annex: from here on C, B, A


class Parameters(NamedTuple):
    """What the observer needs of the parameters."""

    fit: FitParameters


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
    """Sums over everybody in fixed point (SUMS; age: whole months), each in a loop of its own: those vectorise."""
    gap, gain, presence, age = 0, 0, 0, 0
    for i in range(len(staff.uid)):
        t, ell = staff.type[i], staff.level[i]
        gap += fixed(
            p.weights[ell, 0] * max(types.required[0][t] - (staff.base[0][i] + staff.gain[0][i]), 0.0)
            + p.weights[ell, 1] * max(types.required[1][t] - (staff.base[1][i] + staff.gain[1][i]), 0.0)
            + p.weights[ell, 2] * max(types.required[2][t] - (staff.base[2][i] + staff.gain[2][i]), 0.0)
        )
    for i in range(len(staff.uid)):
        gain += fixed((staff.gain[0][i] + staff.gain[1][i] + staff.gain[2][i]) / 3.0)
    for i in range(len(staff.uid)):
        presence += fixed(1.0 - staff.absence[i])
    for i in range(len(staff.uid)):
        age += int(month - staff.birth_month[i])
    sums[10] = 0
    for k in range(3):
        sums[k] = _competence(staff.base[k], staff.gain[k])
        sums[10] += _distance(staff.believed[k], staff.base[k], staff.gain[k])
    sums[3], sums[4], sums[5], sums[6] = gap, gain, fixed_sum(staff.motivation), presence
    sums[7], sums[8], sums[9] = fixed_sum(staff.output), fixed_sum(staff.course_jp), age


@rule
def _competence(base: FloatArray, gain: FloatArray) -> int:
    total = 0
    for i in range(len(base)):
        total += fixed(base[i] + gain[i])
    return total


@rule
def _distance(believed: FloatArray, base: FloatArray, gain: FloatArray) -> int:
    total = 0
    for i in range(len(base)):
        total += fixed(abs(believed[i] - (base[i] + gain[i])))
    return total


def observe(state: State, p: Parameters, now: Moment) -> dict[str, float]:
    """One value for each name in `observables.MONTHLY`, in that order."""
    all_of = totals(state.lines)
    seen = {**_people(state, p, now), **_services(state, all_of), **_money(state, all_of.valid)}
    return {name: seen[name] for name in MONTHLY}


def _people(state: State, p: Parameters, now: Moment) -> dict[str, float]:
    staff, posts, city = state.workforce, state.posts, state.city
    sums = np.empty(len(SUMS), np.int64)
    people_sums(staff, state.types, p.fit, now.month, sums)
    n = max(state.people, 1)
    total = dict(zip(SUMS, sums.tolist(), strict=True))
    mean = {name: total[name] / FIXED / n for name in SUMS}
    counts, by_office = np.empty(len(COUNTS), np.int64), np.zeros(len(state.offices.head), np.int64)
    people_counts(staff, now.month, counts, by_office)
    number = dict(zip(COUNTS, counts.tolist(), strict=True))
    rated = max(sum(number[name] for name in COUNTS[2:7]), 1)
    flows = dict(zip(FLOWS, city.flows.tolist(), strict=True))
    vacant, seats = posts.holder == VACANT, [_count(posts.level == level) for level in (1, 2, 3)]
    vacancies, managers = _count(vacant), sum(seats)
    return {
        "headcount": state.people,
        "entries": number["entries"] if now.month > 0 else 0,
        "exits": int(state.offices.exits.sum()),
        "retirements": flows["retired"],
        "filled_posts": len(vacant) - vacancies,
        "vacancy_rate": vacancies / len(vacant),
        "managers_vacant": _count(vacant & (posts.level > 0)) / max(managers, 1),
        "mean_age": total["age"] / 12.0 / n,
        "mean_competence_technical": mean["technical"],
        "mean_competence_managerial": mean["managerial"],
        "mean_competence_sociocultural": mean["sociocultural"],
        "competence_gap": mean["gap"],
        "gain_retained": mean["gain"],
        "mean_motivation": mean["motivation"],
        "presence": mean["presence"],
        "mean_performance": mean["performance"],
        "leadership_quality": math.fsum(state.offices.head.tolist()) / len(state.offices.head),
        "promotions": flows["promoted_men"] + flows["promoted_women"],
        "promotion_rate_men": 12.0 * flows["promoted_men"] / max(number["civil_men"], 1),
        "promotion_rate_women": 12.0 * flows["promoted_women"] / max(number["civil_women"], 1),
        "promotion_fairness": math.fsum((city.fairness[1:] * seats).tolist()) / max(managers, 1),
        "rating_share_very_good": number["very_good"] / rated,
        "rating_share_good": number["good"] / rated,
        "rating_share_needs_improvement": number["needs_improvement"] / rated,
        "rating_share_low": number["low"] / rated,
        "rating_share_very_low": number["very_low"] / rated,
        "training_hours": total["jp"] / FIXED,
        "ip_asn": float(city.ip_asn[0]),
        "mapped_share": number["mapped"] / n,
        "assessed": int(state.offices.assessed.sum()),
        "belief_error": mean["belief"] / 3.0,
        **_programmes(state, flows, by_office),
        "certified_managers": number["certified"] / max(number["managers"], 1),
        "sanctions": number["sanctions"],
    }


def _programmes(state: State, flows: dict[str, int], people: IntArray) -> dict[str, float]:
    o, lines = state.offices, state.lines
    everywhere = np.ones(len(o.head), bool)
    return {
        "mentoring_pairs": int(o.pairs.sum()),
        "coached": int(o.coached.sum()),
        "leadership_places": int(o.participants.sum()),
        "culture": math.fsum(o.culture.tolist()) / len(o.culture),
        "innovation": _weighted(lines.saving, lines.arrivals, lines.kind <= DOCKET),
        "innovations": flows["innovations"],
        "award_fairness": _weighted(o.award_fairness, people, everywhere),
        "awards": int(o.awards.sum()),
        "pay_satisfaction": float(state.city.pay_satisfaction[0]),
        "detection": _weighted(o.detection, people, everywhere),
        "dismissals": flows["dismissed"],
        "conversions": flows["converted"],
        "moves": int(o.moved.sum()),
    }


def _services(state: State, all_of: Totals) -> dict[str, float]:
    lines, city, b = state.lines, state.city, state.baseline
    dockets, queues = lines.kind == DOCKET, (lines.kind == DOCKET) | (lines.kind == COUNTER)
    processed = lines.valid + lines.errors
    paid = max(all_of.paid_hours, 1e-9)
    ikm = float(city.ikm[0])
    return {
        "arrivals": all_of.arrivals,
        "completed": all_of.valid + all_of.errors,
        "valid": all_of.valid,
        "turned_away": all_of.turned_away,
        "backlog": all_of.backlog,
        "turnaround_days": _weighted(lines.turnaround_days, lines.arrivals, dockets),
        "p90_turnaround_days": _weighted(lines.p90_turnaround_days, lines.arrivals, dockets),
        "on_time_share": _weighted(lines.on_time_share, lines.arrivals, queues),
        "error_rate": _weighted(lines.error_rate, processed, queues),
        "utilisation": _weighted(lines.utilisation, lines.paid_hours, queues),
        "service_efficiency": all_of.valid_hours / paid / b.efficiency[0],
        "capacity_efficiency": all_of.capacity / paid / b.efficiency[1],
        "caseload_quality": mean_quality(lines, CASELOAD) / max(float(b.caseload_quality[0]), 1e-9),
        "ikm": ikm,
        "ikm_modelled": float(city.ikm_modelled[0]),
        "ikm_survey_error": float(city.ikm_error[0]),
        "ikm_grade": 1 + sum(ikm >= grade for grade in IKM_GRADES),
        "trust": float(city.approval[0]),
        "participation": float(city.participation[0]),
    }


def _money(state: State, valid: int) -> dict[str, float]:
    ledger = dict(zip(COST_LINES, state.city.ledger.tolist(), strict=True))
    return {
        **{f"cost_{line}": ledger[line] for line in COST_LINES},
        "cost_total": sum(ledger.values()),
        "cost_programme": sum(cost for line, cost in ledger.items() if line not in PAY),
        "cost_per_valid_case": float(state.city.queue_pay[0]) / max(valid, 1),
    }


def _count(which: BoolArray) -> int:
    return int(np.count_nonzero(which))


def _weighted(values: FloatArray, weight: IntArray | FloatArray, which: BoolArray) -> float:
    total = math.fsum(weight[which].tolist())
    return math.fsum((values[which] * weight[which]).tolist()) / total if total > 0.0 else 0.0
