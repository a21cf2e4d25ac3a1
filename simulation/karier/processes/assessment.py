"""Competence assessment (model-spec 5.4): what institutions believe of competence, with error and date."""

from typing import NamedTuple

from karier.compiled import compiled, rule
from karier.randomness import ASSESSMENT, ASSESSMENT_MORE, normal, words
from karier.state import Moment, State
from karier.state.baseline import Baseline
from karier.state.posts import Types
from karier.state.workforce import Workforce

WRITES = {"believed", "believed_month"}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/assessment.yaml."""

    validity: float  # solved for at month 0: baseline's assessment_error
    valid_months: int


# Rules


@rule
def observed(competence: float, error_sd: float, z: float) -> float:
    """observed c_k = c_k + N(0, e·SD0_k), held to the scale 1–5."""
    return min(max(competence + error_sd * z, 1.0), 5.0)


# Loops


@compiled
def assess_rows(staff: Workforce, types: Types, b: Baseline, error: float, seed: int, nth: int, month: int) -> None:
    """Assess everybody once; nth: which round, for the draw; error: e."""
    for i in range(len(staff.uid)):
        family = types.family[staff.type[i]]
        a0, a1, a2, a3 = words(seed, ASSESSMENT, staff.uid[i], nth)
        b0, b1, _, _ = words(seed, ASSESSMENT_MORE, staff.uid[i], nth)
        z = (normal(a0, a1), normal(a2, a3), normal(b0, b1))
        for k in range(3):
            true = staff.base[k][i] + staff.gain[k][i]
            staff.believed[k][i] = observed(true, error * b.competence_sd[family, k], z[k])
        staff.believed_month[i] = month


# Acts


def open_file(state: State, p: Parameters, now: Moment) -> None:
    """Month 0: what the institution believes of everybody as the run begins."""
    assess_rows(
        state.workforce, state.types, state.baseline, state.baseline.assessment_error[0], now.seed, 0, now.month
    )
