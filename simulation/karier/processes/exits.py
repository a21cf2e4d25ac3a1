"""Exits (model-spec 5.7): retirement exactly in its month, contract end, death, resignation,
transfer, dismissal, early retirement.

Nothing happens in burn-in: people and posts stand still there.
"""

from typing import NamedTuple

import numpy as np

from karier.arrays import Byte, FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.maths import exp
from karier.randomness import LIFE, TURN, unit, words
from karier.rules.gather import above, gather
from karier.state import Moment, State
from karier.state.city import FLOWS
from karier.state.posts import Types
from karier.state.seats import leave
from karier.state.workforce import DISMISSAL, GOOD, NEVER, PNS, PPPK, Workforce

WRITES = {"seats", "contract_end", "city.flows", "offices.exits", "offices.exits_year"}

STAYS, RETIRES, DIES, RESIGNS, TRANSFERS, ENDS, DISMISSED, EARLY = range(8)
MOST_GAIN = 3.0  # levels; so that hazards have a bound
OLDEST = 70.0  # years; nobody serves so long
_FLOWS = [
    FLOWS.index(name)
    for name in ("retired", "died", "resigned", "transferred", "contract_ended", "dismissed", "early_retired")
]


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/exits.yaml."""

    death_at_50: float
    death_growth: float
    death_women: float
    resignation: float
    resignation_age: float
    resignation_stagnation: float
    resignation_trained: float
    transfer: float
    contract_years: int
    part_time_contract_years: int
    renewal: float
    early_retirement: FloatArray  # (offices,) share a year
    early_years: int


# Rules


@rule
def death_hazard(age_years: float, female: float, p: Parameters) -> float:
    """Gompertz: h = h₅₀·e^{g(age − 50)}, per month; p.death_* per year."""
    women = 1.0 + female * (p.death_women - 1.0)
    return p.death_at_50 / 12.0 * women * exp(p.death_growth * (age_years - 50.0))


@rule
def resignation_hazard(age_years: float, years_in_post: float, gain: float, p: Parameters) -> float:
    """h = h₀·e^{−a·(age − 30)₊ + s·min(years in post, 15)/15 + t·gain}, per month; gain: levels learned, at most 3."""
    bend = (
        -p.resignation_age * max(age_years - 30.0, 0.0)
        + p.resignation_stagnation * min(years_in_post, 15.0) / 15.0
        + p.resignation_trained * min(gain, MOST_GAIN)
    )
    return p.resignation / 12.0 * exp(bend)


@rule
def reached(age_months: int, retirement_months: int) -> bool:
    """Service ends with the month of the birthday at which the age is reached (PP 11/2017 art. 239)."""
    return age_months > retirement_months


@rule
def may_leave_early(employment: int, months_left: int, years: int) -> bool:
    """A PNS within so many years of the retirement age."""
    return employment == PNS and months_left <= 12 * years


@rule
def over(contract_end: int, month: int) -> bool:
    """A contract runs out now; PNS have none."""
    return (contract_end != NEVER) & (month >= contract_end)


# Loops


@compiled
def _fates(staff: Workforce, types: Types, p: Parameters, seed: int, month: int, fate: Byte, leavers: IntArray) -> int:
    """What happens to everybody; rows of those who leave, into `leavers`; returns how many."""
    exposed = np.empty(len(fate), np.int8)
    _expose(staff, types, p, seed, month, exposed)
    _decide(staff, types, p, seed, month, exposed, fate)
    return above(fate, STAYS, leavers)


@compiled
def _expose(staff: Workforce, types: Types, p: Parameters, seed: int, month: int, out: Byte) -> None:
    """1 for those whose time is up, and for the few whose draw lies below the largest hazard anybody can have."""
    most_death = death_hazard(OLDEST, 0.0, p) * max(1.0, p.death_women)
    most_resignation = resignation_hazard(30.0, 15.0, MOST_GAIN, p)
    last_month = np.empty(len(out), np.int16)
    gather(types.retirement_months, staff.type, last_month)
    for i in range(len(out)):
        w0, w1, w2, _ = words(seed, LIFE, staff.uid[i], month)
        out[i] = (unit(w0) < most_death) | (unit(w1) < most_resignation) | (unit(w2) < p.transfer / 12.0)
    for i in range(len(out)):
        out[i] |= over(staff.contract_end[i], month) | reached(month - staff.birth_month[i], last_month[i])
        out[i] |= staff.discipline[i] == DISMISSAL
    if p.early_retirement.max() > 0.0:
        for i in range(len(out)):
            left = last_month[i] - (month - staff.birth_month[i])
            out[i] |= may_leave_early(staff.employment[i], left, p.early_years)


@compiled
def _decide(staff: Workforce, types: Types, p: Parameters, seed: int, month: int, exposed: Byte, fate: Byte) -> None:
    """What happens to those; the last that applies counts. A contract that is renewed gets its new end."""
    for i in range(len(fate)):
        fate[i] = STAYS
        if exposed[i] == 0:
            continue
        age_months = month - staff.birth_month[i]
        gain = max(staff.gain[0][i], 0.0) + max(staff.gain[1][i], 0.0) + max(staff.gain[2][i], 0.0)
        w0, w1, w2, w3 = words(seed, LIFE, staff.uid[i], month)
        what = STAYS
        early = p.early_retirement[staff.office[i]]
        left = types.retirement_months[staff.type[i]] - age_months
        if early > 0.0 and may_leave_early(staff.employment[i], left, p.early_years):
            lot, _, _, _ = words(seed, TURN, staff.uid[i], month)
            if unit(lot) < early / 12.0:
                what = EARLY
        if unit(w2) < p.transfer / 12.0:
            what = TRANSFERS
        if unit(w1) < resignation_hazard(age_months / 12.0, (month - staff.post_month[i]) / 12.0, gain, p):
            what = RESIGNS
        if unit(w0) < death_hazard(min(age_months / 12.0, OLDEST), float(staff.sex[i]), p):
            what = DIES
        if over(staff.contract_end[i], month):
            fit_to_stay = staff.predicate[i] >= GOOD or staff.predicate[i] == 0
            if not fit_to_stay or unit(w3) >= p.renewal:
                what = ENDS
            else:
                years = p.contract_years if staff.employment[i] == PPPK else p.part_time_contract_years
                staff.contract_end[i] = month + 12 * years
        if staff.discipline[i] == DISMISSAL:
            what = DISMISSED
        if reached(age_months, types.retirement_months[staff.type[i]]):
            what = RETIRES
        fate[i] = what


# Acts


def leave_service(state: State, p: Parameters, now: Moment) -> None:
    """Whoever retires, dies, resigns, moves away, goes early, is dismissed or not renewed goes, first of all."""
    state.city.flows[:] = 0
    state.offices.exits[:] = 0
    if now.month < 0:
        return
    fate, rows = np.empty(state.people, np.int8), np.empty(state.people, np.int64)
    rows = rows[: _fates(state.workforce, state.types, p, now.seed, now.month, fate, rows)]
    state.city.flows[_FLOWS] = np.bincount(fate[rows], minlength=EARLY + 1)[RETIRES:]
    np.add.at(state.offices.exits, state.store.office[rows], 1)
    state.offices.exits_year[:] += state.offices.exits
    leave(state, rows, now.month)
