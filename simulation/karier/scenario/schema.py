"""JSON Schema (draft 2020-12) of scenario files, for editors that complete and check YAML.

Three kinds of file: `scenario` (a place, or what extends one), `plan` (a strategy or a shock), `study`.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from karier.scenario import catalogue
from karier.scenario.levers import RESERVED, is_lever
from karier.scenario.loading import MOST_YEARS
from karier.scenario.parameter import ALL, KINDS, NEVER, Parameter, undated
from karier.scenario.sections import FOLDER, defaults
from karier.scenario.study import LARGEST_SEED, MOST_REPLICATIONS

FILES = ("scenario", "plan", "study")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_LABEL = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "en": {"type": "string"}},
    "required": ["id", "en"],
    "additionalProperties": False,
}
_REQUIRED = {  # one of these sets; a file that extends another may leave out what that one says
    "plan": (("extends",), ("label", "description", "levers"), ("label", "description", "includes")),
    "study": (("extends",), ("label", "description", "place", "scenarios")),
}
_NAMES = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}


def schema(kind: str, parameters: Path = FOLDER) -> dict[str, Any]:
    """The schema of a kind of file. Dates, which YAML reads as dates, are texts here, as editors see them."""
    known = {p.name: p for section in defaults(parameters).values() for p in section.values()}
    content = {"scenario": _scenario, "plan": _plan, "study": _study}[kind](known)
    head = {"label": _LABEL, "description": _LABEL, "extends": {"type": "string"}}
    made = {"$schema": _DIALECT, "title": f"karier: {kind}", "type": "object", "additionalProperties": False}
    made |= {"properties": head | content}
    if kind in _REQUIRED:
        made["anyOf"] = [{"required": list(keys)} for keys in _REQUIRED[kind]]
    if kind != "study":
        made["$defs"] = {p.name: value_schema(p) for p in known.values()}
    return made


def write(folder: Path, parameters: Path = FOLDER) -> list[Path]:
    """Write the schemas as `<kind>.schema.json`; the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{kind}.schema.json" for kind in FILES]
    for kind, path in zip(FILES, paths, strict=True):
        path.write_text(json.dumps(schema(kind, parameters), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return paths


def value_schema(p: Parameter) -> dict[str, Any]:
    """What may stand for a parameter's value: its shape, or a mapping from dates to it."""
    return {"title": p.label.get("id", p.name), "description": _told(p)} | _or_dated(_shape(p, undated(p)))


def _scenario(known: Mapping[str, Parameter]) -> dict[str, Any]:
    lines = {"type": ["number", "object"], "description": "lines.<line>.<field>: the place's service lines"}
    return {
        "place": {"type": "string", "examples": catalogue.known("places")},
        "start": _DAY | {"description": "the first day of a month"},
        "strategies": _NAMES | {"items": {"type": "string", "examples": catalogue.known("strategies")}},
        "shocks": _NAMES | {"items": {"type": "string", "examples": catalogue.known("shocks")}},
        "levers": _levers(known),
        "parameters": {
            "type": "object",
            "properties": {name: _replacement(name) for name in known},
            "patternProperties": {r"^lines\.": lines} | {rf"^{n}\..+": {} for n, p in known.items() if _nested(p)},
            "additionalProperties": False,
        },
        "city": {"type": "object", "description": "checked in full when the scenario is loaded"},
        "roster": {"type": "string", "description": "file beside this one, written by karier roster import"},
    }


def _plan(known: Mapping[str, Parameter]) -> dict[str, Any]:
    return {"includes": _NAMES, "levers": _levers(known) | {"minProperties": 1}}


def _study(_: Mapping[str, Parameter]) -> dict[str, Any]:
    return {
        "place": {"type": "string", "examples": catalogue.known("places")},
        "scenarios": _NAMES | {"minItems": 1},
        "years": {"type": "integer", "minimum": 1, "maximum": MOST_YEARS},
        "replications": {"type": "integer", "minimum": 1, "maximum": MOST_REPLICATIONS},
        "seed": {"type": "integer", "minimum": 0, "maximum": LARGEST_SEED},
        "equal_budget": {"type": "string", "description": "the scenario whose programme cost all others are held to"},
    }


def _levers(known: Mapping[str, Parameter]) -> dict[str, Any]:
    sections: dict[str, dict[str, Parameter]] = {}
    for name, p in known.items():
        section, _, key = name.partition(".")
        sections.setdefault(section, {})[key] = p
    levers = {section: _lever(entries) for section, entries in sections.items() if is_lever(entries)}
    return {"type": "object", "properties": levers, "additionalProperties": False}


def _lever(entries: Mapping[str, Parameter]) -> dict[str, Any]:
    decisions = {k: _ref(p.name) for k, p in entries.items() if p.role == "decision" and k not in RESERVED}
    beside: dict[str, Any] = {key: _ref(entries[key].name) for key in RESERVED if key in entries}
    beside["until"] = _DAY | {"description": "hari pertama tanpa rencana ini / the first day without this plan"}
    if "offices" in beside:
        later = {"type": "object", "additionalProperties": beside["offices"], "minProperties": 1}
        beside["joining"] = later | {
            "description": "instansi yang menyusul, menurut tanggal / offices that join, by day"
        }
    plan = {"type": "object", "properties": decisions, "additionalProperties": False}
    return {"type": "object", "properties": beside | {"set": plan}, "additionalProperties": False}


def _replacement(name: str) -> dict[str, Any]:
    fields = {
        "value": _ref(name),
        "kind": {"enum": list(KINDS)},
        "source": {"type": "string", "minLength": 1},
        "range": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        "evidence": _NAMES,
    }
    full = {"type": "object", "properties": fields, "required": ["value"], "additionalProperties": False}
    return {"anyOf": [_ref(name), full]}


def _shape(p: Parameter, value: Any) -> dict[str, Any]:
    if p.form == "offices":
        return {"anyOf": [{"const": ALL}, {"type": "string"}, _NAMES | {"minItems": 1}]}
    if isinstance(value, Mapping):
        inside = {str(key): _shape(p, item) for key, item in value.items()}
        return {"type": "object", "properties": inside, "additionalProperties": False}
    if isinstance(value, list):
        lengths = [len(v) for v in p.value.values()] if p.dates else [len(value)]
        items = _shape(p, value[0]) if value else {}
        return {"type": "array", "items": items, "minItems": min(lengths), "maxItems": max(lengths)}
    if p.form == "date":
        return {"anyOf": [{"const": NEVER}, _DAY]}
    if p.form == "truth":
        return {"type": "boolean"}
    if p.form == "text":
        return {"enum": list(p.choices)}
    bounds = {"minimum": p.range[0], "maximum": p.range[1]} if p.range else {}
    return {"type": "integer" if p.form == "whole" else "number"} | bounds


def _or_dated(shape: dict[str, Any]) -> dict[str, Any]:
    dated = {"type": "object", "patternProperties": {_DAY["pattern"]: shape}, "additionalProperties": False}
    return {"anyOf": [shape, dated | {"minProperties": 1}]}


def _told(p: Parameter) -> str:
    low_high = f"; {p.range[0]:g}–{p.range[1]:g}" if p.range else ""
    return f"{p.label.get('id', '')} / {p.label.get('en', '')} ({p.unit}{low_high}; {p.kind}, {p.role}). {p.source}"


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def _nested(p: Parameter) -> bool:
    return isinstance(undated(p), Mapping)
