"""Figures of who gains: by sex, by generation, by kind of office."""

from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from karier.analysis import errors, headlines, statistics, style
from karier.analysis.groups import PEOPLE, SERVICES, Groups, by_cohort, by_office_kind
from karier.analysis.language import Language, lowered, places, told_apart
from karier.analysis.parts import Picture
from karier.analysis.results import FloatArray
from karier.analysis.tiles import tile
from karier.analysis.view import View

SHADES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")


def who_gains(view: View, key: Literal["sex", "generation"]) -> Picture:
    """Difference in promotions, training and competence of each group, strategy by strategy."""
    language, strategies = view.language, view.results.strategies
    groups = by_cohort(view.results, key)
    count = len(groups.names)

    def paint(figure: Figure) -> None:
        panels = figure.subplots(1, len(PEOPLE), sharey=True, squeeze=False)[0]
        for axes, measure in zip(panels, PEOPLE, strict=True):
            axes.axvline(0, color=style.INK, lw=0.8)
            differences = groups.differences(measure)
            for row in range(len(strategies)):
                for g in range(count):
                    place = len(strategies) - 1 - row + (count / 2 - g - 0.5) * 0.72 / count
                    dot(axes, differences[row + 1, :, g], place, g, view.few)
            axes.set_title(style.wrapped(language(f"measure.{measure}"), 40))
            axes.set_xlabel(language(f"measure.{measure}.unit"))
            style.number_axis(axes.xaxis, language, ticks=4, sign=True)
            strategy_rows(view, axes)

    title = language(f"figure.who.{key}.title", window=view.years(view.window))
    note = language("figure.who.note", window=view.years(view.window), years=view.years(view.results.years))
    height = 0.9 + len(strategies) * max(0.42, 0.19 * count)
    marks = [
        (SHADES[g], style.MARKERS[g], language.known(f"{key}.{name}", name)) for g, name in enumerate(groups.names)
    ]
    notes = [note, view.marks_note()]
    return view.draw(f"comparison-who-{key}", title, height, paint, *notes, *_errors(view, groups), key=marks)


def _errors(view: View, groups: Groups) -> list[str]:
    """The largest Monte-Carlo error of each measure, in the unit of its axis."""
    parts = []
    for measure in PEOPLE:
        each = statistics.standard_error(np.moveaxis(groups.differences(measure)[1:], 1, -1))
        if np.isfinite(each).any():
            label, unit = (view.language(f"measure.{measure}{end}") for end in ("", ".unit"))
            largest = float(np.nanmax(each))
            parts.append(f"{lowered(label)} {view.language.number(largest, places(largest) or 0)} {unit}")
    return errors.said(view, parts)


def strategy_rows(view: View, axes: Axes) -> None:
    """One row a strategy, every second one shaded."""
    strategies = view.results.strategies
    axes.set_yticks(range(len(strategies)), [view.wrapped(s, 27) for s in strategies[::-1]])
    axes.tick_params(axis="y", length=0, labelcolor=style.INK, labelsize=7.5)
    axes.set_ylim(-0.5, len(strategies) - 0.5)
    axes.grid(False, axis="y")
    for row in range(0, len(strategies), 2):
        axes.axhspan(row - 0.5, row + 0.5, color="#f6f6f6", zorder=0, lw=0)


def dot(axes: Axes, values: FloatArray, y: float, group: int, few: bool = False) -> None:
    """A group's mean and interval; hollow where the interval contains 0, or replications are too few."""
    if not np.all(np.isfinite(values)):
        return
    low, high = statistics.interval(values)
    colour = SHADES[group % len(SHADES)]
    face = colour if not few and (low > 0 or high < 0) else "white"
    axes.plot([low, high], [y, y], color=colour, lw=1.6, solid_capstyle="butt", zorder=2)
    axes.plot([values.mean()], [y], marker=style.MARKERS[group], ms=5, mfc=face, mec=colour, mew=1.3, ls="", zorder=3)


def which_offices(view: View) -> Picture:
    """Difference in performance, on-time share and IKM by kind of office, as tiles."""
    language = view.language
    groups = by_office_kind(view.results)

    def paint(figure: Figure) -> None:
        wide = [max(1, int(np.isfinite(groups.values[m]).all(axis=(0, 1)).sum())) for m in SERVICES]
        panels = figure.subplots(1, len(SERVICES), sharey=True, squeeze=False, width_ratios=wide)[0]
        for axes, measure in zip(panels, SERVICES, strict=True):
            tiles(view, axes, groups, measure)

    title = language("figure.offices.title", years=view.years(view.window))
    height = 1.3 + 0.36 * len(view.results.strategies)
    differences = {m: headlines.difference(m, groups.values[m])[1:].swapaxes(1, 2) for m in SERVICES}
    ground = view.few_note() if view.few else language("figure.offices.tiles")
    notes = [ground, language("figure.offices.note"), *errors.note(view, differences)]
    return view.draw("comparison-who-offices", title, height, paint, *notes)


def _told(language: Language, value: float, error: float, clear: bool) -> str:
    """A tile's number with the decimals of its error, three at most; what is clear is not written as 0."""
    decimals = places(error)
    digits = 2 if decimals is None else min(decimals, 3)
    return language.number(value, told_apart([value], digits) if clear else digits, sign=True)


def tiles(view: View, axes: Axes, groups: Groups, measure: str) -> None:
    """Strategies × kinds: the number in each tile is the mean difference; grey and in brackets where it may be none."""
    language, strategies = view.language, view.results.strategies
    values = headlines.difference(measure, groups.values[measure])[1:] * headlines.factor(language, measure)
    shown = [g for g in range(len(groups.names)) if np.isfinite(values[:, :, g]).all()]
    means = values[:, :, shown].mean(axis=1)
    low, high = statistics.interval(values[:, :, shown], axis=1)
    clear = (low > 0) | (high < 0)
    each = statistics.standard_error(values[:, :, shown].swapaxes(1, 2))
    span = max(float(np.abs(means[clear]).max(initial=0.0)), 1e-12)
    for (row, x), value in np.ndenumerate(means):
        y = len(strategies) - 1 - row
        text = _told(language, float(value), float(each[row, x]), bool(clear[row, x]))
        if view.few:
            tile(axes, x, y, style.UNCLEAR, text)
        elif clear[row, x]:
            tile(axes, x, y, style.tint(style.HIGHER if value > 0 else style.LOWER, abs(value) / span), text)
        else:
            tile(axes, x, y, style.UNCLEAR, f"({text})", style.QUIET)
    wide = 14 if len(shown) > 4 else 11
    names = [style.wrapped(language.known(f"kind.{groups.names[g]}", groups.names[g]), wide) for g in shown]
    axes.set_xticks(range(len(shown)), names, rotation=90 if len(shown) > 4 else 0)
    axes.set_xlim(-0.5, len(shown) - 0.5)
    strategy_rows(view, axes)
    axes.tick_params(axis="x", length=0, labelsize=7, labelcolor=style.INK)
    axes.grid(False)
    axes.set_title(
        style.wrapped(
            f"{language.observable(measure)} ({headlines.change_unit(language, measure)})", max(14, 5 * len(shown) + 4)
        )
    )
    for spine in axes.spines.values():
        spine.set_visible(False)
