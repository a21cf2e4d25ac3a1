"""From parameters to the plain numbers of a day, cast to what a process declares.

Each is cast to its declared type: Numba compiles anew for every new one, so 4 and 4.0 must be the same.
"""

import math
import sys
from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args, get_type_hints

import numpy as np

from karier.scenario.levers import RESERVED, Lever
from karier.scenario.parameter import Parameter
from karier.scenario.scenario import Scenario
from karier.scenario.sections import LINES

Bound = TypeVar("Bound", bound=NamedTuple)
DELIVERED = "delivered"
TODAY = "today_"


def bind(kind: type[Bound], s: Scenario, section: str, day: date) -> Bound:
    """A process's parameters on a day; before the scenario's start those of the place alone.

    A field `delivered` is the plan's dose × fidelity (at most 1) while it is on, else 0; `today_<key>` is the place's
    value of `<key>`; a field whose type is a NamedTuple is bound to that one's own section (`SECTION` of its module,
    or the module's name). Answers are kept: the same object is handed out until a change day. Do not write to it.
    """
    epoch = bisect_right(_all_change_days(kind, s, section), day)
    slot = (kind, section, epoch)
    if slot not in s.bound:
        s.bound[slot] = _bind(kind, s, section, day)
    return s.bound[slot]


def _all_change_days(kind: type, s: Scenario, section: str) -> list[date]:
    """Those of the section and of every section that a field holds."""
    slot = ("days", kind, section)
    if slot not in s.bound:
        days = set(change_days(s, section))
        for hint in _hints(kind).values():
            if isinstance(hint, type) and issubclass(hint, tuple):
                days |= set(_all_change_days(hint, s, _section_of(hint)))
        s.bound[slot] = sorted(days)
    return s.bound[slot]


def change_days(s: Scenario, section: str) -> list[date]:
    """The days from which on `bind` answers differently, in order."""
    slot = ("days", section)
    if slot not in s.bound:
        s.bound[slot] = _change_days(s, section)
    return s.bound[slot]


def _change_days(s: Scenario, section: str) -> list[date]:
    days = {day for p in s.parameters.get(section, {}).values() for day in p.dates[1:]}
    for plan in _plans(s, section):
        if plan.start is not None and (plan.until is None or plan.until > s.start):
            days.add(max(plan.start, s.start))
            days |= {d for d, _ in (*plan.scale, *plan.joining) if d > plan.start}
            days |= {d for p in plan.planned.values() for d in p.dates if d > plan.start}
            days |= {plan.until} if plan.until else set()
    return sorted(days)


def _bind(kind: type[Bound], s: Scenario, section: str, day: date) -> Bound:
    entries, on = s.parameters[section], active(s, section, day)
    offices = s.place.office_kinds
    values: dict[str, Any] = {}
    for field, hint in _hints(kind).items():
        if field == DELIVERED:
            values[field] = min(strength(s, on[-1], day), 1.0) if on else 0.0
        elif isinstance(hint, type) and issubclass(hint, tuple):
            values[field] = bind(hint, s, _section_of(hint), day)  # type: ignore[type-var]
        elif section == LINES:
            found = [entries.get(f"{line}.{field}") for line in s.place.lines]
            values[field] = cast([math.nan if p is None else p.at(day) for p in found], hint, None)
        elif field == "offices":
            values[field] = np.array([any(plan.covers(o, k, day) for plan in on) for o, k in offices.items()], np.bool_)
        else:
            base = field.startswith(TODAY) and field not in entries
            p = entries[field.removeprefix(TODAY) if base else field]
            plans = [] if base or p.role == "belief" or field in RESERVED else [x for x in on if p.name in _keys(x)]
            values[field] = _value(p, plans, s, day, hint, offices)
    return kind(**values)  # type: ignore[call-overload]


def active(s: Scenario, section: str, day: date) -> list[Lever]:
    """The plans in force for a section on a day, in the order in which they compose."""
    return [plan for plan in _plans(s, section) if day >= s.start and plan.on(day) and strength(s, plan, day) > 0.0]


