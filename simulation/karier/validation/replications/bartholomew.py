"""Bartholomew's manpower model (Stochastic Models for Social Processes): what sizes and wastage make of promotion.

Published as a push, n(t + 1) = n(t)·P + R: rates of promotion are given and sizes follow. The engine pulls: sizes are
given, exits open posts and promotions fill them. So it has to show the dual, from sizes and wastage the flows.

The engine: exits, promotion with its chains, recruitment. The adapter: one step a year.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from karier.arrays import FloatArray
from karier.processes import exits, promotion, recruitment
from karier.state.city import FLOWS
from karier.validation.replications import stage
from karier.validation.replications.reading import replication

NAME = "bartholomew"
FLOW_NAMES = ("from_lowest", "from_middle")


class World(NamedTuple):
    """The set-up and the engine's parameters."""

    setup: Any
    exits: exits.Parameters
    promotion: promotion.Parameters
    recruitment: recruitment.Parameters


class Flows(NamedTuple):
    """A year's, by step from the lowest."""

    wastage: FloatArray  # (steps,) share of those there at the year's start who left
    promoted: FloatArray  # (steps,) share of those there at the year's start who rose from here
    recruits: float  # people


@cache
def world() -> World:
    """From scenarios/replications/bartholomew.yaml."""
    source = replication(NAME)
    return World(
        source.setup,
        source.bind(exits.Parameters, "exits"),
        stage.under(source.bind(promotion.Parameters, "promotion"), source, "random"),
        source.bind(recruitment.Parameters, "recruitment"),
    )


def pushed(stay: FloatArray, promoted: FloatArray, recruits: float) -> FloatArray:
    """Sizes at which n = n·P + R stands still: R·(I − P)⁻¹. stay, promoted: (steps,) shares a year."""
    p = np.diag(stay) + np.diag(promoted[:-1], 1)
    entry = np.eye(len(stay))[0] * recruits
    return np.asarray(entry @ np.linalg.inv(np.eye(len(stay)) - p))


def published() -> FloatArray:
    """The sizes that follow from the published rates."""
    given = world().setup["push"]
    return pushed(np.array(given["stay"]), np.array([*given["promote"], 0.0]), given["recruits"])


def years(seed: int) -> list[Flows]:
    """The flows of each year while all posts are filled at its end."""
    w = world()
    plan = stage.Organisation(tuple(w.setup["seats"]), required=3.0)
    state, through = stage.organisation(plan), stage.windows(plan)
    stage.recruit(state, w.recruitment, np.arange(sum(plan.seats)), stage.instant(seed, 0))
    found = []
    for nth in range(1, 1 + w.setup["years"]):
        seats = np.array(plan.seats)
        before = np.bincount(state.workforce.type, minlength=len(seats))
        exits.leave_service(state, w.exits, stage.instant(seed, 12 * nth))
        left = before - np.bincount(state.workforce.type, minlength=len(seats))
        now = stage.instant(seed, 12 * nth + 1)  # what exits left is due; what the chain opens is not, but by the chain
        stage.promote(state, through, w.promotion, 1.0, now)
        reached = np.bincount(state.workforce.type[state.workforce.promoted_month == now.month], minlength=len(seats))
        stage.recruit(state, w.recruitment, stage.vacant(state, 0), now)
        rose = np.append(reached[1:], 0)
        found.append(Flows(left / before, rose / before, float(state.city.flows[FLOWS.index("recruited")])))
    return found


def measure(seed: int) -> tuple[float, ...]:
    """Promotion from the lowest and the middle step, recruits in 1,000 posts; sizes by the push, from two sources.

    The sizes: those that the published rates give, and those that the engine's own flows give.
    """
    found, posts = years(seed), sum(world().setup["seats"])
    wastage, promoted = (np.mean([getattr(f, name) for f in found], axis=0) for name in ("wastage", "promoted"))
    recruits = 1000.0 * float(np.mean([f.recruits for f in found])) / posts
    again = pushed(1.0 - wastage - promoted, promoted, recruits)
    return float(promoted[0]), float(promoted[1]), recruits, *published().tolist(), *again.tolist()


def figure_data(seed: int = 0) -> pd.DataFrame:
    """By year and flow: its rate in the engine and the one that the dual asks. Flows: from_lowest, from_middle."""
    promote = world().setup["push"]["promote"]
    rows = [
        (nth, flow, float(f.promoted[step]), promote[step])
        for nth, f in enumerate(years(seed), 1)
        for step, flow in enumerate(FLOW_NAMES)
    ]
    return pd.DataFrame(rows, columns=["year", "flow", "engine", "dual"])
