"""What a calibration leaves: simulations.csv, posterior.csv (which studies use), ranks.csv."""

from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from karier.arrays import FloatArray
from karier.runs.ensemble import cores
from karier.runs.pool import start_method
from karier.runs.progress import display, work
from karier.runs.tables import replace_with
from karier.scenario.errors import bad
from karier.validation.calibration import FREE, place, prior_draws, priors, simulate
from karier.validation.trials import Effects

SEED = 7


def simulated(n: int, jobs: int) -> FloatArray:
    """(n, free + effects): `simulate` of draws 0 … n − 1, in order."""
    with ProcessPoolExecutor(min(jobs, cores()), mp_context=get_context(start_method())) as pool:
        rows, shown = [], display()
        with work(shown, "simulations", n):
            for row in pool.map(simulate, range(n), chunksize=5):
                rows.append(row)
                shown.advance()
    return np.array(rows)


def writable(out: Path) -> None:
    """Make the folder. BadInput where that is not allowed: before hours of work, not after."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / ".try").touch()
        (out / ".try").unlink()
    except OSError as error:
        raise bad(str(out), "--out", error.strerror or "cannot be written", "a folder that may be written") from None


def write(out: Path, rows: FloatArray, draws: FloatArray, ranks: FloatArray) -> str:
    """Write the three tables; says where."""
    low, high, value = ([str(p[i]) for p in priors(place())] for i in (0, 2, 1))
    head = f"# {len(rows)} simulations, {len(ranks)} of them truths to judge by; karier calibrate; seed {SEED}\n"
    bounds = "".join(f"{name},{','.join(cells)}\n" for name, cells in (("low", low), ("high", high), ("value", value)))
    _csv(out / "posterior.csv", head + f"draw,{','.join(FREE)}\n" + bounds, draws)
    _csv(out / "simulations.csv", f"draw,{','.join((*FREE, *Effects._fields))}\n", rows)
    _csv(out / "ranks.csv", f"truth,{','.join(FREE)}\n", ranks)
    return f"{out}/posterior.csv, simulations.csv, ranks.csv"


def summary(name: str, draws: FloatArray) -> dict[str, Any]:
    """5th, 50th and 95th percentile of a free belief before and after."""
    column = FREE.index(name)
    before = _prior()[:, column]
    quantiles = (5.0, 50.0, 95.0)
    return {
        "prior": [float(x) for x in np.percentile(before, quantiles)],
        "posterior": [float(x) for x in np.percentile(draws[:, column], quantiles)],
    }


@cache
def _prior() -> FloatArray:
    return prior_draws(20_000, SEED)


def _csv(path: Path, head: str, table: FloatArray) -> None:
    lines = [f"{i},{','.join(f'{x:.6g}' for x in row)}\n" for i, row in enumerate(table)]
    replace_with(lambda temporary: temporary.write_text(head + "".join(lines), "utf-8"), path)
