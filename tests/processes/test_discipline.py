"""Discipline: equal to its slow twin; what is watched is believed, and what is found has its consequence."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import (
    OFFICES,
    after,
    crowd,
    filled,
    in_service,
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
from karier.processes import discipline
from karier.processes.discipline import breach, consequence, gravity, perceived, review, watch
from karier.state.workforce import (
    CLEAN,
    DISMISSAL,
    GOOD,
    GUIDANCE,
    HEAVY,
    LIGHT,
    LOW,
    MEDIUM,
    NEEDS_IMPROVEMENT,
    NEVER,
    NON_ASN,
    PNS,
    PPPK,
)
from laws import check_order, check_strangers, check_writes
from reference import discipline as slow

SURE = 1e6  # breaches by year of full absence: whoever is ever absent commits one
SEEN = {"misconduct": SURE, "monitoring": 1.0, "enforcement": 1.0, "accusation": 0.0, "appeal": 0.0}
ONLY = {kind: [float(k == kind - LIGHT) for k in range(4)] for kind in (LIGHT, MEDIUM, HEAVY, DISMISSAL)}

some = st.builds(
    partial(parameters, discipline),
    monitoring=share,
    enforcement=share,
    guidance_first=st.booleans(),
    months=st.sampled_from([[6, 6, 9, 12], [1, 2, 3, 4]]),
    fade_half_life=st.sampled_from([9.0, 3.0, 24.0]),
    misconduct=st.sampled_from([SURE, 0.2, 6.0]),
    accusation=st.sampled_from([0.001, 6.0, 12.0]),
    gravity=st.sampled_from([[0.6, 0.25, 0.12, 0.03], [0.0, 0.5, 0.0, 0.5], [0.25, 0.25, 0.25, 0.25]]),
    appeal=share,
    upheld=share,
    upheld_innocent=share,
    today_monitoring=st.sampled_from([0.3, 0.0, 0.6]),
)


def sanction(later, uid=1):
    person = people(later)[uid]
    return person["discipline"], person["discipline_until"]


def one(p=None, month=3, **person):
    """Sanction and its end of a single person who is absent, after a month's review."""
    here = state(filled(**{"absence": 0.3} | person))
    return sanction(after(review, here, p or parameters(discipline, **SEEN, gravity=ONLY[LIGHT]), moment(month)))


# The twins


@given(states(), some, moments)
def test_fast_and_slow_agree_to_the_bit(s, p, now):
    world = picture(s)
    slow.watch(world, p)
    slow.review(world, p, now)
    assert picture(after(review, after(watch, s, p, now), p, now)) == world


@given(share, share, share, share, st.floats(3.0, 24.0), st.floats(0.0, 6.0), st.integers(0, 4), st.booleans())
def test_rules_compiled_and_plain_give_the_same(before, watched_before, now, usual, half, rate, force, guided):
    shares = np.array([0.5, 0.25, 0.125, 0.125])
    for rule, args in (
        (perceived, (before, watched_before, now, usual, half)),
        (breach, (before, rate)),
        (gravity, (before * 0.999, shares)),
        (consequence, (force, LIGHT + int(3.0 * now), guided)),
    ):
        assert rule(*args) == plain(rule)(*args) >= 0


# The laws


@given(states(), some, moments, st.data())
def test_the_order_of_rows_does_not_matter(s, p, now, data):
    check_order(review, s, p, now, data)


@given(states(most=8), some, moments)
def test_a_person_does_not_feel_strangers(s, p, now):
    check_strangers(review, s, p, now)


@given(states(), some, moments)
def test_writes_only_what_it_declares(s, p, now):
    check_writes(s, after(review, after(watch, s, p, now), p, now), discipline.WRITES)


@given(states(), some, moments)
def test_what_was_imposed_was_heard(s, p, now):
    """Whoever's record changes had a case in the own office; nobody leaves or moves."""
    before, later = people(s), after(review, s, p, now)
    changed = [who for uid, who in people(later).items() if who != before[uid]]
    for o in range(OFFICES):
        assert sum(who["office"] == o for who in changed) <= later.offices.cases[o]
    assert all(who["discipline"] > CLEAN and who["discipline_until"] > now.month for who in changed)


