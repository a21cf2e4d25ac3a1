"""An ensemble: the same tables whoever computes them, and only what is missing is computed."""

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from karier.observables import MONTHLY
from karier.runs import NAMES, SCHEMAS, Progress, RunFailed, Store, ensemble, run
from karier.runs import pool as pool_module
from karier.scenario import BadInput


@pytest.fixture(scope="module")
def first(scenarios, tmp_path_factory):
    out = tmp_path_factory.mktemp("one-job")
    made = ensemble(scenarios, 7, 3, out=out, jobs=1)
    made.write(out)
    return made, out


class Count(Progress):
    def __init__(self, stop_after=None):
        self.steps, self.stop_after, self.notes = 0, stop_after, []

    def advance(self, steps=1):
        self.steps += steps
        if self.steps == self.stop_after:
            raise KeyboardInterrupt

    def note(self, text):
        self.notes.append(text)


def files(out):
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def test_two_jobs_make_the_same_bytes_as_one(scenarios, tmp_path, first):
    ensemble(scenarios, 7, 3, out=tmp_path, jobs=2).write(tmp_path)
    assert files(tmp_path) == files(first[1])


def test_on_a_cold_machine_the_first_run_warms_the_workers_and_the_tables_are_the_same(
    scenarios, tmp_path, first, monkeypatch
):
    monkeypatch.setattr(pool_module, "is_cold", lambda: True)
    here = []
    attempt = pool_module.attempt
    monkeypatch.setattr(pool_module, "attempt", lambda *a: here.append(a) or attempt(*a))
    ensemble(scenarios, 7, 3, out=tmp_path, jobs=2).write(tmp_path)
    assert len(here) == 1  # in this process; the workers did the rest
    assert files(tmp_path) == files(first[1])


def test_the_tables_are_tidy_and_sorted(first, scenarios):
    made, out = first
    for name in NAMES:
        table = pq.read_table(out / "tables" / f"{name}.parquet")
        assert table.schema.names == ["scenario", "replication", *SCHEMAS[name].names]
    monthly = pq.read_table(out / "tables" / "monthly.parquet")
    order = [(s.name, r, m) for s in scenarios for r in range(3) for m in range(12)]
    columns = (monthly[c].to_pylist() for c in ("scenario", "replication", "month"))
    assert list(zip(*columns, strict=True)) == order
    assert monthly["date"][:2].to_pylist() == [scenarios[0].start, scenarios[0].start.replace(month=2)]
    assert set(MONTHLY) < set(monthly.schema.names)


def test_yearly_tables_name_offices_and_services_as_the_place_does(first, scenarios):
    place = scenarios[0].place
    tables = first[0].tables()
    assert set(tables["offices"]["office"].to_pylist()) == {office.id for office in place.offices}
    assert set(tables["lines"]["office"].to_pylist()) <= {office.id for office in place.offices}
    assert set(tables["lines"]["line"].to_pylist()) <= set(place.lines)


def test_one_run_alone_is_the_run_of_the_ensemble(first, scenarios):
    made, _ = first
    alone = run(scenarios[1], 7, 2)
    stored = made.store.read(next(r.key for r in made.design.runs if (r.scenario, r.replication) == (1, 2)))
    assert all(getattr(alone, name).equals(getattr(stored, name)) for name in NAMES)


def test_replications_differ_and_scenarios_share_their_luck(first):
    months = first[0].tables()["monthly"].to_pylist()
    of = {(row["scenario"], row["replication"]): row for row in months if row["month"] == 0}
    assert of["toy", 0] != of["toy", 1]
    # recruitment starts later: month 0 is the status quo's
    for replication in range(3):
        quo, plan = of["toy", replication], of["toy+recruitment", replication]
        assert {**quo, "scenario": ""} == {**plan, "scenario": ""}


def test_fixed_parameters_draw_nothing(scenarios):
    fixed = run(scenarios[0], 7, 1, fixed_parameters=True)
    drawn = run(scenarios[0], 7, 1)
    assert fixed.manifest["fixed_parameters"] is True
    assert not fixed.monthly.equals(drawn.monthly)


def test_only_what_is_missing_is_computed(scenarios, tmp_path, first):
    shutil.copytree(first[1], tmp_path / "copy")
    made, out = first[0], tmp_path / "copy"
    store = Store(out / "runs")
    shutil.rmtree(store.path(made.design.runs[4].key))
    count = Count()
    ensemble(scenarios, 7, 3, out=out, jobs=1, progress=count).write(out)
    assert count.steps == 1
    assert count.notes == ["5 of 6 runs are already stored"]
    assert files(out) == files(first[1])


def test_nothing_is_computed_when_all_is_there(scenarios, first):
    count = Count()
    ensemble(scenarios, 7, 3, out=first[1], progress=count)
    assert count.steps == 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_keeps_what_is_finished(scenarios, tmp_path, first, jobs):
    with pytest.raises(KeyboardInterrupt):
        ensemble(scenarios, 7, 3, out=tmp_path, jobs=jobs, progress=Count(stop_after=2))
    finished = [path.name for path in (tmp_path / "runs").iterdir()]
    assert 2 <= len(finished) < 6
    assert not any(name.startswith(".part") for name in finished)
    count = Count()
    ensemble(scenarios, 7, 3, out=tmp_path, jobs=1, progress=count).write(tmp_path)
    assert count.steps == 6 - len(finished)
    assert files(tmp_path) == files(first[1])


def test_a_run_that_fails_is_named_and_the_others_are_kept(scenarios, tmp_path, monkeypatch):
    def sometimes(scenario, seed, replication, fixed):
        if scenario.name == "toy+recruitment" and replication == 1:
            raise ArithmeticError("people are negative")
        return run(scenario, seed, replication, fixed)

    monkeypatch.setattr(pool_module, "run", sometimes)
    with pytest.raises(RunFailed) as failed:
        ensemble(scenarios, 7, 2, out=tmp_path, jobs=1)
    assert str(failed.value) == "toy+recruitment, seed 7, replication 1: ArithmeticError: people are negative"
    assert "sometimes" in failed.value.trace
    assert len(list((tmp_path / "runs").iterdir())) == 3


def test_many_failures_are_not_all_told(scenarios, tmp_path, monkeypatch):
    def never(*_):
        raise ArithmeticError("no")

    monkeypatch.setattr(pool_module, "run", never)
    with pytest.raises(RunFailed) as failed:
        ensemble(scenarios, 7, 9, out=tmp_path, jobs=1)
    assert len(str(failed.value).splitlines()) == 6
    assert str(failed.value).endswith("and 13 more")


def test_a_scenario_that_cannot_be_built_is_bad_input(scenarios, tmp_path, monkeypatch):
    def contradiction(*_):
        raise BadInput("margins contradict each other")

    monkeypatch.setattr(pool_module, "run", contradiction)
    with pytest.raises(BadInput, match="toy, seed 7, replication 0: margins"):
        ensemble(scenarios, 7, 1, out=tmp_path, jobs=1)


def test_a_scenario_may_stand_once(scenarios, tmp_path):
    with pytest.raises(BadInput, match="twice"):
        ensemble([scenarios[0]] * 2, 7, 1, out=tmp_path)
    assert not list(tmp_path.iterdir())


def test_nothing_in_a_table_says_when_or_where(first):
    for path in first[1].rglob("*.parquet"):
        metadata = pq.read_schema(path).metadata or {}
        assert set(metadata) <= {b"ARROW:schema"}
        assert pq.ParquetFile(path).metadata.created_by == f"parquet-cpp-arrow version {pa.__version__}"
