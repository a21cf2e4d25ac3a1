"""Make queue_exact.csv of karier.validation: M/M/n from a known number in the system, exactly.

    python tools/make_queue_table.py        (about a minute)

Time is in service times (μ = 1): hours × cases an hour. By uniformisation (Jensen 1953; Grassmann 1977,
doi 10.1016/0305-0548(77)90007-7) the chain makes events at the constant rate q = n(1 + ρ), some of which change
nothing. With m_k the mean number after k events, the mean at t is Σ Poisson(k; qt)·m_k, and its integral over time
Σ P(Poisson(qt) > k)·m_k/q. States with a chance below 10⁻²⁰ are left out.
"""

import csv
import math
from pathlib import Path

import numba
import numpy as np
from scipy.stats import poisson

from karier import validation

OUT = Path(validation.__file__).with_name("queue_exact.csv")
SERVERS = (1, 2, 3, 5, 10, 30)
LOADS = (0.3, 0.6, 0.8, 0.9, 0.95, 1.0, 1.1, 1.3)
STARTS = (0, 1, 5)  # cases in the system at the start, over n
SERVICES = (2, 8, 32, 40, 96, 160, 640, 1920)  # hours of 8 or 160, in cases of 240, 60, 15 or 5 minutes


@numba.njit
def means(n, load, start, events):
    """(events,) mean number in the system after 0, 1, 2, … events of the uniformised chain."""
    up, q = load / (1.0 + load), n * (1.0 + load)
    size = start + events + 2 if events < 4000 else start + n + int(0.6 * events) + 4000
    now, then, found = np.zeros(size), np.zeros(size), np.empty(events)
    now[start] = 1.0
    low, high = start, start  # states that have a chance
    for k in range(events):
        mean = 0.0
        for i in range(low, high + 1):
            mean += i * now[i]
        found[k] = mean
        first, last = max(low - 1, 0), min(high + 1, size - 2)
        for i in range(first, last + 1):
            then[i] = (1.0 - up - min(i, n) / q) * now[i] + min(i + 1, n) / q * now[i + 1]
            if i > 0:
                then[i] += up * now[i - 1]
        now, then = then, now
        then[max(low - 2, 0) : high + 3] = 0.0
        low, high = first, last
        while now[low] < 1e-20:
            now[low] = 0.0
            low += 1
        while now[high] < 1e-20:
            now[high] = 0.0
            high -= 1
    return found


def exact(n, load, start, services=SERVICES):
    """(time-mean, end) of the number in the system, for each length in service times."""
    q = n * (1.0 + load)
    longest = q * max(services)
    m = means(n, load, start, int(longest + 9.0 * math.sqrt(longest) + 40.0))
    k = np.arange(len(m))
    return [(poisson.sf(k, q * t) @ m / (q * t), poisson.pmf(k, q * t) @ m) for t in services]


def main():
    """Write the table."""
    with OUT.open("w", newline="", encoding="utf-8") as file:
        write = csv.writer(file, lineterminator="\n")
        write.writerow(("n", "load", "start", "services", "mean", "end"))
        for n in SERVERS:
            for load in LOADS:
                for start in STARTS:
                    for services, (mean, end) in zip(SERVICES, exact(n, load, start * n), strict=True):
                        write.writerow((n, load, start * n, services, f"{mean:.7g}", f"{end:.7g}"))


if __name__ == "__main__":
    main()
