"""Whatever is wrong with a file, one sentence says where, what, and what is allowed."""

import os

import pytest

from factories_scenario import PLAN, TOWN, parameters_in, plan_in, town_in
from karier.scenario import BadInput, load, load_study
from karier.scenario.reader import SIZE_LIMIT, read_mapping

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 10)}]\n" for n in range(8)
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"# only a comment\n", "the file is empty"),
        (b"- a\n- b\n", "the file holds a list; allowed: a mapping"),
        (b"just a text", "the file holds a text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text in UTF-8"),
        (b"a: b\x00c", "is binary"),
        ("label: é".encode("latin-1"), "not a text in UTF-8"),
        (b"a:\n\tb: 1\n", "line 2, column 1: a tab; indent with spaces"),
        (b"a: @b\n", "cannot start any token"),
        (b"a: [1, 2", "line 2, column 1: did not find expected"),
        (b"a: 1\nb: 2\na: 3\n", "a: line 3: the key stands twice .first in line 1."),
        (b"a: {b: 1, b: 2}\n", "b: line 1: the key stands twice"),
        (b"a: !!python/object/apply:os.system [echo]\n", "tags that build objects are refused"),
        (b"a: !mine 3\n", "tags that build objects are refused"),
        (b"a: !!binary aGFsbG8=\n", "a: .* is binary"),
        (b"a: .nan\n", "a: nan is not a finite number"),
        (b"a: {b: [1, -.inf]}\n", r"a\.b\[1\]: -inf is not a finite number"),
        (b"a: 1e999\n", "inf is not a finite number"),
        (b"a: 2026-02-30\n", "a: line 1: 2026-02-30 is no day of the calendar"),
        (b"a: " + b"9" * 5000 + b"\n", "not readable as YAML"),
        (b"? [1, 2]\n: 3\n", "a key is a list or a mapping"),
        (b"true: 3\n", "the key True is true or false"),
        (b"1: 3\n", "the key 1 is a whole number; allowed: texts as keys"),
        (b"a: " + b"[" * 60 + b"]" * 60, "nested too deeply; allowed: 40 levels"),
        (b"[" * 200_000, "nested too deeply|depth|not readable|exceeded"),
        (b"a: &a [*a]\n", "an alias refers to itself"),
        (BOMB.encode(), "too much once aliases are written out"),
        (b"a: " + b"x" * SIZE_LIMIT, "is too large; allowed: 1,000,000 bytes"),
    ],
)
def test_what_is_no_plain_mapping_is_refused(tmp_path, content, words):
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=words) as refusal:
        read_mapping(path, "broken.yaml")
    assert str(refusal.value).startswith("broken.yaml: ")
    assert "\n" not in str(refusal.value)


def test_missing_file_folder_pipe_and_strange_names_are_refused(tmp_path):
    for path, words in [
        (tmp_path / "none.yaml", "no such file"),
        (tmp_path, "is a folder"),
        (tmp_path / ("x" * 300), "cannot be read"),
    ]:
        with pytest.raises(BadInput, match=words):
            read_mapping(path)
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(BadInput, match="not a regular file"):
        read_mapping(tmp_path / "pipe.yaml")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission_is_refused(tmp_path):
    path = tmp_path / "secret.yaml"
    path.write_text("a: 1")
    path.chmod(0)
    with pytest.raises(BadInput, match="cannot be read: Permission denied"):
        read_mapping(path)


