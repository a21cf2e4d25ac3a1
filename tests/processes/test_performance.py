"""Performance: equal to its slow twin; what a better head, fit or motivation is worth."""

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
    JPT,
    MADYA,
    PELAKSANA,
    PENGAWAS,
    after,
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
from karier.processes import performance
from karier.processes.performance import context, draw_luck, log_output, log_spread, perform
from karier.randomness import YEAR, normal, words
from karier.rules.fit import fit_scores
from laws import check_order, check_writes
from reference import performance as slow
from reference.single import single

small = st.sampled_from([0.0, 0.02, 0.1]) | st.floats(0.0, 0.3)
some = st.builds(
    partial(parameters, performance),
    output_cv=st.sampled_from([0.15, 0.2, 0.32]),
    head=small,
    acting_head=st.sampled_from([-0.5, 0.0, -1.0]),
    support=small,
    culture=small,
    peers=small,
    overload=small,
    overload_from=st.sampled_from([0.8, 0.9]),
)
z = st.floats(-5.0, 5.0)


def outputs(s, p, now=None):
    return {uid: who["log_output"] for uid, who in people(after(perform, s, p, now or moment(3))).items()}


# The twins


@given(states(), some, moments)
def test_fast_and_slow_agree_to_the_bit(s, p, now):
    view = picture(s)
    slow.perform(view, kinds(), p, now)
    assert picture(after(perform, s, p, now)) == view


@given(z, st.floats(0.0, 300.0), st.floats(1.0, 40.0), z, z, share, st.floats(0.0, 10.0), some)
def test_what_an_office_adds_compiled_and_plain(head, span, usual, support, culture, trained, load, p):
    arguments = (head, span, usual, support, culture, trained, load, p)
    assert context(*arguments) == plain(context)(*arguments)


@given(share, z, share, z, st.floats(-1.0, 1.0), z, z, share)
def test_output_compiled_and_plain(b_a, a, b_m, z_m, around, lasting, luck, spread):
    arguments = (b_a, a, b_m, z_m, around, lasting, luck, spread)
    assert log_output(*arguments) == plain(log_output)(*arguments)


@given(st.floats(0.01, 2.0))
def test_spread_compiled_and_plain(cv):
    assert log_spread(cv) == plain(log_spread)(cv)
    assert math.exp(log_spread(cv) ** 2) - 1.0 == pytest.approx(cv * cv)


# The laws


@given(states(), some, moments, st.data())
def test_the_order_of_rows_does_not_matter(s, p, now, data):
    check_order(perform, s, p, now, data)


@given(states(), some, moments)
def test_writes_only_what_it_declares(s, p, now):
    check_writes(s, after(perform, s, p, now), performance.WRITES)


@given(states(), some, moments, st.sampled_from(["base", "motivation", "lasting"]), st.floats(0.0, 2.0))
def test_who_is_better_or_keener_does_more(s, p, now, name, more):
    better = s.copy()
    column = getattr(better.workforce, name)
    for part in column if isinstance(column, tuple) else (column,):
        part[:] += more
    low, high = outputs(s, p, now), outputs(better, p, now)
    assert all(high[uid] >= low[uid] - 1e-15 for uid in low)


@given(states(), some, moments, st.floats(0.0, 3.0), st.sampled_from(["head", "support"]))
def test_a_better_head_or_more_support_and_no_one_does_less(s, p, now, more, name):
    better = s.copy()
    getattr(better.offices, name)[:] += more
    low, high = outputs(s, p, now), outputs(better, p, now)
    assert all(high[uid] >= low[uid] - 1e-15 for uid in low)


@given(states(), some, moments, st.floats(0.0, 3.0))
def test_overload_never_helps(s, p, now, more):
    loaded = s.copy()
    loaded.offices.utilisation[:] += more
    low, high = outputs(loaded, p, now), outputs(s, p, now)
    assert all(high[uid] >= low[uid] - 1e-15 for uid in low)


