"""Make simulation/karier/rules/counter_table.npy: exact days of a counter, M/M/n from empty (about a minute).

    python tools/make_counter_table.py

Time is in service times (μ = 1). Kolmogorov's equations by uniformisation (Jensen 1953; Grassmann 1977,
doi 10.1016/0305-0548(77)90007-7): with q = n(1 + ρ), p(t) = Σ Poisson(k; qt)·p₀Pᵏ, and the integral of p over time
has the weights P(Poisson(qt) > k)/q. The number in the system is cut where the mass beyond is below 10⁻⁹.
"""

import math
from pathlib import Path

import numba
import numpy as np
from scipy.stats import poisson

from karier.rules import counter_table
from karier.rules.counter_table import AWAY, BUSY, DAYS, LOADS, SERVERS, TAIL, UNIFORM, VALUES, WAIT

OUT = Path(counter_table.__file__).with_suffix(".npy")


def states(n, load, day):
    """How many states to keep: the drift's queue and eight standard deviations, or the steady state's tail."""
    spread = 8.0 * math.sqrt((1.0 + load) * n * day) + 30.0
    queue = max(0.0, (load - 1.0) * n * day) + spread
    if load < 1.0:
        queue = min(queue, math.log(1e-13) / math.log(load) + 30.0)
    return int(n + queue + 1)


@numba.njit(cache=False)
def advance(p, n, load, weight_end, weight_integral, integral):
    """From p at the start of an interval to p at its end; adds the integral of p over the interval."""
    size, q = len(p), n * (1.0 + load)
    up = load / (1.0 + load)
    now, then, end = p.copy(), np.empty(size), np.zeros(size)
    for k in range(len(weight_end)):
        for i in range(size):
            end[i] += weight_end[k] * now[i]
            integral[i] += weight_integral[k] / q * now[i]
            leave = min(i, n) / q + (up if i < size - 1 else 0.0)
            then[i] = now[i] * (1.0 - leave)
        for i in range(size - 1):
            then[i + 1] += up * now[i]
            then[i] += min(i + 1, n) / q * now[i + 1]
        now, then = then, now
    return end


def through_the_day(n, load, days):
    """For each length of the day, rising: p at its end, and the mean of p over it."""
    p = np.zeros(states(n, load, days[-1]))
    p[0] = 1.0
    integral, time = np.zeros_like(p), 0.0
    for day in days:
        events = n * (1.0 + load) * (day - time)
        k = np.arange(int(events + 9.0 * math.sqrt(events) + 30.0))
        p, time = advance(p, n, load, poisson.pmf(k, events), poisson.sf(k, events), integral), day
        yield p, integral / day


@numba.njit(cache=False)
def slower(p, n, time):
    """P(wait + service > time) where p is the distribution of the number found.

    Of the r-th in line: P(Erlang(r, n) + Exp(1) > t) = P(Poisson(nt) < r) + c_r, c_r the case of a wait within t and
    a service beyond; (n − 1)/n·c_{r+1} + Poisson(r; nt) = c_r for n > 1, run backwards, where it is stable.
    """
    line = len(p) - n
    log_pmf, pmf, below = -n * time, np.empty(line + 1), np.empty(line + 1)
    total = 0.0
    for r in range(line + 1):
        pmf[r] = math.exp(log_pmf)
        total += pmf[r]
        below[r] = min(total, 1.0)
        log_pmf += math.log(n * time / (r + 1.0))
    late = math.exp(-time) * p[:n].sum()
    after = 0.0
    for r in range(line, 0, -1):
        if n == 1:
            late += p[n + r - 1] * below[r]
        else:
            after = after * (n - 1.0) / n + pmf[r]
            late += p[n + r - 1] * min(below[r - 1] + after, 1.0)
    return late


@numba.njit(cache=False)
def ninetieth(p, n):
    """The time that a tenth exceeds, by halving."""
    low, high = 0.0, math.log(10.0) * (1.0 + (len(p) - n + 1.0) / n)
    while high - low > 1e-8 * high:
        middle = 0.5 * (low + high)
        if slower(p, n, middle) > 0.1:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def values(n, load, days=DAYS):
    """The table's values (days, VALUES) for one n and ρ."""
    out = np.empty((len(days), VALUES))
    for row, day, (end, mean) in zip(out, days, through_the_day(n, load, days), strict=True):
        line = np.arange(len(mean) - n)
        busy, left = mean[n:].sum(), end[n:] @ line
        first, second = mean[n:] @ (line + 1) / busy, mean[n:] @ ((line + 1) * (line + 2)) / busy
        row[WAIT] = math.log(mean[n:] @ line / (n * load))
        row[AWAY] = math.log(left / (n * load * day))
        row[BUSY] = math.log(busy)
        row[TAIL] = math.log(max(ninetieth(mean, n) / math.log(10.0) - 1.0, 1e-12))
        row[UNIFORM] = min(max(1.5 * (2.0 - second / first**2), 0.0), 1.0)  # variance: 1 (exponential) to 1/3 (uniform)
    return out


def main():
    """Write the table."""
    every = np.array([[values(n, load) for load in LOADS] for n in SERVERS])
    np.save(OUT, every.astype(np.float32), allow_pickle=False)
    print(f"{OUT.name}: {every.shape}, {OUT.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
