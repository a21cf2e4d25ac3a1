"""Queues: how many people wait and for how long, from Erlang's formula to a month of files (berkas).

    erlang_c(n, load) -> share of cases that wait
    docket_month(queue, arrivals, n, rate, hours, promised) -> DocketMonth            from a number known for certain
    docket_follow(crowd, queue, arrivals, n, rate, hours, promised) -> DocketMonth    from the chances of each number

Counters, which start every day empty, are in `counter_table.py`.

**Dockets.** The queue M/M/n itself, by Kolmogorov's equations on numbers that lie wider apart where they are large, in
implicit steps (`crowd.py`). A month starts from the chances with which the month before ended, so no memory is lost:
cases are conserved, any backlog is stable, equal months settle on the steady state, and the queue rises with arrivals
and with what was carried over and falls with staff. On 1152 exact months (n 1 to 30, ρ .3 to 1.3, 2 to 1920 service
times, from 0, n or 5n known cases) the mean number in the system is within 3.4 % at ρ ≤ .9 and within 1 % above
(docs/queue.md).

**Who waits how long.** Arrivals see the month's mean chances. Whoever finds x in the system waits for
k = x + 1 − n cases to be done, nμ an hour, and is then in work for Exp(1/μ): Erlang's law of k stages, exact up to 200,
by mean and standard deviation beyond. It takes the month's pace for given: whoever comes late in the month is served at
this month's pace too. Below one member of staff: one who works at speed n. Against the chain of all states, a month of
75 services from empty: of the time within which nine in ten are done, 89.7 to 90 % are done (ρ from .7 to 1.2).
"""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray
from karier.compiled import compiled, rule
from karier.maths import exp, log
from karier.rules.crowd import NUMBERS, STATES, known, pass_month

LONGEST_MONTHS = 120.0  # stands for "never" where nobody is present, times the hours of the month

_NEVER = 1e15  # hours
_NOTHING = 1e-12  # a chance that counts for nothing
_TURNS = 200  # waits of more turns than that are taken by mean and standard deviation
_LATE = 0.1  # the share that takes longer than the 90th percentile
_ONE_OVER = 1.0 / np.maximum(np.arange(1000.0), 1.0)


class DocketMonth(NamedTuple):
    """A month of one docket line; hours are working hours, cases "in the system" wait or are in work."""

    queue: float  # cases in the system at the end: those at the start + arrivals − served
    mean_queue: float  # cases in the system, mean over the month
    served: float  # cases processed, below nμ·hours
    turnaround_hours: float  # mean: case hours spent in the system this month per case processed (Little's law)
    p90_hours: float  # nine in ten of the cases received this month are done within it, at this month's pace
    on_time_share: float  # of the cases received this month, done within the promised time
    utilisation: float  # busy share of the staff's hours, ρ: at most 1


# Erlang's formula


@compiled
def erlang_c(n: float, load: float) -> float:
    """C(n, a): the share of cases that find all n servers busy (Erlang 1917). n, a ≥ 0; a in erlangs.

    Real n: a straight line between whole numbers at equal a/n, so that C falls with n and rises with a. Below one
    server, C = 1 − n(1 − ρ): one server who works at speed n, or is away a share 1 − n of the time; then
    L(ρ) = ρ/(1 − ρ), exactly the queue M/M/1. With a load of n or more everybody waits.
    """
    if load >= n:
        return 1.0
    return waiting(n, load / n)


@compiled
def waiting(n: float, rho: float) -> float:
    """C(n, nρ) by 1/B(k, a) = 1 + k/a · 1/B(k − 1, a), Erlang B, and C = 1/(ρ + (1 − ρ)/B)."""
    if rho >= 1.0:
        return 1.0
    if rho <= 0.0:
        return max(0.0, 1.0 - n)
    whole = math.floor(n)
    part = n - whole
    low, high = 1.0, 1.0
    below, above = 1.0 / (rho * max(whole, 1)), 1.0 / (rho * (whole + 1))
    for k in range(1, whole + 1):
        low = 1.0 + k * below * low
        high = 1.0 + k * above * high
    high = 1.0 + (whole + 1) * above * high
    return (1.0 - part) / (rho + (1.0 - rho) * low) + part / (rho + (1.0 - rho) * high)


# Rules of a docket


@rule
def longer(time: float, at_once: float, chance: float, sure: float, spread: float, work: float) -> float:
    """Share of cases that take longer than `time`: work, and with some chance a wait of sure + Exp(spread) before.

    at_once: e^(−time/work). Times in hours; work, spread: means of the exponentials, above 0.
    """
    if time <= sure:
        return chance + (1.0 - chance) * at_once
    if abs(spread - work) < 1e-5 * work:  # the formula's limit, to ten digits
        spread = work * 1.00001
    rest = time - sure
    both = (spread * exp(-rest / spread) - work * exp(-rest / work)) / (spread - work)
    return chance * both + (1.0 - chance) * at_once


# Loops


