"""From names and files to a scenario: place, then strategies, then shocks, then what the user sets."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from karier.scenario import catalogue
from karier.scenario.changes import with_changes
from karier.scenario.errors import bad, shown, unknown
from karier.scenario.levers import RESERVED, Lever, check_offices, lever, with_plan, with_reserved
from karier.scenario.parameter import Parameter, labels, parameter
from karier.scenario.reader import kind_of, read_mapping
from karier.scenario.record import city_of
from karier.scenario.roster import roster
from karier.scenario.scenario import Place, Scenario
from karier.scenario.sections import FOLDER, LINES, Sections, defaults, find, from_text, placed, replaced, unsourced

Settings = Mapping[str, Any] | Iterable[str] | None
YEARS = 10
MOST_YEARS = 60
USER = "--set"
SCENARIO_KEYS = (
    "label", "description", "place", "start", "parameters", "city", "roster", "strategies", "shocks", "levers",
)  # fmt: skip
PLAN_KEYS = ("label", "description", "includes", "levers")
_Plan = tuple[str, str, dict[str, Any]]  # name, what messages call it, content


class _Source(NamedTuple):
    """The file a scenario starts from."""

    path: Path
    file: str  # what messages call it
    own: str  # the name it gives
    mine: dict[str, Any]  # what it says itself
    content: dict[str, Any]  # with what it extends


def load(name: str | Path, set: Settings = None, years: int = YEARS, parameters: Path = FOLDER) -> Scenario:  # noqa: A002
    """A scenario ready to run.

    Args:
        name: a place, `place+strategy+shock`, or the path of a YAML file that extends a place.
        set: values by `section.key` (or `section.key.leaf`), or texts `section.key=value`. A decision of a section
            that the scenario plans for is the plan's, everything else the place's.
        years: how long it runs, 1 … 60.
        parameters: the folder of the defaults.

    Raises:
        BadInput: one sentence on what is wrong, where, and what is allowed.
    """
    if isinstance(years, bool) or not isinstance(years, int) or not 1 <= years <= MOST_YEARS:
        raise bad("", "years", f"{shown(years)} is out of range", f"whole years, 1 to {MOST_YEARS}")
    first, *rest = split(str(name))
    source = _source(first)
    sections = defaults(parameters)
    place = _place(source)
    sections[LINES] = _lines(place, source.file)
    for dotted, entry in _mapping(source.content, "parameters", source.file).items():
        replaced(sections, dotted, entry, source.file)
    strategies, shocks = _plans(source, rest)
    planned = _strategy_levers(strategies, source, sections) | _shock_levers(shocks, sections)
    files = {name: file for name, file, _ in [*strategies, *shocks]}
    for one in planned.values():
        check_offices([one], place.office_kinds, files.get(one.origin, source.file))
    sections, levers = _with_settings(sections, planned, pairs(set))
    check_offices(levers.values(), place.office_kinds, USER)
    own, label, description = _titles(source, place, [*strategies, *shocks])
    return Scenario(own, label, description, place.start, 12 * years, place, sections, levers)


def split(name: str) -> list[str]:
    """The parts of `place+strategy+…`; a path that exists is one part."""
    if catalogue.is_path(name) and catalogue.exists(name):
        return [name]
    parts = [part.strip() for part in name.split("+")]
    if not all(parts):
        raise bad("", "scenario", f"{shown(name)} has an empty part", "place, place+strategy or a path to a YAML file")
    return parts


def pairs(settings: Settings) -> list[tuple[str, Any, bool]]:
    """Key, value and whether the value is still a text, of every setting."""
    if settings is None:
        return []
    if isinstance(settings, Mapping):
        return [(str(key), value, isinstance(value, str)) for key, value in settings.items()]
    found = []
    for item in [settings] if isinstance(settings, str) else settings:
        key, equals, value = str(item).partition("=")
        if not equals or not key.strip():
            raise bad(USER, "", f"{shown(item)} is no setting", "section.key=value")
        found.append((key.strip(), value.strip(), True))
    return found


def _source(part: str) -> _Source:
    """The place or scenario file that a name or a path means."""
    known = catalogue.known("places")
    if part in known:
        path, own = catalogue.folder() / "places" / f"{part}.yaml", part
    elif catalogue.is_path(part):
        path, own = Path(part), catalogue.stem(Path(part))
    else:
        raise unknown("", "scenario", "place", part, known)
    file = catalogue.called(path)
    content = catalogue.read_file(path, "places")
    mine = read_mapping(path, file)
    if "place" in content:
        under = catalogue.referred(path, _text(content, "place", file), "places", "place")
        content = catalogue.merged(catalogue.read_file(under, "places"), content)
    _known_keys(content, SCENARIO_KEYS, file)
    return _Source(path, file, own, mine, content)


def _place(source: _Source) -> Place:
    content, file = source.content, source.file
    if "city" not in content and "levers" in content and "place" not in source.mine and "parameters" not in content:
        raise bad(file, "", "is a strategy or a shock, not a place", f"a place with it, such as semarang+{source.file}")
    if "city" not in content:
        raise bad(
            file, "city", "is missing: the file neither is a place nor extends one", "extends: NAME, or city: {…}"
        )
    block = _mapping(content, "city", file)
    start = content.get("start")
    if not isinstance(start, date) or start.day != 1:
        raise bad(file, "start", f"{shown(start)} is no first day of a month", "a date such as 2026-01-01")
    label = labels(content.get("label"), file, "label")
    description = labels(content.get("description"), file, "description")
    own = roster(_beside(source, content), file) if "roster" in content else None
    return Place(_place_name(source), label, description, start, city_of(block, file), block, own)


def _beside(source: _Source, content: Mapping[str, Any]) -> Path:
    """The roster's path: it lies in the folder of the file that names it."""
    name = _text(content, "roster", source.file)
    if Path(name).name != name:
        raise bad(source.file, "roster", f"{shown(name)} lies elsewhere", "a file beside this one, by its name alone")
    return source.path.parent / name


