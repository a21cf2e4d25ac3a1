"""Placement: as good as the best of all permutations, within law and cap; rotation equal to its slow twin."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import (
    ADMINISTRATOR,
    JPT,
    MUDA,
    OFFICES,
    PELAKSANA,
    PENGAWAS,
    PERTAMA,
    after,
    assert_consistent,
    crowd,
    filled,
    in_service,
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
from karier.maths import FIXED, fixed
from karier.processes import placement
from karier.rules.elections import Elections
from karier.state.workforce import BACHELOR, DIPLOMA, PPPK, UPPER_SECONDARY
from reference import placement as slow

OWN, OTHER = 0, 2  # job families
no_elections = Elections(False, np.array([2026, 1]), 60, 5, 6, False, 12, 0.2)
now_rotates = no_elections._replace(held=True, permit=True)  # inaugurated in month 0
caps = st.lists(st.sampled_from([1.0, 1.0, 0.0, 0.5, 0.25]), min_size=OFFICES, max_size=OFFICES)
some_parameters = st.builds(
    partial(parameters, placement),
    cap=caps,
    least_gain=st.sampled_from([0.05, 0.0, 0.3]),
    least_years=st.sampled_from([2.0, 0.0]),
    month=st.sampled_from([1, 7]),
    elections=st.builds(
        no_elections._replace,
        held=st.booleans(),
        permit=st.booleans(),
        frozen=st.sampled_from([6, 0]),
        rotation=st.sampled_from([0.2, 1.0, 0.0]),
    ),
)
at_odds = st.fixed_dictionaries(
    {
        "office": st.integers(0, OFFICES - 1),
        "family": st.sampled_from([0, 2, 3]),
        "believed": st.sampled_from([(3.0, 2.0, 2.5), (4.5, 2.0, 2.5), (2.0, 3.0, 2.5)]),
        "post_month": st.sampled_from([-60, -24, -30, -400]),
        "education": st.sampled_from([BACHELOR, BACHELOR, UPPER_SECONDARY]),
        "rank": st.sampled_from([12, 12, 8]),
    }
)


@st.composite
def crossed(draw, most=8):
    """Posts of one level in both families, and people who often belong in another of them."""
    kind = draw(st.sampled_from([PELAKSANA, PENGAWAS, ADMINISTRATOR]))
    found = draw(st.lists(at_odds, min_size=2, max_size=most))
    seats = [filled(type=kind[draw(st.integers(0, 1))], **person) for person in found]
    return state(*seats, order=draw(st.permutations(range(len(found)))))


contests = st.one_of(states(), states(of=(PENGAWAS, ADMINISTRATOR)), states(of=(PELAKSANA,)), crossed(), crossed())


def run(state, p, now):
    return after(placement.place, state, p, now)


def swapping(**changed):
    """The whole cap, no rotation, in January."""
    return parameters(placement, **{"cap": 1.0, "month": 1, "least_gain": 0.05, "elections": no_elections} | changed)


def believed_fit(state, p):
    """Σ over all, in whole units."""
    world = picture(state)
    return sum(slow.value(world, kinds(), uid, person["post"], p) for uid, person in world["people"].items())


def moved(before, later):
    """uids of those who changed posts."""
    old, new = people(before), people(later)
    return sorted(uid for uid in old if old[uid]["post"] != new[uid]["post"])


def pair(first=None, second=None, **both):
    """Two managers, each in a post of the other's job family."""
    one = {"type": PENGAWAS[0], "family": OTHER} | both | (first or {})
    two = {"type": PENGAWAS[1], "family": OWN, "office": 1} | both | (second or {})
    return state(filled(**one), filled(**two))


# The twins


