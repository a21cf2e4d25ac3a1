"""A run in the store is complete, or it is not there."""

import os
import time

import pytest

from karier.runs import NAMES, Design, Store, run
from karier.runs import store as module


@pytest.fixture(scope="module")
def made(scenarios):
    return Design(scenarios, 1, 1).runs[0].key, run(scenarios[0], 1)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "runs")


def test_what_is_written_is_read(store, made):
    key, tables = made
    assert not store.has(key)
    store.write(key, tables)
    assert store.has(key)
    again = store.read(key)
    assert all(getattr(again, name).equals(getattr(tables, name)) for name in NAMES)
    assert again.manifest == tables.manifest


@pytest.mark.parametrize("after", range(5))
def test_an_interrupted_write_leaves_nothing(store, made, monkeypatch, after):
    key, tables = made
    left = [after]

    def interrupted(write):
        def step(*arguments):
            if left[0] == 0:
                raise KeyboardInterrupt
            left[0] -= 1
            write(*arguments)

        return step

    monkeypatch.setattr(module, "write_table", interrupted(module.write_table))
    monkeypatch.setattr(module, "write_json", interrupted(module.write_json))
    with pytest.raises(KeyboardInterrupt):
        store.write(key, tables)
    assert not store.has(key)
    assert list(store.folder.iterdir()) == []


def test_the_second_to_finish_the_same_run_changes_nothing(store, made):
    key, tables = made
    store.write(key, tables)
    before = {path.name: path.stat().st_ino for path in store.path(key).iterdir()}
    store.write(key, tables)
    assert {path.name: path.stat().st_ino for path in store.path(key).iterdir()} == before


@pytest.mark.parametrize("lost", ["manifest.json", "monthly.parquet", "lines.parquet"])
def test_a_run_that_lost_a_file_is_missing_and_can_be_written_again(store, made, lost):
    key, tables = made
    store.write(key, tables)
    (store.path(key) / lost).unlink()
    assert not store.has(key)
    store.write(key, tables)
    assert store.has(key)


def test_old_half_written_runs_are_cleared_away_and_young_ones_stay(store, made):
    store.write(*made)
    for name, age in ((".part-1-old", 7200), (".part-2-young", 0)):
        part = store.folder / name
        part.mkdir()
        os.utime(part, (time.time() - age,) * 2)
    store.clean()
    assert sorted(path.name for path in store.folder.glob(".part-*")) == [".part-2-young"]
    assert store.has(made[0])


def test_the_same_tables_are_the_same_bytes(tmp_path, made, scenarios):
    key, tables = made
    first, second = Store(tmp_path / "a"), Store(tmp_path / "b")
    first.write(key, tables)
    second.write(key, run(scenarios[0], 1))
    for path in first.path(key).iterdir():
        assert path.read_bytes() == (second.path(key) / path.name).read_bytes(), path.name
