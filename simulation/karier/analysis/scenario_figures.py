"""Figures of one scenario: how it goes month by month, with the status quo as a thin line."""

from collections.abc import Sequence
from math import ceil

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from karier.analysis import comparison_figures, errors, headlines, statistics, style
from karier.analysis.headlines import middle
from karier.analysis.labels import HALO
from karier.analysis.language import SCALES, SHARES
from karier.analysis.parts import Picture
from karier.analysis.results import FloatArray
from karier.analysis.view import View
from karier.observables import MONTHLY

PARTS = {
    "staff": ("headcount", "filled_posts", "vacancy_rate", "managers_vacant", "entries", "exits"),
    "ability": ("mean_competence_technical", "mean_competence_managerial", "gain_retained", "training_hours",
                "mean_motivation", "promotion_fairness"),
    "work": ("mean_performance", "presence", "leadership_quality", "promotions"),
    "services": ("capacity_efficiency", "service_efficiency", "turnaround_days", "on_time_share", "backlog",
                 "error_rate"),
    "citizens": ("ikm", "trust", "participation"),
}  # fmt: skip
APART = ("cost_total", "cost_programme", "cost_per_valid_case")  # sums of cost lines, and a ratio
STACK = ("#0072B2", "#56B4E9", "#E69F00", "#D55E00", "#009E73", "#CC79A7", "#F0E442", "#999999", "#999933",
         "#44AA99", "#A0522D", "#882255", "#332288", "#000000")  # fmt: skip
ACROSS = 3


def portrait(view: View, scenario: str, part: str) -> Picture:
    """One panel an observable of that part: band, mean, status quo."""
    names = PARTS[part]
    seen = {name: drawn(view, scenario, name) for name in names}

    def paint(figure: Figure) -> None:
        panels = comparison_figures.grid(figure, len(names), ACROSS if len(names) != 4 else 4, share_y=False)
        for axes, name in zip(panels, names, strict=True):
            course(view, axes, scenario, name, seen[name])

    title = view.language("scenario.figure", part=view.language(f"scenario.{part}"), scenario=view.label(scenario))
    rows = ceil(len(names) / (ACROSS if len(names) != 4 else 4))
    key = [(view.colours[scenario], "", view.label(scenario))]
    if scenario != view.status_quo:
        key.append((style.STATUS_QUO, "", view.label(view.status_quo)))
    levels = [view.language("scenario.levels")] if scenario != view.status_quo else []
    row = view.results.scenarios.index(scenario)
    shown = {name: view.results.yearly(name)[row].T for name in names}
    notes = [*levels, *errors.note(view, shown), *comparison_figures.stretched_note(view.language, seen)]
    if "capacity_efficiency" in names:
        notes.append(view.language("figure.baseline"))
    return view.draw(f"{scenario}-{part}", title, 2.05 * rows, paint, *notes, key=key)


def drawn(view: View, scenario: str, name: str) -> FloatArray:
    """What the panel of an observable shows: both ends of the scenario's band and the middle of the status quo."""
    lines = view.results.yearly(name) if MONTHLY[name].year == "sum" else view.results.cube(name)
    row = view.results.scenarios.index(scenario)
    there = np.isfinite(lines[[0, row]]).all(axis=(0, 1))
    band_of = statistics.interval(lines[row][:, there], axis=0)
    return scaled(view, name) * np.stack([*band_of, middle(name, lines[0][:, there], 0)])


def course(view: View, axes: Axes, scenario: str, name: str, seen: FloatArray) -> None:
    """One observable over time: sums by year, all others by month."""
    row, factor = view.results.scenarios.index(scenario), scaled(view, name)
    if MONTHLY[name].year == "sum":
        times, lines = view.results.years + 0.5, view.results.yearly(name)
    else:
        times, lines = months(view), view.results.cube(name)
    band(axes, times, factor * lines[row], view.colours[scenario], name)
    if scenario != view.status_quo:
        base = middle(name, lines[0], 0)
        axes.plot(times, factor * base, color=style.STATUS_QUO, lw=1.0, zorder=4)
        style.same(axes, view.language, [base, middle(name, lines[row], 0)])
        mark_start(view, axes, scenario)
    axes.set_title(style.wrapped(headlines.called(view.language, name), 34), fontsize=9)
    axes.set_ylabel(unit(view, name), fontsize=8)
    axes.set_xlim(view.results.years[0] - 0.2, view.results.years[-1] + 1.2)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True, min_n_ticks=1))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}")
    comparison_figures.measured(axes.yaxis, view.language, name, seen)
    if name in comparison_figures.NEAR:
        axes.set_ylim(bottom=0)


def months(view: View) -> FloatArray:
    """Middle of each month in years."""
    dates = view.results.dates
    return np.asarray(dates.year + (dates.month - 0.5) / 12, float)


