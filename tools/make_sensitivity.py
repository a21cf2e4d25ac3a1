"""Write simulation/karier/evidence/sensitivity.csv: how far each belief moves the headline (Morris 1991).

Elementary effects, doi 10.1080/00401706.1991.10484804: along a trajectory one belief after the other is moved while all
others stay; a belief's effects are its changes of the outcome per whole way from the 5th to the 95th percentile of
its distribution. Run it after a change of the model or of a belief; it takes about eight minutes:
python tools/make_sensitivity.py
"""

import argparse
import csv
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import numpy as np

from karier.randomness import run_seed
from karier.runs.design import model_digest
from karier.runs.run import model_of
from karier.scenario import Scenario, load
from karier.scenario.beliefs import at_quantiles

TABLE = Path(__file__).parents[1] / "simulation/karier/evidence/sensitivity.csv"
PLACE, STRATEGIES = "semarang", ("training", "package")
SEED, TRAJECTORIES, YEARS = 1991, 4, 3
LEVELS = 4  # of the grid: 0, 1/3, 2/3, 1; a step is 2/3
LOW, HIGH = 0.05, 0.95  # percentiles at 0 and 1 of the grid: corners of all ranges at once need not be solvable
LUCK = "(luck)"  # a factor that is no belief: another replication's luck, to tell effects from noise
TOGETHER = ("citizens.*", "ip_asn.*", "lines.*.annual_rate", "lines.*.utilisation", "money.*")  # one factor each


def factors(scenario: Scenario) -> dict[str, list[str]]:
    """The beliefs that move, by factor: one each, but for those that move together."""
    found: dict[str, list[str]] = {}
    for p in (p for section in scenario.parameters.values() for p in section.values() if p.drawn):
        name = next((group for group in TOGETHER if fnmatchcase(p.name, group)), p.name)
        found.setdefault(name, []).append(p.name)
    return found | {LUCK: []}


def design(names: Sequence[str], trajectories: int = TRAJECTORIES, seed: int = SEED) -> np.ndarray:
    """Points on the unit grid (trajectories, factors + 1, factors): one coordinate changes from each to the next."""
    from SALib.sample.morris import sample

    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    points = sample(problem, trajectories, num_levels=LEVELS, seed=seed)
    return np.asarray(points).reshape(trajectories, len(names) + 1, len(names))


def outcome(
    scenarios: Mapping[str, Scenario], moved: Mapping[str, Sequence[str]], point: np.ndarray, seed: int = SEED
) -> dict[str, float]:
    """Difference of capacity efficiency from the status quo in the last year, in per cent, by strategy.

    Args:
        scenarios: the status quo first.
        moved: beliefs by factor.
        point: (factors,) on the unit grid.
    """
    place = dict(zip(moved, point, strict=True))
    shares = {name: LOW + (HIGH - LOW) * place[factor] for factor, names in moved.items() for name in names}
    luck = run_seed(seed, round(place[LUCK] * (LEVELS - 1)))
    last = {name: _last_year(scenario, shares, luck) for name, scenario in scenarios.items()}
    status_quo, *strategies = last
    return {name: 100.0 * (last[name] / last[status_quo] - 1.0) for name in strategies}


def _last_year(scenario: Scenario, shares: Mapping[str, float], luck: int) -> float:
    believed = replace(scenario, parameters=at_quantiles(scenario.parameters, shares), bound={})
    model = model_of(believed, luck)
    model.run_model()
    return float(model.monthly["capacity_efficiency"][-12:].mean())


def effects(points: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Elementary effects (trajectories, factors) of values (trajectories, factors + 1) at the points of a design."""
    steps, changes = np.diff(points, axis=1), np.diff(values, axis=1)
    at = np.abs(steps).argmax(axis=2)  # (trajectories, steps): which factor moved
    found = np.empty(at.shape)
    for t, order in enumerate(at):
        found[t, order] = changes[t] / steps[t, np.arange(len(order)), order]
    return found


def scenarios(years: int = YEARS, strategies: Sequence[str] = STRATEGIES) -> dict[str, Scenario]:
    """The status quo and the strategies."""
    return {PLACE: load(PLACE, years=years)} | {s: load(f"{PLACE}+{s}", years=years) for s in strategies}


def head(years: int, trajectories: int, seed: int) -> str:
    """What the table is, in lines that begin with #."""
    return f"""# Elementary effects (Morris 1991) of the beliefs of {PLACE}, made by tools/make_sensitivity.py.
# years: {years}
# trajectories: {trajectories}
# seed: {seed}
# model: {model_digest()[:16]}
# scenario: {load(PLACE).key()[:16]}
# outcome: difference of capacity efficiency from the status quo at the same luck, mean of the last year, per cent
# unit: change of the outcome, percentage points, per way from the 5th to the 95th percentile of the belief
# {LUCK}: four replications' luck in place of a belief; a factor with * moves all it stands for, together
"""


def rows(names: Sequence[str], found: Mapping[str, np.ndarray]) -> list[list[Any]]:
    """Outcome, factor, mu*, mu, sigma and each trajectory's effect; the largest first."""
    table = []
    for strategy, values in found.items():
        for name, one in zip(names, values.T, strict=True):
            told = [np.abs(one).mean(), one.mean(), one.std(ddof=1), *one]
            table.append([strategy, name, *(f"{value:.5f}" for value in told)])
    return sorted(table, key=lambda row: (row[0], -float(row[2]), row[1]))


def main() -> None:
    """Compute and write."""
    parser = argparse.ArgumentParser(description="Elementary effects of all beliefs on the headline")
    parser.add_argument("--years", type=int, default=YEARS)
    parser.add_argument("--trajectories", type=int, default=TRAJECTORIES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=TABLE)
    asked = parser.parse_args()
    cities = scenarios(asked.years)
    moved = factors(cities[PLACE])
    points = design(list(moved), asked.trajectories, asked.seed)
    values = {strategy: np.empty(points.shape[:2]) for strategy in STRATEGIES}
    for t in range(len(points)):
        for step, point in enumerate(points[t]):
            for strategy, value in outcome(cities, moved, point, asked.seed).items():
                values[strategy][t, step] = value
            print(f"\r{t * len(points[t]) + step + 1} of {points[..., 0].size} points", end="", file=sys.stderr)
    print(file=sys.stderr)
    found = {strategy: effects(points, value) for strategy, value in values.items()}
    with asked.out.open("w", encoding="utf-8", newline="") as file:
        file.write(head(asked.years, asked.trajectories, asked.seed))
        write = csv.writer(file, lineterminator="\n")
        write.writerow(["outcome", "factor", "mu_star", "mu", "sigma", *(f"e{t + 1}" for t in range(len(points)))])
        write.writerows(rows(list(moved), found))


if __name__ == "__main__":
    main()
