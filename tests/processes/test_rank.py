"""Rank promotion: equal to its slow twin, and to the law case by case."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import (
    ADMINISTRATOR,
    MADYA,
    MUDA,
    PENGAWAS,
    PERTAMA,
    after,
    filled,
    in_service,
    kept,
    kinds,
    moment,
    moments,
    parameters,
    people,
    picture,
    plain,
    shuffled,
    state,
    states,
    undeclared,
)
from karier.processes import rank
from karier.scenario import bind, load
from karier.state.workforce import (
    BACHELOR,
    DIPLOMA,
    GOOD,
    MASTER,
    NEEDS_IMPROVEMENT,
    NON_ASN,
    PPPK,
    PRIMARY,
    RANKS,
    UPPER_SECONDARY,
    VERY_GOOD,
)
from reference import rank as slow


def lower(state):
    """Some are a few ranks lower, so that more may rise."""
    staff = state.workforce
    staff.rank[:] -= np.minimum(staff.uid % 5, staff.rank).astype(np.int8)
    return state


ranked = states().map(lower)
some_parameters = st.builds(
    partial(parameters, rank),
    months=st.sampled_from([list(range(1, 13)), [4, 10], [2, 4, 6, 8, 10, 12], [1]]),
    years_regular=st.sampled_from([4, 1, 2]),
    years_below_floor=st.sampled_from([1, 2]),
    years_functional=st.sampled_from([2, 1]),
)


def run(state, p, now):
    return after(rank.grant, state, p, now)


def rises(month=0, p=None, **person):
    """Whether this one person (rank IV/a, and no course to be ended by age) rises in a month."""
    here = state(filled(**person))
    return int(run(here, p or parameters(rank), moment(month)).workforce.rank[0] - here.workforce.rank[0])


def named(name):
    return RANKS.index(name)


# The twins


@given(ranked, some_parameters, moments)
def test_fast_and_slow_agree_to_the_bit(state, p, now):
    world = picture(state)
    slow.grant(world, kinds(), p, now)
    assert picture(run(state, p, now)) == world


years = st.sampled_from([0.0, 0.9, 1.0, 2.0, 3.99, 4.0])
credits_ = st.sampled_from([0.0, 49.9, 50.0, 100.0, 450.0])
whole = st.integers


@given(whole(0, 16), years, whole(0, 14), whole(9, 16), credits_, st.sampled_from([20.0, 50.0, 100.0]))
def test_a_rule_compiled_and_plain_give_the_same_answer(held, in_rank, floor, top, credit, step):
    for rule, args in (
        (rank.due_structural, (held, in_rank, floor, top, 4, 1)),
        (rank.due_functional, (held, in_rank, floor, top, credit, step, 2)),
        (rank.due_regular, (held, in_rank, top, 4)),
    ):
        assert rule(*args) == plain(rule)(*args)


# The laws


@given(ranked, some_parameters, moments)
def test_nobody_falls_or_rises_by_more_than_one_or_beyond_the_top(state, p, now):
    before, later = state.workforce, run(state, p, now).workforce
    step = later.rank.astype(int) - before.rank
    assert set(step.tolist()) <= {0, 1}
    assert (later.rank_month[step == 1] == now.month).all()
    assert (later.rank_month[step == 0] == before.rank_month[step == 0]).all()
    top = np.array([kinds()[t]["top_rank"] for t in before.type.tolist()])
    general = top == 16
    assert (later.rank <= np.where(general, p.top_by_education[before.education], top))[step == 1].all()


@given(ranked, some_parameters, moments)
def test_whoever_rose_waits_again(state, p, now):
    once = run(state, p, now)
    assert picture(run(once, p, now)) == picture(once)


@given(ranked, some_parameters, moments, st.integers(0, 999))
def test_the_order_of_rows_does_not_matter(state, p, now, seed):
    assert picture(run(shuffled(state, seed), p, now)) == picture(run(state, p, now))


@given(ranked, some_parameters, moments)
def test_writes_only_what_it_declares(state, p, now):
    assert undeclared(rank.WRITES, state, run(state, p, now)) == set()


@given(ranked, some_parameters, in_service, st.integers(0, 1))
def test_a_person_does_not_feel_who_else_is_there(state, p, now, office):
    here = state.workforce.office == office
    alone = people(run(kept(state, here), p, now))
    assert alone == {u: x for u, x in people(run(state, p, now)).items() if x["office"] == office}


@given(ranked, some_parameters, in_service, st.sampled_from(["years_regular", "years_functional"]))
def test_a_longer_wait_raises_nobody_more(state, p, now, which):
    longer = p._replace(**{which: getattr(p, which) + 1})
    assert (run(state, longer, now).workforce.rank <= run(state, p, now).workforce.rank).all()


@given(ranked, some_parameters, st.integers(-24, -1))
def test_nothing_happens_in_burn_in(state, p, month):
    assert picture(run(state, p, moment(month))) == picture(state)


@given(ranked, in_service)
def test_outside_the_months_of_the_law_nothing_happens(state, now):
    other = [month for month in range(1, 13) if month != now.calendar_month]
    assert picture(run(state, parameters(rank, months=other), now)) == picture(state)


# Known answers


@pytest.mark.parametrize(
    ("education", "last"),
    [(PRIMARY, "II/a"), (UPPER_SECONDARY, "III/b"), (DIPLOMA, "III/c"), (BACHELOR, "III/d"), (MASTER, "IV/a")],
)
def test_regular_promotion_takes_four_years_and_ends_where_education_does(education, last):
    """PP 99/2000 art. 7 and 8 as amended by PP 12/2002."""
    below = {"education": education, "rank": named(last) - 1, "predicate": GOOD, "predicate_before": GOOD}
    assert rises(rank_month=-47, **below) == 0
    assert rises(rank_month=-48, **below) == 1
    assert rises(rank_month=-400, **below | {"rank": named(last)}) == 0


@pytest.mark.parametrize(
    ("type_", "rank_", "years", "up"),
    [
        (PENGAWAS[0], "III/b", 1, 1),  # one below the floor (here III/c): a year
        (PENGAWAS[0], "III/c", 3, 0),  # at the floor: four
        (PENGAWAS[0], "III/c", 4, 1),
        (PENGAWAS[0], "III/d", 9, 0),  # the post's ceiling
        (ADMINISTRATOR[0], "III/d", 4, 1),
        (ADMINISTRATOR[0], "IV/b", 9, 0),
    ],
)
def test_a_structural_post_has_a_floor_and_a_ceiling(type_, rank_, years, up):
    person = {"type": type_, "rank": named(rank_), "education": BACHELOR}
    assert rises(rank_month=-12 * years, **person) == up
    assert rises(rank_month=-12 * years + 1, **person) == 0


@pytest.mark.parametrize(
    ("type_", "rank_", "credit"),
    [
        (PERTAMA[0], "III/a", 50.0),
        (MUDA[0], "III/c", 100.0),
        (MADYA[0], "IV/a", 150.0),
        (MADYA[0], "IV/b", 300.0),  # the second rank in a jenjang takes as much again
        (PERTAMA[1], "III/a", 20.0),
        (MUDA[1], "III/c", 50.0),
        (MADYA[1], "IV/a", 100.0),
    ],
)
def test_a_functional_post_takes_two_years_and_credit(type_, rank_, credit):
    """PP 99/2000 art. 13; credit by PermenPANRB 1/2023, the expert and the skilled ladder."""
    person = {"type": type_, "rank": named(rank_)}
    assert rises(rank_month=-24, credit=credit, **person) == 1
    assert rises(rank_month=-23, credit=credit, **person) == 0
    assert rises(rank_month=-24, credit=credit - 0.01, **person) == 0


@pytest.mark.parametrize(("type_", "rank_"), [(MUDA[0], "III/b"), (MADYA[0], "III/d"), (MADYA[0], "III/a")])
def test_the_credit_that_earned_a_jenjang_holds_its_floor(type_, rank_):
    """Whoever is below the floor of the jenjang needs two years in rank and no more credit."""
    person = {"type": type_, "rank": named(rank_), "credit": 0.0, "promoted_month": -1}
    assert [rises(rank_month=month, **person) for month in (-24, -23)] == [1, 0]


def test_credit_that_earned_the_jenjang_does_not_earn_the_next_rank_as_well():
    person = {"type": MUDA[0], "rank": named("III/c"), "rank_month": -24, "credit": 120.0}
    assert rises(promoted_month=-11, **person) == 0
    assert rises(promoted_month=-12, **person) == 1


@pytest.mark.parametrize(
    ("person", "up"),
    [
        ({}, 1),
        ({"predicate": VERY_GOOD}, 1),
        ({"predicate": NEEDS_IMPROVEMENT}, 0),
        ({"predicate_before": NEEDS_IMPROVEMENT}, 0),
        ({"predicate_before": 0}, 0),
        ({"employment": PPPK}, 0),
        ({"employment": NON_ASN}, 0),
    ],
)
def test_only_civil_servants_whose_last_two_years_were_good(person, up):
    assert rises(rank=named("III/a"), rank_month=-60, **person) == up


@pytest.mark.parametrize(
    ("day", "months"),
    [("2023-06-01", [4, 10]), ("2024-01-01", [2, 4, 6, 8, 10, 12]), ("2025-10-01", list(range(1, 13)))],
)
def test_the_months_are_those_of_the_law_of_the_day(day, months):
    toy = load("toy")
    law = toy.parameters["rank"]["months"]
    assert law.at(type(toy.start).fromisoformat(day)) == months
    assert bind(rank.Parameters, toy, "rank", toy.start).months.tolist() == list(range(1, 13))
