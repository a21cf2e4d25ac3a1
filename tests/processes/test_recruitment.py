"""Recruitment: equal to its slow twin, and obedient to the laws it should obey."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import norm

from factories import (
    MUDA,
    PELAKSANA,
    PENGAWAS,
    PERTAMA,
    after,
    assert_consistent,
    filled,
    in_service,
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
    vacant,
)
from karier.processes import exits, recruitment
from karier.randomness import identity
from karier.state.city import FLOWS
from karier.state.posts import NO_ARRIVAL, VACANT
from karier.state.workforce import BACHELOR, DIPLOMA, FEMALE, NEVER, NON_ASN, PNS, PPPK, PPPK_PART_TIME
from reference import recruitment as slow
from reference.single import single

ALL_COME = {"unfilled": 0.0, "withdrawal": 0.0}

some = st.sampled_from([0.0, 0.3, 0.7, 1.0])
some_parameters = st.builds(
    partial(parameters, recruitment),
    replacement=st.sampled_from([0.45, 0.0, 1.0, 2.0]),
    exits_before=st.sampled_from([0.0, 6.0, 3.3]),
    pns_share=share,
    months_to_arrival=st.sampled_from([12, 6, 1]),
    unfilled=some,
    withdrawal=some,
    applicants_per_place=st.sampled_from([22.0, 1.0, 1.5, 2.0, 45.0]),
    applicants_before=st.sampled_from([22.0, 1.0, 5.0]),
    spending_share=st.sampled_from([0.29, 0.3]),
    women_share=share,
)


@st.composite
def awaited(draw):
    """A state and a month in which recruits are due in two of three vacant posts of the lowest level."""
    state, now = draw(states()), draw(st.builds(moment, st.sampled_from([6, 12, 0, -12]), st.integers(0, 2**62)))
    free = np.flatnonzero((state.posts.holder == VACANT) & (state.posts.level == 0))  # any rung, to be sure
    state.posts.arrival[free[free % 3 > 0]] = now.month
    return state, now


def opened(state, p, now):
    return after(recruitment.open_round, state, p, now)


def arrived(state, p, now):
    return after(recruitment.arrive, state, p, now)


def coming(state):
    """The posts with a recruit on the way."""
    return set(np.flatnonzero(state.posts.arrival != NO_ARRIVAL).tolist())


def flow(state, name):
    return int(state.city.flows[FLOWS.index(name)])


def recruits(before, later):
    """Those who were not there before, by uid."""
    return {uid: person for uid, person in people(later).items() if uid not in people(before)}


# The twins


@given(states(), some_parameters, moments, st.sampled_from([-1, -1, 0, 2, 50]))
def test_fast_and_slow_open_the_same_round(state, p, now, given_places):
    world, p = picture(state), p._replace(places=given_places)
    slow.open_round(world, kinds(), p, now)
    assert picture(opened(state, p, now)) == world


@given(awaited(), some_parameters)
def test_fast_and_slow_welcome_the_same_people_to_the_bit(due, p):
    state, now = due
    world = picture(state)
    slow.arrive(world, kinds(), p, now)
    assert picture(arrived(state, p, now)) == world


@given(st.floats(0.5, 1000), st.integers(0, 9000), st.integers(0, 60), st.floats(0, 900), share, share)
def test_a_rule_compiled_and_plain_give_the_same_bits(applicants, seen, month, before, spending, ceiling):
    for rule, args in (
        (recruitment.selection_intensity, (applicants,)),
        (recruitment.exits_of_year, (seen, month, before)),
        (recruitment.affordable, (before, spending, ceiling)),
        (recruitment.granted, (seen - 1, before)),
    ):
        assert rule(*args) == plain(rule)(*args)


# The laws of the round


@given(states(), some_parameters, in_service)
def test_places_go_to_vacant_posts_at_the_lowest_level_that_await_nobody(state, p, now):
    later = opened(state, p, now)
    new = sorted(coming(later) - coming(state))
    assert coming(state) <= coming(later)
    assert (state.posts.holder[new] == VACANT).all()
    assert all(kinds()[t]["level"] == 0 and kinds()[t]["jenjang"] <= 1 for t in state.posts.type[new].tolist())
    assert (later.posts.arrival[new] == now.month + p.months_to_arrival).all()
    assert set(later.posts.arrival_employment[new].tolist()) <= {PNS, PPPK}
    assert people(later) == people(state)
    assert not later.offices.exits_year.any()
    assert len(new) == 0 or flow(later, "places_opened") == len(new)


@given(states(), some_parameters, in_service, st.floats(0, 3))
def test_more_replacement_takes_nobodys_place(state, p, now, other):
    less, more = sorted((p.replacement, other))
    few, many = (coming(opened(state, p._replace(replacement=r), now)) for r in (less, more))
    assert few <= many


@given(states(), some_parameters, in_service, st.floats(0, 1))
def test_a_larger_share_of_pns_makes_no_pns_a_pppk(state, p, now, other):
    less, more = sorted((p.pns_share, other))
    few, many = (opened(state, p._replace(pns_share=s), now) for s in (less, more))
    assert coming(few) == coming(many)
    new = sorted(coming(few) - coming(state))
    assert (many.posts.arrival_employment[new] <= few.posts.arrival_employment[new]).all()


@given(states(), some_parameters, in_service)
def test_without_need_or_money_no_round_opens(state, p, now):
    for closed in (p._replace(replacement=0.0), p._replace(spending_share=0.3), p._replace(spending_share=0.31)):
        later = opened(state, closed, now)
        assert coming(later) == coming(state)
        assert flow(later, "places_opened") == flow(state, "places_opened")
        assert not later.offices.exits_year.any()


# The laws of arrivals


@given(awaited(), some_parameters)
def test_every_place_is_taken_or_told_as_unfilled(awaits, p):
    state, now = awaits
    later = arrived(state, p, now)
    due = (state.posts.holder == VACANT) & (state.posts.arrival == now.month) & (now.month >= 0)
    new = recruits(state, later)
    assert_consistent(later)
    assert later.people == state.people + len(new)
    assert {uid: people(later)[uid] for uid in people(state)} == people(state)
    if due.any():
        assert flow(later, "recruited") == len(new)
        assert flow(later, "recruited") + flow(later, "unfilled_places") == due.sum()
    assert {person["post"] for person in new.values()} <= set(np.flatnonzero(due).tolist())
    assert (later.posts.arrival[due] == NO_ARRIVAL).all()
    assert (later.posts.ordinal[due] == state.posts.ordinal[due] + 1).all()


@given(awaited(), some_parameters, st.integers(0, 999))
def test_the_order_of_rows_does_not_matter(due, p, seed):
    state, now = due
    other = shuffled(state, seed)
    assert picture(opened(other, p, now)) == picture(opened(state, p, now))
    assert picture(arrived(other, p, now)) == picture(arrived(state, p, now))


@given(awaited(), some_parameters)
def test_writes_only_what_it_declares(due, p):
    state, now = due
    assert undeclared(recruitment.WRITES, state, opened(state, p, now)) == set()
    assert undeclared(recruitment.WRITES, state, arrived(state, p, now)) == set()


@given(states(), some_parameters, st.integers(-24, -1))
def test_nothing_happens_in_burn_in(state, p, month):
    state.posts.arrival[:] = month
    assert picture(opened(state, p, moment(month))) == picture(state)
    assert picture(arrived(state, p, moment(month))) == picture(state)


@given(awaited(), some_parameters, share, st.sampled_from(["withdrawal", "unfilled"]))
def test_more_withdrawals_bring_nobody_else(due, p, other, which):
    state, now = due
    less, more = sorted((getattr(p, which), other))
    many, few = (arrived(state, p._replace(**{which: w}), now) for w in (less, more))
    assert recruits(state, few).items() <= recruits(state, many).items()


@given(awaited(), some_parameters, st.integers(0, 1))
def test_arrivals_elsewhere_disturb_nobody(due, p, office):
    """With the other office's recruits not on the way, those here are the same to the bit."""
    state, now = due
    other = state.copy()
    other.posts.arrival[other.posts.office != office] = NO_ARRIVAL
    here = {
        uid: person for uid, person in recruits(state, arrived(state, p, now)).items() if person["office"] == office
    }
    assert here == recruits(other, arrived(other, p, now))


