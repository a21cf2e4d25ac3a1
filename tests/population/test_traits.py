"""What people bring along: equations by hand, the slow twin to the bit, moments, one world for all arrivals."""

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import plain
from karier.population.build import fixed
from karier.randomness import COMPETENCE, COMPETENCE_MORE, HEADROOM, TRAIT, normal, unit, words
from karier.rules import people
from karier.scenario import bind, load
from karier.state.workforce import BACHELOR, DIPLOMA, PNS, PPPK, UPPER_SECONDARY


@cache
def usual():
    s = load("toy")
    return fixed(s).types, bind(people.Parameters, s, "people", s.start)


parameters = st.builds(
    lambda spread, general, headroom, other: usual()[1]._replace(
        spread=spread, general=general, headroom=headroom, other_family=other
    ),
    st.floats(0.3, 0.8),
    st.floats(0.0, 1.0),
    st.floats(0.0, 1.0),
    st.floats(0.0, 0.5),
)


def slow(seed, uid, t, types, p, shift):
    """One person, from the text of the specification."""
    general = normal(*words(seed, COMPETENCE, uid, 0)[:2])
    own = [
        normal(*words(seed, COMPETENCE, uid, 0)[2:]),
        normal(*words(seed, COMPETENCE_MORE, uid, 0)[:2]),
        normal(*words(seed, COMPETENCE_MORE, uid, 0)[2:]),
    ]
    base, ceiling = [], []
    for k in range(3):
        z = math.sqrt(p.general) * general + math.sqrt(1.0 - p.general) * own[k]
        first = types.required[k][types.entry[t]]
        centre = first + p.grown * (types.required[k][t] - first) + p.gap[k] + shift
        base.append(min(max(centre + p.spread * z, 1.0), 5.0))
        ceiling.append(min(base[k] + 2.0 * p.headroom * unit(words(seed, HEADROOM, uid, 0)[k]), 5.0))
    lasting = normal(*words(seed, TRAIT, uid, 0)[:2])
    drive = p.drive_mean + p.drive_spread * normal(*words(seed, TRAIT, uid, 0)[2:])
    return base, ceiling, lasting, drive


@given(
    st.integers(0, 2**63 - 1), st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=4), parameters, st.floats(-1, 1)
)
def test_traits_agree_with_the_slow_twin_to_the_bit(seed, uids, p, shift):
    types = usual()[0]
    kind = np.arange(len(uids)) * 7 % len(types.level)
    fast = people.traits(seed, np.array(uids), kind, types, p, shift)
    for i, uid in enumerate(uids):
        base, ceiling, lasting, drive = slow(seed, uid, kind[i], types, p, shift)
        assert [column[i] for column in fast.base] == base
        assert [column[i] for column in fast.ceiling] == ceiling
        assert (fast.lasting[i], fast.own_drive[i]) == (lasting, drive)


@given(st.integers(0, 2**63 - 1), parameters)
def test_compiled_and_plain_loops_agree_to_the_bit(seed, p):
    types = usual()[0]
    uid, kind = np.arange(5) * 977 + seed % 1000, np.array([0, 11, 20, 30, 40])
    fast = people.traits(seed, uid, kind, types, p, 0.1)
    blank = people.Traits(*(tuple(map(np.zeros_like, c)) if isinstance(c, tuple) else np.zeros_like(c) for c in fast))
    plain(people._traits)(seed, uid, kind, types, p, 0.1, blank)
    for a, b in zip(fast, blank, strict=True):
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))


def test_moments_are_those_of_the_equation():
    types, p = usual()
    n, kind = 40_000, int(np.flatnonzero(types.required[0] == 3.0)[0])
    got = people.traits(1, np.arange(n), np.full(n, kind), types, p, 0.0)
    technical = got.base[0]
    first = types.required[0][types.entry[kind]]
    centre = first + p.grown * (types.required[0][kind] - first) + p.gap[0]
    assert technical.mean() == pytest.approx(centre, abs=0.01)
    assert technical.std() == pytest.approx(p.spread, abs=0.01)
    assert np.corrcoef(technical, got.base[2])[0, 1] == pytest.approx(p.general, abs=0.02)
    assert (got.ceiling[0] - technical).mean() == pytest.approx(p.headroom, abs=0.02)
    assert got.lasting.mean() == pytest.approx(0.0, abs=0.02)
    assert got.lasting.std() == pytest.approx(1.0, abs=0.02)
    assert got.own_drive.mean() == pytest.approx(p.drive_mean, abs=0.02)
    assert got.own_drive.std() == pytest.approx(p.drive_spread, abs=0.02)


@given(st.floats(1.0, 5.0), st.floats(-1.0, 0.5), st.floats(0.0, 1.0), st.floats(-4, 4), st.floats(-4, 4))
def test_competence_stays_on_the_scale_and_the_ceiling_above_it(required, gap, general, z_general, z_own):
    c = people.competence(required + gap, 0.5, general, z_general, z_own)
    assert 1.0 <= c <= 5.0
    for luck in (0.0, 0.5, 1.0):
        assert c <= people.ceiling(c, 0.6, luck) <= 5.0


def test_a_trait_never_depends_on_who_else_arrives():
    types, p = usual()
    together = people.traits(3, np.array([5, 6, 7]), np.array([1, 20, 40]), types, p, 0.0)
    alone = people.traits(3, np.array([6]), np.array([20]), types, p, 0.0)
    assert together.base[1][1] == alone.base[1][0]
    assert together.lasting[1] == alone.lasting[0]


@pytest.mark.parametrize("family", range(5))
def test_only_general_families_mix(family):
    luck = (np.arange(1000) + 0.5) / 1000
    own = np.array([people.own_family(family, u, 0.2) for u in luck])
    others = own[own != family]
    if family in (1, 2):
        assert len(others) == 0
    else:
        assert len(others) == 200
        assert sorted(set(others)) == [f for f in (0, 3, 4) if f != family]


def test_rank_at_entry_follows_the_law_for_pns_and_education_for_pppk():
    p = usual()[1]
    education = np.array([UPPER_SECONDARY, DIPLOMA, BACHELOR])
    assert people.entry_rank(np.full(3, PNS), education, p).tolist() == [4, 6, 8]  # II/a, II/c, III/a
    assert people.entry_rank(np.full(3, PPPK), education, p).tolist() == [4, 6, 8]  # V, VII, IX
