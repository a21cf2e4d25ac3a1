"""What each parameter of a scenario rests on, and how much the headline hangs on it: the rows of `karier evidence`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from karier.evidence import register
from karier.evidence.sensitivity import Effect, sensitivity
from karier.scenario import Parameter, Scenario

OUTCOMES = ("package", "training")  # strategies whose gain in capacity efficiency is the headline
NOT_IN_REGISTER = "none"
BEST_FIRST = ("seen", "secondary", "estimate", "unconfirmed", "verify", "contradicted", NOT_IN_REGISTER)


class Cited(NamedTuple):
    """An entry of the register that a parameter cites."""

    id: str
    status: str
    what: str
    source: str
    date: str  # of the text or the figure, "" where the register has none
    checked: str  # day on which a law was last checked to be in force, "" where the register has none


@dataclass(frozen=True)
class Entry:
    """One parameter and all that is known of where it comes from."""

    parameter: Parameter
    cited: tuple[Cited, ...]
    effects: Mapping[str, Effect]  # by outcome; empty for what is never drawn

    @property
    def status(self) -> str:
        """The best status among the entries cited."""
        return min((c.status for c in self.cited), key=BEST_FIRST.index, default=NOT_IN_REGISTER)

    @property
    def checked(self) -> str | None:
        """Of a law: the earliest day on which one of its texts was last checked, "" if one has none; else None."""
        return min(c.checked for c in self.cited) if self.parameter.kind == "law" else None

    def to_dict(self) -> dict[str, Any]:
        """As `karier evidence --json` prints it."""
        p = self.parameter
        fields = ("name", "unit", "range", "kind", "role", "drawn", "source")
        return {
            **{field: getattr(p, field) for field in fields},
            "label": dict(p.label),
            "value": plain(p.value),
            "status": self.status,
            "evidence": [cited._asdict() for cited in self.cited],
            "solves": p.solves,
            "fitted_to": p.fitted_to,
            "law_checked": self.checked,
            "effects": {outcome: effect._asdict() for outcome, effect in self.effects.items()},
        }


def dossier(scenario: Scenario) -> list[Entry]:
    """Every parameter in the order of its files."""
    return [_entry(p) for section in scenario.parameters.values() for p in section.values()]


def status_of(written: str) -> str:
    """The one word of a register's status: `seen in two independent …` is seen."""
    return written.split(" ", 1)[0]


def plain(value: Any) -> Any:
    """A value as JSON holds it: dates as texts."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value if isinstance(value, str | bool | int | float | None) else str(value)


def _entry(p: Parameter) -> Entry:
    table = sensitivity()
    found = {outcome: table.of(p.name, outcome) for outcome in OUTCOMES} if p.drawn else {}
    effects = {outcome: effect for outcome, effect in found.items() if effect is not None}
    return Entry(p, tuple(_cited(identifier) for identifier in p.evidence), effects)


def _cited(identifier: str) -> Cited:
    entry = register()[identifier]
    words = (" ".join(str(entry.get(field, "")).split()) for field in ("what", "source", "date", "checked"))
    return Cited(identifier, status_of(str(entry["status"])), *words)
