"""The month's row: one value for each name in `observables.MONTHLY`."""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import IntArray
from karier.maths import FIXED
from karier.observables import MONTHLY
from karier.observation.tallies import (
    COUNTS,
    LINE_MEANS,
    OFFICE_MEANS,
    SUMS,
    line_means,
    office_means,
    people_counts,
    people_sums,
    post_counts,
)
from karier.rules.fit import Parameters as FitParameters
from karier.rules.totals import Totals, mean_quality, totals
from karier.state import Moment, State
from karier.state.city import COST_LINES, FLOWS, PAY
from karier.state.lines import CASELOAD

IKM_GRADES = (65.0, 76.61, 88.31)  # PermenPANRB 14/2017, annex: from here on C, B, A


class Parameters(NamedTuple):
    """What the observer needs of the parameters."""

    fit: FitParameters


def observe(state: State, p: Parameters, now: Moment) -> dict[str, float]:
    """One value for each name in `observables.MONTHLY`, in that order."""
    all_of = totals(state.lines)
    seen = {**_people(state, p, now), **_services(state, all_of), **_money(state, all_of)}
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
    seats, vacant = np.empty(4, np.int64), np.empty(4, np.int64)
    post_counts(posts, seats, vacant)
    vacancies, managers = int(vacant.sum()), max(int(seats[1:].sum()), 1)
    return {
        "headcount": state.people,
        "entries": number["entries"] if now.month > 0 else 0,
        "exits": int(state.offices.exits.sum()),
        "retirements": flows["retired"],
        "filled_posts": len(posts.holder) - vacancies,
        "vacancy_rate": vacancies / len(posts.holder),
        "managers_vacant": int(vacant[1:].sum()) / managers,
        "mean_age": total["age"] / 12.0 / n,
        "mean_competence_technical": mean["technical"],
        "mean_competence_managerial": mean["managerial"],
        "mean_competence_sociocultural": mean["sociocultural"],
        "competence_gap": mean["gap"],
        "gain_retained": mean["gain"],
        "mean_motivation": mean["motivation"],
        "presence": mean["presence"],
        "mean_performance": mean["performance"],
        "promotions": flows["promoted_men"] + flows["promoted_women"],
        "promotion_rate_men": 12.0 * flows["promoted_men"] / max(number["civil_men"], 1),
        "promotion_rate_women": 12.0 * flows["promoted_women"] / max(number["civil_women"], 1),
        "promotion_fairness": math.fsum((city.fairness[1:] * seats[1:]).tolist()) / managers,
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
    o, means = state.offices, np.empty(len(OFFICE_MEANS))
    office_means(o, people, means)
    return {
        **dict(zip(OFFICE_MEANS, means.tolist(), strict=True)),
        "mentoring_pairs": int(o.pairs.sum()),
        "coached": int(o.coached.sum()),
        "leadership_places": int(o.participants.sum()),
        "innovations": flows["innovations"],
        "awards": int(o.awards.sum()),
        "pay_satisfaction": float(state.city.pay_satisfaction[0]),
        "dismissals": flows["dismissed"],
        "conversions": flows["converted"],
        "moves": int(o.moved.sum()),
    }


def _services(state: State, all_of: Totals) -> dict[str, float]:
    lines, city, b = state.lines, state.city, state.baseline
    means = np.empty(len(LINE_MEANS))
    line_means(lines, means)
    paid = max(all_of.paid_hours, 1e-9)
    ikm = float(city.ikm[0])
    return {
        **dict(zip(LINE_MEANS, means.tolist(), strict=True)),
        "arrivals": all_of.arrivals,
        "completed": all_of.valid + all_of.errors,
        "valid": all_of.valid,
        "turned_away": all_of.turned_away,
        "backlog": all_of.backlog,
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


def _money(state: State, all_of: Totals) -> dict[str, float]:
    ledger = dict(zip(COST_LINES, state.city.ledger.tolist(), strict=True))
    return {
        **{f"cost_{line}": ledger[line] for line in COST_LINES},
        "cost_total": sum(ledger.values()),
        "cost_programme": sum(cost for line, cost in ledger.items() if line not in PAY),
        "cost_per_valid_case": all_of.pay / max(all_of.valid, 1),
    }
