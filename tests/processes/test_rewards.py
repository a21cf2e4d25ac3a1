"""Rewards: equal to their slow twin; awards go where the rule says, and it is told how fair they were."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import (
    OFFICES,
    after,
    filled,
    kept,
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
from karier.processes import motivation, rewards
from karier.processes.rewards import eligible, places, rank_biserial, reward, used_to
from karier.rules.budget import Budget
from karier.state.workforce import GOOD, GUIDANCE, LIGHT, NEEDS_IMPROVEMENT, NON_ASN, PPPK, VERY_GOOD
from laws import check_order, check_writes
from reference import rewards as slow

PREDICATE, PANEL = 0, 1
JANUARY = moment(12)

some = st.builds(
    partial(parameters, rewards),
    share=st.sampled_from([[0.1, 0.0], [0.3, 0.3], [0.5, 0.1]]) | share,
    judge=st.sampled_from([PREDICATE, PANEL]),
    raise_share=st.sampled_from([0.0, 0.25, 1.0]),
    panel_error=st.sampled_from([0.5, 1.0]),
    raise_half_life=st.sampled_from([6.0, 2.0]),
    budget=st.builds(Budget, st.sampled_from([1.0, 0.5, 0.0])),
)


def awarded(s, p, now=JANUARY):
    return {uid for uid, who in people(after(reward, s, p, now)).items() if who["award"]}


# The twins


@given(states(), some, moments)
def test_fast_and_slow_agree_to_the_bit(s, p, now):
    world = picture(s)
    slow.reward(world, p, now)
    assert picture(after(reward, s, p, now)) == world


@given(share, share, st.integers(0, 99), share, st.integers(1, 99), st.floats(2.0, 24.0))
def test_rules_compiled_and_plain_give_the_same(part, budget, n, luck, k, half):
    for rule, args in (
        (eligible, (k % 4, k % 6, n % 6, k - n)),
        (places, (part, budget, n, luck * 0.999)),
        (rank_biserial, (k * (k + 1) + 2 * n, k, k + 100)),
        (used_to, (part, budget, half)),
    ):
        assert rule(*args) == plain(rule)(*args)


# The laws


@given(states(), some, moments, st.data())
def test_the_order_of_rows_does_not_matter(s, p, now, data):
    check_order(reward, s, p, now, data)


@given(states(), some, moments)
def test_writes_only_what_it_declares(s, p, now):
    check_writes(s, after(reward, s, p, now), rewards.WRITES)


@given(states(), some, moments, st.integers(0, OFFICES - 1))
def test_an_office_awards_its_own_people_whoever_works_elsewhere(s, p, now, office):
    here = s.workforce.office == office
    alone, together = after(reward, kept(s, here), p, now), after(reward, s, p, now)
    assert people(alone) == {uid: who for uid, who in people(together).items() if who["office"] == office}
    for name in ("awards", "award_fairness", "award_grievance"):
        assert getattr(alone.offices, name)[office] == getattr(together.offices, name)[office]


@given(states(), some)
def test_awards_are_counted_and_never_more_than_the_share_and_a_lot(s, p):
    later = after(reward, s, p, JANUARY)
    staff = later.workforce
    for o in range(OFFICES):
        n = int((staff.office == o).sum())
        assert later.offices.awards[o] == staff.award[staff.office == o].sum()
        assert later.offices.awards[o] <= min(p.share[o] * p.budget.programme * n + 1.0, n)
    assert ((later.offices.award_fairness >= -1.0) & (later.offices.award_fairness <= 1.0)).all()


@given(states(), some, share)
def test_a_larger_share_or_budget_awards_all_whom_the_smaller_did(s, p, other):
    low, high = sorted((p.share[0], other))
    few, many = (p._replace(share=np.full(OFFICES, value)) for value in (low, high))
    assert awarded(s, few) <= awarded(s, many)
    assert awarded(s, few._replace(budget=Budget(0.5))) <= awarded(s, few._replace(budget=Budget(1.0)))


@given(states(), some)
def test_nobody_awarded_or_everybody_leaves_no_grievance(s, p):
    none = after(reward, s, p._replace(share=np.zeros(OFFICES)), JANUARY)
    assert not none.workforce.award.any()
    assert not none.offices.award_grievance.any()


@given(states(), some, moments)
def test_awards_stand_until_the_next_january(s, p, now):
    later = after(reward, s, p, now)
    if now.calendar_month != 1:
        assert not later.offices.awards.any()
        assert {u: w["award"] for u, w in people(later).items()} == {u: w["award"] for u, w in people(s).items()}
        assert later.offices.award_grievance.tolist() == s.offices.award_grievance.tolist()


# Known answers


def test_the_best_predicate_wins_and_among_equals_the_longest_service():
    seats = [filled(predicate=GOOD, entry_month=-300), filled(predicate=VERY_GOOD, entry_month=-12)]
    seats += [filled(predicate=GOOD, entry_month=-200), filled(predicate=GOOD, entry_month=-300)]
    order = []
    for part in (0.25, 0.5, 0.75, 1.0):
        got = awarded(state(*seats), parameters(rewards, share=part))
        order += sorted(got - set(order))
    assert order == [2, 1, 4, 3]  # the two of equal service by uid


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ({}, True),
        ({"employment": PPPK}, True),
        ({"employment": NON_ASN}, False),
        ({"predicate": NEEDS_IMPROVEMENT}, False),
        ({"predicate": 0}, False),
        ({"discipline": LIGHT, "discipline_until": 13}, False),
        ({"discipline": LIGHT, "discipline_until": 12}, True),
        ({"discipline": GUIDANCE, "discipline_until": 13}, True),
    ],
)
def test_who_may_be_awarded(person, may):
    assert awarded(state(filled(**person)), parameters(rewards, share=1.0)) == ({1} if may else set())


@pytest.mark.parametrize(
    ("outputs", "rho"),
    [
        ([3.0, 2.0, 1.0, 0.0], 1.0),
        ([0.0, 1.0, 2.0, 3.0], -1.0),
        ([1.0, 1.0, 1.0, 1.0], 0.0),
        ([2.0, 3.0, 1.0, 0.0], 1 / 3),
    ],
)
def test_fairness_is_how_often_the_awarded_did_better(outputs, rho):
    """One of four is awarded, the first: by all three pairs, by none, all equal, two of three."""
    seats = [filled(predicate=VERY_GOOD if k == 0 else GOOD, log_output=y) for k, y in enumerate(outputs)]
    later = after(reward, state(*seats, filled(office=1)), parameters(rewards, share=[0.25, 0.0]), JANUARY)
    assert later.offices.awards.tolist() == [1, 0]
    assert later.offices.award_fairness.tolist() == pytest.approx([rho, 0.0])
    assert later.offices.award_grievance.tolist() == pytest.approx([1.0 - rho, 0.0])


def test_a_panel_tells_equals_apart_by_its_own_lot_not_by_service():
    """Of 200 alike but for service, the predicate awards the longest serving; a panel as many others."""
    seats = [filled(entry_month=-k) for k in range(1, 201)]
    senior = set(range(101, 201))
    assert awarded(state(*seats), parameters(rewards, share=0.5)) == senior
    by_panel = awarded(state(*seats), parameters(rewards, share=0.5, judge=PANEL))
    assert len(by_panel) == 100
    assert 35 < len(by_panel & senior) < 65


def test_half_of_the_budget_gives_half_of_the_awards():
    seats = [filled() for _ in range(40)]
    for programme, n in ((1.0, 20), (0.5, 10), (0.0, 0)):
        assert len(awarded(state(*seats), parameters(rewards, share=0.5, budget=Budget(programme)))) == n


def test_an_unfair_award_costs_those_without_it_and_a_fair_one_nobody():
    """χ(1 − ρ̂) = .06·2 where the worst is awarded, 0 where the best is; recognition .06 for the one awarded."""
    for order, cost in ((1, 0.0), (-1, -0.12)):
        seats = [filled(predicate=VERY_GOOD if k == 0 else GOOD, log_output=-0.1 * k * order) for k in range(4)]
        s = after(reward, state(*seats), parameters(rewards, share=0.25), JANUARY)
        p = parameters(motivation)
        alone = s.copy()
        alone.workforce.award[:], alone.offices.award_grievance[:] = 0, 0.0
        step = 1.0 - 0.5 ** (1 / 6)
        gained = (
            after(motivation.move, s, p, JANUARY).workforce.drive
            - after(motivation.move, alone, p, JANUARY).workforce.drive
        )
        assert gained / step == pytest.approx([0.06, cost, cost, cost], abs=1e-12)


def test_a_raise_pleases_for_some_months():
    """A quarter more pay: all of it at first, half after six months; what is taken away hurts as long."""
    s, p, seen = state(filled()), parameters(rewards, raise_share=0.25), []
    for month in range(24):
        reward(s, p, moment(month))
        seen.append(s.city.pay_satisfaction[0])
    assert [seen[0], seen[6], seen[12]] == pytest.approx([0.25, 0.125, 0.0625], rel=1e-12)
    reward(s, parameters(rewards), moment(24))
    assert s.city.pay_satisfaction[0] == pytest.approx(-0.25 * (1 - 2**-4), rel=1e-12)


def test_a_raise_in_one_office_pleases_as_many_as_work_there():
    s = state(filled(), filled(), filled(), filled(office=1))
    assert after(reward, s, parameters(rewards, raise_share=[0.0, 0.4]), moment(3)).city.pay_satisfaction[0] == 0.1
