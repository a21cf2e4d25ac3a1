"""Bytes of arrays a person in a state of a million people."""

from dataclasses import fields
from typing import Any

import numpy as np

from karier.state import State

PEOPLE = 1_000_000


def nation(state: State, people: int = PEOPLE) -> State:
    """A city's tables often enough to hold that many people; rows point to those of their own copy."""
    copies = -(-people // state.people)
    of = {f.name: getattr(state, f.name) for f in fields(state) if f.name != "_seen"}
    staff, rows = state.store, state.people
    room = len(state.posts.type)
    blank = [_parts(column, slice(rows, None)) for column in staff]
    used = [_parts(column, slice(0, rows)) for column in staff]
    of["store"] = type(staff)(*(_joined(u, b, copies) for u, b in zip(used, blank, strict=True)))
    for name in ("posts", "offices", "lines"):
        of[name] = type(of[name])(*(np.concatenate([column] * copies) for column in of[name]))
    copy_of_post = np.repeat(np.arange(copies), room)
    of["posts"].office[:] += (copy_of_post * len(state.offices.head)).astype(of["posts"].office.dtype)
    held = of["posts"].holder >= 0
    of["posts"].holder[held] += (copy_of_post[held] * rows).astype(of["posts"].holder.dtype)
    cost, crowd = np.tile(state.city.office_cost, (copies, 1)), np.tile(state.city.crowd, (1, copies))
    of["city"] = of["city"]._replace(office_cost=cost, crowd=crowd)
    of["people"] = copies * rows
    return State(**of)


def _parts(column: Any, rows: slice) -> Any:
    return tuple(part[rows] for part in column) if isinstance(column, tuple) else column[rows]


def _joined(used: Any, blank: Any, copies: int) -> Any:
    if isinstance(used, tuple):
        return tuple(_joined(u, b, copies) for u, b in zip(used, blank, strict=True))
    return np.concatenate([np.tile(used, copies), np.tile(blank, copies)])


def table_bytes(state: State) -> dict[str, int]:
    """Bytes of the arrays of each table."""
    return {f.name: _bytes(getattr(state, f.name)) for f in fields(state) if f.name != "_seen"}


def _bytes(value: Any) -> int:
    if isinstance(value, tuple):
        return sum(_bytes(part) for part in value)
    return value.nbytes if isinstance(value, np.ndarray) else 0
