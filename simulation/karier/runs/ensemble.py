"""A design's runs: found, or computed and stored; then one tidy table of each kind."""

import hashlib
import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from karier.runs.design import Design
from karier.runs.pool import Outcome, cache_is_writable, compute, is_cold
from karier.runs.progress import Progress, work
from karier.runs.store import MANIFEST, Store
from karier.runs.tables import NAMES, replace_with, with_run, write_json, write_table
from karier.scenario import BadInput, Scenario


class RunFailed(RuntimeError):  # noqa: N818
    """Some runs failed; the message names each with scenario, seed, replication and cause."""

    def __init__(self, message: str, trace: str) -> None:
        super().__init__(message)
        self.trace = trace


@dataclass(frozen=True)
class Ensemble:
    """A design whose runs are all in the store."""

    design: Design
    store: Store

    def tables(self) -> dict[str, Any]:
        """Tidy tables (pyarrow): scenario, replication, then the columns of the run's table.

        Sorted by scenario in the order given, replication, then as the run has it (month or year).
        """
        parts: dict[str, list[Any]] = {name: [] for name in NAMES}
        for one in self.design.runs:
            tables = self.store.read(one.key)
            name = self.design.scenarios[one.scenario].name
            for table in NAMES:
                parts[table].append(with_run(getattr(tables, table), name, one.replication))
        return {name: pa.concat_tables(parts[name]).combine_chunks() for name in NAMES}

    def monthly(self, since: int = 0) -> Any:
        """The monthly one of `tables`, of the replications from `since` on."""
        runs = [one for one in self.design.runs if one.replication >= since]
        names = [self.design.scenarios[one.scenario].name for one in runs]
        parts = [
            with_run(self.store.read(one.key).monthly, n, one.replication) for n, one in zip(names, runs, strict=True)
        ]
        return pa.concat_tables(parts).combine_chunks()

    def write(self, out: Path) -> dict[str, Path]:
        """Write `out`/tables/*.parquet and `out`/manifest.json; the paths of the tables by name."""
        folder = out / "tables"
        folder.mkdir(parents=True, exist_ok=True)
        tables = self.tables()
        paths = {name: folder / f"{name}.parquet" for name in NAMES}
        for name, path in paths.items():
            replace_with(lambda temporary, table=tables[name]: write_table(table, temporary), path)
        manifest = self.design.to_dict() | {
            "software": _software(),
            "tables": {n: {"rows": len(tables[n]), "sha256": _sha256(p)} for n, p in paths.items()},
            "constants": self._constants(),
        }
        replace_with(lambda temporary: write_json(manifest, temporary), out / MANIFEST)
        return paths

    def _constants(self) -> dict[str, Any]:
        """Baseline constants of replication 0, by scenario."""
        first = {self.design.scenarios[one.scenario].name: one for one in reversed(self.design.runs)}
        return {s.name: self.store.read(first[s.name].key).manifest["constants"] for s in self.design.scenarios}


def ensemble(
    scenarios: Sequence[Scenario],
    seed: int,
    replications: int,
    *,
    out: Path,
    jobs: int | None = None,
    fixed_parameters: bool = False,
    progress: Progress | None = None,
) -> Ensemble:
    """Find the runs of scenarios × replications in `out`/runs and compute what is missing.

    Args:
        scenarios: with different names; a contrast between two is paired by replication.
        seed: of the study, 0 … 2⁶³ − 1.
        replications: how many; replication r is the same however many there are.
        out: where the store lies.
        jobs: processes; the cores that this process may use, if left out. Changes no table.
        fixed_parameters: keep the beliefs at their values.
        progress: who is told how far it is.

    Raises:
        RunFailed: some runs failed; the others are stored.
    """
    return complete(Design(tuple(scenarios), seed, replications, fixed_parameters), out, jobs, progress)


def complete(design: Design, out: Path, jobs: int | None = None, progress: Progress | None = None) -> Ensemble:
    """`ensemble` for a design."""
    _distinct([scenario.name for scenario in design.scenarios])
    tell = progress or Progress()
    store = Store(out / "runs")
    store.clean()
    missing = [one for one in design.runs if not store.has(one.key)]
    if missing:
        cache_is_writable()
        _announce(tell, len(design.runs), len(missing))
        failed = []
        outcomes = compute(design, missing, store, jobs or cores())
        with work(tell, "runs", len(missing)), closing(outcomes):
            for outcome in outcomes:
                tell.advance()
                failed += [outcome] if outcome.cause else []
        _raise_if(failed, design)
    return Ensemble(design, store)


def cores() -> int:
    """How many processes can work at once: the cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _announce(tell: Progress, total: int, missing: int) -> None:
    if missing < total:
        tell.note(f"{total - missing} of {total} runs are already stored")
    if is_cold():
        tell.note("compiling the rules, once on this machine (about a minute)")


def _distinct(names: Sequence[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadInput(f"{twice[0]}: named twice; each scenario may stand once")


def _raise_if(failed: Sequence[Outcome], design: Design) -> None:
    if not failed:
        return
    lines = [_line(outcome, design) for outcome in sorted(failed, key=lambda o: o.run)]
    if failed[0].bad_input:
        raise BadInput(lines[0])
    more = [f"… and {len(lines) - 5} more"] if len(lines) > 5 else []
    raise RunFailed("\n".join(lines[:5] + more), failed[0].trace)


def _line(outcome: Outcome, design: Design) -> str:
    name = design.scenarios[outcome.run.scenario].name
    return f"{name}, seed {design.seed}, replication {outcome.run.replication}: {outcome.cause}"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _software() -> dict[str, str]:
    """Versions that could matter to someone who repeats the runs."""
    import platform

    import numba
    import numpy

    return {
        "python": platform.python_version(),
        "numba": numba.__version__,
        "numpy": numpy.__version__,
        "pyarrow": pa.__version__,
    }
