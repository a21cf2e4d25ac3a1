"""What is: the tables as they stand, and the moment. What happens to them is in `processes`."""

from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from karier.calls import alike
from karier.state.baseline import Baseline
from karier.state.city import City
from karier.state.lines import Lines
from karier.state.offices import Offices
from karier.state.posts import Posts, Types
from karier.state.workforce import Workforce


@dataclass(slots=True)
class State:
    """All tables of one run. `people` rows of the workforce are in use; the rest is room for recruits."""

    store: Workforce  # with room for some recruits; grows with them
    people: int
    posts: Posts
    types: Types
    offices: Offices
    lines: Lines
    city: City
    baseline: Baseline
    _seen: Workforce | None = None  # the views last handed out

    @property
    def workforce(self) -> Workforce:
        """The rows in use, as views: writing to them writes to the store."""
        if self._seen is None or len(self._seen.uid) != self.people or self._seen.uid.base is not self.store.uid:
            self._seen = alike(Workforce(*(_rows(column, self.people) for column in self.store)), self.store)
        return self._seen

    def copy(self) -> "State":
        """Another state that shares nothing with this one but the table of post types, which never changes."""
        new = {f.name: _copied(getattr(self, f.name)) for f in fields(self) if f.name not in ("types", "_seen")}
        return State(types=self.types, **new)


class Moment(NamedTuple):
    """When it is, and whose luck applies."""

    seed: int
    month: int  # of the run, from 0; negative in burn-in
    year: int
    calendar_month: int  # 1 … 12


def _rows(column: Any, people: int) -> Any:
    return tuple(c[:people] for c in column) if isinstance(column, tuple) else column[:people]


def _copied(value: Any) -> Any:
    if isinstance(value, tuple):
        parts = [_copied(part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value.copy() if hasattr(value, "copy") else value
