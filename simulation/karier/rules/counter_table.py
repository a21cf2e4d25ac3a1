"""Counters (loket): a day that starts with an empty room and turns away whoever still waits when it closes.

    table() -> Table                                                        read once, handed to the rule
    counter_day(table, arrivals, n, rate, hours, promised) -> CounterDay

Under a constant load a day depends on three numbers: n servers, ρ = Λ/(nμ), and the day's length in service times,
D = hours·μ. `counter_table.npy` holds exact values of M/M/n from empty (Kolmogorov's equations by uniformisation;
`tools/make_counter_table.py` makes it). Between its nodes logarithms run straight over √n, ln ρ and ln D: within
2 % for the mean number waiting and for those left at closing, where either is above .05.
Beyond it: below its first ρ the straight lines go on. A shorter day: the wait in proportion, shares as they are. More
load: all that comes on top waits until closing. A longer day: the queue left at closing grows as a fluid, and its sum
is the waiting. More servers: the excess over the fluid limit falls with 1/√n (heavy traffic: Halfin & Whitt 1981,
doi 10.1287/opre.29.3.567), which overstates waiting at light load. Less than one server: one server at speed n.

Those who find all busy wait a time of mean m, known from the table, whose distribution lies between exponential
(steady state) and uniform (a queue that grows all day). One family of curves joins the two, one for each variance:
a line from empty in heavy traffic, Brownian motion reflected at 0 (Abate & Whitt 1987, doi 10.2307/1427408), seen at a
random time of the day; `counter_curves.npy` holds it, and exact days lie within .3 % points of it. Of those served in
time by that law some come too late in the day: with b the mean wait at closing, the turned away share ·
P(Gamma(2, b) < promised). Against exact days: within 3.5 % points, within 1 where a day is 40 services or more.
"""

import math
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray
from karier.compiled import compiled
from karier.maths import exp, log

SERVERS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 30, 40)
LOADS = (
    0.1, 0.2, 0.3, 0.4, 0.5, 0.58, 0.64, 0.68, 0.72, 0.76, 0.8, 0.84, 0.88, 0.908, 0.932, 0.948, 0.96, 0.972, 0.984,
    1.0, 1.012, 1.024, 1.036, 1.052, 1.072, 1.1, 1.14, 1.2, 1.3, 1.42, 1.6,
)  # fmt: skip
DAYS = (6.0, 6.8, 8.0, 9.5, 11.5, 14.5, 19.0, 25.0, 35.0, 50.0, 76.0, 117.0, 180.0, 270.0)
# Values: ln of the mean wait of all who come (service times), ln of the share turned away, ln of the share of time
# in which all are busy, ln(p90/ln 10 − 1) of wait + service, evenness of the wait of those who find all busy:
# 1.5·(1 − variance/mean²), 0 exponential … 1 uniform
WAIT, AWAY, BUSY, TAIL, EVEN = range(5)
VALUES = 5
EVEN_NODES, CURVE_STEP, CURVE_END = 21, 0.1, 8.0  # curves of evenness 0 … 1, at waits of 0 … 8 means

Found = tuple[float, float, float, float, float]
_LN10 = 2.302585092994046


class Table(NamedTuple):
    """Exact days at the nodes."""

    root_n: FloatArray  # (servers,) √n
    log_load: FloatArray  # (loads,) ln ρ
    log_day: FloatArray  # (days,) ln D
    values: FloatArray  # (servers, loads, days, VALUES)
    curves: FloatArray  # (EVEN_NODES, waits) share that waits longer


class CounterDay(NamedTuple):
    """What an average day looks like to those who come."""

    wait_hours: float  # mean, until served or until closing
    p90_hours: float  # nine in ten take less, wait and service; at most the day
    on_time_share: float  # of all who come: served after a wait within the promise
    turned_away_share: float  # of all who come: still waiting at closing
    utilisation: float  # work begun over the staff's hours, at most 1


def _logs(values: tuple[float, ...]) -> FloatArray:
    return np.array([log(value) for value in values])


@cache
def table() -> Table:
    """The table of this package."""
    return Table(
        np.sqrt(SERVERS), _logs(LOADS), _logs(DAYS), _stored("counter_table.npy"), _stored("counter_curves.npy")
    )


def _stored(name: str) -> FloatArray:
    with files("karier.rules").joinpath(name).open("rb") as file:
        return np.load(file, allow_pickle=False).astype(np.float64)


@compiled
def _cell(axis: FloatArray, x: float) -> tuple[int, float]:
    """The interval of an axis in or next to which x lies, and how far along it."""
    low, high = 0, len(axis) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if axis[middle] <= x:
            low = middle
        else:
            high = middle
    return low, (x - axis[low]) / (axis[low + 1] - axis[low])


