"""How far each belief moves the headline: the table that tools/make_sensitivity.py makes (Morris 1991)."""

import csv
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parent / "sensitivity.csv"
LUCK = "(luck)"  # the factor that stands for another luck, the measure of noise


class Effect(NamedTuple):
    """Elementary effects of a factor on an outcome, percentage points per way from its 5th to its 95th percentile."""

    factor: str  # a parameter's name, or with * the names of those that moved together
    mu_star: float  # mean of their absolute values: how much
    mu: float  # mean: which way
    sigma: float  # standard deviation: how much that depends on the other beliefs, and on noise
    each: tuple[float, ...]  # one a trajectory


class Sensitivity(NamedTuple):
    """The table: what it is (years, trajectories, seed, model, scenario), and effects by outcome and factor."""

    about: Mapping[str, str]
    effects: Mapping[str, Mapping[str, Effect]]

    def of(self, name: str, outcome: str) -> Effect | None:
        """The effect of a parameter, or of those with which it moved; None where it did not move."""
        found = self.effects.get(outcome, {})
        return found.get(name) or next((one for key, one in found.items() if fnmatchcase(name, key)), None)

    def told_apart(self, effect: Effect, outcome: str) -> bool:
        """Whether it moves the outcome by more than another luck does."""
        return effect.mu_star > self.effects[outcome][LUCK].mu_star


@cache
def sensitivity(path: Path = TABLE) -> Sensitivity:
    """The table as it stands under version control."""
    lines = path.read_text("utf-8").splitlines()
    notes = [line[2:].partition(": ") for line in lines if line.startswith("# ")]
    effects: dict[str, dict[str, Effect]] = {}
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        each = tuple(float(row[key]) for key in row if key.startswith("e") and key[1:].isdigit())
        mu_star, mu, sigma = (float(row[key]) for key in ("mu_star", "mu", "sigma"))
        effects.setdefault(row["outcome"], {})[row["factor"]] = Effect(row["factor"], mu_star, mu, sigma, each)
    return Sensitivity({key: value for key, colon, value in notes if colon}, effects)
