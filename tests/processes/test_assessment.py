"""Assessment: equal to its slow twin; what is believed is the truth with the error that was solved for; who is due."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from cities import opened
from factories import (
    ADMINISTRATOR,
    PELAKSANA,
    PENGAWAS,
    PERTAMA,
    after,
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
    state,
    states,
)
from karier.processes import assessment
from karier.processes.assessment import assess, impress, observed, open_file, places, turn
from karier.randomness import TIES, words
from karier.rules.budget import Budget
from karier.rules.plans import valid
from karier.state.workforce import NEVER, NON_ASN, PNS, PPPK
from laws import check_order, check_strangers, check_writes
from reference import assessment as slow

P = parameters(assessment)
some = st.builds(
    partial(parameters, assessment),
    share=share,
    interval_years=st.sampled_from([3.0, 1.0, 2.0, 5.0, 2.5]),
    impression=st.sampled_from([1.5, 1.0, 2.5]),
    budget=st.builds(Budget, st.sampled_from([1.0, 0.5, 0.0])),
)


# The twins


@given(states(), some, moments)
def test_the_file_opens_alike_fast_and_slow_to_the_bit(s, p, now):
    view = picture(s)
    slow.open_file(view, kinds(), p, now)
    assert picture(after(open_file, s, p, now)) == view


@given(states(), some, moments)
def test_fast_and_slow_are_impressed_alike_to_the_bit(s, p, now):
    for i in range(0, s.people, 2):
        s.workforce.entry_month[i] = now.month
    view = picture(s)
    slow.impress(view, kinds(), p, now)
    assert picture(after(impress, s, p, now)) == view


@given(states(), some, in_service)
def test_fast_and_slow_assess_alike_to_the_bit(s, p, now):
    view = picture(s)
    slow.assess(view, kinds(), p, now)
    assert picture(after(assess, s, p, now)) == view


@given(st.floats(1.0, 5.0), st.floats(0.0, 3.0), st.floats(-6.0, 6.0))
def test_the_rule_compiled_and_plain_gives_the_same_bits(competence, sd, z):
    assert observed(competence, sd, z) == plain(observed)(competence, sd, z)
    assert 1.0 <= observed(competence, sd, z) <= 5.0


@given(st.integers(0, 4000), st.floats(1.0, 5.0), st.integers(2026, 2090), st.integers(0, 3), st.integers(0, 6))
def test_whose_turn_it_is_compiled_and_plain(n, years, year, level, rung):
    assert places(n, years, year) == plain(places)(n, years, year)
    assert 0 <= places(n, years, year) <= n
    assert abs(places(n, years, year) - n / years) < 1.0
    assert sum(places(n, 3.0, year + k) for k in range(3)) == n
    for employment in (PNS, PPPK, NON_ASN):
        assert turn(level, rung, employment) == plain(turn)(level, rung, employment)


# The laws


@given(states(), some, moments, st.data())
@pytest.mark.parametrize("act", [open_file, impress, assess])
def test_the_order_of_rows_does_not_matter(act, s, p, now, data):
    check_order(act, s, p, now, data)


@given(states(most=8), moments)
def test_a_person_in_a_round_of_all_does_not_feel_strangers(s, now):
    check_strangers(assess, s, parameters(assessment, share=1.0, interval_years=1.0), now)


@given(states(), some, moments)
@pytest.mark.parametrize("act", [open_file, impress, assess])
def test_writes_only_what_it_declares(act, s, p, now):
    check_writes(s, after(act, s, p, now), assessment.WRITES)


@given(states(), some, moments, st.floats(0.0, 2.0))
@pytest.mark.parametrize("act", [open_file, impress, assess])
def test_who_knows_more_is_never_seen_to_know_less(act, s, p, now, more):
    better = s.copy()
    for part in better.workforce.gain:
        part[:] += more
    low, high = (np.stack(after(act, one, p, now).workforce.believed) for one in (s, better))
    assert (high >= low).all()


@given(states(), moments)
def test_without_error_the_institution_sees_the_truth(s, now):
    s.baseline.assessment_error[0] = 0.0
    new = after(open_file, s, P, now).workforce
    truth = np.stack(new.base) + np.stack(new.gain)
    assert_array_equal(np.stack(new.believed), np.clip(truth, 1.0, 5.0).astype(np.float32))


@given(states(), some, in_service)
def test_who_is_not_assessed_is_believed_as_before(s, p, now):
    later = after(assess, s, p, now)
    fresh = later.workforce.believed_month == now.month
    for old, new in zip(s.workforce.believed, later.workforce.believed, strict=True):
        assert_array_equal(new[~fresh], old[~fresh])
    assert_array_equal(later.workforce.believed_month[~fresh], s.workforce.believed_month[~fresh])
    assert later.offices.assessed.sum() <= fresh.sum()


@given(states(), share, share, in_service)
def test_a_larger_round_assesses_at_least_as_many(s, one, other, now):
    """Over a whole round; in a single year rounding may turn the order."""
    counts = []
    for part in sorted((one, other)):
        p = parameters(assessment, share=part)
        years = [now._replace(calendar_month=1, year=now.year + k) for k in range(3)]
        counts.append(sum(after(assess, s, p, year).offices.assessed for year in years))
    assert (counts[0] <= counts[1]).all()


@given(states(), some, moments.filter(lambda now: now.calendar_month != 1))
def test_nobody_is_assessed_but_in_january(s, p, now):
    later = after(assess, s, p, now)
    assert people(later) == people(s)
    assert not later.offices.assessed.any()


@given(states(), in_service)
def test_a_round_of_nobody_assesses_nobody(s, now):
    later = after(assess, s, parameters(assessment, share=0.0), now)
    assert people(later) == people(s)
    assert not later.offices.assessed.any()


@given(states(), some, moments, st.sampled_from([0, 1]))
def test_an_office_outside_the_round_is_left_alone(s, p, now, office):
    only = p._replace(share=np.where(np.arange(2) == office, p.share, 0.0))
    later = after(assess, s, only, now)
    assert later.offices.assessed[1 - office] == 0
    elsewhere = s.workforce.office != office
    for old, new in zip(s.workforce.believed, later.workforce.believed, strict=True):
        assert_array_equal(new[elsewhere], old[elsewhere])


# Known answers


def assessed(s, p, month):
    """The uids assessed in a month."""
    later = after(assess, s, p, moment(month))
    return {uid for uid, x in people(later).items() if x["believed_month"] == month}


def test_the_oldest_result_is_renewed_first_and_the_missing_before_it():
    """A round of six every three years is two a year; of equals the lower uid."""
    ages = (NEVER, -24, -40, NEVER, -30, -40)
    s = state(*(filled(uid=9 - k, believed_month=since) for k, since in enumerate(ages)))
    p = parameters(assessment, share=1.0, interval_years=3.0)
    assert assessed(s, p, 0) == {9, 6}  # both were never assessed
    assert assessed(s, parameters(assessment, share=1.0, interval_years=2.0), 0) == {9, 6, 4}
    assert assessed(s, parameters(assessment, share=1.0, interval_years=1.0), 0) == {4, 5, 6, 7, 8, 9}


def test_a_cut_of_the_budget_cuts_the_assessments_in_proportion():
    """A round of twelve in three years: four a year, two at half the budget, none without; over any three years six."""
    s = state(*(filled(uid=1 + k, believed_month=NEVER) for k in range(12)))
    for paid, a_year in ((1.0, 4), (0.5, 2), (0.0, 0)):
        p = parameters(assessment, share=1.0, interval_years=3.0, budget=Budget(paid))
        assert [len(assessed(s, p, 12 * year)) for year in range(3)] == [a_year] * 3


def test_managers_come_before_functional_officials_and_those_before_the_rest():
    kinds_ = (PELAKSANA, PERTAMA, PENGAWAS, PELAKSANA, ADMINISTRATOR, PERTAMA)
    seats = [filled(type=kind[0], uid=k + 1, believed_month=NEVER) for k, kind in enumerate(kinds_)]
    for part, expected in ((1 / 3, {3, 5}), (2 / 3, {2, 3, 5, 6}), (1.0, {1, 2, 3, 4, 5, 6})):
        p = parameters(assessment, share=part, interval_years=1.0)
        assert assessed(state(*seats), p, 12) == expected


def test_equals_in_turn_are_taken_by_a_lot_that_each_keeps():
    seats = [filled(uid=uid, believed_month=NEVER) for uid in range(1, 21)]
    p = parameters(assessment, share=0.25, interval_years=1.0)
    for seed in (1, 2):
        lots = sorted(range(1, 21), key=lambda uid: words(seed, TIES, uid, 0)[1])
        for month in (0, 12):
            later = after(assess, state(*seats), p, moment(month, seed))
            assert {uid for uid, x in people(later).items() if x["believed_month"] == month} == set(lots[:5])


def test_who_is_no_civil_servant_is_never_assessed():
    s = state(filled(uid=1, employment=NON_ASN, believed_month=NEVER), filled(uid=2, believed_month=NEVER))
    assert assessed(s, parameters(assessment, share=1.0, interval_years=1.0), 0) == {2}
    months = {uid: x["believed_month"] for uid, x in people(after(open_file, s, P, moment(0))).items()}
    assert months[1] == NEVER


def test_an_impression_is_the_same_luck_with_the_larger_error_and_no_result():
    """Far from the ends of the scale: the error without a result is 1.5 times that with one; only newcomers get one."""
    seats = [filled(uid=7, base=3.0, gain=0.0, entry_month=5), filled(uid=8, base=3.0, gain=0.0, entry_month=4)]
    s = state(*seats)
    s.baseline.assessment_error[0] = 0.2
    first = people(after(open_file, s, P._replace(share=np.zeros(2)), moment(0)))
    known = people(after(open_file, s, P._replace(share=np.ones(2)), moment(0)))
    for uid in (7, 8):
        assert first[uid]["believed_month"] == NEVER
        assert known[uid]["believed_month"] != NEVER
        larger, usual = (np.array(seen[uid]["believed"]) - 3.0 for seen in (first, known))
        assert_allclose(larger, 1.5 * usual, rtol=1e-5)
    later = people(after(impress, s, P, moment(5)))
    assert later[7] == first[7]
    assert later[8] == people(s)[8]
    assert people(after(impress, s, P._replace(impression=1.0), moment(5)))[7]["believed"] == known[7]["believed"]


def test_the_same_luck_meets_the_same_person_whenever_it_is():
    s = state(filled(uid=7), filled(uid=8))
    assert_array_equal(
        np.stack(after(open_file, s, P, moment(0)).workforce.believed),
        np.stack(after(open_file, s, P, moment(7)).workforce.believed),
    )
    other = np.stack(after(open_file, s, P, moment(0, seed=2)).workforce.believed)
    assert (other != np.stack(after(open_file, s, P, moment(0)).workforce.believed)).all()


def test_luck_is_the_persons_and_the_months_whoever_else_is_assessed():
    p = parameters(assessment, share=1.0, interval_years=1.0)
    alone = state(filled(uid=7, believed_month=NEVER))
    crowd = state(filled(uid=3, believed_month=NEVER), filled(uid=7, believed_month=NEVER), filled(uid=9))
    one, other = (people(after(assess, s, p, moment(12)))[7]["believed"] for s in (alone, crowd))
    assert one == other
    assert one != people(after(assess, alone, p, moment(24)))[7]["believed"]
    assert (
        people(after(assess, alone, p, moment(0)))[7]["believed"]
        != people(after(open_file, alone, p, moment(0)))[7]["believed"]
    )


def test_errors_are_as_large_as_solved_for_and_unrelated():
    """e·SD0 of the family, in three independent draws, for 15,000 people far from the ends of the scale."""
    s = opened("semarang")
    for k in range(3):
        s.workforce.base[k][:], s.workforce.gain[k][:] = 3.0, 0.0
    s.baseline.competence_sd[:] = [[0.1, 0.2, 0.3]] * len(s.baseline.competence_sd)
    s.baseline.assessment_error[0] = 0.8
    p = everywhere(s, share=1.0, interval_years=1.0)
    drawn = []
    for act, month in ((open_file, 0), (assess, 12)):
        act(s, p, moment(month))
        errors = np.stack(s.workforce.believed) - 3.0
        assert_allclose(errors.mean(axis=1), 0.0, atol=0.01)
        assert_allclose(errors.std(axis=1), [0.08, 0.16, 0.24], rtol=0.03)
        assert np.abs(np.corrcoef(errors)[np.triu_indices(3, 1)]).max() < 0.04
        drawn.append(errors[0].copy())
    assert s.offices.assessed.sum() == s.people
    assert abs(np.corrcoef(*drawn)[0, 1]) < 0.04


@pytest.mark.parametrize("true", [1.0, 3.0, 5.0])
def test_nobody_is_seen_off_the_scale(true):
    s = state(*(filled(base=true, gain=0.0, uid=uid) for uid in range(1, 60)))
    s.baseline.assessment_error[0] = 12.0
    believed = np.stack(after(open_file, s, P, moment(0)).workforce.believed)
    assert (believed.min(), believed.max()) == (1.0, 5.0)


# Semarang


def everywhere(s, **same):
    """Parameters with one value for all offices of a city."""
    m = len(s.offices.head)
    return P._replace(**{name: np.full(m, value) for name, value in same.items()})


def test_semarang_opens_with_its_3000_officials_and_their_results_are_valid():
    """BKPP, December 2025: 3,000 in the nine boxes; a fifth of every office, its managers among them first."""
    staff = opened("semarang").workforce
    holds = np.array([valid(int(month), 0, 36) for month in staff.believed_month])
    assert holds.sum() == pytest.approx(3000, abs=30)
    assert (staff.believed_month[~holds] == NEVER).all()
    assert holds[staff.level > 0].mean() > 0.95


def test_in_a_round_of_all_everybody_is_assessed_once_in_its_years_and_no_result_lapses():
    s = opened("semarang")
    p, seen = everywhere(s, share=1.0, interval_years=3.0), np.zeros(s.people, int)
    for year in range(6):
        assess(s, p, moment(12 * year))
        seen += s.workforce.believed_month == 12 * year
        assert s.offices.assessed.sum() <= math.ceil(s.people / 3) + len(s.offices.head)
        if year >= 2:
            assert all(valid(int(month), 12 * year, 36) for month in s.workforce.believed_month)
    assert seen.tolist() == [2] * s.people


def test_todays_round_keeps_the_results_of_its_members_valid():
    s = opened("semarang")
    p = everywhere(s, share=0.2, interval_years=3.0)
    for year in range(7):
        assess(s, p, moment(12 * year))
        holds = [valid(int(month), 12 * year, 36) for month in s.workforce.believed_month]
        assert sum(holds) == pytest.approx(3000, abs=30)
        if year > 0:
            assert s.offices.assessed.sum() == pytest.approx(1000, abs=60)
