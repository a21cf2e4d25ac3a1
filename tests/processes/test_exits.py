"""Exits: equal to their slow twin, and obedient to the laws they should obey."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import (
    ADMINISTRATOR,
    JPT,
    MADYA,
    PELAKSANA,
    PENGAWAS,
    after,
    assert_consistent,
    crowd,
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
    share,
    shuffled,
    state,
    states,
    undeclared,
)
from karier.processes import exits
from karier.state.workforce import (
    DISMISSAL,
    FEMALE,
    GOOD,
    NEEDS_IMPROVEMENT,
    NEVER,
    PNS,
    PPPK,
    PPPK_PART_TIME,
    VERY_LOW,
)
from reference import exits as slow

NOBODY_LEAVES = {"death_at_50": 0.0, "resignation": 0.0, "transfer": 0.0, "renewal": 1.0}
SURELY = 1e9  # a yearly hazard that nobody survives for a month

rate = st.sampled_from([0.0, 0.5, 3.0, 6.0, SURELY])
some_parameters = st.builds(
    partial(parameters, exits),
    death_at_50=rate,
    death_women=st.sampled_from([0.65, 0.0, 1.0]),
    resignation=rate,
    resignation_age=st.sampled_from([0.08, 0.0]),
    resignation_stagnation=st.sampled_from([0.3, 2.0]),
    resignation_trained=st.sampled_from([0.5, 0.0, 3.0]),
    transfer=st.sampled_from([0.0, 1.0, 6.0, 12.0]),
    contract_years=st.sampled_from([5, 1, 2]),
    renewal=share,
    early_retirement=st.sampled_from([0.0, 1.0, 6.0, 12.0]),
    early_years=st.sampled_from([5, 1, 10]),
)
ages = st.sampled_from([20.0, 30.0, 30.5, 50.0, 58.0]) | st.floats(18.0, 66.0)


def run(state, p, now):
    return after(exits.leave_service, state, p, now)


def leavers(state, p, now):
    """The uids of those who leave."""
    return set(people(state)) - set(people(run(state, p, now)))


# The twins


@given(states(), some_parameters, moments)
def test_fast_and_slow_agree_to_the_bit(state, p, now):
    world = picture(state)
    slow.leave_service(world, kinds(), p, now)
    assert picture(run(state, p, now)) == world


@given(ages, st.integers(0, 1), st.floats(0, 40), st.floats(0, 3), some_parameters, st.integers(0, 800))
def test_a_rule_compiled_and_plain_give_the_same_bits(age, woman, years, gain, p, months):
    for rule, args in (
        (exits.death_hazard, (age, float(woman), p)),
        (exits.resignation_hazard, (age, years, gain, p)),
        (exits.reached, (months, 696)),
    ):
        assert rule(*args) == plain(rule)(*args) >= 0


# The laws


@given(states(), some_parameters, in_service)
def test_whoever_is_gone_is_counted_once_and_every_seat_is_accounted_for(state, p, now):
    later = run(state, p, now)
    assert_consistent(later)
    gone = set(people(state)) - set(people(later))
    reasons = ("retired", "died", "resigned", "transferred", "contract_ended", "dismissed", "early_retired")
    flows = picture(later)["city"]["flows"]
    assert state.people - len(gone) == later.people
    assert sum(flows[reason] for reason in reasons) == len(gone) == later.offices.exits.sum()
    assert (later.offices.exits_year - state.offices.exits_year).tolist() == later.offices.exits.tolist()
    emptied = [person["post"] for uid, person in people(state).items() if uid in gone]
    assert (later.posts.vacant_since[emptied] == now.month).all()


@given(states(), some_parameters, moments, st.integers(0, 999))
def test_the_order_of_rows_does_not_matter(state, p, now, seed):
    assert picture(run(shuffled(state, seed), p, now)) == picture(run(state, p, now))


@given(states(), some_parameters, moments)
def test_writes_only_what_it_declares(state, p, now):
    assert undeclared(exits.WRITES, state, run(state, p, now)) == set()


@given(states(), some_parameters, st.integers(-24, -1))
def test_nobody_leaves_in_burn_in(state, p, month):
    later = run(state, p, moment(month))
    assert people(later) == people(state)
    assert not later.city.flows.any()


@given(states(), some_parameters, in_service, st.integers(0, 1))
def test_a_person_does_not_feel_who_else_is_there(state, p, now, office):
    here = state.workforce.office == office
    alone = people(run(kept(state, here), p, now))
    in_company = people(run(state, p, now))
    assert {uid: person for uid, person in in_company.items() if person["office"] == office} == alone


@given(states(), some_parameters, in_service, st.sampled_from(["death_at_50", "resignation", "transfer"]), rate)
def test_a_higher_hazard_takes_all_whom_the_lower_took(state, p, now, which, other):
    less, more = sorted((getattr(p, which), other))
    few = leavers(state, p._replace(**{which: less}), now)
    assert few <= leavers(state, p._replace(**{which: more}), now)


@given(states(), some_parameters, in_service)
def test_an_offer_of_early_retirement_changes_no_other_reason_to_leave(state, p, now):
    """It takes more people and none for another reason than before."""
    without = p._replace(early_retirement=np.zeros_like(p.early_retirement))
    before, later = run(state, without, now), run(state, p, now)
    assert set(people(later)) <= set(people(before))
    flows, other = (picture(s)["city"]["flows"] for s in (before, later))
    gone = other.pop("early_retired")
    assert flows.pop("early_retired") == 0
    assert (other, before.people - gone) == (flows, later.people)


@given(states(), some_parameters, in_service, share)
def test_more_renewal_keeps_all_whom_less_kept(state, p, now, other):
    less, more = sorted((p.renewal, other))
    kept_on = leavers(state, p._replace(renewal=more), now)
    assert kept_on <= leavers(state, p._replace(renewal=less), now)


@given(states(), in_service)
def test_without_hazards_only_age_contracts_and_dismissal_end_service(state, now):
    later = run(state, parameters(exits, **NOBODY_LEAVES), now)
    flows = picture(later)["city"]["flows"]
    assert flows["died"] == flows["resigned"] == flows["transferred"] == 0
    for uid in set(people(state)) - set(people(later)):
        person = people(state)[uid]
        old = now.month - person["birth_month"] > kinds()[person["type"]]["retirement_months"]
        assert (
            old
            or person["discipline"] == DISMISSAL
            or (person["contract_end"] != NEVER and person["predicate"] in (1, 2, 3))
        )


@given(states(), in_service, st.sampled_from(["death_at_50", "resignation", "transfer"]))
def test_a_sure_hazard_leaves_nobody(state, now, which):
    p = parameters(exits, **NOBODY_LEAVES | {which: SURELY, "death_women": 1.0})
    later = run(state, p, now)
    assert later.people == 0
    assert (later.posts.holder == -1).all()


# Known answers


@pytest.mark.parametrize(
    ("type_", "age"),
    [(PELAKSANA[0], 58), (PENGAWAS[0], 58), (ADMINISTRATOR[0], 58), (MADYA[0], 60), (JPT[0], 60)],
)
def test_service_ends_with_the_month_of_the_birthday(type_, age):
    """Born in month b, 58 (60) in month b + 696 (720): that is the last month of service."""
    born = 5 - 12 * age
    here = state(filled(type=type_, birth_month=born, entry_month=-300))
    p = parameters(exits, **NOBODY_LEAVES)
    assert [run(here, p, moment(month)).people for month in (4, 5, 6)] == [1, 1, 0]
    gone = run(here, p, moment(6))
    assert picture(gone)["city"]["flows"]["retired"] == gone.offices.exits[0] == 1
    assert gone.posts.vacant_since[0] == 6


@pytest.mark.parametrize(("employment", "years"), [(PPPK, 5), (PPPK_PART_TIME, 1)])
def test_a_contract_is_renewed_in_the_month_in_which_it_ends(employment, years):
    here = state(filled(employment=employment, contract_end=7, predicate=GOOD))
    p = parameters(exits, **NOBODY_LEAVES)
    ends = [int(run(here, p, moment(month)).workforce.contract_end[0]) for month in (6, 7)]
    assert ends == [7, 7 + 12 * years]


@pytest.mark.parametrize(
    ("predicate", "renewal", "stays"),
    [(GOOD, 1.0, 1), (0, 1.0, 1), (NEEDS_IMPROVEMENT, 1.0, 0), (VERY_LOW, 1.0, 0), (GOOD, 0.0, 0)],
)
def test_a_contract_ends_for_want_of_a_good_predicate_or_of_renewal(predicate, renewal, stays):
    here = state(filled(employment=PPPK, contract_end=7, predicate=predicate))
    later = run(here, parameters(exits, **NOBODY_LEAVES | {"renewal": renewal}), moment(7))
    assert later.people == stays
    assert picture(later)["city"]["flows"]["contract_ended"] == 1 - stays


def test_a_civil_servant_has_no_contract_to_end():
    here = state(filled(employment=PNS, predicate=VERY_LOW))
    assert run(here, parameters(exits, **NOBODY_LEAVES | {"renewal": 0.0}), moment(7)).people == 1


@pytest.mark.parametrize("k", [0, 1, 2])
def test_what_was_learned_counts_in_each_dimension_and_what_was_lost_in_none(k):
    """A rate of 12·10⁻⁶ a year that three levels of gain multiply by e¹⁵."""
    gain = tuple(3.0 if k == j else -9.0 for j in range(3))
    p = parameters(exits, **NOBODY_LEAVES | {"resignation": 12e-6, "resignation_trained": 5.0})
    assert run(state(filled(gain=gain)), p, moment(0)).people == 0
    assert run(state(filled(gain=-9.0)), p, moment(0)).people == 1


def test_the_dismissed_leave_and_nobody_else_who_is_under_a_sanction():
    here = state(*(filled(discipline=kind, discipline_until=9) for kind in range(6)))
    later = run(here, parameters(exits, **NOBODY_LEAVES), moment(3))
    assert sorted(people(later)) == [1, 2, 3, 4, 5]
    assert picture(later)["city"]["flows"]["dismissed"] == 1
    old = state(filled(discipline=DISMISSAL, birth_month=3 - 12 * 58 - 1))
    assert picture(run(old, parameters(exits, **NOBODY_LEAVES), moment(3)))["city"]["flows"]["retired"] == 1


@pytest.mark.parametrize(
    ("person", "goes"),
    [
        ({"birth_month": 3 - 12 * 53}, 1),
        ({"birth_month": 3 - 12 * 53 + 1}, 0),
        ({"birth_month": 3 - 12 * 53, "employment": PPPK}, 0),
        ({"birth_month": 3 - 12 * 53, "type": MADYA[0]}, 0),
        ({"birth_month": 3 - 12 * 55, "type": MADYA[0]}, 1),
        ({"birth_month": 3 - 12 * 53, "office": 1}, 0),
    ],
)
def test_early_retirement_is_for_civil_servants_in_their_last_years_where_it_is_offered(person, goes):
    p = parameters(exits, **NOBODY_LEAVES | {"early_retirement": [12.0, 0.0]})
    later = run(state(filled(**{"contract_end": NEVER} | person)), p, moment(3))
    assert (later.people, picture(later)["city"]["flows"]["early_retired"]) == (1 - goes, goes)
    assert later.offices.exits.tolist() == [goes, 0]


def test_as_many_leave_early_as_are_offered_it():
    """20,000 men of 55, a tenth of whom a year; four standard errors."""
    n, a_month = 20_000, 0.1 / 12
    p = parameters(exits, **NOBODY_LEAVES | {"early_retirement": 0.1})
    later = run(crowd(n, filled(birth_month=-660)), p, moment(0, seed=11))
    assert abs(n - later.people - n * a_month) < 4 * math.sqrt(n * a_month)


def test_hazards_are_those_of_their_equations():
    p = parameters(exits)
    men, women = (exits.death_hazard(50.0, sex, p) for sex in (0.0, 1.0))
    assert math.isclose(12 * men, 0.005, rel_tol=1e-12)
    assert math.isclose(women / men, 0.65, rel_tol=1e-12)
    assert math.isclose(exits.death_hazard(60.0, 0.0, p) / men, math.exp(0.9), rel_tol=1e-12)
    young = exits.resignation_hazard(30.0, 0.0, 0.0, p)
    assert math.isclose(12 * young, 0.004, rel_tol=1e-12)
    assert exits.resignation_hazard(22.0, 0.0, 0.0, p) == young
    assert math.isclose(exits.resignation_hazard(40.0, 0.0, 0.0, p) / young, math.exp(-0.8), rel_tol=1e-12)
    assert math.isclose(exits.resignation_hazard(30.0, 7.5, 0.0, p) / young, math.exp(0.15), rel_tol=1e-12)
    assert exits.resignation_hazard(30.0, 40.0, 0.0, p) == exits.resignation_hazard(30.0, 15.0, 0.0, p)
    assert math.isclose(exits.resignation_hazard(30.0, 0.0, 1.0, p) / young, math.exp(0.5), rel_tol=1e-12)
    assert exits.resignation_hazard(30.0, 0.0, 9.0, p) == exits.resignation_hazard(30.0, 0.0, 3.0, p)


@pytest.mark.parametrize(
    ("which", "flow", "a_month"),
    [("death_at_50", "died", 0.65 * 1.2 / 12), ("resignation", "resigned", 1.2 / 12), ("transfer", "transferred", 0.1)],
)
def test_as_many_leave_as_the_hazard_says(which, flow, a_month):
    """20,000 women of 50 in one month; four standard errors."""
    n = 20_000
    many = crowd(n, filled(sex=FEMALE, birth_month=-600, post_month=0, gain=0.0))
    p = parameters(exits, **NOBODY_LEAVES | {which: 1.2, "resignation_age": 0.0})
    gone = picture(run(many, p, moment(0, seed=11)))["city"]["flows"][flow]
    assert abs(gone - n * a_month) < 4 * math.sqrt(n * a_month)
