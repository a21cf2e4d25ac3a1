"""What `show`, `list`, `validate` and `schema` do. They compute nothing and write nothing but a schema."""

import sys
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from karier import observables as names
from karier.analysis.language import Language
from karier.cli.telling import write_json
from karier.scenario import Parameter, Scenario, catalogue, lever_record, load, load_study
from karier.scenario.errors import bad, unknown
from karier.scenario.schema import schema as schema_of
from karier.studies.study import fidelity

_FIELDS = ("value", "unit", "range", "kind", "role", "source")
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
    print(
        f"start {s.start}, {s.months // 12} years, {len(s.place.offices)} offices, {len(s.place.lines)} kinds of line"
    )
    for key, lever in levers.items():
        where = lever["offices"] if isinstance(lever["offices"], str) else ", ".join(lever["offices"])
        until = f" until {lever['until']}" if lever["until"] else ""
        part = "" if lever["fidelity"] is None else f", fidelity {lever['fidelity']:g}"
        print(f"\nlever {key}: from {lever['start']}{until}, offices {where}, dose {lever['dose']:g}{part}")
        for day, some in lever.get("joining", ()):
            print(f"  from {day} also offices {some if isinstance(some, str) else ', '.join(some)}")
        for decision, value in lever["set"].items():
            print(f"  {lever['section']}.{decision} = {_told(value)}")
    total = ", ".join(f"{number} {kind}" for kind, number in counts.items())
    print(f"\n{sum(counts.values())} parameters ({total}): karier show {name} --parameters\nkey {s.key()}")


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


def validate(files: Sequence[Path], as_json: bool) -> None:
    """Check files one by one; the errors of all of them are told at the end."""
    from karier.scenario import BadInput

    good, wrong = [], []
    for path in files:
        try:
            good.append((path, _checked(path)))
        except BadInput as error:
            wrong.append(str(error))
    if as_json and not wrong:
        write_json([{"file": str(path), "kind": kind} for path, kind in good])
        return
    for path, kind in good if not as_json else ():
        print(f"{path}: a good {kind}")
    if wrong:
        sys.stdout.flush()
        raise BadInput("\nkarier: ".join(wrong))


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


def _checked(path: Path) -> str:
    """The kind of a file that is in order; BadInput if it is not."""
    if not path.is_file():
        catalogue.read_file(path, "places")  # says what is wrong
    kind = _kind(path)
    if kind == "study":
        for name in load_study(path if catalogue.is_path(str(path)) else f"./{path}").scenarios:
            load(name)
    elif kind == "plan":
        _check_plan(path)
    elif kind == "replication":
        from karier.validation.replications.reading import read

        read(path)
    else:
        load(path if catalogue.is_path(str(path)) else f"./{path}")
    return kind


def _kind(path: Path) -> str:
    folders = {"studies": "study", "strategies": "plan", "shocks": "plan", "places": "scenario"}
    folders["replications"] = "replication"
    if path.resolve().parent.name in folders:
        return folders[path.resolve().parent.name]
    keys = set(catalogue.read_file(path, "places" if _extends_place(path) else "strategies"))
    if "scenarios" in keys:
        return "study"
    return "scenario" if keys & {"city", "place", "start", "parameters", "strategies", "shocks"} else "plan"


def _extends_place(path: Path) -> bool:
    from karier.scenario.reader import read_mapping

    parent = read_mapping(path).get("extends")
    return isinstance(parent, str) and parent in catalogue.known("places")


def _check_plan(path: Path) -> None:
    """A plan is in order if it fits some shipped place: offices are a place's own."""
    from karier.scenario import BadInput

    first: BadInput | None = None
    for place in catalogue.known("places"):
        try:
            load(f"{place}+{path if catalogue.is_path(str(path)) else f'./{path}'}")
        except BadInput as error:
            first = first or error
        else:
            return
    raise first or bad(str(path), "", "there is no place to try it on")


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
