"""The model as shipped, for a check: one seed is one luck and, unless said otherwise, one draw of the beliefs."""

import numpy as np

from karier.model import CareerModel, moment, parameters
from karier.processes import performance
from karier.randomness import run_seed
from karier.rules.fit import fit_scores
from karier.scenario import Scenario, load
from karier.validation.looks import June

STUDY = 20260101  # the seed of all checks: replication r of it is the check's seed r


def city(seed: int, place: str = "semarang", years: int = 1, drawn: bool = True, **values: object) -> CareerModel:
    """A city before its first month; `values` are overrides, `section__key=value`."""
    scenario = load(place, years=years, set={name.replace("__", "."): value for name, value in values.items()})
    return CareerModel(believed(scenario, seed) if drawn else scenario, run_seed(STUDY, seed))


def believed(scenario: Scenario, seed: int) -> Scenario:
    """The scenario under the seed's draw of the beliefs."""
    return scenario.drawn(STUDY, seed)


def june(model: CareerModel) -> June:
    """What there is to see of people's output in the month just lived."""
    s, now = model.state, moment(model.scenario, model.seed, model.steps - 1)
    staff, b, fit = s.workforce, s.baseline, np.empty(s.people)
    fit_scores(staff, s.types, b, parameters(performance.perform, model.scenario, now).fit, fit)
    drive = (staff.motivation - b.drive_mean[staff.level]) / b.drive_sd[staff.level]
    own = staff.log_output - s.offices.context[staff.office]
    return June(staff.uid.copy(), own, fit, drive, s.types.complex[staff.type] == 1)
