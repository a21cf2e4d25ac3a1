"""A study: scenarios that are compared under the same luck."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karier.scenario import catalogue
from karier.scenario.errors import bad, shown, unknown
from karier.scenario.loading import MOST_YEARS, YEARS, split
from karier.scenario.parameter import labels
from karier.scenario.reader import kind_of

KEYS = ("label", "description", "place", "scenarios", "years", "replications", "seed", "equal_budget")
MOST_REPLICATIONS = 100_000
LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True)
class Study:
    """The first scenario is the baseline of every comparison."""

    name: str
    label: Mapping[str, str]
    description: Mapping[str, str]
    place: str
    scenarios: tuple[str, ...]
    years: int
    replications: int
    seed: int
    equal_budget: str = ""  # the scenario whose programmes' cost all others are held to; empty: none


def load_study(name: str | Path) -> Study:
    """A shipped study by its name, or a file by its path. BadInput for what is wrong in it."""
    path = Path(name) if catalogue.is_path(str(name)) else catalogue.shipped("studies", str(name), "", "study")
    content, file = catalogue.read_file(path, "studies"), catalogue.called(path)
    for key in content:
        if key not in KEYS:
            raise unknown(file, "", "key of a study", key, ("extends", *KEYS))
    place = content.get("place")
    if not isinstance(place, str):
        raise bad(file, "place", f"is {kind_of(place)}", ", ".join(catalogue.known("places")))
    scenarios = _scenarios(content.get("scenarios"), place, path, file)
    return Study(
        name=catalogue.stem(path),
        label=labels(content.get("label"), file, "label"),
        description=labels(content.get("description"), file, "description"),
        place=place,
        scenarios=scenarios,
        years=_whole(content, "years", YEARS, 1, MOST_YEARS, file),
        replications=_whole(content, "replications", 20, 1, MOST_REPLICATIONS, file),
        seed=_whole(content, "seed", 1, 0, LARGEST_SEED, file),
        equal_budget=_reference(content.get("equal_budget"), place, scenarios, path, file),
    )


def _scenarios(value: Any, place: str, path: Path, file: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        raise bad(
            file, "scenarios", f"{shown(value)} is no list of scenarios", f"a list such as [{place}, {place}+training]"
        )
    found = [_scenario(item, place, path, file, f"scenarios[{n}]") for n, item in enumerate(value)]
    for item in found:
        if found.count(item) > 1:
            raise bad(file, "scenarios", f"{item} stands twice", "each scenario once")
    return tuple(found)


def _scenario(item: str, place: str, path: Path, file: str, key: str) -> str:
    """A scenario's name, checked; `+training` stands for the place with training; a path is read from the file."""
    whole = f"{place}{item}" if item.startswith("+") else item
    first, *rest = split(whole)
    if catalogue.is_path(first):
        first = str(catalogue.referred(path, first, "places", key))
    elif first not in catalogue.known("places"):
        raise unknown(file, key, "place", first, catalogue.known("places"))
    elif first != place:
        raise bad(file, key, f"{first} is not the study's place", place)
    plans = catalogue.known("strategies") + catalogue.known("shocks")
    for part in rest:
        if not catalogue.is_path(part) and part not in plans:
            raise unknown(file, key, "strategy or shock", part, plans)
    return "+".join([first, *rest])


def _reference(value: Any, place: str, scenarios: tuple[str, ...], path: Path, file: str) -> str:
    """The scenario of `equal_budget`: one of the study's, not the first."""
    if value is None:
        return ""
    allowed = ", ".join(scenarios[1:]) or "a study of two scenarios or more"
    if not isinstance(value, str):
        raise bad(file, "equal_budget", f"is {kind_of(value)}", allowed)
    name = _scenario(value, place, path, file, "equal_budget")
    if name not in scenarios[1:]:
        raise bad(file, "equal_budget", f"{name} is no strategy of this study", allowed)
    return name


def _whole(content: Mapping[str, Any], key: str, default: int, low: int, high: int, file: str) -> int:
    value = content.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise bad(file, key, f"{shown(value)} is out of range", f"a whole number, {low} to {high}")
    return value
