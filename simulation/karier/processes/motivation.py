"""Motivation (model-spec 5.3): each person's drive η moves towards where the rules in force pull it; m = logistic(η).

An unconditional raise is no term here: it enters pay alone (de Ree et al. 2018).
"""

from typing import NamedTuple

import numpy as np

from karier.compiled import compiled, rule
from karier.maths import half_life, logistic
from karier.rules.coached import Coaching, goes_on
from karier.rules.conduct import Conduct
from karier.rules.gather import gather
from karier.rules.ladder import Ladder
from karier.rules.own_drive import OwnDrive
from karier.rules.stakes import Stakes
from karier.state import Moment, State
from karier.state.offices import Offices
from karier.state.posts import Types
from karier.state.workforce import GUIDANCE, NOBODY, Workforce

WRITES = {"drive", "motivation"}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/motivation.yaml."""

    speed_half_life: float
    incentive: float
    prospect: float
    grievance: float
    growth: float
    growth_jp: float
    overload: float
    overload_from: float
    stagnation: float
    last_months: int
    recognition: float
    guidance: float
    distrust: float
    mentoring: float
    coaching_effect: float
    ladder: Ladder
    stakes: Stakes
    conduct: Conduct
    coaching: Coaching
    own_drive: OwnDrive


# Rules


@rule
def target(
    own: float,
    incentive: float,
    prospect: float,
    passed_over: float,
    growth: float,
    overload: float,
    shut: float,
    awarded: float,
    guided: float,
    watched: float,
    mentored: float,
    coached: float,
    p: Parameters,
) -> float:
    """η* = η0 + θ_inc·b·r̂ + θ_V·V + growth + award + guidance + mentoring + coaching − χ(1 − ρ̂) − overload − …, logit.

    incentive: b·r̂; prospect: chance × pay step; passed_over: 1 − ρ̂ of promotions for those passed over and 1 − ρ̂ of
    awards for those not awarded; growth, overload, shut, awarded, guided: 0 … 1; watched: monitoring above the usual;
    mentored: 0 or 1; coached: logit, see `coaching_pull`. Last: − stagnation − distrust.
    """
    return (
        own
        + p.incentive * incentive
        + p.prospect * prospect
        + p.growth * growth
        + p.recognition * awarded
        + p.guidance * guided
        + p.mentoring * mentored
        + coached
        - p.grievance * passed_over
        - p.overload * overload
        - p.stagnation * shut
        - p.distrust * watched
    )


@rule
def coaching_pull(effect: float, spread: float, months: int, half: float) -> float:
    """What coaching adds to η* while it runs, logit: d·SD(η0)/(1 − 2^{−months/half}), so that d holds at its end."""
    return effect * spread / (1.0 - half_life(float(months), half))


@rule
def ladder_shut(level: int, jenjang: int, rank: int, top: int, months_left: int, last_months: int) -> float:
    """1 where rank ceiling or age shuts the ladder (Bertrand et al. 2020), else 0."""
    at_ceiling = (level == 0) & (jenjang == 0) & (rank >= top)
    return 1.0 if at_ceiling | (months_left <= last_months) else 0.0


# Loops


@compiled
def _move(staff: Workforce, types: Types, offices: Offices, p: Parameters, validity: float, month: int) -> None:
    step = 1.0 - half_life(1.0, p.speed_half_life)
    top = p.ladder.top_by_education
    pull = coaching_pull(p.coaching_effect, p.own_drive.drive_spread, p.coaching.months, p.speed_half_life)
    n, offices_ = len(staff.uid), len(offices.head)
    load, watched = np.empty(offices_), np.empty(offices_)
    for o in range(offices_):
        load[o] = min(1.0, max(offices.utilisation[o] - p.overload_from, 0.0))
        watched[o] = max(offices.monitored[o] - p.conduct.today_monitoring[o], 0.0)
    stake, loaded, unfair_there, seen = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    gather(p.stakes.stake, staff.office, stake)
    gather(load, staff.office, loaded)
    gather(offices.award_grievance, staff.office, unfair_there)
    gather(watched, staff.office, seen)
    retires, jenjang, highest = np.empty(n, np.int16), np.empty(n, np.int8), np.empty(n, np.int64)
    gather(types.retirement_months, staff.type, retires)
    gather(types.jenjang, staff.type, jenjang)
    gather(top, staff.education, highest)
    for i in range(n):
        left = retires[i] - (month - staff.birth_month[i])
        shut = ladder_shut(staff.level[i], jenjang[i], staff.rank[i], highest[i], left, p.last_months)
        growth = min(1.0, np.float64(staff.jp_year[i]) / p.growth_jp)
        awarded = 1.0 if staff.award[i] == 1 else 0.0
        unfair = np.float64(staff.passed_over[i]) + (1.0 - awarded) * unfair_there[i]
        guided = 1.0 if (staff.discipline[i] == GUIDANCE) & (month < staff.discipline_until[i]) else 0.0
        mentored = 1.0 if staff.mentor[i] != NOBODY else 0.0
        coached = pull if goes_on(month, staff.coaching_end[i]) else 0.0
        aim = target(
            np.float64(staff.own_drive[i]), stake[i] * validity, np.float64(staff.prospect[i]), unfair, growth,
            loaded[i], shut, awarded, guided, seen[i], mentored, coached, p,
        )  # fmt: skip
        staff.drive[i] = staff.drive[i] + step * (aim - staff.drive[i])
    for i in range(len(staff.uid)):  # apart from the look-ups above, so that it vectorises
        staff.motivation[i] = logistic(staff.drive[i])


# Acts


def move(state: State, p: Parameters, now: Moment) -> None:
    """A month's step of everybody's drive towards its target."""
    _move(state.workforce, state.types, state.offices, p, state.city.validity[0], max(now.month, 0))
