"""Presence (model-spec 5.1): the share of paid hours at work, apart from how well one works."""

from typing import NamedTuple

import numpy as np

from karier.compiled import compiled, rule
from karier.maths import logistic
from karier.rules.conduct import Conduct
from karier.rules.gather import standardised
from karier.state import Moment, State
from karier.state.baseline import Baseline
from karier.state.offices import Offices
from karier.state.workforce import Workforce

WRITES = {"absence"}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/presence.yaml."""

    mean_absence: float  # solved for at month 0: baseline's a0
    drive: float
    deterrence: float
    conduct: Conduct


# Rules


@rule
def absence(intercept: float, z_m: float, slope: float, deterred: float) -> float:
    """logit(absence) = a0 − a_m·z_m − a_d·(detection·sanction − the usual), share of paid hours."""
    return logistic(intercept - slope * z_m - deterred)


@rule
def deterrence(detection: float, sanction: float, usual: float, slope: float) -> float:
    """a_d·(perceived detection × chance of a sanction − the baseline's), logit; usual: the baseline's product."""
    return slope * (detection * sanction - usual)


# Loops


@compiled
def _attend(staff: Workforce, offices: Offices, b: Baseline, p: Parameters) -> None:
    deterred, c = np.empty(len(offices.detection)), p.conduct
    for o in range(len(deterred)):
        usual = c.today_monitoring[o] * c.today_enforcement[o]
        deterred[o] = deterrence(offices.detection[o], c.enforcement[o], usual, p.deterrence)
    z_m, fear = np.empty(len(staff.uid)), np.empty(len(staff.uid))
    standardised(staff.motivation, b.drive_mean, b.drive_sd, staff.level, z_m)
    for i in range(len(z_m)):
        fear[i] = deterred[staff.office[i]]
    for i in range(len(z_m)):
        staff.absence[i] = absence(b.absence_intercept[0], z_m[i], p.drive, fear[i])


# Acts


def attend(state: State, p: Parameters, now: Moment) -> None:
    """Who is at work this month, as a share of paid hours."""
    _attend(state.workforce, state.offices, state.baseline, p)
