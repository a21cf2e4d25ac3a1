"""The table of elementary effects: made as it says, and made again in part."""

import re
import runpy
from pathlib import Path

import numpy as np
import pytest

from karier.evidence.sensitivity import LUCK, sensitivity
from karier.scenario import load

TOOL = runpy.run_path(str(Path(__file__).resolve().parents[1] / "tools/make_sensitivity.py"))
TABLE = sensitivity()


def test_effects_of_a_known_function_are_its_slopes():
    points = TOOL["design"](["a", "b", "c"], trajectories=6, seed=3)
    values = 2.0 * points[..., 0] - 3.0 * points[..., 1] + points[..., 1] * points[..., 2]
    found = TOOL["effects"](points, values)
    np.testing.assert_allclose(found[:, 0], 2.0)
    assert (found[:, 1] >= -3.0 - 1e-12).all()
    assert np.ptp(found[:, 1]) > 0.0
    from SALib.analyze.morris import analyze

    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0.0, 1.0]] * 3}
    theirs = analyze(problem, points.reshape(-1, 3), values.reshape(-1), num_levels=4)
    np.testing.assert_allclose(np.abs(found).mean(axis=0), np.asarray(theirs["mu_star"]))
    np.testing.assert_allclose(found.std(axis=0, ddof=1), np.asarray(theirs["sigma"]))


def test_the_table_has_every_belief_of_the_place():
    moved = TOOL["factors"](load("semarang"))
    for outcome in TOOL["STRATEGIES"]:
        assert set(TABLE.effects[outcome]) == set(moved)
    drawn = {p.name for section in load("semarang").parameters.values() for p in section.values() if p.drawn}
    assert {name for names in moved.values() for name in names} == drawn
    assert all(TABLE.of(name, "package") for name in drawn)
    assert TABLE.of("training.share", "package") is None


def test_the_table_says_how_it_was_made():
    made = (TOOL["YEARS"], TOOL["TRAJECTORIES"], TOOL["SEED"])
    assert tuple(int(TABLE.about[key]) for key in ("years", "trajectories", "seed")) == made
    assert TABLE.about["scenario"] == load("semarang").key()[:16], "make it anew: python tools/make_sensitivity.py"


def test_means_and_spreads_are_those_of_the_effects():
    for effects in TABLE.effects.values():
        for one in effects.values():
            assert len(one.each) == TOOL["TRAJECTORIES"]
            assert one.mu_star == pytest.approx(np.abs(one.each).mean(), abs=2e-5)
            assert one.mu == pytest.approx(np.mean(one.each), abs=2e-5)
            assert one.sigma == pytest.approx(np.std(one.each, ddof=1), abs=2e-5)


def test_the_limits_name_what_the_headline_hangs_on_most():
    text = (Path(__file__).resolve().parents[1] / "docs/limits.md").read_text("utf-8")
    (sentence,) = re.findall(r"gain in capacity moves most with (.+?)\.\s", text, re.DOTALL)
    named = re.findall(r"`(\w+\.\w+)`", sentence)
    effects = TABLE.effects["package"].values()
    assert named == [one.factor for one in sorted(effects, key=lambda one: -one.mu_star)[: len(named)]]
    assert len(named) == 5


def test_a_part_of_the_table_comes_out_again():
    """Two neighbouring steps of the last trajectory, on training alone: two beliefs' effects, to the last digit."""
    cities = TOOL["scenarios"](strategies=("training",))
    moved = TOOL["factors"](cities["semarang"])
    points = TOOL["design"](list(moved))[-1]
    strong = list(moved).index("learning.effect")
    at = int(np.flatnonzero(np.diff(points[:, strong]))[0])
    first = min(at, len(points) - 3)
    values = [TOOL["outcome"](cities, moved, point)["training"] for point in points[first : first + 3]]
    for step in range(2):
        change = points[first + step + 1] - points[first + step]
        factor = int(np.abs(change).argmax())
        effect = (values[step + 1] - values[step]) / change[factor]
        recorded = TABLE.effects["training"][list(moved)[factor]].each[-1]
        assert effect == pytest.approx(recorded, abs=6e-6), "make it anew: python tools/make_sensitivity.py"
    assert LUCK in moved
