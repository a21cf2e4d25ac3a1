"""A look back: the city of 2020 lives to the end of 2025, and what it shows is held against what was published since.

Rounds of recruitment are inputs; figures that the model was fitted to are shown and not scored. CRPS of the model
stands beside that of two naive rivals (rivals.py). Method, result and limits: docs/hindcast.md.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from karier.arrays import FloatArray
from karier.scenario import load
from karier.validation import rivals, scoring
from karier.validation.cities import STUDY
from karier.validation.observed import Observed, Point, guard, observed
from karier.validation.pattern import chosen
from karier.validation.staffing import HOW, Months, folded, how, lived, many, unit, yearly

PLACE = "semarang-2020"
RIVALS = ("carried", "cohort")
_CHECKED = 30  # replications of the check that compares scores
LITTLE = {
    "en": "{n} scored points, {k} of them inside the model's interval. They are rounded press figures of one city: so "
    "few can show a gross error and prove little more. Coverage is given from {enough} points on.",
    "id": "{n} titik yang dinilai, {k} di antaranya dalam interval model. Semuanya angka pers yang dibulatkan dari "
    "satu kota: sesedikit itu dapat menunjukkan kesalahan besar dan tidak membuktikan lebih. Cakupan diberikan mulai "
    "{enough} titik.",
}


@dataclass(frozen=True)
class Scored:
    """A published figure beside the draws: its place among them, and the CRPS of model and rivals where it counts."""

    point: Point
    quantiles: tuple[float, ...]  # at scoring.LEVELS
    pit: float
    crps: dict[str, float]  # model, carried, cohort; empty where not scored

    @property
    def inside(self) -> bool:
        """Within the interval from 5 to 95 %."""
        return self.quantiles[0] <= self.point.value <= self.quantiles[-1]

    def to_dict(self) -> dict[str, Any]:
        """As `karier hindcast --json` prints it."""
        p = self.point
        return {
            "point": p.name, "title": p.title, "series": p.series, "value": p.value, "reading": list(p.reading),
            **{f"q{round(100 * level):02d}": q for level, q in zip(scoring.LEVELS, self.quantiles, strict=True)},
            "pit": self.pit, "inside": self.inside, "crps": self.crps or None, "scored": p.scored, "why": p.why,
            "evidence": p.evidence, "status": p.entry["status"], "date": str(p.entry.get("date", "")),
            "source": p.entry["source"],
        }  # fmt: skip


@dataclass(frozen=True)
class Hindcast:
    """A look back with its replications."""

    seen: Observed
    seed: int
    replications: int
    scored: tuple[Scored, ...]
    years: tuple[dict[str, Any], ...]  # series, year, unit, q05 … q95

    @property
    def mean_crps(self) -> dict[str, float]:
        """Over the scored points, in people, by model and rival."""
        counted = [one.crps for one in self.scored if one.point.scored]
        return {name: float(np.mean([crps[name] for crps in counted])) for name in ("model", *RIVALS)}

    @property
    def coverage(self) -> float | None:
        """Share of scored points within 5 to 95 %; None for fewer than ten."""
        return scoring.coverage([one.inside for one in self.scored if one.point.scored])

    def said(self, lang: str) -> str:
        """How little the points prove."""
        hits = [one.inside for one in self.scored if one.point.scored]
        return LITTLE[lang].format(n=len(hits), k=sum(hits), enough=scoring.ENOUGH)

    def to_dict(self) -> dict[str, Any]:
        """Everything, JSON-able."""
        return {
            "place": self.seen.place, "seed": self.seed, "replications": self.replications,
            "months": self.seen.months, "points": [one.to_dict() for one in self.scored],
            "mean_crps": self.mean_crps, "coverage": self.coverage, "said": self.said("en"),
            "inputs": self.seen.inputs, "years": list(self.years),
        }  # fmt: skip


def hindcast(place: str = PLACE, seed: int = STUDY, replications: int = 40, jobs: int = 1) -> Hindcast:
    """Run the look back of a place and score it.

    Args:
        place: one of `observed.places()`.
        seed: of luck and beliefs.
        replications: how many, at least one.
        jobs: processes; no number depends on it.

    Raises:
        BadInput: nothing is published of the place, or it knows its own end (`observed.guard`).
    """
    seen = observed(place)
    scenario = load(place, years=-(-seen.months // 12))
    guard(seen, scenario)
    draws = many(place, seed, replications, seen.months, jobs=jobs)
    naive = _rivals(seen, place, seed)
    scored = tuple(_score(point, seen, draws, naive) for point in seen.points)
    return Hindcast(seen, seed, replications, scored, tuple(_years(draws, seen.start)))


def told(values: FloatArray, point: Point, start: int) -> FloatArray:
    """What the draws say of a point, (replications,), from (replications, months): the last month, or the sum."""
    return folded(values[:, point.first - start : point.last - start + 1], how(point.series))


def _rivals(seen: Observed, place: str, seed: int) -> dict[str, Months]:
    """Forecasts of the rivals by name and series, of the series that are scored."""
    before = rivals.known(seen.before)
    entrants = rivals.rounds(load(place, years=-(-seen.months // 12)), seen.months)
    series = {point.series for point in seen.points if point.scored}
    return {
        "carried": {name: rivals.carried(before, name, seen.months) for name in series},
        "cohort": {name: rivals.cohort(before, entrants, name, seed, 1000) for name in series},
    }


def _score(point: Point, seen: Observed, draws: Months, naive: dict[str, Months]) -> Scored:
    ours = told(draws[point.series], point, seen.start)
    crps = {}
    if point.scored:
        each = {"model": draws, **naive}
        crps = {
            k: scoring.crps_reading(told(v[point.series], point, seen.start), *point.reading) for k, v in each.items()
        }
    return Scored(point, scoring.quantiles(ours), scoring.pit(ours, point.value), crps)


def _years(draws: Months, start: int) -> list[dict[str, Any]]:
    """Quantiles by series and calendar year; the first year begins with the look back."""
    return [
        {"series": name, "year": int(year), "unit": unit(name)}
        | {f"q{round(100 * level):02d}": q for level, q in zip(scoring.LEVELS, scoring.quantiles(found), strict=True)}
        for name in HOW
        for year, found in yearly(draws[name], name, start).items()
    ]


# Checks


def points(seed: int) -> tuple[float, ...]:
    """The scored points in one replication, in the order of patterns/hindcast.yaml."""
    seen = observed(PLACE)
    draws = lived(load(PLACE, years=-(-seen.months // 12)), STUDY, seed, seen.months)
    by_name = {point.name: point for point in seen.points}
    return tuple(float(told(draws[by_name[n].series][None, :], by_name[n], seen.start)[0]) for n in POINTS)


def skill(_seed: int) -> tuple[float]:
    """Mean CRPS of the model over that of the better rival."""
    crps = hindcast(replications=_CHECKED).mean_crps
    return (crps["model"] / min(crps[name] for name in RIVALS),)


POINTS = ("asn_2021_03", "non_asn_2021_03", "retirements_2021", "retirements_2025", "pns_2025_12")
CHECKS = (
    ("hindcast", chosen("hindcast", POINTS), points, _CHECKED),
    ("hindcast_skill", chosen("hindcast", ("hindcast_skill",)), skill, 1),
)