def test_scalars_follow_yaml_1_2(tmp_path):
    path = tmp_path / "scalars.yaml"
    path.write_text("﻿a: no\nb: 1e-3\nc: 12:30\nd: true\ne: 012\nf: 1_000\ng: ~\nh: '1'\n", "utf-8")
    expected = {"a": "no", "b": 0.001, "c": "12:30", "d": True, "e": "012", "f": 1000, "g": None, "h": "1"}
    assert read_mapping(path) == expected


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("colour: blue\n", "colour is no known key here"),
        ("parameter: {}\n", "did you mean parameters"),
        ("parameters: [a]\n", "parameters: is a list; allowed: a mapping"),
        ("parameters: {course.hors: 3}\n", "course.hors is no known parameter; did you mean course.hours"),
        ("parameters: {curse.hours: 3}\n", "curse is no known section of parameters; did you mean course"),
        ("parameters: {course.hours: 500}\n", "course.hours: 500 is out of range; allowed: 0 to 120 JP"),
        ("parameters: {course.hours: '20'}\n", "course.hours: 20 is a text, not a number"),
        ("parameters: {course.hours: true}\n", "course.hours: True is true or false, not a number"),
        ("parameters: {course.seats: 2.5}\n", "course.seats: 2.5 is not a whole number; allowed: whole numbers, 0 to"),
        ("parameters: {course.by_lot: 1}\n", "course.by_lot: 1 is a whole number; allowed: true or false"),
        ("parameters: {course.rule: merits}\n", "merits is no known choice; did you mean merit"),
        ("parameters: {course.mix: 0.5}\n", "0.5 is a number; allowed: a mapping of technical, managerial, social"),
        ("parameters: {course.mix: {techical: 0.5}}\n", "techical is no known key; did you mean technical"),
        ("parameters: {course.mix.technical: 7}\n", "course.mix.technical: 7 is out of range"),
        ("parameters: {course.hours.technical: 7}\n", "course.hours.technical is no known parameter"),
        ("parameters: {pay.grades: {high: [1.0, 2.0]}}\n", "pay.grades.high: a list of 2; allowed: a list of 1"),
        ("parameters: {pay.months: [1, 2, 3, 4]}\n", "a list of 4; allowed: a list of 2 or a list of 3"),
        ("parameters: {course.hours: {2026-01-01: 10.0, 2027-01-01: 900}}\n", "course.hours: 900 is out of range"),
        ("parameters: {course.start: tomorrow}\n", "tomorrow is no date; allowed: a date such as 2027-01-01, or never"),
        ("parameters: {course.hours: {value: 3, colour: x}}\n", "colour is no known field of a parameter"),
        ("parameters: {course.hours: {value: 3, unit: h}}\n", "unit is no known field that a place may replace"),
        ("parameters: {course.hours: {value: 3, source: ''}}\n", "course.hours.source: is missing"),
        ("parameters: {course.hours: {value: 3, kind: law}}\n", "course.hours.source: is missing"),
        (
            "parameters: {course.hours: {value: 3, kind: law, source: x}}\n",
            "a law cites nothing; allowed: at least one id that is seen",
        ),
        (
            "parameters: {course.hours: {value: 3, kind: law, source: x, evidence: [law.right_to_train]}}\n",
            "law.right_to_train is no known id of the register; did you mean law.right_to_training_pns",
        ),
        (
            "parameters: {course.hours: {value: 3, kind: law, source: x, evidence: [law.pppk_contract_maximum]}}\n",
            "a law cites law.pppk_contract_maximum .contradicted.",
        ),
        ("parameters: {pay.age: {value: 60, source: x}}\n", "a law cites nothing"),
        ("parameters: {lines.ktp.utilisation: 0.1}\n", "lines.ktp.utilisation: 0.1 is out of range; allowed: 0.5 to 1"),
        ("parameters: {lines.kk.utilisation: 0.9}\n", "lines.kk.utilisation is no known parameter; did you mean"),
        ("strategies: training\n", "strategies: is a text; allowed: a list of names"),
        ("strategies: [trainng]\n", "trainng is no known name among the strategies; did you mean training"),
        ("shocks: [moratorum]\n", "did you mean moratorium"),
        ("levers: {pay: {start: 2027-01-01}}\n", "pay is no known lever; allowed: course"),
        ("levers: {course: 3}\n", "levers.course: is a whole number; allowed: a mapping"),
        ("levers: {course: {begin: 2027-01-01}}\n", "begin is no known field of a lever"),
        ("levers: {course: {dose: 3}}\n", "course.dose: 3 is out of range; allowed: 0 to 2"),
        ("levers: {course: {fidelity: 0.1}}\n", "course.fidelity: 0.1 is out of range; allowed: 0.5 to 1"),
        ("levers: {course: {offices: [klinic]}}\n", "klinic is no known id or kind of an office; did you mean klinik"),
        ("levers: {course: {offices: []}}\n", "allowed: all, or a list of ids or kinds of offices"),
        ("levers: {course: {start: 2027-01-01, until: 2027-01-01}}\n", "2027-01-01 is not after the start"),
        ("levers: {course: {set: {hourss: 3}}}\n", "hourss is no known decision; did you mean hours"),
        ("levers: {course: {set: {gain: 0.5}}}\n", "gain: is a belief about the world, not a decision"),
        ("levers: {course: {set: {dose: 0.5}}}\n", "stands beside `set`, not in it"),
        ("levers: {course: {set: {hours: 121}}}\n", "121 is out of range"),
        ("extends: semarng\n", "semarng is no known name among the places"),
        ("extends: 3\n", "extends: 3 is a whole number; allowed: a shipped name or a path"),
        ("extends: ../other.yaml\n", "leads out of the file's own folder"),
        ("extends: /etc/passwd\n", "leads out of the file's own folder"),
        ("extends: town.yaml\n", "the files extend each other in a circle: town.yaml → town.yaml"),
        ("place: nowhere\n", "nowhere is no known name among the places"),
        ("strategies: [/etc/passwd]\n", "leads out of the file's own folder"),
    ],
)
def test_broken_scenario_is_told_where_and_what_is_allowed(town, more, words):
    with pytest.raises(BadInput, match=words) as refusal:
        town(more=more)
    assert "town.yaml" in str(refusal.value)


