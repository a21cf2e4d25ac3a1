"""The schema accepts what is shipped and refuses what the reader refuses."""

import json
from datetime import date

import jsonschema
import pytest

from factories_scenario import TOWN, parameters_in
from karier.scenario import catalogue
from karier.scenario.reader import parse, read_mapping
from karier.scenario.schema import schema, write

KIND = {"places": "scenario", "strategies": "plan", "shocks": "plan", "studies": "study"}
SHIPPED = sorted(p for kind in KIND for p in (catalogue.folder() / kind).glob("*.yaml"))


def as_editors_see(value):
    if isinstance(value, dict):
        return {str(key): as_editors_see(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_editors_see(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("kind", ["scenario", "plan", "study"])
def test_schema_is_a_schema(kind):
    jsonschema.Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_shipped_file_is_valid(path):
    jsonschema.Draft202012Validator(schema(KIND[path.parent.name])).validate(as_editors_see(read_mapping(path)))


@pytest.mark.parametrize(
    ("more", "valid"),
    [
        ("", True),
        ("parameters: {course.hours: 30}", True),
        ("parameters: {course.hours: {2026-01-01: 30, 2027-01-01: 40}}", True),
        ("parameters: {course.hours: {value: 30, source: x}}", True),
        ("parameters: {course.mix: {technical: 0.1}, course.mix.social: 0.2, lines.ktp.utilisation: 0.8}", True),
        ("parameters: {course.rule: merit, course.by_lot: true, course.start: 2027-01-01}", True),
        ("strategies: [training]\nlevers: {course: {offices: [klinik], set: {seats: 3}}}", True),
        ("parameters: {course.hors: 30}", False),
        ("parameters: {course.hours: 130}", False),
        ("parameters: {course.hours: many}", False),
        ("parameters: {course.seats: 2.5}", False),
        ("parameters: {course.rule: meritt}", False),
        ("parameters: {course.mix: {techical: 0.1}}", False),
        ("parameters: {pay.months: [13, 1]}", False),
        ("parameters: {course.hours: {value: 30, unit: x}}", False),
        ("levers: {course: {set: {gain: 0.5}}}", False),
        ("levers: {pay: {set: {count: 5}}}", False),
        ("levers: {course: {dose: 3}}", False),
        ("colour: blue", False),
        ("label: Small town", False),
    ],
)
def test_what_an_editor_would_say(tmp_path, more, valid):
    checker = jsonschema.Draft202012Validator(schema("scenario", parameters_in(tmp_path)))
    content = parse(TOWN, "town") | (parse(more, "more") or {})
    assert checker.is_valid(as_editors_see(content)) is valid


@pytest.mark.parametrize("lacks", ["label", "description", "levers"])
def test_a_plan_without_what_it_needs_is_refused_unless_it_extends_one(lacks):
    label = {"id": "a", "en": "a"}
    whole = {"label": label, "description": label, "levers": {"training": {"set": {"hours": 40.0}}}}
    checker = jsonschema.Draft202012Validator(schema("plan"))
    assert checker.is_valid(whole)
    part = {key: value for key, value in whole.items() if key != lacks}
    assert not checker.is_valid(part)
    assert checker.is_valid(part | {"extends": "training"})


def test_every_parameter_is_described_in_both_languages(tmp_path):
    described = schema("plan")["$defs"]
    assert all(" / " in entry["description"] for entry in described.values())
    assert {"training.hours", "promotion.rule", "recruitment.replacement"} <= set(described)


def test_schemas_are_written_as_json(tmp_path):
    for path in write(tmp_path / "schema"):
        assert json.loads(path.read_text("utf-8"))["$schema"].endswith("2020-12/schema")
