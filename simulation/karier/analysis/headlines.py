"""The outcomes by which strategies are compared, and the paired difference of each from the status quo."""

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal

import numpy as np

from karier.analysis import statistics
from karier.analysis.language import NOTHING, SCALES, Language
from karier.analysis.results import FloatArray, Results
from karier.observables import MONTHLY

OUTCOMES = ("capacity_efficiency", "service_efficiency", "turnaround_days", "on_time_share", "ikm", "trust")
COSTS = ("cost_programme", "cost_total")
HEADLINES = OUTCOMES + COSTS
PRICED = ("capacity_efficiency", "ikm")  # gains of which the price is told
PRICE_UNIT = {"capacity_efficiency": 0.01, "ikm": 1.0}  # one per cent; one point
LARGE = 1e11  # rupiah a year from which they are counted in billions
LAST = 3  # years of the window in which outcomes are compared

Scale = Literal["relative", "points", "absolute", "rupiah"]


def scale(name: str) -> Scale:
    """How a difference of that observable is told: per cent, percentage points, own unit or rupiah."""
    unit = MONTHLY[name].unit
    if unit == "Rp":
        return "rupiah"
    return "relative" if unit == "baseline = 1" else "points" if unit in ("share", "share a year") else "absolute"


def difference(name: str, values: FloatArray) -> FloatArray:
    """(scenarios, …) → (scenarios, …): change against the first scenario, as a fraction where `scale` is relative."""
    return statistics.relative(values, values[:1]) if scale(name) == "relative" else values - values[:1]


def window(years: FloatArray) -> FloatArray:
    """The years in which outcomes are compared: the last three, of a run of less than six years the last one."""
    return years[-LAST:] if len(years) >= 2 * LAST else years[-1:]


def factor(language: Language, name: str) -> float:
    """By which a difference is multiplied to be drawn: 100 for shares and indices, rupiah to billions."""
    return {"absolute": 1.0, "rupiah": 1 / SCALES[language.money]}.get(scale(name), 100.0)


def number(language: Language, name: str, change: float, sign: bool = True) -> str:
    """A difference without its unit: in per cent, percentage points, own unit or billions of rupiah.

    Two decimals where there would be nothing but zeros or the unit is small, fewer where the number is large.
    """
    if scale(name) == "rupiah":
        return language.counted(change, sign)
    value = factor(language, name) * change
    fine = MONTHLY[name].unit in ("working days", "25–100", "level 1–5", "SD") or abs(value) < 0.095
    return language.number(value, 0 if abs(value) >= 99.5 else 2 if fine and abs(value) < 9.95 else 1, sign)


def plain(language: Language, name: str, value: float) -> str:
    """A value, not a difference, without its unit."""
    return language.counted(value) if MONTHLY[name].unit == "Rp" else language.value(name, value)


def money(results: Results) -> str:
    """What tables and axes count rupiah in: billions for a city, millions for a small one."""
    yearly = results.over("cost_total", results.years)[0].mean()
    return "billion" if yearly >= LARGE else "million"


def change_unit(language: Language, name: str) -> str:
    """The unit of that number."""
    kind = scale(name)
    if kind == "rupiah":
        return language("change.rupiah", scale=language.money_word)
    if kind == "absolute" and MONTHLY[name].unit != "25–100":
        return language.unit(name)
    return language(f"change.{kind}")


def head(language: Language, name: str) -> str:
    """A short label with the unit of the difference, for the head of a column."""
    return f"{language(f'short.{name}')} ({change_unit(language, name)})"


def told(language: Language, name: str, change: float, sign: bool = True) -> str:
    """A difference as it is read: +2,1%; −0,35 hari kerja; +1,2 poin persen; +Rp12 miliar."""
    if scale(name) == "rupiah":
        return language.rupiah(change, sign)
    text = number(language, name, change, sign)
    if text == NOTHING:
        return text
    return f"{text}%" if scale(name) == "relative" else f"{text} {change_unit(language, name)}"


Prices = dict[tuple[str, str, str], statistics.Price]  # scenario, gain, cost


@dataclass(frozen=True)
class Change:
    """One strategy against the status quo in one outcome; arrays are (replications,)."""

    scenario: str
    name: str
    status_quo: FloatArray
    strategy: FloatArray
    best: float  # probability of being the best of all scenarios
    yearly: FloatArray  # (replications, years) paired differences

    @cached_property
    def paired(self) -> FloatArray:
        """Paired differences, as fractions where the scale is relative."""
        return difference(self.name, np.stack([self.status_quo, self.strategy]))[1]

    @cached_property
    def mean(self) -> float:
        """Mean over replications."""
        return float(self.paired.mean())

    @cached_property
    def ends(self) -> tuple[float, float]:
        """5 % and 95 % quantile over replications."""
        low, high = statistics.interval(self.paired)
        return float(low), float(high)

    @cached_property
    def error(self) -> float:
        """Monte-Carlo standard error of the mean."""
        return float(statistics.standard_error(self.paired))

    @cached_property
    def verdict(self) -> statistics.Verdict:
        """What may be said."""
        return statistics.verdict(self.paired, MONTHLY[self.name].better)

    @property
    def clear(self) -> bool:
        """Whether the 90 % interval excludes 0."""
        return self.verdict in ("better", "worse")


def changes(results: Results) -> dict[tuple[str, str], Change]:
    """Every strategy × headline, in the window; costs are means a year over the whole horizon."""
    made = {}
    for name in HEADLINES:
        values = results.over(name, results.years if name in COSTS else window(results.years))
        best = statistics.best_probability(values, MONTHLY[name].better)
        yearly = difference(name, results.yearly(name))
        for row, scenario in enumerate(results.scenarios[1:], start=1):
            made[scenario, name] = Change(scenario, name, values[0], values[row], float(best[row]), yearly[row])
    return made


def prices(results: Results) -> Prices:
    """Every strategy × priced gain × cost: rupiah over the horizon per unit of gain held for one year.

    Cost and gain are both means over the whole horizon: what is spent early is set against gains that come late.
    """
    made = {}
    for name, money in product(PRICED, COSTS):
        cost = results.over(money, results.years)
        gain = difference(name, results.over(name, results.years)) / PRICE_UNIT[name]
        for row, scenario in enumerate(results.scenarios[1:], start=1):
            made[scenario, name, money] = statistics.price(cost[row] - cost[0], gain[row], MONTHLY[name].better)
    return made
