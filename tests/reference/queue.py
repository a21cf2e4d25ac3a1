"""Queues again, slow and obvious: textbook sums, small steps in time, whole chains of states."""

import math

import numpy as np


def erlang_c(n, load):
    """The textbook's sum, whole n and load < n, in exact-enough arithmetic: terms aᵏ/k! as running products."""
    terms = [1.0]
    for k in range(1, n + 1):
        terms.append(terms[-1] * load / k)
    waiting = terms[n] * n / (n - load)
    return waiting / (sum(terms[:n]) + waiting)


def waiting(n, rho):
    """C(n, nρ) for real n, on the straight line between the whole numbers beside it; C(0, ·) = 1."""
    below = math.floor(n)
    low = erlang_c(below, below * rho) if below else 1.0
    high = erlang_c(below + 1, (below + 1) * rho)
    return low + (n - below) * (high - low)


def in_system(n, rho):
    """Mean number in the steady state for real n, from the balance of neighbours: x cases leave at rate min(x, n)."""
    chances = [1.0]
    while len(chances) <= n + 1 or chances[-1] > 1e-18 * sum(chances):
        chances.append(chances[-1] * n * rho / min(len(chances), n))
    return sum(x * chance for x, chance in enumerate(chances)) / sum(chances)


class Room:
    """M/M/n in service times (μ = 1), every number in the system a state; Kolmogorov by uniformisation.

    Real n: the last server works at n − ⌊n⌋ of the speed of the others.
    """

    def __init__(self, n, load, longest, start=0):
        spread = 8.0 * math.sqrt((1.0 + load) * n * longest) + 30.0
        self.n, self.time = n, 0.0
        self.number = np.arange(int(start + n + max(0.0, load - 1.0) * n * longest + spread))
        self.down = np.minimum(self.number, n).astype(float)
        self.up = np.full(len(self.number), n * load)
        self.up[-1] = 0.0
        self.rate = n * (1.0 + load)
        self.p = (self.number == start).astype(float)
        self.past = np.zeros(len(self.p))  # integral of p over the time that has gone by

    def wait_until(self, time):
        """Let the time pass: Poisson many events at the chain's greatest rate, some of which change nothing."""
        mean = self.rate * (time - self.time)
        p, end = self.p, np.zeros(len(self.p))
        log_share, left = -mean, 1.0
        for k in range(int(mean + 9.0 * math.sqrt(mean) + 40.0)):
            share = math.exp(log_share)
            left -= share
            end += share * p
            self.past += max(left, 0.0) / self.rate * p
            flow_up, flow_down = self.up * p, self.down * p
            p = p - (flow_up + flow_down) / self.rate
            p[1:] += flow_up[:-1] / self.rate
            p[:-1] += flow_down[1:] / self.rate
            log_share += math.log(mean / (k + 1)) if mean > 0.0 else -math.inf
        self.p, self.time = end, time
        return self

    def waiting(self, p):
        return p @ np.maximum(self.number - self.n, 0)

    def in_time(self, p, promised):
        """Σ p·P(wait ≤ promised): whoever finds k ≥ n waits for k − n + 1 completions at rate n."""
        events = self.n * promised
        pmf = np.exp(-events + np.concatenate([[0.0], np.cumsum(np.log(events / self.number[1:]))]))
        few = np.cumsum(pmf)  # P(Poisson ≤ k)
        late = np.where(self.number < self.n, 0.0, few[np.maximum(self.number - self.n, 0)])
        return p @ (1.0 - np.minimum(late, 1.0))

    def slower(self, p, time):
        """Σ p·P(wait + service > time), the service's length by the rule of Gauss and Legendre."""
        x, weight = np.polynomial.legendre.leggauss(60)
        service, weight = (x + 1.0) / 2.0 * time, weight / 2.0 * time
        done = sum(w * math.exp(-s) * self.in_time(p, time - s) for s, w in zip(service, weight, strict=True))
        return 1.0 - done


def day_on_time(n, load, day, promised):
    """Share of all who come on a day from empty that are served within the promise, before the doors close."""
    x, weight = np.polynomial.legendre.leggauss(12)
    window = min(promised, day)
    room, total = Room(n, load, day), 0.0
    if window < day:
        room.wait_until(day - window)
        total = room.in_time(room.past, promised)
    for moment, w in zip((x + 1.0) / 2.0 * window, weight / 2.0 * window, strict=True):
        room.wait_until(day - window + moment)
        total += w * room.in_time(room.p, window - moment)
    return total / day
