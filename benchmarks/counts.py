"""How much luck and how many exp and log the core rules ask for: counted while the shipped code runs, uncompiled.

counted(state, scenario) -> Counts      starts a Python without compiler, hands it the state, reads what it counted
"""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

MONTHS = 12
# What the shipped code leaves out, since a bound or a table answers for nearly everybody: the hazards of death and of
# resignation (processes/exits.py) and 2^(−months in post/H) (processes/learning.py). The rules state them per person.
SPARED_EXP = 3.0


class Counts(NamedTuple):
    """Per person and month, over a year of the core's calendar."""

    blocks: float  # Philox4x32-10
    normals: float  # each with its log, root and cosine
    exps: float
    logs: float  # those of normals left out

    def stated(self) -> "Counts":
        """As the rules state them, one evaluation a person."""
        return self._replace(exps=self.exps + SPARED_EXP)


def total(by_act: dict[str, Counts]) -> Counts:
    """Of all acts."""
    return Counts(*(sum(column) for column in zip(*by_act.values(), strict=True)))


def counted(state: Any, scenario: Any) -> dict[str, Counts]:
    """A year of the core from this state, by act; the state itself stays as it is."""
    home = Path(__file__).parents[1]
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join([str(home), *sys.path])}
    given = pickle.dumps((state, scenario.name, scenario.months // 12))  # to a child of our own, never stored
    command = [sys.executable, "-m", "benchmarks.counts"]
    done = subprocess.run(command, input=given, env=environment, cwd=home, stdout=subprocess.PIPE, check=True)
    return {act: Counts(*values) for act, values in json.loads(done.stdout).items()}


def _count() -> dict[str, list[float]]:
    """The child: replaces four functions, wherever a module has taken them in, by ones that count."""
    from benchmarks.world import CORE, title
    from karier import load, maths, model, randomness

    state, name, years = pickle.loads(sys.stdin.buffer.read())
    seen = dict.fromkeys(("philox", "normal", "exp", "log"), 0)

    def watched(function: Any) -> Any:
        label = function.__name__

        def call(*args: Any) -> Any:
            seen[label] += 1
            return function(*args)

        return call

    for function in (randomness.philox, randomness.normal, maths.exp, maths.log):
        counting = watched(function)
        for module in [m for name, m in sys.modules.items() if name.startswith("karier")]:
            for own, value in list(vars(module).items()):
                if value is function:
                    setattr(module, own, counting)
    scenario, people = load(name, years=years), 0
    of: dict[str, list[int]] = {title(act): [0, 0, 0, 0] for act in CORE}
    for month in range(MONTHS):
        now = model.moment(scenario, 1, month)
        for entry in model.CALENDAR:
            if entry.act in CORE and now.calendar_month in entry.months:
                before = list(seen.values())
                entry.act(state, model.parameters(entry.act, scenario, now), now)
                added = [after - was for after, was in zip(seen.values(), before, strict=True)]
                of[title(entry.act)] = [a + b for a, b in zip(of[title(entry.act)], added, strict=True)]
        people += state.people
    return {act: [b / people, n / people, e / people, (g - n) / people] for act, (b, n, e, g) in of.items()}


if __name__ == "__main__":
    print(json.dumps(_count()))
