"""Scores with known values, and against their definition by integration."""

import numpy as np
import pytest

from karier.validation import scoring


@pytest.mark.parametrize(("draw", "observed"), [(7000.0, 7000.0), (7000.0, 7500.0), (0.0, -3.0)])
def test_crps_of_a_point_forecast_is_the_absolute_error(draw, observed):
    error = abs(draw - observed)
    assert scoring.crps_ensemble(np.array([draw]), observed) == error
    assert scoring.crps_ensemble(np.full(9, draw), observed) == pytest.approx(error)
    assert scoring.crps_quantiles(scoring.LEVELS, [draw] * 5, observed) == pytest.approx(error)


@pytest.mark.parametrize(("observed", "crps"), [(0.0, 0.25), (0.5, 0.25), (1.0, 0.25), (2.0, 1.25), (-1.0, 1.25)])
def test_crps_of_two_draws(observed, crps):
    """Draws 0 and 1: E|X − y| less a quarter."""
    assert scoring.crps_ensemble(np.array([1.0, 0.0]), observed) == pytest.approx(crps)


def test_crps_is_the_area_between_the_two_distributions():
    """∫ (F(x) − 1{x ≥ y})² dx, exact for a step function."""
    draws = np.random.default_rng(3).gamma(2.0, 50.0, 37)
    for observed in (0.0, 63.0, 400.0):
        edges = np.sort(np.append(draws, observed))
        below = np.searchsorted(np.sort(draws), edges[:-1], side="right") / len(draws)
        area = float((np.diff(edges) * (below - (edges[:-1] >= observed)) ** 2).sum())
        assert scoring.crps_ensemble(draws, observed) == pytest.approx(area)


def test_crps_of_a_normal_has_its_closed_form():
    """At the mean σ·(√(2/π) − 1/√π) = .233695σ; far away the distance less σ/√π."""
    assert scoring.crps_normal(5.0, 2.0, 5.0) == pytest.approx(2 * 0.2336950, abs=1e-6)
    assert scoring.crps_normal(0.0, 1.0, 50.0) == pytest.approx(50.0 - 1.0 / np.sqrt(np.pi))
    assert scoring.crps_normal(0.0, 1.0, -1.3) == scoring.crps_normal(0.0, 1.0, 1.3)


def test_many_draws_of_a_normal_score_as_the_normal():
    from scipy.stats import norm

    draws = norm.ppf((np.arange(4000) + 0.5) / 4000) * 3.0 + 10.0
    for observed in (4.0, 10.0, 13.0):
        assert scoring.crps_ensemble(draws, observed) == pytest.approx(scoring.crps_normal(10, 3, observed), abs=2e-3)


def test_crps_from_quantiles_is_twice_the_mean_pinball_loss():
    """Observed 10 with quantiles 0 … 4: every one too low, weights .05 … .95."""
    losses = [0.05 * 10, 0.25 * 9, 0.5 * 8, 0.75 * 7, 0.95 * 6]
    assert scoring.crps_quantiles(scoring.LEVELS, [0, 1, 2, 3, 4], 10) == pytest.approx(2 * sum(losses) / 5)
    assert scoring.crps_quantiles(scoring.LEVELS, [0, 1, 2, 3, 4], 2) == pytest.approx(
        2 * (0.05 * 2 + 0.25 + 0.25 + 0.05 * 2) / 5
    )


def test_a_range_scores_as_its_readings_on_average():
    assert scoring.crps_reading(np.array([650.0]), 600.0, 700.0) == pytest.approx(
        np.abs(np.linspace(-50, 50, 21)).mean()
    )
    assert scoring.crps_reading(np.array([650.0]), 700.0, 700.0) == 50.0


def test_the_place_of_what_came_among_the_draws():
    draws = np.array([1.0, 2.0, 2.0, 3.0])
    assert [scoring.pit(draws, y) for y in (0.0, 1.0, 2.0, 2.5, 9.0)] == [0.0, 0.125, 0.5, 0.75, 1.0]


def test_coverage_is_told_from_ten_points_on():
    assert scoring.coverage([True] * 9) is None
    assert scoring.coverage([True] * 9 + [False]) == 0.9