def _without(text: str, start: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(start))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (_without(TOWN, "start"), "start: None is no first day of a month; allowed: a date such as 2026-01-01"),
        (TOWN.replace("start: 2026-01-01", "start: 2026-01-15"), "2026-01-15 is no first day of a month"),
        (TOWN.replace("start: 2026-01-01", "start: '2026-01-01'"), "is no first day of a month"),
        (_without(TOWN, "label"), "label: is missing"),
        (TOWN.replace("{id: Kota kecil, en: Small town}", "Small town"), "label: Small town is no text in two lang"),
        (TOWN[: TOWN.index("city:")], "city: is missing: the file neither is a place nor extends one"),
        (TOWN.replace("share: 0.5", "share: 0.5\n      speed: 3"), "city.lines.ktp.speed"),
        (TOWN.replace("range: [0.1, 0.4], ", ""), "lines.ktp.annual_rate.range: is missing"),
    ],
)
def test_broken_place_is_told(tmp_path, text, words):
    path = town_in(tmp_path, text=text)
    with pytest.raises(BadInput, match=words):
        load(str(path), parameters=parameters_in(tmp_path))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("semrang", "scenario: semrang is no known place"),
        ("", "has an empty part"),
        ("semarang++training", "has an empty part"),
        ("/nowhere/at/all.yaml", "no such file"),
        ("..", "is no known place"),
        ("../places", "file name|is a folder|no such file"),
    ],
)
def test_scenario_that_does_not_exist_is_told(name, words):
    with pytest.raises(BadInput, match=words):
        load(name)


def test_plan_that_does_not_exist_or_stands_twice_is_told(town, tmp_path):
    path, folder = town_in(tmp_path), parameters_in(tmp_path)
    with pytest.raises(BadInput, match="trainin is no known strategy or shock; did you mean training"):
        load(f"{path}+trainin", parameters=folder)
    with pytest.raises(BadInput, match="courses stands twice"):
        town("courses.yaml", "courses.yaml")


def test_two_strategies_on_one_lever_are_refused_unless_they_plan_the_same(town, tmp_path):
    plan_in(tmp_path, name="others.yaml")
    assert town("courses.yaml", "others.yaml").levers.keys() == {"course"}
    plan_in(tmp_path, PLAN.replace("21", "22"), name="others.yaml")
    with pytest.raises(BadInput, match="courses and others both plan for course; allowed: one of them"):
        town("courses.yaml", "others.yaml")


@pytest.mark.parametrize("years", [0, 61, 2.5, True, "10"])
def test_years_are_whole_and_few(town, years):
    with pytest.raises(BadInput, match="years: .* is out of range; allowed: whole years, 1 to 60"):
        town(years=years)


def test_circle_of_three_files_is_named(tmp_path):
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{name}.yaml").write_text(f"extends: {other}.yaml\n")
    with pytest.raises(BadInput, match="a.yaml → b.yaml → c.yaml → a.yaml"):
        load(str(tmp_path / "a.yaml"))


def test_link_out_of_the_folder_is_refused(tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "inside").mkdir()
    town_in(tmp_path / "outside")
    (tmp_path / "inside" / "link.yaml").symlink_to(tmp_path / "outside" / "town.yaml")
    (tmp_path / "inside" / "mine.yaml").write_text("extends: link.yaml\n")
    with pytest.raises(BadInput, match=r"mine.yaml: extends: link.yaml leads out of the file's own folder"):
        load(str(tmp_path / "inside" / "mine.yaml"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("years: 3", "years: 0"), "years: 0 is out of range; allowed: a whole number, 1 to 60"),
        (("seed: 1", "seed: -1"), "seed: -1 is out of range"),
        (("replications: 4", "replications: 2.5"), "replications: 2.5 is out of range"),
        (("scenarios: [toy, toy+training]", "scenarios: []"), "no list of scenarios"),
        (("toy+training", "toy"), "toy stands twice"),
        (("toy+training", "toy+trainin"), "did you mean training"),
        (("toy+training", "../x.yaml"), "leads out of the file's own folder"),
        (("place: toy", "place: 3"), "place: is a whole number"),
        (("seed: 1", "sead: 1"), "sead is no known key of a study; did you mean seed"),
    ],
)
def test_broken_study_is_told(tmp_path, monkeypatch, change, words):
    monkeypatch.setattr("karier.scenario.catalogue.known", lambda kind: {"places": ["toy"]}.get(kind, ["training"]))
    text = (
        "label: {id: a, en: a}\ndescription: {id: a, en: a}\nplace: toy\n"
        "scenarios: [toy, toy+training]\nyears: 3\nreplications: 4\nseed: 1\n"
    )
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    assert load_study(path).scenarios == ("toy", "toy+training")
    path.write_text(text.replace(*change))
    with pytest.raises(BadInput, match=words):
        load_study(path)
