"""A notebook run by hand finds a study's runs from wherever it is started, or makes what is missing in results/."""

import json
import shutil
from pathlib import Path

import pytest

from karier.scenario import BadInput
from karier.studies import by_hand, ensemble_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with notebooks and no results; the call that would compute is only noted."""
    shutil.copytree(ROOT / "notebooks", tmp_path / "project" / "notebooks")
    made = []

    def noted(design, called, folder, jobs=None):
        made.append((design, folder))

    monkeypatch.setattr(by_hand, "write_tables", noted)
    monkeypatch.setattr(by_hand, "ensemble_tables", lambda folder, study, jobs=None: made.append((study, folder)))
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project", made


def described(folder, *scenarios):
    folder.mkdir(parents=True)
    (folder / "study.json").write_text(json.dumps({"scenarios": [{"name": name} for name in scenarios]}))


@pytest.mark.parametrize("where", [".", "notebooks"])
def test_the_study_is_made_in_results_of_the_project(project, monkeypatch, where):
    root, made = project
    monkeypatch.chdir(where)
    assert ensemble_folder("results/quick", "quick", "toy+training") == root / "results" / "quick"
    assert made == [("quick", root / "results" / "quick")]


@pytest.mark.parametrize("where", [".", "notebooks"])
def test_stored_runs_are_found(project, monkeypatch, where):
    root, made = project
    described(root / "results" / "mine", "toy", "toy+training")
    monkeypatch.chdir(where)
    found = ensemble_folder("results/mine", "quick", "toy+training")
    assert found.resolve() == root / "results" / "mine"
    assert made == [("quick", found)]


def test_an_executed_notebook_finds_the_folder_above(project, monkeypatch):
    root, _ = project
    described(root / "results" / "mine", "toy")
    (root / "results" / "mine" / "notebooks").mkdir()
    monkeypatch.chdir(root / "results" / "mine" / "notebooks")
    assert ensemble_folder("..", "quick", "toy").resolve() == root / "results" / "mine"


@pytest.mark.parametrize("where", [".", "notebooks"])
def test_a_scenario_of_no_study_is_run_beside_its_place(project, monkeypatch, where):
    root, made = project
    described(root / "results" / "quick", "toy", "toy+training")
    monkeypatch.chdir(where)
    folder = ensemble_folder("results/quick", "quick", "semarang+training")
    assert folder == root / "results" / "compare" / "semarang--semarang+training"
    ((design, there),) = made
    assert there == folder
    assert [s.name for s in design.scenarios] == ["semarang", "semarang+training"]
    assert (design.seed, design.replications, design.scenarios[0].months) == (1, 4, 36)
    assert not (root.parent / "results").exists()


def test_seed_replications_and_years_are_as_asked(project):
    root, made = project
    described(root / "results" / "quick", "toy", "toy+training")
    ensemble_folder("results/quick", "quick", "toy", seed=9, replications=2, years=1)
    ensemble_folder("results/quick", "quick", seed=9)
    (alone, _), (whole, folder) = made
    assert [s.name for s in alone.scenarios] == ["toy"]
    assert (alone.seed, alone.replications, alone.scenarios[0].months) == (9, 2, 12)
    assert (whole.seed, len(whole.scenarios)) == (9, 3)
    assert folder == root / "results" / "compare" / "quick"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"scenario": "toy+trainin"}, "did you mean training.*quick holds: toy, toy"),
        ({"replications": 0}, "replications: 0 is out of range; allowed: 1 to"),
        ({"years": 61}, "years: 61 is out of range"),
        ({"seed": -2}, "seed: -2 is out of range"),
        ({"study": "quik"}, "did you mean quick"),
    ],
)
def test_what_cannot_be_is_said(project, asked, said):
    with pytest.raises(BadInput, match=said):
        ensemble_folder("results/quick", **({"study": "quick"} | asked))


def test_a_place_alone_and_a_plan_of_ones_own_are_run(tmp_path, monkeypatch):
    (tmp_path / "mine.yaml").write_text("extends: training\nlevers: {training: {set: {hours: 33.0}}}\n")
    monkeypatch.chdir(tmp_path)
    folder = ensemble_folder("results/quick", "quick", "toy+./mine.yaml", replications=1, years=1, jobs=1)
    said = json.loads((folder / "study.json").read_text("utf-8"))
    assert [s["name"] for s in said["scenarios"]] == ["toy", "toy+mine"]
    assert said["today"]["training"]["hours"]["value"] == 20.0
    assert "years_in_level" not in said["today"]["promotion"]  # law is no decision of the city
