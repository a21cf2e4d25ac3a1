"""The command line: what it prints, where, and with which exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from karier import cli
from karier.observables import MONTHLY

HEAVY = ("mesa", "numba", "numpy", "pandas", "pyarrow", "matplotlib", "yaml", "papermill", "scipy")


def written(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


# Broken files, by name: content
FILES = {
    "empty.yaml": "",
    "list.yaml": "[1, 2]",
    "binary.yaml": b"\x00\x01\xff\xfe",
    "latin.yaml": "label: café".encode("latin-1"),
    "twice.yaml": "extends: toy\nparameters: {training.hours: 20.0}\nextends: semarang\n",
    "tag.yaml": "extends: toy\ndescription: !!python/object/apply:os.system ['touch owned']\n",
    "bomb.yaml": "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 10)}]\n" for n in range(8)),
    "circle.yaml": "extends: ./round.yaml\n",
    "round.yaml": "extends: ./circle.yaml\n",
    "outside.yaml": "extends: ../../etc/passwd.yaml\n",
    "absolute.yaml": "extends: /etc/hostname.yaml\n",
    "key.yaml": "extends: toy\nparametres: {training.hours: 20.0}\n",
    "parameter.yaml": "extends: toy\nparameters: {training.huors: 20.0}\n",
    "type.yaml": "extends: toy\nparameters: {training.hours: many}\n",
    "range.yaml": "extends: toy\nparameters: {training.hours: 100000.0}\n",
    "nan.yaml": "extends: toy\nparameters: {training.hours: .nan}\n",
    "half.yaml": "extends: toy\nparameters: {training.hours: [1, 2\n",
    "start.yaml": "extends: toy\nstart: 2026-02-30\n",
    "study.yaml": "label: {id: a, en: a}\ndescription: {id: a, en: a}\nplace: toy\nscenarios: [toy, toy+trainin]\n",
    "plan.yaml": "label: {id: a, en: a}\ndescription: {id: a, en: a}\nlevers: {training: {set: {huors: 40.0}}}\n",
    "unlabelled.yaml": "description: {id: a, en: a}\nlevers: {training: {set: {hours: 40.0}}}\n",
    "office.yaml": "label: {id: a, en: a}\ndescription: {id: a, en: a}\nlevers: {training: {offices: [dinas]}}\n",
    "date.yaml": "label: {id: a, en: a}\ndescription: {id: a, en: a}\nlevers:\n  training: {start: 2027-02-30}\n",
    "not.json": "{",
    "other.json": '{"a": 1}',
    "deep.json": "[" * 100_000,
    "future.json": '{"format": 99, "code": "x", "scenarios": []}',
}
DECIDE = ("compare", "toy", "toy+training", "--until-safe")
BROKEN = {
    "unknown command": (["runn", "toy"], "run"),
    "unknown option": (["run", "toy", "--sede", "3"], "--seed"),
    "an argument too many": (["list", "places", "now"], "now"),
    "no scenario": (["run"], "SCENARIO"),
    "unknown place, near": (["run", "semarng"], "semarang"),
    "unknown strategy, near": (["run", "toy+trainin"], "training"),
    "a strategy twice": (["run", "toy+training+training"], "twice"),
    "an empty part": (["run", "toy+"], "toy+"),
    "unknown study, near": (["study", "quik"], "quick"),
    "unknown kind of list, near": (["list", "place"], "places"),
    "unknown kind of schema, near": (["schema", "scenaro"], "scenario"),
    "a negative seed": (["run", "toy", "--seed", "-1"], "-1"),
    "a seed that is no number": (["run", "toy", "--seed", "abc"], "abc"),
    "a seed too large": (["run", "toy", "--seed", str(2**63)], str(2**63)),
    "no years": (["run", "toy", "--years", "0"], "1 to"),
    "a thousand years": (["run", "toy", "--years", "1000"], "1000"),
    "half a year": (["run", "toy", "--years", "1.5"], "1.5"),
    "no replications": (["run", "toy", "--replications", "0"], "1 to"),
    "no jobs": (["run", "toy", "--jobs", "0"], "1 to"),
    "jobs that are nan": (["run", "toy", "--jobs", "nan"], "nan"),
    "unknown language": (["run", "toy", "--lang", "fr"], "'id', 'en'"),
    "set without value": (["run", "toy", "--set", "training.hours"], "section.key=value"),
    "set of an unknown key, near": (["run", "toy", "--set", "training.hour=20"], "training.hours"),
    "set of an unknown section, near": (["run", "toy", "--set", "trainin.hours=20"], "training"),
    "set to a text": (["run", "toy", "--set", "training.hours=many"], "many"),
    "set to nan": (["run", "toy", "--set", "training.hours=.nan"], "training.hours"),
    "set to infinity": (["run", "toy", "--set", "training.hours=.inf"], "training.hours"),
    "set out of range": (["run", "toy", "--set", "training.hours=100000"], "100000"),
    "set to a tag": (["run", "toy", "--set", "training.hours=!!python/name:os.system"], "training.hours"),
    "a missing file": (["run", "./nowhere.yaml"], "no such file"),
    "a folder": (["run", "./folder.yaml"], "folder"),
    "an empty file": (["run", "./empty.yaml"], "empty"),
    "a list": (["run", "./list.yaml"], "list"),
    "a binary file": (["run", "./binary.yaml"], "binary.yaml"),
    "not UTF-8": (["run", "./latin.yaml"], "UTF-8"),
    "a key twice": (["run", "./twice.yaml"], "twice"),
    "a tag that runs code": (["run", "./tag.yaml"], "tag"),
    "an alias bomb": (["run", "./bomb.yaml"], "bomb.yaml"),
    "a circle": (["run", "./circle.yaml"], "circle"),
    "a reference outside": (["run", "./outside.yaml"], "outside.yaml"),
    "an absolute reference": (["run", "./absolute.yaml"], "absolute.yaml"),
    "an unknown key in a file, near": (["run", "./key.yaml"], "parameters"),
    "an unknown parameter in a file, near": (["run", "./parameter.yaml"], "training.hours"),
    "a wrong type in a file": (["run", "./type.yaml"], "many"),
    "out of range in a file": (["run", "./range.yaml"], "training.hours"),
    "nan in a file": (["run", "./nan.yaml"], "training.hours"),
    "half a YAML": (["run", "./half.yaml"], "half.yaml"),
    "a day that does not exist": (["run", "./start.yaml"], "start.yaml"),
    "a broken study": (["study", "./study.yaml"], "training"),
    "a broken plan": (["run", "toy+./plan.yaml"], "did you mean hours"),
    "validate a broken file": (["validate", "./parameter.yaml"], "training.hours"),
    "validate a broken study": (["validate", "./study.yaml"], "training"),
    "validate a broken plan": (["validate", "./plan.yaml"], "did you mean hours"),
    "validate a missing file": (["validate", "./nowhere.yaml"], "nowhere.yaml"),
    "a plan alone": (["show", "./plan.yaml"], "such as semarang+"),
    "a plan without label": (["show", "toy+./unlabelled.yaml"], "label: is missing"),
    "an office of a plan": (["show", "toy+./office.yaml"], "office.yaml: training.offices: dinas"),
    "an office that is set": (["show", "toy+training", "--set", "training.offices=dinas"], "--set: training.offices"),
    "a date of a plan": (["show", "toy+./date.yaml"], "start: line 4: 2027-02-30 is no day"),
    "a plan that nobody has": (["compare", "toy", "toy+recruitment", "--set-plan", "training.hours=3"], "recruitment"),
    "validate nothing": (["validate"], "FILE"),
    "a manifest that is not JSON": (["run", "not.json"], "JSON"),
    "a manifest of something else": (["run", "other.json"], "manifest"),
    "a manifest too deep": (["run", "deep.json"], "deep.json"),
    "a manifest of another format": (["run", "future.json"], "manifest"),
    "a missing manifest": (["run", "nowhere.json"], "nowhere.json"),
    "a manifest with a seed": (["run", "other.json", "--seed", "3"], "manifest"),
    "a file where the folder should be": (["run", "toy", "--out", "file"], "--out"),
    "a folder below a file": (["run", "toy", "--out", "file/deeper"], "--out"),
    "a folder that cannot be made": (["run", "toy", "--out", "/proc/karier"], "--out"),
    "a study that cannot be written": (["study", "quick", "--out", "/proc/karier"], "--out"),
    "a schema that cannot be written": (["schema", "--out", "nowhere/deep/x.json"], "--out"),
    "two places to compare": (["compare", "toy", "semarang+training"], "places differ (toy, semarang)"),
    "set to nothing": (["run", "toy", "--set", "training.hours="], "--set: training.hours: is empty"),
    "a manifest to study with a value": (["study", "other.json", "--set", "training.hours=3"], "manifest"),
    "a manifest to study with a decision": (["study", "other.json", "--until-safe", "ikm"], "manifest"),
    "a manifest to study that is none": (["study", "other.json"], "no manifest of karier"),
    "one scenario to compare": (["compare", "toy"], "two or more"),
    "the same scenario twice": (["compare", "toy", "toy"], "twice"),
    "comparing with nothing known": (["compare", "toy", "toi"], "toy"),
    "a decision by nothing known, near": ([*DECIDE, "imk", "--better-by", "1"], "did you mean ikm"),
    "a decision by what is told by its median": ([*DECIDE, "turnaround_days", "--better-by", "1"], "median"),
    "a decision without what matters": ([*DECIDE, "ikm"], "--better-by"),
    "a decision where nothing matters": ([*DECIDE, "ikm", "--better-by", "0"], "above 0"),
    "a decision where nan matters": ([*DECIDE, "ikm", "--better-by", "nan"], "nan"),
    "a decision by a coin": ([*DECIDE, "ikm", "--better-by", "1", "--error", "0.5"], "up to 0.25"),
    "a decision by too few": ([*DECIDE, "ikm", "--better-by", "1", "--at-most", "19"], "20 or more"),
    "what matters without a decision": (["study", "quick", "--better-by", "1"], "--until-safe"),
    "an error without a decision": (["compare", "toy", "toy+training", "--error", "0.1"], "--until-safe"),
    "show nothing": (["show"], "--observables"),
    "show both": (["show", "toy", "--observables"], "--observables"),
    "show unknown": (["show", "toi", "--parameters"], "toy"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_bad_input_is_one_message_exit_code_2_and_nothing_written(karier, tmp_path, what):
    arguments, said = BROKEN[what]
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (tmp_path / "file").write_text("here")
    (tmp_path / "folder.yaml").mkdir()
    before = written(tmp_path)
    code, out, err = karier(*arguments)
    assert code == 2
    assert out == ""
    assert err.startswith("karier: ")
    assert err.count("\n") == 1
    assert said in err
    assert written(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(karier, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    code, out, err = karier("run", "toy", "--out", tmp_path / "closed" / "deeper")
    assert (code, out) == (2, "")
    assert "--out" in err


def test_without_a_command_the_help_is_shown(karier):
    code, out, err = karier()
    assert (code, out) == (2, "")
    assert "karier run semarang+training" in err


@pytest.mark.parametrize("command", ["", "run", "study", "compare", "show", "list", "validate", "schema", "replicate"])
def test_every_help_has_an_example(karier, command):
    code, out, err = karier(*command.split(), "--help")
    assert (code, err) == (0, "")
    assert f"Examples:\n    karier {command}".rstrip() in out


def test_import_and_help_load_nothing_heavy():
    check = f"heavy = {HEAVY!r}; found = [name for name in heavy if name in sys.modules]; assert not found, found"
    for code in (
        f"import sys, karier; {check}",
        f"import sys; from karier.cli import main; assert main(['--help']) == 0; {check}",
        f"import sys; from karier.cli import main; assert main(['run', '--help']) == 0; {check}",
    ):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kind", ["places", "strategies", "shocks", "studies", "replications"])
def test_lists_are_arrays_of_name_and_label(karier, kind):
    code, out, err = karier("list", kind, "--json")
    assert (code, err) == (0, "")
    for entry in json.loads(out):
        assert set(entry) == {"name", "label"}
        assert set(entry["label"]) == {"id", "en"}
    names = [entry["name"] for entry in json.loads(out)]
    _, out, _ = karier("list", kind)
    assert [line.split()[0] for line in out.splitlines()] == names


def test_the_data_dictionary_has_every_observable_in_both_languages(karier):
    code, out, _ = karier("show", "--observables", "--json")
    assert code == 0
    assert [entry["name"] for entry in json.loads(out)] == list(MONTHLY)
    _, out, _ = karier("show", "--observables")
    for name, o in MONTHLY.items():
        assert f"{name} ({o.unit};" in out
        assert o.id in out


def test_all_parameters_are_shown_with_unit_range_kind_role_and_source(karier):
    code, out, _ = karier("show", "toy", "--parameters", "--json")
    assert code == 0
    entries = json.loads(out)
    assert all({"name", "value", "unit", "range", "kind", "role", "source"} <= set(entry) for entry in entries)
    assert all(entry["source"] for entry in entries)
    _, out, _ = karier("show", "toy", "--parameters")
    for entry in entries:
        assert f"{entry['name']} = " in out
    assert out.count("source: ") >= len(entries)


def test_a_plan_is_shown(karier):
    _, out, _ = karier("show", "toy+training", "--set", "training.hours=33")
    assert "lever training: from " in out
    assert "training.hours = 33" in out
    _, out, _ = karier("show", "toy+training", "--json")
    assert "training" in json.loads(out)["levers"]


def test_a_scenario_that_is_in_order_says_what_it_sets_and_on_whose_word(karier, tmp_path):
    (tmp_path / "mine.yaml").write_text("extends: toy\nparameters: {training.hours: 21.0}\n")
    code, out, _ = karier("validate", "mine.yaml")
    assert code == 0
    assert out == (
        "mine.yaml: a valid scenario: sets training.hours\n"
        "  training.hours: no source given; counted as an assumption of this file\n"
    )


def test_every_broken_file_is_told(karier, tmp_path):
    for name in ("empty.yaml", "parameter.yaml", "date.yaml"):
        (tmp_path / name).write_text(FILES[name])
    (tmp_path / "mine.yaml").write_text("extends: toy\nparameters: {training.hours: 21.0}\n")
    code, out, err = karier("validate", "empty.yaml", "mine.yaml", "parameter.yaml", "date.yaml")
    assert code == 2
    assert out.startswith("mine.yaml: a valid scenario: sets training.hours\n")
    assert [line.split(": ")[:2] for line in err.splitlines()] == [
        ["karier", "empty.yaml"], ["karier", "parameter.yaml"], ["karier", "date.yaml"]
    ]  # fmt: skip


def test_parameters_show_what_is_planned_in_words_of_the_language(karier):
    _, out, _ = karier("show", "toy+training", "--set", "training.hours=60", "--parameters")
    assert "training.hours = 20 JP [0 … 120]  (assumption, decision)\n    planned by training: 60 JP from 2027" in out
    _, out, _ = karier("show", "toy+training", "--parameters", "--lang", "id")
    assert "rencana training: " in out
    assert "(anggapan, keputusan)" in out
    _, out, _ = karier("show", "toy+training", "--set", "training.hours=60", "--parameters", "--json")
    (hours,) = [entry for entry in json.loads(out) if entry["name"] == "training.hours"]
    assert hours["planned"] == [{"lever": "training", "value": 60.0, "start": "2027-01-01", "until": None}]


def test_all_shipped_files_are_good(karier):
    from karier.scenario import catalogue

    files = sorted(catalogue.folder().glob("*/*.yaml"))
    code, out, err = karier("validate", "--json", *files)
    assert (code, err) == (0, "")
    assert {Path(entry["file"]) for entry in json.loads(out)} == set(files)


@pytest.mark.parametrize("kind", ["scenario", "plan", "study"])
def test_a_schema_is_a_schema(karier, tmp_path, kind):
    from jsonschema import Draft202012Validator

    code, out, _ = karier("schema", kind)
    assert code == 0
    Draft202012Validator.check_schema(json.loads(out))
    karier("schema", kind, "--out", "x.json")
    assert json.loads((tmp_path / "x.json").read_text()) == json.loads(out)


@pytest.fixture(scope="module")
def toy_run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("toy")
    assert cli.main(["run", "toy", "--years", "1", "--seed", "7", "--out", str(folder / "a")]) == 0
    return folder / "a"


def test_a_run_says_where_its_tables_are_and_what_came_out(karier, toy_run, capsys):
    code, out, err = karier("run", "toy", "--years", 1, "--seed", 7, "--out", toy_run)
    assert code == 0
    assert "Service efficiency" in out
    assert str(toy_run / "tables") in out
    code, out, _ = karier("run", "toy", "--years", 1, "--seed", 7, "--out", toy_run, "--json")
    said = json.loads(out)
    assert set(said["tables"]) == {"monthly", "offices", "cohorts", "lines"}
    assert said["scenarios"]["toy"]["headcount"][0] > 0


def test_a_manifest_makes_the_same_tables(karier, toy_run, tmp_path):
    code, out, err = karier("run", toy_run / "manifest.json", "--out", "again")
    assert code == 0
    assert "Identical to the tables of the manifest" in out
    for path in (toy_run / "tables").iterdir():
        assert path.read_bytes() == (tmp_path / "again" / "tables" / path.name).read_bytes()
    assert (tmp_path / "again" / "manifest.json").read_bytes() == (toy_run / "manifest.json").read_bytes()


def test_a_manifest_of_other_code_is_run_with_a_warning(karier, toy_run, tmp_path):
    manifest = json.loads((toy_run / "manifest.json").read_text()) | {"code": "0" * 64}
    (tmp_path / "old.json").write_text(json.dumps(manifest))
    code, _, err = karier("run", "old.json", "--out", "again")
    assert code == 0
    assert err.splitlines()[0] == "karier: old.json was made by other code; its tables may differ from these"


def test_the_default_folder_is_named_after_the_scenario(karier, tmp_path):
    code, _, _ = karier("run", "toy+training", "--years", 1, "--set", "training.hours=33")
    assert code == 0
    assert (tmp_path / "results" / "runs" / "toy+training" / "tables" / "monthly.parquet").is_file()


def test_scenarios_are_compared(karier, tmp_path):
    code, out, _ = karier("compare", "toy", "toy+recruitment", "--years", 2, "--replications", 2, "--out", "c")
    assert code == 0
    assert "toy+recruitment" in out
    assert "90% interval" in out
    code, out, _ = karier(
        "compare", "toy", "toy+recruitment", "--years", 2, "--replications", 2, "--out", "c", "--json"
    )
    said = json.loads(out)
    assert {row["scenario"] for row in said["comparison"]} == {"toy", "toy+recruitment"}


def test_what_a_setting_changes_is_said_and_plans_can_be_changed_alone(karier, capsys):
    from karier.cli import running
    from karier.studies.study import with_plans

    scenarios = with_plans(["toy", "toy+training"], ["training.hours=60"], [], 1)
    running._say_what_is_set(scenarios, ["training.hours=60", "training.fidelity=0.5", "citizens.waiting=1.5"])
    said = capsys.readouterr().err.splitlines()
    assert said[0] == (
        "karier: --set training.hours=60 changes the plan of toy+training and today's value in toy; "
        "--set-plan changes plans alone"
    )
    assert said[2] == "karier: --set citizens.waiting=1.5 changes today's value in toy, toy+training"
    toy, training = with_plans(["toy", "toy+training"], [], ["training.hours=60"], 1)
    assert toy.key() == with_plans(["toy"], [], [], 1)[0].key()
    assert training.levers["training"].planned["hours"].value == 60.0


def test_one_replication_is_called_one_draw(karier, toy_run):
    _, out, _ = karier("run", "toy", "--years", 1, "--seed", 7, "--out", toy_run)
    assert "One replication: one draw of luck and beliefs" in out


def test_a_comparison_of_one_replication_has_a_warning_and_no_interval(karier):
    code, out, err = karier("compare", "toy", "toy+training", "--years", 1, "--replications", 1, "--out", "c")
    assert code == 0
    assert "interval" not in out
    assert "No interval: a difference is one draw" in err


def test_a_fault_of_ours_is_one_line_and_a_traceback_only_on_request(karier, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("karier.cli.showing.scenario", broken)
    code, out, err = karier("show", "toy")
    assert (code, out) == (1, "")
    assert err.splitlines()[0] == "karier: ZeroDivisionError: a fault"
    assert "Traceback" not in err
    monkeypatch.setenv("KARIER_DEBUG", "1")
    code, _, err = karier("show", "toy")
    assert code == 1
    assert "Traceback" in err


def test_ctrl_c_is_130(karier, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("karier.cli.showing.scenario", stopped)
    code, out, err = karier("show", "toy")
    assert (code, out) == (130, "")
    assert "goes on from there" in err


def test_names_are_completed(karier, monkeypatch):
    from karier.cli.options import complete

    assert "semarang" in complete("places")("se")
    assert "semarang+training" in complete("places")("semarang+tr")
    assert "semarang+training+moratorium" in complete("places")("semarang+training+mo")
