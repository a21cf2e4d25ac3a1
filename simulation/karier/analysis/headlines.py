"""The outcomes by which strategies are compared, and the paired difference of each from the status quo."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import isfinite, nan
from typing import Literal

import numpy as np

from karier.analysis import statistics
from karier.analysis.language import NOTHING, SCALES, Language, lowered, places, told_apart
from karier.analysis.results import FloatArray, Results
from karier.observables import MONTHLY

OUTCOMES = ("capacity_efficiency", "service_efficiency", "turnaround_days", "on_time_share", "ikm", "trust")
COSTS = ("cost_total", "cost_programme")
HEADLINES = OUTCOMES + COSTS
BESIDE = ("error_rate",)  # to be read beside the headlines
PRICED = ("capacity_efficiency", "ikm")  # gains of which the price is told
PRICE_UNIT = {"capacity_efficiency": 0.01, "ikm": 1.0}  # one per cent; one point
HEAVY = ("turnaround_days", "p90_turnaround_days", "backlog")  # without bound: told by medians, not means
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


def middle(name: str, values: FloatArray, axis: int = -1) -> FloatArray:
    """What stands for all replications: the mean, or the median where a few of them would carry the mean."""
    return np.asarray(np.median(values, axis=axis) if name in HEAVY else values.mean(axis=axis))


def middle_error(name: str, values: FloatArray) -> FloatArray:
    """Monte-Carlo standard error of `middle`, over replications on the last axis; nan for a single one."""
    return (statistics.median_error if name in HEAVY else statistics.standard_error)(values)


def called(language: Language, name: str, short: bool = False) -> str:
    """An observable's label, which says so where it is told by its median."""
    label = language(f"short.{name}") if short else language.observable(name)
    return language("word.median", label=label) if name in HEAVY else label


def inside(language: Language, name: str) -> str:
    """The short label of a headline inside a sentence: first letter small, unless it is an abbreviation."""
    return lowered(called(language, name, short=True))


def numbers(
    language: Language, name: str, changes: Sequence[float], sign: bool = True, error: float = nan
) -> list[str]:
    """Differences that stand together, without unit: in per cent, percentage points, own unit or billions of rupiah.

    All have the decimals at which their Monte-Carlo error has two significant digits, and more where values on one side
    of 0 would else be written as 0. Without an error: as many as the largest asks for, one or two more for small ones.
    """
    times = factor(language, name)
    values = [times * change for change in changes]
    by_error = places(times * error)
    if by_error is not None:
        return [language.number(value, told_apart(values, by_error), sign) for value in values]
    sizes = [abs(value) for value in values if isfinite(value)]
    digits = _digits(name, max(sizes, default=0.0))
    while digits < 2 and any(0 < size < 0.5 * 10**-digits and size >= 0.005 for size in sizes):
        digits += 1
    return [language.number(value, digits, sign) for value in values]


def _digits(name: str, size: float) -> int:
    """Decimals of a number as it is written."""
    if scale(name) == "rupiah":
        return 0 if size >= 99.95 else 1 if size >= 9.995 else 2
    fine = MONTHLY[name].unit in ("working days", "25–100", "level 1–5", "SD") or size < 0.095
    return 0 if size >= 99.5 else 2 if fine and size < 9.95 else 1


def plain(language: Language, name: str, *values: float, error: float = nan) -> list[str]:
    """Values, not differences, without their unit and with the same decimals."""
    if MONTHLY[name].unit == "Rp":
        return language.counted(*values, error=error)
    return language.values(name, values, error)


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
        unit = language("unit.level") if MONTHLY[name].unit == "level 1–5" else language.unit(name)
        return language("unit.by_year", unit=unit) if MONTHLY[name].year == "sum" else unit
    return language(f"change.{kind}")


def head(language: Language, name: str) -> str:
    """A short label with the unit of the difference, for the head of a column."""
    unit = change_unit(language, name)
    unit = language("word.median_unit", unit=unit) if name in HEAVY else unit
    return f"{language(f'short.{name}')} ({unit})"


def told(language: Language, name: str, change: float, sign: bool = True, error: float = nan) -> str:
    """A difference as it is read: +2,1%; −0,35 hari kerja; +1,2 poin persen; +Rp12 miliar."""
    return told_together(language, name, [change], sign, error)[0]


def told_together(
    language: Language, name: str, changes: Sequence[float], sign: bool = True, error: float = nan
) -> list[str]:
    """Differences as they are read, with the same decimals and the same word for thousands and billions."""
    if scale(name) == "rupiah":
        return language.rupiahs(changes, sign, error)
    texts = numbers(language, name, changes, sign, error)
    bare = MONTHLY[name].unit == "correlation"  # has no unit
    unit = "" if bare else "%" if scale(name) == "relative" else f" {change_unit(language, name)}"
    return [text if text == NOTHING else f"{text}{unit}" for text in texts]


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
    def middle(self) -> float:
        """Median over replications where tails are heavy, else the mean: what pages tell."""
        return float(middle(self.name, self.paired))

    @cached_property
    def error(self) -> float:
        """Monte-Carlo standard error of `middle`."""
        return float(middle_error(self.name, self.paired))

    @cached_property
    def verdict(self) -> statistics.Verdict:
        """What may be said."""
        return statistics.verdict(self.paired, MONTHLY[self.name].better, self.name in HEAVY)

    @property
    def nothing(self) -> bool:
        """Whether the difference is smaller than its own error, and the interval contains 0."""
        low, high = self.ends
        return low <= 0 <= high and abs(self.middle) < self.error and not self.few

    def cells(self, language: Language) -> tuple[str, str, str]:
        """The difference and both ends of its interval, without the unit; ≈ 0 where its error is larger."""
        middle, low, high = numbers(language, self.name, [self.middle, *self.ends], error=self.error)
        return language("word.about_zero") if self.nothing else middle, low, high

    def error_cell(self, language: Language) -> str:
        """The Monte-Carlo error without the unit."""
        return numbers(language, self.name, [self.error], sign=False, error=self.error)[0]

    def told(self, language: Language) -> str:
        """The difference as it is read, with the decimals of `cells`; ≈ 0 where its error is larger."""
        together = told_together(language, self.name, [self.middle, *self.ends], error=self.error)
        return language("word.about_zero") if self.nothing else together[0]

    def told_ends(self, language: Language) -> tuple[str, str]:
        """Both ends of the interval as they are read, with the decimals of `told`."""
        _, low, high = told_together(language, self.name, [self.middle, *self.ends], error=self.error)
        return low, high

    @property
    def few(self) -> bool:
        """Whether there are too few replications to judge."""
        return len(self.paired) < statistics.ENOUGH

    @property
    def clear(self) -> bool:
        """Whether the 90 % interval excludes 0."""
        return self.verdict in ("better", "worse")


def changes(results: Results) -> dict[tuple[str, str], Change]:
    """Every strategy × what is told of it, in the window; costs are means a year over the whole horizon."""
    made = {}
    for name in (*HEADLINES, *BESIDE):
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
