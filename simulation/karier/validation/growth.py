"""What people learn and forget: a trial in the running city, and a gain that nobody uses."""

import numpy as np

from karier.model import CareerModel, moment, parameters
from karier.processes import learning
from karier.scenario import load
from karier.state.workforce import NEVER
from karier.validation.cities import city
from karier.validation.pattern import chosen
from karier.validation.trials import course

HOURS = 40.0  # JP of the reference course


def trial(seed: int) -> tuple[float]:
    """`trials.course` of the reference course, mean of the three competences, each in a trial of its own."""
    scenario = load("semarang", years=1, set={"training.hours": HOURS})
    return (float(np.mean([course(scenario, seed, k) for k in range(3)])),)


def fading(seed: int) -> tuple[float]:
    """Months until half of a gain is lost in posts that do not use it: by the process, on people of the city.

    Nobody uses technical competence here (weight 0), nobody is taught, and the base has reached its ceiling.
    """
    model = city(seed, drawn=False)
    state = model.state
    p = parameters(learning.learn, model.scenario, moment(model.scenario, model.seed, 0))
    weights = np.tile([0.0, 0.5, 0.5], (len(p.fit.weights), 1))
    p = p._replace(fit=p.fit._replace(weights=weights))
    _at_their_ceiling(model)
    before = float(state.workforce.gain[0].sum())
    left, months = before, 0
    while left > 0.5 * before:
        earlier = left
        learning.learn(state, p, moment(model.scenario, model.seed, months))
        left, months = float(state.workforce.gain[0].sum()), months + 1
    return (months - 1 + np.log(earlier / (0.5 * before)) / np.log(earlier / left),)


def _at_their_ceiling(model: CareerModel) -> None:
    """Half a level of gain each, no course, no coach, no partner; the base as high as it can be."""
    staff = model.state.workforce
    for k in range(3):
        staff.ceiling[k][:] = staff.base[k]
        staff.gain[k][:] = 0.5
        staff.taught[k][:] = 0.0
    staff.course_jp[:] = 0.0
    staff.coaching_end[:] = NEVER
    staff.leadership_jp[:] = 0


CHECKS = (
    ("trial", chosen("growth", ("course_d",)), trial, 5),
    ("fading", chosen("growth", ("unused_gain_half_life",)), fading, 1),
)
