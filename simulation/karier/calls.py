"""A loop is called without asking Numba anew, each time, what every column of every table is.

Numba looks at all arrays of all arguments before each call; with tables of fifty columns that took more time than most
loops take. Here a tuple (table, parameters) is looked at once and then known by identity; the loop compiled for such
arguments is called at once. Whatever is not known for sure goes Numba's own way.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numba.core.registry import CPUDispatcher

Table = TypeVar("Table", bound=tuple[Any, ...])

MOST = 256  # tuples that are remembered, and kept alive, at a time
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1  # beyond them a whole number is of another type
_PLAIN = frozenset({float, bool})

_known: dict[int, tuple[Any, int | None]] = {}  # by id: the tuple, which so stays alive, and its kind
_numbers: dict[Any, int] = {}  # of kinds of tuples


class Loop(CPUDispatcher):  # type: ignore[misc]
    """Numba's dispatcher for loops that call this one; called from Python it hands on to a twin of its own.

    To take columns from Python's objects costs as much compiling as many a loop itself, and most are called by loops
    alone. So this one is compiled without, and the twin, with, only where Python calls. The twin also knows a shorter
    way to what has been called with such arguments before.
    """

    twin: CPUDispatcher | None = None
    made_for_python: Callable[[], CPUDispatcher]

    def __call__(self, *given: Any, **named: Any) -> Any:
        """As Numba calls it, to the bit."""
        kinds = tuple([kind(value) for value in given])
        entry = self.__dict__.setdefault("entries", {}).get(kinds)
        if entry is not None and not named:
            return entry(*given)
        if self.twin is None:
            self.twin = self.made_for_python()
        result = self.twin(*given, **named)
        if not named and None not in kinds:
            found = self.twin.overloads.get(tuple(self.typeof_pyval(value) for value in given))
            if found is not None:
                self.entries[kinds] = found.entry_point
        return result


def kind(value: Any) -> Any:
    """What decides of an argument which compiled loop it needs; None where that is not known for sure."""
    cls = type(value)
    if cls is int:
        return cls if _SMALLEST <= value <= _LARGEST else None
    if cls is np.ndarray:
        return (value.dtype, value.ndim) if value.flags.carray else None
    if isinstance(value, tuple):
        seen = _known.get(id(value))
        return seen[1] if seen is not None else _learned(value)
    return cls if cls in _PLAIN or isinstance(value, np.generic) else None


def alike(value: Table, known: Table) -> Table:
    """The value, remembered as of the kind of another table: its columns are the first rows of that one's."""
    number = kind(known)
    _remember(value, number)
    return value


def _learned(value: tuple[Any, ...]) -> int | None:
    parts = (type(value), *(kind(part) for part in value))
    number = None if None in parts else _numbers.setdefault(parts, len(_numbers))
    _remember(value, number)
    return number


def _remember(value: tuple[Any, ...], number: int | None) -> None:
    if len(_known) >= MOST:
        _known.clear()
    _known[id(value)] = value, number
