"""What each act of the shipped calendar costs, inside `CareerModel.step`."""

import time
from collections import defaultdict
from typing import Any

from benchmarks.versions import PEOPLE
from benchmarks.world import title
from karier import CareerModel, model
from karier.scenario import Scenario


def by_act(s: Scenario, months: int, repeats: int) -> dict[str, float]:
    """Nanoseconds a person-month of each act, yearly ones spread over their year: the least of several runs."""
    runs = [_run(s, months) for _ in range(repeats)]
    return {name: min(run[name] for run in runs) for name in runs[0]}


def _run(s: Scenario, months: int) -> dict[str, float]:
    spent: dict[str, int] = defaultdict(int)

    def watched(act: Any) -> Any:
        def call(*given: Any) -> None:
            start = time.process_time_ns()
            act(*given)
            spent[title(act)] += time.process_time_ns() - start

        call.__module__ = act.__module__  # by which the model finds the act's parameters
        return call

    usual, people, whole = model.CALENDAR, 0, 0
    m = CareerModel(s, PEOPLE)
    model.CALENDAR = tuple(entry._replace(act=watched(entry.act)) for entry in usual)
    try:
        for _ in range(months):
            start = time.process_time_ns()
            m.step()
            whole += time.process_time_ns() - start
            people += m.state.people
    finally:
        model.CALENDAR = usual
    acts = {title(entry.act): spent[title(entry.act)] / people for entry in usual}
    return acts | {"observation and step": (whole - sum(spent.values())) / people}
