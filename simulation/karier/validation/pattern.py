"""A pattern: what the model should show, from whom, how near is near enough. And what it did show."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from karier.scenario.reader import read_mapping

FOLDER = Path(__file__).parent / "patterns"
NATURES = ("theory", "verification", "validation")
UNITS = {
    "SD": "SD",
    "SD of ability": "SD kemampuan",
    "cases": "berkas",
    "correlation": "korelasi",
    "months": "bulan",
    "people": "orang",
    "people a year": "orang per tahun",
    "points": "poin",
    "points of probability": "peluang",
    "ratio": "rasio",
    "service times": "lama layanan",
    "share": "bagian",
    "share of 500 problems": "bagian dari 500 masalah",
    "share a year": "bagian per tahun",
    "years": "tahun",
}


class Pattern(NamedTuple):
    """One number to be met. Nature: `theory`, an exact value; `verification`, fitted or designed; else `validation`."""

    name: str
    title: dict[str, str]
    target: float
    accepted: tuple[float, float]
    unit: str
    nature: str
    source: str


@dataclass(frozen=True)
class Found:
    """What was measured: one value a seed (one alone where nothing is drawn)."""

    pattern: Pattern
    values: tuple[float, ...]
    seconds: float = 0.0

    @property
    def value(self) -> float:
        """Mean over seeds."""
        return float(np.mean(self.values))

    @property
    def interval(self) -> tuple[float, float]:
        """Where 90 % of the seeds lie: 5th and 95th percentile."""
        low, high = np.percentile(self.values, (5.0, 95.0))
        return float(low), float(high)

    @property
    def error(self) -> float:
        """Monte-Carlo standard error of the mean; 0 where nothing is drawn."""
        n = len(self.values)
        return float(np.std(self.values, ddof=1) / math.sqrt(n)) if n > 1 else 0.0

    @property
    def passed(self) -> bool:
        """Whether the mean lies within what is accepted. A value that could not be computed (NaN) does not."""
        low, high = self.pattern.accepted
        return low <= self.value <= high

    def to_dict(self) -> dict[str, Any]:
        """As `karier validate-model --json` prints it."""
        low, high = self.interval
        return {
            "pattern": self.pattern.name,
            "title": self.pattern.title,
            "target": self.pattern.target,
            "tolerance": list(self.pattern.accepted),
            "value": self.value,
            "low": low,
            "high": high,
            "error": self.error,
            "seeds": len(self.values),
            "verdict": "pass" if self.passed else "fail",
            "unit": self.pattern.unit,
            "nature": self.pattern.nature,
            "source": self.pattern.source,
        }


def unit(pattern: Pattern, lang: str) -> str:
    """The unit in a language."""
    return pattern.unit if lang == "en" else UNITS[pattern.unit]


@cache
def patterns(stem: str) -> dict[str, Pattern]:
    """The patterns of `patterns/<stem>.yaml`, by name, in the order of the file."""
    read = read_mapping(FOLDER / f"{stem}.yaml", f"patterns/{stem}.yaml")
    return {name: _pattern(name, entry) for name, entry in read.items()}


def chosen(stem: str, names: Sequence[str] = ()) -> tuple[Pattern, ...]:
    """Patterns of a file in the order named; all of them where none is."""
    known = patterns(stem)
    return tuple(known[name] for name in names) if names else tuple(known.values())


def _pattern(name: str, entry: dict[str, Any]) -> Pattern:
    low, high = (float(bound) for bound in entry["accepted"])
    target = float(entry["target"])
    if not (low <= target <= high and entry["nature"] in NATURES and set(entry["title"]) == {"id", "en"}):
        raise ValueError(f"pattern {name}: target outside what is accepted, unknown nature or a title missing")
    if entry["unit"] not in UNITS:
        raise ValueError(f"pattern {name}: unknown unit {entry['unit']}")
    return Pattern(name, entry["title"], target, (low, high), entry["unit"], entry["nature"], entry["source"])
