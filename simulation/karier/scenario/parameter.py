"""One believed number with its unit, range, kind and source; what may stand in its place."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from karier import evidence
from karier.scenario.errors import bad, shown, unknown
from karier.scenario.reader import kind_of

KINDS = ("law", "statistic", "estimate", "assumption")
ROLES = ("belief", "decision")
FIELDS = (
    "label", "value", "unit", "range", "kind", "role", "source", "evidence", "scope", "choices", "fixed", "solves",
    "fitted_to",
)  # fmt: skip
_CITED = {"law": ("seen",), "statistic": ("seen", "secondary")}
_HUGE = 1e18
NEVER = "never"
ALL = "all"


@dataclass(frozen=True)
class Parameter:
    """`value` is a number, truth, text, date, list or mapping of them, or a mapping from dates to such."""

    name: str  # section.key
    value: Any
    label: Mapping[str, str]
    unit: str
    range: tuple[float, float] | None
    kind: str
    role: str
    source: str
    evidence: tuple[str, ...] = ()
    scope: str = ""  # "office": bound as an array over offices
    choices: tuple[str, ...] = ()
    fixed: bool = False  # set by the user: not drawn
    solves: Mapping[str, str] | None = None  # what is solved from it: meeting it then is no validation
    fitted_to: Mapping[str, str] | None = None  # what the value was chosen to reproduce

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """The days at which the value changes, in order; empty if it never does."""
        return tuple(sorted(self.value)) if is_dated(self.value) else ()

    def at(self, day: date) -> Any:
        """The value in force on a day; before the first date, the first one."""
        if not self.dates:
            return self.value
        return self.value[max((since for since in self.dates if since <= day), default=self.dates[0])]

    @cached_property
    def form(self) -> str:
        """What a leaf is: whole, real, truth, text, date (or `never`) or offices (ids or kinds, or `all`)."""
        key = self.name.rpartition(".")[2]
        if key == "offices":
            return "offices"
        if key == "start":
            return "date"
        found = {type(leaf) for _, leaf in leaves(self.value)}
        if found <= {int, float}:
            return "whole" if found == {int} else "real"
        return "truth" if found == {bool} else "text"

    @property
    def numeric(self) -> bool:
        """Whether its leaves are numbers."""
        return self.form in ("whole", "real")

    @property
    def drawn(self) -> bool:
        """Whether a replication draws it: a number that is believed, not decreed and not set by the user."""
        return self.role == "belief" and self.numeric and self.kind != "law" and not self.fixed and bool(self.range)

    def with_value(self, value: Any, file: str, **changed: Any) -> "Parameter":
        """The same parameter with another value: same shape, same type, inside the range. Mappings may be partial."""
        new = replace(self, **changed)
        value = undated_keys(value)
        if is_dated(value):
            return replace(new, value={day: _fit(new, value[day], self.at(day), file) for day in sorted(value)})
        return replace(new, value=_fit(new, value, undated(self), file))


def parameter(name: str, entry: Any, file: str) -> Parameter:
    """A complete entry of a parameter file. BadInput for what is missing, unknown, unsourced or out of range."""
    if not isinstance(entry, Mapping):
        raise bad(file, name, f"is {kind_of(entry)}", f"a mapping with {', '.join(FIELDS[:8])}")
    for field in entry:
        if field not in FIELDS:
            raise unknown(file, name, "field of a parameter", field, FIELDS)
    if entry.get("value") is None:
        raise bad(file, f"{name}.value", "is missing")
    made = Parameter(
        name=name,
        value=undated_keys(entry["value"]),
        label=labels(entry.get("label"), file, f"{name}.label"),
        unit=text(entry.get("unit", ""), file, f"{name}.unit"),
        range=_range(entry.get("range"), file, name),
        kind=one_of(entry.get("kind"), KINDS, file, f"{name}.kind"),
        role=one_of(entry.get("role"), ROLES, file, f"{name}.role"),
        source=sourced(entry.get("source"), file, f"{name}.source"),
        evidence=cited(entry, file, name),
        scope=one_of(entry.get("scope", ""), ("", "office"), file, f"{name}.scope"),
        choices=tuple(text(c, file, f"{name}.choices") for c in entry.get("choices") or ()),
        fixed=entry.get("fixed") is True,
        solves=_words(entry, "solves", file, name),
        fitted_to=_words(entry, "fitted_to", file, name),
    )
    if made.form != "offices" and _depth(undated(made)) < 0:
        raise bad(file, f"{name}.value", f"{shown(made.value)} is uneven", "one depth of lists and mappings throughout")
    if made.numeric and made.range is None:
        raise bad(file, f"{name}.range", "is missing", "[low, high] for every number")
    if made.form == "text" and not made.choices:
        raise bad(file, f"{name}.choices", "is missing", "a list of the texts allowed")
    if made.dates:
        first = made.value[made.dates[0]]
        shape = None if isinstance(first, list) else first  # lists may grow with the law
        fitted: Any = {d: _fit(made, made.value[d], shape or made.value[d], file) for d in made.dates}
    else:
        fitted = _fit(made, made.value, made.value, file)
    return replace(made, value=fitted)


def undated(p: Parameter) -> Any:
    """The value, or the first of a dated one: the shape that others must have."""
    return p.value[p.dates[0]] if p.dates else p.value


def is_dated(value: Any) -> bool:
    """Whether a value is a mapping from dates."""
    return isinstance(value, dict) and bool(value) and all(isinstance(key, date) for key in value)


def undated_keys(value: Any) -> Any:
    """The value with ISO texts as keys read as dates, as they come from JSON and from Python."""
    if isinstance(value, Mapping) and value and all(isinstance(k, str) and _iso(k) for k in value):
        return {date.fromisoformat(k): v for k, v in value.items()}
    return value


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf with its path: '' for a plain value, '.0', '.technical'. Dates share one path: one belief."""
    if is_dated(value):
        for item in value.values():
            yield from leaves(item, path)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from leaves(item, f"{path}.{place}")
    else:
        yield path, value


