"""Selection of the best: 500 problems with a known answer, against fixed designs; a slow twin; what must not matter."""

from math import floor

import numpy as np
import pytest

from karier.analysis import selection
from karier.analysis.selection import margin_factor, select
from karier.validation.ranking import BETTER_BY, ERROR, FIRST, fixed_runs, problem

PROBLEMS = 500


def solved(skewed, least_favourable, gap=BETTER_BY):
    """Share of problems whose choice is the best; the share as good as that; runs; runs of the fixed design."""
    rng = np.random.default_rng(7)
    right, good, runs, fixed = [], [], 0, 0
    for _ in range(PROBLEMS):
        given = problem(rng, skewed, least_favourable, gap)
        found = select(given.values, FIRST, BETTER_BY, ERROR)
        assert found.safe
        right.append(found.best == given.means.argmax())
        good.append(given.means[found.best] >= -BETTER_BY)
        runs += len(given.means) * found.after  # all alternatives go on, those that are ruled out as well
        fixed += fixed_runs(given)
    return np.mean(right), np.mean(good), runs, fixed


@pytest.mark.parametrize("skewed", [False, True])
@pytest.mark.parametrize("least_favourable", [True, False])
def test_500_known_problems_are_solved_with_fewer_runs_than_a_fixed_design_takes(skewed, least_favourable):
    right, _, runs, fixed = solved(skewed, least_favourable)
    assert right >= 1 - ERROR
    assert runs < fixed


def test_a_margin_too_narrow_would_be_caught(monkeypatch):
    monkeypatch.setattr(selection, "margin_factor", lambda *_: margin_factor(*_) / 3)
    right, _, _, _ = solved(skewed=False, least_favourable=True)
    assert right < 1 - ERROR


def test_where_others_come_closer_than_what_matters_the_choice_is_one_of_those_that_are_as_good():
    _, good, _, _ = solved(skewed=False, least_favourable=False, gap=0.0)
    assert good >= 1 - ERROR


def test_the_factor_solves_its_equation():
    for k, first, error in ((2, 10, 0.05), (10, 20, 0.05), (5, 12, 0.01)):
        eta = margin_factor(k, first, error) / (2 * (first - 1))
        assert (1 + 2 * eta) ** (-(first - 1) / 2) / 2 == pytest.approx(error / (k - 1))


def twin(values, first, better_by, error):
    """The procedure as its authors write it down, step by step in plain loops: the choice and the replications."""
    k = len(values)
    h2 = 2 * (first - 1) * 0.5 * ((2 * error / (k - 1)) ** (-2 / (first - 1)) - 1)
    spread = {
        (i, j): sum((x - (sum(d) / first)) ** 2 for x in d) / (first - 1)
        for i in range(k)
        for j in range(k)
        for d in [[values[i][r] - values[j][r] for r in range(first)]]
    }
    last = {pair: floor(h2 * s2 / better_by**2) for pair, s2 in spread.items()}
    left, count = set(range(k)), first
    while True:
        mean = [sum(row[:count]) / count for row in values]
        width = {p: max(0.0, better_by / (2 * count) * (h2 * s2 / better_by**2 - count)) for p, s2 in spread.items()}
        left = {i for i in left if all(mean[i] >= mean[j] - width[i, j] for j in left if j != i)}
        if len(left) == 1 or count >= max(last[i, j] for i in left for j in left) + 1:
            return max(sorted(left), key=lambda i: mean[i]), count
        count += 1


def test_it_agrees_with_its_slow_twin():
    rng = np.random.default_rng(3)
    for _ in range(40):
        k = int(rng.integers(2, 6))
        values = rng.normal(size=(1, 400)) + rng.normal(size=(k, 400)) * rng.uniform(0.2, 1.5, (k, 1))
        found = select(values, 10, 0.5, 0.1)
        assert (found.best, found.after) == twin(values.tolist(), 10, 0.5, 0.1)


def test_a_decision_stands_whatever_comes_later_and_comes_no_later_than_was_said():
    rng = np.random.default_rng(4)
    values = rng.normal(size=(4, 500)) + np.array([[0.0], [0.1], [0.2], [0.6]])
    whole = select(values, 10, 0.3, 0.05)
    assert select(values[:, : whole.after], 10, 0.3, 0.05) == whole
    left = (0, 1, 2, 3)
    for count in range(10, whole.after):
        before = select(values[:, :count], 10, 0.3, 0.05)
        assert not before.safe
        assert before.most >= whole.after
        assert set(before.left) <= set(left)  # nobody comes back
        left = before.left


def test_order_and_unit_do_not_matter():
    rng = np.random.default_rng(5)
    values = rng.normal(size=(5, 400)) + rng.normal(size=(1, 400))
    found, order = select(values, 10, 0.4, 0.05), np.array([3, 1, 4, 0, 2])
    turned = select(values[order], 10, 0.4, 0.05)
    assert (order[turned.best], turned.after) == (found.best, found.after)
    assert select(1024 * values, 10, 1024 * 0.4, 0.05) == found


def test_better_pairing_takes_fewer_replications():
    rng = np.random.default_rng(6)
    own, shared = rng.normal(size=(3, 2_000)), rng.normal(size=(1, 2_000))
    means = np.array([[0.0], [0.0], [1.0]])
    paired, apart = (select(means + 4 * luck, 20, 1.0, 0.05) for luck in (0.9 * shared + 0.43 * own, own))
    assert paired.best == apart.best == 2
    assert paired.after < apart.after


def test_of_equals_the_first_is_chosen_at_once_and_one_alone_needs_no_choice():
    row = np.random.default_rng(8).normal(size=12)
    assert select(np.stack([row, row, row - 1]), 10, 0.5, 0.05) == selection.Selection(0, (0, 1), 10, 10)
    assert select(row[None], 10, 0.5, 0.05) == selection.Selection(0, (0,), 10, 10)
