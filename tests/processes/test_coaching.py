"""Coaching: equal to its slow twin, and obedient to the laws it should obey."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import (
    OFFICES,
    PELAKSANA,
    PENGAWAS,
    after,
    crowd,
    filled,
    kinds,
    moment,
    moments,
    parameters,
    people,
    picture,
    plain,
    share,
    state,
    states,
)
from karier.processes import coaching
from karier.processes.coaching import LOT, LOWEST, MANAGERS, begin, coach, turn
from karier.rules.budget import Budget
from karier.state.workforce import GOOD, LOW, NEVER, VERY_GOOD
from laws import check_order, check_writes
from reference import coaching as slow

shares = st.lists(share, min_size=OFFICES, max_size=OFFICES)
some = st.builds(
    partial(parameters, coaching),
    share=shares,
    whom=st.lists(st.sampled_from([LOWEST, LOT, MANAGERS]), min_size=OFFICES, max_size=OFFICES),
    months=st.sampled_from([6, 3, 12]),
    budget=st.builds(Budget, st.sampled_from([1.0, 0.5, 0.0])),
)
januaries = st.builds(moment, st.sampled_from([0, 12, 24]), st.integers(0, 2**63 - 1))


def beginners(s, p, now):
    later = people(after(begin, s, p, now))
    return {uid for uid, person in people(s).items() if later[uid]["coaching_end"] != person["coaching_end"]}


# The twins


@given(states(), some, moments)
def test_fast_and_slow_agree_to_the_bit(s, p, now):
    for act, twin in ((begin, slow.begin), (coach, slow.coach)):
        world = picture(s)
        twin(world, kinds(), p, now)
        assert picture(after(act, s, p, now)) == world


@given(st.sampled_from([LOWEST, LOT, MANAGERS]), st.integers(0, 5), st.integers(0, 3))
def test_turns_compiled_and_plain(whom, predicate, level):
    assert turn(whom, predicate, level) == plain(turn)(whom, predicate, level)


# The laws


@given(states(), some, januaries, shares)
def test_more_places_take_nobodys_place(s, p, now, other):
    less, more = (p._replace(share=x) for x in (np.minimum(p.share, other), np.maximum(p.share, other)))
    assert beginners(s, less, now) <= beginners(s, more, now)


@given(states(), some, januaries)
def test_nobody_begins_twice_and_no_office_begins_more_than_its_places(s, p, now):
    later = after(begin, s, p, now)
    begun = np.flatnonzero(later.workforce.coaching_end != s.workforce.coaching_end)
    assert (s.workforce.coaching_end[begun] <= now.month).all()
    assert (later.workforce.coaching_end[begun] == now.month + p.months).all()
    for office in range(OFFICES):
        here = s.workforce.office == office
        wanted = p.share[office] * p.budget.programme * here.sum()
        assert (s.workforce.office[begun] == office).sum() <= math.ceil(wanted) + (p.share[office] > 0)


@given(states(), some, januaries)
def test_all_or_nobody(s, p, now):
    full = p._replace(share=np.ones(OFFICES), budget=Budget(1.0))
    everybody = after(begin, s, full, now).workforce.coaching_end
    assert (everybody > now.month).all()
    assert not beginners(s, p._replace(share=np.zeros(OFFICES)), now)


@given(states(), some, moments, st.data())
def test_the_order_of_rows_does_not_matter(s, p, now, data):
    check_order(begin, s, p, now, data)
    check_order(coach, s, p, now, data)


@given(states(), some, moments)
def test_writes_only_what_it_declares(s, p, now):
    check_writes(s, after(begin, s, p, now), coaching.WRITES)
    check_writes(s, after(coach, s, p, now), coaching.WRITES)


# Known answers


@pytest.mark.parametrize(("whom", "first"), [(LOWEST, {2}), (MANAGERS, {3})])
def test_who_comes_first(whom, first):
    seats = [filled(predicate=GOOD), filled(predicate=LOW), filled(type=PENGAWAS[0], predicate=VERY_GOOD)]
    p = parameters(coaching, share=1 / 3 + 1e-9, whom=whom)
    for seed in range(20):
        ones = beginners(state(*seats), p, moment(0, seed))
        assert first <= ones
        assert len(ones) <= 2


def test_those_not_yet_rated_count_as_good():
    assert turn(LOWEST, 0, 0) == turn(LOWEST, GOOD, 0)


def test_a_tenth_is_a_tenth_and_they_are_counted_for_six_months():
    n, p = 10_000, parameters(coaching, share=0.1)
    s = after(begin, crowd(n, filled(type=PELAKSANA[0], coaching_end=NEVER)), p, moment(12))
    seen = [int(after(coach, s, p, moment(12 + month)).offices.coached[0]) for month in range(8)]
    assert seen[0] in (1000, 1001)
    assert seen == [seen[0]] * 6 + [0, 0]
