"""What an agency decides to do differently: from a day on, in some offices, by a dose, as far as it is delivered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from karier.scenario.errors import bad, shown, unknown
from karier.scenario.parameter import ALL, NEVER, Parameter
from karier.scenario.reader import kind_of
from karier.scenario.sections import unsourced

RESERVED = ("start", "until", "offices", "dose", "fidelity")
JOINING = "joining"  # the offices that join later: a staggered roll-out
FIELDS = (*RESERVED, JOINING, "set")
_OPENED = ("start", "offices")  # keys that make a section's decisions a lever


@dataclass(frozen=True)
class Lever:
    """A plan for one section. On from `start` until the day before `until`; `start` None: never."""

    section: str
    origin: str  # the strategy or shock it belongs to
    start: date | None
    until: date | None
    offices: str | tuple[str, ...]  # "all" or ids and kinds
    dose: float
    fidelity: float | None  # None: the section's belief
    planned: Mapping[str, Parameter] = field(default_factory=dict)
    scale: tuple[tuple[date, float], ...] = ()  # of the dose from a day on, in order: how an equal budget is kept
    joining: tuple[tuple[date, str | tuple[str, ...]], ...] = ()  # who joins on which day, in order

    def dose_on(self, day: date) -> float:
        """The dose on a day."""
        known = [factor for since, factor in self.scale if since <= day]
        return self.dose * known[-1] if known else self.dose

    def on(self, day: date) -> bool:
        """Whether the plan is in force."""
        return self.start is not None and self.start <= day and (self.until is None or day < self.until)

    def covers(self, office: str, kind: str, day: date) -> bool:
        """Whether an office takes part on a day."""
        chosen = [self.offices, *(some for since, some in self.joining if since <= day)]
        return any(some == ALL or office in some or kind in some for some in chosen)


def is_lever(entries: Mapping[str, Parameter]) -> bool:
    """Whether a section can be planned for."""
    return all(key in entries for key in _OPENED)


def lever(entry: Any, section: str, sections: Mapping[str, Mapping[str, Parameter]], origin: str, file: str) -> Lever:
    """A lever from its entry in a strategy or shock; what it does not say, the place's parameters say."""
    known = [name for name, entries in sections.items() if is_lever(entries)]
    where = f"levers.{section}"
    if section not in known:
        raise unknown(file, where, "lever", section, known)
    if not isinstance(entry, Mapping):
        raise bad(file, where, f"is {kind_of(entry)}", f"a mapping with {', '.join(FIELDS)}")
    for key in entry:
        if key not in FIELDS:
            raise unknown(file, where, "field of a lever", key, FIELDS)
    defaults = sections[section]
    made = Lever(section, origin, None, None, ALL, 1.0, None)
    for key in ("start", "offices", "dose"):
        if key in defaults:
            made = with_reserved(made, key, defaults[key].at(date.min), defaults, file)
    for key in RESERVED:
        if entry.get(key) is not None:
            made = with_reserved(made, key, entry[key], defaults, file)
    if entry.get(JOINING) is not None:
        made = with_joining(made, entry[JOINING], defaults, file)
    plan = entry.get("set") or {}
    if not isinstance(plan, Mapping):
        raise bad(file, f"{where}.set", f"is {kind_of(plan)}", "a mapping of decisions to values")
    for key, value in plan.items():
        made = with_plan(made, key, value, defaults, file)
    return made


def with_reserved(made: Lever, key: str, value: Any, defaults: Mapping[str, Parameter], file: str) -> Lever:
    """The lever with another start, end, offices, dose or fidelity."""
    if key == "until":
        value = (
            Parameter(f"{made.section}.start", NEVER, {}, "", None, "assumption", "decision", "")
            .with_value(value, file)
            .value
        )
    elif key in defaults:
        value = defaults[key].with_value(value, file).value
    elif isinstance(value, bool) or not isinstance(value, int | float) or not 0.0 <= value <= 2.0:
        raise bad(file, f"{made.section}.{key}", f"{shown(value)} is out of range", "0 to 2")
    if key in ("start", "until"):
        value = None if value == NEVER else value
    elif key == "offices":
        value = ALL if value == ALL else tuple(value)
    made = replace(made, **{key: value})
    if made.start and made.until and made.until <= made.start:
        raise bad(file, f"{made.section}.until", f"{made.until} is not after the start", f"a day after {made.start}")
    return made


def with_joining(made: Lever, value: Any, defaults: Mapping[str, Parameter], file: str) -> Lever:
    """The lever with offices that join later; value: a mapping of days to offices."""
    where = f"levers.{made.section}.{JOINING}"
    if not isinstance(value, Mapping) or not value:
        raise bad(file, where, f"is {kind_of(value)}", "a mapping of days to offices, as {2028-01-01: all}")
    for day in value:
        if type(day) is not date:
            raise bad(file, where, f"{shown(day)} is no date", "a date such as 2028-01-01")
        if made.start is None or day <= made.start:
            raise bad(file, where, f"{day} is not after the start", f"a day after {made.start or 'a start'}")
        if made.until and day >= made.until:
            raise bad(file, where, f"{day} is after the end", f"a day before {made.until}")
    chosen = {day: defaults["offices"].with_value(value[day], file).value for day in sorted(value)}
    joining = tuple((day, ALL if some == ALL else tuple(some)) for day, some in chosen.items())
    return replace(made, joining=joining)


def with_plan(made: Lever, key: str, value: Any, defaults: Mapping[str, Parameter], file: str) -> Lever:
    """The lever with a planned value for one decision of its section."""
    where = f"levers.{made.section}.set.{key}"
    decisions = [name for name, p in defaults.items() if p.role == "decision" and name not in RESERVED]
    if key in RESERVED:
        raise bad(file, where, "stands beside `set`, not in it", f"levers.{made.section}.{key}")
    if key in defaults and key not in decisions:
        raise bad(file, where, "is a belief about the world, not a decision", ", ".join(decisions))
    if key not in defaults:
        raise unknown(file, where, "decision", key, decisions)
    base = made.planned.get(key, defaults[key])
    planned = base.with_value(value, file, **unsourced(f"set in {file}"))
    return replace(made, planned={**made.planned, key: planned})


def check_offices(levers: Collection[Lever], offices: Mapping[str, str], file: str) -> None:
    """Offices by id → kind. BadInput where a lever names neither an id nor a kind of them."""
    known = list(dict.fromkeys([*offices.values(), *offices]))
    for made in levers:
        chosen = [made.offices, *(some for _, some in made.joining)]
        for name in (name for some in chosen if some != ALL for name in some):
            if name not in known:
                raise unknown(file, f"{made.section}.offices", "id or kind of an office", name, [ALL, *known])
