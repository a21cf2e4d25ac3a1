"""Presence: equal to its slow twin; the more motivated are away less."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from cities import opened
from factories import OFFICES, after, filled, moment, moments, parameters, picture, plain, share, state, states
from karier.processes import presence
from karier.processes.presence import absence, attend, deterrence
from karier.rules.conduct import Conduct
from laws import check_order, check_strangers, check_writes
from reference import presence as slow


def conduct(enforcement, today=0.3):
    """How breaches are acted on in the two offices, and what is usual there."""
    return Conduct(*(np.full(OFFICES, value) for value in (enforcement, 0.5, today)))


some = st.builds(
    partial(parameters, presence),
    drive=st.sampled_from([0.0, 0.1, 0.3]),
    deterrence=st.sampled_from([0.0, 0.2, 1.6]),
    conduct=st.builds(conduct, share, share),
)
z = st.floats(-6.0, 6.0)


@given(states(), some, moments)
def test_fast_and_slow_agree_to_the_bit(s, p, now):
    view = picture(s)
    slow.attend(view, p)
    assert picture(after(attend, s, p, now)) == view


@given(st.floats(-12.0, 4.0), z, st.floats(0.0, 1.0), share, share)
def test_the_rules_compiled_and_plain_give_the_same_bits(intercept, z_m, slope, detection, sanction):
    assert absence(intercept, z_m, slope, detection) == plain(absence)(intercept, z_m, slope, detection)
    arguments = (detection, sanction, 0.15, slope)
    assert deterrence(*arguments) == plain(deterrence)(*arguments)


@given(states(), some, moments, st.data())
def test_the_order_of_rows_does_not_matter(s, p, now, data):
    check_order(attend, s, p, now, data)


@given(states(most=8), some, moments)
def test_a_person_does_not_feel_strangers(s, p, now):
    check_strangers(attend, s, p, now)


@given(states(), some, moments)
def test_writes_only_what_it_declares(s, p, now):
    check_writes(s, after(attend, s, p, now), presence.WRITES)


@given(states(), some, moments, st.floats(0.0, 0.5))
def test_more_motivation_less_absence(s, p, now, more):
    keen = s.copy()
    keen.workforce.motivation[:] += more
    assert (after(attend, keen, p, now).workforce.absence <= after(attend, s, p, now).workforce.absence).all()


@given(states(), some, moments, share)
def test_more_detection_or_sanction_less_absence(s, p, now, more):
    watched, strict = s.copy(), p._replace(conduct=p.conduct._replace(enforcement=p.conduct.enforcement + more))
    watched.offices.detection[:] += more
    usual = after(attend, s, p, now).workforce.absence
    assert (after(attend, watched, p, now).workforce.absence <= usual).all()
    assert (after(attend, s, strict, now).workforce.absence <= usual).all()


@given(st.floats(-12.0, 4.0), z, st.floats(0.0, 1.0), st.floats(-1.6, 1.6))
def test_absence_is_a_share(intercept, z_m, slope, deterred):
    assert 0.0 <= absence(intercept, z_m, slope, deterred) <= 1.0


def test_without_a_slope_everybody_is_away_as_often():
    s = state(filled(drive=-3.0), filled(drive=3.0))
    away = after(attend, s, parameters(presence, drive=0.0), moment(0)).workforce.absence
    assert_array_equal(away, np.float32([1.0 / (1.0 + np.exp(3.0))] * 2))


def test_one_sd_of_motivation_moves_the_odds_by_the_slope():
    """logit(absence) = a0 − .1·z."""
    b = state(filled()).baseline
    s = state(*(filled(motivation=b.drive_mean[0] + z_m * b.drive_sd[0]) for z_m in (0.0, 1.0)))
    away = after(attend, s, parameters(presence), moment(0)).workforce.absence
    odds = np.log(away / (1 - away))
    assert odds == pytest.approx([-3.0, -3.1], abs=1e-12)


def test_detection_counts_by_the_sanction_that_follows_and_only_above_what_is_usual():
    """a_d = .2: .2·(.8·.75 − .3·.5) = .09 logit in the office that looks closely, nothing in the usual one."""
    b = state(filled()).baseline
    usual = b.drive_mean[0]
    s = state(*(filled(office=o, motivation=usual) for o in (0, 1)), offices={"detection": [0.8, 0.3]})
    p = parameters(presence, conduct=conduct([0.75, 0.5]))
    away = after(attend, s, p, moment(0)).workforce.absence
    assert np.log(away / (1 - away)) == pytest.approx([-3.09, -3.0], abs=1e-12)


def test_the_city_is_away_as_much_as_its_parameter_says():
    """Solved for at the baseline; a year of burn-in later still so: 5 % of paid hours."""
    s = opened("semarang")
    assert s.workforce.absence.mean() == pytest.approx(0.05, abs=0.001)