def _place_name(source: _Source) -> str:
    """The name of the place below, where a file only adds plans to it; else the file's own."""
    below = source.mine.get("place") or source.mine.get("extends")
    if below is None or any(key in source.mine for key in ("city", "parameters", "start", "roster")):
        return source.own
    return catalogue.stem(Path(below))


def _lines(place: Place, file: str) -> dict[str, Parameter]:
    """The parameters of the place's service lines, `<line>.<field>`."""
    found: dict[str, Parameter] = {}
    for name, line in place.lines.items():
        for field, entry in line.parameters.items():
            key = f"{name}.{field}"
            made = entry if isinstance(entry, Parameter) else parameter(f"{LINES}.{key}", entry, file)
            found[key] = replace(made, name=f"{LINES}.{key}")
    return found


def _plans(source: _Source, rest: list[str]) -> tuple[list[_Plan], list[_Plan]]:
    """The strategies and shocks a scenario names, in the file first, then after its name."""
    plans: dict[str, list[_Plan]] = {"strategies": [], "shocks": []}
    for kind, found in plans.items():
        for name in _names(source.content, kind, source.file):
            found.append(_plan(catalogue.referred(source.path, name, kind, kind), kind))
    for part in rest:
        kind = "shocks" if part in catalogue.known("shocks") or Path(part).parent.name == "shocks" else "strategies"
        if not catalogue.is_path(part) and kind == "strategies" and part not in catalogue.known("strategies"):
            known = catalogue.known("strategies") + catalogue.known("shocks")
            raise unknown("", "scenario", "strategy or shock", part, known)
        path = Path(part) if catalogue.is_path(part) else catalogue.shipped(kind, part, "", kind)
        plans[kind].append(_plan(path, kind))
    for found in plans.values():
        names = [name for name, _, _ in found]
        for name in names:
            if names.count(name) > 1:
                raise bad("", "scenario", f"{name} stands twice", "each strategy and shock once")
    return plans["strategies"], plans["shocks"]


def _plan(path: Path, kind: str) -> _Plan:
    content, file = catalogue.read_file(path, kind), catalogue.called(path)
    _known_keys(content, PLAN_KEYS, file)
    labels(content.get("label"), file, "label")
    description = labels(content.get("description"), file, "description")
    levers = _included(content, path, kind, file) | _mapping(content, "levers", file)
    if not levers:
        raise bad(file, "levers", "is missing", "at least one lever")
    author = _author(path, kind)
    if author != path:
        written = catalogue.read_file(author, kind)
        under = _included(written, author, kind, file) | _mapping(written, "levers", file)
        description = with_changes(description, under, levers)
    return catalogue.stem(path), file, content | {"levers": levers, "description": description}


def _author(path: Path, kind: str) -> Path:
    """The file whose description a plan has: its own, or the nearest among those it extends."""
    mine = read_mapping(path, catalogue.called(path))
    if "description" in mine or "extends" not in mine:
        return path
    return _author(catalogue.referred(path, mine["extends"], kind, "extends"), kind)


def _included(content: Mapping[str, Any], path: Path, kind: str, file: str) -> dict[str, Any]:
    """The levers of the plans that a file includes; its own are laid over them. Two may plan the same."""
    levers: dict[str, Any] = {}
    for name in _names(content, "includes", file):
        other = catalogue.referred(path, name, kind, "includes")
        if "includes" in catalogue.read_file(other, kind):
            raise bad(file, "includes", f"{name} includes others itself", "plans that stand alone")
        for section, entry in _mapping(_plan(other, kind)[2], "levers", file).items():
            if levers.get(section, entry) != entry:
                raise bad(file, "includes", f"two of them plan for {section}", "one plan for each section")
            levers[section] = entry
    return levers


