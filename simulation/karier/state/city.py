"""The city: whom it serves, what it spent this month, and what citizens think."""

from typing import NamedTuple

from karier.arrays import FloatArray, IntArray
from karier.tables import table

COST_LINES = (
    "base_pay", "allowance", "training", "recruitment", "assessment", "mentoring", "coaching", "leadership", "rewards",
    "discipline", "placement",
)  # fmt: skip
PAY = ("base_pay", "allowance")  # the rest is what programmes cost


@table
class City(NamedTuple):
    """One city."""

    population: FloatArray  # (kecamatan, years from the start year on): persons at mid-year, projected
    trust: FloatArray  # (1,) SD of trust from its baseline
    participation: FloatArray  # (1,) demand relative to the baseline
    approval: FloatArray  # (1,) share of residents satisfied with the city government's work
    ikm: FloatArray  # (1,) 25–100, of the month
    ledger: IntArray  # (cost lines,) rupiah of the month, in the order of COST_LINES
    office_cost: IntArray  # (offices, cost lines) the same by office
    ikm_modelled: FloatArray  # (1,) of the five elements that the model moves, 25–100
    ikm_error: FloatArray  # (1,) standard error of the index in a survey of the usual size
    flows: IntArray  # (len(FLOWS),) of the month
    fairness: FloatArray  # (4,) ρ̂ by level of the vacancy, from 1: promotion scores against true performance
    validity: FloatArray  # (1,) r̂: correlation of the recorded predicate with ln P, last December
    ip_asn: FloatArray  # (1,) index of professionalism, 0–100
    pay_satisfaction: FloatArray  # (1,) what is left of the pleasure of a raise, in shares of pay
    usual_raise: FloatArray  # (1,) rewards: the raise that staff have got used to, in shares of pay
    crowd: FloatArray  # (STATES, dockets) chances of the numbers behind lines.queue; all 0 where it is certain
    openings: FloatArray  # (4,) by level, from 1: posts filled from below since the last January


FLOWS = (
    "retired", "died", "resigned", "transferred", "contract_ended", "recruited", "promoted_men", "promoted_women",
    "unfilled_places", "places_opened", "dismissed", "early_retired", "converted", "innovations",
)  # fmt: skip
