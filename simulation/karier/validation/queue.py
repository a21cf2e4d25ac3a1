"""Queues: Erlang's values, exact months of a docket (`queue_exact.csv`), and whole years simulated case by case."""

import csv
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import gamma

from karier.arrays import FloatArray
from karier.rules.crowd import NUMBERS, STATES
from karier.rules.queue import docket_follow, docket_month
from karier.validation.pattern import chosen

PATIENCE_SECONDS, CASE_SECONDS, ERLANGS = 30.0, 600.0, 5.0
LIGHT = 0.9  # loads ρ up to here are held to the narrower bound


class ExactMonth(NamedTuple):
    """A month of M/M/n from a known number in the system, time in service times; tools/make_queue_table.py."""

    n: float
    load: float  # ρ
    start: float  # cases in the system
    services: float  # length of the month
    mean: float  # cases in the system, mean over the month
    end: float  # cases in the system at its end


class Year(NamedTuple):
    """Twelve months of a docket line that starts empty. Hours of a month and of a case; staff and load by month."""

    hours: float
    case_hours: float
    staff: tuple[int, ...]
    cases_hour: tuple[float, ...]


_SEASON = (0.85, 0.9, 1.0, 1.05, 0.8, 1.1, 1.2, 1.0, 0.95, 1.0, 1.1, 1.05)  # invented, like the staff: a hard year
SMALL = Year(160.0, 1.0, (3, 3, 3, 2, 2, 3, 3, 4, 4, 3, 3, 3), tuple(2.7 * s for s in _SEASON))
LARGE = Year(160.0, 4.0, (10, 10, 9, 9, 9, 10, 10, 11, 11, 11, 10, 10), tuple(2.3 * s for s in _SEASON))


def settled(n: float, load: float) -> tuple[FloatArray, float]:
    """Chances of the numbers in the system, and their mean, after a hundred equal months of a docket. load: erlangs."""
    crowd, queue, mean = np.zeros(STATES), load, 0.0
    for _ in range(100):
        month = docket_follow(crowd, queue, load, n, 1.0, 160.0, 1.0)
        queue, mean = month.queue, month.mean_queue
    return crowd, mean


def waiting(n: float, load: float, services: float = 0.0) -> float:
    """Share of cases that wait longer than so many service times: from x ≥ n in the system until x + 1 − n are done."""
    crowd, _ = settled(n, load)
    busy = n <= NUMBERS
    return float(crowd[busy] @ gamma.sf(services, NUMBERS[busy] + 1.0 - n, scale=1.0 / n))


def erlang(_seed: int) -> tuple[float, ...]:
    """Erlang's values by the engine's dockets: chances of waiting, a mean wait, shares answered in time by 6, 7, 8."""
    answered = (1.0 - waiting(n, ERLANGS, PATIENCE_SECONDS / CASE_SECONDS) for n in (6.0, 7.0, 8.0))
    wait = settled(3.0, 2.0)[1] / 2.0 - 1.0  # Little: time in the system, less the service itself
    return waiting(3.0, 2.0), wait, waiting(55.0, 48.0), *answered


@cache
def exact_months() -> tuple[ExactMonth, ...]:
    """All months of the table."""
    with Path(__file__).with_name("queue_exact.csv").open(encoding="utf-8") as file:
        return tuple(ExactMonth(**{name: float(value) for name, value in row.items()}) for row in csv.DictReader(file))


def error(month: ExactMonth) -> float:
    """Relative error of the docket's mean number in the system."""
    ours = docket_month(month.start, month.load * month.n, month.n, 1.0, month.services, 1.0)
    return ours.mean_queue / month.mean - 1.0


def docket(_seed: int) -> tuple[float, ...]:
    """M/M/3, ρ = 1, 160 h of 15-minute cases from empty: mean, end. The table's worst errors, ρ ≤ .9 and above."""
    full = docket_month(0.0, 12.0, 3.0, 4.0, 160.0, 1.0)
    light = max(abs(error(m)) for m in exact_months() if m.load <= LIGHT)
    heavy = max(abs(error(m)) for m in exact_months() if m.load > LIGHT)
    return full.mean_queue, full.queue, light, heavy


def chained(year: Year) -> list[float]:
    """Mean number in the system, month by month, by the docket rule."""
    crowd, queue, found = np.zeros(STATES), 0.0, []
    for n, cases in zip(year.staff, year.cases_hour, strict=True):
        month = docket_follow(crowd, queue, cases, float(n), 1.0 / year.case_hours, year.hours, 1.0)
        queue = month.queue
        found.append(month.mean_queue)
    return found


def simulated(year: Year, seed: int) -> list[float]:
    """The same from one run of Ciw (Palmer et al. 2019, doi 10.1080/17477778.2018.1473909), case by case."""
    try:
        import ciw
    except ImportError as missing:
        raise ImportError(
            "this check compares with Ciw: install `ciw` (it is among the development tools)"
        ) from missing
    ends = [year.hours * (k + 1) for k in range(len(year.staff))]
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.PoissonIntervals(list(year.cases_hour), ends, ends[-1])],
        service_distributions=[ciw.dists.Exponential(1.0 / year.case_hours)],
        number_of_servers=[ciw.Schedule(list(year.staff), ends, preemption="resample")],
    )
    run: Any = ciw.Simulation(network, tracker=ciw.trackers.SystemPopulation())
    run.simulate_until_max_time(ends[-1])
    times, numbers = np.array([(t, x) for t, x in run.statetracker.history if t < ends[-1]], float).T
    edges = np.unique(np.concatenate([[0.0], times, ends]))
    inside = numbers[np.maximum(np.searchsorted(times, edges[:-1], side="right") - 1, 0)]
    month = np.minimum((edges[:-1] / year.hours).astype(int), len(ends) - 1)
    return list(np.bincount(month, weights=inside * np.diff(edges), minlength=len(ends)) / year.hours)


def years(seed: int) -> tuple[float, ...]:
    """Ciw over the rule, for each line: mean number of the year, and of the month in which the rule has most."""
    found = []
    for year in (SMALL, LARGE):
        ours, theirs = chained(year), simulated(year, seed)
        most = int(np.argmax(ours))
        found += [sum(theirs) / sum(ours), theirs[most] / ours[most]]
    return tuple(found)


CHECKS = (
    (
        "erlang",
        chosen("queue", ("erlang_c_3_2", "wait_3_2", "erlang_c_55_48", "answered_6", "answered_7", "answered_8")),
        erlang,
        1,
    ),
    ("docket", chosen("queue", ("docket_mean", "docket_end", "docket_light", "docket_heavy")), docket, 1),
    ("docket_years", chosen("queue", ("year_small", "peak_small", "year_large", "peak_large")), years, 200),
)