@compiled
def _longer_by_turns(time: float, turn: float, work: float, turns: int, out: FloatArray) -> None:
    """out[k], k = 0 … turns: share that takes longer than `time` for k turns of waiting and its own work.

    With z = time/turn: P(wait > time) = P(Poisson(z) < k), and P(wait ≤ time < wait + work) =
    Σ_{j ≥ k} Poisson(j; z)·(1 − turn/work)^(j − k). turn ≤ work: means of exponentials, hours.
    """
    z, kept = time / turn, 1.0 - turn / work
    if z > turns + 8.0 * math.sqrt(turns) + 40.0:  # whoever waits has waited
        share = exp(-time / work)
        for k in range(turns + 1):
            out[k] = min(share, 1.0)
            share = share / kept if kept > 1e-9 else 0.0
        return
    end = max(turns, int(z + 8.0 * math.sqrt(z) + 30.0))
    chances = np.empty(end + 1)
    chances[0] = exp(-z)
    for j in range(1, end + 1):
        chances[j] = chances[j - 1] * (z * _ONE_OVER[j])
    working = 0.0
    for j in range(end, -1, -1):
        working = chances[j] + kept * working
        if j <= turns:
            out[j] = working
    waiting_still = 0.0
    for k in range(1, turns + 1):
        waiting_still += chances[k - 1]
        out[k] = min(out[k] + waiting_still, 1.0)


@compiled
def _late(time: float, turn: float, work: float, n: float, first: int, last: int, past: FloatArray) -> float:
    """The share of the month's cases that take longer than `time`. n: at least 1.

    Whoever finds x in the system waits k = x + 1 − n turns: up to _TURNS exactly, straight between whole k; beyond,
    √k turns at random and k − √k for sure, which has the mean and the standard deviation.
    """
    turns = int(min(max(NUMBERS[last] + 2.0 - n, 1.0), _TURNS))
    by_turns = np.empty(turns + 1)
    _longer_by_turns(time, turn, work, turns, by_turns)
    at_once, late = by_turns[0], 0.0
    for j in range(first, last + 1):
        k = max(NUMBERS[j] + 1.0 - n, 0.0)
        if k < _TURNS:
            whole = int(k)
            part = k - whole
            share = by_turns[whole] + (part * (by_turns[whole + 1] - by_turns[whole]) if part > 0.0 else 0.0)
        else:
            root = math.sqrt(k)
            share = longer(time, at_once, 1.0, (k - root) * turn, root * turn, work)
        late += past[j] * share
    return late


@compiled
def _p90(
    longest: float, turn: float, work: float, n: float, first: int, last: int, past: FloatArray
) -> float:  # fmt: skip
    """The time that a tenth of the cases exceeds, by the Illinois rule on that share's log; at most the longest."""
    top, beyond = last, 0.0
    while top > first and beyond + past[top] < 0.5 * _LATE:
        beyond += past[top]
        top -= 1
    k = max(NUMBERS[top] + 1.0 - n, 0.0)
    low, low_log = 0.0, -log(_LATE)
    high = min((k + 2.0 * math.sqrt(k)) * turn + 2.5 * work, longest)
    high_log = log(max(_late(high, turn, work, n, first, last, past) / _LATE, 1e-300))
    while high_log > 0.0 and high < longest:
        low, low_log, high = high, high_log, min(1.5 * high, longest)
        high_log = log(max(_late(high, turn, work, n, first, last, past) / _LATE, 1e-300))
    if high_log >= 0.0:
        return high
    side = 0
    for _ in range(99):
        time = low + (high - low) * low_log / (low_log - high_log)
        value = log(max(_late(time, turn, work, n, first, last, past) / _LATE, 1e-300))
        if abs(value) < 1e-8 or high - low < 1e-8 * high:
            return time
        if value > 0.0:
            high_log = high_log * 0.5 if side == 1 else high_log
            low, low_log, side = time, value, 1
        else:
            low_log = low_log * 0.5 if side == -1 else low_log
            high, high_log, side = time, value, -1
    return high


@compiled
def docket_month(queue: float, arrivals: float, n: float, rate: float, hours: float, promised: float) -> DocketMonth:
    """One month of a docket line from a queue that is known for certain; arguments as in `docket_follow`."""
    return docket_follow(np.zeros(STATES), queue, arrivals, n, rate, hours, promised)


@compiled
def docket_follow(
    crowd: FloatArray, queue: float, arrivals: float, n: float, rate: float, hours: float, promised: float
) -> DocketMonth:  # fmt: skip
    """One month of a docket line.

    crowd (STATES): the chances of each number in the system, all 0 where it is known for certain; they become those at
    the end. queue: cases in the system at the start, their mean; arrivals: cases an hour, rework included; n: staff
    present, full-time equivalents; rate: μ, cases an hour per head, 0 where nobody works; hours: of work in the month,
    above 0; promised: hours of work from receipt to result. Real numbers, none negative. Source: the head of this file.
    """
    capacity, longest = n * rate, LONGEST_MONTHS * hours
    crew = max(n, 1.0)  # below one: one who works at speed n
    work = min(crew / capacity, _NEVER) if capacity > 0.0 else _NEVER
    if crowd.sum() == 0.0:
        known(crowd, queue)
    past = np.empty(STATES)
    first, last, busy = pass_month(crowd, arrivals, n, rate, hours, past)
    mean_queue = 0.0
    for j in range(first, last + 1):
        mean_queue += past[j] * NUMBERS[j]
    served = min(capacity * hours * busy, queue + arrivals * hours)
    turnaround = min(mean_queue * hours / served if served > 0.0 else work, longest)
    turn, beyond = work / crew, 0.0
    while last > first and beyond + past[last] < _NOTHING:
        beyond += past[last]
        last -= 1
    late = _late(promised, turn, work, crew, first, last, past)
    return DocketMonth(
        queue + arrivals * hours - served,
        mean_queue,
        served,
        turnaround,
        _p90(longest, turn, work, crew, first, last, past),
        min(max(1.0 - late, 0.0), 1.0),
        busy,
    )
