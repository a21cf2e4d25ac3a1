"""The year's rows: by office, by line and by cohort (sex × generation), as `observables` names them.

Flows add up over the year; people's states are those of December.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from karier.arrays import IntArray
from karier.compiled import compiled
from karier.maths import FIXED, fixed
from karier.observables import COHORT_COLUMNS, GENERATIONS, LINE_COLUMNS, OFFICE_COLUMNS
from karier.state import Moment, State
from karier.state.lines import COUNTER, DOCKET
from karier.state.workforce import Workforce

SEXES = ("male", "female")
_FLOWS = ("training_hours", "exits", "entries", "cost_total", "arrivals", "valid")
_STATES = ("mean_competence_technical", "mean_motivation", "presence", "mean_performance", "gain_retained")


@compiled
def _flows(staff: Workforce, month: int, sums: IntArray) -> None:
    """By office: JP in fixed point, entries."""
    for i in range(len(staff.uid)):
        if staff.course_jp[i] > 0.0:
            sums[staff.office[i], 0] += fixed(np.float64(staff.course_jp[i]))
        if staff.entry_month[i] == month and month > 0:
            sums[staff.office[i], 1] += 1


@compiled
def _by_office(staff: Workforce, sums: IntArray) -> None:
    """Columns: people, technical, motivation, presence, performance, gain; sums in fixed point."""
    for i in range(len(staff.uid)):
        o = staff.office[i]
        sums[o, 0] += 1
        sums[o, 1] += fixed(staff.base[0][i] + staff.gain[0][i])
        sums[o, 2] += fixed(np.float64(staff.motivation[i]))
        sums[o, 3] += fixed(1.0 - np.float64(staff.absence[i]))
        sums[o, 4] += fixed(np.float64(staff.output[i]))
        sums[o, 5] += fixed((staff.gain[0][i] + staff.gain[1][i] + staff.gain[2][i]) / 3.0)


@compiled
def _by_cohort(staff: Workforce, cohort: IntArray, month: int, sums: IntArray) -> None:
    """Columns: people, promoted in the last year, technical, motivation, performance, JP of the year."""
    for i in range(len(staff.uid)):
        c = cohort[i]
        sums[c, 0] += 1
        sums[c, 1] += 1 if staff.promoted_month[i] > month - 12 else 0
        sums[c, 2] += fixed(staff.base[0][i] + staff.gain[0][i])
        sums[c, 3] += fixed(np.float64(staff.motivation[i]))
        sums[c, 4] += fixed(np.float64(staff.output[i]))
        sums[c, 5] += fixed(np.float64(staff.jp_year[i]))


class Year:
    """Adds months up until December closes them."""

    def __init__(self, offices: int, lines: int) -> None:
        self._closed: dict[str, list[dict[str, Any]]] = {"offices": [], "cohorts": [], "lines": []}  # columns, arrays
        self._offices = {name: np.zeros(offices) for name in OFFICE_COLUMNS}
        self._lines = {name: np.zeros(lines) for name in LINE_COLUMNS}
        self._weight = np.zeros(lines)
        self.months = 0

    @property
    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """One dict a row, by table, of the years that have ended; made anew each time it is asked for."""
        return {
            table: [dict(zip(year, row, strict=True)) for year in years for row in _rows(year)]
            for table, years in self._closed.items()
        }

    def add(self, state: State, now: Moment) -> None:
        """One more month; in December the year's rows are kept."""
        self._add_offices(state, now)
        self._add_lines(state)
        self.months += 1
        if now.calendar_month == 12:
            self._close(state, now)

    def _add_offices(self, state: State, now: Moment) -> None:
        sums, rows = np.zeros((len(state.offices.head), 2), np.int64), self._offices
        _flows(state.workforce, now.month, sums)
        rows["leadership_quality"] += state.offices.head
        rows["training_hours"] += sums[:, 0] / FIXED
        rows["entries"] += sums[:, 1]
        rows["exits"] += state.offices.exits
        rows["cost_total"] += state.city.office_cost.sum(axis=1)

    def _add_lines(self, state: State) -> None:
        lines, rows = state.lines, self._lines
        for name in ("arrivals", "valid", "turned_away"):
            rows[name] += getattr(lines, name)
        rows["backlog"][:] = lines.backlog
        for name in ("turnaround_days", "p90_turnaround_days", "on_time_share", "error_rate", "utilisation"):
            rows[name] += getattr(lines, name) * lines.arrivals
        rows["ikm"] += lines.satisfaction * lines.arrivals
        rows["cost_per_valid_case"] += lines.pay
        self._weight += lines.arrivals

    def _close(self, state: State, now: Moment) -> None:
        year, lines = now.year, state.lines
        queues = np.flatnonzero((lines.kind == COUNTER) | (lines.kind == DOCKET))
        weight = np.maximum(self._weight, 1.0)
        for name in ("turnaround_days", "p90_turnaround_days", "on_time_share", "error_rate", "utilisation", "ikm"):
            self._lines[name] /= weight
        self._lines["cost_per_valid_case"] /= np.maximum(self._lines["valid"], 1.0)
        found = {name: self._lines[name][queues] for name in LINE_COLUMNS}
        of = {"year": np.full(len(queues), year), "office": lines.office[queues], "line": queues}
        self._closed["lines"].append(of | found)
        self._close_offices(state, year, queues)
        self._close_cohorts(state, now)
        for values in (*self._offices.values(), *self._lines.values(), self._weight):
            values[:] = 0.0
        self.months = 0

    def _close_offices(self, state: State, year: int, queues: IntArray) -> None:
        rows, lines = self._offices, self._lines
        of, offices = state.lines.office[queues], len(state.offices.head)
        for name in ("arrivals", "valid", "backlog"):
            rows[name][:] = np.bincount(of, lines[name][queues], offices)
        cases = np.maximum(rows["arrivals"], 1.0)
        for name in ("on_time_share", "ikm"):
            rows[name][:] = np.bincount(of, lines[name][queues] * lines["arrivals"][queues], offices) / cases
        sums = np.zeros((offices, 6), np.int64)
        _by_office(state.workforce, sums)
        people = np.maximum(sums[:, 0], 1)
        for column, name in enumerate(_STATES, start=1):
            rows[name][:] = sums[:, column] / FIXED / people
        rows["headcount"][:] = rows["filled_posts"][:] = sums[:, 0]
        rows["leadership_quality"] /= self.months
        found = {name: rows[name].copy() for name in OFFICE_COLUMNS}
        self._closed["offices"].append({"year": np.full(offices, year), "office": np.arange(offices)} | found)

    def _close_cohorts(self, state: State, now: Moment) -> None:
        staff = state.workforce
        born = now.year + (now.calendar_month - 1 - (now.month - staff.birth_month.astype(np.int64))) // 12
        starts = np.array([first for first, _ in GENERATIONS[1:]])
        cohort = staff.sex.astype(np.int64) * len(GENERATIONS) + np.searchsorted(starts, born, side="right")
        sums = np.zeros((len(SEXES) * len(GENERATIONS), 6), np.int64)
        _by_cohort(staff, cohort, now.month, sums)
        who = [(now.year, sex, _generation(generation)) for sex in SEXES for generation in range(len(GENERATIONS))]
        found = [(*of, *_cohort_values(row)) for of, row in zip(who, sums.tolist(), strict=True)]
        names = ("year", "sex", "generation", *COHORT_COLUMNS)
        columns = (np.array(column) for column in zip(*found, strict=True))
        self._closed["cohorts"].append(dict(zip(names, columns, strict=True)))


def _rows(year: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.tolist() for column in year.values()), strict=True)


def _cohort_values(row: list[int]) -> list[float]:
    people, promoted, technical, drive, output, jp = row
    n = max(people, 1)
    return [people, promoted, technical / FIXED / n, drive / FIXED / n, output / FIXED / n, jp / FIXED]


def _generation(number: int) -> str:
    first, last = GENERATIONS[number]
    return f"{first or 1946}-{min(last, 2011) - 1}"
