"""How work is shared out."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karier.runs import Run, ensemble
from karier.runs.pool import tasks
from karier.scenario import BadInput

RUNS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30)), unique=True).map(
    lambda cells: [Run(scenario, replication, f"{scenario}-{replication}") for scenario, replication in cells]
)


@given(RUNS, st.integers(1, 8))
def test_every_run_is_done_once(missing, jobs):
    assert sorted(run for task in tasks(missing, jobs) for run in task) == sorted(missing)


@given(RUNS, st.integers(1, 8))
def test_a_task_has_one_replication_and_its_scenarios_in_turn(missing, jobs):
    for task in tasks(missing, jobs):
        assert len({run.replication for run in task}) == 1
        assert list(task) == sorted(task)


@given(st.integers(1, 6), st.integers(1, 30), st.integers(1, 8))
def test_nobody_idles_while_there_is_work_for_all(scenarios, replications, jobs):
    missing = [Run(s, r, "") for s in range(scenarios) for r in range(replications)]
    assert len(tasks(missing, jobs)) >= min(jobs, len(missing)) or scenarios < jobs


def test_whole_replications_stay_together_and_the_last_is_split():
    missing = [Run(s, r, "") for s in range(4) for r in range(5)]
    assert [len(task) for task in tasks(missing, 2)] == [4, 4, 4, 4, 2, 2]


def test_a_cache_that_cannot_be_written_is_told_before_anything_is_compiled(scenarios, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr("karier.runs.pool.warm", lambda: tmp_path / "file" / "karier" / "warm")
    monkeypatch.setattr("karier.runs.pool.attempt", lambda *_: pytest.fail("something was computed"))
    with pytest.raises(BadInput, match="set XDG_CACHE_HOME to a folder that may be written"):
        ensemble(scenarios, 1, 1, out=tmp_path / "out", jobs=1)


ENDLESS = """
import os, threading
from karier.runs import Run, pool

def attempt(office, run):
    os.write(1, b"working\\n")  # whole: two workers write at once
    threading.Event().wait()

pool.attempt = attempt
list(pool._in_pool(pool.Office((), 1, False, None), [(Run(0, 0, "a"),), (Run(0, 1, "b"),)], 2))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="workers are copies of their parent on Linux only")
def test_workers_end_with_a_parent_that_was_killed():
    parent = subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, text=True)
    assert [parent.stdout.readline(), parent.stdout.readline()] == ["working\n"] * 2
    parent.kill()
    parent.communicate(timeout=120)  # the pipe ends when the last of them has ended
