"""A scenario's key is what its results depend on; its record makes it again."""

import json
import pickle

import pytest

from karier.scenario import BadInput, Scenario


@pytest.fixture
def rich(town):
    more = "parameters: {course.hours: {2026-01-01: 10.0, 2028-01-01: 20.0}}\n"
    return town("courses.yaml", more=more, set=["pay.count=6", "course.until=2030-01-01"], years=3)


def test_record_goes_through_json_and_keeps_the_key(rich, town):
    for s in (rich, town(), rich.status_quo(), rich.drawn(3, 2)):
        again = Scenario.from_dict(json.loads(json.dumps(s.to_dict())))
        assert again.key() == s.key()
        assert again.opening_key() == s.opening_key()
        assert again.to_dict() == s.to_dict()
        assert (again.name, again.label, again.months) == (s.name, s.label, s.months)


def test_scenarios_travel_to_other_processes(rich):
    assert pickle.loads(pickle.dumps(rich)) == rich  # noqa: S301


def test_labels_and_sources_do_not_change_the_key(town):
    other = town(more="parameters: {course.hours: {value: 20.0, source: other words}}\n")
    assert other.key() == town().key()


@pytest.mark.parametrize(
    "more",
    [
        "parameters: {course.hours: 21.0}\n",
        "parameters: {course.gain: {value: 0.6, source: x, range: [0.5, 1.2]}}\n",
        "parameters: {course.gain: {value: 0.6, source: x, kind: law, evidence: [law.training_pppk]}}\n",
        "parameters: {lines.ktp.utilisation: 0.8}\n",
        "levers: {course: {start: 2027-01-01, set: {hours: 30.0}}}\n",
    ],
)
def test_what_results_depend_on_changes_the_key(town, more):
    assert town(more=more).key() != town().key()


def test_horizon_changes_the_key_and_not_the_opening(town):
    assert town(years=3).key() != town(years=4).key()
    assert town(years=3).opening_key() == town("courses.yaml", years=4).opening_key()
    assert town(set=["course.gain=0.7"]).opening_key() != town().opening_key()
    assert town().drawn(1, 0).opening_key() != town().drawn(1, 1).opening_key()


def test_status_quo_has_the_places_name_and_no_plan(town):
    s = town("courses.yaml")
    assert (s.name, s.label["en"]) == ("town+courses", "Small town + Courses")
    assert s.description["en"] == "More of them"
    quo = s.status_quo()
    assert (quo.name, quo.label["en"], dict(quo.levers)) == ("town", "Small town", {})
    assert quo == town()


@pytest.mark.parametrize("damage", [{"place": None}, {"levers": 3}, {"parameters": {"pay": {"age": {"value": 900}}}}])
def test_damaged_record_is_told(town, damage):
    with pytest.raises(BadInput, match="record of a scenario"):
        Scenario.from_dict(town().to_dict() | damage)
