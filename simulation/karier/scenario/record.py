"""A scenario as JSON: for manifests, for keys, and back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karier.scenario.errors import bad
from karier.scenario.levers import Lever
from karier.scenario.parameter import Parameter, parameter
from karier.scenario.roster import Roster

if TYPE_CHECKING:
    from karier.scenario.scenario import Scenario

_ESSENCE = ("value", "range", "kind", "role", "scope", "choices", "fixed")
# Of a city's block: no result depends on them.
_WORDS = ("label", "description", "source", "note", "evidence", "solves", "fitted_to")


def digest(data: Any) -> str:
    """SHA-256 of canonical JSON."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def essence(s: "Scenario") -> dict[str, Any]:
    """What results depend on, as JSON. Mappings whose order matters are written as pairs."""
    return {
        "start": s.start.isoformat(),
        "months": s.months,
        "luck": s.luck,
        "city": _pairs(_without_words(s.place.block)),
        "parameters": {n: {k: _essential(p) for k, p in section.items()} for n, section in s.parameters.items()},
        "levers": [_lever_essence(lever) for lever in s.levers.values()],
    } | ({"roster": s.place.roster.sha256} if s.place.roster else {})


def to_dict(s: "Scenario") -> dict[str, Any]:
    """Everything; `from_dict` reads it back."""
    place = s.place
    return {
        "name": s.name,
        "label": dict(s.label),
        "description": dict(s.description),
        "start": s.start.isoformat(),
        "months": s.months,
        "luck": list(s.luck) if s.luck else None,
        "place": {
            "name": place.name,
            "label": dict(place.label),
            "description": dict(place.description),
            "start": place.start.isoformat(),
            "city": _tagged(place.block),
            "roster": {"file": str(place.roster.path), "sha256": place.roster.sha256} if place.roster else None,
        },
        "parameters": {n: {k: _written(p) for k, p in section.items()} for n, section in s.parameters.items()},
        "levers": {name: lever_record(lever) | {"planned": _planned(lever)} for name, lever in s.levers.items()},
    }


def lever_record(lever: Lever) -> dict[str, Any]:
    """A lever as people read it: start, end, offices, dose, fidelity and what is set."""
    return {
        "section": lever.section,
        "origin": lever.origin,
        "start": lever.start.isoformat() if lever.start else None,
        "until": lever.until.isoformat() if lever.until else None,
        "offices": lever.offices if isinstance(lever.offices, str) else list(lever.offices),
        "dose": lever.dose,
        "fidelity": lever.fidelity,
        "set": {key: _json(p.value) for key, p in lever.planned.items()},
        **({"scale": [[day.isoformat(), factor] for day, factor in lever.scale]} if lever.scale else {}),
        **({"joining": [[day.isoformat(), _json(some)] for day, some in lever.joining]} if lever.joining else {}),
    }


def from_dict(data: Mapping[str, Any]) -> "Scenario":
    """The scenario of a record; BadInput if a part is missing or misshapen."""
    from karier.scenario.scenario import Place, Scenario

    try:
        at = data["place"]
        start = date.fromisoformat(at["start"])
        block = _untagged(at["city"])
        own = at.get("roster")
        people = Roster(Path(own["file"]), own["sha256"]) if own else None
        place = Place(at["name"], at["label"], at["description"], start, city_of(block, at["name"]), block, people)
        return Scenario(
            name=data["name"],
            label=data["label"],
            description=data["description"],
            start=date.fromisoformat(data["start"]),
            months=int(data["months"]),
            place=place,
            parameters={
                n: {k: _read(f"{n}.{k}", entry) for k, entry in section.items()}
                for n, section in data["parameters"].items()
            },
            levers={name: _lever(entry) for name, entry in data["levers"].items()},
            luck=tuple(data["luck"]) if data.get("luck") else None,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise bad("record of a scenario", "", f"is incomplete or misshapen ({type(error).__name__}: {error})") from None


def city_of(block: Mapping[str, Any], file: str) -> Any:
    """The city that a place's `city:` describes."""
    from karier.scenario.place import parse_city  # pydantic: only for those who need a city

    return parse_city(dict(block), file)


def _essential(p: Parameter) -> dict[str, Any]:
    chosen = {name: getattr(p, name) for name in _ESSENCE}
    return {
        name: _pairs(value) for name, value in chosen.items() if value not in (None, "", (), False) or name == "value"
    }


def _lever_essence(lever: Lever) -> dict[str, Any]:
    kept = {k: v for k, v in lever_record(lever).items() if k not in ("origin", "set")}
    return kept | {"planned": {key: _pairs(p.value) for key, p in lever.planned.items()}}


def _written(p: Parameter) -> dict[str, Any]:
    entry = {f.name: getattr(p, f.name) for f in fields(p) if f.name != "name"}
    return {
        name: _json(value) for name, value in entry.items() if value not in (None, "", (), False) or name == "value"
    }


def _planned(lever: Lever) -> dict[str, Any]:
    return {key: _written(p) for key, p in lever.planned.items()}


def _read(name: str, entry: Mapping[str, Any]) -> Parameter:
    return parameter(name, {"unit": "", **entry}, "record of a scenario")


def _lever(entry: Mapping[str, Any]) -> Lever:
    section = entry["section"]
    return Lever(
        section=section,
        origin=entry["origin"],
        start=date.fromisoformat(entry["start"]) if entry["start"] else None,
        until=date.fromisoformat(entry["until"]) if entry["until"] else None,
        offices=entry["offices"] if isinstance(entry["offices"], str) else tuple(entry["offices"]),
        dose=entry["dose"],
        fidelity=entry["fidelity"],
        planned={key: _read(f"{section}.{key}", p) for key, p in entry["planned"].items()},
        scale=tuple((date.fromisoformat(day), float(factor)) for day, factor in entry.get("scale", ())),
        joining=tuple(
            (date.fromisoformat(day), some if isinstance(some, str) else tuple(some))
            for day, some in entry.get("joining", ())
        ),
    )


def _json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k.isoformat() if isinstance(k, date) else str(k): _json(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _pairs(value: Any) -> Any:
    """The value with mappings as lists of pairs: their order counts."""
    if isinstance(value, Mapping):
        return [[_json(key), _pairs(item)] for key, item in value.items()]
    return [_pairs(item) for item in value] if isinstance(value, list | tuple) else _json(value)


def _without_words(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_words(item) for key, item in value.items() if key not in _WORDS}
    return [_without_words(item) for item in value] if isinstance(value, list) else value


def _tagged(value: Any) -> Any:
    """JSON that keeps keys which are numbers or dates, and dates: {"$date": …}, {"$pairs": [[key, value], …]}."""
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {key: _tagged(item) for key, item in value.items()}
        return {"$pairs": [[_tagged(key), _tagged(item)] for key, item in value.items()]}
    if isinstance(value, list | tuple):
        return [_tagged(item) for item in value]
    return {"$date": value.isoformat()} if isinstance(value, date) else value


def _untagged(value: Any) -> Any:
    if isinstance(value, Mapping):
        if set(value) == {"$pairs"}:
            return {_untagged(key): _untagged(item) for key, item in value["$pairs"]}
        if set(value) == {"$date"}:
            return date.fromisoformat(value["$date"])
        return {key: _untagged(item) for key, item in value.items()}
    return [_untagged(item) for item in value] if isinstance(value, list) else value
