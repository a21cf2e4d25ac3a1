"""Figures that compare strategies with the status quo, paired by replication."""

from collections.abc import Callable, Mapping
from itertools import product
from math import ceil
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from karier.analysis import errors, headlines, statistics, style
from karier.analysis.headlines import COSTS, HEADLINES, HEAVY, PRICED, Change, middle
from karier.analysis.labels import place_labels
from karier.analysis.language import SHARES, Language
from karier.analysis.parts import Picture
from karier.analysis.results import FloatArray
from karier.analysis.tiles import tile
from karier.analysis.view import View
from karier.observables import MONTHLY

ACROSS = 4  # panels side by side
NEAR = {"turnaround_days": 1.0, "backlog": 1000.0}  # axes of queues are logarithmic beyond it: they grow without bound


def across(panels: int) -> int:
    """How many panels stand side by side so that the last row has the fewest gaps."""
    return min((ACROSS, 3, 5), key=lambda n: -panels % n) if panels > ACROSS else panels


def runs_away(name: str, drawn: FloatArray) -> bool:
    """Whether what is drawn of an observable without bound lies so far from 0 that its axis is logarithmic there."""
    return name in NEAR and bool(np.nanmax(np.abs(drawn), initial=0.0) > NEAR[name])


def measured(
    axis: Any, language: Language, name: str, drawn: FloatArray, ticks: int = 5, sign: bool = False
) -> None:  # fmt: skip
    """The axis of an observable: logarithmic far from 0 where a queue runs away."""
    if runs_away(name, drawn):
        style.stretched_axis(axis, language, NEAR[name], ticks, sign)
    else:
        style.number_axis(axis, language, ticks=ticks, sign=sign)


def stretched_note(language: Language, drawn: Mapping[str, FloatArray]) -> list[str]:
    """Which axes are logarithmic beyond which value, of what is drawn by name."""
    parts = [
        language("figure.stretched.one", what=language.observable(name),
                 near=f"{language.number(NEAR[name], 0)} {language.unit(name)}")
        for name, values in drawn.items() if runs_away(name, values)
    ]  # fmt: skip
    return [language("figure.stretched", axes="; ".join(parts))] if parts else []


def grid(figure: Figure, panels: int, across: int = ACROSS, share_y: bool = True) -> list[Axes]:
    """That many axes, row by row; unused places stay empty."""
    down = ceil(panels / across)
    axes = figure.subplots(down, min(across, panels) if down == 1 else across, sharey=share_y, squeeze=False)
    for spare in list(axes.flat)[panels:]:
        spare.set_visible(False)
    return list(axes.flat)[:panels]


