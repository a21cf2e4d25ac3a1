"""The doses that a lever has while it runs: one, or, at an equal budget, one for each step of its scale."""

from collections.abc import Mapping
from typing import Any

from karier.analysis.language import NOTHING, Language


def doses(lever: Mapping[str, Any]) -> list[float]:
    """From its start on, in order, as study.json tells the lever; none where it has no dose or never starts."""
    if lever.get("dose") is None or not lever["start"]:
        return []
    start, until = str(lever["start"])[:10], str(lever.get("until") or "9999")[:10]
    steps = [(str(day), float(factor)) for day, factor in lever.get("scale", ())]
    first = [factor for day, factor in steps if day <= start][-1:] or [1.0]
    return [float(lever["dose"]) * factor for factor in (*first, *(f for day, f in steps if start < day < until))]


def scaled(lever: Mapping[str, Any]) -> bool:
    """Whether a budget scales the lever's dose."""
    return any(factor != 1.0 for _, factor in lever.get("scale", ()))


def told(language: Language, lever: Mapping[str, Any]) -> str:
    """100%, 24–28%."""
    found = doses(lever)
    if not found:
        return NOTHING
    low, high = (language.percent(end, 0) for end in (min(found), max(found)))
    return low if low == high else f"{low.removesuffix('%')}–{high}"
