"""Lazear 2004 (J. Polit. Econ. 112(S1):S141): output falls after promotion because luck does not come along.

The engine: output as a lasting quality and the year's luck, the yearly appraisal and its cut, the law that asks for
the predicate "good" before promotion, the filling of posts. The adapter: where the cut lies, and as many posts above
as there are people, so that whoever meets the standard rises.
"""

import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from karier.arrays import FloatArray
from karier.processes import appraisal, performance, promotion, recruitment
from karier.validation.replications import stage
from karier.validation.replications.reading import replication

NAME = "lazear"
THRESHOLDS = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)  # of the figure
NEVER_CUT = 99.0  # SD


class World(NamedTuple):
    """The set-up and the engine's parameters."""

    setup: Any
    performance: performance.Parameters
    appraisal: appraisal.Parameters
    promotion: promotion.Parameters
    recruitment: recruitment.Parameters


@cache
def world() -> World:
    """From scenarios/replications/lazear.yaml."""
    source = replication(NAME)
    return World(
        source.setup,
        source.bind(performance.Parameters, "performance"),
        source.bind(appraisal.Parameters, "appraisal"),
        stage.under(source.bind(promotion.Parameters, "promotion"), source, "random"),
        source.bind(recruitment.Parameters, "recruitment"),
    )


def expected(threshold: float, ability_sd: float = 1.0, luck_sd: float = 1.0) -> float:
    """(σe²/σ)·h(x/σ), σ² = σa² + σe², h(z) = φ(z)/(1 − Φ(z)): the fall among those whose sum exceeds x."""
    sd = math.hypot(ability_sd, luck_sd)
    z = threshold / sd
    density = math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    return luck_sd**2 / sd * density / (0.5 * math.erfc(z / math.sqrt(2.0)))


def falls(threshold: float, seed: int) -> FloatArray:
    """Output in the year of promotion less output in the year after it, of everybody who rose; SD of ability."""
    w = world()
    people = w.setup["people"]
    plan = stage.Organisation((people, people), required=3.0)
    state = stage.organisation(plan)
    stage.recruit(state, w.recruitment, stage.vacant(state, 0), stage.instant(seed, 0))
    b, sd = state.baseline, math.hypot(w.setup["ability_sd"], w.setup["luck_sd"])
    b.lasting_sd[:], b.luck_sd[:], b.output_sd[:] = w.setup["ability_sd"], w.setup["luck_sd"], sd
    b.cuts[:] = (-NEVER_CUT, -NEVER_CUT, threshold / sd, NEVER_CUT)  # below "good" or not
    performance.perform(state, w.performance, stage.instant(seed, 0))
    appraisal.appraise(state, w.appraisal, stage.instant(seed, 11))
    before = state.workforce.log_output.copy()
    stage.promote(state, stage.windows(plan), w.promotion, 1.0, stage.instant(seed, 12))
    performance.perform(state, w.performance, stage.instant(seed, 12))
    return np.asarray((before - state.workforce.log_output)[state.workforce.level == 1])


def measure(seed: int) -> tuple[float, ...]:
    """The mean fall at each threshold of the set-up."""
    return tuple(float(falls(x, seed).mean()) for x in world().setup["thresholds"])


def figure_data(seed: int = 0) -> pd.DataFrame:
    """By threshold: the mean fall in the engine and by the formula, SD of ability."""
    rows = [(x, float(falls(x, seed).mean()), expected(x)) for x in THRESHOLDS]
    return pd.DataFrame(rows, columns=["threshold", "engine", "formula"])