def strength(s: Scenario, plan: Lever, day: date) -> float:
    """Dose × fidelity of a plan on a day; the fidelity is the plan's own or the section's belief."""
    fidelity = plan.fidelity
    if fidelity is None:
        believed = s.parameters[plan.section].get("fidelity")
        fidelity = 1.0 if believed is None else believed.at(s.start)
    return float(plan.dose_on(day) * fidelity)


def blended(base: Any, planned: Any, share: float, p: Parameter) -> Any:
    """base + share·(planned − base) for numbers, leaf by leaf, inside the range; another type switches."""
    if not p.numeric:
        return planned
    if isinstance(base, Mapping):
        return {key: blended(item, planned[key], share, p) for key, item in base.items()}
    if isinstance(base, list):
        if len(base) != len(planned):
            return planned
        return [blended(b, x, share, p) for b, x in zip(base, planned, strict=True)]
    mixed = planned if share == 1.0 else base + share * (planned - base)
    low, high = p.range or (mixed, mixed)
    mixed = min(max(mixed, low), high)
    return round(mixed) if p.form == "whole" else float(mixed)


def cast(value: Any, hint: Any, p: Parameter | None) -> Any:
    """A value as its declared type: float, int, bool, str or an array of a dtype; texts as indices of their choices."""
    if p is not None and p.form == "text" and hint is not str:
        value = _indices(value, p.choices)
    if hint in (float, bool, str):
        return hint(value)
    if hint is int:
        if value != int(value):
            raise TypeError(f"{p.name if p else 'value'}: {value} is bound as a whole number")
        return int(value)
    if p is not None and p.form == "real" and np.issubdtype(_dtype(hint), np.integer):
        raise TypeError(f"{p.name}: {value} is bound as whole numbers")
    return _array(value, _dtype(hint))


def _value(p: Parameter, plans: list[Lever], s: Scenario, day: date, hint: Any, offices: Mapping[str, str]) -> Any:
    base = p.at(day)
    if p.scope != "office":
        for plan in plans:
            base = blended(base, _planned(plan, p).at(day), strength(s, plan, day), p)
        return cast(base, hint, p)
    rows = []
    for office, kind in offices.items():
        value = base
        for plan in plans:
            if plan.covers(office, kind, day):
                value = blended(value, _planned(plan, p).at(day), strength(s, plan, day), p)
        rows.append(value)
    return cast(rows, hint, p)


def _plans(s: Scenario, section: str) -> list[Lever]:
    return [plan for plan in s.levers.values() if plan.section == section]


def _keys(plan: Lever) -> set[str]:
    return {f"{plan.section}.{key}" for key in plan.planned}


def _planned(plan: Lever, p: Parameter) -> Parameter:
    return plan.planned[p.name.partition(".")[2]]


def _indices(value: Any, choices: tuple[str, ...]) -> Any:
    if isinstance(value, Mapping):
        return {key: _indices(item, choices) for key, item in value.items()}
    return [_indices(item, choices) for item in value] if isinstance(value, list) else choices.index(value)


def _array(value: Any, dtype: Any) -> Any:
    """A list or mapping as 1-D, of lists or mappings as 2-D; ragged rows end in their last value."""
    rows = list(value.values()) if isinstance(value, Mapping) else value
    if not isinstance(rows, list):
        rows = [rows]
    rows = [list(row.values()) if isinstance(row, Mapping) else row for row in rows]
    if any(isinstance(row, list) for row in rows):
        widest = max(len(row) for row in rows)
        rows = [row + [row[-1]] * (widest - len(row)) for row in rows]
    return np.array(rows, dtype)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _section_of(kind: type) -> str:
    module = sys.modules[kind.__module__]
    return str(getattr(module, "SECTION", kind.__module__.rpartition(".")[2]))


def _dtype(hint: Any) -> Any:
    """The number type of `NDArray[np.float64]`."""
    return get_args(get_args(hint)[1])[0]
