"""Pluchino, Rapisarda & Garofalo 2010 (Physica A 389:467): whom to promote if Peter is right, and if he is not.

The engine: exits (retirement, dismissal), promotion by rule and its chains, what carries over (ρ_T: 0 is Peter's
hypothesis), recruitment and competence, output. The adapter: competence below the threshold is marked for dismissal,
ages of newcomers are normal, efficiency is weighted by responsibility, and there are six steps.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from karier.arrays import FloatArray
from karier.processes import exits, performance, promotion, recruitment
from karier.state import State
from karier.state.workforce import DISMISSAL
from karier.validation.replications import stage
from karier.validation.replications.reading import Replication, replication

NAME = "pluchino"
RULES = ("best_in_post", "worst", "random")
HYPOTHESES = ("common_sense", "peter")
LOWEST, HIGHEST, ENGINE_LOWEST, ENGINE_HIGHEST = 1.0, 10.0, 1.0, 5.0  # scales of competence: the paper's, the engine's


class World(NamedTuple):
    """The set-up and the engine's parameters."""

    setup: Any
    plan: stage.Organisation
    windows: tuple[stage.Window, ...]
    spread: float  # SD of competence, engine's levels
    exits: exits.Parameters
    promotion: promotion.Parameters
    recruitment: recruitment.Parameters
    performance: performance.Parameters
    source: Replication


@cache
def world(name: str = NAME) -> World:
    """From scenarios/replications/<name>.yaml."""
    source = replication(name)
    setup, hires = source.setup, source.bind(recruitment.Parameters, "recruitment")
    seats = tuple(reversed(setup["seats"]))
    plan = stage.Organisation(seats, to_engine(setup["competence"]["mean"]), 12 * setup["retire_over"])
    return World(
        setup, plan, stage.windows(plan), hires.people.spread,
        source.bind(exits.Parameters, "exits"),
        source.bind(promotion.Parameters, "promotion"),
        hires,
        source.bind(performance.Parameters, "performance"),
        source,
    )  # fmt: skip


def to_engine(competence: float) -> float:
    """The paper's scale 1–10 as the engine's 1–5."""
    return ENGINE_LOWEST + (competence - LOWEST) * (ENGINE_HIGHEST - ENGINE_LOWEST) / (HIGHEST - LOWEST)


def efficiency(state: State, w: World, output: FloatArray) -> float:
    """Σ responsibility × output over its highest value, in percent: 10 in every post.

    output: (people,) competence shown in the post, engine's levels.
    """
    staff, responsibility = state.workforce, np.array(w.setup["responsibility"][::-1])
    of_paper = LOWEST + (output - ENGINE_LOWEST) * (HIGHEST - LOWEST) / (ENGINE_HIGHEST - ENGINE_LOWEST)
    most = HIGHEST * float((responsibility * w.plan.seats).sum())
    return 100.0 * float((responsibility[staff.type] * of_paper).sum()) / most


def opened(w: World, seed: int) -> State:
    """Every post filled by a newcomer."""
    state = stage.organisation(w.plan)
    stage.output_is_competence(state, w.spread)
    _newcomers(state, w, np.arange(len(state.posts.type)), seed, 0)
    return state


def year(state: State, w: World, p: promotion.Parameters, share: float, seed: int, nth: int) -> None:
    """A year: the old and the incompetent go, posts are filled from the top down, newcomers take the lowest."""
    now = stage.instant(seed, 12 * nth)
    staff = state.workforce
    staff.discipline[staff.base[0] < to_engine(w.setup["dismissed_below"])] = DISMISSAL
    exits.leave_service(state, w.exits, now)
    stage.perform(state, w.performance, now)
    stage.promote(state, w.windows, p, share, now)
    _newcomers(state, w, stage.vacant(state, 0), seed, 12 * nth)


def _newcomers(state: State, w: World, posts: Any, seed: int, month: int) -> None:
    rows, age = stage.recruit(state, w.recruitment, posts, stage.instant(seed, month)), w.setup["age"]
    years = stage.drawn(seed, state.store.uid[rows], age["mean"], age["sd"], age["lowest"], age["highest"])
    state.store.birth_month[rows] = month - np.floor(12.0 * years)


def path(rule: str, hypothesis: str, seed: int, years: int | None = None) -> FloatArray:
    """Efficiency at the start and after each year, percent, (years + 1,)."""
    w = world()
    p = stage.under(w.promotion, w.source, rule)
    state, share = opened(w, seed), float(w.setup["carries_over"][hypothesis])
    found = [efficiency(state, w, state.workforce.base[0])]
    for nth in range(1, 1 + (years or w.setup["years"])):
        year(state, w, p, share, seed, nth)
        found.append(efficiency(state, w, state.workforce.base[0]))
    return np.array(found)


def changes(seed: int, years: int | None = None) -> dict[tuple[str, str], float]:
    """(hypothesis, rule) → change of efficiency from the start to the mean of the last half of the years, points."""
    found = {}
    for hypothesis in HYPOTHESES:
        for rule in RULES:
            seen = path(rule, hypothesis, seed, years)
            found[hypothesis, rule] = float(seen[len(seen) // 2 :].mean() - seen[0])
    return found


def measure(seed: int) -> tuple[float, ...]:
    """Changes by hypothesis and rule; then the distances that make the order, which are to be positive.

    Common sense: best over random, random over worst. Peter: worst over random, random over best, start over best.
    """
    found = changes(seed)
    sizes = [found[h, rule] for h in HYPOTHESES for rule in RULES]
    (best, worst, lot), (peter_best, peter_worst, peter_lot) = sizes[:3], sizes[3:]
    return *sizes, best - lot, lot - worst, peter_worst - peter_lot, peter_lot - peter_best, -peter_best


def figure_data(seed: int = 0) -> pd.DataFrame:
    """By hypothesis, rule and year: efficiency, percent."""
    parts = []
    for hypothesis in HYPOTHESES:
        for rule in RULES:
            seen = path(rule, hypothesis, seed)
            parts.append(pd.DataFrame({"hypothesis": hypothesis, "rule": rule, "year": range(len(seen))}))
            parts[-1]["efficiency"] = seen
    return pd.concat(parts, ignore_index=True)
