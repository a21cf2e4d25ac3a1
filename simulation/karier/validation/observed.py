"""What was published after a look back began (observed.yaml), and the guards that keep it out of the model.

A figure is scored only if it was read where the register says (seen, or secondary), if no parameter of the place cites
it, and if it tells of months after the start. Whatever else in the place is younger than the start is named an input.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from karier import evidence
from karier.scenario import BadInput, Scenario
from karier.scenario.errors import bad
from karier.scenario.reader import read_mapping

FILE = Path(__file__).parent / "observed.yaml"
MOVING = ("population", "recruitment", "exits")  # sections that move how many people there are
_CONFIRMED = ("seen", "secondary")
_REPORT_MONTHS = 2  # what is published so soon after the start tells of the start


@dataclass(frozen=True)
class Point:
    """One published figure. Months count from year 0: 12 · year + month − 1; a stock has its month twice."""

    name: str
    title: dict[str, str]
    series: str
    first: int
    last: int
    value: float
    reading: tuple[float, float]  # ends of what was published; the value twice where it was one number
    evidence: str
    scored: bool
    why: str

    @property
    def entry(self) -> dict[str, Any]:
        """The register's: source, date, status, where it was read."""
        return evidence.register()[self.evidence]


@dataclass(frozen=True)
class Observed:
    """All that is published of a place that looks back."""

    place: str
    start: int  # month from year 0
    months: int
    before: dict[str, Any]
    points: tuple[Point, ...]
    inputs: dict[str, str]


def places() -> tuple[str, ...]:
    """Places with published figures to compare with."""
    return tuple(_read())


def observed(place: str) -> Observed:
    """What is published of a place. BadInput where nothing is."""
    if place not in _read():
        raise bad("", "PLACE", f"{place} has no published figures to look back with", ", ".join(places()))
    data = _read()[place]
    points = tuple(_point(name, entry) for name, entry in data["points"].items())
    return Observed(place, month_of(data["start"]), data["months"], data["before"], points, data["inputs"])


@cache
def _read() -> dict[str, Any]:
    return read_mapping(FILE, FILE.name)


def month_of(text: str) -> int:
    """12 · year + month − 1 of a text such as 2025-12."""
    year, month = text.split("-")
    return 12 * int(year) + int(month) - 1


def _point(name: str, entry: dict[str, Any]) -> Point:
    last, value = month_of(entry["to"]), float(entry["value"])
    low, high = (float(end) for end in entry.get("reading", (value, value)))
    return Point(
        name, entry["title"], entry["series"], month_of(entry.get("from", entry["to"])), last, value, (low, high),
        entry["evidence"], entry["scored"], entry["why"],
    )  # fmt: skip


def guard(seen: Observed, scenario: Scenario) -> None:
    """Refuse a look back that knows its own end.

    Raises:
        BadInput: a scored figure is unconfirmed, not after the start, or cited by a parameter of the place; or a
            parameter that moves people cites what is younger than the start and is not declared as an input.
    """
    for point in seen.points:
        if point.scored:
            _guard_point(point, seen, scenario)
    undeclared = sorted(set(leaks(scenario, seen.start)) - set(seen.inputs))
    if undeclared:
        raise BadInput(
            f"{FILE.name}: {seen.place}: {undeclared[0]} cites what was published after the start; "
            "allowed: to name it under inputs, with the reason"
        )


def _guard_point(point: Point, seen: Observed, scenario: Scenario) -> None:
    where = f"{seen.place}.points.{point.name}"
    if evidence.status(point.evidence) not in _CONFIRMED:
        raise bad(FILE.name, where, f"{point.evidence} is not confirmed", "scored: false, or a confirmed figure")
    if not seen.start < point.first <= point.last < seen.start + seen.months:
        raise bad(FILE.name, where, "lies outside the months of the look back", "months after the first")
    users = [
        p.name for section in scenario.parameters.values() for p in section.values() if point.evidence in p.evidence
    ]
    if users:
        raise bad(FILE.name, where, f"{users[0]} cites the same figure: input or fitted", "scored: false")


def leaks(scenario: Scenario, start: int) -> list[str]:
    """Parameters that move people and cite what was published more than two months after the start."""
    return [
        p.name
        for section in MOVING
        for p in scenario.parameters[section].values()
        if any(published(identifier) > start + _REPORT_MONTHS for identifier in p.evidence)
    ]


def published(identifier: str) -> int:
    """The last month that the date of a statistic or study names (a bare year: its December); −1 without a date.

    Law is dated where it is applied, so it is not looked at here.
    """
    if identifier.startswith("law."):
        return -1
    entry = evidence.register()[identifier]
    named = re.findall(r"\b((?:19|20)\d\d)(?:-(\d\d))?", str(entry.get("date", "")))
    return max((12 * int(year) + int(month or 12) - 1 for year, month in named), default=-1)
