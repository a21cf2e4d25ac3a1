"""Elections: the months without moves, the months in which ties count, and the month in which power changes hands."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from factories import moment
from karier.rules import elections
from karier.rules.elections import Elections
from reference import elections as slow

some = st.builds(
    Elections,
    held=st.booleans(),
    inauguration=st.tuples(st.integers(2020, 2045), st.integers(1, 12)).map(np.array),
    cycle=st.sampled_from([60, 24, 84]),
    candidates=st.integers(3, 12),
    frozen=st.integers(0, 12),
    permit=st.booleans(),
    favour_months=st.integers(0, 36),
    rotation=st.just(0.2),
)


def spring(**changed):
    """An inauguration in February 2030, candidates five months before, six months without moves."""
    usual = {
        "held": True,
        "inauguration": np.array([2030, 2]),
        "cycle": 60,
        "candidates": 5,
        "frozen": 6,
        "permit": False,
    }
    return Elections(**usual | {"favour_months": 12, "rotation": 0.2} | changed)


def days(rule, p, months=range(12, 130)):
    """The months of the run, from January 2026, after the one of 2025, in which a rule says yes."""
    return [month for month in months if rule(p, moment(month))]


@given(some, st.integers(0, 360))
def test_fast_and_slow_agree(p, month):
    now = moment(month)
    for rule in ("frozen", "window", "changes_hands"):
        assert getattr(elections, rule)(p, now) == getattr(slow, rule)(p, now)


def test_officials_are_not_moved_from_march_before_to_july_after():
    """As in 2024: from 22 March on, six months before candidates are determined in September."""
    assert days(elections.frozen, spring())[:17] == list(range(38, 55))  # March 2029 … July 2030
    assert days(elections.changes_hands, spring()) == [55, 115]
    assert days(elections.window, spring())[:12] == list(range(55, 67))
    assert len(days(elections.frozen, spring(), range(12, 60))) == 17


def test_the_last_election_still_has_its_window():
    """Five years before that of February 2030: ties count until July 2026."""
    assert days(elections.window, spring(), range(12)) == list(range(7))


def test_with_a_permit_the_new_mayor_begins_at_once():
    assert days(elections.frozen, spring(permit=True)) == []
    assert days(elections.changes_hands, spring(permit=True)) == [49, 109]
    assert days(elections.window, spring(permit=True))[:13] == [*range(49, 61), 109]


def test_without_an_election_nothing_happens():
    for rule in (elections.frozen, elections.window, elections.changes_hands):
        assert days(rule, spring(held=False)) == []