def test_lasting_traits_do_not_depend_on_the_month_of_arrival():
    lasting = ("sex", "education", "family", "ceiling", "lasting", "own_drive", "base")
    p = parameters(recruitment, **ALL_COME)
    one, other = (
        recruits(here, arrived(here, p, moment(month, seed=4)))
        for month in (0, 29)
        for here in [state(vacant(arrival=month), vacant(type=MUDA[0], arrival=month))]
    )
    assert one.keys() == other.keys()
    for uid in one:
        assert [one[uid][name] for name in lasting] == [other[uid][name] for name in lasting]
        assert one[uid]["birth_month"] + 29 == other[uid]["birth_month"]


def test_a_uid_is_never_given_twice():
    """20 years in which a third leaves every month and every post is offered again at once."""
    p = parameters(recruitment, replacement=3.0, months_to_arrival=1, unfilled=0.3, withdrawal=0.0, exits_before=0.0)
    out = parameters(exits, resignation=4.0, resignation_age=0.0)
    here = state(*[filled(uid=int(identity(post, 0)), office=post % 2) for post in range(12)], vacant(ordinal=0))
    seen, present = set(people(here)), set(people(here))
    for month in range(240):
        exits.leave_service(here, out, moment(month))
        present &= set(people(here))
        recruitment.arrive(here, p, moment(month))
        recruitment.open_round(here, p, moment(month))
        new = set(people(here)) - present
        assert not new & seen
        assert len(people(here)) == here.people
        seen |= new
        present |= new
    assert len(seen) > 100


