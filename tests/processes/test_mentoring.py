"""Mentoring: equal to its slow twin, obedient to its laws, and as large as the target says."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities import opened, scenario
from factories import (
    OFFICES,
    PELAKSANA,
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
)
from karier.processes import learning, mentoring
from karier.processes.mentoring import (
    alive,
    culture_step,
    fits,
    match,
    meet,
    passed_on,
    standing,
    takes_part,
    will,
)
from karier.rules.budget import Budget
from karier.scenario import bind
from karier.state.seats import leave, move
from karier.state.workforce import NEVER, NOBODY
from laws import check_order, check_writes
from reference import mentoring as slow

shares = st.lists(share, min_size=OFFICES, max_size=OFFICES)
some = st.builds(
    partial(parameters, mentoring),
    offered=shares,
    mandatory=shares,
    hours=st.sampled_from([4, 0, 16, 70]),
    months=st.sampled_from([12, 3, 24]),
    capacity=st.sampled_from([2, 1, 3]),
    senior_years=st.sampled_from([5.0, 0.0, 10.0, 1.0]),
    opt_in=st.sampled_from([0.5, 0.2]),
    opt_in_slope=st.sampled_from([0.18, 0.0, 5.0]),
    rate=st.sampled_from([0.02, 0.0, 0.1]),
    reverse=st.sampled_from([0.2, 0.0, 0.5]),
    culture=st.sampled_from([0.5, 0.0, 1.5]),
    budget=st.builds(Budget, st.sampled_from([1.0, 0.5, 0.0])),
)
eager = some.map(lambda p: p._replace(offered=np.ones(OFFICES), mandatory=np.ones(OFFICES), budget=Budget(1.0)))
real = st.floats(-5.0, 5.0)


@st.composite
def crowded(draw):
    """People without mentors but for a few, seniors among them."""
    s = draw(states())
    s.workforce.mentor[s.workforce.mentor >= len(s.posts.holder)] = NOBODY
    if draw(st.booleans()):
        s.workforce.mentor[:] = NOBODY
    return s


def matched(s):
    return {uid: person["mentor"] for uid, person in people(s).items() if person["mentor"] != NOBODY}


# The twins


@given(crowded(), some | eager, moments)
def test_fast_and_slow_match_the_same_pairs(s, p, now):
    world = picture(s)
    slow.match(world, kinds(), p, now)
    assert picture(after(match, s, p, now)) == world


@given(crowded(), some, moments)
def test_fast_and_slow_meet_alike_to_the_bit(s, p, now):
    world = picture(s)
    slow.meet(world, kinds(), p, now)
    assert picture(after(meet, s, p, now)) == world


@given(share, share, st.floats(0.2, 0.8), share, real, st.integers(-400, 40), st.integers(-400, 40))
def test_rules_compiled_and_plain_give_the_same_bits(a, b, opt_in, slope, z, early, late):
    for rule, args in (
        (takes_part, (a, b, opt_in, slope, z)),
        (standing, (z, 0.6, a)),
        (fits, (early, a, late, b, 60.0)),
        (alive, (late, early, 12, early, late)),
        (will, (a, 0.6)),
        (passed_on, (a, b, 4.0 * slope, 0.1)),
        (culture_step, (z, a, b, 6.0)),
    ):
        assert rule(*args) == plain(rule)(*args)


# The laws


@given(crowded(), some | eager, moments)
def test_every_new_pair_is_one_that_may_be(s, p, now):
    """Same office and family, senior, believed above on the weakest dimension, within capacity; standing pairs stay."""
    later = after(match, s, p, now)
    world = picture(s)
    slow.part(world, p, now)
    before = {uid: person["mentor"] for uid, person in world["people"].items() if person["mentor"] != NOBODY}
    pairs, folk = matched(later), people(later)
    assert before.items() <= pairs.items()
    pupils = {}
    for post in pairs.values():
        pupils[post] = pupils.get(post, 0) + 1
    for uid in pairs.keys() - before.keys():
        own, mentor = folk[uid], picture(later)["posts"][pairs[uid]]["holder"]
        other = folk[mentor]
        k = slow.weakest(own, kinds(), p)
        assert mentor != uid
        assert own["office"] == other["office"]
        assert kinds()[own["type"]]["family"] == kinds()[other["type"]]["family"]
        assert own["entry_month"] - other["entry_month"] >= 12 * p.senior_years
        assert other["believed"][k] > own["believed"][k]
        assert own["mentor_month"] == now.month
        assert pupils[pairs[uid]] <= max(p.capacity, list(before.values()).count(pairs[uid]))


@given(crowded(), eager, moments)
def test_who_stays_without_a_mentor_finds_nobody_who_has_time(s, p, now):
    later = after(match, s, p, now)
    folk, pairs = people(later), list(matched(later).values())
    for own in folk.values():
        if own["mentor"] != NOBODY:
            continue
        k = slow.weakest(own, kinds(), p)
        for other in folk.values():
            near = other["office"] == own["office"]
            near = near and kinds()[own["type"]]["family"] == kinds()[other["type"]]["family"]
            above = other["believed"][k] > own["believed"][k]
            if near and above and own["entry_month"] - other["entry_month"] >= 12 * p.senior_years:
                assert pairs.count(other["post"]) >= p.capacity


@given(share, share, st.floats(0.2, 0.8), st.floats(0.0, 0.54), real, st.floats(0.0, 1.0))
def test_more_must_more_are_asked_more_take_part_and_the_able_more_than_the_rest(a, b, opt_in, slope, z, more):
    usual = takes_part(a, b, opt_in, slope, z)
    assert 0.0 <= usual <= 1.0
    assert takes_part(min(a + more, 1.0), b, opt_in, slope, z) >= usual
    assert takes_part(a, min(b + more, 1.0), opt_in, slope, z) >= usual - 1e-12
    assert takes_part(a, b, opt_in, slope, z + more) >= usual


@given(crowded(), some, moments)
def test_a_meeting_ends_what_is_over_and_counts_what_stands(s, p, now):
    later = after(meet, s, p, now)
    pairs, before, folk = matched(later), matched(s), people(later)
    assert pairs.items() <= before.items()
    assert later.offices.pairs.sum() == len(pairs)
    assert later.workforce.mentor_hours.sum() <= p.hours * len(pairs)
    for uid in before:
        own, row = folk[uid], s.posts.holder[before[uid]]
        stands = row >= 0 and now.month < own["mentor_month"] + p.months and own["post_month"] <= own["mentor_month"]
        stands = stands and s.workforce.post_month[row] <= own["mentor_month"]
        assert (uid in pairs) == stands


@given(crowded(), some, moments)
def test_nobody_is_taught_more_than_they_can_hold_or_without_a_partner(s, p, now):
    later = after(meet, s, p._replace(rate=min(p.rate, 1.0 / (4.0 * max(p.hours, 1)))), now)
    alone = set(people(later)) - set(matched(later))
    alone -= {picture(later)["posts"][post]["holder"] for post in matched(later).values()}
    for uid, person in people(later).items():
        for k in range(3):
            room = max(person["ceiling"][k] - person["base"][k] - person["gain"][k], 0.0)
            assert 0.0 <= person["taught"][k] <= room * (1.0 + 1e-6)
            assert uid not in alone or person["taught"][k] == 0.0


@given(crowded(), some, moments, st.data())
def test_the_order_of_rows_does_not_matter(s, p, now, data):
    check_order(match, s, p, now, data)
    check_order(meet, s, p, now, data)


@given(crowded(), some, moments)
def test_writes_only_what_it_declares(s, p, now):
    check_writes(s, after(match, s, p, now), mentoring.WRITES)
    check_writes(s, after(meet, s, p, now), mentoring.WRITES)


@given(crowded(), some, moments, st.integers(0, 1))
def test_without_an_offer_nobody_is_paired(s, p, now, office):
    none = p.offered.copy()
    none[office] = 0.0
    later = after(match, s, p._replace(offered=none), now)
    here = s.workforce.office == office
    assert np.isin(later.workforce.mentor[here], [NOBODY, *s.workforce.mentor[here]]).all()
    assert (later.workforce.mentor_month == s.workforce.mentor_month)[here].all()


# Known answers


def pair(**changed):
    """A protégé (uid 1) and a mentor twenty years senior, one level above in all dimensions."""
    own = {"mentor": 1, "mentor_month": 0, "base": 3.0, "ceiling": 5.0, "motivation": 0.55} | changed
    return state(filled(**own), filled(base=4.0, believed=4.0, ceiling=5.0, entry_month=-240, motivation=0.55))


def test_a_month_passes_on_the_rate_times_the_hours_times_the_distance():
    """μ·h·q·(c_mentor − c): .02 × 4 hours × 1 level at usual motivation (baseline's mean .55); ν of it in return."""
    s = after(meet, pair(), parameters(mentoring), moment(3))
    assert [float(taught[0]) for taught in s.workforce.taught] == pytest.approx([0.08] * 3, rel=1e-6)
    assert [float(taught[1]) for taught in s.workforce.taught] == [0.0] * 3
    assert s.workforce.mentor_hours.tolist() == [0, 4]
    ahead = after(meet, pair(base=(5.0, 3.0, 3.0)), parameters(mentoring), moment(3))
    assert float(ahead.workforce.taught[0][1]) == pytest.approx(0.2 * 0.08, rel=1e-6)
    assert float(ahead.workforce.taught[0][0]) == 0.0


@pytest.mark.parametrize("who", ["protégé", "mentor"])
def test_both_need_motivation(who):
    s = pair()
    s.workforce.motivation[0 if who == "protégé" else 1] = 0.275
    half = after(meet, s, parameters(mentoring), moment(3))
    assert float(half.workforce.taught[0][0]) == pytest.approx(0.04, rel=1e-6)


@pytest.mark.parametrize("levels", [(4.5, 5.0), (5.0, 4.5), (5.0, 3.0)])
def test_of_two_protégés_the_mentor_learns_from_the_better(levels):
    ahead = {"mentor": 2, "mentor_month": 0, "motivation": 0.55, "ceiling": 5.0}
    mentor = filled(base=4.0, ceiling=5.0, motivation=0.55)
    s = state(*(filled(**ahead, base=level) for level in levels), mentor)
    taught = after(meet, s, parameters(mentoring), moment(1)).workforce
    assert float(taught.taught[1][2]) == pytest.approx(0.2 * 0.08, rel=1e-6)
    assert taught.mentor_hours.tolist() == [0, 0, 8]


def test_a_pair_lasts_twelve_months():
    s, seen = pair(), []
    for month in range(14):
        meet(s, parameters(mentoring), moment(month))
        seen.append(int(s.offices.pairs[0]))
    assert seen == [1] * 12 + [0, 0]
    assert s.workforce.mentor[0] == NOBODY


def test_whose_year_is_over_finds_a_mentor_in_the_same_january():
    """Pairs of last January are over before this January's are made: both the seeker and the mentor's time are free."""
    seats = [filled(believed=2.0, entry_month=-12), filled(believed=4.0, entry_month=-240)]
    s, p, seen = state(*seats), parameters(mentoring, offered=1.0, mandatory=1.0, capacity=1), []
    for month in range(36):
        if month % 12 == 0:
            match(s, p, moment(month))
        meet(s, p, moment(month))
        seen.append(int(s.offices.pairs[0]))
    assert seen == [1] * 36
    assert s.workforce.mentor_month.tolist()[0] == 24


@pytest.mark.parametrize("who", [0, 1])
@pytest.mark.parametrize("how", ["moves", "leaves"])
def test_a_pair_ends_when_either_moves_or_leaves(who, how):
    s = state(filled(mentor=1, mentor_month=0), filled(base=4.0), filled(), filled(type=PELAKSANA[0]))
    leave(s, np.array([3]), 2)
    if how == "moves":
        move(s.workforce, s.posts, who, 3, 3)
    else:
        leave(s, np.array([who]), 3)
    later = after(meet, s, parameters(mentoring), moment(3))
    assert later.offices.pairs.sum() == 0
    assert not later.workforce.mentor_hours.any()


def test_culture_follows_the_share_in_mentoring_by_half_in_six_months():
    s, p = pair(), parameters(mentoring, months=24)
    for month in range(6):
        meet(s, p, moment(month))
    assert s.offices.culture[0] == pytest.approx(0.5 * 0.5 / 2.0)


def test_the_best_mentor_goes_to_the_first_lot_and_no_one_gets_more_than_capacity():
    """Six novices, two seniors: the better has two pupils, the other two, and two novices find nobody."""
    novices = [filled(believed=2.0, entry_month=-12) for _ in range(6)]
    seniors = [filled(believed=b, entry_month=-240) for b in (3.5, 4.5)]
    p = parameters(mentoring, offered=1.0, mandatory=1.0)
    mentors = list(matched(after(match, state(*novices, *seniors), p, moment(12))).values())
    assert sorted(mentors) == [6, 6, 7, 7]
    late = [filled(believed=3.0, entry_month=-240 + 59)]
    assert not matched(after(match, state(*late, *seniors), p, moment(12)))
    enough = [filled(believed=3.0, entry_month=-240 + 60)]
    assert matched(after(match, state(*enough, *seniors), p, moment(12))) == {1: 2}


def test_who_is_full_is_full_though_a_better_one_has_time_but_is_too_young():
    """The best believed has the protégés' own years of service; the only senior has time for two of them."""
    seats = [filled(believed=2.0, entry_month=-12) for _ in range(4)]
    seats += [filled(believed=4.5, entry_month=-12), filled(believed=3.5, entry_month=-240)]
    p = parameters(mentoring, offered=1.0, mandatory=1.0)
    pairs = matched(after(match, state(*seats), p, moment(12)))
    assert sorted(pairs.values()) == [5, 5]


def test_half_opt_in_at_usual_competence():
    """10,000 people as competent as usual and a share of .5: half of them, four standard errors."""
    b = state(filled()).baseline
    usual = tuple(r + b.gap[0, k] * b.competence_sd[0, k] for k, r in enumerate((3.0, 1.0, 2.5)))
    novice = filled(type=PELAKSANA[0], base=usual, believed=2.0, entry_month=0)
    s = crowd(10_000, novice, filled(believed=4.0, entry_month=-240))
    found = matched(after(match, s, parameters(mentoring, offered=1.0, capacity=20_000), moment(12)))
    assert abs(len(found) - 5000) < 200


def test_a_year_of_mentoring_in_semarang_is_worth_three_tenths_of_an_sd():
    """d on weighted competence, pairs against the same people without: .2 to .4 (target; μ is set to it)."""
    place, start = scenario("semarang"), opened("semarang")
    start.workforce.course_jp[:] = 0.0
    p = bind(mentoring.Parameters, place, "mentoring", place.start)
    everybody = np.ones(len(p.offered))
    taught, alone = start.copy(), start.copy()
    match(taught, p._replace(offered=everybody, mandatory=everybody), moment(0))
    mentored = taught.workforce.mentor != NOBODY
    assert mentored.mean() > 0.5
    for month in range(12):
        meet(taught, p, moment(month))
        for s in (taught, alone):
            learning.learn(s, parameters(learning), moment(month))
    d = (standardised(taught) - standardised(alone))[mentored].mean()
    assert d == pytest.approx(0.3, abs=0.05)


def standardised(s):
    """Weighted competence against the post, in its SD within the level."""
    staff, b = s.workforce, s.baseline
    family, weights = s.types.family[staff.type], parameters(learning).fit.weights[staff.level]
    value = np.zeros(s.people)
    for k in range(3):
        above = staff.base[k] + staff.gain[k] - s.types.required[k][staff.type]
        value += weights[:, k] * above / b.competence_sd[family, k]
    within = value - np.array([value[staff.level == level].mean() for level in range(4)])[staff.level]
    return value / within.std()


def test_blank_people_have_no_mentor():
    assert state(filled()).workforce.mentor_month[0] == NEVER
