"""The tables of a study as cubes: scenario × replication × time, complete and in the study's order."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from karier.observables import MONTHLY, Observable

FloatArray = npt.NDArray[np.float64]
TABLES = ("monthly", "offices", "cohorts", "lines")
COHORT_GROUP = ("sex", "generation")


@dataclass(frozen=True)
class Results:
    """What a study left: its description (study.json) and four tidy tables.

    Only scenarios that ran and replications that all of them share are kept, since contrasts are paired.
    """

    study: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    folder: Path | None = None

    @cached_property
    def scenarios(self) -> tuple[str, ...]:
        """Names of the scenarios that ran, in the study's order, the status quo first."""
        ran = set(self.tables["monthly"].scenario)
        rows = [s for s in self.study["scenarios"] if s["name"] in ran]
        return tuple(s["name"] for s in sorted(rows, key=lambda s: not s.get("baseline", False)))

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Names of the scenarios of the study that have no table."""
        return tuple(s["name"] for s in self.study["scenarios"] if s["name"] not in self.scenarios)

    @property
    def strategies(self) -> tuple[str, ...]:
        """Names of all scenarios but the status quo."""
        return self.scenarios[1:]

    @cached_property
    def replications(self) -> tuple[int, ...]:
        """Those that every scenario has for all months."""
        monthly = self.tables["monthly"]
        count = monthly.groupby(["scenario", "replication"]).size().unstack("scenario").reindex(columns=self.scenarios)
        return tuple(count.index[(count == self.months).all(axis=1)].tolist())

    @cached_property
    def months(self) -> int:
        """Length of a run."""
        return int(self.tables["monthly"].month.max()) + 1

    @cached_property
    def dates(self) -> pd.DatetimeIndex:
        """First day of each month."""
        return pd.date_range(self.study["start"], periods=self.months, freq="MS")

    @cached_property
    def years(self) -> FloatArray:
        """Calendar years of which all twelve months were run; all years where none is complete."""
        years, months = np.unique(self.dates.year, return_counts=True)
        whole = years[months == 12]
        return (whole if len(whole) else years).astype(float)

    def cube(self, name: str) -> FloatArray:
        """(scenarios, replications, months) of an observable."""
        if name not in self._cubes:
            self._cubes[name] = self._filled(self.tables["monthly"], name, "month", np.arange(self.months))
        return self._cubes[name]

    @cached_property
    def _cubes(self) -> dict[str, FloatArray]:
        return {}

    def yearly(self, name: str) -> FloatArray:
        """(scenarios, replications, years): sum, mean or last of the months, as the observable says."""
        months = self.cube(name)
        of_year = [months[:, :, np.asarray(self.dates.year == year)] for year in self.years]
        return np.stack([over_year(MONTHLY[name], year) for year in of_year], axis=-1)

    def over(self, name: str, years: FloatArray) -> FloatArray:
        """(scenarios, replications): mean of an observable's yearly values over those years."""
        keep = np.isin(self.years, years)
        return mean(self.yearly(name)[:, :, keep])

    def grouped(self, table: str, column: str, keys: Sequence[str]) -> tuple[pd.Index, FloatArray]:
        """Groups of a yearly table, and (scenarios, replications, years, groups) of one of its columns."""
        rows = self.tables[table]
        groups = _index(rows[list(keys)].drop_duplicates().sort_values(list(keys)), keys)
        which = groups.get_indexer(_index(rows, keys))
        return groups, self._filled(rows, column, "year", self.years, (which, len(groups)))

    def _filled(
        self,
        rows: pd.DataFrame,
        column: str,
        time: str,
        times: npt.NDArray[Any],
        groups: tuple[npt.NDArray[Any], int] | None = None,
    ) -> FloatArray:
        """(scenarios, replications, times, …groups), nan where a table has no row."""
        axes: list[Sequence[Any] | npt.NDArray[Any]] = [self.scenarios, self.replications, times]
        at = [
            pd.Index(axis).get_indexer(pd.Index(rows[key]))
            for axis, key in zip(axes, ("scenario", "replication", time), strict=True)
        ]
        shape = [len(axis) for axis in axes]
        if groups is not None:
            at, shape = [*at, groups[0]], [*shape, groups[1]]
        known = np.all([place >= 0 for place in at], axis=0)
        cube = np.full(shape, np.nan)
        cube[tuple(place[known] for place in at)] = rows[column].to_numpy(float)[known]
        return cube

    def about(self, scenario: str) -> Mapping[str, Any]:
        """The scenario's entry of study.json: label, description, levers, key."""
        for entry in self.studied:
            if entry["name"] == scenario:
                return entry
        known = ", ".join(s["name"] for s in self.studied)
        raise ValueError(f"scenario: {scenario!r} is not in this study; allowed: {known}")

    @property
    def studied(self) -> list[Mapping[str, Any]]:
        """All entries of study.json."""
        return list(self.study["scenarios"])


def _index(rows: pd.DataFrame, keys: Sequence[str]) -> pd.Index:
    return pd.MultiIndex.from_frame(rows[list(keys)]) if len(keys) > 1 else pd.Index(rows[keys[0]])


def over_year(what: Observable, months: FloatArray) -> FloatArray:
    """(…, months) → (…): the year's value of an observable."""
    if what.year == "last":
        return months[..., -1]
    return months.sum(axis=-1) if what.year == "sum" else mean(months)


def mean(values: FloatArray) -> FloatArray:
    """Mean over the last axis of what is there; nan where nothing is."""
    there = np.isfinite(values)
    count = there.sum(axis=-1)
    total = np.where(there, values, 0.0).sum(axis=-1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def of(folder: Path | str, tables: Mapping[str, pd.DataFrame]) -> Results:
    """Tables that are at hand, with the description in the study's folder."""
    study = json.loads((Path(folder) / "study.json").read_text(encoding="utf-8"))
    return Results(study, tables, Path(folder))


def read(folder: Path | str) -> Results:
    """A study's folder: study.json and tables/*.parquet. Raises ValueError that names what is missing."""
    folder = Path(folder)
    if not (folder / "study.json").is_file():
        raise ValueError(
            f"study_dir: {folder} holds no study.json; a study writes it (karier study NAME --out {folder})"
        )
    study = json.loads((folder / "study.json").read_text(encoding="utf-8"))
    tables = {name: folder / "tables" / f"{name}.parquet" for name in TABLES}
    absent = [path.name for path in tables.values() if not path.is_file()]
    if absent:
        raise ValueError(f"study_dir: {folder}/tables lacks {', '.join(absent)}; run the study again")
    return Results(study, {name: pd.read_parquet(path) for name, path in tables.items()}, folder)
