"""The versions that are compared: the same fields from the same first day, and the same means."""

import ast
from pathlib import Path

import numpy as np
import pytest

from benchmarks import pairing, versions, world
from benchmarks.agreement import TOLERANCE, compare, of_run
from benchmarks.mesa_core import MesaCore
from benchmarks.nation import nation, table_bytes
from benchmarks.numpy_core import NumpyCore
from cities import opened
from karier import model

MONTHS = 24
PACKAGE = Path(model.__file__).parent


@pytest.fixture(scope="module")
def runs():
    """Of each version, four runs of two years in the toy city."""
    s = world.core("toy", 3)
    made = {name: getattr(versions, name) for name in ("mesa", "numpy", "karier")}
    return {name: np.array([of_run(run(s, seed, MONTHS).seen) for seed in range(1, 5)]) for name, run in made.items()}


@pytest.mark.parametrize("version", ["mesa", "numpy"])
def test_the_versions_agree(runs, version):
    """On a small city and few runs, so within four standard errors or five times the benchmark's tolerance."""
    for k, name in enumerate(world.SEEN[:-1]):
        theirs, ours = runs[version][:, k], runs["karier"][:, k]
        error = np.sqrt((theirs.var(ddof=1) + ours.var(ddof=1)) / len(ours))
        assert theirs.mean() == pytest.approx(ours.mean(), rel=5 * TOLERANCE[name], abs=4 * error), name


def test_a_difference_is_seen(runs):
    """Motivation off by 2 % agrees in no table."""
    moved, k = {**runs, "numpy": runs["numpy"].copy()}, world.SEEN.index("mean_motivation")
    moved["numpy"][:, k] = runs["karier"][:, k] * 1.02
    row = next(r for r in compare(moved) if r["version"] == "numpy" and r["output"] == "mean_motivation")
    assert not row["agrees"]


def test_they_begin_with_the_same_people():
    s = world.core("toy", 3)
    state = world.opening(s, 1)
    mesa_core, numpy_core = MesaCore(s, world.opening(s, 1), 0), NumpyCore(s, world.opening(s, 1), 0)
    staff = state.workforce
    for name in ("birth_month", "rank", "drive", "lasting", "credit", "predicate"):
        expected = getattr(staff, name)
        np.testing.assert_array_equal(mesa_core.people.get(name), expected, name)
        np.testing.assert_array_equal(getattr(numpy_core.c, name), expected, name)
    for k in range(3):
        np.testing.assert_array_equal([a.base[k] for a in mesa_core.people], staff.base[k])
        np.testing.assert_array_equal(numpy_core.c.base[k], staff.base[k])


def test_the_calendar_of_the_core_is_the_shipped_one_less_the_rest():
    with world.calendar_of_the_core():
        acts = [entry.act for entry in model.CALENDAR]
    assert acts == [entry.act for entry in model.CALENDAR if entry.act in world.CORE]
    assert set(acts) == set(world.CORE)


def test_a_nation_is_the_city_many_times():
    state = world.opening(world.core("toy", 3), 1)
    many = nation(state, 10 * state.people)
    assert many.people == 10 * state.people
    sizes, one = table_bytes(many), table_bytes(state)
    assert sizes["store"] == 10 * one["store"]
    held = many.posts.holder >= 0
    assert len(set(many.posts.holder[held].tolist())) == held.sum() == many.people


def test_a_person_takes_at_most_250_bytes():
    """All tables, at a million people, with Semarang's posts, offices and lines."""
    many = nation(opened("semarang"))
    assert many.people >= 1_000_000
    assert sum(table_bytes(many).values()) <= 250 * many.people


def test_pairing_gain_is_a_ratio_of_variances():
    base, plan = np.array([[1.0, 2.0, 3.0]]), np.array([[1.1, 2.2, 3.0]])
    gains = pairing._gains(np.repeat(base, 6, axis=0), np.repeat(plan, 6, axis=0))
    expected = (base.var(ddof=1) + plan.var(ddof=1)) / (plan - base).var(ddof=1)
    assert gains[pairing.HEADLINE] == pytest.approx(expected)


def test_the_package_knows_nothing_of_the_benchmarks():
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
                assert not any(name.split(".")[0] == "benchmarks" for name in names), file
