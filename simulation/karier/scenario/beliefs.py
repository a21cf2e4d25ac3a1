"""Drawn beliefs: independent triangular draws, a pure function of (seed, parameter's name, replication).

Beliefs estimated from published effects (`karier calibrate`) are drawn together: one row of parameters/posterior.csv.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from karier.scenario import posterior
from karier.scenario.parameter import Parameter, is_dated, leaves


def triangular(u: float, low: float, mode: float, high: float) -> float:
    """The value below which a share u of the distribution lies: only +, ×, / and √, so the same bits anywhere."""
    if high <= low:
        return mode
    width, below = high - low, mode - low
    if u * width < below:
        value = low + math.sqrt(u * width * below)
    else:
        value = high - math.sqrt((1.0 - u) * width * (high - mode))
    return min(max(value, low), high)


def drawn(
    sections: Mapping[str, Mapping[str, Parameter]], seed: int, replication: int, prior: bool = False
) -> dict[str, dict[str, Parameter]]:
    """Every section with its beliefs drawn; decisions, laws and what the user set stay."""
    together = {} if prior else posterior.row(luck("posterior", seed, replication))
    return _each(sections, lambda p, path: luck(f"{p.name}{path}", seed, replication), together)


def at_quantiles(
    sections: Mapping[str, Mapping[str, Parameter]], shares: Mapping[str, float]
) -> dict[str, dict[str, Parameter]]:
    """Every section with its beliefs where a given share of their prior lies below, by the parameter's name.

    All leaves of a parameter stand at the same share. A belief without one is an error (KeyError).
    """
    return _each(sections, lambda p, _: shares[p.name], {})


def luck(name: str, seed: int, replication: int) -> float:
    """A number in (0, 1) for one leaf, `section.key` or `section.key.leaf`."""
    from karier.randomness import BELIEF, unit, words  # imports Numba: not for those who only read scenarios

    return float(unit(words(seed, BELIEF, _identity(name), replication)[0]))


@cache
def _identity(name: str) -> int:
    from karier.randomness import name_hash

    return name_hash(name)


Chance = Callable[[Parameter, str], float]
Together = Mapping[str, posterior.Estimated]


def _each(
    sections: Mapping[str, Mapping[str, Parameter]], chance: Chance, together: Together
) -> dict[str, dict[str, Parameter]]:
    return {
        name: {key: _one(p, chance, together) if p.drawn else p for key, p in section.items()}
        for name, section in sections.items()
    }


def _one(p: Parameter, chance: Chance, together: Together) -> Parameter:
    estimated = together.get(p.name)
    if estimated is not None and estimated.prior == (*(p.range or ()), p.value):
        return replace(p, value=estimated.value)
    paths = dict.fromkeys(path for path, _ in leaves(p.value))
    return replace(p, value=_moved(p, p.value, "", {path: chance(p, path) for path in paths}))


def _moved(p: Parameter, value: Any, path: str, chances: Mapping[str, float]) -> Any:
    if is_dated(value):
        return {day: _moved(p, item, path, chances) for day, item in value.items()}
    if isinstance(value, Mapping):
        return {key: _moved(p, item, f"{path}.{key}", chances) for key, item in value.items()}
    if isinstance(value, list):
        return [_moved(p, item, f"{path}.{place}", chances) for place, item in enumerate(value)]
    low, high = p.range or (value, value)
    new = triangular(chances[path], low, float(value), high)
    return round(new) if p.form == "whole" else new
