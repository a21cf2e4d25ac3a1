"""Leadership programmes: equal to their slow twin; who is sent, what it takes and what is left at the end."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities import opened
from factories import (
    ADMINISTRATOR,
    JPT,
    MADYA,
    OFFICES,
    PELAKSANA,
    PENGAWAS,
    after,
    crowd,
    filled,
    kinds,
    moment,
    moments,
    parameters,
    people,
    picture,
    plain,
    share,
    state,
    states,
    vacant,
)
from karier.processes import leadership
from karier.processes.leadership import class_jp, held, intake, open_file, run
from karier.rules.budget import Budget
from karier.state.workforce import GOOD, NEEDS_IMPROVEMENT, NEVER, PKA, PKN2, PKP, PPPK, VERY_GOOD
from laws import check_order, check_writes
from reference import leadership as slow

MANAGERS = (PENGAWAS, ADMINISTRATOR, JPT, MADYA)
rates = st.lists(st.lists(share, min_size=3, max_size=3), min_size=OFFICES, max_size=OFFICES)
some = st.builds(
    partial(parameters, leadership),
    share=rates,
    candidates=st.lists(share, min_size=OFFICES, max_size=OFFICES),
    intake_month=st.sampled_from([[3, 8, 2], [1, 1, 1], [7, 7, 1]]),
    months=st.sampled_from([[4, 4, 5], [1, 2, 3], [12, 1, 7]]),
    jp=st.sampled_from([[389, 389, 389], [150, 908, 254]]),
    need_weight=st.sampled_from([0.5, 0.0, 2.0]),
    predicate_weight=st.sampled_from([0.5, 0.0]),
    seniority_weight=st.sampled_from([0.1, 0.0]),
    candidate_age=st.sampled_from([55.0, 60.0]),
    candidate_months=st.sampled_from([[42, 30], [0, 0]]),
    certified=st.sampled_from([[0.6, 0.6, 0.6], [0.0, 0.5, 0.9], [0.0, 0.0, 0.0]]),
    budget=st.sampled_from([Budget(1.0), Budget(0.5)]),
)
P = parameters(leadership)
NEEDY = {"certificate": 0, "programme": 0}


def everybody(**changed):
    """All places there are, in January, everything in one month."""
    return parameters(leadership, share=1.0, candidates=1.0, intake_month=1, **changed)


def sent(s):
    """Who is in a programme: uid → which."""
    return {uid: person["programme"] for uid, person in people(s).items() if person["programme"]}


# The twins


@given(states() | states(of=MANAGERS), some, moments)
def test_fast_and_slow_agree_to_the_bit(s, p, now):
    for act, twin in ((intake, slow.intake), (run, slow.run), (open_file, slow.open_file)):
        view = picture(s)
        twin(view, kinds(), p, now)
        assert picture(after(act, s, p, now)) == view


@given(st.integers(150, 908), st.integers(1, 12), st.integers(0, 3), st.floats(0.0, 0.999), st.integers(0, 1000))
def test_a_rule_compiled_and_plain_give_the_same(jp, months, level, luck, rest):
    certified = np.array([0.6, 0.3, 0.9])
    assert held(level, luck, certified) == plain(held)(level, luck, certified) <= level
    for rule, args in (
        (class_jp, (jp, months, rest % months)),
        (leadership.may_stay, (rest, 696, 18)),
        (leadership.may_become_jpt, (level, rest % 7, rest % 60, rest % 17, rest, P)),
        (leadership.claim, (luck, rest % 6, luck, 1.0 - luck, P)),
    ):
        assert rule(*args) == plain(rule)(*args)


# The laws


@given(states(of=MANAGERS), some, moments, st.data())
def test_the_order_of_rows_does_not_matter(s, p, now, data):
    for act in (intake, run, open_file):
        check_order(act, s, p, now, data)


@given(states(of=MANAGERS), some, moments)
def test_writes_only_what_it_declares(s, p, now):
    for act in (intake, run, open_file):
        check_writes(s, after(act, s, p, now), leadership.WRITES)


@given(states(of=MANAGERS), some, moments)
def test_an_office_has_the_places_its_managers_make_and_no_more(s, p, now):
    later = after(intake, s, p, now)
    begun = [uid for uid, which in sent(later).items() if which != people(s)[uid]["programme"]]
    assert later.offices.participants.sum() == len(begun)
    for uid in begun:
        assert p.intake_month[sent(later)[uid] - 1] == now.calendar_month
    for office in range(OFFICES):
        here = [person for person in people(s).values() if person["office"] == office]
        for which in (1, 2, 3):
            mine = [uid for uid in begun if people(s)[uid]["office"] == office and sent(later)[uid] == which]
            heads = [uid for uid in mine if people(s)[uid]["level"] == which]
            lacking = sum(person["level"] == which and person["certificate"] < which for person in here)
            assert len(heads) <= p.share[office, which - 1] * p.budget.programme * lacking + 1.0
            others = p.candidates[office] * sum(person["level"] == 3 for person in here) if which == 3 else 0.0
            assert len(mine) - len(heads) <= others * p.budget.programme + (others > 0.0)


@given(states(of=MANAGERS), some, moments, rates)
def test_more_places_shut_nobody_out(s, p, now, other):
    """Within a programme: those with a place at few places have one at more."""
    low, high = np.minimum(p.share, other), np.maximum(p.share, other)
    p = p._replace(intake_month=np.array([now.calendar_month, 13, 13]))
    few, many = (sent(after(intake, s, p._replace(share=x), now)) for x in (low, high))
    assert few.items() <= many.items()


@given(states(of=MANAGERS), some, st.integers(0, 2**62))
def test_a_year_on_everybody_has_had_the_hours_and_the_certificate(s, p, seed):
    s = after(intake, s, p._replace(intake_month=np.array([1, 1, 1])), moment(0, seed))
    jp, projects, due = np.zeros(s.people), 0, s.workforce.programme.copy()
    began = s.workforce.programme_end == p.months[np.maximum(due, 1) - 1] - 1  # and not some other month
    for month in range(12):
        run(s, p, moment(month, seed))
        jp += s.workforce.leadership_jp
        projects += s.offices.projects.sum()
    new = began & (due > 0)
    assert (jp[new] == p.jp[due[new] - 1]).all()
    done = (due > 0) & (s.workforce.programme_end < 12)
    assert projects == done.sum()
    assert (s.workforce.certificate[done] >= due[done]).all()
    assert not s.workforce.programme[done].any()


@given(states(of=MANAGERS), some, moments)
def test_without_places_or_money_nobody_goes(s, p, now):
    nowhere = p._replace(share=np.zeros((OFFICES, 3)), candidates=np.zeros(OFFICES))
    for none in (nowhere, p._replace(budget=Budget(0.0))):
        assert picture(after(intake, s, none, now))["people"] == picture(s)["people"]
        assert not after(intake, s, none, now).offices.participants.any()


@given(states(of=MANAGERS), some, moments)
def test_an_office_does_not_care_for_the_places_of_another(s, p, now):
    more = p._replace(share=np.array([p.share[0], [1.0, 1.0, 1.0]]))
    one, other = (picture(after(intake, s, q, now)) for q in (p, more))
    assert one["offices"][0] == other["offices"][0]
    for uid, person in one["people"].items():
        assert person["office"] == 1 or person == other["people"][uid]


# Known answers: who


@pytest.mark.parametrize(
    ("person", "programme"),
    [
        ({"type": PENGAWAS[0]}, PKP),
        ({"type": ADMINISTRATOR[1]}, PKA),
        ({"type": JPT[0]}, PKN2),
        ({"type": PENGAWAS[0], "certificate": PKP}, 0),
        ({"type": ADMINISTRATOR[0], "certificate": PKP}, PKA),
        ({"type": JPT[0], "certificate": PKN2}, 0),
        ({"type": PENGAWAS[0], "employment": PPPK}, 0),
        ({"type": PENGAWAS[0], "birth_month": -58 * 12 + 18}, PKP),  # 18 months before retirement at 58
        ({"type": PENGAWAS[0], "birth_month": -58 * 12 + 17}, 0),
        ({"type": PELAKSANA[0]}, 0),
    ],
)
def test_managers_of_the_level_without_its_certificate_are_sent(person, programme):
    s = state(filled(**NEEDY | person))
    assert sent(after(intake, s, everybody(), moment(0))) == ({1: programme} if programme else {})


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ({"type": ADMINISTRATOR[0], "certificate": PKA, "level_month": -42}, True),
        ({"type": ADMINISTRATOR[0], "certificate": PKA, "level_month": -41}, False),
        ({"type": MADYA[0], "post_month": -30}, True),
        ({"type": MADYA[0], "post_month": -29, "level_month": -400}, False),
        ({"type": MADYA[1], "post_month": -300}, False),  # penyelia, of the skilled ladder
        ({"type": MADYA[0], "post_month": -30, "rank": 11}, False),
        ({"type": MADYA[0], "post_month": -30, "birth_month": -55 * 12}, True),
        ({"type": MADYA[0], "post_month": -30, "birth_month": -55 * 12 - 1}, False),
    ],
)
def test_candidates_for_jpt_by_lans_conditions(person, may):
    """Administrator for 42 months or ahli madya for 30, IV/a, not above 55; as many as the JPT there make places."""
    seats = [filled(**NEEDY | person), filled(type=JPT[0], certificate=PKN2)]
    assert sent(after(intake, state(*seats), everybody(), moment(0))) == ({1: PKN2} if may else {})
    none = everybody()._replace(candidates=np.zeros(OFFICES))
    assert not sent(after(intake, state(*seats), none, moment(0)))
    assert not sent(after(intake, state(seats[0], vacant(type=JPT[0])), everybody(), moment(0)))
    head = filled(**NEEDY | {"type": JPT[0]})
    assert sent(after(intake, state(seats[0], head), everybody(), moment(0))) == ({1: PKN2} if may else {}) | {2: PKN2}


def test_need_predicate_and_years_decide_whom_of_several():
    usual = NEEDY | {"type": PENGAWAS[0], "believed": 2.0}
    for better, weights in (
        ({"believed": (3.0, 1.5, 3.0)}, {"need_weight": 2.0}),
        ({"predicate": VERY_GOOD}, {"predicate_weight": 2.0}),
        ({"level_month": -260}, {"seniority_weight": 0.3}),
    ):
        first = [0, 0]
        none = {"need_weight": 0.0, "predicate_weight": 0.0, "seniority_weight": 0.0}
        p = parameters(leadership, share=0.5, intake_month=1, **none | weights)
        s = state(filled(**usual), filled(**usual | better))
        for seed in range(200):
            got = sent(after(intake, s, p, moment(0, seed)))
            first[0] += 1 in got
            first[1] += 2 in got
        assert sum(first) == 200
        assert first[1] > 125, better


def test_the_score():
    p = parameters(leadership, need_weight=0.5, predicate_weight=0.4, seniority_weight=0.1)
    assert leadership.claim(0.6, VERY_GOOD, 3.0, 0.25, p) == pytest.approx(0.3 + 0.4 + 0.3 + 0.25)
    assert leadership.claim(0.0, NEEDS_IMPROVEMENT, 0.0, 0.0, p) == pytest.approx(-0.4)
    assert leadership.claim(0.0, 0, 0.0, 0.0, p) == leadership.claim(0.0, GOOD, 0.0, 0.0, p) == 0.0


def test_a_part_of_a_place_is_a_chance_of_one():
    s, p = state(filled(**NEEDY | {"type": PENGAWAS[0]})), parameters(leadership, share=0.3, intake_month=1)
    years = [len(sent(after(intake, s, p, moment(12 * year, seed)))) for year in range(10) for seed in range(60)]
    assert abs(np.mean(years) - 0.3) < 0.075


def test_half_of_the_budget_is_half_of_the_places():
    s = crowd(40, filled(**NEEDY | {"type": PENGAWAS[0]}))
    for money, places in ((1.0, 20), (0.5, 10)):
        p = parameters(leadership, share=0.5, intake_month=1, budget=Budget(money))
        assert len(sent(after(intake, s, p, moment(0)))) == places


def test_each_programme_begins_in_its_month():
    seats = [filled(**NEEDY | {"type": kind[0]}) for kind in (PENGAWAS, ADMINISTRATOR, JPT)]
    s, p = state(*seats), parameters(leadership, share=1.0)
    for month in range(12):
        intake(s, p, moment(month))
        assert s.offices.participants[0] == (month + 1 in (2, 3, 8))
    assert s.workforce.programme_end.tolist() == [2 + 3, 7 + 3, 1 + 4]


# Known answers: what


def test_hours_of_a_programme_and_what_is_left():
    """389 JP in four months are 97, 97, 97, 98; then the certificate and one project of the office."""
    s = after(intake, state(filled(**NEEDY | {"type": PENGAWAS[0], "office": 1})), everybody(), moment(0))
    assert (s.workforce.programme[0], s.workforce.programme_end[0]) == (PKP, 3)
    jp = []
    for month in range(5):
        run(s, P, moment(month))
        jp.append(int(s.workforce.leadership_jp[0]))
        assert s.offices.projects.tolist() == [0, 1 if month == 3 else 0]
        assert s.workforce.certificate[0] == (PKP if month >= 3 else 0)
    assert jp == [97, 97, 97, 98, 0]
    assert s.workforce.programme_end[0] == 3


def test_who_rises_or_moves_meanwhile_goes_on():
    s = state(filled(type=ADMINISTRATOR[0], office=1, programme=PKP, programme_end=0, certificate=0))
    run(s, P, moment(0))
    assert (s.workforce.certificate[0], s.offices.projects.tolist()) == (PKP, [0, 1])
    s = state(filled(type=JPT[0], programme=PKP, programme_end=0, certificate=PKN2))
    run(s, P, moment(0))
    assert s.workforce.certificate[0] == PKN2  # the higher one stays


# The first day


def test_certificates_of_the_first_day():
    """10,000 of each level: .6 hold theirs; of the others .6 hold the one below, four standard errors."""
    for kind, level in ((PENGAWAS, 1), (JPT, 3), (PELAKSANA, 0)):
        s = crowd(10_000, filled(type=kind[0]))
        open_file(s, parameters(leadership, certified=0.6), moment(0, 5))
        shares = np.bincount(s.workforce.certificate, minlength=4) / 10_000
        expected = np.zeros(4)
        for below in range(level + 1):
            expected[level - below] = 0.6 * 0.4**below if below < level else 0.4**level
        assert np.abs(shares - expected).max() < 0.02, kind


@pytest.mark.parametrize("name", ["toy", "semarang"])
def test_a_city_opens_with_its_share_of_certificates_and_nobody_in_class(name):
    staff = opened(name).workforce
    managers = staff.level > 0
    share = (staff.certificate >= staff.level)[managers].mean()
    assert share == pytest.approx(0.6, abs=4 * np.sqrt(0.24 / managers.sum()))
    assert not staff.certificate[~managers].any()
    assert not staff.programme.any()
    assert (staff.programme_end == NEVER).all()
