"""Everything a run needs beside its seed: data, frozen, handed down, never looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from karier.scenario import beliefs, record
from karier.scenario.levers import Lever
from karier.scenario.parameter import Parameter
from karier.scenario.roster import Roster


@dataclass(frozen=True)
class Place:
    """A city as it stands on the first day. `city` is what place.py reads from `block`, the file's `city:`."""

    name: str
    label: Mapping[str, str]
    description: Mapping[str, str]
    start: date
    city: Any
    block: Mapping[str, Any]
    roster: Roster | None = None  # its own people; else they are drawn from margins

    @property
    def offices(self) -> Any:
        """Its offices, in the order of every array over offices."""
        return self.city.offices

    @property
    def lines(self) -> Any:
        """Its service lines by id."""
        return self.city.lines

    @property
    def kecamatan(self) -> Any:
        """Its districts."""
        return self.city.kecamatan

    @property
    def population(self) -> Any:
        """Inhabitants by kecamatan and year."""
        return self.city.population

    @cached_property
    def office_kinds(self) -> dict[str, str]:
        """Kind of every office by id, in order."""
        return {office.id: office.kind for office in self.offices}


@dataclass(frozen=True, eq=False)
class Scenario:
    """A place, what is believed of it, and what its agencies plan. Two are equal where their keys are."""

    name: str
    label: Mapping[str, str]
    description: Mapping[str, str]
    start: date
    months: int
    place: Place
    parameters: Mapping[str, Mapping[str, Parameter]]
    levers: Mapping[str, Lever]  # strategies by section, then shocks by `shock.section`: the order of composition
    luck: tuple[int, int] | None = None  # (seed, replication) of the beliefs drawn
    bound: dict[Any, Any] = field(default_factory=dict, repr=False)  # what `bind` made

    def key(self) -> str:
        """SHA-256 of all that matters for results, names, labels and sources excluded."""
        return self._key

    def opening_key(self) -> str:
        """SHA-256 of what the opening state depends on: the place and what is believed, no plan and no horizon."""
        return self._opening_key

    def status_quo(self) -> "Scenario":
        """The same place under the same beliefs, without strategies and shocks."""
        place = self.place
        return replace(self, name=place.name, label=place.label, description=place.description, levers={}, bound={})

    def drawn(self, seed: int, replication: int, prior: bool = False) -> "Scenario":
        """The scenario with its beliefs drawn; the same draw for every scenario that believes the same.

        Beliefs that were estimated together come from their posterior, unless `prior`.
        """
        if self.luck is not None:
            raise ValueError(f"the beliefs are drawn already, by {self.luck}")
        parameters = beliefs.drawn(self.parameters, seed, replication, prior)
        return replace(self, parameters=parameters, luck=(seed, replication), bound={})

    def to_dict(self) -> dict[str, Any]:
        """Everything as JSON can hold it; `from_dict` makes a scenario with the same key of it."""
        return record.to_dict(self)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> "Scenario":
        """The scenario of a record. BadInput where it is none."""
        return record.from_dict(data)

    def before(self) -> date:
        """The day before the start: the day of the burn-in, under the place alone."""
        return self.start - timedelta(days=1)

    @cached_property
    def _key(self) -> str:
        return record.digest(record.essence(self))

    @cached_property
    def _opening_key(self) -> str:
        return record.digest(record.essence(self.status_quo()) | {"months": 0})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.key() == other.key()

    def __hash__(self) -> int:
        return hash(self.key())