@given(states(), some, moments)
def test_an_office_feels_only_itself(s, p, now):
    """What the other office is like changes nobody's output."""
    other = s.copy()
    for name in ("head", "span", "support", "utilisation"):
        getattr(other.offices, name)[1] += 1.0
    here = {uid for uid, who in people(s).items() if who["office"] == 0}
    one, two = outputs(s, p, now), outputs(other, p, now)
    assert all(one[uid] == two[uid] for uid in here)


# Luck


@given(states(), some, st.integers(0, 2**62), st.sampled_from([-24, -12, 0, 12, 24]))
def test_january_brings_everybody_the_luck_of_the_year(s, p, seed, month):
    now = moment(month, seed)
    for uid, who in people(after(perform, s, p, now)).items():
        assert who["luck"] == single(normal(*words(seed, YEAR, uid, now.year)[:2]))


@given(states(), some, st.sampled_from([1, 6, 13]))
def test_later_in_the_year_only_newcomers_draw(s, p, month):
    new = people(after(perform, s, p, moment(month)))
    for uid, who in people(s).items():
        assert (new[uid]["luck"] != who["luck"]) <= (who["entry_month"] == month)
        if who["entry_month"] == month:
            assert new[uid]["luck"] == single(normal(*words(1, YEAR, uid, moment(month).year)[:2]))


def test_luck_belongs_to_the_year_whenever_it_is_drawn():
    s = state(filled(entry_month=6), filled(entry_month=0))
    january, july = after(perform, s, parameters(performance), moment(0)), s.copy()
    draw_luck(july, moment(6))
    assert_array_equal(january.workforce.luck, july.workforce.luck)
    draw_luck(july, moment(12))
    assert (january.workforce.luck != july.workforce.luck).all()


# Known answers


def test_one_sd_of_the_head_is_worth_seven_to_thirteen_percent():
    """λ_L .10 at the usual span (Fenizia 2022)."""
    p, seats = parameters(performance), [filled(type=JPT[0]), *(filled() for _ in range(4))]
    s = state(*seats, offices={"span": 4.0, "head": 0.0})
    better = state(*seats, offices={"span": 4.0, "head": 1.0})
    gained = np.exp(after(perform, better, p, moment(3)).workforce.log_output)
    gained /= np.exp(after(perform, s, p, moment(3)).workforce.log_output)
    assert_allclose(gained, math.exp(0.1))
    assert gained.min() >= 1.07
    assert gained.max() <= 1.13


def test_a_better_head_lifts_the_output_of_a_whole_city():
    """+1 SD of every head of Semarang's offices, spans as they are: + 7 to 13 %, people at work in the usual span."""
    s, p = opened("semarang"), parameters(performance)
    p = p._replace(fit=p.fit)
    better = s.copy()
    better.offices.head[:] += 1.0
    gain = np.exp(
        after(perform, better, p, moment(3)).workforce.log_output - after(perform, s, p, moment(3)).workforce.log_output
    )
    span = s.offices.span[s.workforce.office] / s.baseline.span[0]
    assert_allclose(gain, np.exp(0.1 / np.sqrt(np.maximum(span, 1.0 / s.baseline.span[0]))), rtol=1e-12)
    usual = (span > 0.6) & (span < 1.7)
    assert usual.any()
    assert ((gain[usual] > 1.07) & (gain[usual] < 1.14)).all()
    assert gain[(span > 0.9) & (span < 1.1)].mean() == pytest.approx(1.10, abs=0.03)


