"""Beliefs that were estimated together: parameters/posterior.csv, a draw a line, made by `karier calibrate`."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parents[1] / "parameters" / "posterior.csv"


class Estimated(NamedTuple):
    """A draw, and the prior (low, high, value) it holds for: a place that believes otherwise keeps its own."""

    value: float
    prior: tuple[float, ...]


def row(chance: float, file: Path = FILE) -> dict[str, Estimated]:
    """The draw at a chance in (0, 1), by parameter; nothing where there is no file."""
    names, priors, draws = _read(file)
    if not draws:
        return {}
    values = draws[min(int(chance * len(draws)), len(draws) - 1)]
    return {name: Estimated(value, prior) for name, prior, value in zip(names, priors, values, strict=True)}


@cache
def _read(file: Path) -> tuple[list[str], list[tuple[float, ...]], list[list[float]]]:
    """Names, their priors (lines `low`, `high`, `value`) and draws. Lines that begin with # tell the recipe."""
    if not file.exists():
        return [], [], []
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    names, *rows = csv.reader(lines)
    numbers = [[float(x) for x in cells[1:]] for cells in rows]
    priors = [tuple(column) for column in zip(*numbers[:3], strict=True)]
    return names[1:], priors, numbers[3:]
