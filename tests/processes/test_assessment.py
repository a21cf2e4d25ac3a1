"""Assessment: equal to its slow twin; what is believed is the truth with the error that was solved for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from cities import opened
from factories import after, filled, kinds, moment, moments, parameters, picture, plain, state, states
from karier.processes import assessment
from karier.processes.assessment import observed, open_file
from laws import check_order, check_strangers, check_writes
from reference import assessment as slow

P = parameters(assessment)


@given(states(), moments)
def test_fast_and_slow_agree_to_the_bit(s, now):
    view = picture(s)
    slow.open_file(view, kinds(), now)
    assert picture(after(open_file, s, P, now)) == view


@given(st.floats(1.0, 5.0), st.floats(0.0, 3.0), st.floats(-6.0, 6.0))
def test_the_rule_compiled_and_plain_gives_the_same_bits(competence, sd, z):
    assert observed(competence, sd, z) == plain(observed)(competence, sd, z)
    assert 1.0 <= observed(competence, sd, z) <= 5.0


@given(states(), moments, st.data())
def test_the_order_of_rows_does_not_matter(s, now, data):
    check_order(open_file, s, P, now, data)


@given(states(most=8), moments)
def test_a_person_does_not_feel_strangers(s, now):
    check_strangers(open_file, s, P, now)


@given(states(), moments)
def test_writes_only_what_it_declares(s, now):
    check_writes(s, after(open_file, s, P, now), assessment.WRITES)


@given(states(), moments, st.floats(0.0, 2.0))
def test_who_knows_more_is_never_seen_to_know_less(s, now, more):
    better = s.copy()
    for part in better.workforce.gain:
        part[:] += more
    low, high = (np.stack(after(open_file, one, P, now).workforce.believed) for one in (s, better))
    assert (high >= low).all()


@given(states(), moments)
def test_without_error_the_institution_sees_the_truth(s, now):
    s.baseline.assessment_error[0] = 0.0
    new = after(open_file, s, P, now).workforce
    truth = np.stack(new.base) + np.stack(new.gain)
    assert_array_equal(np.stack(new.believed), np.clip(truth, 1.0, 5.0))
    assert (new.believed_month == now.month).all()


def test_the_same_luck_meets_the_same_person_whenever_it_is():
    s = state(filled(uid=7), filled(uid=8))
    assert_array_equal(
        np.stack(after(open_file, s, P, moment(0)).workforce.believed),
        np.stack(after(open_file, s, P, moment(7)).workforce.believed),
    )
    other = np.stack(after(open_file, s, P, moment(0, seed=2)).workforce.believed)
    assert (other != np.stack(after(open_file, s, P, moment(0)).workforce.believed)).all()


def test_errors_are_as_large_as_solved_for_and_unrelated():
    """e·SD0 of the family, in three independent draws, for 15,000 people far from the ends of the scale."""
    s = opened("semarang")
    for k in range(3):
        s.workforce.base[k][:], s.workforce.gain[k][:] = 3.0, 0.0
    s.baseline.competence_sd[:] = [[0.1, 0.2, 0.3]] * len(s.baseline.competence_sd)
    s.baseline.assessment_error[0] = 0.8
    open_file(s, P, moment(0))
    errors = np.stack(s.workforce.believed) - 3.0
    assert_allclose(errors.mean(axis=1), 0.0, atol=0.01)
    assert_allclose(errors.std(axis=1), [0.08, 0.16, 0.24], rtol=0.03)
    assert np.abs(np.corrcoef(errors)[np.triu_indices(3, 1)]).max() < 0.04


@pytest.mark.parametrize("true", [1.0, 3.0, 5.0])
def test_nobody_is_seen_off_the_scale(true):
    s = state(*(filled(base=true, gain=0.0, uid=uid) for uid in range(1, 60)))
    s.baseline.assessment_error[0] = 12.0
    believed = np.stack(after(open_file, s, P, moment(0)).workforce.believed)
    assert (believed.min(), believed.max()) == (1.0, 5.0)
