"""Work for several processes: which run where, and what happens when one fails or someone presses Ctrl-C."""

import contextlib
import hashlib
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from karier.compiled import CACHE
from karier.runs.design import Design, Run
from karier.runs.run import run
from karier.runs.store import Store
from karier.runs.warming import help_compiling
from karier.scenario import BadInput, Scenario
from karier.scenario.errors import bad


class Outcome(NamedTuple):
    """How a run ended: well, if `cause` is empty."""

    run: Run
    cause: str = ""
    trace: str = ""
    bad_input: bool = False  # the scenario is at fault, not the program


class Office(NamedTuple):
    """What a worker needs: everything of the design but which runs are its own."""

    scenarios: tuple[Scenario, ...]
    seed: int
    fixed_parameters: bool
    store: Store


Task = tuple[Run, ...]


def tasks(missing: Sequence[Run], jobs: int) -> list[Task]:
    """Share out the missing runs: whole replications, and the last few in parts so that nobody idles.

    All scenarios of a replication start from the same opening state, which a worker builds once if it has them
    in turn.
    """
    by_replication: dict[int, list[Run]] = {}
    for one in sorted(missing, key=lambda r: (r.replication, r.scenario)):
        by_replication.setdefault(one.replication, []).append(one)
    groups = list(by_replication.values())
    whole = len(groups) - len(groups) % jobs
    parts = -(-jobs // max(1, len(groups) - whole))
    return [tuple(g) for g in groups[:whole]] + [part for g in groups[whole:] for part in _split(g, parts)]


def _split(group: list[Run], parts: int) -> Iterator[Task]:
    size = -(-len(group) // parts)
    for first in range(0, len(group), size):
        yield tuple(group[first : first + size])


def attempt(office: Office, one: Run) -> Outcome:
    """Compute and store one run. An error is an outcome: the other runs go on."""
    try:
        scenario = office.scenarios[one.scenario]
        office.store.write(one.key, run(scenario, office.seed, one.replication, office.fixed_parameters))
    except BadInput as error:
        return Outcome(one, str(error), bad_input=True)
    except Exception as error:
        return Outcome(one, f"{type(error).__name__}: {error}", traceback.format_exc())
    return Outcome(one)


def compute(design: Design, missing: Sequence[Run], store: Store, jobs: int) -> Generator[Outcome]:
    """Compute runs and yield how each ended, in no particular order.

    On a machine where the rules were never compiled the first run is computed here, so that they are compiled
    before the workers need them.
    """
    office = Office(design.scenarios, design.seed, design.fixed_parameters, store)
    here = missing if jobs == 1 or len(missing) == 1 else missing[: int(is_cold())]
    for one in sorted(here, key=lambda r: (r.replication, r.scenario)):
        with _help(office, jobs):
            outcome = attempt(office, one)
        if not outcome.cause:
            warm().parent.mkdir(parents=True, exist_ok=True)
            warm().touch()
        yield outcome
    if len(here) < len(missing):
        rest = missing[len(here) :]
        yield from _in_pool(office, tasks(rest, jobs), min(jobs, len(rest)))


def _help(office: Office, jobs: int) -> contextlib.AbstractContextManager[None]:
    """A second process to compile with, where there is something to compile and another core to do it."""
    alone = jobs == 1 or not is_cold()
    return contextlib.nullcontext() if alone else help_compiling(office.scenarios[0], start_method())


def _in_pool(office: Office, work: list[Task], jobs: int) -> Generator[Outcome]:
    method = start_method()
    if method == "fork":
        import karier.model  # noqa: F401  # so that no worker has to
    context: Any = multiprocessing.get_context(method)
    stop = context.Event()
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(office, stop))
    try:
        futures: list[Future[list[Outcome]]] = [pool.submit(_do, task) for task in work]
        for future in as_completed(futures):
            yield from future.result()
    finally:  # on Ctrl-C each worker finishes the run it is at, which is then on disk
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def start_method() -> str:
    """Copies of this process start at once and have the rules loaded, but a copy of a process with threads may hang."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


_worker: list[tuple[Office, Any]] = []  # of a worker process: set once, when it begins


def _begin(office: Office, stop: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends Ctrl-C to all; the parent says when to stop
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker[:] = [(office, stop)]


def _end_with_parent() -> None:
    """A parent that was killed cannot say when to stop: nobody is left whom the run would serve."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(task: Task) -> list[Outcome]:
    office, stop = _worker[0]
    return [attempt(office, one) for one in task if not stop.is_set()]


def is_cold() -> bool:
    """Whether these very files have yet to be compiled on this machine, which takes about a minute."""
    return not warm().exists()


def cache_is_writable() -> None:
    """Before anything is compiled: BadInput where what is compiled could not be kept."""
    folder = warm().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if is_cold():
            tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        problem = f"{folder}: compiled rules cannot be kept there ({error.strerror})"
        raise bad("", "cache", problem, "set XDG_CACHE_HOME to a folder that may be written") from None


@cache
def warm() -> Path:
    """A file that is there once a run was computed. Numba compiles again where a module has moved or a newer date."""
    package = Path(__file__).resolve().parents[1]
    seen = [(str(module), module.stat().st_mtime_ns) for module in sorted(package.rglob("*.py"))]
    return CACHE / f"warm-{hashlib.sha256(repr(seen).encode()).hexdigest()[:16]}"
