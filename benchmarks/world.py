"""What the three versions share: the people of the first day, the numbers of the rules, and what is observed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from karier import CareerModel, model
from karier.processes import (
    appraisal,
    exits,
    learning,
    motivation,
    performance,
    presence,
    promotion,
    rank,
    recruitment,
    services,
    training,
)
from karier.scenario import Scenario, load
from karier.state import State

CORE = (
    exits.leave_service, rank.grant, promotion.fill, recruitment.arrive, recruitment.open_round, promotion.expect,
    training.plan, training.hold, learning.learn, motivation.move, presence.attend, performance.perform,
    services.serve, appraisal.appraise,
)  # fmt: skip
DIMENSIONS = ("technical", "managerial", "sociocultural")
SEEN = (  # what all three versions observe each month
    "headcount", "mean_age", *(f"mean_competence_{k}" for k in DIMENSIONS), "gain_retained", "mean_motivation",
    "presence", "mean_performance", "training_hours", "rating_share_very_good", "on_time_share", "turnaround_days",
)  # fmt: skip
LATEST = 32_000  # a month that never comes


def core(place: str, years: int) -> Scenario:
    """A place whose vacancies are filled by list and predicate: what all three versions have, without talent boxes."""
    return load(place, set={"promotion.rule": "duk_predicate"}, years=years)


class Rules(NamedTuple):
    """The parameters of the core rules as a month has them."""

    exits: exits.Parameters
    rank: rank.Parameters
    promotion: promotion.Parameters
    recruitment: recruitment.Parameters
    training: training.Parameters
    learning: learning.Parameters
    motivation: motivation.Parameters
    presence: presence.Parameters
    performance: performance.Parameters
    services: services.Parameters
    appraisal: appraisal.Parameters


def rules(scenario: Scenario, month: int) -> Rules:
    """Those of a month of the run, bound by the model's own hand."""
    now = model.moment(scenario, 0, month)
    of = {act.__module__.rpartition(".")[2]: act for act in CORE}
    return Rules(**{name: model.parameters(of[name], scenario, now) for name in Rules._fields})


def opening(scenario: Scenario, seed: int) -> State:
    """The people and offices in which month 0 begins: the caller's own copy."""
    return CareerModel(scenario, seed).state


def title(act: Any) -> str:
    """`learning.learn`: file and function."""
    return f"{act.__module__.rpartition('.')[2]}.{act.__name__}"


@contextmanager
def calendar_of_the_core() -> Iterator[None]:
    """While it lasts `CareerModel.step` makes the core's acts alone; it observes all it always observes."""
    usual = model.CALENDAR
    model.CALENDAR = tuple(entry for entry in usual if entry.act in CORE)
    try:
        yield
    finally:
        model.CALENDAR = usual


def observed(month: dict[str, float]) -> list[float]:
    """SEEN, from a row of `CareerModel.month`."""
    return [month[name] for name in SEEN]


def plain(value: Any) -> Any:
    """Arrays as lists, NumPy's scalars as Python's: what a loop in plain Python reads fastest."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(plain(part) for part in value))
    return value.item() if isinstance(value, np.generic) else value
