"""Who gains: differences from the status quo by sex, generation and kind of office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from karier.analysis.headlines import window
from karier.analysis.results import COHORT_GROUP, FloatArray, Results

SMALLEST = 20  # people: smaller groups are left out, their means are noise
PEOPLE = ("promotion", "training", "competence")
SERVICES = ("mean_performance", "on_time_share", "ikm")
SEXES = {"male": "men", "female": "women"}


@dataclass(frozen=True)
class Groups:
    """Values of several measures for groups: measure → (scenarios, replications, groups)."""

    names: tuple[str, ...]
    values: Mapping[str, FloatArray]

    def differences(self, measure: str) -> FloatArray:
        """Paired differences from the status quo."""
        return self.values[measure] - self.values[measure][:1]


def by_cohort(results: Results, key: Literal["sex", "generation"]) -> Groups:
    """Promotions per 100 people and JP a head, both a year and over the horizon; competence in the window."""
    index, headcount = results.grouped("cohorts", "headcount", COHORT_GROUP)
    names = [SEXES.get(name, name) for name in map(str, index.get_level_values(key))]
    columns = {
        column: results.grouped("cohorts", column, COHORT_GROUP)[1]
        for column in ("promotions", "training_hours", "mean_competence_technical")
    }
    late = np.isin(results.years, window(results.years))
    kept, people = merged(names, headcount)
    size = people[0][:, late].mean(axis=(0, 1))
    big = [i for i in range(len(kept)) if size[i] >= SMALLEST]
    promotions, jp = (merged(names, columns[c])[1].sum(axis=2) for c in ("promotions", "training_hours"))
    person_years = people.sum(axis=2)
    competence = weighted(names, columns["mean_competence_technical"][:, :, late], headcount[:, :, late])
    values = {
        "promotion": 100 * ratio(promotions, person_years),
        "training": ratio(jp, person_years),
        "competence": competence,
    }
    return Groups(tuple(kept[i] for i in big), {m: v[:, :, big] for m, v in values.items()})


def by_office_kind(results: Results) -> Groups:
    """Performance (weighted by people), on-time share and IKM (weighted by cases) in the window, by kind of office."""
    index, headcount = results.grouped("offices", "headcount", ("office",))
    _, arrivals = results.grouped("offices", "arrivals", ("office",))
    kinds = [str(results.study["offices"][office]["kind"]) for office in index]
    late = np.isin(results.years, window(results.years))
    values = {}
    for measure in SERVICES:
        weight = headcount if measure == "mean_performance" else arrivals
        column = results.grouped("offices", measure, ("office",))[1]
        values[measure] = weighted(kinds, column[:, :, late], weight[:, :, late])
    return Groups(tuple(dict.fromkeys(kinds)), values)


def merged(names: Sequence[str], cells: FloatArray) -> tuple[tuple[str, ...], FloatArray]:
    """(…, cells) → names of groups in order of appearance, (…, groups): sums of the cells of a group."""
    groups = tuple(dict.fromkeys(names))
    member = np.array([[name == group for group in groups] for name in names], float)
    return groups, np.nan_to_num(cells) @ member


def weighted(names: Sequence[str], cells: FloatArray, weight: FloatArray) -> FloatArray:
    """(scenarios, replications, years, cells) → (…, groups): weighted mean over cells and years."""
    weight = np.where(np.isfinite(cells), np.nan_to_num(weight), 0.0)
    return ratio(merged(names, np.nan_to_num(cells) * weight)[1].sum(axis=2), merged(names, weight)[1].sum(axis=2))


def ratio(a: FloatArray, b: FloatArray) -> FloatArray:
    """a / b, nan where b is 0."""
    return np.divide(a, b, out=np.full(a.shape, np.nan), where=b > 0)
