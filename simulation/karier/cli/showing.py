"""What `show`, `list` and `schema` do. They compute nothing and write nothing but a schema."""

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from karier import observables as names
from karier.analysis.language import Language
from karier.cli.noting import idle, offices
from karier.cli.telling import write_json
from karier.scenario import Parameter, Scenario, catalogue, lever_record, load
from karier.scenario.errors import bad, unknown
from karier.scenario.schema import schema as schema_of
from karier.studies.study import fidelity

_FIELDS = ("value", "unit", "range", "kind", "role", "source")
_WORDS = {
    "id": {
        "size": "mulai {start}, {years} tahun, {offices} perangkat daerah, {lines} jenis layanan",
        "lever": "\nrencana {name}: mulai {start}{until}, {offices}, dosis {dose:g}{part}",
        "until": " sampai {day}",
        "fidelity": ", keterlaksanaan {share:g}",
        "joining": "  mulai {day} juga {offices}",
        "parameters": "\n{n} parameter ({total}): karier show {name} --parameters\nkunci {key}",
        "never": "tidak pernah",
    },
    "en": {
        "size": "start {start}, {years} years, {offices} offices, {lines} kinds of line",
        "lever": "\nlever {name}: from {start}{until}, {offices}, dose {dose:g}{part}",
        "until": " until {day}",
        "fidelity": ", fidelity {share:g}",
        "joining": "  from {day} also {offices}",
        "parameters": "\n{n} parameters ({total}): karier show {name} --parameters\nkey {key}",
        "never": "never",
    },
}
_YEARLY = {"offices": names.OFFICE_COLUMNS, "cohorts": names.COHORT_COLUMNS, "lines": names.LINE_COLUMNS}


def scenario(name: str, settings: Sequence[str], lang: str, as_json: bool) -> None:
    """What a scenario is made of."""
    s = load(name, set=settings)
    levers = {key: lever_record(lever) | {"fidelity": fidelity(s, lever)} for key, lever in s.levers.items()}
    counts = _counts(s)
    if as_json:
        head = {"name": s.name, "label": dict(s.label), "description": dict(s.description), "key": s.key()}
        size = {"start": s.start.isoformat(), "months": s.months, "offices": len(s.place.offices)}
        write_json(head | size | {"lines": list(s.place.lines), "levers": levers, "parameters": counts})
        return
    print(f"{s.label[lang]} ({s.name})\n\n{textwrap.fill(s.description[lang], 100)}\n")
    say, words = Language(lang), _WORDS[lang]
    print(
        words["size"].format(
            start=s.start, years=s.months // 12, offices=len(s.place.offices), lines=len(s.place.lines)
        )
    )
    for key, lever in levers.items():
        until = words["until"].format(day=lever["until"]) if lever["until"] else ""
        part = "" if lever["fidelity"] is None else words["fidelity"].format(share=lever["fidelity"])
        where, start = offices(lever["offices"], lang), lever["start"] or words["never"]
        print(words["lever"].format(name=key, start=start, until=until, offices=where, dose=lever["dose"], part=part))
        for day, some in lever.get("joining", ()):
            print(words["joining"].format(day=day, offices=offices(some, lang)))
        for decision, value in lever["set"].items():
            print(f"  {lever['section']}.{decision} = {_told(value)}")
    for sentence in idle(s, lang):
        print(f"\n{sentence}")
    total = ", ".join(f"{number} {say(f'kind_of.{kind}')}" for kind, number in counts.items())
    print(words["parameters"].format(n=sum(counts.values()), total=total, name=name, key=s.key()))


