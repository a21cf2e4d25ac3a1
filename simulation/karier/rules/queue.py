"""Dockets: how many files (berkas) wait, and for how long.

    docket_month(queue, arrivals, n, rate, hours, promised) -> DocketMonth            from a number known for certain
    docket_follow(crowd, queue, arrivals, n, rate, hours, promised) -> DocketMonth    from the chances of each number
    follow_all(crowd, queue, arrivals, n, rate, hours), summed(…) -> DocketMonth      the same for all lines at once

Counters, which start every day empty, are in `counter_table.py`.

**Dockets.** The queue M/M/n itself, by Kolmogorov's equations on numbers that lie wider apart where they are large, in
implicit steps (`crowd.py`). A month starts from the chances with which the month before ended, so no memory is lost:
cases are conserved, any backlog is stable, equal months settle on the steady state, and the queue rises with arrivals
and with what was carried over and falls with staff. On 1152 exact months (n 1 to 30, ρ .3 to 1.3, 2 to 1920 service
times, from 0, n or 5n known cases) the mean number in the system is within 3.4 % at ρ ≤ .9 and within 1 % above
(docs/queue.md).

**Who waits how long.** Arrivals see the month's mean chances. Whoever finds x in the system waits for
k = x + 1 − n cases to be done, nμ an hour, and is then in work for Exp(1/μ): Erlang's law of k stages, exact up to 160,
by mean and standard deviation from 200 on. It takes the month's pace for given: whoever comes late in the month is
served at this month's pace too. Below one member of staff: one who works at speed n. Against the chain of all states,
a month of 75 services from empty: within the time for nine in ten, 89.7 to 90 % are done (ρ from .7 to 1.2).
"""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.maths import exp, log
from karier.rules.crowd import NUMBERS, STATES, known, pass_month

LONGEST_MONTHS = 120.0  # stands for "never" where nobody is present, times the hours of the month

_NEVER = 1e15  # hours
_NOTHING = 1e-12  # a chance that counts for nothing
_EXACT, _TURNS = 160, 200  # waits of more turns are taken by mean and standard deviation; between, by a mix of both
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


# Rules of a docket


@rule
def longer(time: float, sure: float, spread: float, work: float) -> float:
    """Share of cases that take longer than `time` with a wait of sure + Exp(spread) and then work of Exp(work).

    Times in hours; work, spread: means of the exponentials, above 0.
    """
    if time <= sure:
        return 1.0
    if abs(spread - work) < 1e-5 * work:  # the formula's limit, to ten digits
        spread = work * 1.00001
    rest = time - sure
    return (spread * exp(-rest / spread) - work * exp(-rest / work)) / (spread - work)


@rule
def taken_exactly(turns: float) -> float:
    """The part of a state's cases whose wait of so many turns is taken by its law, the rest by mean and deviation."""
    return min(max((_TURNS - turns) / (_TURNS - _EXACT), 0.0), 1.0)


# Loops


@compiled
def _by_turns(n: float, first: int, last: int, past: FloatArray) -> tuple[FloatArray, int]:
    """Shares of the month's cases that wait 0, 1, 2 … turns, and the first state of which not all are among them.

    Whoever finds x in the system waits k = x + 1 − n turns; what lies between whole k counts for both, by nearness.
    """
    turns = int(min(max(NUMBERS[last] + 2.0 - n, 1.0), _TURNS))
    shares, far = np.zeros(turns + 1), last + 1
    for j in range(first, last + 1):
        k = max(NUMBERS[j] + 1.0 - n, 0.0)
        if k > _EXACT and far > last:
            far = j
        if k >= _TURNS:
            break
        whole, chance = int(k), taken_exactly(k) * past[j]
        part = k - whole
        shares[whole] += (1.0 - part) * chance
        if part > 0.0:
            shares[whole + 1] += part * chance
    return shares, far


@compiled
def _open_after(shares: FloatArray, kept: float) -> FloatArray:
    """Share of the month's cases not yet done after 0, 1, 2 … turns, from the shares that wait so many.

    A case leaves the queue at its turn, and is then still in work after each further turn with chance `kept`.
    """
    waiting, working = np.zeros(len(shares)), 0.0
    for k in range(len(shares) - 1, 0, -1):
        waiting[k - 1] = waiting[k] + shares[k]
    for k in range(len(shares)):
        working = kept * working + shares[k]
        waiting[k] += working
    return waiting


