"""The suite of patterns: data that cannot be misread, verdicts that can fail, every pattern measured by one check."""

import json
import math

import pytest
from typer.testing import CliRunner

from karier.cli.app import app
from karier.validation import suite
from karier.validation.looks import adjusted_gap
from karier.validation.pattern import FOLDER, NATURES, Found, Pattern, patterns
from karier.validation.suite import CHECKS, Check, validate

PATTERN = Pattern("p", {"id": "p", "en": "p"}, 1.0, (0.9, 1.1), "share", "theory", "nobody")
STEMS = sorted(file.stem for file in FOLDER.glob("*.yaml") if file.stem != "calibration")


@pytest.mark.parametrize(
    ("values", "passed"),
    [((1.0,), True), ((0.9, 1.1), True), ((1.2, 1.2), False), ((0.8,), False), ((math.nan,), False)],
)
def test_the_mean_decides(values, passed):
    assert Found(PATTERN, values).passed is passed
    assert Found(PATTERN, values).to_dict()["verdict"] == ("pass" if passed else "fail")


def test_interval_and_error_are_of_the_seeds():
    found = Found(PATTERN, tuple(float(x) for x in range(101)))
    assert found.interval == pytest.approx((5.0, 95.0))
    assert found.error == pytest.approx(math.sqrt(sum((x - 50) ** 2 for x in range(101)) / 100 / 101))
    assert Found(PATTERN, (2.0,)).error == 0.0


@pytest.mark.parametrize("stem", STEMS)
def test_every_pattern_of_a_file_is_measured_once(stem):
    measured = [p for check in CHECKS for p in check.patterns]
    assert len({p.name for p in measured}) == len(measured)
    assert all(p in measured for p in patterns(stem).values())
    for p in patterns(stem).values():
        assert p.nature in NATURES
        assert p.source
        assert p.title["id"] != p.title["en"]


def test_names_of_checks_are_unique():
    assert len({check.name for check in CHECKS}) == len(CHECKS)


def test_a_fault_is_shown_as_failing(monkeypatch):
    monkeypatch.setattr(suite, "CHECKS", (Check("off", (PATTERN,), lambda seed: (1.0 + seed,), 3),))
    done = [suite._measured("off", seed)[0] for seed in range(3)]
    assert not Found(PATTERN, tuple(v for (v,) in done)).passed


def test_a_check_that_forgets_a_pattern_is_a_fault(monkeypatch):
    monkeypatch.setattr(suite, "CHECKS", (Check("short", (PATTERN, PATTERN), lambda _: (1.0,)),))
    with pytest.raises(ValueError, match="1 values for 2 patterns"):
        suite._measured("short", 0)


def test_json_lists_objects():
    done = CliRunner().invoke(app, ["validate-model", "--only", "erlang", "--json", "--jobs", "1"])
    assert done.exit_code == 0
    rows = json.loads(done.stdout)
    assert len(rows) == 6
    for row in rows:
        assert row["verdict"] == "pass"
        assert row["tolerance"][0] <= row["target"] <= row["tolerance"][1]
        assert {"pattern", "target", "tolerance", "value", "low", "high", "verdict"} <= row.keys()


def test_an_unknown_check_is_told():
    from karier.scenario import BadInput

    with pytest.raises(BadInput, match="'erlangs' is no check"):
        next(validate(only=("erlangs",)))


def test_the_gap_is_within_strata():
    """Women stand lower where fewer rise: the crude gap is −.2, within levels there is none."""
    import numpy as np

    woman = np.repeat([True, False, True, False], [80, 20, 20, 80])
    level = np.repeat([0, 1], 100)
    promoted = np.concatenate(
        [np.arange(80) % 10 == 0, np.arange(20) % 10 == 0, np.arange(20) % 2 == 0, np.arange(80) % 2 == 0]
    )
    assert promoted[woman].mean() - promoted[~woman].mean() == pytest.approx(-0.24)
    assert adjusted_gap(promoted, woman, level) == pytest.approx(0.0)
    promoted[:8] = False
    assert adjusted_gap(promoted, woman, level) < 0.0