def _strategy_levers(plans: list[_Plan], source: _Source, sections: Sections) -> dict[str, Lever]:
    """One lever a section; what the scenario's own file says under `levers` is laid over its strategies.

    Two strategies may plan for the same section if they plan the same.
    """
    entries: dict[str, tuple[str, str, Any]] = {}
    for name, plan_file, plan in plans:
        for section, entry in plan["levers"].items():
            if section in entries and entries[section][2] != entry:
                both = f"{entries[section][0]} and {name} both plan for {section}"
                raise bad(plan_file, f"levers.{section}", both, "one of them, or a file that extends one")
            entries[section] = (name, plan_file, entry)
    for section, entry in _mapping(source.content, "levers", source.file).items():
        under = entries.get(section, (source.own, source.file, {}))[2]
        both_known = isinstance(under, dict) and isinstance(entry, dict)
        entries[section] = (source.own, source.file, catalogue.merged(under, entry) if both_known else entry)
    return {s: lever(entry, s, sections, name, plan_file) for s, (name, plan_file, entry) in entries.items()}


def _shock_levers(plans: list[_Plan], sections: Sections) -> dict[str, Lever]:
    return {
        f"{name}.{section}": lever(entry, section, sections, name, file)
        for name, file, plan in plans
        for section, entry in plan["levers"].items()
    }


def _with_settings(
    sections: Sections, levers: dict[str, Lever], settings: list[tuple[str, Any, bool]]
) -> tuple[Sections, dict[str, Lever]]:
    """What the user sets: a planned decision where there is a plan for it, else the place's value, never drawn."""
    for dotted, value, is_text in settings:
        made = levers.get(dotted.partition(".")[0])
        if made is not None and dotted.partition(".")[2] == "until":
            if is_text and not value:
                raise bad(USER, dotted, "is empty", f"a day, as {dotted}=2030-01-01")
            value = from_text(sections[made.section]["start"], value, USER) if is_text else value
            levers[made.section] = with_reserved(made, "until", value, sections[made.section], USER)
            continue
        name, key, inside = find(sections, dotted, USER)
        p = sections[name][key]
        if is_text and not value:
            raise bad(USER, dotted, "is empty", f"a value, as {dotted}=VALUE")
        value = placed(p, from_text(p, value, USER) if is_text else value, inside, USER)
        if made is not None and key in RESERVED:
            levers[name] = with_reserved(made, key, value, sections[name], USER)
        elif made is not None and p.role == "decision":
            levers[name] = with_plan(made, key, value, sections[name], USER)
        else:
            sections[name][key] = p.with_value(value, USER, fixed=True, **unsourced("set by the user"))
    return sections, levers


def _titles(source: _Source, place: Place, plans: list[_Plan]) -> tuple[str, dict[str, str], dict[str, str]]:
    """Name, label and description: a file's own for the plans it names, with those that stand after its name added."""
    inside = [name for kind in ("strategies", "shocks") for name in _names(source.content, kind, source.file)]
    within = {catalogue.stem(Path(name)) for name in inside}
    added = [plan for plan in plans if plan[0] not in within]
    told = added if "label" in source.mine else plans
    name = "+".join([source.own, *(plan for plan, _, _ in added)])
    label = {x: " + ".join([place.label[x], *(plan["label"][x] for _, _, plan in told)]) for x in ("id", "en")}
    text = {x: " ".join(plan["description"][x] for _, _, plan in told) for x in ("id", "en")}
    return name, label, text if told else dict(place.description)


def _names(content: Mapping[str, Any], key: str, file: str) -> list[str]:
    value = content.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise bad(file, key, f"is {kind_of(value)}", "a list of names")
    return value


def _mapping(content: Mapping[str, Any], key: str, file: str) -> dict[str, Any]:
    value = content.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise bad(file, key, f"is {kind_of(value)}", "a mapping")
    for name in value:
        if not isinstance(name, str):
            raise bad(file, key, f"the key {shown(name)} is {kind_of(name)}", "texts as keys")
    return value


def _text(content: Mapping[str, Any], key: str, file: str) -> str:
    value = content[key]
    if not isinstance(value, str):
        raise bad(file, key, f"{shown(value)} is {kind_of(value)}", "a text")
    return value


def _known_keys(content: Mapping[str, Any], known: tuple[str, ...], file: str) -> None:
    for key in content:
        if key not in known:
            raise unknown(file, "", "key here", key, ("extends", *known))