@compiled
def _late(
    time: float, turn: float, work: float, n: float, after: FloatArray, far: int, last: int, past: FloatArray
) -> float:  # fmt: skip
    """The share of the month's cases that take longer than `time`. turn ≤ work: means of exponentials, hours.

    Turns pass as a Poisson stream, z = time/turn: Σⱼ Poisson(j; z)·(share open after j turns), which beyond the last
    of `after` falls by 1 − turn/work a turn. States from `far` on: √k turns at random and k − √k for sure, which has
    the mean and the standard deviation of k turns.
    """
    z, kept, turns, late = time / turn, 1.0 - turn / work, len(after) - 1, 0.0
    if z > turns + 8.0 * math.sqrt(turns) + 40.0:  # whoever waits has waited
        if z * kept > turns:
            late = after[turns] * exp(-z * (1.0 - kept) - turns * log(kept))
    else:
        chance, open_share = exp(-z), after[0]
        late = chance * open_share
        for j in range(1, int(z + 8.0 * math.sqrt(z) + 30.0)):
            chance *= z * _ONE_OVER[j]
            open_share = after[j] if j <= turns else kept * open_share
            late += chance * open_share
    for j in range(far, last + 1):
        k = NUMBERS[j] + 1.0 - n
        root = math.sqrt(k)
        late += (1.0 - taken_exactly(k)) * past[j] * longer(time, (k - root) * turn, root * turn, work)
    return late


@compiled
def _p90(
    longest: float, turn: float, work: float, n: float, after: FloatArray, far: int, first: int, last: int,
    past: FloatArray,
) -> float:  # fmt: skip
    """The time that a tenth of the cases exceeds, by the Illinois rule on that share's log; at most the longest."""
    top, beyond = last, 0.0
    while top > first and beyond + past[top] < 0.5 * _LATE:
        beyond += past[top]
        top -= 1
    k = max(NUMBERS[top] + 1.0 - n, 0.0)
    low, low_log = 0.0, -log(_LATE)
    high = min((k + 2.0 * math.sqrt(k)) * turn + 2.5 * work, longest)
    high_log = log(max(_late(high, turn, work, n, after, far, last, past) / _LATE, 1e-300))
    while high_log > 0.0 and high < longest:
        low, low_log, high = high, high_log, min(1.5 * high, longest)
        high_log = log(max(_late(high, turn, work, n, after, far, last, past) / _LATE, 1e-300))
    if high_log >= 0.0:
        return high
    side = 0
    for _ in range(99):
        time = low + (high - low) * low_log / (low_log - high_log)
        value = log(max(_late(time, turn, work, n, after, far, last, past) / _LATE, 1e-300))
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
    beside = crowd.reshape(STATES, 1)
    past, reach, busy = follow_all(
        beside, np.full(1, queue), np.full(1, arrivals), np.full(1, n), np.full(1, rate), hours
    )
    return summed(past[:, 0], reach[0, 0], reach[1, 0], busy[0], queue, arrivals, n, rate, hours, promised)


@compiled
def follow_all(
    crowd: FloatArray, queue: FloatArray, arrivals: FloatArray, n: FloatArray, rate: FloatArray, hours: float
) -> tuple[FloatArray, IntArray, FloatArray]:  # fmt: skip
    """A month of all docket lines: past, reach, busy of `crowd.pass_month`. crowd (STATES, lines); others (lines,)."""
    for w in range(len(n)):
        if crowd[:, w].sum() == 0.0:
            known(crowd[:, w], queue[w])
    past, reach, busy = np.empty(crowd.shape), np.empty((2, len(n)), np.int64), np.empty(len(n))
    if len(n) > 0:
        pass_month(crowd, arrivals, n, rate, hours, past, reach, busy)
    return past, reach, busy


@compiled
def summed(
    chances: FloatArray, first: int, last: int, busy: float, queue: float, arrivals: float, n: float, rate: float,
    hours: float, promised: float,
) -> DocketMonth:  # fmt: skip
    """What a line's month comes to. chances (STATES): mean over the month, 0 but for states first … last."""
    capacity, longest = n * rate, LONGEST_MONTHS * hours
    crew = max(n, 1.0)  # below one: one who works at speed n
    work = min(crew / capacity, _NEVER) if capacity > 0.0 else _NEVER
    past, mean_queue = np.empty(last + 1), 0.0
    for j in range(first, last + 1):
        past[j] = chances[j]
        mean_queue += past[j] * NUMBERS[j]
    served = min(capacity * hours * busy, queue + arrivals * hours)
    turnaround = min(mean_queue * hours / served if served > 0.0 else work, longest)
    turn, beyond = work / crew, 0.0
    while last > first and beyond + past[last] < _NOTHING:
        beyond += past[last]
        last -= 1
    shares, far = _by_turns(crew, first, last, past)
    after = _open_after(shares, 1.0 - turn / work)
    return DocketMonth(
        queue + arrivals * hours - served,
        mean_queue,
        served,
        turnaround,
        _p90(longest, turn, work, crew, after, far, first, last, past),
        min(max(1.0 - _late(promised, turn, work, crew, after, far, last, past), 0.0), 1.0),
        busy,
    )
