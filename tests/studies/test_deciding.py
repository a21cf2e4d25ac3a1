"""Replications go on until a decision is safe, and no longer; what was computed before is found again."""

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from karier import cli
from karier.analysis.decision import Question, scores
from karier.analysis.results import read
from karier.runs import Design, Progress
from karier.scenario import BadInput, load
from karier.studies import deciding, ensemble_tables
from karier.studies.budget import held, told
from karier.studies.deciding import BATCH, question, until_safe
from karier.studies.study import Title, write_tables


@pytest.fixture(scope="module")
def design():
    return Design((load("toy", years=1), load("toy+training", years=1)), 1, 12)


@pytest.fixture
def invented(monkeypatch):
    """Runs that are not run: the strategy is ahead by a quarter of what luck brings."""
    luck = 0.1 + 0.4 * np.random.default_rng(2).normal(size=(1, 500))
    values = np.vstack([0 * luck, luck])
    seen = []
    monkeypatch.setattr(deciding, "complete", lambda design, *_: seen.append(design) or SimpleNamespace(design=design))
    monkeypatch.setattr(deciding, "_scores", lambda done, _, since: values[:, since : done.design.replications])
    return values, seen


def test_it_goes_on_by_batches_until_the_choice_is_safe(design, invented, tmp_path):
    values, seen = invented
    asked = Question("ikm", 0.1, 12, 0.05, 500)
    made = until_safe(design, asked, tmp_path, None, None)
    safe = asked.answered(values).after
    assert [one.replications for one in seen] == list(range(12, made.replications + 1, BATCH))
    assert made.replications - BATCH < safe <= made.replications
    assert safe > 12 + BATCH  # else this shows little


def test_it_ends_at_the_most_that_was_allowed_and_says_so_on_the_way(design, invented, tmp_path):
    notes = []
    tell = Progress()
    tell.note = notes.append
    made = until_safe(design, Question("ikm", 0.1, 12, 0.05, 25), tmp_path, None, tell)
    assert made.replications == 25
    assert notes[0].startswith("after 12 replications 2 of 2 scenarios may be the best; safe after ")


def test_what_cannot_be_asked(design):
    assert question("ikm", 0.1, 0.05, 200, replace(design, replications=4)).first == 10
    with pytest.raises(BadInput, match="one scenario alone"):
        question("ikm", 0.1, 0.05, 200, replace(design, scenarios=design.scenarios[:1]))


def test_an_outcome_without_value_is_bad_input(design, monkeypatch):
    monkeypatch.setattr(deciding, "scores", lambda *_: np.array([[0.0, np.nan]]))
    monkeypatch.setattr(deciding, "Results", lambda *_: None)
    done = SimpleNamespace(design=design, monthly=lambda _: SimpleNamespace(to_pandas=lambda: None))
    with pytest.raises(BadInput, match="ikm has no value"):
        deciding._scores(done, Question("ikm", 0.1, 12), 0)


def test_in_the_city_a_stopped_study_goes_on_and_its_runs_are_those_of_a_plain_comparison(tmp_path, capsys):
    words = ["compare", "toy", "toy+training", "--years", "1", "--set-plan", "training.start=2026-01-01", "--json"]
    words += ["--out", str(tmp_path), "--jobs", "1"]
    ask = [*words, "--replications", "10", "--until-safe", "capacity_efficiency", "--better-by", "0.0001"]
    assert cli.main([*ask, "--at-most", "10"]) == 0
    first = json.loads(capsys.readouterr().out)["decision"]
    assert (first["safe"], first["replications"], first["left"]) == (False, 10, ["toy", "toy+training"])
    assert cli.main([*ask, "--at-most", "12"]) == 0
    out, err = capsys.readouterr()
    second = json.loads(out)["decision"]
    assert second["replications"] == 12
    assert "20 of 24 runs are already stored" in err
    assert second["lead"] == pytest.approx(abs(scores(read(tmp_path), "capacity_efficiency")[1].mean()))
    (tmp_path / "tables" / "lines.parquet").unlink()
    ensemble_tables(tmp_path, jobs=1)  # as a notebook asks for them
    assert json.loads((tmp_path / "study.json").read_text("utf-8"))["decide"]["at_most"] == 12
    asked_for = (tmp_path / "tables" / "monthly.parquet").read_bytes()
    capsys.readouterr()
    assert cli.main([*words, "--replications", "12"]) == 0
    out, err = capsys.readouterr()
    assert "runs" not in err
    assert "decision" not in json.loads(out)
    assert (tmp_path / "tables" / "monthly.parquet").read_bytes() == asked_for


def test_at_an_equal_budget_doses_are_those_of_the_first_replications(tmp_path):
    """The doses are settled once: what a choice decides between does not change while it is looked at."""
    names = ("toy", "toy+training", "toy+recruitment")
    design = Design(tuple(load(name, years=2) for name in names), 5, 3)
    asked = question("capacity_efficiency", 1e-6, 0.05, 12, design)
    done = write_tables(design, Title("held", {}, {}), tmp_path / "held", 1, None, "toy+recruitment", asked)
    assert done.design.replications == asked.at_most == 12
    alone, rows = held(replace(design, replications=asked.first), "toy+recruitment", tmp_path / "alone", jobs=1)
    assert [s.key() for s in done.design.scenarios] == [s.key() for s in alone.scenarios]
    assert [s.key() for s in done.design.scenarios] != [s.key() for s in design.scenarios]
    said = json.loads((tmp_path / "held" / "study.json").read_text("utf-8"))
    assert said["decide"]["at_most"] == said["replications"] == 12
    assert said["budget"] == told("toy+recruitment", rows)
