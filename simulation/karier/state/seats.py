"""Who sits where: the one place that moves people between posts, in and out.

Whoever leaves gives the row to the last one, so rows stay dense; nobody may keep a row's number from one
month to the next.
"""

from typing import Any

import numpy as np

from karier.arrays import IntArray
from karier.compiled import compiled
from karier.state import State
from karier.state.posts import NO_ARRIVAL, VACANT, Posts
from karier.state.workforce import NEVER, NOBODY, Workforce

# What "seats" stands for in a process's WRITES: who is there, and these columns.
COLUMNS = {"uid", "post", "office", "line", "type", "level", "post_month", "level_month"}
POST_COLUMNS = {"holder", "ordinal", "vacant_since", "arrival"}
SLACK = 64  # one row in so many is kept free for recruits


@compiled
def move(staff: Workforce, posts: Posts, row: int, post: int, month: int) -> int:
    """Seat the person of a row in a vacant post; returns the post left behind, now vacant."""
    left = staff.post[row]
    posts.holder[left] = VACANT
    posts.vacant_since[left] = month
    posts.holder[post] = row
    posts.ordinal[post] += 1
    posts.arrival[post] = NO_ARRIVAL
    if posts.level[post] != staff.level[row]:
        staff.level_month[row] = month
    staff.post[row] = post
    staff.office[row] = posts.office[post]
    staff.line[row] = posts.line[post]
    staff.type[row] = posts.type[post]
    staff.level[row] = posts.level[post]
    staff.post_month[row] = month
    return left


def exchange(state: State, rows: IntArray, posts_taken: IntArray, month: int) -> None:
    """Rows (distinct) take posts of the same level that they hold among themselves: nobody comes, none falls vacant."""
    store, posts = state.store, state.posts
    posts.holder[posts_taken] = rows
    posts.ordinal[posts_taken] += 1
    store.post[rows] = posts_taken
    for column, of_post in ((store.office, posts.office), (store.line, posts.line), (store.type, posts.type)):
        column[rows] = of_post[posts_taken]
    store.post_month[rows] = month


def leave(state: State, rows: IntArray, month: int) -> None:
    """Take these rows (distinct) out of the workforce; their posts fall vacant."""
    if len(rows) == 0:
        return
    store, posts = state.store, state.posts
    left = store.post[rows]
    posts.holder[left] = VACANT
    posts.vacant_since[left] = month
    people = state.people - len(rows)
    gone = np.zeros(state.people, bool)
    gone[rows] = True
    holes = np.flatnonzero(gone[:people])
    movers = people + np.flatnonzero(~gone[people:])
    for column in columns(store):
        column[holes] = column[movers]
    posts.holder[store.post[holes]] = holes
    state.people = people


def enter(state: State, posts_taken: IntArray, month: int, **values: Any) -> IntArray:
    """Seat newcomers in vacant posts; `values` gives what they bring along, all else is blank. Returns their rows.

    The store may grow: whoever holds `state.workforce` must ask for it again.
    """
    _make_room(state, state.people + len(posts_taken))
    store, posts = state.store, state.posts
    rows = np.arange(state.people, state.people + len(posts_taken))
    posts.holder[posts_taken] = rows
    posts.ordinal[posts_taken] += 1
    posts.arrival[posts_taken] = NO_ARRIVAL
    clear(store, rows)
    seat = {
        "post": posts_taken,
        "office": posts.office[posts_taken],
        "line": posts.line[posts_taken],
        "type": posts.type[posts_taken],
        "level": posts.level[posts_taken],
        "post_month": month,
        "level_month": month,
    }
    for name, value in {**seat, **values}.items():
        column = getattr(store, name)
        for part, given in zip(column, value, strict=True) if isinstance(column, tuple) else [(column, value)]:
            part[rows] = given
    state.people += len(posts_taken)
    return rows


def employ(state: State, rows: IntArray, month: int, employment: int, contract_end: int, rank: IntArray) -> None:
    """Another employment in the same post: a new contract and rank; everything else goes on. rank: (rows,)."""
    store = state.store
    store.employment[rows] = employment
    store.contract_end[rows] = contract_end
    store.rank[rows] = rank
    store.rank_month[rows] = month


def clear(store: Workforce, rows: Any) -> None:
    """Blank rows: zero, and NEVER or NOBODY where nothing has happened yet."""
    for column in columns(store):
        column[rows] = 0
    months = (store.course_month, store.trained_month, store.promoted_month, store.programme_end, store.mentor_month)
    for column in (*months, store.coaching_end, store.contract_end):
        column[rows] = NEVER
    store.believed_month[rows] = NEVER
    store.mentor[rows] = NOBODY


def room(people: int, posts: int) -> int:
    """Rows for so many people and some recruits, at most one a post."""
    return min(people + people // SLACK, posts)


def _make_room(state: State, people: int) -> None:
    store = state.store
    if people > len(store.uid):
        rows = room(people, len(state.posts.holder))
        state.store = Workforce(*(_longer(column, rows) for column in store))


def _longer(column: Any, rows: int) -> Any:
    if isinstance(column, tuple):
        return tuple(_longer(part, rows) for part in column)
    new = np.zeros(rows, column.dtype)
    new[: len(column)] = column
    return new


def columns(store: Workforce) -> list[Any]:
    """All columns, three-dimensional ones in their parts."""
    return [part for column in store for part in (column if isinstance(column, tuple) else (column,))]
