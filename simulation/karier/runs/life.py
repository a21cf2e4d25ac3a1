"""One career, month by month, beside its cohort, under several scenarios at the same luck.

Vacancies are rival: what a strategy gives to one person it may take from another. A difference between two lives of
one person is a difference in outcome, not an effect on that person (model-spec 4).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from karier.arrays import BoolArray, IntArray
from karier.population.jobs import CATEGORIES, CATEGORY
from karier.randomness import run_seed
from karier.runs.run import model_of
from karier.scenario import Scenario
from karier.scenario.errors import bad
from karier.state import State
from karier.state.workforce import NOBODY, Workforce

VALUES = ("competence", "believed", "motivation", "output")  # of the person and, as cohort_…, of the cohort
COLUMNS = (
    "scenario", "month", "date", "in_service", "office", "post", "level", "rank", "course_jp", "leadership_jp",
    "mentor", "predicate", "box", "certificate", "discipline", "award", *VALUES,
    *(f"cohort_{name}" for name in VALUES), "cohort_promoted", "cohort_left",
)  # fmt: skip


class Life(NamedTuple):
    """Rows by COLUMNS, scenario after scenario, and who was asked for."""

    uid: int
    cohort: int  # people of the cohort on the first day
    rows: list[dict[str, Any]]


def lives(
    scenarios: Sequence[Scenario],
    seed: int,
    replication: int = 0,
    uid: int | None = None,
    fixed_parameters: bool = False,
) -> Life:
    """The career of one person in each scenario.

    Args:
        scenarios: of one place; all meet the same luck and the same beliefs.
        seed: of the study, 0 … 2⁶³ − 1.
        replication: whose luck, and whose draw of the beliefs.
        fixed_parameters: keep the beliefs at their values.
        uid: of somebody in service on the first day; left out: whoever's career differs most between the first two.

    The cohort: everybody of the first day with the same employment and level, born within five years, same sex.

    Raises:
        BadInput: nobody has this uid on the first day.
    """
    if not fixed_parameters:
        scenarios = [scenario.drawn(seed, replication) for scenario in scenarios]
    chosen = uid if uid is not None else _most_different(scenarios, seed, replication)
    rows, size = [], 0
    for scenario in scenarios:
        model = _model(scenario, seed, replication)
        staff = model.state.workforce
        if not (staff.uid == chosen).any():
            some = ", ".join(str(u) for u in sorted(staff.uid.tolist())[:3])
            raise bad("", "UID", f"{chosen} is nobody in service on the first day", f"a uid such as {some}")
        cohort = _cohort(staff, int(np.flatnonzero(staff.uid == chosen)[0]))
        size = len(cohort)
        for month in range(scenario.months):
            model.step()
            rows.append(_row(scenario, month, model.state, chosen, cohort))
    return Life(chosen, size, rows)


def _model(scenario: Scenario, seed: int, replication: int) -> Any:
    return model_of(scenario, run_seed(seed, replication))


def _cohort(staff: Workforce, row: int) -> IntArray:
    """uids of the cohort of a row, in order."""
    alike: BoolArray = (staff.employment == staff.employment[row]) & (staff.level == staff.level[row])
    alike &= (staff.sex == staff.sex[row]) & (np.abs(staff.birth_month - staff.birth_month[row]) <= 60)
    return np.sort(staff.uid[alike])


def _most_different(scenarios: Sequence[Scenario], seed: int, replication: int) -> int:
    """Of those in service from the first day to the last in both: the largest change of level, post and competence."""
    ends = []
    for scenario in scenarios[:2]:
        model = _model(scenario, seed, replication)
        first = model.state.workforce.uid.copy()
        model.run_model()
        staff = model.state.workforce
        there = np.isin(staff.uid, first)
        order = np.argsort(staff.uid[there], kind="stable")
        c = np.stack([b + g for b, g in zip(staff.base, staff.gain, strict=True)])[:, there][:, order]
        ends.append((staff.uid[there][order], staff.level[there][order].astype(float), c))
    common = np.intersect1d(ends[0][0], ends[-1][0])
    if len(common) == 0:
        raise bad("", "scenario", "nobody stays from the first day to the last", "fewer years")
    at = [np.searchsorted(end[0], common) for end in ends]
    levels = np.abs(ends[0][1][at[0]] - ends[-1][1][at[-1]])
    learned = np.abs(ends[0][2][:, at[0]] - ends[-1][2][:, at[-1]]).sum(axis=0)
    return int(common[np.argmax(10.0 * levels + learned)])


def _row(scenario: Scenario, month: int, state: State, uid: int, cohort: IntArray) -> dict[str, Any]:
    staff = state.workforce
    year, calendar = divmod(12 * scenario.start.year + scenario.start.month - 1 + month, 12)
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row |= {"scenario": scenario.name, "month": month, "date": f"{year}-{calendar + 1:02d}-01"}
    found = np.flatnonzero(staff.uid == uid)
    row["in_service"] = len(found) == 1
    if len(found):
        row |= _person(scenario, state, int(found[0]))
    return row | _of_cohort(staff, cohort)


def _person(scenario: Scenario, state: State, i: int) -> dict[str, Any]:
    staff = state.workforce
    mentor = int(staff.mentor[i])
    names = ("level", "rank", "leadership_jp", "predicate", "box", "certificate", "discipline", "award")
    return {
        "office": scenario.place.offices[staff.office[i]].id,
        "post": CATEGORIES[CATEGORY[staff.type[i]]],
        "course_jp": float(staff.course_jp[i]),
        "mentor": mentor != NOBODY and state.posts.holder[mentor] >= 0,
        **{name: int(getattr(staff, name)[i]) for name in names},
        **{name: float(values[i]) for name, values in _values(staff).items()},
    }


def _values(staff: Workforce) -> dict[str, Any]:
    """VALUES of everybody: competence and belief as means over the three dimensions."""
    true = sum(b + g for b, g in zip(staff.base, staff.gain, strict=True)) / 3.0
    return {
        "competence": true,
        "believed": sum(b.astype(np.float64) for b in staff.believed) / 3.0,
        "motivation": staff.motivation.astype(np.float64),
        "output": staff.output.astype(np.float64),
    }


def _of_cohort(staff: Workforce, cohort: IntArray) -> dict[str, float]:
    there = np.isin(staff.uid, cohort)
    n = int(there.sum())
    means = {f"cohort_{k}": float(v[there].mean()) if n else float("nan") for k, v in _values(staff).items()}
    promoted = float((staff.promoted_month[there] >= 0).mean()) if n else float("nan")
    return means | {"cohort_promoted": promoted, "cohort_left": 1.0 - n / max(len(cohort), 1)}
