"""The believed world: every parameter's default, and what may take its place."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from karier.scenario.errors import bad, unknown
from karier.scenario.parameter import FIELDS, Parameter, cited, leaves, one_of, parameter, sourced, undated
from karier.scenario.reader import parse, read_mapping

FOLDER = Path(__file__).resolve().parents[1] / "parameters"
LINES = "lines"  # the section of a place's service lines
Sections = dict[str, dict[str, Parameter]]
_REPLACEABLE = ("value", "kind", "source", "range", "evidence")


@cache
def _defaults(folder: Path) -> Sections:
    return {path.stem: section(path) for path in sorted(folder.glob("*.yaml"))}


def defaults(folder: Path = FOLDER) -> Sections:
    """What is believed where a scenario says nothing: section → key → parameter. A copy: change it freely."""
    return {name: dict(entries) for name, entries in _defaults(folder).items()}


def section(path: Path) -> dict[str, Parameter]:
    """One file of parameters."""
    file = f"parameters/{path.name}"
    return {key: parameter(f"{path.stem}.{key}", entry, file) for key, entry in read_mapping(path, file).items()}


def find(sections: Mapping[str, Mapping[str, Parameter]], dotted: str, file: str) -> tuple[str, str, list[str]]:
    """Section, key and the path inside the value of `section.key` or `section.key.leaf`; BadInput if unknown."""
    name, _, rest = dotted.partition(".")
    if name not in sections:
        raise unknown(file, dotted, "section of parameters", name, sections)
    inside: list[str] = []
    key = rest
    while key not in sections[name]:
        key, dot, last = key.rpartition(".")
        if not dot:
            everything = [f"{name}.{known}" for known in sections[name]]
            raise unknown(file, dotted, "parameter", dotted, everything)
        inside.insert(0, last)
    return name, key, inside


def from_text(p: Parameter, text: str, file: str) -> Any:
    """What a text from the command line means for a parameter: a choice, names with commas, else YAML."""
    if p.form == "text" and text in p.choices:
        return text
    if p.form == "offices" and not text.startswith("["):
        return "all" if text == "all" else [name.strip() for name in text.split(",")]
    return parse(text, file, p.name)


def placed(p: Parameter, value: Any, inside: list[str], file: str) -> Any:
    """The value of a leaf as a partial mapping: `["a", "b"]` and 1 make {a: {b: 1}}."""
    if inside and not isinstance(undated(p), Mapping):
        raise unknown(file, "", "parameter", ".".join([p.name, *inside]), [p.name])
    for leaf in reversed(inside):
        value = {leaf: value}
    return value


def replaced(sections: Sections, dotted: str, entry: Any, file: str) -> None:
    """Put a place's own value in: plain, or with kind, source, range and evidence."""
    name, key, inside = find(sections, dotted, file)
    old = sections[name][key]
    full = isinstance(entry, Mapping) and "value" in entry and not inside
    if not full:
        new = old.with_value(placed(old, entry, inside, file), file, **unsourced(f"set in {file}"))
        sections[name][key] = new
        return
    for field in entry:
        if field not in _REPLACEABLE:
            what = "field that a place may replace" if field in FIELDS else "field of a parameter"
            raise unknown(file, old.name, what, field, _REPLACEABLE)
    changed: dict[str, Any] = unsourced(f"set in {file}")
    if "source" in entry:
        kind = one_of(
            entry.get("kind", old.kind), ("law", "statistic", "estimate", "assumption"), file, f"{dotted}.kind"
        )
        changed |= {"kind": kind, "source": sourced(entry["source"], file, f"{dotted}.source")}
        changed["evidence"] = cited({"kind": kind, "evidence": entry.get("evidence")}, file, dotted)
    elif entry.get("kind", "assumption") != "assumption":
        raise bad(file, f"{dotted}.source", "is missing", f"the source of a value of kind {entry['kind']}")
    if "range" in entry:
        changed["range"] = parameter(old.name, _as_entry(old) | {"range": entry["range"]}, file).range
    sections[name][key] = old.with_value(entry["value"], file, **changed)


def unsourced(source: str) -> dict[str, Any]:
    """What becomes of kind, source, evidence and fit where only a value is given."""
    return {"kind": "assumption", "source": source, "evidence": (), "fitted_to": None}


def _as_entry(p: Parameter) -> dict[str, Any]:
    low = min(leaf for _, leaf in leaves(p.value)) if p.numeric else None
    return {"label": p.label, "value": low if p.numeric else p.value, "unit": p.unit, "kind": "assumption"} | {
        "role": p.role,
        "source": p.source,
        "choices": list(p.choices),
    }
