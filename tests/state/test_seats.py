"""Seats: people enter, move and leave; who sits where stays true, and nobody else notices."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from factories import (
    ADMINISTRATOR,
    MUDA,
    PELAKSANA,
    PENGAWAS,
    PERTAMA,
    assert_consistent,
    filled,
    kept,
    people,
    picture,
    rows,
    shuffled,
    state,
    states,
    vacant,
)
from karier.state import seats
from karier.state.posts import NO_ARRIVAL, VACANT
from karier.state.workforce import Workforce
from reference import seats as slow

months = st.integers(0, 360)
picks = st.integers(0, 2**24 - 1)


def chosen(picks, n):
    """Some of n rows, by the bits of a number."""
    return np.array([k for k in range(n) if picks >> k & 1], np.int64)


@given(states(), picks, months)
def test_leavers_leave_and_the_others_keep_all_they_have(state, picks, month):
    gone = chosen(picks, state.people)
    world, later = picture(state), state.copy()
    for uid in state.workforce.uid[gone].tolist():
        slow.leave(world, uid, month)
    seats.leave(later, gone, month)
    assert picture(later) == world
    assert_consistent(later)


@given(states(), picks, months, st.integers(0, 999))
def test_it_does_not_matter_in_which_order_they_leave(state, picks, month, seed):
    gone = chosen(picks, state.people)
    together, one_by_one = state.copy(), state.copy()
    seats.leave(together, np.random.default_rng(seed).permutation(gone), month)
    for uid in state.workforce.uid[gone].tolist():
        row = np.flatnonzero(one_by_one.workforce.uid == uid)
        seats.leave(one_by_one, row, month)
    assert picture(together) == picture(one_by_one)


@given(states(), picks, picks, months)
def test_movers_move_and_the_others_keep_all_they_have(state, who, where, month):
    world, later = picture(state), state.copy()
    free = [post for post in range(len(state.posts.holder)) if state.posts.holder[post] == VACANT]
    for row in chosen(who, state.people).tolist():
        if free:
            post = free.pop(where % len(free))
            uid = int(later.workforce.uid[row])
            left = seats.move(later.workforce, later.posts, row, post, month)
            assert left == slow.move(world, None, uid, post, month)
            free.append(left)
    assert picture(later) == world
    assert_consistent(later)


@given(states(), picks, months)
def test_newcomers_take_vacant_posts_and_all_columns(state, picks, month):
    later = state.copy()
    free = np.flatnonzero(state.posts.holder == VACANT)
    taken = free[chosen(picks, len(free))]
    values = newcomers(len(taken), month)
    rows_taken = seats.enter(later, taken, month, **values)
    world = picture(state)
    entered = [dict(zip(values, row, strict=True)) for row in zip(*map(listed, values.values()), strict=True)]
    for person, post in zip(entered, taken.tolist(), strict=True):
        slow.enter(world, person.pop("uid"), person, post, month)
    assert picture(later) == world
    assert_consistent(later)
    assert later.posts.holder[taken].tolist() == rows_taken.tolist()


@given(states(), st.integers(0, 999))
def test_a_state_is_the_same_whatever_the_order_of_its_rows(state, seed):
    other = shuffled(state, seed)
    assert_consistent(other)
    assert picture(other) == picture(state)


@given(states())
def test_a_copy_shares_nothing_but_the_kinds_of_post(state):
    before, other = picture(state), state.copy()
    assert picture(other) == before
    for table in (other.store, other.posts, other.offices, other.lines, other.city, other.baseline):
        for column in table:
            for part in column if isinstance(column, tuple) else (column,):
                part[...] = 9
    assert picture(state) == before
    assert other.types is state.types


def test_views_of_the_people_write_to_the_store():
    here = state(filled(), vacant(), filled())
    assert len(here.store.uid) == 3
    assert len(here.workforce.uid) == here.people == 2
    here.workforce.drive[1] = 7.0
    here.workforce.base[2][1] = 4.25
    assert here.store.drive[1] == 7.0
    assert here.store.base[2][1] == 4.25


def test_nobody_leaves_where_nobody_is_named():
    here = state(filled(), vacant())
    before = picture(here)
    seats.leave(here, np.array([], np.int64), 3)
    assert picture(here) == before


def test_the_last_row_takes_the_place_of_who_leaves():
    here = state(filled(), filled(), filled(), vacant())
    seats.leave(here, np.array([0]), 3)
    assert here.workforce.uid.tolist() == [3, 2]
    assert here.posts.holder.tolist() == [VACANT, 1, 0, VACANT]
    assert here.posts.vacant_since[0] == 3


def test_all_may_leave():
    here = state(filled(), filled(), filled())
    seats.leave(here, np.array([2, 0, 1]), 3)
    assert here.people == 0
    assert here.posts.holder.tolist() == [VACANT] * 3
    assert picture(here)["people"] == picture(kept(here, []))["people"] == {}


def test_a_month_in_the_level_begins_with_a_new_level_not_with_a_new_jenjang():
    here = state(
        filled(type=PENGAWAS[0], level_month=-50),
        filled(type=PERTAMA[0], level_month=-40),
        filled(type=PELAKSANA[0], office=1, level_month=-30),
        vacant(type=ADMINISTRATOR[0]),
        vacant(type=MUDA[0], arrival=9, ordinal=4),
        vacant(type=PELAKSANA[0], office=0),
    )
    for row, post in ((0, 3), (1, 4), (2, 5)):
        assert seats.move(here.workforce, here.posts, row, post, 8) == row
    now = people(here)
    assert [now[uid]["level_month"] for uid in (1, 2, 3)] == [8, -40, -30]
    assert [now[uid]["post_month"] for uid in (1, 2, 3)] == [8, 8, 8]
    assert [now[uid]["office"] for uid in (1, 2, 3)] == [0, 0, 0]
    posts = rows(here.posts)
    assert [post["holder"] for post in posts] == [VACANT] * 3 + [0, 1, 2]
    assert [post["vacant_since"] for post in posts[:3]] == [8, 8, 8]
    assert (posts[4]["ordinal"], posts[4]["arrival"]) == (5, NO_ARRIVAL)


def newcomers(n, month):
    """Every column that the seat does not give."""
    count = np.arange(n)
    values = {}
    for k, name in enumerate(Workforce._fields):
        if name not in seats.COLUMNS:
            one = (count + k) % 100
            triple = name in ("ceiling", "base", "gain", "believed", "taught")
            values[name] = (one + 0.5, one + 0.25, one + 0.75) if triple else one
    return values | {"uid": 1000 + count}


def listed(column):
    return [list(x) for x in zip(*column, strict=True)] if isinstance(column, tuple) else column.tolist()