def _depth(value: Any) -> int:
    """Levels of lists and mappings down to the leaves; −1 if they differ or a level is empty."""
    if not isinstance(value, Mapping | list):
        return 0
    below = {_depth(item) for item in (value.values() if isinstance(value, Mapping) else value)}
    return -1 if len(below) != 1 or -1 in below else 1 + below.pop()


def _fit(p: Parameter, value: Any, reference: Any, file: str, path: str = "") -> Any:
    """The value in the shape of a reference, or BadInput."""
    where = f"{p.name}{path}"
    if p.form == "offices":
        return _offices(value, file, where)
    if isinstance(reference, Mapping):
        if not isinstance(value, Mapping):
            raise bad(
                file, where, f"{shown(value)} is {kind_of(value)}", f"a mapping of {', '.join(map(str, reference))}"
            )
        for key in value:
            if key not in reference:
                raise unknown(file, where, "key", key, map(str, reference))
        return {
            k: _fit(p, value[k], item, file, f"{path}.{k}") if k in value else item for k, item in reference.items()
        }
    if isinstance(reference, list):
        if not isinstance(value, list):
            raise bad(file, where, f"{shown(value)} is {kind_of(value)}", f"a list of {len(reference)}")
        lengths = sorted({len(p.value[d]) for d in p.dates if isinstance(p.value[d], list)} | {len(reference)})
        if len(value) not in lengths:
            raise bad(file, where, f"a list of {len(value)}", " or ".join(f"a list of {n}" for n in lengths))
        return [_fit(p, v, reference[min(i, len(reference) - 1)], file, f"{path}.{i}") for i, v in enumerate(value)]
    return _leaf(p, value, file, where)


def _leaf(p: Parameter, value: Any, file: str, where: str) -> Any:
    if p.form == "date":
        if value == NEVER or isinstance(value, date):
            return value
        if isinstance(value, str) and _iso(value):
            return date.fromisoformat(value)
        raise bad(file, where, f"{shown(value)} is no date", "a date such as 2027-01-01, or never")
    if p.form == "truth":
        if not isinstance(value, bool):
            raise bad(file, where, f"{shown(value)} is {kind_of(value)}", "true or false")
        return value
    if p.form == "text":
        if value not in p.choices:
            raise unknown(file, where, "choice", value, p.choices)
        return value
    return _number(p, value, file, where)