@compiled
def _look_up(t: Table, n: float, load: float, day: float) -> Found:
    """Mean wait, share turned away, share of time all busy, p90 (service times), evenness; up to the last nodes."""
    i, u = _cell(t.root_n, math.sqrt(n))
    j, v = _cell(t.log_load, log(max(load, 1e-9)))
    k, w = _cell(t.log_day, log(max(day, 1e-9)))
    mixed = np.zeros(VALUES)
    for a in range(2):
        for b in range(2):
            for c in range(2):
                share = (u if a else 1.0 - u) * (v if b else 1.0 - v) * (w if c else 1.0 - w)
                for q in range(VALUES):
                    mixed[q] += share * t.values[i + a, j + b, k + c, q]
    p90 = _LN10 * (1.0 + exp(mixed[TAIL]))
    even = min(max(mixed[EVEN], 0.0), 1.0)
    return exp(mixed[WAIT]), min(exp(mixed[AWAY]), 1.0), min(exp(mixed[BUSY]), 1.0), p90, even


@compiled
def fluid(load: float, day: float) -> tuple[float, float, float]:
    """Very many servers: mean wait, share turned away, p90 (service times) of a day from empty.

    All are busy after t = ln(ρ/(ρ − 1)); then the line grows, and at closing has grown for D − t.
    """
    if load <= 1.0:
        return 0.0, 0.0, _LN10
    start = min(log(load / (load - 1.0)), day)
    rise = 1.0 - 1.0 / load
    grown = day - start
    p90 = max((load - 1.0) * (0.9 * day - start), _LN10)
    return rise * grown * grown / (2.0 * day), rise * grown / day, p90


@compiled
def _day(t: Table, n: float, load: float, day: float) -> Found:
    """As `_look_up`, for any n ≥ 1, ρ > 0 and D > 0."""
    most_n, most_load, most_day = float(SERVERS[-1]), LOADS[-1], DAYS[-1]
    inside_load, inside_day = min(load, most_load), min(max(day, DAYS[0]), most_day)
    wait, away, busy, p90, even = _look_up(t, min(n, most_n), inside_load, inside_day)
    wait *= min(day / DAYS[0], 1.0)
    if day > most_day:
        more, growth, left = day - most_day, 1.0 - 1.0 / max(inside_load, 1.0), away * most_day
        wait = (wait * most_day + more * (left + growth * more / 2.0)) / day
        away = (left + growth * more) / day
        p90 += 0.9 * max(inside_load - 1.0, 0.0) * more
    if load > most_load:
        wait = (wait * most_load + (load - most_load) * day / 2.0) / load
        away = 1.0 - (1.0 - away) * most_load / load
        busy = 1.0 - (1.0 - busy) * most_load / load
        p90 += 0.9 * (load - most_load) * day
    if n > most_n:
        least_wait, least_away, least_p90 = fluid(load, day)
        shrink = math.sqrt(most_n / n)
        wait = min(wait, least_wait) + max(wait - least_wait, 0.0) * shrink
        away = min(away, least_away) + max(away - least_away, 0.0) * shrink
        p90 = min(p90, least_p90) + max(p90 - least_p90, 0.0) * shrink
    return wait, away, busy, p90, even


@compiled
def longer(t: Table, wait: float, mean: float, even: float) -> float:
    """Share that waits longer, of those who find all busy; wait and mean in the same unit, mean above 0."""
    i = min(int(even * (EVEN_NODES - 1)), EVEN_NODES - 2)
    u = even * (EVEN_NODES - 1) - i
    x = min(wait / mean, CURVE_END) / CURVE_STEP
    j = min(int(x), t.curves.shape[1] - 2)
    v = x - j
    low = t.curves[i, j] * (1.0 - v) + t.curves[i, j + 1] * v
    high = t.curves[i + 1, j] * (1.0 - v) + t.curves[i + 1, j + 1] * v
    return (low * (1.0 - u) + high * u) * exp(-max(wait / mean - CURVE_END, 0.0))


@compiled
def on_time(t: Table, promised: float, n: float, load: float, day: float, found: Found) -> float:
    """Share of all who come that are served after a wait of at most `promised` (service times)."""
    wait, away, busy, _, even = found
    mean = (wait * n * load / busy + 1.0) / n  # (queue + 1)/n of those who find all busy
    late = busy * longer(t, promised, mean, even)
    z = min(promised * busy / max(away * day, 1e-12), 700.0)
    return min((1.0 - late) * (1.0 - away * (1.0 - exp(-z) * (1.0 + z))), 1.0 - away)


@compiled
def counter_day(t: Table, arrivals: float, n: float, rate: float, hours: float, promised: float) -> CounterDay:
    """One day at a counter line.

    t: `table()`; arrivals: people an hour, those who come again for an error included; n: staff present, full-time
    equivalents; rate: μ, people an hour per head; hours: for which the counter is open, above 0; promised: hours of
    waiting. Real numbers, none negative. Source: the head of this file.
    """
    speed = rate * min(n, 1.0)
    if speed <= 0.0:  # nobody is served: all wait, half a day on average, and are turned away
        return CounterDay(hours / 2.0, hours, 0.0, 1.0, 1.0)
    servers = max(n, 1.0)
    load, day = arrivals / (servers * speed), hours * speed
    found = _day(t, servers, load, day)
    wait, away, _, p90, _ = found
    return CounterDay(
        min(wait / speed, hours),
        min(p90 / speed, hours),
        on_time(t, promised * speed, servers, load, day, found),
        away,
        min(load * (1.0 - away), 1.0),
    )
