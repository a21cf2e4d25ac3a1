"""The chances of each number of cases in the system of a docket line, and how a month changes them.

    known(crowd, queue)                                                    a number that is known for certain
    pass_month(crowd, arrivals, n, rate, hours, past, reach, busy)         Kolmogorov's equations, all lines at once

**Numbers.** `NUMBERS` are 0 … 64 one by one, then ever wider apart (by a sixteenth of themselves; from 20,000 on by
doubling). Between them a number counts for both neighbours, by nearness, so means are kept. Cases come one by one at a
rate Λ and leave at c = μ·min(x, n), x in the system. From x, with a to the next number below and b to the next above,
jumps have the same mean Λ − c and the same mean square Λ + c an hour as the cases themselves:

    up   (Λ + c + a(Λ − c)) / (b(a + b))        down   (Λ + c − b(Λ − c)) / (a(a + b))

At distance 1 these are Λ and c, M/M/n itself. Where one would be below 0 (numbers far apart, load far from 1) it is 0
and the other keeps the mean. Real n: the last member of staff works at n − ⌊n⌋ of the speed of the others.

**Time.** `STEPS` equal steps, each implicit: p ← (1 − h·Q)⁻¹ p. That is exact for a step whose length is exponential
with mean h. Hence chances stay chances whatever the step; E(x) changes by Λh − h·E(c), so cases are conserved; a steady
state stays; and more at the start, more arrivals or fewer staff mean more in the system for certain (the jumps up rise
with Λ and fall with staff, the jumps down the other way round, at every number: stochastic order, Keilson & Kester
1977, doi 10.1016/0304-4149(77)90033-3). After k steps the time is Gamma(k, h) instead of kh: a curve that bends is
blurred by L''·kh²/2, and the sum over steps is too large by h·L'(end)·hours/2. Hence the mean over the month takes the
ends of steps in its first half and their starts in the second: less by h·(L(end) − L(middle)), which cancels it for a
straight L and nearly for a root, while a quick change at the start is counted as the ends count it, exactly.

**Lines side by side.** Elimination goes from number to number, each waiting for the one before; so all lines take that
way together, in columns beside each other. Each has its own reach, beyond which its jumps are 0: what comes out for a
line does not depend, in any bit, on who stands beside it.
"""

import math

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule

_SINGLE, _FINENESS, _MANY, _FAR = 64, 16, 2e4, 1e12
_MARGIN = 8  # states: where they lie far apart, a few are out of reach however near in cases
STEPS = 24  # an even number
_NOTHING = 1e-15  # a chance that is left out where a month begins


def _numbers() -> FloatArray:
    found = [0.0]
    while found[-1] < _FAR:
        x = found[-1]
        found.append(x + (1.0 if x < _SINGLE else x if x > _MANY else math.floor(x / _FINENESS)))
    return np.array(found)


NUMBERS = _numbers()
STATES = len(NUMBERS)


@rule
def jump_up(arrivals: float, leaving: float, below: float, above: float) -> float:
    """Jumps an hour to the next number above. arrivals, leaving: cases an hour; below, above: how far the next is."""
    drift, square = arrivals - leaving, arrivals + leaving
    return max((square + below * drift) / (above * (below + above)), drift / above, 0.0)


@rule
def jump_down(arrivals: float, leaving: float, below: float, above: float) -> float:
    """Jumps an hour to the next number below."""
    drift, square = arrivals - leaving, arrivals + leaving
    return max((square - above * drift) / (below * (below + above)), -drift / below, 0.0)


@compiled
def state_below(number: float) -> int:
    """The last state whose number is not above this one, and not the very last."""
    low, high = 0, STATES - 1
    while high - low > 1:
        middle = (low + high) // 2
        if NUMBERS[middle] <= number:
            low = middle
        else:
            high = middle
    return low


@compiled
def known(crowd: FloatArray, queue: float) -> None:
    """crowd (STATES): all chance on the two numbers beside the queue, such that it is the mean."""
    crowd[:] = 0.0
    low = state_below(queue)
    share = min((queue - NUMBERS[low]) / (NUMBERS[low + 1] - NUMBERS[low]), 1.0)
    crowd[low], crowd[low + 1] = 1.0 - share, share


@compiled
def _window(crowd: FloatArray, arrivals: float, n: float, capacity: float, hours: float) -> tuple[int, int]:
    """First and last state that the month can reach, but for a chance of about 10⁻¹³."""
    low, high = 0, STATES - 1
    while low < high and crowd[low] <= _NOTHING:
        low += 1
    while high > low and crowd[high] <= _NOTHING:
        high -= 1
    longest = 3.5 * hours  # Gamma(STEPS, hours/STEPS)
    spread = 6.0 * math.sqrt((arrivals + capacity) * longest) + 30.0
    upwards = spread
    if arrivals < capacity:  # the steady state's tail falls by more than 1 − ρ a case
        upwards = min(spread, 34.0 * capacity / (capacity - arrivals))
    top = max(NUMBERS[high], n) + max(arrivals - capacity, 0.0) * longest + upwards
    bottom = NUMBERS[low] - max(capacity - arrivals, 0.0) * longest - spread
    first = max(state_below(bottom) - _MARGIN, 0) if bottom > n else 0
    return first, min(state_below(top) + 1 + _MARGIN, STATES - 1)