@settings(max_examples=200)
@given(st.one_of(states(most=9), crossed(most=6)), some_parameters, in_service)
def test_no_permutation_is_better(state, p, now):
    world, groups = picture(state), slow.movable(picture(state), kinds(), p, now)
    for uids in groups.values():
        rows = np.array([np.flatnonzero(state.workforce.uid == uid)[0] for uid in uids])
        found = placement.cycles(state, rows, p, now.month)
        assert sum(cycle.gain for cycle in found) == slow.most(world, kinds(), uids, p)
        assert all(cycle.gain > 0 for cycle in found)
    p = p._replace(cap=np.ones(OFFICES), month=now.calendar_month, elections=no_elections)
    later = run(state, p, now)
    price = len(moved(state, later)) * int(fixed(p.least_gain))
    best = sum(slow.most(world, kinds(), uids, p) for uids in slow.movable(world, kinds(), p, now).values())
    assert believed_fit(later, p) - believed_fit(state, p) - price == best


@settings(max_examples=200)
@given(contests, some_parameters, moments)
def test_fast_and_slow_rotate_the_same_people(state, p, now):
    world = picture(state)
    p = p._replace(cap=np.zeros(OFFICES))
    for office in world["offices"]:
        office["moved"] = 0
    if not slow.forbidden(p, now) and slow.elections.changes_hands(p.elections, now):
        slow.rotate(world, kinds(), p, now)
    assert picture(run(state, p, now)) == world


@given(contests, some_parameters)
def test_the_years_moves_are_counted_alike(state, p):
    assert placement.allowed(state, p, 12) == slow.allowed(picture(state), kinds(), p)


@given(st.integers(0, 3), st.integers(0, 6), st.integers(0, 90), st.sampled_from([2.0, 5.0, 0.0]))
def test_a_rule_compiled_and_plain_give_the_same_answer(employment, rung, months, years):
    for rule, args in ((placement.covered, (employment, rung)), (placement.long_enough, (months, years))):
        assert rule(*args) == plain(rule)(*args)


# The laws


@settings(max_examples=200)
@given(contests, some_parameters, in_service)
def test_believed_fit_never_falls_and_moves_keep_to_their_cap(state, p, now):
    p = p._replace(month=now.calendar_month, elections=no_elections)
    later = run(state, p, now)
    gone = moved(state, later)
    assert len(gone) <= placement.allowed(state, p, now.month)
    assert believed_fit(later, p) >= believed_fit(state, p) + len(gone) * int(fixed(p.least_gain))
    if gone:
        assert believed_fit(later, p) > believed_fit(state, p)


@settings(max_examples=200)
@given(contests, some_parameters, in_service)
def test_people_exchange_posts_of_their_level_and_nobody_comes_or_goes(state, p, now):
    before, later_state = people(state), run(state, p, now)
    later = people(later_state)
    assert_consistent(later_state)
    assert before.keys() == later.keys()
    gone = moved(state, later_state)
    assert sorted(before[uid]["post"] for uid in gone) == sorted(later[uid]["post"] for uid in gone)
    for uid, person in before.items():
        if uid not in gone:
            assert later[uid] == person
            continue
        assert later[uid]["level"] == person["level"]
        assert later[uid]["level_month"] == person["level_month"]
        assert later[uid]["post_month"] == now.month
        assert now.month - person["post_month"] >= 12 * p.least_years
        assert person["employment"] == 0
    ordinals = later_state.posts.ordinal - state.posts.ordinal
    assert sorted(np.flatnonzero(ordinals).tolist()) == sorted(before[uid]["post"] for uid in gone)
    counted = np.bincount([later[uid]["office"] for uid in gone], minlength=OFFICES)
    assert later_state.offices.moved.tolist() == counted.tolist()


@given(contests, some_parameters, moments, st.integers(0, 999))
def test_the_order_of_rows_does_not_matter(state, p, now, seed):
    p = p._replace(month=now.calendar_month)
    assert picture(run(shuffled(state, seed), p, now)) == picture(run(state, p, now))


@given(contests, some_parameters, moments)
def test_writes_only_what_it_declares(state, p, now):
    assert undeclared(placement.WRITES, state, run(state, p, now)) == set()


