"""The chances of each number of cases in the system of a docket line, and how a month changes them.

    known(crowd, queue)                                                    a number that is known for certain
    pass_month(crowd, arrivals, n, rate, hours, past) -> (first, last, busy)          Kolmogorov's equations

**Numbers.** `NUMBERS` are 0 … 32 one by one, then ever wider apart (by a sixteenth of themselves; from 20,000 on by
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
"""

import math

import numpy as np

from karier.arrays import FloatArray
from karier.compiled import compiled, rule

_SINGLE, _FINENESS, _MANY, _FAR = 32, 16, 2e4, 1e12
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
    arrivals: float, n: float, rate: float, first: int, last: int, up: FloatArray, down: FloatArray
) -> None:  # fmt: skip
    """up, down (states): jumps an hour; none leads out of the window."""
    for j in range(first, last + 1):
        x = NUMBERS[j]
        leaving = rate * min(x, n)
        if j == first:
            up[j], down[j] = max(arrivals - leaving, 0.0) / (NUMBERS[j + 1] - x), 0.0
        elif j == last:
            up[j], down[j] = 0.0, max(leaving - arrivals, 0.0) / (x - NUMBERS[j - 1])
        else:
            below, above = x - NUMBERS[j - 1], NUMBERS[j + 1] - x
            up[j] = jump_up(arrivals, leaving, below, above)
            down[j] = jump_down(arrivals, leaving, below, above)


@compiled
def _factors(
    h: float, first: int, last: int, up: FloatArray, down: FloatArray, inverse: FloatArray
) -> None:  # fmt: skip
    """Elimination of 1 − h·Q from below: inverse of each pivot; up, down become what a step moves. No differences."""
    kept = 1.0  # share of the state below that its jumps up leave
    for j in range(first, last + 1):
        left = 1.0 + h * down[j] * kept
        inverse[j] = 1.0 / (left + h * up[j])
        kept = left * inverse[j]
        up[j] *= h * inverse[j]
        if j > first:
            down[j] *= h * inverse[j - 1]


@compiled
def _step(
    crowd: FloatArray, first: int, last: int, up: FloatArray, down: FloatArray, inverse: FloatArray
) -> None:  # fmt: skip
    """crowd ← (1 − h·Q)⁻¹ crowd."""
    mass = 0.0
    for j in range(first, last + 1):
        mass = crowd[j] + (up[j - 1] * mass if j > first else 0.0)
        crowd[j] = mass
    above = 0.0
    for j in range(last, first - 1, -1):
        above = crowd[j] * inverse[j] + (down[j + 1] * above if j < last else 0.0)
        crowd[j] = above


@compiled
def pass_month(
    crowd: FloatArray, arrivals: float, n: float, rate: float, hours: float, past: FloatArray
) -> tuple[int, int, float]:  # fmt: skip
    """A month of a line; returns the first and last state reached, and the busy share of the staff's hours.

    crowd (STATES): chances of NUMBERS in the system, changed in place. arrivals: cases an hour; n: staff; rate: cases
    an hour per head. past (STATES): becomes the mean chances over the month.
    """
    first, last = _window(crowd, arrivals, n, n * rate, hours)
    up, down, inverse, middle = np.empty(STATES), np.empty(STATES), np.empty(STATES), np.empty(STATES)
    _jumps(arrivals, n, rate, first, last, up, down)
    _factors(hours / STEPS, first, last, up, down, inverse)
    crowd[:first], crowd[last + 1 :], past[:] = 0.0, 0.0, 0.0
    for k in range(STEPS):
        _step(crowd, first, last, up, down, inverse)
        for j in range(first, last + 1):
            past[j] += crowd[j]
        if 2 * (k + 1) == STEPS:
            middle[:] = crowd
    busy = 0.0
    for j in range(first, last + 1):
        x = NUMBERS[j]
        busy += past[j] * (1.0 if x >= n and x > 0.0 else x / max(n, 1e-300))
        past[j] = max(past[j] + middle[j] - crowd[j], 0.0) / STEPS
    return first, last, min(busy / STEPS, 1.0)
