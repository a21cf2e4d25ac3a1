"""What makes a run the run it is, and a manifest that makes it again."""

import json

import pytest

from karier.runs import Design
from karier.scenario import BadInput, load


def key(scenario, seed=1, replication=0, fixed=False):
    return Design((scenario,), seed, replication + 1, fixed).runs[replication].key


def test_a_key_depends_on_scenario_seed_replication_beliefs_and_horizon(scenarios):
    toy = scenarios[0]
    keys = {
        key(toy),
        key(scenarios[1]),
        key(toy, seed=2),
        key(toy, replication=1),
        key(toy, fixed=True),
        key(load("toy", years=2)),
        key(load("toy", set={"training.hours": 33.0}, years=1)),
    }
    assert len(keys) == 7


def test_a_key_depends_on_the_code(scenarios, monkeypatch):
    before = key(scenarios[0])
    monkeypatch.setattr("karier.runs.design.CODE", "another version")
    assert key(scenarios[0]) != before


def test_more_replications_leave_the_first_as_they_are(scenarios):
    few, many = Design(scenarios, 3, 2), Design(scenarios, 3, 5)
    assert set(few.runs) < set(many.runs)


def test_a_plan_that_never_starts_has_another_key_but_the_same_name_of_luck(scenarios):
    assert [run.replication for run in Design(scenarios, 3, 2).runs] == [0, 1, 0, 1]


def test_a_manifest_describes_the_design_to_the_bit(scenarios):
    design = Design(scenarios, 2**63 - 1, 3, True)
    written = json.loads(json.dumps(design.to_dict()))
    again = Design.from_dict(written, "manifest.json")
    assert again.runs == design.runs
    assert again.key == design.key == written["run_key"]


@pytest.mark.parametrize(
    "change",
    [
        {"format": 99},
        {"seed": -1},
        {"seed": "7"},
        {"seed": True},
        {"replications": 0},
        {"replications": 1.5},
        {"scenarios": [{}]},
        {"scenarios": 5},
        {"scenarios": []},
        {"fixed_parameters": "no"},
    ],
)
def test_a_damaged_manifest_is_refused(scenarios, change):
    data = json.loads(json.dumps(Design(scenarios, 1, 1).to_dict())) | change
    with pytest.raises(BadInput, match="manifest.json"):
        Design.from_dict(data, "manifest.json")


@pytest.mark.parametrize("data", [[], "text", None, {}, {"format": 1}])
def test_what_is_no_manifest_is_refused(data):
    with pytest.raises(BadInput, match="x.json"):
        Design.from_dict(data, "x.json")
