"""What people learn and forget: a trial in the running city, and a gain that nobody uses."""

import numpy as np

from karier.model import CareerModel, moment, parameters
from karier.processes import learning
from karier.state.workforce import NEVER, PNS
from karier.validation.cities import city
from karier.validation.pattern import chosen

HOURS = 40.0  # JP of the reference course


def trial(seed: int) -> tuple[float]:
    """Two arms under the same luck; in one, half of the PNS, by lot, have a course of 40 JP in February.

    d on what is taught (φ of the competence), in its SD within the family, a month later; mean of the three
    competences, each in a trial of its own.
    """
    return (float(np.mean([_taught(seed, k) for k in range(3)])),)


def _taught(seed: int, k: int) -> float:
    arms = [city(seed, drawn=False, training__hours=HOURS) for _ in range(2)]
    lot = np.random.default_rng(seed).random(arms[0].state.people) < 0.5
    chosen_uids: list[int] = []
    for arm, model in enumerate(arms):
        model.step()
        staff = model.state.workforce
        treated = lot[: len(staff.uid)] & (staff.employment == PNS)
        staff.course_month[:] = np.where(treated & (arm == 1), 1, NEVER)
        staff.course_dimension[:] = k
        chosen_uids = staff.uid[treated].tolist()
        model.step()
    without, having = (model.state.workforce for model in arms)
    share = arms[0].scenario.parameters["learning"]["breadth"].value
    sd = share * arms[0].state.baseline.competence_sd[arms[0].state.types.family[having.type], k]
    d = (having.base[k] - without.base[k] + having.gain[k] - without.gain[k]) / sd
    return float(d[np.isin(having.uid, chosen_uids)].mean())


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
