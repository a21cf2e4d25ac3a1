"""How many people serve in which employment, month by month, over replications: read by hindcast and forecasts."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np

from karier.arrays import FloatArray
from karier.observables import MONTHLY
from karier.randomness import run_seed
from karier.runs.pool import start_method
from karier.scenario import Scenario, load
from karier.state.city import FLOWS
from karier.state.workforce import NON_ASN, PNS, PPPK, PPPK_PART_TIME

if TYPE_CHECKING:
    from karier.model import CareerModel

EMPLOYMENTS = {"pns": PNS, "pppk": PPPK, "pppk_part_time": PPPK_PART_TIME, "non_asn": NON_ASN}
HOW = {  # months make a year
    **dict.fromkeys((*EMPLOYMENTS, "asn", "vacancies"), "last"),
    **dict.fromkeys(("retirements", "recruited"), "sum"),
}
UNITS = dict.fromkeys(HOW, "people") | {"vacancies": "posts"}
Months = dict[str, FloatArray]  # by series: (months,), of many replications (replications, months)


def how(series: str) -> str:
    """How months of a series make a year: last, sum or mean."""
    return HOW[series] if series in HOW else MONTHLY[series].year


def unit(series: str) -> str:
    """Of a series."""
    return UNITS[series] if series in UNITS else MONTHLY[series].unit


def lived(scenario: Scenario, seed: int, replication: int, months: int, also: Sequence[str] = ()) -> Months:
    """One replication with its own luck and beliefs.

    Series: people by employment, `asn` (all but non-ASN) and vacant posts at the end of the month; `retirements` of PNS
    who reach the age of their post and `recruited` in the month; what of `observables.MONTHLY` is asked for in `also`.
    """
    from karier.model import CareerModel

    model = CareerModel(scenario.drawn(seed, replication), run_seed(seed, replication))
    rows: list[dict[str, float]] = []
    for month in range(months):
        retired = _due(model, month)
        model.step()
        rows.append(_row(model) | {"retirements": retired} | {name: model.month[name] for name in also})
    return {name: np.array([row[name] for row in rows], dtype=np.float64) for name in (*HOW, *also)}


def _due(model: "CareerModel", month: int) -> int:
    """PNS whose service ends by age in the month that comes; it ends before anything else can happen to them."""
    state = model.state
    staff = state.workforce
    age_months = month - staff.birth_month
    return int(((age_months > state.types.retirement_months[staff.type]) & (staff.employment == PNS)).sum())


def _row(model: "CareerModel") -> dict[str, float]:
    state = model.state
    row: dict[str, float] = {
        name: int((state.workforce.employment == kind).sum()) for name, kind in EMPLOYMENTS.items()
    }
    row["asn"] = state.people - row["non_asn"]
    row["vacancies"] = len(state.posts.holder) - state.people
    row["recruited"] = int(state.city.flows[FLOWS.index("recruited")])
    return row


def many(
    place: str, seed: int, replications: int, months: int, also: Sequence[str] = (), jobs: int = 1
) -> dict[str, FloatArray]:
    """`lived` for replications 0, 1, …: (replications, months) by series. `jobs`, processes, changes no number."""
    asked = [(place, seed, replication, months, tuple(also)) for replication in range(replications)]
    if jobs == 1:
        found = [_one(*one) for one in asked]
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context(start_method())) as pool:
            found = list(pool.map(_one, *zip(*asked, strict=True)))
    return {name: np.stack([months[name] for months in found]) for name in found[0]}


def _one(place: str, seed: int, replication: int, months: int, also: tuple[str, ...]) -> Months:
    return lived(_loaded(place, -(-months // 12)), seed, replication, months, also)


@cache
def _loaded(place: str, years: int) -> Scenario:
    return load(place, years=years)


def yearly(values: FloatArray, series: str, first_month: int) -> dict[str, FloatArray]:
    """By calendar year, (replications,) each; a year of which months are missing adds or averages those there are.

    Args:
        values: (replications, months).
        series: its name, which says how months make a year.
        first_month: of the first column, 12 · year + month − 1.
    """
    years = (first_month + np.arange(values.shape[1])) // 12
    return {str(year): folded(values[:, years == year], how(series)) for year in np.unique(years)}


def folded(values: FloatArray, how_: str) -> FloatArray:
    """Months of one window, (replications, months), into one number a replication: last, sum or mean."""
    if how_ == "last":
        return values[:, -1]
    total: FloatArray = values.sum(axis=1)
    return total if how_ == "sum" else total / values.shape[1]