@given(states(), some, moments, share, st.sampled_from(["monitoring", "enforcement"]))
def test_closer_watch_or_enforcement_never_hears_fewer_cases(s, p, now, other, which):
    less, more = (np.full(OFFICES, value) for value in sorted((getattr(p, which)[0], other)))
    few, many = (after(review, s, p._replace(**{which: value}), now) for value in (less, more))
    assert (few.offices.cases <= many.offices.cases).all()


@given(states(), some, moments, share)
def test_more_monitoring_is_never_perceived_as_less(s, p, now, other):
    less, more = (np.full(OFFICES, value) for value in sorted((p.monitoring[0], other)))
    low, high = (after(watch, s, p._replace(monitoring=value), now).offices.detection for value in (less, more))
    assert (low <= high).all()


@given(states(), some, moments)
def test_nobody_watching_or_acting_no_case(s, p, now):
    blind = p._replace(enforcement=np.zeros(OFFICES))
    assert not after(review, s, blind, now).offices.cases.any()


@given(states(), some, in_service)
def test_non_asn_have_another_employer_to_answer_to(s, p, now):
    before, later = people(s), people(after(review, s, p, now))
    assert all(later[uid] == who for uid, who in before.items() if who["employment"] == NON_ASN)


# Known answers: perception


def test_perception_rises_at_once_and_loses_half_in_nine_months():
    """From .3 to .8 in month 0; by month 9 half of the rise is routine, by month 18 three quarters."""
    s, p = state(filled()), parameters(discipline, monitoring=0.8)
    seen = []
    for month in range(19):
        watch(s, p, moment(month))
        seen.append(s.offices.detection[0])
    assert [seen[0], seen[9], seen[18]] == pytest.approx([0.8, 0.55, 0.425], rel=1e-12)


def test_monitoring_that_ends_fades_to_what_is_usual_and_below_it_where_less_is_watched():
    for end, rest in ((0.3, 0.3), (0.1, 0.1)):
        s = state(filled(), offices={"detection": 0.8, "monitored": 0.8})
        watch(s, parameters(discipline, monitoring=end), moment(0))
        assert s.offices.detection[0] == pytest.approx(rest + (0.8 - rest) * 0.5 ** (1 / 9), rel=1e-12)
        assert s.offices.monitored[0] == end


def test_the_usual_watch_is_perceived_as_it_is_for_ever():
    s, p = state(filled()), parameters(discipline)
    for month in range(-3, 40):
        watch(s, p, moment(month))
        assert s.offices.detection.tolist() == s.offices.monitored.tolist() == [0.3, 0.3]


def test_a_campaign_in_one_office_is_not_perceived_in_the_other():
    s = after(watch, state(filled()), parameters(discipline, monitoring=[0.3, 0.9]), moment(0))
    assert s.offices.detection.tolist() == [0.3, 0.9]


# Known answers: cases


@pytest.mark.parametrize(
    ("before", "grave", "guided", "then"),
    [
        (CLEAN, LIGHT, True, GUIDANCE),
        (CLEAN, LIGHT, False, LIGHT),
        (CLEAN, MEDIUM, True, MEDIUM),
        (GUIDANCE, LIGHT, True, LIGHT),
        (LIGHT, LIGHT, True, MEDIUM),
        (MEDIUM, LIGHT, False, HEAVY),
        (HEAVY, LIGHT, False, HEAVY),
        (HEAVY, HEAVY, False, HEAVY),
        (LIGHT, HEAVY, False, HEAVY),
        (CLEAN, DISMISSAL, True, DISMISSAL),
    ],
)
def test_what_follows_a_case(before, grave, guided, then):
    assert consequence(before, grave, guided) == then