@given(contests, some_parameters, st.integers(-24, 24))
def test_without_a_cap_or_in_burn_in_or_in_another_month_nothing_moves(state, p, month):
    p = p._replace(elections=no_elections)
    assert moved(state, run(state, p._replace(cap=np.zeros(OFFICES)), moment(month))) == []
    assert moved(state, run(state, p, moment(-1 - month % 24))) == []
    other = p._replace(month=month % 12 + 2 if month % 12 < 11 else 1)
    assert moved(state, run(state, other, moment(month))) == []


@given(contests, some_parameters, in_service)
def test_offices_outside_the_plan_see_nobody_come_or_go(state, p, now):
    p = p._replace(cap=np.array([1.0, 0.0]), month=now.calendar_month, elections=no_elections)
    before = people(state)
    assert all(before[uid]["office"] == 0 for uid in moved(state, run(state, p, now)))


@given(contests, some_parameters, in_service)
def test_more_moves_bring_more_fit(state, p, now):
    p = p._replace(elections=no_elections, month=now.calendar_month)
    fits = [believed_fit(run(state, p._replace(cap=np.full(OFFICES, cap)), now), p) for cap in (0.0, 1.0)]
    assert fits == sorted(fits)


@given(contests, some_parameters, in_service)
def test_a_second_round_in_the_same_month_finds_nobody_to_move(state, p, now):
    p = p._replace(least_years=1.0 / 12.0, cap=np.ones(OFFICES), elections=no_elections)
    once = run(state, p, now)
    again = run(once, p, now)
    assert not set(moved(state, once)) & set(moved(once, again))


# Known answers


def test_two_who_sit_in_each_others_profession_exchange_posts():
    here = pair()
    later = run(here, swapping(), moment(0))
    assert moved(here, later) == [1, 2]
    assert later.offices.moved.tolist() == [1, 1]
    assert later.posts.ordinal.tolist() == [2, 2]
    w = swapping().fit.weights[1, 0]
    assert (believed_fit(later, swapping()) - believed_fit(here, swapping())) / FIXED == pytest.approx(2 * w, abs=1e-8)


@pytest.mark.parametrize(
    ("changed", "goes"),
    [
        ({}, True),
        ({"first": {"post_month": -24}}, True),
        ({"first": {"post_month": -23}}, False),
        ({"first": {"employment": PPPK}}, False),
        ({"first": {"education": DIPLOMA}}, True),
        ({"first": {"education": UPPER_SECONDARY}}, False),
        ({"first": {"rank": 9}}, True),
        ({"first": {"rank": 8}}, False),
        ({"first": {"family": 3}}, False),  # at home in neither post
        ({"first": {"family": 3}, "second": {"office": 0}}, True),  # but known in the office; the other gains
        ({"first": {"type": ADMINISTRATOR[0]}}, False),
        ({"type": None}, False),
    ],
)
def test_who_may_exchange(changed, goes):
    """Two years in post (Peraturan BKN 5/2019), PNS, what the post asks, own profession or office, one level."""
    functional = "type" in changed
    here = pair({"type": MUDA[0]}, {"type": MUDA[1]}) if functional else pair(**changed)
    assert moved(here, run(here, swapping(), moment(0))) == ([1, 2] if goes else [])


def test_a_gain_below_its_price_moves_nobody():
    """Each gains δ·w = .45 in a post of the own profession."""
    for least, goes in ((0.44, True), (0.46, False)):
        here = pair()
        assert bool(moved(here, run(here, swapping(least_gain=least), moment(0)))) == goes