# Known answers


@pytest.mark.parametrize("applicants", [2.0, 1.25, 4.0, 10.0, 20.0, 22.0, 45.0, 100.0])
def test_selection_intensity_is_the_mean_of_the_best(applicants):
    """i = φ(z)/p: .798 for one in two, 1.755 for one in ten, 2.665 for one in a hundred."""
    p = 1.0 / applicants
    theory = norm.pdf(norm.isf(p)) / p
    assert_allclose(recruitment.selection_intensity(applicants), theory, atol=3e-3)


def test_selection_intensity_has_the_values_of_the_tables():
    found = [round(recruitment.selection_intensity(1.0 / p), 2) for p in (0.5, 0.2, 0.1, 0.05, 0.01)]
    assert found == [0.80, 1.40, 1.75, 2.06, 2.66]
    assert abs(recruitment.selection_intensity(2.0) - 0.7979) < 1e-3
    assert recruitment.selection_intensity(1.0) == recruitment.selection_intensity(0.2) == 0.0


@pytest.mark.parametrize(
    ("exits_", "month", "before", "replacement", "places"),
    [
        (10, 12, 0.0, 0.45, 5),  # 4.5 rounded
        (9, 11, 99.0, 0.45, 4),  # the year before the run has passed
        (0, 0, 12.0, 0.5, 6),
        (3, 6, 12.0, 1.0, 8),  # seven months of the run, five of the year before
        (30, 12, 0.0, 3.0, 20),  # no more than vacant posts
        (1, 12, 0.0, 0.45, 0),
    ],
)
def test_places_are_the_replacement_ratio_times_the_exits_of_a_year(exits_, month, before, replacement, places):
    here = state(*[vacant(vacant_since=-1) for _ in range(20)], offices={"exits_year": [exits_, 0]})
    p = parameters(recruitment, replacement=replacement, exits_before=before)
    later = opened(here, p, moment(month))
    assert len(coming(later)) == flow(later, "places_opened") == places
    assert set(later.posts.arrival[sorted(coming(later))].tolist()) <= {month + 12}


@pytest.mark.parametrize(("given_places", "places"), [(0, 0), (7, 7), (50, 20), (-1, 5)])
def test_places_set_for_the_year_hold_whatever_left_and_whatever_is_spent(given_places, places):
    """−1: the replacement ratio holds. Never more than there are vacant posts."""
    here = state(*[vacant(vacant_since=-1) for _ in range(20)], offices={"exits_year": [10, 0]})
    p = parameters(recruitment, places=given_places, replacement=0.5, exits_before=0.0)
    later = opened(here, p, moment(12))
    assert len(coming(later)) == flow(later, "places_opened") == places
    dear = opened(here, p._replace(spending_share=0.31), moment(12))
    assert len(coming(dear)) == (places if given_places >= 0 else 0)


@pytest.mark.parametrize(("pns_share", "civil"), [(0.0, 0), (0.5, 5), (0.24, 2), (0.25, 3), (1.0, 10)])
def test_places_are_split_between_pns_and_pppk(pns_share, civil):
    here = state(*[vacant() for _ in range(10)], offices={"exits_year": [10, 0]})
    p = parameters(recruitment, replacement=1.0, exits_before=0.0, pns_share=pns_share)
    assert (opened(here, p, moment(12)).posts.arrival_employment == PNS).sum() == civil


def test_a_post_that_awaits_somebody_or_is_risen_to_gets_no_place():
    seats = [vacant(arrival=20), vacant(type=PENGAWAS[0]), filled(), vacant(), vacant(type=PERTAMA[0])]
    here = state(*seats, vacant(type=MUDA[0]), offices={"exits_year": [9, 9]})
    later = opened(here, parameters(recruitment, replacement=3.0), moment(12))
    assert later.posts.arrival.tolist() == [20, NO_ARRIVAL, NO_ARRIVAL, 24, 24, NO_ARRIVAL]


def test_a_place_without_applicants_comes_up_again_under_another_draw():
    here = state(vacant(arrival=3, ordinal=2))
    later = arrived(here, parameters(recruitment, unfilled=1.0), moment(3))
    assert later.people == 0
    assert (later.posts.arrival[0], later.posts.ordinal[0], later.posts.holder[0]) == (NO_ARRIVAL, 3, VACANT)
    assert flow(later, "unfilled_places") == 1


