"""Fit: equal to its slow twin, and the laws of κ and of use."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from factories import ADMINISTRATOR, JPT, PELAKSANA, PENGAWAS, filled, kinds, parameters, picture, plain, state, states
from karier.rules import fit
from karier.rules.fit import fit_scores, use, worth
from reference import fit as slow

level = st.sampled_from([1.0, 2.0, 2.5, 3.0, 5.0]) | st.floats(1.0, 5.0)
three = st.tuples(level, level, level)
share = st.floats(0.0, 1.0)
some = st.builds(
    lambda surplus, other, w: parameters(fit, surplus=surplus, other_family=other, weights=np.array(w).reshape(4, 3)),
    st.sampled_from([0.0, 0.25, 0.5]) | share,
    st.sampled_from([0.3, 1.0, 2.0]),
    st.lists(st.floats(0.05, 1.0), min_size=12, max_size=12),
)


def scores(s, p):
    out = np.empty(s.people)
    fit_scores(s.workforce, s.types, s.baseline, p, out)
    return dict(zip(s.workforce.uid.tolist(), out.tolist(), strict=True))


@given(states(), some)
def test_fast_and_slow_agree_to_the_bit(s, p):
    view = picture(s)
    twin = {uid: slow.score(who, kinds()[who["type"]], view["baseline"], p) for uid, who in view["people"].items()}
    assert scores(s, p) == twin


@given(three, three, three, share, share)
def test_rules_compiled_and_plain_give_the_same_bits(c, r, w, strange, surplus):
    assert fit.fit(c, r, w, strange, surplus) == plain(fit.fit)(c, r, w, strange, surplus)
    assert worth(c[0] - r[0], surplus) == plain(worth)(c[0] - r[0], surplus)


@given(st.integers(0, 3), st.integers(0, 2), some)
def test_use_is_relative_to_the_most_used(ell, k, p):
    assert use(p.weights, ell, k) == plain(use)(p.weights, ell, k) == slow.use(ell, k, p)
    assert max(use(p.weights, ell, k) for k in range(3)) == 1.0
    assert 0.0 < use(p.weights, ell, k) <= 1.0


@given(three, three, three, share, share, st.integers(0, 2), st.floats(0.0, 2.0))
def test_more_competence_never_fits_worse_and_more_demand_never_better(c, r, w, strange, surplus, k, more):
    base = fit.fit(c, r, w, strange, surplus)
    better = tuple(x + (more if j == k else 0.0) for j, x in enumerate(c))
    harder = tuple(x + (more if j == k else 0.0) for j, x in enumerate(r))
    assert fit.fit(better, r, w, strange, surplus) >= base >= fit.fit(c, harder, w, strange, surplus)


@given(three, three, share, share)
def test_another_family_costs_technical_competence_alone(c, w, strange, surplus):
    r = (3.0, 3.0, 3.0)
    as_if = fit.fit((c[0] - strange, c[1], c[2]), r, w, 0.0, surplus)
    assert fit.fit(c, r, w, strange, surplus) == pytest.approx(as_if, abs=1e-12)


def test_a_shortfall_counts_in_full_and_a_surplus_in_part():
    assert worth(-0.8, 0.25) == -0.8
    assert worth(0.8, 0.25) == 0.2
    assert worth(0.8, 0.0) == 0.0
    c, r, w = (2.0, 4.0, 3.0), (3.0, 3.0, 3.0), (0.6, 0.1, 0.3)
    assert fit.fit(c, r, w, 0.0, 0.25) == pytest.approx(-0.6 + 0.1 * 0.25)


def test_a_post_is_judged_by_the_weights_and_the_standard_of_its_own_level():
    """One and the same person in four posts: managerial weight .10 … .55, standard 1 … 4 (model-spec 5.1)."""
    posts = [PELAKSANA[0], PENGAWAS[0], ADMINISTRATOR[0], JPT[0]]
    s, p = state(*(filled(type=t, base=(3.0, 2.0, 2.5), gain=0.0) for t in posts)), parameters(fit)
    raw = np.array(list(scores(s, p).values())) * s.baseline.fit_sd + s.baseline.fit_mean
    assert_allclose(raw, [0.1 * 0.25, 0.0, -0.45, -0.55 * 2.0], atol=1e-12)
    assert p.weights.sum(axis=1) == pytest.approx([1.0] * 4)