@compiled
def _jumps(
    arrivals: FloatArray, n: FloatArray, rate: FloatArray, reach: IntArray, up: FloatArray, down: FloatArray
) -> None:  # fmt: skip
    """up, down (STATES, lines): jumps an hour; none leads out of a line's reach."""
    for j in range(reach[0].min(), reach[1].max() + 1):
        x = NUMBERS[j]
        below = x - NUMBERS[j - 1] if j > 0 else 1.0
        above = NUMBERS[j + 1] - x if j < STATES - 1 else 1.0
        for w in range(len(n)):
            leaving = rate[w] * min(x, n[w])
            up[j, w] = jump_up(arrivals[w], leaving, below, above)
            down[j, w] = jump_down(arrivals[w], leaving, below, above)
    for w in range(len(n)):
        first, last = reach[0, w], reach[1, w]
        up[:first, w], down[:first, w], up[last:, w], down[last + 1 :, w] = 0.0, 0.0, 0.0, 0.0
        low, high = NUMBERS[first], NUMBERS[last]
        up[first, w] = max(arrivals[w] - rate[w] * min(low, n[w]), 0.0) / (NUMBERS[first + 1] - low)
        down[first, w] = 0.0
        down[last, w] = max(rate[w] * min(high, n[w]) - arrivals[w], 0.0) / (high - NUMBERS[last - 1])


@compiled
def _factors(
    h: float, first: int, last: int, up: FloatArray, down: FloatArray, inverse: FloatArray
) -> None:  # fmt: skip
    """Elimination of 1 − h·Q from below: inverse of each pivot; up, down become what a step moves. No differences."""
    kept = np.ones(up.shape[1])  # share of the state below that its jumps up leave
    for j in range(first, last + 1):
        for w in range(len(kept)):
            left = 1.0 + h * down[j, w] * kept[w]
            inverse[j, w] = 1.0 / (left + h * up[j, w])
            kept[w] = left * inverse[j, w]
            up[j, w] *= h * inverse[j, w]
        if j > first:
            for w in range(len(kept)):
                down[j, w] *= h * inverse[j - 1, w]


@compiled
def _step(
    crowd: FloatArray, first: int, last: int, up: FloatArray, down: FloatArray, inverse: FloatArray, past: FloatArray
) -> None:  # fmt: skip
    """crowd ← (1 − h·Q)⁻¹ crowd, which is added to the past."""
    mass = crowd[first].copy()
    for j in range(first + 1, last + 1):
        for w in range(len(mass)):
            mass[w] = crowd[j, w] + up[j - 1, w] * mass[w]
            crowd[j, w] = mass[w]
    for w in range(len(mass)):
        mass[w] = crowd[last, w] * inverse[last, w]
        crowd[last, w] = mass[w]
        past[last, w] += mass[w]
    for j in range(last - 1, first - 1, -1):
        for w in range(len(mass)):
            mass[w] = crowd[j, w] * inverse[j, w] + down[j + 1, w] * mass[w]
            crowd[j, w] = mass[w]
            past[j, w] += mass[w]


@compiled
def pass_month(
    crowd: FloatArray, arrivals: FloatArray, n: FloatArray, rate: FloatArray, hours: float, past: FloatArray,
    reach: IntArray, busy: FloatArray,
) -> None:  # fmt: skip
    """A month of all docket lines of a city.

    crowd (STATES, lines): chances of NUMBERS in the system, changed in place. arrivals (lines,): cases an hour; n:
    staff; rate: cases an hour per head. past (STATES, lines): becomes the mean chances over the month; reach (2,
    lines): the first and the last state reached; busy (lines,): the busy share of the staff's hours.
    """
    for w in range(len(n)):
        reach[0, w], reach[1, w] = _window(crowd[:, w], arrivals[w], n[w], n[w] * rate[w], hours)
        crowd[: reach[0, w], w], crowd[reach[1, w] + 1 :, w] = 0.0, 0.0
    first, last = reach[0].min(), reach[1].max()
    up, down, inverse = np.empty(crowd.shape), np.empty(crowd.shape), np.empty(crowd.shape)
    _jumps(arrivals, n, rate, reach, up, down)
    _factors(hours / STEPS, first, last, up, down, inverse)
    past[:] = 0.0
    middle = crowd
    for k in range(STEPS):
        _step(crowd, first, last, up, down, inverse, past)
        if 2 * (k + 1) == STEPS:
            middle = crowd.copy()
    busy[:] = 0.0
    for j in range(first, last + 1):
        x = NUMBERS[j]
        for w in range(len(n)):
            busy[w] += past[j, w] * (1.0 if x >= n[w] and x > 0.0 else x / max(n[w], 1e-300))
            past[j, w] = max(past[j, w] + middle[j, w] - crowd[j, w], 0.0) / STEPS
    for w in range(len(n)):
        busy[w] = min(busy[w] / STEPS, 1.0)