def trajectory(view: View, name: str) -> Picture:
    """Yearly difference of one headline, one panel a strategy, the other strategies in grey behind it."""
    language, strategies = view.language, view.results.strategies
    factor = headlines.factor(language, name)
    lines = {s: factor * view.changes[s, name].yearly for s in strategies}
    columns = across(len(strategies))
    drawn = np.stack([statistics.interval(each, axis=0) for each in lines.values()])

    def paint(figure: Figure) -> None:
        for axes, scenario in zip(grid(figure, len(strategies), columns), strategies, strict=True):
            for other in strategies:
                axes.plot(view.results.years, middle(name, lines[other], 0), color="#c9c9c9", lw=0.9, zorder=1)
            band(axes, view.results.years, lines[scenario], view.colours[scenario], name)
            axes.axhline(0, color=style.INK, lw=0.8, zorder=2)
            mark_start(view, axes, scenario)
            axes.set_title(view.wrapped(scenario, 120 // max(columns, 3)), fontsize=8.5, color=style.INK)
            style.year_axis(axes, view.results.years)
            measured(axes.yaxis, language, name, drawn, 8 if name in NEAR else 5, sign=True)
            axes.tick_params(labelleft=True)

    unit = headlines.change_unit(language, name)
    title = language("figure.trajectory.title", observable=headlines.called(language, name), unit=unit)
    rows = ceil(len(strategies) / columns)
    yearly = np.stack([view.changes[s, name].yearly.T for s in strategies])
    notes = [trajectory_note(view, name), *errors.note(view, {name: yearly}), *stretched_note(language, {name: drawn})]
    return view.draw(f"comparison-trajectory-{name}", title, 2.3 * rows, paint, *notes)


def trajectory_note(view: View, name: str) -> str:
    """What the lines are."""
    return view.language("figure.trajectory.note_median" if name in HEAVY else "figure.trajectory.note")


TODAY = ("headcount", "vacancy_rate", "turnaround_days", "on_time_share")


def today(view: View) -> Picture:
    """Where the status quo leads: levels by year."""
    language, results = view.language, view.results
    drawn = {name: np.stack(statistics.interval(results.yearly(name)[0], axis=0)) for name in TODAY}

    def paint(figure: Figure) -> None:
        for axes, name in zip(grid(figure, len(TODAY), share_y=False), TODAY, strict=True):
            times = 100.0 if MONTHLY[name].unit in SHARES else 1.0
            band(axes, results.years, times * results.yearly(name)[0], view.colours[view.status_quo], name)
            axes.set_title(style.wrapped(headlines.called(language, name), 26), fontsize=9)
            axes.set_ylabel(language("unit.percent") if times > 1 else language.unit(name), fontsize=8)
            measured(axes.yaxis, language, name, drawn[name])
            axes.set_ylim(bottom=0, top=103 if name == "on_time_share" else 1.08 * axes.get_ylim()[1])
            style.year_axis(axes, results.years)

    title = language("figure.today.title", years=view.years(results.years))
    levels = {name: results.yearly(name)[0].T for name in TODAY}
    notes = [language("figure.today.note"), *errors.note(view, levels), *stretched_note(language, drawn)]
    return view.draw("comparison-today", title, 2.1, paint, *notes)


def band(axes: Axes, years: FloatArray, lines: FloatArray, colour: str, name: str) -> None:
    """Mean (or median) of (replications, times) and the band of 90 % of replications."""
    low, high = statistics.interval(lines, axis=0)
    axes.fill_between(years, low, high, color=colour, alpha=0.22, lw=0, zorder=2)
    marker = "o" if len(years) < 15 else ""
    axes.plot(years, middle(name, lines, 0), color=colour, marker=marker, ms=3, zorder=3)


def mark_start(view: View, axes: Axes, scenario: str) -> None:
    """A dotted line where the strategy begins, half a year before the middle of its first year."""
    start = view.starts(scenario)
    if start and view.results.years[0] <= start.year <= view.results.years[-1]:
        axes.axvline(start.year - 0.5 + (start.month - 1) / 12, color=style.QUIET, lw=0.9, ls=":", zorder=2)


def forest(view: View) -> Picture:
    """Every headline of every strategy: mean difference with its 90 % interval."""
    language, strategies = view.language, view.results.strategies
    places = np.arange(len(strategies))[::-1]
    drawn = {
        name: headlines.factor(language, name) * np.array([view.changes[s, name].ends for s in strategies])
        for name in HEADLINES
    }

    def paint(figure: Figure) -> None:
        for number, (axes, name) in enumerate(zip(grid(figure, len(HEADLINES), share_y=False), HEADLINES, strict=True)):
            axes.axvline(0, color=style.INK, lw=0.8)
            for y, scenario in zip(places, strategies, strict=True):
                change = view.changes[scenario, name]
                times = headlines.factor(language, name)
                ends = times * np.array([change.ends[0], change.middle, change.ends[1]])
                clear = not view.few and (ends[0] > 0 or ends[2] < 0)
                whisker(axes, ends, y, view.colours[scenario], view.markers[scenario], bool(clear))
            axes.set_yticks(places, [view.wrapped(s, 27) for s in strategies] if number % ACROSS == 0 else [])
            axes.tick_params(axis="y", length=0, labelcolor=style.INK, labelsize=7.5, labelleft=number % ACROSS == 0)
            axes.set_ylim(-0.6, len(strategies) - 0.4)
            axes.grid(False, axis="y")
            axes.set_title(style.wrapped(headlines.called(language, name, short=True), 22))
            axes.set_xlabel(headlines.change_unit(language, name))
            measured(axes.xaxis, language, name, drawn[name], ticks=3, sign=True)

    years, costs = view.span(HEADLINES[0]), view.span("cost_total")
    title = language("figure.forest.title", years=years)
    note = language("figure.forest.note", years=years, all_years=costs)
    return view.draw(
        "comparison-forest",
        title,
        2 * (0.75 + 0.38 * len(strategies)),
        paint,
        note,
        view.marks_note(),
        *errors.note(view, {n: np.stack([view.changes[s, n].paired for s in strategies]) for n in HEADLINES}),
        *stretched_note(language, drawn),
    )


def whisker(axes: Axes, ends: FloatArray, y: float, colour: str, marker: str, clear: bool) -> None:
    """Low end, middle and high end of 90 % of replications; hollow where it is not clear."""
    low, centre, high = (float(end) for end in ends)
    axes.plot([low, high], [y, y], color=colour, lw=2.0, solid_capstyle="butt", zorder=2)
    face = colour if clear else "white"
    axes.plot([centre], [y], marker=marker, ms=6, mfc=face, mec=colour, mew=1.5, zorder=3)


def cost_gain(view: View) -> Picture:
    """Cost a year, total and programme, against the gain in capacity efficiency and in IKM: means of the horizon.

    Points are numbered, the numbers stand in the key: names would lie on one another where strategies are alike.
    """
    language, results = view.language, view.results
    costs = {n: money_difference(view, n) for n in COSTS}
    gains = {n: headlines.difference(n, results.over(n, results.years)) * headlines.factor(language, n) for n in PRICED}

    near = {cost: power_below(np.abs(costs[cost][1:].mean(axis=1))) for cost in COSTS}

    def paint(figure: Figure) -> Callable[[], None]:
        panels = list(zip(figure.subplots(2, 2, squeeze=False).flat, product(COSTS, PRICED), strict=True))
        for axes, (cost, name) in panels:
            axes.axhline(0, color=style.INK, lw=0.8)
            axes.axvline(0, color=style.INK, lw=0.8)
            for row, scenario in enumerate(results.scenarios[1:], start=1):
                look = {"color": view.colours[scenario], "marker": view.markers[scenario]}
                cross(axes, costs[cost][row], gains[name][row], look | ({"mfc": "white"} if view.few else {}))
            axes.set_title(language.observable(name) if cost == COSTS[0] else "")
            axes.set_xlabel(language(f"figure.cost.x.{cost}", scale=language.money_word))
            axes.set_ylabel(language("figure.cost.y", unit=headlines.change_unit(language, name)))
            axes.margins(x=0.1, y=0.12)
            style.stretched_axis(axes.xaxis, language, near[cost], 7, sign=True)
            style.number_axis(axes.yaxis, language, sign=True)

        def finish() -> None:
            colours = [view.colours[s] for s in results.strategies]
            numbers = [str(n) for n in range(1, len(results.scenarios))]
            for axes, (cost, name) in panels:
                centres = np.stack([costs[cost][1:].mean(axis=1), gains[name][1:].mean(axis=1)], axis=1)
                place_labels(axes, centres, numbers, 8.0, colours)

        return finish

    title = language("figure.cost.title", years=view.years(results.years))
    key = [(view.colours[s], view.markers[s], f"{n} {view.label(s)}") for n, s in enumerate(results.strategies, 1)]
    beyond = {cost.removeprefix("cost_"): language.number(near[cost], 0 if near[cost] >= 1 else 2) for cost in COSTS}
    scale = language("figure.cost.scale", scale=language.money_word, **beyond)
    shown = {n: headlines.difference(n, results.over(n, results.years))[1:] for n in (*COSTS, *PRICED)}
    few = [view.few_note()] if view.few else []
    notes = [language("figure.cost.note"), *few, scale, *errors.note(view, shown)]
    return view.draw("comparison-cost", title, 6.6, paint, *notes, key=key)


def power_below(sizes: FloatArray) -> float:
    """The power of ten at or below the median size, from which an axis may be logarithmic; 1 where all is 0."""
    there = sizes[sizes > 0]
    return float(max(0.01, 10.0 ** np.floor(np.log10(np.median(there))))) if len(there) else 1.0


def money_difference(view: View, name: str) -> FloatArray:
    """(scenarios, replications): difference in a cost, a year over the whole horizon, as axes count rupiah."""
    values = view.results.over(name, view.results.years)
    return headlines.difference(name, values) * headlines.factor(view.language, name)


def cross(axes: Axes, x: FloatArray, y: FloatArray, look: dict[str, Any]) -> None:
    """A mean with 90 % intervals in both directions."""
    colour = look["color"]
    (left, right), (low, high) = statistics.interval(x), statistics.interval(y)
    axes.plot([left, right], [y.mean()] * 2, color=colour, lw=1.2, alpha=0.7)
    axes.plot([x.mean()] * 2, [low, high], color=colour, lw=1.2, alpha=0.7)
    axes.plot([x.mean()], [y.mean()], ms=7, zorder=3, clip_on=False, **look)


def arrivals(view: View) -> Picture:
    """Share of the final gain reached in each year, and the first year in which the gain can be told from luck."""
    language, results, strategies = view.language, view.results, view.results.strategies
    years = [int(year) for year in results.years]

    def paint(figure: Figure) -> None:
        for axes, name in zip(figure.subplots(1, 2, sharey=True, squeeze=False)[0], PRICED, strict=True):
            for y, scenario in enumerate(strategies):
                arrival_row(view, axes, y, view.changes[scenario, name])
            axes.set_title(language.observable(name))
            axes.set_xticks(range(len(years)), [str(year) for year in years])
            axes.set_yticks(range(len(strategies)), [view.wrapped(s, 27) for s in strategies])
            axes.tick_params(length=0, labelsize=7.5)
            axes.tick_params(axis="y", labelcolor=style.INK)
            axes.set_xlim(-0.5, len(years) - 0.5)
            axes.set_ylim(len(strategies) - 0.5, -0.5)
            axes.grid(False)
            for spine in axes.spines.values():
                spine.set_visible(False)

    title = language("figure.arrival.title", years=view.years(view.window))
    note = language("figure.arrival.note", none=language("figure.arrival.none"))
    yearly = {name: np.stack([view.changes[s, name].yearly.T for s in strategies]) for name in PRICED}
    notes = [*([view.few_note()] if view.few else [note, language("foot.arrival")]), *errors.note(view, yearly)]
    return view.draw("comparison-arrival", title, 0.7 + 0.42 * len(strategies), paint, *notes)


def arrival_row(view: View, axes: Axes, y: int, change: Change) -> None:
    """One strategy: a tile a year, or words where there is no final gain to share out."""
    years = len(view.results.years)
    if not change.clear:
        axes.add_patch(Rectangle((-0.5, y - 0.46), years, 0.92, fc="#f0f0f0", lw=0))
        text = view.language("figure.arrival.few" if change.verdict == "few" else "figure.arrival.none")
        axes.text(years / 2 - 0.5, y, text, ha="center", va="center", fontsize=7.5)
        return
    shares = statistics.share_arrived(change.yearly, change.paired)
    low, high = statistics.interval(change.yearly, axis=0)
    first = statistics.arrival(change.yearly)
    for x, share in enumerate(shares):
        text = view.language.number(100 * share, 0)
        if low[x] > 0 or high[x] < 0:
            tile(axes, x, y, style.tint(style.HIGHER, share), text)
        else:
            tile(axes, x, y, style.UNCLEAR, f"({text})", style.QUIET)
        if x == first:
            axes.add_patch(Rectangle((x - 0.44, y - 0.41), 0.88, 0.82, fc="none", ec="#D55E00", lw=2.2))