def _number(p: Parameter, value: Any, file: str, where: str) -> Any:
    allowed = f"{p.range[0]:g} to {p.range[1]:g} {p.unit}".rstrip() if p.range else "a number"
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise bad(file, where, f"{shown(value)} is {kind_of(value)}, not a number", allowed)
    if not math.isfinite(value) or abs(value) > _HUGE:
        raise bad(file, where, f"{shown(value)} is not a finite number", allowed)
    if p.form == "whole" and value != int(value):
        raise bad(file, where, f"{shown(value)} is not a whole number", f"whole numbers, {allowed}")
    if p.range and not p.range[0] <= value <= p.range[1]:
        raise bad(file, where, f"{shown(value)} is out of range", allowed)
    return int(value) if p.form == "whole" else float(value)


def _offices(value: Any, file: str, where: str) -> Any:
    if value == ALL:
        return ALL
    if isinstance(value, str) and value:
        value = [value]
    if isinstance(value, list | tuple) and value and all(isinstance(v, str) and v for v in value):
        return list(dict.fromkeys(value))
    raise bad(file, where, f"{shown(value)} is {kind_of(value)}", "all, or a list of ids or kinds of offices")


def _range(value: Any, file: str, name: str) -> tuple[float, float] | None:
    if value is None:
        return None
    numbers = isinstance(value, list | tuple) and len(value) == 2
    if not numbers or any(isinstance(v, bool) or not isinstance(v, int | float) for v in value):
        raise bad(file, f"{name}.range", f"{shown(value)} is no range", "[low, high]")
    if not value[0] <= value[1]:
        raise bad(file, f"{name}.range", f"{shown(value)} ends before it begins", "[low, high]")
    return float(value[0]), float(value[1])


def cited(entry: Mapping[str, Any], file: str, name: str) -> tuple[str, ...]:
    """The ids of evidence of an entry: known, and good enough for its kind."""
    ids = entry.get("evidence") or ()
    if not isinstance(ids, list | tuple):
        raise bad(file, f"{name}.evidence", f"{shown(ids)} is {kind_of(ids)}", "a list of ids of the register")
    states = {}
    for identifier in ids:
        states[identifier] = evidence.status(str(identifier))
        if states[identifier] is None:
            raise unknown(file, f"{name}.evidence", "id of the register", identifier, evidence.register())
    enough = _CITED.get(str(entry.get("kind")))
    if enough and not any(state in enough for state in states.values()):
        said = ", ".join(f"{i} ({state})" for i, state in states.items()) or "nothing"
        raise bad(
            file,
            f"{name}.evidence",
            f"a {entry['kind']} cites {said}",
            f"at least one id that is {' or '.join(enough)}",
        )
    return tuple(map(str, ids))


def labels(value: Any, file: str, key: str) -> dict[str, str]:
    """A text in both languages."""
    if value is None:
        raise bad(file, key, "is missing", "{id: …, en: …}, a comma in quotes")
    if isinstance(value, Mapping) and len(value) == 1 and set(value) < {"id", "en"}:
        missing = "en" if "id" in value else "id"
        raise bad(file, f"{key}.{missing}", "is missing", "{id: …, en: …}, a text in both languages")
    if not isinstance(value, Mapping) or set(value) != {"id", "en"}:
        raise bad(file, key, f"{shown(value)} is no text in two languages", "{id: …, en: …}, a comma in quotes")
    return {language: text(value[language], file, f"{key}.{language}") for language in ("id", "en")}


def _words(entry: Mapping[str, Any], field: str, file: str, name: str) -> dict[str, str] | None:
    return labels(entry[field], file, f"{name}.{field}") if entry.get(field) else None


def text(value: Any, file: str, key: str) -> str:
    """A text, or BadInput."""
    if not isinstance(value, str):
        raise bad(file, key, f"{shown(value)} is {kind_of(value)}", "a text")
    return value


def sourced(value: Any, file: str, key: str) -> str:
    """A source that says something, or BadInput."""
    if value is None or not text(value, file, key).strip():
        raise bad(file, key, "is missing", "where the value is from")
    return str(value)


def one_of(value: Any, allowed: tuple[str, ...], file: str, key: str) -> str:
    """One of a few words, or BadInput."""
    if value is None:
        raise bad(file, key, "is missing", ", ".join(allowed))
    if value not in allowed:
        raise unknown(file, key, "word here", value, allowed)
    return str(value)


def _iso(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == 10
