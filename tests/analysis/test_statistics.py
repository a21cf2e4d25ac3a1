"""Every statistic with an answer that is known beforehand."""

from math import inf, isnan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from karier.analysis import statistics

UP = np.arange(1.0, 21.0)  # twenty paired differences, all above 0


def test_interval_lies_between_order_statistics():
    low, high = statistics.interval(np.arange(101.0))
    assert (low, high) == (5.0, 95.0)


def test_relative_difference_of_nothing_is_not_a_number():
    assert statistics.relative(np.array([1.1, 2.0]), np.array([1.0, 0.0])).tolist()[0] == pytest.approx(0.1)
    assert isnan(statistics.relative(np.array([1.1, 2.0]), np.array([1.0, 0.0]))[1])


def test_standard_error_of_a_mean():
    assert statistics.standard_error(np.array([1.0, 2.0, 3.0])) == pytest.approx(1 / sqrt(3))
    assert isnan(statistics.standard_error(np.array([1.0])))


def test_pairing_gain_is_one_without_correlation_and_without_bound_with_a_constant_difference():
    a, b = np.array([1.0, -1.0, 1.0, -1.0]), np.array([1.0, 1.0, -1.0, -1.0])
    assert statistics.correlation(a, b) == pytest.approx(0.0)
    assert statistics.pairing_gain(a, b) == pytest.approx(1.0)
    assert statistics.correlation(a, a + 3) == pytest.approx(1.0)
    assert statistics.pairing_gain(a, a + 3) == inf
    assert isnan(statistics.correlation(a, np.ones(4)))


def test_probability_of_being_best_counts_replications_and_shares_ties():
    values = np.array([[1.0, 1.0, 1.0, 1.0], [2.0, 0.0, 2.0, 1.0], [0.0, 0.0, 2.0, 0.0]])
    assert statistics.best_probability(values, 1).tolist() == [0.375, 0.5, 0.125]
    assert statistics.best_probability(-values, -1).tolist() == [0.375, 0.5, 0.125]


@given(st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=1, max_size=5), st.sampled_from([-1, 1]))
def test_probabilities_of_being_best_sum_to_one(values, better):
    assert statistics.best_probability(np.array(values, float), better).sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("difference", "better", "said"),
    [
        (UP, 1, "better"),
        (UP, -1, "worse"),
        (-UP, 1, "worse"),
        (UP - 5, 1, "leans_better"),
        (UP - 5, -1, "leans_worse"),
        (UP - 10.5, 1, "none"),
        (0 * UP, 1, "same"),
        (UP[:9], 1, "few"),
        (np.full(20, np.nan), 1, "few"),
    ],
)
def test_verdict(difference, better, said):
    assert statistics.verdict(difference, better) == said


def test_error_of_a_median_is_that_of_order_statistics():
    draws = np.random.default_rng(1).normal(size=(4_000, 100))
    wanted = draws.mean(axis=1).std() * np.sqrt(np.pi / 2)  # of normal draws, in the limit
    assert np.median(statistics.median_error(draws)) == pytest.approx(wanted, rel=0.1)
    assert isnan(statistics.median_error(np.array([1.0])))
    assert statistics.median_error(np.array([1.0, 3.0])) == pytest.approx(1 / sqrt(2))


def test_one_replication_neither_moves_a_median_nor_its_error_but_is_told():
    tail = np.append(UP[:19], 3_000.0)
    assert np.median(tail) == np.median(UP)
    assert statistics.median_error(tail) == statistics.median_error(UP)
    assert statistics.apart(tail)
    assert not statistics.apart(UP)
    assert statistics.apart(np.append(np.full(19, -1.0), 500.0))  # of unlike sign
    assert not statistics.apart(tail[-9:])  # too few


def test_a_verdict_on_heavy_tails_looks_at_the_median():
    tail = np.append(np.linspace(-1.0, 8.0, 19), -3_000.0)
    assert statistics.verdict(tail, 1, heavy=True) == "leans_better"
    assert statistics.verdict(tail, 1) == "none"


def test_gain_arrives_in_the_first_year_whose_interval_excludes_nothing():
    yearly = np.stack([0 * UP, UP - 5, UP, 2 * UP], axis=1)
    assert statistics.arrival(yearly) == 2
    assert statistics.arrival(-yearly) == 2
    assert statistics.arrival(yearly[:, :2]) is None
    assert statistics.arrival(yearly[:5]) is None
    assert statistics.share_arrived(yearly, 2 * UP).tolist() == pytest.approx([0.0, 5.5 / 21, 0.5, 1.0])


def test_years_in_which_an_arrived_gain_is_lost_again_are_told():
    yearly = np.stack([UP - 5, UP, UP - 5, 2 * UP], axis=1)
    assert statistics.arrival(yearly) == 1
    assert statistics.unclear_after(yearly).tolist() == [2]
    assert statistics.unclear_after(yearly[:, :1]).tolist() == []


def test_price_is_the_ratio_of_means_with_the_interval_of_ratios():
    price = statistics.price(10 * UP, UP)
    assert price == statistics.Price(10.0, 10.0, 10.0, "price")
    falling = statistics.price(np.full(20, 40.0), -UP, better=-1)
    assert falling.said == "price"
    assert falling.value == pytest.approx(40 / 10.5)
    assert (falling.low, falling.high) == (40 / 19, 20.0)


@pytest.mark.parametrize(
    ("cost", "gain", "said"),
    [
        (UP, UP - 5, "no_gain"),
        (UP, 0 * UP, "no_gain"),
        (UP, -UP, "worse"),
        (0 * UP, UP, "free"),
        (UP - 5, UP, "free"),
        (-UP, UP, "free"),
        (UP[:4], UP[:4], "few"),
    ],
)
def test_no_price_where_gain_or_cost_cannot_be_told_from_nothing(cost, gain, said):
    price = statistics.price(cost, gain)
    assert price.said == said
    assert isnan(price.value)