def band(axes: Axes, times: FloatArray, lines: FloatArray, colour: str, name: str) -> None:
    """Mean (or median) and 90 % of (replications, times), where there is a value."""
    there = np.isfinite(lines).all(axis=0)
    low, high = statistics.interval(lines[:, there], axis=0)
    axes.fill_between(times[there], low, high, color=colour, alpha=0.22, lw=0, zorder=2)
    marker = "o" if len(times) < 20 else ""
    axes.plot(times[there], middle(name, lines[:, there], 0), color=colour, lw=1.5, marker=marker, ms=3, zorder=3)


def mark_start(view: View, axes: Axes, scenario: str) -> None:
    """A dotted line where the strategy begins."""
    start = view.starts(scenario)
    if start and view.results.dates[0].date() < start <= view.results.dates[-1].date():
        axes.axvline(start.year + (start.month - 1) / 12, color=style.QUIET, lw=0.9, ls=":", zorder=1)


def scaled(view: View, name: str) -> float:
    """By which an observable is multiplied to be drawn: shares in per cent, rupiah in billions."""
    unit_ = MONTHLY[name].unit
    return 100.0 if unit_ in SHARES else 1 / SCALES[view.language.money] if unit_ == "Rp" else 1.0


def unit(view: View, name: str) -> str:
    """The unit in which it is drawn."""
    what = MONTHLY[name]
    if what.unit in SHARES:
        return view.language("unit.percent")
    if what.unit == "Rp":
        return view.language("change.rupiah", scale=view.language.money_word)
    by_year = what.year == "sum"
    return view.language("unit.by_year", unit=view.language.unit(name)) if by_year else view.language.unit(name)


def cost_lines() -> tuple[str, ...]:
    """The ledger's lines among the observables."""
    return tuple(name for name in MONTHLY if name.startswith("cost_") and name not in APART)


def money(view: View, scenario: str) -> Picture:
    """Cost by line, and the difference of each line from the status quo."""
    language, names = view.language, cost_lines()
    size = SCALES[language.money]
    row = view.results.scenarios.index(scenario)
    values = {name: view.results.yearly(name) / size for name in names}
    colour = {name: STACK[i % len(STACK)] for i, name in enumerate(names)}  # the same in every scenario
    names = tuple(name for name in names if np.any(values[name][[0, row]]))  # lines in which money moves
    baseline = scenario == view.status_quo

    def paint(figure: Figure) -> None:
        left, *right = figure.subplots(1, 1 if baseline else 2, squeeze=False)[0]
        stack(
            left,
            view.results.years,
            [values[name][row].mean(axis=0) for name in names],
            [colour[name] for name in names],
        )
        left.set_title(language("scenario.money.stack"))
        for axes in right:
            differences = [(values[name][row] - values[name][0]).mean(axis=0) for name in names]
            stack(axes, view.results.years, differences, [colour[name] for name in names])
            axes.set_title(language("scenario.money.difference"))
            total = (view.results.yearly("cost_total")[row] - view.results.yearly("cost_total")[0]) / size
            low, high = statistics.interval(total, axis=0)
            axes.vlines(view.results.years, low, high, color=style.INK, lw=1.2, path_effects=HALO)
            axes.plot(view.results.years, total.mean(axis=0), marker="o", ms=4, color=style.INK, ls="")
            axes.axhline(0, color=style.INK, lw=0.8)
        for axes in (left, *right):
            axes.set_ylabel(language("change.rupiah", scale=language.money_word))
            axes.xaxis.set_major_locator(MaxNLocator(6, integer=True, min_n_ticks=1))
            axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}")
            style.number_axis(axes.yaxis, language, sign=axes is not left)

    title = language("scenario.figure", part=language("scenario.money"), scenario=view.label(scenario))
    key = [(colour[name], "s", language.observable(name)) for name in names]
    total = view.results.yearly("cost_total")
    shown = {} if baseline else {"cost_total": (total[row] - total[0]).T}
    notes = [*([] if baseline else [language("scenario.money.note")]), *errors.note(view, shown)]
    return view.draw(f"{scenario}-money", title, 2.9, paint, *notes, key=key, bands=not baseline)


def stack(axes: Axes, years: FloatArray, lines: Sequence[FloatArray], colours: Sequence[str]) -> None:
    """Bars on one another: positive ones upwards, negative ones downwards."""
    up, down = np.zeros(len(years)), np.zeros(len(years))
    for line, colour in zip(lines, colours, strict=True):
        axes.bar(years, line, bottom=np.where(line >= 0, up, down), width=0.7, color=colour, lw=0)
        up, down = up + np.maximum(line, 0.0), down + np.minimum(line, 0.0)
    axes.grid(False, axis="x")
