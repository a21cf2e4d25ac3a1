"""Fetta, Harper, Knight, Vieira & Williams 2012 (Physica A 391:2898): merit, when the Peter effect is uncertain.

Their finding, as the abstract has it: with social networks and behaviour in the model, promotion on merit has the most
favourable maximum and minimum of efficiency where it is not clear whether the Peter effect exists. Their equations
were not read. So this asks the engine the same question with what it has of both: the pyramid of `pluchino`, a rule
that promotes the connected, and motivation, which answers one's own prospects and being passed over by an unfair rule.

The engine: all that `pluchino` uses, what people expect of the rule in force (prospects, fairness) and motivation. The
adapter: what `pluchino` adds, and the weight of motivation in output.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from karier.arrays import FloatArray
from karier.processes import motivation, promotion
from karier.state import Moment, State
from karier.validation.replications import pluchino, stage

NAME = "fetta"
MERIT = "best_in_post"
RULES = (MERIT, "worst", "random", "seniority", "patronage")


class World(NamedTuple):
    """The pyramid, and what moves drive."""

    pyramid: pluchino.World
    motivation: motivation.Parameters
    drive: float  # of one SD of motivation, as levels of competence


@cache
def world() -> World:
    """From scenarios/replications/fetta.yaml."""
    pyramid = pluchino.world(NAME)
    p = pyramid.performance
    drive = p.validity_drive / p.validity_fit * pyramid.spread
    return World(pyramid, pyramid.source.bind(motivation.Parameters, "motivation"), drive)


def path(rule: str, share: float, seed: int, years: int | None = None) -> FloatArray:
    """Efficiency at the start and after each year, percent, (years + 1,); share: of competence that carries over."""
    w = world()
    p, setup = stage.under(w.pyramid.promotion, w.pyramid.source, rule), w.pyramid.setup
    state = pluchino.opened(w.pyramid, seed)
    stage.output_is_competence(state, w.pyramid.spread, w.drive)
    _set_usual(state, w, stage.instant(seed, 0))
    found = [_efficiency(state, w, stage.instant(seed, 0))]
    for nth in range(1, 1 + (years or setup["years"])):
        pluchino.year(state, w.pyramid, p, share, seed, nth)
        now = stage.instant(seed, 12 * nth)
        _expect(state, w, p, now)
        motivation.move(state, w.motivation, now)
        found.append(_efficiency(state, w, now))
    return np.array(found)


def _set_usual(state: State, w: World, now: Moment) -> None:
    """Motivation of the first day is the usual one."""
    motivation.move(state, w.motivation, now)
    usual = state.workforce.motivation.astype(np.float64)
    state.baseline.drive_mean[:], state.baseline.drive_sd[:] = usual.mean(), usual.std()


def _expect(state: State, w: World, p: promotion.Parameters, now: Moment) -> None:
    """What everybody may expect, each seen through the window in which the next step is one level up."""
    staff, above = state.workforce, len(w.pyramid.plan.seats)
    prospect, passed_over = np.zeros(state.people, np.float32), np.zeros(state.people, np.float32)
    for window in w.pyramid.windows:
        stage.show(state, window)
        promotion.expect(state, p, now)
        here = (staff.type >= window.lowest) & (staff.type < above)
        prospect[here], passed_over[here] = staff.prospect[here], staff.passed_over[here]
        above = window.lowest
    staff.prospect[:], staff.passed_over[:] = prospect, passed_over


def _efficiency(state: State, w: World, now: Moment) -> float:
    stage.perform(state, w.pyramid.performance, now)
    return pluchino.efficiency(state, w.pyramid, state.workforce.log_output + w.pyramid.plan.required)


def changes(seed: int, years: int | None = None) -> dict[str, FloatArray]:
    """rule → change of efficiency from the start to the mean of the last half of the years, points, by share."""
    shares: Any = world().pyramid.setup["carries_over"]
    found = {}
    for rule in RULES:
        paths = [path(rule, share, seed, years) for share in shares]
        found[rule] = np.array([seen[len(seen) // 2 :].mean() - seen[0] for seen in paths])
    return found


def measure(seed: int) -> tuple[float, ...]:
    """Merit's best case less the best case of any other rule, points; the same of the worst cases."""
    found = changes(seed)
    others = [found[rule] for rule in RULES if rule != MERIT]
    maximum = found[MERIT].max() - max(seen.max() for seen in others)
    minimum = found[MERIT].min() - max(seen.min() for seen in others)
    return float(maximum), float(minimum)


def figure_data(seed: int = 0) -> pd.DataFrame:
    """By rule and share of competence that carries over: change of efficiency, points."""
    shares = world().pyramid.setup["carries_over"]
    table = pd.DataFrame(changes(seed)).assign(share=shares)
    return table.melt("share", var_name="rule", value_name="change")