def parameters(name: str, settings: Sequence[str], lang: str, as_json: bool) -> None:
    """Every parameter with value, unit, range, kind, role, source; and what a strategy plans in its place."""
    s = load(name, set=settings)
    found = [p for section in s.parameters.values() for p in section.values()]
    plans = _plans(s)
    if as_json:
        write_json([_record(p) | ({"planned": plans[p.name]} if p.name in plans else {}) for p in found])
        return
    say = Language(lang)
    for p in found:
        low_high = f" [{p.range[0]:g} … {p.range[1]:g}]" if p.range else ""
        unit = f" {say.known(f'unit.{p.unit}', p.unit) if lang != 'en' else p.unit}" if p.unit else ""
        kind, role = say(f"kind_of.{p.kind}"), say(f"role.{p.role}")
        print(f"{p.name} = {_told(p.value)}{unit}{low_high}  ({kind}, {role})")
        for plan in plans.get(p.name, []):
            until = f" {say('plan.until', day=plan['until'])}" if plan["until"] else ""
            said = {"value": _told(plan["value"]), "unit": unit, "start": plan["start"], "lever": plan["lever"]}
            print(f"    {say('plan.planned', **said)}{until}")
        print(f"    {p.label[lang]}")
        source = say("plan.source", source=" ".join(p.source.split()))
        print(textwrap.indent(textwrap.fill(source, 96), "    "))


def _plans(s: Scenario) -> dict[str, list[dict[str, Any]]]:
    """What levers plan, by the parameter's name."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, lever in s.levers.items():
        for p in lever.planned.values():
            days = {key: str(day) if day else None for key, day in (("start", lever.start), ("until", lever.until))}
            found.setdefault(p.name, []).append({"lever": name, "value": _plain(p.value), **days})
    return found


def observables(as_json: bool) -> None:
    """The data dictionary: name, unit, meaning in both languages, and in which tables a column stands."""
    records: list[dict[str, Any]] = [
        {"name": name, "unit": o.unit, "label": {"id": o.id, "en": o.en}}
        | {"meaning": {"id": o.meaning_id, "en": o.meaning_en}, "year": o.year, "better": o.better}
        | {"tables": ["monthly", *(table for table, columns in _YEARLY.items() if name in columns)]}
        for name, o in names.MONTHLY.items()
    ]
    if as_json:
        write_json(records)
        return
    for record in records:
        label, meaning = record["label"], record["meaning"]
        print(f"{record['name']} ({record['unit']}; {', '.join(record['tables'])})")
        for lang in ("id", "en"):
            print(textwrap.indent(textwrap.fill(f"{lang}  {label[lang]}: {meaning[lang]}", 96), "    "))


def listed(kind: str, known: Sequence[str], lang: str, as_json: bool) -> None:
    """Names and labels of what is shipped."""
    if kind not in known:
        raise unknown("", "list", "kind of list", kind, known)
    found = catalogue.names(kind)
    if as_json:
        write_json([{"name": name, "label": dict(label)} for name, label in found])
        return
    width = max((len(name) for name, _ in found), default=0)
    for name, label in found:
        print(f"{name:<{width}}  {label[lang]}")


def schema(kind: str, known: Sequence[str], out: Path | None) -> None:
    """Print a JSON Schema or write it to a file."""
    if kind not in known:
        raise unknown("", "schema", "kind of file", kind, known)
    made = schema_of(kind)
    if out is None:
        write_json(made)
        return
    from karier.runs.tables import replace_with
    from karier.runs.tables import write_json as to_file

    try:
        replace_with(lambda temporary: to_file(made, temporary), out)
    except OSError as error:
        raise bad("", "--out", f"{out}: {error.strerror}", "a file in a folder that exists") from None


def _record(p: Parameter) -> dict[str, Any]:
    fields = {field: _plain(getattr(p, field)) for field in _FIELDS}
    return {"name": p.name, "label": dict(p.label), **fields, "evidence": list(p.evidence)}


def _counts(s: Scenario) -> dict[str, int]:
    kinds = [p.kind for section in s.parameters.values() for p in section.values()]
    return {kind: kinds.count(kind) for kind in ("law", "statistic", "estimate", "assumption")}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | bool | int | float | None) else str(value)


def _told(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_told(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_told, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.10g}" if isinstance(value, float) else str(value)
