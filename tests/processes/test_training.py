"""Training: equal to its slow twin, and obedient to the laws it should obey."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import (
    OFFICES,
    PELAKSANA,
    after,
    crowd,
    filled,
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
from karier.processes import training
from karier.rules.budget import Budget
from karier.rules.plans import Plans
from karier.rules.ties import Ties, connected
from karier.state.workforce import NEVER, NON_ASN, PNS, PPPK
from reference import training as slow

shares = st.lists(share, min_size=OFFICES, max_size=OFFICES)
hours = st.lists(st.sampled_from([20.0, 0.0, 24.0, 40.0, 12.5]), min_size=OFFICES, max_size=OFFICES)
some_parameters = st.builds(
    partial(parameters, training),
    share=shares,
    hours=hours,
    mix=st.sampled_from([[0.6, 0.25, 0.15], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.5, 0.0, 0.5]]),
    need_weight=st.sampled_from([0.5, 0.0, 2.0, 1e9]),
    right_weight=st.sampled_from([0.13, 0.0, 1e6]),
    connection_weight=st.sampled_from([0.13, 0.0, 1e6]),
    luck_weight=st.sampled_from([1.0, 0.0, 0.3]),
    targeted=shares,
    plans=st.builds(Plans, st.sampled_from([36, 12, 1])),
    ties=st.builds(Ties, st.sampled_from([0.1, 0.5, 0.0, 1.0])),
    budget=st.builds(Budget, st.sampled_from([1.0, 0.5, 0.0])),
)
januaries = st.builds(moment, st.sampled_from([0, 12, 24, -12]), st.integers(0, 2**63 - 1))
level = st.sampled_from([1.0, 2.5, 3.0]) | st.floats(1, 5)
three = st.tuples(level, level, level)


def planned(state, p, now):
    return after(training.plan, state, p, now)


def held(state, p, now):
    return after(training.hold, state, p, now)


def enrolled(state):
    return {uid for uid, person in people(state).items() if person["course_month"] != NEVER}


# The twins


@given(states(), some_parameters, moments)
def test_fast_and_slow_agree_to_the_bit(state, p, now):
    world = picture(state)
    slow.plan(world, kinds(), p, now)
    assert picture(planned(state, p, now)) == world
    world = picture(state)
    slow.hold(world, kinds(), p, now)
    assert picture(held(state, p, now)) == world


@given(three, three, three, st.floats(0, 1), share, share, st.integers(0, 3))
def test_a_rule_compiled_and_plain_give_the_same_bits(believed, required, weights, u, a, b, employment):
    for rule, args in (
        (training.need, (believed, required, weights)),
        (training.topic, (u, np.array([a, b, 0.0]))),
        (training.allowed_jp, (u * 40.0, employment, 24.0)),
        (training.right_unmet, (u * 40.0, employment, 20.0)),
        (training.score, (a, b, u < 0.5, u, 0.5, 0.1, a, b)),
        (connected, (employment, 7, u)),
    ):
        assert rule(*args) == plain(rule)(*args) >= 0


# The laws


@given(states(), some_parameters, januaries)
def test_an_office_sends_the_share_of_its_staff_rounded_by_luck(state, p, now):
    later = planned(state, p, now).workforce
    for office in range(OFFICES):
        here = later.office == office
        wanted = p.share[office] * p.budget.programme * here.sum()
        sent = (later.course_month[here] != NEVER).sum()
        assert math.floor(wanted) <= sent <= math.ceil(wanted)


@given(states(), some_parameters, januaries)
def test_a_course_falls_in_the_year_and_teaches_what_the_catalogue_has(state, p, now):
    later = planned(state, p, now).workforce
    sent = later.course_month != NEVER
    assert ((later.course_month[sent] >= now.month) & (later.course_month[sent] < now.month + 12)).all()
    untargeted = sent & (p.targeted[later.office] == 0.0)
    assert (p.mix[later.course_dimension[untargeted]] > 0).all()


@given(states(), some_parameters, januaries)
def test_an_aimed_course_teaches_the_widest_believed_gap_while_the_assessment_holds(state, p, now):
    later = planned(state, p._replace(targeted=np.ones(OFFICES)), now)
    usual = planned(state, p._replace(targeted=np.zeros(OFFICES)), now)
    assert enrolled(later) == enrolled(usual)
    for uid in enrolled(later):
        person, before = people(later)[uid], people(usual)[uid]
        required = kinds()[person["type"]]["required"]
        gaps = [p.fit.weights[person["level"], k] * (required[k] - person["believed"][k]) for k in range(3)]
        if max(gaps) > 0.0 and now.month >= 0 and person["believed_month"] + p.plans.valid_months > now.month:
            assert gaps[person["course_dimension"]] == max(gaps)
        else:
            assert person["course_dimension"] == before["course_dimension"]


@given(states(), some_parameters, januaries)
def test_a_right_that_was_not_met_and_a_connection_cost_nobody_the_place(state, p, now):
    """PNS without 20 JP last year, one at a time; those connected at some share of connections, all of them."""
    for row in range(state.people):
        unmet = state.copy()
        unmet.workforce.jp_year[row] = 0.0
        uid = int(state.workforce.uid[row])
        if uid in enrolled(planned(state, p, now)):
            assert uid in enrolled(planned(unmet, p, now))
    nobody, some = (planned(state, p._replace(connection_weight=np.full(OFFICES, w)), now) for w in (0.0, 1e9))
    tied = {uid for uid in people(state) if connected(now.seed, uid, p.ties.connected_share)}
    assert enrolled(nobody) & tied <= enrolled(some) & tied


@given(states(), some_parameters, moments)
def test_the_share_trained_of_late_stays_within_its_bounds(state, p, now):
    later = held(state, p, now)
    for office in range(OFFICES):
        here = later.workforce.office == office
        recent = (later.workforce.trained_month[here] > now.month - 12).sum()
        wanted = recent / here.sum() - 0.2 if here.any() else 0.0
        assert later.offices.trained_share[office] == pytest.approx(wanted, abs=1e-12)


@given(states(), some_parameters, januaries, shares)
def test_more_places_take_nobodys_place(state, p, now, other):
    less, more = np.minimum(p.share, other), np.maximum(p.share, other)
    few, many = (planned(state, p._replace(share=x), now) for x in (less, more))
    assert enrolled(few) <= enrolled(many)
    for uid in enrolled(few):
        assert people(few)[uid] == people(many)[uid]


@given(states(), some_parameters, januaries, st.integers(0, 23), st.floats(0, 2))
def test_a_greater_need_costs_nobody_the_place(state, p, now, row, less):
    needy = state.copy()
    row %= state.people or 1
    if state.people:
        for k in range(3):
            needy.workforce.believed[k][row] -= less
        if int(state.workforce.uid[row]) in enrolled(planned(state, p, now)):
            assert int(state.workforce.uid[row]) in enrolled(planned(needy, p, now))


@given(states(), some_parameters, januaries, st.integers(0, 1))
def test_an_office_does_not_feel_the_others(state, p, now, office):
    here = state.workforce.office == office
    alone = people(planned(kept(state, here), p, now))
    assert alone == {u: x for u, x in people(planned(state, p, now)).items() if x["office"] == office}


@given(states(), some_parameters, moments, st.integers(0, 999))
def test_the_order_of_rows_does_not_matter(state, p, now, seed):
    other = shuffled(state, seed)
    assert picture(planned(other, p, now)) == picture(planned(state, p, now))
    assert picture(held(other, p, now)) == picture(held(state, p, now))


@given(states(), some_parameters, moments)
def test_writes_only_what_it_declares(state, p, now):
    assert undeclared(training.WRITES, state, planned(state, p, now)) == set()
    assert undeclared(training.WRITES, state, held(state, p, now)) == set()


@given(states(), some_parameters, januaries)
def test_all_or_nobody(state, p, now):
    assert not enrolled(planned(state, p._replace(share=np.zeros(OFFICES)), now))
    all_of = p._replace(share=np.ones(OFFICES), budget=Budget(1.0))
    assert enrolled(planned(state, all_of, now)) == set(people(state))
    assert not enrolled(planned(state, all_of._replace(budget=Budget(0.0)), now))


@given(states(), some_parameters, st.integers(0, 2), st.integers(0, 2**62))
def test_at_the_years_end_whoever_had_a_place_has_had_the_hours(state, p, year, seed):
    now = moment(12 * year, seed)
    later, months = planned(state, p, now), 0
    for month in range(12):
        later = held(later, p, moment(now.month + month, seed))
        months += later.workforce.course_jp > 0
    staff = later.workforce
    due = np.where(staff.employment == PNS, p.hours[staff.office], np.minimum(p.hours[staff.office], p.most_jp_pppk))
    due = np.where(staff.course_month != NEVER, due, 0.0)
    assert staff.jp_year.tolist() == due.tolist()
    assert (months == (due > 0)).all()


@given(states(), some_parameters, moments, hours)
def test_longer_courses_give_nobody_less(state, p, now, other):
    less, more = np.minimum(p.hours, other), np.maximum(p.hours, other)
    short, long = (held(state, p._replace(hours=x), now).workforce for x in (less, more))
    assert (short.course_jp <= long.course_jp).all()
    assert (short.jp_year <= long.jp_year).all()


# Known answers


@pytest.mark.parametrize(("employment", "jp"), [(PNS, 40.0), (PPPK, 24.0), (NON_ASN, 24.0)])
def test_a_pppk_has_at_most_24_jp(employment, jp):
    """PP 49/2018 art. 40(1)."""
    one = state(filled(employment=employment, course_month=5, jp_year=3.0))
    p = parameters(training, hours=40.0)
    assert held(one, p, moment(5)).workforce.course_jp.tolist() == [jp]
    assert held(one, p, moment(5)).workforce.jp_year.tolist() == [3.0 + jp]
    assert held(one, p, moment(6)).workforce.course_jp.tolist() == [0.0]
    assert held(one, p, moment(12)).workforce.jp_year.tolist() == [0.0]  # January: a new year


def test_equals_are_ranked_by_uid():
    uid, score = np.array([7, 3, 9, 1, 5]), np.array([1.0, 2.0, 2.0, 0.5, 2.0])
    assert uid[training.ranking(score, uid)].tolist() == [3, 5, 9, 7, 1]
    apart = np.array([1.0, 2.0, 2.5, 0.5, 3.0])
    assert uid[training.ranking(apart, uid)].tolist() == [5, 9, 3, 7, 1]


def test_need_is_the_weighted_shortfall():
    gap = training.need((2.0, 5.0, 2.5), (3.0, 1.0, 3.0), (0.6, 0.1, 0.3))
    assert math.isclose(gap, 0.6 * 1.0 + 0.3 * 0.5)


def test_where_need_decides_the_neediest_go_first():
    seats = [filled(believed=2.9 - 0.1 * k) for k in range(6)]
    later = planned(state(*seats), parameters(training, share=0.5, need_weight=1e9), moment(0))
    assert enrolled(later) == {4, 5, 6}


def test_places_topics_and_months_are_shared_out_as_the_parameters_say():
    """10,000 people: a fifth of them to the person, topics .6/.25/.15 and months even, four standard errors."""
    n = 10_000
    later = planned(crowd(n, filled(type=PELAKSANA[0])), parameters(training, share=0.2), moment(0, seed=3)).workforce
    sent = later.course_month != NEVER
    assert sent.sum() == 2000
    assert abs(np.bincount(later.course_dimension[sent], minlength=3) / 2000 - [0.6, 0.25, 0.15]).max() < 0.044
    assert abs(np.bincount(later.course_month[sent], minlength=12) / 2000 - 1 / 12).max() < 0.025


def test_a_part_of_a_place_is_a_chance_of_one():
    """One person and a share of .3: a place in three years of ten, four standard errors."""
    one, p = state(filled()), parameters(training, share=0.3)
    years = [len(enrolled(planned(one, p, moment(12 * year, seed)))) for year in range(10) for seed in range(60)]
    assert abs(np.mean(years) - 0.3) < 0.075


def test_a_course_counts_for_twelve_months_from_its_own():
    one = state(filled(course_month=5))
    p, seen = parameters(training, hours=40.0), []
    for month in range(4, 19):
        one = held(one, p, moment(month))
        seen.append(round(one.offices.trained_share[0] + 0.2, 9))
    assert seen == [0.0] + [1.0] * 12 + [0.0] * 2


def test_the_usual_share_is_of_the_twelve_months_before_this_one():
    """The constants are solved before the month's own courses: −12 … −1 count, as twelve months do in `hold`."""
    seen = [training.trained_share(state(filled(trained_month=month)), moment(0)) for month in (-13, -12, -1)]
    assert seen == [0.0, 1.0, 1.0]


def test_a_strict_ranking_by_right_sends_those_first_who_had_no_course():
    seats = [filled(jp_year=20.0 if k % 2 else 0.0, employment=PNS if k < 4 else PPPK) for k in range(6)]
    p = parameters(training, share=2 / 6, need_weight=0.0, right_weight=10.0, connection_weight=0.0, luck_weight=0.3)
    assert enrolled(planned(state(*seats), p, moment(0))) == {1, 3}


def test_the_connected_are_a_tenth_whom_luck_alone_chose():
    """Of 10,000 uids, four standard errors; and a larger share holds all of a smaller one."""
    few, many = ({uid for uid in range(10_000) if connected(7, uid, share)} for share in (0.1, 0.3))
    assert abs(len(few) - 1000) < 120
    assert few < many
