"""On a machine where nothing is compiled yet, two cores compile: the rules take a minute and a half on one.

While the first run is computed from its beginning, another process goes through the model's calendar from what a run
needs last, for the compiler's sake alone: what it computes is thrown away, what it compiles lies on disk for both.
"""

import contextlib
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator

from karier.scenario import Scenario


@contextlib.contextmanager
def help_compiling(scenario: Scenario, start_method: str) -> Iterator[None]:
    """A second process compiles as long as this lasts."""
    helper = multiprocessing.get_context(start_method).Process(target=_silently, args=(scenario,), daemon=True)  # type: ignore[attr-defined]
    helper.start()
    try:
        yield
    finally:
        helper.kill()
        helper.join()


def _silently(scenario: Scenario) -> None:
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115  # what goes wrong here goes wrong nowhere else
    for step in steps(scenario):
        with contextlib.suppress(Exception):
            step()


def steps(scenario: Scenario) -> list[Callable[[], object]]:
    """What calls all compiled loops of the months from 0 on, then those of the burn-in, the last first."""
    from karier import model, population
    from karier.observation import Parameters, Year, observe
    from karier.scenario import bind

    place = scenario.status_quo()
    state = population.build(place, 0)
    now = model.moment(place, 0, 0)
    acts = [*(e for e in model.CALENDAR if not e.burn_in), *(e for e in reversed(model.CALENDAR) if e.burn_in)]
    year = Year(len(state.offices.head), len(state.lines.kind))
    return [
        *(lambda act=entry.act: act(state, model.parameters(act, place, now), now) for entry in acts),
        lambda: observe(state, bind(Parameters, place, "fit", place.start), now),
        lambda: year.add(state, now._replace(calendar_month=12)),
    ]