@pytest.mark.parametrize(
    ("employment", "type_", "education", "rank", "contract_end"),
    [
        (PNS, PERTAMA[0], BACHELOR, 8, NEVER),  # III/a
        (PNS, PELAKSANA[0], DIPLOMA, 6, NEVER),  # II/c
        (PPPK, PERTAMA[0], BACHELOR, 8, 9 + 60),  # golongan IX
        (PPPK, PELAKSANA[0], DIPLOMA, 6, 9 + 60),  # golongan VII
    ],
)
def test_a_recruit_starts_at_the_bottom(employment, type_, education, rank, contract_end):
    here = state(vacant(type=type_, office=1, line=2, arrival=9, arrival_employment=employment, ordinal=3))
    later = arrived(here, parameters(recruitment, **ALL_COME), moment(9))
    ((uid, person),) = people(later).items()
    assert uid == identity(0, 3)
    assert (person["education"], person["rank"], person["contract_end"]) == (education, rank, contract_end)
    assert (person["office"], person["line"], person["type"], person["level"]) == (1, 2, type_, 0)
    months = ("entry_month", "post_month", "level_month", "rank_month")
    assert [person[name] for name in months] == [9] * 4
    assert [single(c) for c in person["base"]] == person["believed"]
    assert single(person["drive"]) == person["own_drive"]
    assert person["promoted_month"] == person["course_month"] == person["believed_month"] == NEVER
    zeros = ("predicate", "predicate_before", "credit", "jp_year", "course_jp", "prospect", "passed_over", "log_output")
    assert not any(person[name] for name in zeros)
    assert person["gain"] == [0.0] * 3


def a_year(n=4000, month=0, **changed):
    """n recruits of one month."""
    here = state(*[vacant(arrival=month, arrival_employment=PNS) for _ in range(n)])
    return arrived(here, parameters(recruitment, **changed), moment(month, seed=8))


@pytest.mark.parametrize(("before", "keener"), [(22.0, 0.0), (1.0, norm.pdf(norm.isf(1 / 22)) * 22)])
def test_recruits_are_as_the_parameters_say(before, keener):
    """4,000 places; four standard errors. Chosen as today's staff were, or those without any choice."""
    n = 4000
    later = a_year(n, applicants_before=before)
    staff = later.workforce
    kept_share = 0.9 * (1 - 0.026)
    assert abs(later.people / n - kept_share) < 4 * math.sqrt(kept_share * (1 - kept_share) / n)
    assert abs((staff.sex == FEMALE).mean() - 0.58) < 4 * math.sqrt(0.58 * 0.42 / n)
    ages = -staff.birth_month / 12
    assert 23 <= ages.min() < 23.2
    assert 33.8 < ages.max() < 34
    assert abs(ages.mean() - 28.5) < 4 * 11 / math.sqrt(12 * n) + 1 / 24
    shift = 0.31 * keener * 0.5
    for k, required_and_gap in enumerate((3.0 - 0.3, 1.0 - 0.2, 2.5)):
        if k != 1:  # managerial stands at the scale's lower end
            assert abs(staff.base[k].mean() - required_and_gap - shift) < 4 * 0.5 / math.sqrt(n) + 0.001
            assert abs(staff.base[k].std() - 0.5) < 0.03
    assert staff.base[1].min() == 1.0


def test_more_applicants_make_every_recruit_better():
    few, many = (a_year(300, applicants_per_place=a, **ALL_COME) for a in (5.0, 45.0))
    assert few.workforce.uid.tolist() == many.workforce.uid.tolist()
    for k in range(3):
        assert (many.workforce.base[k] >= few.workforce.base[k]).all()
        assert (many.workforce.base[k] > few.workforce.base[k]).any()


# Conversion of non-ASN


@given(states(), st.integers(0, 5), st.integers(0, 5), moments)
def test_fast_and_slow_convert_the_same_people(before, full, part, now):
    p = parameters(recruitment, converted_pppk=full, converted_part_time=part)
    later, world = before.copy(), picture(before)
    recruitment.convert(later, p, now)
    slow.convert(world, p, now)
    assert picture(later) == world


def test_conversion_takes_as_many_as_there_are_and_moves_nobody():
    folk = [filled(employment=NON_ASN) for _ in range(5)]
    p = parameters(recruitment, converted_pppk=2, converted_part_time=10)
    city = state(*folk)
    recruitment.convert(city, p, moment(3))
    employments = sorted(city.workforce.employment.tolist())
    assert employments == [PPPK] * 2 + [PPPK_PART_TIME] * 3
    assert city.city.flows[FLOWS.index("converted")] == 5
    assert (city.workforce.entry_month < 0).all()
    assert (city.workforce.rank_month == 3).all()