@pytest.mark.parametrize("kind", [LIGHT, MEDIUM, HEAVY, DISMISSAL])
def test_each_sanction_lasts_as_long_as_the_law_says(kind):
    p = parameters(discipline, **SEEN, gravity=ONLY[kind])
    assert one(p) == (kind, 3 + {LIGHT: 6, MEDIUM: 9, HEAVY: 12, DISMISSAL: 1}[kind])


def test_guidance_comes_first_and_only_in_the_offices_that_chose_it():
    p = parameters(discipline, **SEEN, gravity=ONLY[LIGHT], guidance_first=[True, False])
    assert one(p, office=0) == (GUIDANCE, 9)
    assert one(p, office=1) == (LIGHT, 9)
    assert one(p, office=0, discipline=GUIDANCE, discipline_until=4) == (LIGHT, 9)
    assert one(p, office=0, discipline=GUIDANCE, discipline_until=3) == (GUIDANCE, 9)  # over since last month


@pytest.mark.parametrize(("person", "kind"), [({}, LIGHT), ({"employment": PPPK}, LIGHT), ({"absence": 0.0}, CLEAN)])
def test_who_is_never_absent_has_no_case(person, kind):
    assert one(**person)[0] == kind


@pytest.mark.parametrize(
    ("predicate", "month", "kind"),
    [(LOW, 12, LIGHT), (NEEDS_IMPROVEMENT, 12, LIGHT), (GOOD, 12, CLEAN), (0, 12, CLEAN), (LOW, 13, CLEAN)],
)
def test_whoever_was_rated_below_standard_has_a_case_in_january(predicate, month, kind):
    p = parameters(discipline, misconduct=0.0, accusation=0.0, monitoring=0.0, enforcement=1.0, appeal=0.0)
    assert one(p, month=month, predicate=predicate)[0] == kind


def test_cases_are_counted_for_one_month():
    here = state(filled(absence=0.3), filled(absence=0.3, office=1), offices={"cases": 7})
    p = parameters(discipline, **SEEN | {"monitoring": [1.0, 0.0]}, gravity=ONLY[LIGHT])
    assert after(review, here, p, moment(3)).offices.cases.tolist() == [1, 0]


def test_an_appeal_that_succeeds_leaves_no_trace_but_the_case():
    p = parameters(discipline, **SEEN | {"appeal": 1.0}, gravity=ONLY[HEAVY], upheld=0.0)
    later = after(review, state(filled(absence=0.3)), p, moment(3))
    assert sanction(later) == (CLEAN, 0)
    assert later.offices.cases[0] == 1
    guided = parameters(discipline, **SEEN | {"appeal": 1.0}, gravity=ONLY[LIGHT], upheld=0.0, guidance_first=True)
    assert one(guided) == (GUIDANCE, 9)  # nothing to appeal against


def test_as_many_cases_as_the_chances_say():
    """20,000 people, 5 % absent: .2·.05 breaches a year and .001 accusations, .3·.5 of which are heard."""
    n, p = 20_000, parameters(discipline, misconduct=6.0, accusation=0.12)
    many = crowd(n, filled(absence=0.05, employment=PNS, contract_end=NEVER))
    later = after(review, many, p, moment(3, seed=5))
    guilty, blameless = n * 6.0 * 0.05 / 12 * 0.15, n * 0.12 / 12 * 0.15
    assert abs(later.offices.cases[0] - guilty - blameless) < 4 * math.sqrt(guilty + blameless)
    standing = guilty * (1 - 0.1 * 0.1) + blameless * (1 - 0.1 * 0.5)
    counts = np.bincount(later.workforce.discipline, minlength=6)
    assert abs(counts[LIGHT:].sum() - standing) < 4 * math.sqrt(standing)
    for kind, part in zip((LIGHT, MEDIUM, HEAVY, DISMISSAL), (0.6, 0.25, 0.12, 0.03), strict=True):
        assert abs(counts[kind] - part * standing) < 4 * math.sqrt(part * standing), kind
