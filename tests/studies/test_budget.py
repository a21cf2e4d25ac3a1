"""Strategies held to the cost of one of them: doses by year, and what a lever cannot absorb."""

import dataclasses
from datetime import date

import numpy as np
import pytest

from karier.processes import training
from karier.runs import Design, complete
from karier.scenario import BadInput, Scenario, bind, load, load_study
from karier.studies.budget import CLOSE, held, largest, next_scale, scaled, told


@pytest.fixture(scope="module")
def design():
    scenarios = tuple(load(name, years=3) for name in ("toy", "toy+recruitment", "toy+training", "toy+moratorium"))
    return Design(scenarios, 5, 3)


@pytest.fixture(scope="module")
def kept(design, tmp_path_factory):
    out = tmp_path_factory.mktemp("budget")
    return out, *held(design, "toy+recruitment", out, jobs=1)


def programmes(done: Design, out, row: int) -> np.ndarray:
    store = complete(done, out, jobs=1).store
    months = [
        store.read(one.key).monthly.column("cost_programme").to_numpy() for one in done.runs if one.scenario == row
    ]
    return np.mean(months, axis=0).reshape(-1, 12).sum(axis=1)


def test_costs_agree_with_the_budget_in_every_year_or_the_rest_is_unspent(kept):
    out, done, rows = kept
    reference = programmes(done, out, 1) - programmes(done, out, 0)
    for row in rows:
        number = [s.name for s in done.scenarios].index(row.scenario)
        spent = programmes(done, out, number) - programmes(done, out, 0)
        assert row.cost == pytest.approx(spent)
        assert row.budget == pytest.approx(reference)
        # a small city buys whole courses: nearer than one of them in three runs it cannot come
        assert np.all((np.abs(spent - reference) <= 0.04 * reference) | (row.unspent > 0.0))
    training_row = next(row for row in rows if row.scenario == "toy+training")
    assert training_row.budget[1:].max() > 0.0
    assert (training_row.scale[1:] < 1.0).all()  # full training costs more than the recruitment here
    assert training_row.unspent.sum() == 0.0


def test_runs_are_kept_and_trials_are_not(kept):
    out, done, _ = kept
    assert not (out / "trials").exists()
    assert all((out / "runs" / one.key[:32]).is_dir() for one in done.runs if one.scenario in (1, 2))


def test_a_scaled_scenario_is_a_scenario(design):
    s = scaled(design.scenarios[2], (2026, 2027, 2028), np.array([1.0, 0.5, 0.0]))
    again = Scenario.from_dict(s.to_dict())
    assert again.key() == s.key() != design.scenarios[2].key()
    share = [bind(training.Parameters, s, "training", date(year, 6, 1)).share[0] for year in (2026, 2027, 2028)]
    assert share == [0.2, pytest.approx(0.2 + 0.5 * 0.8 * 0.3), 0.2]
    assert scaled(load("toy+moratorium"), (2026,), np.array([0.0])).levers == load("toy+moratorium").levers


def test_the_next_scale_is_proportional_within_bounds(design):
    s = design.scenarios[2]
    before = np.array([1.0, 1.0, 1.0, 0.5])
    cost, budget = np.array([0.0, 50.0, 1.0, 100.0]), np.array([10.0, 100.0, 100.0, 100.0 * (1 + CLOSE / 2)])
    assert next_scale(s, before, cost, budget).tolist() == [2.0, 2.0, 2.0, 0.5]


def test_study_json_tells_it(kept):
    rows = told("toy+recruitment", kept[2])["rows"]
    assert len(rows) == 3 * len(kept[2])
    assert {"scenario", "year", "budget", "cost", "unspent", "scale"} == set(rows[0])
    assert all(isinstance(row["budget"], int) for row in rows)


@pytest.mark.parametrize("said", ["toy", "toy+moratorium", "3", "toy+nothing"])
def test_the_reference_is_a_strategy_of_the_study(tmp_path, said):
    path = tmp_path / "study.yaml"
    path.write_text(
        "label: {id: a, en: a}\ndescription: {id: a, en: a}\nplace: toy\n"
        f"scenarios: [toy, toy+training]\nequal_budget: {said}\n"
    )
    with pytest.raises(BadInput, match="equal_budget"):
        load_study(path)
    path.write_text(path.read_text().replace(f"equal_budget: {said}", "equal_budget: +training"))
    assert load_study(path).equal_budget == "toy+training"
    assert dataclasses.replace(load_study(path), equal_budget="").equal_budget == ""


def test_no_dose_passes_what_its_lever_allows(design):
    """Recruitment: a place per exit at the most, so an equal budget does not buy what the law does not allow."""
    recruitment, training = design.scenarios[1:3]
    assert largest(recruitment) == 1.0
    assert largest(training) == 2.0
    assert largest(load("toy+package")) == 1.0
    assert largest(load("toy")) == 1.0
    much = np.array([1e12])
    assert next_scale(recruitment, np.array([1.0]), np.array([1e9]), much).tolist() == [1.0]
