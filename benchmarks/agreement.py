"""Whether the three versions say the same: means over the months and seeds, within stated tolerances."""

import math
from typing import Any

import numpy as np

from benchmarks import versions, world
from benchmarks.world import DIMENSIONS, SEEN

# Largest difference from ours that counts as the same, as a fraction of ours; where four standard errors of the
# difference are more, those. Turnaround is compared as a mean of logarithms: a queue that overflows in one run of ten
# would decide an arithmetic mean alone.
TOLERANCE = {
    "headcount": 0.003, "mean_age": 0.003, **{f"mean_competence_{k}": 0.003 for k in DIMENSIONS},
    "gain_retained": 0.02, "mean_motivation": 0.003, "presence": 0.003, "mean_performance": 0.005,
    "training_hours": 0.03, "rating_share_very_good": 0.03, "on_time_share": 0.03, "turnaround_days": 0.15,
}  # fmt: skip
LARGEST_ERROR = 4.0


def agree(place: str, years: int, seeds: int, runs: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Rows of version × output. runs: those already made, to which the fast versions add seeds."""
    s, months = world.core(place, years), 12 * years
    rounds = len(runs["mesa"])
    more = range(rounds + 1, seeds + 1)
    made = {
        "mesa": [run.seen for run in runs["mesa"]],
        "numpy": [run.seen for run in runs["numpy"]] + [versions.numpy(s, seed, months).seen for seed in more],
        "karier": [run.seen for run in runs["karier"]] + [versions.karier(s, seed, months).seen for seed in more],
    }
    return compare({name: np.array([of_run(seen) for seen in of]) for name, of in made.items()})


def of_run(seen: Any) -> Any:
    """(outputs,) one number a run: the mean over months; of turnaround, that of its logarithm."""
    means = seen.mean(axis=0)
    means[SEEN.index("turnaround_days")] = np.log(seen[:, SEEN.index("turnaround_days")]).mean()
    return means


def compare(of: dict[str, Any]) -> list[dict[str, Any]]:
    """of: (runs, outputs) by version."""
    rows, ours = [], of["karier"]
    for version in ("mesa", "numpy"):
        for k, name in enumerate(SEEN):
            a, b = of[version][:, k], ours[:, k]
            error = math.sqrt(_error(a) + _error(b))
            gap = float(a.mean() - b.mean())
            scale = 1.0 if name == "turnaround_days" else abs(float(b.mean()))
            allowed = max(TOLERANCE[name] * scale, LARGEST_ERROR * error)
            rows.append({"version": version, "output": name, "theirs": _told(name, a), "ours": _told(name, b),
                         "relative": gap / scale, "standard_errors": gap / error if error > 0.0 else 0.0,
                         "agrees": abs(gap) <= allowed})  # fmt: skip
    return rows


def _error(values: Any) -> float:
    return float(values.var(ddof=1)) / len(values) if len(values) > 1 else 0.0


def _told(name: str, values: Any) -> float:
    mean = float(values.mean())
    return math.exp(mean) if name == "turnaround_days" else mean
