"""exp, log and what is made of them: as exact as promised, the same bits compiled and plain; sums without order."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from karier import maths

UNARY = ("exp", "log", "logistic", "normal_cdf", "cosine_of_turn")


def plain(rule):
    return getattr(rule, "py_func", rule)


def ulps(value, exact):
    """Distance from the exact value, in units of the last place of the double next to it."""
    near = float(exact)
    return abs((mpmath.mpf(value) - exact) / mpmath.mpf(math.ulp(near)))


exponents = st.floats(-700.0, 700.0) | st.floats(-2.0, 2.0) | st.floats(-1e-9, 1e-9)
positive = st.floats(2.3e-308, 1.7e308) | st.floats(0.4, 2.5) | st.floats(1.0 - 1e-9, 1.0 + 1e-9)
turns = st.floats(0.0, 1.0) | st.sampled_from([k / 8 + d for k in range(9) for d in (-1e-12, 0.0, 1e-12)]).filter(
    lambda u: 0.0 <= u <= 1.0
)


# Exactness


@given(exponents)
def test_exp_is_within_one_ulp(x):
    assert ulps(maths.exp(x), mpmath.exp(mpmath.mpf(x))) <= 1.0


@given(positive)
def test_log_is_within_one_ulp(x):
    assert ulps(maths.log(x), mpmath.log(mpmath.mpf(x))) <= 1.0


def test_log_and_exp_are_within_one_ulp_on_a_grid():
    """Every binary order of magnitude, and both sides of the places where the argument is folded."""
    for k in range(-1000, 1000, 7):
        for m in (1.0, 1.2, math.sqrt(2.0), math.nextafter(math.sqrt(2.0), 2.0), 1.9):
            x = math.ldexp(m, k)
            assert ulps(maths.log(x), mpmath.log(mpmath.mpf(x))) <= 1.0, x
    for k in range(-1000, 1000, 7):
        for d in (-1e-9, 0.0, 1e-9):
            x = (k + 0.5) * math.log(2.0) * (1.0 + d)
            if abs(x) < 700.0:
                assert ulps(maths.exp(x), mpmath.exp(mpmath.mpf(x))) <= 1.0, x


@given(turns)
def test_cosine_is_exact_to_the_last_places_of_one(u):
    assert abs(mpmath.mpf(maths.cosine_of_turn(u)) - mpmath.cos(2 * mpmath.pi * mpmath.mpf(u))) < 4e-16


@given(st.floats(-40.0, 40.0))
def test_normal_cdf_is_as_near_as_its_source_says(x):
    assert abs(maths.normal_cdf(x) - float(mpmath.ncdf(x))) < 7.5e-8


@given(st.floats(-600.0, 600.0))
def test_logistic_is_the_curve(x):
    assert maths.logistic(x) == pytest.approx(float(1 / (1 + mpmath.exp(-mpmath.mpf(x)))), rel=1e-15)


@given(st.floats(1e-6, 1e6), st.floats(-4.0, 4.0))
def test_power_is_the_power(x, g):
    assert maths.power(x, g) == pytest.approx(float(mpmath.power(mpmath.mpf(x), mpmath.mpf(g))), rel=2e-14)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (maths.exp(0.0), 1.0),
        (maths.exp(1e9), maths.exp(700.0)),
        (maths.exp(-1e9), maths.exp(-700.0)),
        (maths.exp(math.inf), maths.exp(700.0)),
        (maths.log(1.0), 0.0),
        (maths.log(math.e), 1.0),
        (maths.logistic(0.0), 0.5),
        (maths.cosine_of_turn(0.0), 1.0),
        (maths.cosine_of_turn(0.5), -1.0),
        (maths.cosine_of_turn(1.0), 1.0),
        (maths.half_life(0.0, 11.0), 1.0),
        (maths.half_life(11.0, 11.0), 0.5),
        (maths.half_life(22.0, 11.0), 0.25),
        (maths.fixed(1.0), maths.FIXED),
        (maths.fixed(-2.5), -2.5 * maths.FIXED),
        (maths.unfixed(3 * maths.FIXED), 3.0),
    ],
)
def test_known_values(value, expected):
    assert value == pytest.approx(expected, rel=3e-16)


@given(st.lists(st.floats(-700.0, 700.0), min_size=2, max_size=2).map(sorted))
def test_exp_and_logistic_never_fall(pair):
    low, high = pair
    assert maths.exp(low) <= maths.exp(high)
    assert maths.logistic(low) <= maths.logistic(high)
    assert 0.0 <= maths.logistic(low) <= 1.0


# The same bits compiled and plain


@pytest.mark.parametrize("name", UNARY)
@given(st.data())
def test_compiled_and_plain_give_the_same_bits(name, data):
    x = data.draw({"log": positive, "cosine_of_turn": turns}.get(name, exponents))
    rule = getattr(maths, name)
    assert rule(x) == plain(rule)(x)


@given(st.floats(1e-6, 1e6), st.floats(-4.0, 4.0), st.floats(0.1, 900.0))
def test_rules_of_two_arguments_too(x, g, half):
    assert maths.power(x, g) == plain(maths.power)(x, g)
    assert maths.half_life(g, half) == plain(maths.half_life)(g, half)


@given(st.floats(-1e6, 1e6), st.integers(-(2**62), 2**62))
def test_fixed_point_too(x, total):
    assert maths.fixed(x) == plain(maths.fixed)(x)
    assert maths.unfixed(total) == plain(maths.unfixed)(total)


@given(st.floats(allow_nan=False))
def test_bits_there_and_back(x):
    assert maths.double_of(maths.bits_of(x)) == x
    assert math.copysign(1.0, maths.double_of(maths.bits_of(x))) == math.copysign(1.0, x)


# Sums


numbers = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=30)


@given(numbers, st.randoms(use_true_random=False))
def test_a_sum_in_fixed_point_knows_no_order(values, luck):
    shuffled = luck.sample(values, len(values))
    assert sum(maths.fixed(x) for x in values) == sum(maths.fixed(x) for x in shuffled)
    assert maths.exact_mean(values) == maths.exact_mean(shuffled)
    assert maths.exact_sd(values) == maths.exact_sd(shuffled)


@given(numbers)
def test_mean_and_sd_are_right_to_the_step_of_the_fixed_point(values):
    assert abs(maths.exact_mean(values) - np.mean(values)) < 2**-30 + 1e-12
    assert abs(maths.exact_sd(values) ** 2 - np.var(values)) < 1e-8 * max(np.ptp(values), 1.0)


def test_mean_and_sd_of_nobody_are_zero():
    assert maths.exact_mean([]) == 0.0
    assert maths.exact_sd([]) == 0.0


@given(st.floats(-1e6, 1e6))
def test_fixed_rounds_to_the_nearest_step(x):
    assert abs(maths.unfixed(maths.fixed(x)) - x) <= 2**-31
