"""A whole study, once: every file is there, and the notebooks say nothing that nobody wants to read."""

import json
import shutil

import nbformat
import pandas as pd
import pytest

from karier import cli
from karier.observables import MONTHLY
from karier.runs import CODE, NAMES
from karier.scenario import load_study
from karier.studies import ensemble_tables
from karier.studies import study as module

NOTEBOOKS = ["comparison.en", "toy+recruitment.en", "toy+training.en", "toy.en"]


def test_the_folder_holds_notebooks_tables_and_report(quick):
    assert sorted(path.stem for path in (quick / "notebooks").glob("*")) == NOTEBOOKS
    assert {path.name for path in (quick / "tables").glob("*.parquet")} >= {f"{name}.parquet" for name in NAMES}
    assert {path.suffix for path in (quick / "tables").glob("comparison.*")} == {".parquet", ".csv", ".xlsx"}
    assert (quick / "report.en.html").stat().st_size > 10_000
    assert not list(quick.rglob(".part-*"))


def test_study_json_describes_the_tables(quick):
    said = json.loads((quick / "study.json").read_text("utf-8"))
    plan = load_study("quick")
    assert (said["study"], said["years"], said["replications"], said["seed"]) == (
        "quick",
        plan.years,
        plan.replications,
        plan.seed,
    )
    assert [s["name"] for s in said["scenarios"]] == list(plan.scenarios)
    assert [s["baseline"] for s in said["scenarios"]] == [True, False, False]
    assert len(said["run_key"]) == len(said["code"]) == 16
    assert CODE.startswith(said["code"])
    (training,) = (s["levers"]["training"] for s in said["scenarios"] if s["name"] == "toy+training")
    assert {"start", "offices", "dose", "fidelity", "set"} <= set(training)
    assert {f"training.{key}" for key in training["set"]} <= set(said["parameters"])
    offices = pd.read_parquet(quick / "tables" / "offices.parquet")
    assert set(offices.office) == set(said["offices"])


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_notebooks_ran_without_warning_or_error(quick, name):
    notebook = nbformat.read(quick / "notebooks" / f"{name}.ipynb", 4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error"
            assert output.output_type != "stream", output
    assert any(cell.get("outputs") for cell in notebook.cells)
    text = (quick / "notebooks" / f"{name}.ipynb").read_text("utf-8")
    assert str(quick) not in text
    assert str(quick.parent) not in text


def test_the_same_study_again_computes_nothing_and_changes_nothing(copy_of_quick, capsys, monkeypatch):
    monkeypatch.setattr(module, "execute_all", lambda *_: [])  # test_execute says that they come out the same
    before = {path: path.read_bytes() for path in (copy_of_quick / "tables").iterdir()}
    assert cli.main(["study", "quick", "--out", str(copy_of_quick), "--lang", "en", "--json"]) == 0
    out, err = capsys.readouterr()
    assert "runs" not in err
    assert {path: path.read_bytes() for path in (copy_of_quick / "tables").iterdir()} == before
    said = json.loads(out)
    assert said["report"] == str(copy_of_quick / "report.en.html")
    assert len(said["notebooks"]) == 4


def test_notebooks_get_the_tables_of_a_study(quick):
    frames = ensemble_tables(quick)
    assert set(frames) == set(NAMES)
    assert set(MONTHLY) < set(frames["monthly"].columns)
    assert len(frames["monthly"]) == 3 * 4 * 36


def test_what_is_missing_is_computed_for_a_notebook_run_by_hand(copy_of_quick, quick):
    (copy_of_quick / "tables" / "offices.parquet").unlink()
    (lost, *_) = (copy_of_quick / "runs").iterdir()
    shutil.rmtree(lost)
    frames = ensemble_tables(copy_of_quick, "quick")
    assert len(frames["offices"]) > 0
    for name in NAMES:
        path = f"tables/{name}.parquet"
        assert (copy_of_quick / path).read_bytes() == (quick / path).read_bytes()


def test_other_values_of_a_study_are_kept_when_it_is_made_again(tmp_path):
    made = module.design(load_study("quick"), ["training.hours=33"])
    called = module.title(load_study("quick"))
    small = type(made)(made.scenarios[1:2], made.seed, 1)
    module.write_tables(small, called, tmp_path, jobs=1)
    (tmp_path / "tables" / "lines.parquet").unlink()
    ensemble_tables(tmp_path, "quick", jobs=1)
    said = json.loads((tmp_path / "study.json").read_text("utf-8"))
    assert [s["levers"]["training"]["set"]["hours"] for s in said["scenarios"]] == [33.0]


def test_a_failing_notebook_is_told_and_the_rest_is_there(copy_of_quick, notebook, monkeypatch, tmp_path, capsys):
    given = "".join(f'{name}: str = ""  # {name}\n' for name in ("study_dir", "study", "lang"))
    notebook("comparison", "study_dir", parameters=given)
    own = given + 'scenario: str = ""  # scenario'
    notebook("scenario", "assert scenario != 'toy+training', 'not this one'", parameters=own)
    monkeypatch.setattr(module, "templates", lambda: tmp_path)
    shutil.rmtree(copy_of_quick / "notebooks")
    (copy_of_quick / "report.en.html").unlink()
    assert cli.main(["study", "quick", "--out", str(copy_of_quick), "--lang", "en"]) == 1
    err = capsys.readouterr().err
    assert "karier: toy+training: scenario.ipynb, cell 3: AssertionError: not this one\n" in err
    assert sorted(path.stem for path in (copy_of_quick / "notebooks").glob("*")) == NOTEBOOKS
    assert (copy_of_quick / "report.en.html").exists()
