"""All checks, each seed a task of its own, over a pool of processes."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from karier.runs.pool import start_method
from karier.scenario.errors import bad
from karier.validation import growth, hindcast, institutions, queue, ranking, structure
from karier.validation.pattern import Found, Pattern
from karier.validation.replications import checks as replications

SEEDS = 50


class Check(NamedTuple):
    """Something that is measured: `measure(seed)` gives one value a pattern."""

    name: str
    patterns: tuple[Pattern, ...]
    measure: Callable[[int], Sequence[float]]
    seeds: int | None = None  # how many it takes at most; None: as many as are asked for


CHECKS: tuple[Check, ...] = tuple(
    Check(*entry)
    for module in (structure, growth, institutions, queue, replications, hindcast, ranking)
    for entry in module.CHECKS
)


def validate(seeds: int = SEEDS, jobs: int = 1, only: Sequence[str] = ()) -> Iterator[list[Found]]:
    """Measure; what a check found is yielded when its last seed is done, in the order of CHECKS.

    Args:
        seeds: how many for checks that draw.
        jobs: processes; no number depends on it.
        only: names of checks; all where empty.
    """
    wanted = [check for check in CHECKS if not only or check.name in only]
    unknown = sorted(set(only) - {check.name for check in CHECKS})
    if unknown:
        raise bad("", "--only", f"{unknown[0]!r} is no check", ", ".join(check.name for check in CHECKS))
    pool = ProcessPoolExecutor(jobs, mp_context=get_context(start_method()))
    try:
        asked = [(c, [pool.submit(_measured, c.name, seed) for seed in _seeds(c, seeds)]) for c in wanted]
        for check, futures in asked:
            done = [future.result() for future in futures]
            spent = sum(seconds for _, seconds in done)
            columns = zip(*(values for values, _ in done), strict=True)
            yield [Found(p, tuple(column), spent) for p, column in zip(check.patterns, columns, strict=True)]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _seeds(check: Check, asked: int) -> range:
    return range(min(asked, check.seeds or asked))


def _measured(name: str, seed: int) -> tuple[tuple[float, ...], float]:
    begun = time.perf_counter()
    check = next(c for c in CHECKS if c.name == name)
    values = tuple(float(value) for value in check.measure(seed))
    if len(values) != len(check.patterns):
        raise ValueError(f"check {name}: {len(values)} values for {len(check.patterns)} patterns")
    return values, time.perf_counter() - begun
