"""Where a command leaves what it makes, what it says of plans without effect, and in which language."""

import csv

import pytest

from karier.cli import running
from karier.scenario import BadInput

PLAN = "label: {id: Latih, en: Train}\ndescription: {id: a, en: a}\nlevers: {training: {set: {hours: 60}}}\n"
LATE = PLAN.replace("{training: {", "{training: {start: 2040-01-01, ")


QUICK = ("compare", "toy", "toy+training", "--years", 1, "--replications", 2)


def test_comparisons_with_other_values_lie_side_by_side(karier, tmp_path):
    for more in ((), ("--set", "training.hours=33"), ("--set-plan", "training.hours=33"), ("--fixed-parameters",)):
        assert karier(*QUICK, *more)[0] == 0
    names = sorted(path.name for path in (tmp_path / "results" / "compare").iterdir())
    assert names[0] == "toy--toy+training"
    assert len(names) == 4
    assert all(len(name) == len("toy--toy+training-123456") for name in names[1:])
    assert karier(*QUICK, "--set", "training.hours=33", "--replications", 3)[0] == 0  # goes on in the same folder
    assert sorted(path.name for path in (tmp_path / "results" / "compare").iterdir()) == names


def test_a_comparison_leaves_its_table(karier, tmp_path):
    assert karier(*QUICK, "--out", "c")[0] == 0
    with (tmp_path / "c" / "tables" / "comparison.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["scenario"] for row in rows} == {"toy", "toy+training"}
    assert all(row["monte_carlo_error"] for row in rows)


def test_places_that_differ_in_values_alone_are_compared_and_two_cities_are_not(karier, tmp_path):
    (tmp_path / "more.yaml").write_text("extends: toy\nparameters: {training.hours: 30}\n")
    assert karier("compare", "toy", "./more.yaml", "--years", 1, "--replications", 1)[0] == 0
    (tmp_path / "later.yaml").write_text("extends: toy\nstart: 2027-01-01\n")
    code, _, err = karier("compare", "toy", "./later.yaml")
    assert code == 2
    assert "places differ (toy, later), a difference would not be the strategy's" in err


@pytest.mark.parametrize("command", [("run", "toy"), ("compare", "toy", "toy+training"), ("study", "quick")])
def test_what_fails_leaves_no_empty_folder(karier, tmp_path, monkeypatch, command):
    def fails(*_, **__):
        raise BadInput("no run can be made")

    for name in ("complete", "write_tables", "carry_out"):
        monkeypatch.setattr(running, name, fails)
    code, _, err = karier(*command)
    assert (code, err) == (2, "karier: no run can be made\n")
    assert list(tmp_path.iterdir()) == []


def test_what_is_finished_stays_when_the_rest_fails(tmp_path):
    def work():
        with running.results(tmp_path / "a" / "b") as folder:
            (folder / "table").write_text("finished")
            raise BadInput("the next one")

    with pytest.raises(BadInput):
        work()
    assert (tmp_path / "a" / "b" / "table").is_file()


def test_a_plan_that_never_begins_is_warned_of(karier, tmp_path):
    (tmp_path / "idle.yaml").write_text(PLAN)
    (tmp_path / "late.yaml").write_text(LATE)
    code, out, _ = karier("validate", "idle.yaml", "late.yaml")
    assert code == 0
    assert out.splitlines() == [
        "idle.yaml: a valid plan: training sets hours; never; all offices",
        "  training: no start given, so the plan never begins",
        "late.yaml: a valid plan: training sets hours; from 2040-01-01; all offices",
        "  training starts 2040-01-01, after the last year 2035",
    ]
    _, _, err = karier("run", "toy+./late.yaml", "--years", 3)
    assert "karier: toy+late: training starts 2040-01-01, after the last year 2028" in err
    _, _, err = karier("compare", "toy", "toy+./idle.yaml", "--years", 1, "--replications", 1, "--lang", "id")
    assert "karier: toy+idle: training: tanpa `start`, jadi rencananya tidak pernah mulai" in err
    _, out, _ = karier("show", "toy+./idle.yaml")
    assert "training: no start given, so the plan never begins" in out


def test_a_plan_that_begins_is_not_warned_of(karier, tmp_path):
    (tmp_path / "last.yaml").write_text(LATE.replace("2040-01-01", "2035-12-01"))
    _, out, _ = karier("validate", "last.yaml")
    assert out == "last.yaml: a valid plan: training sets hours; from 2035-12-01; all offices\n"


def test_a_study_that_extends_a_study_is_one(karier, tmp_path):
    (tmp_path / "mine.yaml").write_text("extends: quick\nlabel: {id: a, en: b}\n")
    (tmp_path / "again.yaml").write_text("extends: ./mine.yaml\nyears: 2\n")
    code, out, _ = karier("validate", "mine.yaml", "again.yaml")
    assert code == 0
    assert out.splitlines() == [
        "mine.yaml: a valid study: toy, toy+training, toy+recruitment; 3 years, 4 replications",
        "again.yaml: a valid study: toy, toy+training, toy+recruitment; 2 years, 4 replications",
    ]


def test_a_value_with_a_source_is_not_called_an_assumption(karier, tmp_path):
    entry = "{value: 30.0, kind: assumption, source: the head of training}"
    (tmp_path / "mine.yaml").write_text(f"extends: toy\nparameters: {{training.hours: {entry}}}\n")
    _, out, _ = karier("validate", "mine.yaml")
    assert out == "mine.yaml: a valid scenario: sets training.hours\n"


def test_a_study_is_made_again_from_its_manifest(karier, tmp_path, monkeypatch):
    from karier.studies.study import design, load_study, title, write_tables

    plan = load_study("quick")
    made = design(plan, ["training.hours=33"])
    write_tables(made, title(plan), tmp_path / "results" / "q", 1)
    seen = {}

    def carried(design, called, out, **_):
        seen.update(key=design.key, name=called.name, out=out)
        raise BadInput("enough")

    monkeypatch.setattr(running, "carry_out", carried)
    assert karier("study", "results/q/manifest.json")[0] == 2
    assert (seen["key"], seen["name"], str(seen["out"])) == (made.key, "quick", "results/q")


@pytest.mark.parametrize(("said", "kept"), [('{"budget": {"reference": "a"}}', True), ('{"study": "quick"}', False)])
def test_a_study_made_elsewhere_keeps_the_budget_its_doses_were_held_to(tmp_path, said, kept):
    home, folder = tmp_path / "home", tmp_path / "folder"
    home.mkdir()
    folder.mkdir()
    (home / "study.json").write_text(said)
    running._keep_budget(home, folder)
    assert (folder / "study.json").exists() == kept


def test_the_language_may_stand_in_the_environment(karier, monkeypatch):
    monkeypatch.setenv("KARIER_LANG", "id")
    assert "Kota contoh" in karier("show", "toy")[1]
    assert "Toy city" in karier("show", "toy", "--lang", "en")[1]
    monkeypatch.setenv("KARIER_LANG", "fr")
    code, _, err = karier("show", "toy")
    assert code == 2
    assert "KARIER_LANG" in err
