"""Strategies at an equal budget (model-spec 8): each year's dose such that all programmes cost as much as one of them.

Budget of a year: what the reference strategy's programmes cost above the status quo, mean over replications. A dose
cannot pass the largest that a lever allows; what is then left of the budget is unspent, and said so.
"""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from karier.arrays import FloatArray
from karier.runs import Design, Progress, complete
from karier.runs.store import Store
from karier.scenario import Scenario

COST = "cost_programme"
CLOSE = 0.005  # of the budget, within which a year's cost is taken as equal
ROUNDS = 12


class Held(NamedTuple):
    """One strategy at the budget; arrays are (years,)."""

    scenario: str
    years: tuple[int, ...]
    budget: FloatArray  # rupiah
    cost: FloatArray  # rupiah above the status quo, mean over replications
    scale: FloatArray  # of the dose
    most: float  # that scale may be

    @property
    def unspent(self) -> FloatArray:
        """Rupiah that the strategy could not absorb at its largest dose."""
        short = (self.cost < (1.0 - 2.0 * CLOSE) * self.budget) & (self.scale >= self.most)
        return np.where(short, self.budget - self.cost, 0.0)


def held(
    made: Design, reference: str, out: Path, jobs: int | None = None, progress: Progress | None = None
) -> tuple[Design, list[Held]]:
    """The design with every strategy's doses scaled to the cost of the reference, year by year; and how it came out.

    The first scenario is the status quo. Trials are run under the design's own seed and replications, in out/trials,
    and left behind only while they are needed.
    """
    trials = out / "trials"
    status_quo, target = made.scenarios[0], next(s for s in made.scenarios if s.name == reference)
    costs = _Costs(made, trials, jobs, progress)
    base = costs.of([status_quo])[0]
    budget = costs.of([target])[0] - base
    years = tuple(range(status_quo.start.year, status_quo.start.year + len(budget)))
    found = {target.name: (target, Held(target.name, years, budget, budget, np.ones(len(years)), largest(target)))}
    open_ = {s.name: s for s in made.scenarios[1:] if s is not target and s.levers}
    scales = {name: np.ones(len(years)) for name in open_}
    nearest: dict[str, tuple[FloatArray, FloatArray]] = {}  # scale and distance from the budget, year by year
    for round_ in range(ROUNDS):
        if round_ == ROUNDS - 1:  # what whole courses and places allow: each year as near as it came
            scales |= {name: nearest[name][0] for name in open_}
        tried = [scaled(s, years, scales[name]) for name, s in open_.items()]
        costs_tried = [cost - base for cost in costs.of(tried)] if tried else []
        for s, cost in zip(tried, costs_tried, strict=True):
            scale = scales[s.name]
            found[s.name] = (s, Held(s.name, years, budget, cost, scale, largest(s)))
            best, distance = nearest.get(s.name, (scale, np.full(len(years), np.inf)))
            closer = np.abs(cost - budget) < distance
            nearest[s.name] = np.where(closer, scale, best), np.where(closer, np.abs(cost - budget), distance)
            scales[s.name] = next_scale(s, scale, cost, budget)
            if np.array_equal(scales[s.name], scale):
                del open_[s.name]
        if not open_:
            break
    scenarios = tuple(found[s.name][0] if s.name in found else s for s in made.scenarios)
    final = replace(made, scenarios=scenarios)
    _keep(final, trials, out)
    return final, [found[s.name][1] for s in made.scenarios if s.name in found]


def _keep(final: Design, trials: Path, out: Path) -> None:
    """Runs of the last trial become the study's own; the other trials go."""
    here, there = Store(trials / "runs"), Store(out / "runs")
    there.folder.mkdir(parents=True, exist_ok=True)
    for one in final.runs:
        if here.has(one.key) and not there.has(one.key):
            here.path(one.key).rename(there.path(one.key))
    shutil.rmtree(trials, ignore_errors=True)


def next_scale(s: Scenario, scale: FloatArray, cost: FloatArray, budget: FloatArray) -> FloatArray:
    """Each year's scale × budget/cost, up to the largest dose; kept where the cost is close or nothing can be spent."""
    most = largest(s)
    wanted = np.where(cost > 0.0, scale * budget / np.maximum(cost, 1.0), np.where(budget > 0.0, most, scale))
    wanted = np.clip(wanted, 0.0, most)
    close = np.abs(cost - budget) <= CLOSE * np.maximum(budget, 1.0)
    return np.where(close | (budget <= 0.0), scale, wanted)


def largest(s: Scenario) -> float:
    """The largest scale under which no lever passes the largest dose that its parameters allow."""
    plans = [lever for lever in s.levers.values() if lever.dose > 0.0]
    allowed = [(s.parameters[plan.section]["dose"].range or (0.0, plan.dose))[1] / plan.dose for plan in plans]
    return min(allowed, default=1.0)


def scaled(s: Scenario, years: Sequence[int], scale: FloatArray) -> Scenario:
    """The scenario with the doses of its strategies' levers scaled from each New Year on; shocks stay as they are."""
    steps = tuple((date(year, 1, 1), float(factor)) for year, factor in zip(years, scale, strict=True))
    levers = {n: replace(lv, scale=steps) if n == lv.section else lv for n, lv in s.levers.items()}
    return replace(s, levers=levers, bound={})


def told(reference: str, rows: Sequence[Held]) -> dict[str, Any]:
    """What study.json says of it: one row a strategy and year, whole rupiah."""
    return {
        "reference": reference,
        "rows": [
            {
                "scenario": h.scenario,
                "year": year,
                "budget": round(b),
                "cost": round(c),
                "unspent": round(u),
                "scale": x,
            }
            for h in rows
            for year, b, c, u, x in zip(
                h.years, h.budget.tolist(), h.cost.tolist(), h.unspent.tolist(), h.scale.tolist(), strict=True
            )
        ],
    }


class _Costs:
    """Programme costs by year, mean over replications, from runs in a folder of trials."""

    def __init__(self, made: Design, folder: Path, jobs: int | None, progress: Progress | None) -> None:
        self.made, self.folder, self.jobs, self.progress = made, folder, jobs, progress

    def of(self, scenarios: Sequence[Scenario]) -> list[FloatArray]:
        """(years,) for each scenario."""
        design = replace(self.made, scenarios=tuple(scenarios))
        done = complete(design, self.folder, self.jobs, self.progress)
        out = []
        for row, s in enumerate(scenarios):
            runs = [one for one in design.runs if one.scenario == row]
            months = [done.store.read(one.key).monthly.column(COST).to_numpy() for one in runs]
            out.append(np.mean(months, axis=0).reshape(s.months // 12, 12).sum(axis=1))
        return out