def test_cycles_go_through_whole_or_not_at_all():
    """Two exchanges of two among five managers: three moves are enough for one of them, one move for none."""
    here = state(
        filled(type=PENGAWAS[0], family=OTHER, believed=(3.0, 2.0, 2.5)),
        filled(type=PENGAWAS[1], family=OWN, office=1),
        filled(type=PENGAWAS[0], family=OWN),
        filled(type=PENGAWAS[0], family=OTHER, office=1),
        filled(type=PENGAWAS[1], family=OWN),
    )
    assert moved(here, run(here, swapping(cap=1.0), moment(0))) == [1, 2, 4, 5]
    assert len(moved(here, run(here, swapping(cap=0.6), moment(0)))) == 2
    assert moved(here, run(here, swapping(cap=0.3), moment(0))) == []


def test_exchanges_are_as_small_as_they_can_be():
    """Twenty crossed pairs: twenty exchanges of two, whatever permutation the solver returned."""
    pairs = [filled(type=PENGAWAS[0], family=OTHER), filled(type=PENGAWAS[1], family=OWN, office=1)] * 20
    found = placement.cycles(state(*pairs), np.arange(40), swapping(), 0)
    assert [len(cycle.rows) for cycle in found] == [2] * 20


def test_one_ring_through_all_falls_into_exchanges_of_two(monkeypatch):
    """The same pairs, and a solver that hands every post on to the one before."""
    pairs = [filled(type=PENGAWAS[0], family=OTHER), filled(type=PENGAWAS[1], family=OWN, office=1)] * 20
    ring = np.roll(np.arange(40), -1)
    monkeypatch.setattr(placement, "linear_sum_assignment", lambda values, maximize: (np.arange(40), ring))
    found = placement.cycles(state(*pairs), np.arange(40), swapping(), 0)
    assert [len(cycle.rows) for cycle in found] == [2] * 20


@settings(max_examples=20)
@given(st.integers(0, 999))
def test_rows_in_another_order_choose_the_same_of_many_equal_exchanges(seed):
    """Whoever is at odds could exchange with any of the others, and moves are short."""
    pairs = [filled(type=PENGAWAS[0], family=OTHER), filled(type=PENGAWAS[1], family=OWN, office=1)] * 4
    here = state(*pairs)
    later = run(here, swapping(cap=0.5), moment(0))
    assert len(moved(here, later)) == 4
    assert picture(run(shuffled(here, seed), swapping(cap=0.5), moment(0))) == picture(later)


@given(st.permutations(range(9)), st.lists(st.integers(0, 2), min_size=9, max_size=9))
def test_a_permutation_falls_into_rings_and_they_into_smaller_ones(takes, kind):
    """Everybody who moves is in one ring; where only the kind of post counts, what all are worth stays the same."""
    found = placement.rings(takes)
    assert sorted(k for ring in found for k in ring) == [k for k in range(9) if takes[k] != k]
    worth = np.array([[7 * k % 5 + 3 * kind[j] * k for j in range(9)] for k in range(9)])
    parts = [part for ring in found for part in placement.split(ring, kind, worth)]
    inside = {k: part[(place + 1) % len(part)] for part in parts for place, k in enumerate(part)}
    assert len(inside) == sum(map(len, parts))
    assert sum(worth[k, inside.get(k, k)] for k in range(9)) == sum(worth[k, takes[k]] for k in range(9))
    assert all(len({kind[k] for k in part}) == len(part) for part in parts)


@settings(max_examples=200)
@given(
    st.permutations(range(7)), st.lists(st.integers(0, 1), min_size=7, max_size=7), st.binary(min_size=7, max_size=7)
)
def test_smaller_rings_are_worth_what_the_ring_was_and_nobody_gets_another_kind_of_post(takes, kind, drawn):
    """Whatever posts are worth to whom, those of one kind too: 0 or 1 here, so that many are worth the same."""
    worth = np.array([[byte >> j & 1 for j in range(7)] for byte in drawn])
    parts = [part for ring in placement.rings(takes) for part in placement.split(ring, kind, worth)]
    inside = {k: part[(place + 1) % len(part)] for part in parts for place, k in enumerate(part)}
    assert sum(worth[k, inside.get(k, k)] for k in range(7)) == sum(worth[k, takes[k]] for k in range(7))
    assert [kind[inside.get(k, k)] for k in range(7)] == [kind[takes[k]] for k in range(7)]
    assert all(len(part) > 1 for part in parts)


