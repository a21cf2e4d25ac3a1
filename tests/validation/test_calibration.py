"""Estimated beliefs: the posterior is the right one, ranks find a wrong one, and draws of it are what studies use."""

from pathlib import Path

import numpy as np
import pytest

from karier.scenario import load, posterior
from karier.scenario.posterior import FILE
from karier.validation import calibration
from karier.validation.calibration import (
    FREE,
    Emulator,
    judged,
    prior_draws,
    priors,
    published,
    ranks,
    uniform,
    weights,
)
from karier.validation.trials import Effects

REFERENCE = Path(__file__).parents[1] / "reference"
M, E = len(FREE), len(Effects._fields)


def test_weights_are_bayes_rule():
    """One effect, a flat prior on a grid: the normal posterior, precision added."""
    grid = np.linspace(-5.0, 5.0, 4001)
    w = weights(Emulator(None, np.array([[0.25]])), grid[:, None], np.array([1.0]), np.array([0.5]))
    mean = w @ grid
    assert w.sum() == pytest.approx(1.0)
    assert mean == pytest.approx(1.0, abs=1e-6)
    assert w @ (grid - mean) ** 2 == pytest.approx(0.25 + 0.25, rel=1e-4)


def made(n, noise, seed=3):
    """Simulations of a world in which each effect is a sum of two beliefs and an error."""
    beliefs = prior_draws(n, seed)
    x = (beliefs - beliefs.mean(axis=0)) / beliefs.std(axis=0)
    luck = np.random.default_rng(seed + 1).standard_normal((n, E))
    sd = published().sd
    y = np.stack([x[:, i] + 0.5 * x[:, i + E - 1] for i in range(E)], axis=1) * 3.0 * sd + noise * sd * luck
    return np.concatenate([beliefs, y], axis=1)


def test_ranks_are_uniform_where_the_emulator_is_right_and_not_where_it_is_sure_of_itself():
    rows = made(1100, 1.0)
    emulator = calibration.emulate(rows[400:])
    found = ranks(emulator, rows[:400], 5)
    assert uniform(judged(found))
    assert all(0.85 <= v.covered <= 0.95 for v in judged(found))
    sure = ranks(emulator._replace(error=emulator.error * 0.0 - np.diag(published().sd ** 2) * 0.97), rows[:400], 5)
    assert not uniform(judged(sure))


def test_the_emulators_error_is_that_on_what_it_has_not_seen():
    rows = made(700, 2.0)
    error = np.sqrt(np.diag(calibration.emulate(rows).error)) / published().sd
    assert error == pytest.approx([2.0] * E, rel=0.15)


def test_holm_rejects_by_the_smallest_p():
    v = calibration.Verdict("x", 0.5, 0.9)
    assert uniform([v] * 9)
    assert not uniform([v] * 8 + [v._replace(p=0.0011)])
    assert uniform([v] * 8 + [v._replace(p=0.0012)])


# What is shipped


def shipped():
    names, bounds, draws = posterior._read(FILE)
    return names, bounds, np.array(draws)


def test_the_shipped_posterior_is_of_todays_beliefs():
    names, bounds, draws = shipped()
    assert tuple(names) == FREE
    assert bounds == [(low, high, value) for low, value, high in priors(load("semarang"))]
    assert len(draws) >= 400
    for column, (low, high, _) in zip(draws.T, bounds, strict=True):
        assert low <= column.min() < column.max() <= high


def test_the_shipped_calibration_covered_its_truths():
    """Uniform at 1 % (Holm) for every free belief; 90 % intervals hold 85 to 95 % of at least 400 truths."""
    table = np.loadtxt(REFERENCE / "calibration_ranks.csv", delimiter=",", skiprows=1)[:, 1:]
    assert table.shape[0] >= 400
    assert table.shape[1] == M
    assert uniform(judged(table))
    assert all(0.85 <= v.covered <= 0.95 for v in judged(table))


def test_the_experiments_find_what_the_reference_holds():
    table = np.loadtxt(REFERENCE / "calibration_simulations.csv", delimiter=",", skiprows=1)
    found = calibration.simulate(int(table[1, 0]))
    assert found == pytest.approx(table[1, 1:], rel=0.02, abs=5e-4)


def test_studies_draw_beliefs_together_from_the_posterior():
    names, _, draws = shipped()
    s = load("toy").drawn(1, 4)
    drawn = [s.parameters[section][key].value for section, key in (name.split(".") for name in names)]
    assert any(drawn == pytest.approx(row) for row in draws)
    assert s.drawn is not None
    prior = load("toy").drawn(1, 4, prior=True)
    other = [prior.parameters[section][key].value for section, key in (name.split(".") for name in names)]
    assert other != drawn
    assert prior.parameters["exits"]["death_growth"].value == s.parameters["exits"]["death_growth"].value


def test_the_posterior_is_not_for_those_who_believe_something_else():
    s = load("toy", set={"performance.head": 0.05}).drawn(1, 4)
    assert s.parameters["performance"]["head"].value == 0.05
    row = posterior.row(0.5)
    assert row["performance.head"].prior == (0.03, 0.12, 0.1)


def test_without_a_file_nothing_is_drawn_together(tmp_path):
    assert posterior.row(0.5, tmp_path / "posterior.csv") == {}
