"""The month's row: one value for each name in `observables.MONTHLY`."""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import BoolArray, FloatArray, IntArray
from karier.compiled import compiled
from karier.maths import FIXED, fixed
from karier.observables import MONTHLY
from karier.processes.services import Totals, mean_quality, totals
from karier.rules.fit import Parameters as FitParameters
from karier.state import Moment, State
from karier.state.city import COST_LINES, FLOWS, PAY
from karier.state.lines import CASELOAD, COUNTER, DOCKET
from karier.state.posts import Types
from karier.state.workforce import FEMALE, LIGHT, PNS, Workforce

IKM_GRADES = (65.0, 76.61, 88.31)  # PermenPANRB 14/2017, annex: from here on C, B, A


class Parameters(NamedTuple):
    """What the observer needs of the parameters."""

    fit: FitParameters


SUMS = (
    "age", "technical", "managerial", "sociocultural", "gap", "gain", "motivation", "presence", "performance", "jp",
    "belief",
)  # fmt: skip
COUNTS = (
    "entries", "pns_men", "pns_women", "rated", "very_low", "low", "needs_improvement", "good", "very_good", "mapped",
    "certified", "sanctioned",
)  # fmt: skip


@compiled
def people_sums(staff: Workforce, types: Types, p: FitParameters, month: int, sums: IntArray, counts: IntArray) -> None:
    """Sums over everybody in fixed point (SUMS), and counts (COUNTS)."""
    for i in range(len(staff.uid)):
        t, ell = staff.type[i], staff.level[i]
        c0 = staff.base[0][i] + staff.gain[0][i]
        c1 = staff.base[1][i] + staff.gain[1][i]
        c2 = staff.base[2][i] + staff.gain[2][i]
        gap = (
            p.weights[ell, 0] * max(types.required[0][t] - c0, 0.0)
            + p.weights[ell, 1] * max(types.required[1][t] - c1, 0.0)
            + p.weights[ell, 2] * max(types.required[2][t] - c2, 0.0)
        )
        sums[0] += month - staff.birth_month[i]
        sums[1] += fixed(c0)
        sums[2] += fixed(c1)
        sums[3] += fixed(c2)
        sums[4] += fixed(gap)
        sums[5] += fixed((staff.gain[0][i] + staff.gain[1][i] + staff.gain[2][i]) / 3.0)
        sums[6] += fixed(staff.motivation[i])
        sums[7] += fixed(1.0 - staff.absence[i])
        sums[8] += fixed(staff.output[i])
        sums[9] += fixed(staff.course_jp[i])
        sums[10] += fixed(
            (abs(staff.believed[0][i] - c0) + abs(staff.believed[1][i] - c1) + abs(staff.believed[2][i] - c2)) / 3.0
        )
        counts[0] += 1 if month > 0 and staff.entry_month[i] == month else 0
        civil = 1 if staff.employment[i] == PNS else 0
        female = 1 if staff.sex[i] == FEMALE else 0
        counts[1] += civil * (1 - female)
        counts[2] += civil * female
        counts[9] += 1 if staff.box[i] > 0 else 0
        counts[10] += 1 if ell > 0 and staff.certificate[i] >= ell else 0
        counts[11] += 1 if staff.discipline[i] >= LIGHT and month < staff.discipline_until[i] else 0
        if staff.predicate[i] > 0:
            counts[3] += 1
            counts[3 + staff.predicate[i]] += 1


def observe(state: State, p: Parameters, now: Moment) -> dict[str, float]:
    """One value for each name in `observables.MONTHLY`, in that order."""
    all_of = totals(state.lines)
    seen = {**_people(state, p, now), **_services(state, all_of), **_money(state, all_of.valid)}
    return {name: seen[name] for name in MONTHLY}


def _people(state: State, p: Parameters, now: Moment) -> dict[str, float]:
    sums, counts = np.zeros(len(SUMS), np.int64), np.zeros(len(COUNTS), np.int64)
    people_sums(state.workforce, state.types, p.fit, now.month, sums, counts)
    n = max(state.people, 1)
    mean = {name: int(total) / FIXED / n for name, total in zip(SUMS, sums, strict=True)}
    count = {name: int(c) for name, c in zip(COUNTS, counts, strict=True)}
    flows = dict(zip(FLOWS, state.city.flows.tolist(), strict=True))
    managers = state.posts.level > 0
    seats = np.bincount(state.posts.level, minlength=4)[1:]
    rated = max(count["rated"], 1)
    return {
        "headcount": state.people,
        "entries": count["entries"],
        "exits": int(state.offices.exits.sum()),
        "retirements": flows["retired"],
        "filled_posts": int((state.posts.holder >= 0).sum()),
        "vacancy_rate": float((state.posts.holder < 0).mean()),
        "managers_vacant": float((state.posts.holder[managers] < 0).mean()) if managers.any() else 0.0,
        "mean_age": int(sums[0]) / 12.0 / n,
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
        "promotion_rate_men": 12.0 * flows["promoted_men"] / max(count["pns_men"], 1),
        "promotion_rate_women": 12.0 * flows["promoted_women"] / max(count["pns_women"], 1),
        "promotion_fairness": math.fsum((state.city.fairness[1:] * seats).tolist()) / max(int(seats.sum()), 1),
        "rating_share_very_good": count["very_good"] / rated,
        "rating_share_good": count["good"] / rated,
        "rating_share_needs_improvement": count["needs_improvement"] / rated,
        "rating_share_low": count["low"] / rated,
        "rating_share_very_low": count["very_low"] / rated,
        "training_hours": int(sums[9]) / FIXED,
        "ip_asn": float(state.city.ip_asn[0]),
        "mapped_share": count["mapped"] / n,
        "assessed": int(state.offices.assessed.sum()),
        "belief_error": mean["belief"],
        **_programmes(state, flows),
        "certified_managers": count["certified"] / max(int((managers & (state.posts.holder >= 0)).sum()), 1),
        "sanctions": count["sanctioned"],
    }


def _programmes(state: State, flows: dict[str, int]) -> dict[str, float]:
    o, lines = state.offices, state.lines
    people = np.bincount(state.workforce.office, minlength=len(o.head))
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


def _weighted(values: FloatArray, weight: IntArray | FloatArray, which: BoolArray) -> float:
    total = math.fsum(weight[which].tolist())
    return math.fsum((values[which] * weight[which]).tolist()) / total if total > 0.0 else 0.0
