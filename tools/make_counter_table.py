"""Make counter_table.npy and counter_curves.npy of karier.rules: exact days of a counter, M/M/n from empty.

    python tools/make_counter_table.py        (about half a minute)

Time is in service times (μ = 1). Kolmogorov's equations by uniformisation (Jensen 1953; Grassmann 1977,
doi 10.1016/0305-0548(77)90007-7): with q = n(1 + ρ), p(t) = Σ Poisson(k; qt)·p₀Pᵏ, and the integral of p over time
has the weights P(Poisson(qt) > k)/q. The number in the system is cut where the mass beyond is below 10⁻⁹.
The curves are Brownian motion with drift, reflected at 0 and started there, at a random time of (0, 1):
P(W_t > w) = Φ((βt − w)/√t) + e^{2βw}·Φ((−w − βt)/√t) (Abate & Whitt 1987, doi 10.2307/1427408).
"""

import math
from pathlib import Path

import numba
import numpy as np
from scipy.stats import norm, poisson

from karier.rules import counter_table
from karier.rules.counter_table import (
    AWAY,
    BUSY,
    CURVE_END,
    CURVE_STEP,
    DAYS,
    EVEN,
    EVEN_NODES,
    LOADS,
    SERVERS,
    TAIL,
    VALUES,
    WAIT,
)

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
        row[EVEN] = min(max(1.5 * (2.0 - second / first**2), 0.0), 1.0)
    return out


def legendre(count, end):
    """Points and weights on (0, end)."""
    x, weight = np.polynomial.legendre.leggauss(count)
    return (x + 1.0) / 2.0 * end, weight / 2.0 * end


def curve(drift, waits):
    """Evenness, and the share that waits longer than multiples of the mean."""
    root, weight = legendre(120, 1.0)
    time, weight = root**2, 2.0 * root * weight

    def longer(w):
        mirrored = np.exp(2.0 * drift * w + norm.logcdf((-w - drift * time) / root))
        return weight @ (norm.cdf((drift * time - w) / root) + mirrored)

    w, step = legendre(160, drift + 9.0 if drift > -3.0 else -20.0 / drift)
    tail = np.array([longer(x) for x in w])
    mean, square = step @ tail, step @ (2.0 * w * tail)
    return 1.5 * (2.0 - square / mean**2), np.array([longer(x * mean) for x in waits])


def curves():
    """The family at equal steps of evenness: exponential first, uniform last."""
    waits = np.arange(0.0, CURVE_END + CURVE_STEP / 2.0, CURVE_STEP)
    drifts = np.concatenate([-np.geomspace(60.0, 0.05, 60), [0.0], np.geomspace(0.05, 300.0, 120)])
    even, shares = zip(*(curve(drift, waits) for drift in drifts), strict=True)
    even, shares = np.array([0.0, *even, 1.0]), np.array([np.exp(-waits), *shares, np.maximum(1.0 - waits / 2.0, 0.0)])
    nodes = np.linspace(0.0, 1.0, EVEN_NODES)
    return np.column_stack([np.interp(nodes, even, column) for column in shares.T])


def main():
    """Write both files."""
    every = np.array([[values(n, load) for load in LOADS] for n in SERVERS])
    for path, table in ((OUT, every), (OUT.with_name("counter_curves.npy"), curves())):
        np.save(path, table.astype(np.float32), allow_pickle=False)
        print(f"{path.name}: {table.shape}, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
