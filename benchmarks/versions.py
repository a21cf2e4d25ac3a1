"""One run of each version: how long a person-month took, and what was observed."""

import gc
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from benchmarks.mesa_core import MesaCore
from benchmarks.numpy_core import NumpyCore
from benchmarks.world import SEEN, calendar_of_the_core, observed, opening
from karier import CareerModel
from karier.scenario import Scenario

PEOPLE = 1  # whose opening state all versions and all runs begin with


class Timed(NamedTuple):
    """One run."""

    ns: float  # CPU nanoseconds a person-month
    person_months: int
    seen: Any  # (months, SEEN)


def _timed(
    step: Callable[[], None], headcount: Callable[[], int], row: Callable[[], list[float]], months: int
) -> Timed:
    people, rows = 0, []
    gc.collect()
    start = time.process_time_ns()
    for _ in range(months):
        step()
        people += headcount()
        rows.append(row())
    return Timed((time.process_time_ns() - start) / people, people, np.array(rows))


def mesa(s: Scenario, seed: int, months: int) -> Timed:
    """The idiomatic one."""
    m = MesaCore(s, opening(s, PEOPLE), seed)
    found = m.datacollector.model_vars
    return _timed(m.step, lambda: len(m.people), lambda: [found[name][-1] for name in SEEN], months)


def numpy(s: Scenario, seed: int, months: int) -> Timed:
    """The vectorised one."""
    m = NumpyCore(s, opening(s, PEOPLE), seed)
    return _timed(m.step, lambda: m.c.n, lambda: m.seen[-1], months)


def karier(s: Scenario, seed: int, months: int) -> Timed:
    """Ours: `CareerModel.step` with the core's acts on its calendar and all of its observation."""
    with calendar_of_the_core():
        return whole(s, seed, months)


def whole(s: Scenario, seed: int, months: int) -> Timed:
    """Ours as it is shipped: all acts, money and citizens among them."""
    m = CareerModel(s, PEOPLE)
    m.seed = seed  # its own luck from month 0 on, for the same people
    return _timed(m.step, lambda: m.state.people, lambda: observed(m.month), months)