@pytest.mark.parametrize(
    ("head", "span", "support", "culture", "trained", "load", "value"),
    [
        (1.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.1),
        (1.0, 16.0, 0.0, 0.0, 0.0, 0.0, 0.05),
        (1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.2),
        (1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.2),  # an empty office counts as one person
        (-0.5, 4.0, 0.0, 0.0, 0.0, 0.0, -0.05),
        (0.0, 4.0, 2.0, 0.0, 0.0, 0.0, 0.04),
        (0.0, 4.0, 0.0, 2.0, 0.0, 0.0, 0.04),
        (0.0, 4.0, 0.0, 0.0, 0.5, 0.0, 0.01),
        (0.0, 4.0, 0.0, 0.0, 0.0, 0.9, 0.0),
        (0.0, 4.0, 0.0, 0.0, 0.0, 1.4, -0.05),
        (0.0, 4.0, 0.0, 0.0, 0.0, 9.99, -0.1),
    ],
)
def test_what_an_office_adds(head, span, support, culture, trained, load, value):
    added = context(head, span, 4.0, support, culture, trained, load, parameters(performance))
    assert added == pytest.approx(value, abs=1e-15)


def test_heads_and_spans_count_from_next_month_on():
    p = parameters(performance)
    s = state(
        filled(type=JPT[0], base=(3.0, 4.0, 2.5), gain=0.0),
        filled(), filled(), filled(type=PENGAWAS[0]),
        vacant(type=ADMINISTRATOR[1], office=1), filled(type=PELAKSANA[1], office=1),
        offices={"head": 0.0, "span": 4.0, "utilisation": 0.0},
    )  # fmt: skip
    fit = -s.baseline.fit_mean[3] / s.baseline.fit_sd[3]  # exactly what the post asks for
    perform(s, p, moment(3))
    assert_allclose(s.offices.context, 0.0)
    assert_allclose(s.offices.head, [fit, -0.5])  # the second office's head is away: someone acts
    assert s.offices.span.tolist() == [2.0, 1.0]  # four people, two managers; one person, none
    perform(s, p, moment(4))
    assert_allclose(s.offices.context, [0.1 * fit / math.sqrt(0.5), -0.05 / math.sqrt(0.25)])


def test_output_adds_up_from_its_parts():
    """ln P = b_a·A + b_m·z_m + O + u + ε − s²/2, by level and kind of job; P is its exponential."""
    p, b = parameters(performance, head=0.1), state(filled()).baseline
    for kind, level, hard in ((PELAKSANA[0], 0, 0), (PENGAWAS[0], 1, 0), (ADMINISTRATOR[0], 2, 1), (MADYA[0], 0, 1)):
        m = b.drive_mean[level] - 1.0 * b.drive_sd[level]
        seat = filled(type=kind, motivation=m, lasting=1.5, luck=-0.5, base=3.0, gain=0.0, office=0)
        s = state(seat, offices={"head": 0.3, "span": 4.0, "utilisation": 0.0, "support": 0.0})
        new, fits = after(perform, s, p, moment(3)).workforce, np.empty(1)
        fit_scores(s.workforce, s.types, b, p.fit, fits)
        parts = b.weight_fit[level] * fits[0] - b.weight_drive[level] + 0.03
        parts += 1.5 * b.lasting_sd[hard] - 0.5 * b.luck_sd[hard] - math.log(1.04) / 2.0
        assert new.log_output[0] == pytest.approx(parts)
        assert new.output[0] == pytest.approx(math.exp(parts))


def test_complex_jobs_have_their_own_luck():
    """u and ε of ℓ ≥ 2 and ahli madya are spread as the second group's."""
    seats = [filled(type=t, lasting=1.0, luck=0.0) for t in (PELAKSANA[0], PENGAWAS[0], MADYA[0], ADMINISTRATOR[0])]
    s, p = state(*seats), parameters(performance)
    more = s.copy()
    more.workforce.lasting[:] = 2.0
    gained = (
        after(perform, more, p, moment(3)).workforce.log_output - after(perform, s, p, moment(3)).workforce.log_output
    )
    lasting = s.baseline.lasting_sd
    assert_allclose(gained, [lasting[0], lasting[0], lasting[1], lasting[1]])
