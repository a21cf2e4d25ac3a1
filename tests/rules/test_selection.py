"""The scoring rule: equal to its slow twin, to the seniority list and to the multinomial logit."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from factories import plain
from karier.maths import exact_mean
from karier.randomness import MATCH, words
from karier.rules import selection
from karier.rules.selection import TERMS, Informal, Pool
from reference import selection as slow

term = st.sampled_from([0.0, 1.0, -1.0, 0.3, 4.0]) | st.floats(-6, 20).map(lambda x: round(x, 6))


def weighed(informal=0.0, **weights):
    """A rule: weights by name of the term, the others 0."""
    rule = [0.0] * TERMS + [informal]
    for name, weight in weights.items():
        rule[getattr(selection, name.upper())] = weight
    return rule


weight = st.sampled_from(
    [
        weighed(1.0, predicate=0.5, seniority=1.0),
        weighed(seniority=1.0),
        weighed(1.0, predicate=1.0),
        weighed(truth=-1.0),
        weighed(1.0),
        weighed(1.0, predicate=0.5, seniority=1.0, box=3.0),
        weighed(fit=1.0),
        weighed(ties=1.0, true_fit=0.5),
    ]
)
seeds = st.integers(0, 2**63 - 1)
luck = st.sampled_from([0.0, 0.3, 1.0])
penalties = st.sampled_from([0.0, 0.45, 1.0])
favours = st.sampled_from([0.0, 0.1, 1.0])


@st.composite
def candidates(draw, least=0, most=7):
    n = draw(st.integers(least, most))
    uids = draw(st.lists(st.integers(0, 2**62), min_size=n, max_size=n, unique=True))
    return [{"uid": uid, "female": draw(st.booleans()), "terms": [draw(term) for _ in range(TERMS)]} for uid in uids]


def pooled(found):
    """The candidates as arrays, standardised."""
    terms = np.array([c["terms"] for c in found]).reshape(len(found), TERMS)
    selection.standardise(terms, np.ones(terms.shape[1], bool))
    uid = np.array([c["uid"] for c in found], np.int64)
    return Pool(uid, np.array([float(c["female"]) for c in found]), terms)


def won(found, weights, penalty, spread, seed, post=3, nth=1, favour=0.0):
    """The uid that wins, or None."""
    informal = Informal(penalty, favour)
    row = selection.winner(pooled(found), np.array([weights]), 0, informal, spread, seed, post, nth)
    return found[row]["uid"] if row >= 0 else None


# The twins


@given(candidates(), weight, penalties, favours, luck, seeds, st.integers(0, 30_000), st.integers(0, 40))
def test_fast_and_slow_agree_to_the_bit(found, weights, penalty, favour, spread, seed, post, nth):
    pool = slow.pool(found) if found else []
    assert pooled(found).terms.tolist() == [c["terms"] for c in pool]
    assert won(found, weights, penalty, spread, seed, post, nth, favour) == slow.winner(
        pool, weights, penalty, favour, spread, seed, post, nth
    )
    scores = [slow.merit(c, weights, penalty, favour) for c in pool]
    out = np.zeros(len(pool))
    selection.shares(np.array(scores), spread or 0.05, out)
    assert out.tolist() == (slow.shares(scores, spread or 0.05) if pool else [])
    assert all(selection.chance(share, 1.7) == slow.chance(share, 1.7) for share in out.tolist())


@given(candidates(least=1), weight, penalties, favours, st.tuples(st.integers(0, 16), *[st.integers(0, 1000)] * 3))
def test_a_rule_compiled_and_plain_give_the_same_bits(found, weights, penalty, favour, career):
    assert selection.seniority(*career) == plain(selection.seniority)(*career)
    terms, sets = pooled(found).terms, np.array([weights])
    for i, c in enumerate(found):
        args = (terms, i, sets, 0, float(c["female"]), penalty, favour)
        assert selection.merit(*args) == plain(selection.merit)(*args)


# Standardised terms


@given(candidates(least=2))
def test_terms_have_mean_0_and_sd_1_or_are_0(found):
    terms = pooled(found).terms
    for k in range(TERMS):
        column = [c["terms"][k] for c in found]
        if max(column) - min(column) > 1e-9:
            assert_allclose([terms[:, k].mean(), terms[:, k].std()], [0.0, 1.0], atol=1e-7)
            assert (np.argsort(terms[:, k], kind="stable") == np.argsort(column, kind="stable")).all()
        else:
            assert not terms[:, k].any()


@given(candidates(least=2), st.sampled_from([0.001, 0.5, 3.0, 40.0]), st.sampled_from([-7.0, 0.0, 100.0]))
def test_unit_and_origin_of_a_term_do_not_matter(found, unit, origin):
    other = [c | {"terms": [origin + unit * x for x in c["terms"]]} for c in found]
    spread = [max(c["terms"][k] for c in found) - min(c["terms"][k] for c in found) for k in range(TERMS)]
    if all(s == 0.0 or s > 0.01 for s in spread):
        assert_allclose(pooled(other).terms, pooled(found).terms, atol=1e-6)


def test_a_month_of_age_is_a_difference():
    """Two of a cohort, alike but for a month of age, the last criterion of the seniority list."""
    terms = np.zeros((2, TERMS))
    terms[:, selection.SENIORITY] = [selection.seniority(8, 40, 90, months) for months in (400, 401)]
    selection.standardise(terms, np.ones(terms.shape[1], bool))
    assert_allclose(terms[:, selection.SENIORITY], [-1.0, 1.0], atol=1e-7)


# The seniority list


career = st.tuples(st.integers(0, 16), st.integers(0, 479), st.integers(0, 599), st.integers(0, 899))


@given(career, career)
def test_the_seniority_list_goes_by_rank_then_time_in_it_then_service_then_age(one, other):
    assert (selection.seniority(*one) > selection.seniority(*other)) == (one > other)


@given(career, st.integers(0, 3))
def test_neighbours_on_the_seniority_list_are_told_apart(one, k):
    other = list(one)
    other[k] = max(other[k] - 1, 0)
    assert (selection.seniority(*one) > selection.seniority(*other)) == (one[k] > 0)


def test_no_time_is_long_enough_for_what_stands_before_it():
    """Beyond 40 years in rank, 50 of service and 75 of age nothing more counts."""
    endless = 9999
    assert selection.seniority(8, endless, endless, endless) < selection.seniority(9, 0, 0, 0)
    assert selection.seniority(8, 5, endless, endless) < selection.seniority(8, 6, 0, 0)
    assert selection.seniority(8, 5, 7, endless) < selection.seniority(8, 5, 8, 0)


# Winners


@given(candidates(least=1), weight, penalties, luck, seeds, st.integers(0, 999))
def test_the_order_of_candidates_does_not_matter(found, weights, penalty, spread, seed, order):
    other = [found[k] for k in np.random.default_rng(order).permutation(len(found))]
    assert won(found, weights, penalty, spread, seed) == won(other, weights, penalty, spread, seed)


@given(candidates(least=1), seeds)
def test_among_equals_without_luck_the_lowest_uid_wins(found, seed):
    equals = [c | {"female": False, "terms": [1.0 + k for k in range(TERMS)]} for c in found]
    assert won(equals, weighed(1.0, predicate=0.5, seniority=1.0), 0.0, 0.0, seed) == min(c["uid"] for c in equals)


@given(candidates(least=2), seeds, luck)
def test_a_stranger_who_does_not_win_changes_no_luck(found, seed, spread):
    """Rule `random`: only the Gumbel terms decide, so whoever beats all beats some."""
    first = won(found, weighed(), 0.0, spread, seed)
    rest = [c for c in found[:-1] if c["uid"] != first] + [c for c in found if c["uid"] == first]
    assert won(rest, weighed(), 0.0, spread, seed) == first


@given(candidates(least=1), weight, luck, seeds)
def test_a_deduction_for_women_never_helps_one(found, weights, spread, seed):
    winners = [won(found, weights, penalty, spread, seed) for penalty in (0.0, 0.45, 1.0)]
    women = [next(c["female"] for c in found if c["uid"] == uid) for uid in winners]
    assert women == sorted(women, reverse=True)


@given(candidates(least=1), weight, penalties, luck, seeds)
def test_a_rule_without_the_deduction_does_not_see_the_sex(found, weights, penalty, spread, seed):
    blind = [*weights[:TERMS], 0.0]
    other = [c | {"female": not c["female"]} for c in found]
    assert won(found, blind, penalty, spread, seed) == won(other, blind, 0.0, spread, seed)


def test_nobody_wins_an_empty_pool():
    assert won([], weighed(seniority=1.0), 0.0, 0.3, 1) is None


def test_vacancies_and_their_holders_meet_luck_of_their_own():
    """Of ten equals everyone wins somewhere among 200 vacancies; posts and ordinals both count."""
    equals = [{"uid": uid, "female": False, "terms": [0.0] * TERMS} for uid in range(10)]
    by_post = [won(equals, weighed(), 0.0, 0.3, 1, post, 1) for post in range(200)]
    by_holder = [won(equals, weighed(), 0.0, 0.3, 1, 3, nth) for nth in range(200)]
    assert set(by_post) == set(by_holder) == set(range(10))
    assert by_post != by_holder


def test_luck_takes_numbers_as_they_stand_in_a_column():
    """Plain Python must not overflow where the compiled code widens: the ordinal of a post has 32 bits."""
    for index in (3, np.int64(3), np.int32(3), np.int16(3), np.int8(3)):
        drawn = [int(word) for word in plain(words)(1, MATCH, np.int64(9), index)]
        assert drawn == [int(word) for word in words(1, MATCH, 9, 3)]


# Chances


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=8), st.sampled_from([0.05, 0.3, 1.0]), st.floats(0, 4))
def test_chances_are_shares_of_the_openings(scores, spread, openings):
    share = np.empty(len(scores))
    selection.shares(np.array(scores), spread, share)
    assert abs(share.sum() - 1.0) < 1e-7
    out, more = (np.array([selection.chance(x, k) for x in share]) for k in (openings, openings + 0.5))
    assert ((out >= 0.0) & (out <= 1.0)).all()
    assert out.sum() <= openings + 1e-9
    assert (more >= out).all()
    order = np.argsort(scores)
    assert (np.diff(out[order]) >= -1e-12).all()


def test_winners_are_as_frequent_as_the_logit_says():
    """20,000 vacancies, three candidates; e^{V/β} / Σ e^{V/β}, four standard errors (McFadden 1974)."""
    terms = [[0.0, x, *[0.0] * (TERMS - 2)] for x in (0.0, 1.0, 2.5)]
    found = [{"uid": 7 + k, "female": k == 1, "terms": t} for k, t in enumerate(terms)]
    pool, weights, spread, n = pooled(found), np.array([weighed(1.0, seniority=0.4)]), 0.6, 20_000
    rows = [selection.winner(pool, weights, 0, Informal(0.3, 0.0), spread, 5, post, 2) for post in range(n)]
    score = 0.4 * pool.terms[:, 1] - 0.3 * pool.female
    theory = np.exp(score / spread) / np.exp(score / spread).sum()
    error = np.sqrt(theory * (1 - theory) / n)
    assert (abs(np.bincount(rows, minlength=3) / n - theory) < 4 * error).all()
    out = np.empty(3)
    selection.shares(score, spread, out)
    assert_allclose(out, theory, rtol=1e-6)
    assert_allclose([selection.chance(x, 3.0) for x in out], 1 - np.exp(-3.0 * theory), rtol=1e-6)


@pytest.mark.parametrize("n", [1, 2, 500])
def test_a_pool_of_any_size_is_standardised(n):
    terms = np.arange(n * TERMS, dtype=float).reshape(n, TERMS)
    selection.standardise(terms, np.ones(terms.shape[1], bool))
    assert math.isclose(exact_mean(terms[:, 0]), 0.0, abs_tol=1e-8)
    assert n == 1 or math.isclose(terms[:, 1].std(), 1.0, rel_tol=1e-7)
