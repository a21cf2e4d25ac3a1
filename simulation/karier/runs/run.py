"""One run: a scenario under one luck, month after month, to its tables."""

import re
import warnings
from typing import Any

from karier.randomness import run_seed
from karier.runs.tables import YEARLY, Tables, monthly_table, yearly_table
from karier.scenario import BadInput, Scenario
from karier.scenario.errors import bad


def run(scenario: Scenario, seed: int, replication: int = 0, fixed_parameters: bool = False) -> Tables:
    """Run a scenario once.

    Args:
        scenario: what is believed and decided.
        seed: the study's seed, 0 … 2⁶³ − 1.
        replication: whose luck, and whose draw of the beliefs; the same in every scenario.
        fixed_parameters: keep the beliefs at their values instead of drawing them.
    """
    believed = scenario if fixed_parameters else scenario.drawn(seed, replication)
    model = model_of(believed, run_seed(seed, replication))
    model.run_model()
    return Tables(
        monthly=monthly_table(model.monthly, scenario.start),
        **{name: yearly_table(name, _named(model.yearly[name], believed)) for name in YEARLY},
        manifest=_manifest(scenario, seed, replication, fixed_parameters, model.constants()),
    )


def model_of(scenario: Scenario, seed: int) -> Any:
    """A CareerModel, without the warning of a bar that Mesa would like to have in notebooks."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "IProgress not found")
        from karier.model import CareerModel  # takes a second: not for those who only read tables
    try:
        return CareerModel(scenario, seed)
    except BadInput as error:
        raise _explained(error, scenario) from None


_NOBODY = re.compile(r"service line (\d+) has (\S+) staff and (\S+) cases a month")


def _explained(error: BadInput, scenario: Scenario) -> BadInput:
    """The solver knows a service line by its number: say which one it is, where, and what helps."""
    found = _NOBODY.fullmatch(str(error))
    if found is None:
        return error
    line, office = scenario.place.city.served()[int(found[1])]
    problem = f"{line} at {office.id} ({office.label['id']}) has {found[2]} staff and {found[3]} cases a month"
    allowed = "people for every service line with cases (a roster: more people of that office)"
    return bad(scenario.place.name, "service line", problem, allowed)


def _named(rows: list[dict[str, Any]], scenario: Scenario) -> list[dict[str, Any]]:
    """The rows with offices and lines by their ids instead of their rows in the state."""
    city = scenario.place.city
    ids = {"office": [office.id for office in city.offices], "line": [line for line, _ in city.served()]}
    return [row | {key: ids[key][row[key]] for key in ids.keys() & row.keys()} for row in rows]


def _manifest(
    scenario: Scenario, seed: int, replication: int, fixed_parameters: bool, constants: dict[str, Any]
) -> dict[str, Any]:
    """What the run was. Labels and names stay out: they may change without the run changing."""
    return {
        "scenario_key": scenario.key(),
        "start": scenario.start.isoformat(),
        "months": scenario.months,
        "seed": seed,
        "replication": replication,
        "fixed_parameters": fixed_parameters,
        "constants": constants,
    }
