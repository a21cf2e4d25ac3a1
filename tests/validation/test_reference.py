"""The last full result under version control: of today's patterns, found again in part, its failures told."""

import pytest

from karier.validation import record
from karier.validation.suite import CHECKS

FAILING = {"fetta_minimum", "retirements_2025", "pns_2025_12"}  # explained in docs/limits.md, docs/hindcast.md
FOUND = {f.pattern.name: f for f in record.read(record.REFERENCE)}
AGAIN = ("erlang", "docket", "fading", "output", "lazear")  # a seed of each takes a second at most


def test_it_holds_every_pattern():
    assert set(FOUND) == {p.name for check in CHECKS for p in check.patterns}


def test_what_fails_is_what_is_explained():
    assert {name for name, f in FOUND.items() if not f.passed} == FAILING


@pytest.mark.parametrize("check", [c for c in CHECKS if c.name in AGAIN], ids=lambda c: c.name)
def test_a_seed_gives_the_same_again(check):
    for pattern, value in zip(check.patterns, check.measure(0), strict=True):
        assert value == pytest.approx(FOUND[pattern.name].values[0], rel=1e-4), pattern.name


def test_fifty_seeds_where_something_is_drawn():
    for check in CHECKS:
        for p in check.patterns:
            assert len(FOUND[p.name].values) == min(check.seeds or 50, 50), p.name
