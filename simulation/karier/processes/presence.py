"""Presence (model-spec 5.1): the share of paid hours at work, apart from how well one works."""

from typing import NamedTuple

from karier.compiled import compiled, rule
from karier.maths import logistic
from karier.state import Moment, State
from karier.state.baseline import Baseline
from karier.state.workforce import Workforce

WRITES = {"absence"}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/presence.yaml."""

    mean_absence: float  # solved for at month 0: baseline's a0
    drive: float


# Rules


@rule
def absence(intercept: float, z_m: float, slope: float) -> float:
    """logit(absence) = a0 − a_m·z_m, share of paid hours; detection and sanction stand in a0 at their usual level."""
    return logistic(intercept - slope * z_m)


# Loops


@compiled
def _attend(staff: Workforce, b: Baseline, p: Parameters) -> None:
    for i in range(len(staff.uid)):
        ell = staff.level[i]
        z_m = (staff.motivation[i] - b.drive_mean[ell]) / b.drive_sd[ell]
        staff.absence[i] = absence(b.absence_intercept[0], z_m, p.drive)


# Acts


def attend(state: State, p: Parameters, now: Moment) -> None:
    """Who is at work this month, as a share of paid hours."""
    _attend(state.workforce, state.baseline, p)