def test_three_exchange_where_no_two_could():
    """1, at home nowhere, is known in his office alone, so there he leaves his post for 3, who is no stranger to it."""
    here = state(
        filled(type=PENGAWAS[0], family=3),
        filled(type=PENGAWAS[1]),
        filled(type=PENGAWAS[1], family=OWN, office=1),
    )
    later = run(here, swapping(), moment(0))
    assert [people(later)[uid]["post"] for uid in (1, 2, 3)] == [1, 2, 0]
    assert moved(here, run(here, swapping(cap=0.7), moment(0))) == []


drawn_cycles = st.lists(st.tuples(st.booleans(), st.integers(1, 4), st.integers(2, 4)), min_size=3, max_size=5)


@settings(max_examples=200)
@given(drawn_cycles, st.randoms(use_true_random=False), st.integers(2, 10))
def test_an_exchange_is_left_out_only_where_it_does_not_fit_after_those_before_it(drawn, order, moves):
    """Those with somebody due come first, then the larger gain per move, then the lower uid."""
    n = sum(size for _, _, size in drawn)
    here, found, at = crowd(n, filled(type=PENGAWAS[0])), [], 0
    for due, gain, size in drawn:
        rows = np.arange(at, at + size)
        found.append(placement.Cycle(due, gain * 60, rows, np.roll(here.workforce.post[rows], -1)))
        at += size
    order.shuffle(found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placement, "cycles", lambda *_: found)
        gone = set(moved(here, run(here, swapping(cap=min(moves / n, 1.0)), moment(0))))
    left = min(moves, n)
    for cycle in sorted(found, key=lambda c: (c.due, c.gain // len(c.rows), -c.rows[0]), reverse=True):
        goes = len(cycle.rows) <= left
        assert {int(row) + 1 in gone for row in cycle.rows} == {goes}
        left -= goes * len(cycle.rows)


@pytest.mark.parametrize("due", [0, 1])
def test_one_who_is_due_is_enough_whichever_of_those_who_exchange(due):
    """Moves for one of two pairs that gain alike: the one with somebody five years in the post, not the lower uid."""
    since = [-30, -30, -30, -30]
    since[2 + due] = -60
    pairs = zip((PENGAWAS[0], PENGAWAS[1], ADMINISTRATOR[0], ADMINISTRATOR[1]), (0, 1, 0, 1), since, strict=True)
    weak = {"believed": (4.5, 2.0, 2.5)}
    seats = [filled(type=t, family=(OTHER, OWN)[o], office=o, post_month=m, **weak) for t, o, m in pairs]
    here = state(*seats)
    assert moved(here, run(here, swapping(cap=0.5), moment(0))) == [3, 4]


def test_the_larger_gain_goes_first_and_whoever_is_due_before_it():
    """Two pairs, the second with more to gain; moves for one pair. Five years in post are enough."""
    weak, strong = {"believed": (4.5, 2.0, 2.5)}, {"believed": (2.0, 2.0, 2.5)}

    def winners(month_of_weak, month_of_strong):
        seats = [
            filled(type=PENGAWAS[0], family=OTHER, post_month=month_of_weak, **weak),
            filled(type=PENGAWAS[1], family=OWN, office=1, post_month=-30, **weak),
            filled(type=ADMINISTRATOR[0], family=OTHER, post_month=month_of_strong, **strong),
            filled(type=ADMINISTRATOR[1], family=OWN, office=1, post_month=-30, **strong),
        ]
        here = state(*seats)
        return moved(here, run(here, swapping(cap=0.5), moment(0)))

    assert winners(-30, -30) == [3, 4]
    assert winners(-59, -30) == [3, 4]
    assert winners(-60, -30) == [1, 2]
    assert winners(-60, -60) == [3, 4]


def test_pelaksana_of_one_class_exchange_posts_too():
    here = pair({"type": PELAKSANA[0]}, {"type": PELAKSANA[1]})
    assert moved(here, run(here, swapping(), moment(0))) == [1, 2]


def test_pelaksana_are_known_in_their_office_as_managers_are():
    """At home in neither post, but of the office: the other, who gains, may exchange with them."""
    for office, goes in ((0, True), (1, False)):
        here = pair({"type": PELAKSANA[0], "family": 3}, {"type": PELAKSANA[1], "office": office})
        assert bool(moved(here, run(here, swapping(), moment(0)))) == goes


@pytest.mark.parametrize(
    ("first", "second", "grades", "goes"),
    [
        (PENGAWAS[0], PENGAWAS[1], (9, 9), True),
        (PENGAWAS[0], PENGAWAS[1], (9, 10), False),
        (PELAKSANA[0], PELAKSANA[1], (5, 6), False),
        (PENGAWAS[0], ADMINISTRATOR[1], (9, 9), False),
        (PELAKSANA[0], PENGAWAS[1], (9, 9), False),
    ],
)
def test_only_posts_of_one_level_and_class_are_exchanged(first, second, grades, goes):
    here = pair({"type": first}, {"type": second})
    grade = here.types.grade.copy()
    grade[[first, second]] = grades
    here.types = here.types._replace(grade=grade)
    assert moved(here, run(here, swapping(), moment(0))) == ([1, 2] if goes else [])


def test_offices_in_the_plan_exchange_their_people_though_others_have_no_cap():
    pairs = [(PENGAWAS[0], OTHER, 0), (PENGAWAS[1], OWN, 0), (PENGAWAS[0], OTHER, 1), (PENGAWAS[1], OWN, 1)]
    here = state(*[filled(type=t, family=family, office=office) for t, family, office in pairs])
    for cap, gone in (([1.0, 0.0], [1, 2]), ([0.0, 1.0], [3, 4]), ([1.0, 1.0], [1, 2, 3, 4])):
        assert moved(here, run(here, swapping(cap=cap), moment(0))) == gone


def test_posts_change_hands_in_the_plans_month_and_a_mayors_first_and_never_in_burn_in():
    here = pair(post_month=-400)
    biennial = now_rotates._replace(inauguration=np.array([2025, 1]), cycle=24, rotation=1.0)
    p = swapping(month=7, elections=biennial)
    assert [month for month in range(-24, 36) if moved(here, run(here, p, moment(month)))] == [6, 12, 18, 30]


@pytest.mark.parametrize(("technical", "goes"), [(3.9, True), (3.0, False)])
def test_beside_whoever_gains_stand_those_who_would_lose_least(monkeypatch, technical, goes):
    """Room for two: 1 gains .6 δw; 2 and 3 are at home and would lose: 2 all of δw, 3 less with competence to spare."""
    here = state(
        filled(type=PENGAWAS[0], family=OTHER, believed=(3.5, 2.0, 2.5)),
        filled(type=PENGAWAS[1], believed=(3.0, 2.0, 2.5)),
        filled(type=PENGAWAS[1], believed=(technical, 2.0, 2.5)),
    )
    monkeypatch.setattr(placement, "MOST", 2)
    assert moved(here, run(here, swapping(), moment(0))) == ([1, 3] if goes else [])


def test_equals_stay_where_they_are():
    """50 alike in posts alike: no permutation gains anything."""
    here = crowd(50, filled(type=PENGAWAS[0]))
    assert moved(here, run(here, swapping(least_gain=0.0), moment(0))) == []


def test_of_a_large_group_those_are_weighed_who_would_gain_most(monkeypatch):
    """Six people, room for two: the pair at odds with their posts is found."""
    calm = [
        filled(type=PENGAWAS[0]),
        filled(type=PENGAWAS[1]),
        filled(type=PENGAWAS[0], office=1),
        filled(type=PENGAWAS[1]),
    ]
    at_odds = [filled(type=PENGAWAS[0], family=OTHER), filled(type=PENGAWAS[1], family=OWN, office=1)]
    monkeypatch.setattr(placement, "MOST", 2)
    here = state(*calm, *at_odds)
    assert moved(here, run(here, swapping(), moment(0))) == [5, 6]


# Elections


def test_no_one_is_placed_while_an_election_forbids_moves():
    here = pair()
    forbidden = swapping(elections=no_elections._replace(held=True))
    assert moved(here, run(here, forbidden, moment(0))) == []
    assert moved(here, run(here, forbidden._replace(month=7), moment(6))) == [1, 2]


def test_a_new_mayor_rotates_a_share_of_the_managers_once():
    """400 managers, .2: about 80 of each level in the month of taking office; staff and newcomers stay."""
    here = crowd(400, filled(type=PENGAWAS[0]), filled(type=PELAKSANA[0]), filled(type=PENGAWAS[1], post_month=-23))
    p = parameters(placement, elections=now_rotates)
    later = run(here, p, moment(0))
    assert abs(len(moved(here, later)) - 80) < 4 * 8
    assert not {401, 402} & set(moved(here, later))
    assert moved(here, run(here, p, moment(1))) == []
    everybody = p._replace(elections=now_rotates._replace(rotation=1.0))
    assert len(moved(here, run(here, everybody, moment(0)))) == 400


@settings(max_examples=50)
@given(contests, st.sampled_from([0.1, 0.3]))
def test_who_is_rotated_at_some_share_is_at_more(state, share):
    def drawn(rotation):
        p = parameters(placement, elections=now_rotates._replace(rotation=rotation), least_years=0.0)
        return set(moved(state, run(state, p, moment(0))))

    assert len(drawn(share)) <= len(drawn(1.0))


def test_every_level_rotates_by_itself():
    seats = [filled(type=t[0]) for t in (PENGAWAS, PENGAWAS, ADMINISTRATOR, JPT, PERTAMA, PERTAMA)]
    here = state(*seats)
    p = parameters(placement, elections=now_rotates._replace(rotation=1.0))
    assert moved(here, run(here, p, moment(0))) == [1, 2]


@pytest.mark.parametrize("kind", [PENGAWAS, ADMINISTRATOR, JPT])
def test_managers_of_any_level_rotate(kind):
    here = state(filled(type=kind[0]), filled(type=kind[0], office=1), filled(type=PELAKSANA[0]))
    p = parameters(placement, elections=now_rotates._replace(rotation=1.0))
    later = run(here, p, moment(0))
    assert [people(later)[uid]["post"] for uid in (1, 2, 3)] == [1, 0, 2]


def test_every_mayor_draws_anew():
    """400 managers, .2, two inaugurations: about .04 of them are moved by both."""
    here = crowd(400, filled(type=PENGAWAS[0]))
    p = parameters(placement, elections=now_rotates)
    first, second = (set(moved(here, run(here, p, moment(month)))) for month in (0, 60))
    assert abs(len(first & second) - 16) < 4 * 4


def test_whom_a_new_mayor_has_just_moved_no_exchange_moves_in_the_same_month():
    """A crossed pair and a third: all rotate, though the pair would gain from an exchange."""
    here = state(
        filled(type=PENGAWAS[0], family=OTHER),
        filled(type=PENGAWAS[1], family=OWN, office=1),
        filled(type=PENGAWAS[0]),
    )
    p = swapping(elections=now_rotates._replace(rotation=1.0))
    later = run(here, p, moment(0))
    assert moved(here, later) == [1, 2, 3]
    assert later.posts.ordinal.tolist() == [2, 2, 2]
