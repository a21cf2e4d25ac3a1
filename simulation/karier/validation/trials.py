"""Experiments in the running city, each beside the same city under the same luck: what a published study would find."""

from typing import NamedTuple

import numpy as np

from karier.arrays import BoolArray, FloatArray, IntArray
from karier.model import CareerModel, moment, parameters
from karier.processes import learning
from karier.randomness import run_seed
from karier.scenario import Scenario
from karier.state.workforce import NEVER, PNS
from karier.validation.cities import STUDY
from karier.validation.institutions import year_gap

COACHED_MONTHS = 6
GAP_YEARS = 4


class Effects(NamedTuple):
    """One value a published figure; names as in patterns/calibration.yaml."""

    women_gap: float
    head_effect: float
    course_d: float
    coaching_skill_d: float
    coaching_drive_d: float


def effects(scenario: Scenario, seed: int) -> Effects:
    """All experiments under one draw of beliefs and one luck; `scenario`: a status quo of at least GAP_YEARS years."""
    usual, coached = (_city(scenario, seed) for _ in range(2))
    lot = np.random.default_rng(seed).random(coached.state.people) < 0.5
    skill, drive = _coaching(usual, coached, lot)
    model = _city(scenario, seed)
    gaps = [year_gap(model) for _ in range(GAP_YEARS)]
    return Effects(float(np.mean(gaps)), heads(scenario, seed), course(scenario, seed, 0), skill, drive)


def _city(scenario: Scenario, seed: int) -> CareerModel:
    return CareerModel(scenario, run_seed(STUDY, seed))


def heads(scenario: Scenario, seed: int) -> float:
    """A year in which every head is one SD better, beside the same year: mean change of output from month 1 on.

    Support offices count from the month after.
    """
    usual, better = (_city(scenario, seed) for _ in range(2))
    gained = []
    for month in range(12):
        better.state.offices.head[:] += 1.0
        usual.step()
        better.step()
        if month > 0:
            gained.append(better.month["mean_performance"] / usual.month["mean_performance"] - 1.0)
    return float(np.mean(gained))


def course(scenario: Scenario, seed: int, k: int) -> float:
    """d on what is taught of competence k (φ of it), in its SD within the family, a month later.

    Two arms under the same luck; in one, half of the PNS, by lot, have the scenario's course in February.
    """
    arms = [_city(scenario, seed) for _ in range(2)]
    lot = np.random.default_rng(seed + 1).random(arms[0].state.people) < 0.5
    for arm, model in enumerate(arms):
        model.step()
        staff = model.state.workforce
        treated = lot[: len(staff.uid)] & (staff.employment == PNS)
        staff.course_month[:] = np.where(treated & (arm == 1), 1, NEVER)
        staff.course_dimension[:] = k
        uids = staff.uid[treated].copy()
        model.step()
    without, having = arms
    i, j = _same(without.state.workforce.uid, having.state.workforce.uid)
    d = _grown(without, having, i, j)[k] / float(having.scenario.parameters["learning"]["breadth"].value)
    return float(d[np.isin(having.state.workforce.uid[j], uids)].mean())


def _coaching(usual: CareerModel, coached: CareerModel, lot: BoolArray) -> tuple[float, float]:
    """d on the weakest competence as believed and on own drive, at the end of six months of coaching."""
    staff = coached.state.workforce
    weakest = _weakest(coached)[lot]
    uids = staff.uid[lot].copy()
    staff.coaching_end[lot] = COACHED_MONTHS
    for _ in range(COACHED_MONTHS):
        usual.step()
        coached.step()
    a, b = usual.state.workforce, coached.state.workforce
    i, j = _same(a.uid, b.uid)
    mine = np.isin(b.uid[j], uids)
    order = np.argsort(uids)
    dimension = weakest[order][np.searchsorted(uids[order], b.uid[j][mine])]
    skill = _grown(usual, coached, i[mine], j[mine])[dimension, np.arange(int(mine.sum()))]
    spread = float(coached.scenario.parameters["people"]["drive_spread"].value)
    return float(skill.mean()), float((b.drive[j] - a.drive[i])[mine].mean()) / spread


def _weakest(model: CareerModel) -> IntArray:
    s = model.state
    p = parameters(learning.learn, model.scenario, moment(model.scenario, model.seed, 0))
    staff = s.workforce
    gaps = p.fit.weights[staff.level].T * (np.stack(s.types.required)[:, staff.type] - np.stack(staff.believed))
    found: IntArray = gaps.argmax(axis=0)
    return found


def _grown(one: CareerModel, other: CareerModel, i: IntArray, j: IntArray) -> FloatArray:
    """(3, people) difference of competence, in SD within the family."""
    a, b = one.state.workforce, other.state.workforce
    family = other.state.types.family[b.type[j]]
    sd = one.state.baseline.competence_sd[family].T
    more = [b.base[k][j] + b.gain[k][j] - a.base[k][i] - a.gain[k][i] for k in range(3)]
    return np.stack(more) / sd


def _same(a: IntArray, b: IntArray) -> tuple[IntArray, IntArray]:
    _, i, j = np.intersect1d(a, b, assume_unique=True, return_indices=True)
    return i, j
