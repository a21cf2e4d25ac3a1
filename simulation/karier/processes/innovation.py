"""Innovation (model-spec 5.9): improvements save a share of a case's time, change projects better an office's process.

Improvements come to lines with a queue by chance, more often where staff know the trade, are keen, and where change
projects end; both fade. Before the run they rest where what comes balances what fades, so that today's policy stays
where it is.
"""

from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.maths import exp, half_life
from karier.randomness import CHANGE, unit, words
from karier.rules.budget import Budget
from karier.rules.gather import tally
from karier.rules.programmes import Volume
from karier.state import Moment, State
from karier.state.baseline import Baseline
from karier.state.city import FLOWS
from karier.state.lines import COUNTER, DOCKET, Lines
from karier.state.offices import Offices

WRITES = {"lines.saving", "offices.quality", "city.flows"}

MOST_A_MONTH = 500.0  # improvements expected of one line, so that e^−mean is a number
_INNOVATIONS = FLOWS.index("innovations")


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/innovation.yaml."""

    rate: float
    technical: float
    conduct: float
    projects: float
    size: float
    most: float
    project_size: float
    half_life: float


class Today(NamedTuple):
    """What `settle` needs of the place's leadership programmes, as parameters/leadership.yaml has it."""

    volume: Volume
    budget: Budget


# Rules


@rule
def expected(people: int, technical: float, conduct: float, projects: float, p: Parameters) -> float:
    """Improvements of a month: staff·rate/12·e^{a·technical + c·conduct}·(1 + β·projects a manager and year).

    technical, conduct: means of the line's staff, in SD from its baseline.
    """
    lively = exp(p.technical * technical + p.conduct * conduct) * (1.0 + p.projects * projects)
    return min(people * p.rate / 12.0 * lively, MOST_A_MONTH)


@rule
def how_many(mean: float, u: float) -> int:
    """A Poisson count by inversion of a uniform draw: never fewer at a higher mean and the same luck."""
    chance = exp(-mean)
    below, n = chance, 0
    while u > below and chance > 0.0:
        n += 1
        chance *= mean / n
        below += chance
    return n


@rule
def added(stock: float, size: float, most: float) -> float:
    """most − (most − stock)·e^{−size/most}: the first adds its size, each further one less, all less than the most."""
    return most - (most - stock) * exp(-size / most)


@rule
def resting(gain: float, kept: float, most: float) -> float:
    """Where a month's fading and gain balance: S = k·S + g·(1 − k·S/most); gain: of a month from nothing."""
    return gain / (1.0 - kept + gain * kept / most)


# Loops


@compiled
def _better(offices: Offices, p: Parameters, keep: float) -> None:
    for o in range(len(offices.quality)):
        above = keep * (offices.quality[o] - 1.0)
        done = offices.projects[o] / max(offices.managers[o], 1)
        offices.quality[o] = 1.0 + added(above, p.project_size * done, p.most)


@compiled
def _improve(
    lines: Lines, offices: Offices, b: Baseline, people: IntArray, p: Parameters, keep: float, seed: int, month: int
) -> int:
    found = 0
    for j in range(len(lines.kind)):
        if lines.kind[j] != COUNTER and lines.kind[j] != DOCKET:
            continue
        o = lines.office[j]
        w0, _, _, _ = words(seed, CHANGE, j, month)
        projects = 12.0 * offices.projects[o] / max(offices.managers[o], 1)
        mean = expected(people[j], lines.technical[j] - b.technical[j], lines.conduct[j] - b.conduct[j], projects, p)
        n = how_many(mean, unit(w0))
        lines.saving[j] = added(keep * lines.saving[j], n * p.size, p.most)
        found += n
    return found


@compiled
def _settle(lines: Lines, quality: FloatArray, people: IntArray, yearly: FloatArray, p: Parameters) -> None:
    """yearly: (offices,) change projects a manager and year."""
    keep = half_life(1.0, p.half_life)
    for o in range(len(yearly)):
        quality[o] = 1.0 + resting(added(0.0, p.project_size * yearly[o] / 12.0, p.most), keep, p.most)
    for j in range(len(lines.kind)):
        if lines.kind[j] == COUNTER or lines.kind[j] == DOCKET:
            mean = expected(people[j], 0.0, 0.0, yearly[lines.office[j]], p)
            one = added(0.0, p.size, p.most) / p.most  # of what is left to save
            gain = added(0.0, mean * one * p.most, p.most)  # on average, as the count is Poisson
            lines.saving[j] = resting(gain, keep, p.most)


# Acts


def improve(state: State, p: Parameters, now: Moment) -> None:
    """What fades, and the month's improvements and ended projects."""
    keep = half_life(1.0, p.half_life)
    _better(state.offices, p, keep)
    people = _people(state)
    state.city.flows[_INNOVATIONS] = _improve(
        state.lines, state.offices, state.baseline, people, p, keep, now.seed, now.month
    )


def settle(state: State, p: Parameters, today: Today) -> None:
    """Before the burn-in: savings and process quality where today's improvements and projects balance what fades."""
    level = np.arange(1, 4)
    staff, offices = state.workforce, state.offices
    managers = np.zeros((len(offices.head), 4))
    np.add.at(managers, (staff.office, staff.level), 1.0)
    volume = today.volume
    lacking = managers[:, level] * (1.0 - volume.certified)
    projects = (volume.share * lacking).sum(axis=1) + volume.candidates * managers[:, 3]
    projects *= today.budget.programme
    _settle(state.lines, offices.quality, _people(state), projects / np.maximum(offices.managers, 1), p)


def _people(state: State) -> IntArray:
    """(lines,) staff posted to each."""
    people = np.zeros(len(state.lines.kind), np.int64)
    tally(state.workforce.line, people)
    return people
