"""One figure a replication: a function of its tidy data (`checks.figure_data`) and the language alone."""

from collections.abc import Callable, Mapping
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from karier.analysis.style import COLOURS, LOOK, MARKERS, QUIET

Text = Mapping[str, str]
RULES: Mapping[str, Text] = {
    "best_in_post": {"id": "yang terbaik", "en": "the best"},
    "worst": {"id": "yang terburuk", "en": "the worst"},
    "random": {"id": "undian", "en": "by lot"},
    "seniority": {"id": "senioritas", "en": "seniority"},
    "patronage": {"id": "koneksi", "en": "connections"},
}
_HYPOTHESES: Mapping[str, Text] = {
    "common_sense": {"id": "Kemampuan terbawa (akal sehat)", "en": "Competence carries over (common sense)"},
    "peter": {"id": "Kemampuan baru sama sekali (Peter)", "en": "Competence drawn anew (Peter)"},
}
_FLOWS: Mapping[str, Text] = {
    "from_lowest": {"id": "dari tingkat terendah", "en": "from the lowest grade"},
    "from_middle": {"id": "dari tingkat tengah", "en": "from the middle grade"},
}
_ENGINE: Text = {"id": "mesin model", "en": "the engine"}
_AXES: Mapping[str, Text] = {
    "year": {"id": "Tahun", "en": "Year"},
    "efficiency": {"id": "Efisiensi (persen)", "en": "Efficiency (percent)"},
    "threshold": {"id": "Syarat promosi x (SD kemampuan)", "en": "Standard x (SD of ability)"},
    "fall": {"id": "Penurunan sesudah promosi (SD)", "en": "Fall after promotion (SD)"},
    "formula": {"id": "rumus", "en": "the formula"},
    "rate": {"id": "Bagian yang naik setahun", "en": "Share promoted in a year"},
    "dual": {"id": "kembaran model Markov", "en": "the Markov model's dual"},
    "share": {"id": "Bagian kemampuan yang terbawa (ρ_T)", "en": "Competence that carries over (ρ_T)"},
    "change": {"id": "Perubahan efisiensi (poin)", "en": "Change of efficiency (points)"},
    "growth": {"id": "Pertumbuhan jabatan setahun", "en": "Growth of posts a year"},
    "age": {"id": "Umur saat naik ke separuh atas (tahun)", "en": "Age on reaching the upper half (years)"},
    "equation": {"id": "persamaan Keyfitz", "en": "Keyfitz's equation"},
}


def pluchino(data: pd.DataFrame, lang: str = "id") -> Figure:
    """Efficiency over the years, a panel a hypothesis, a line a rule."""
    with mpl.rc_context(LOOK):
        figure, panels = _panels(2)
        for axes, (hypothesis, part) in zip(panels, data.groupby("hypothesis", sort=False), strict=True):
            for k, (rule, seen) in enumerate(part.groupby("rule", sort=False)):
                axes.plot(seen["year"], seen["efficiency"], color=COLOURS[k], label=RULES[str(rule)][lang])
            axes.axhline(part["efficiency"].iloc[0], color=QUIET, linewidth=0.8, linestyle=":")
            axes.set_title(_HYPOTHESES[str(hypothesis)][lang])
            _named(axes, "year", "efficiency", lang)
        return figure


def lazear(data: pd.DataFrame, lang: str = "id") -> Figure:
    """The fall by the standard, beside the formula."""
    return _beside(data, ("threshold", "engine", "formula"), "fall", lang)


def keyfitz(data: pd.DataFrame, lang: str = "id") -> Figure:
    """Age at promotion by growth, beside the equation."""
    return _beside(data, ("growth", "engine", "equation"), "age", lang)


def bartholomew(data: pd.DataFrame, lang: str = "id") -> Figure:
    """Shares promoted year by year, beside those that the dual asks."""
    with mpl.rc_context(LOOK):
        figure, (axes,) = _panels(1)
        for k, (flow, seen) in enumerate(data.groupby("flow", sort=False)):
            axes.plot(seen["year"], seen["engine"], MARKERS[k], color=COLOURS[k], label=_FLOWS[str(flow)][lang])
            axes.axhline(seen["dual"].iloc[0], color=COLOURS[k], linewidth=1.0, label=_AXES["dual"][lang])
        axes.set_ylim(bottom=0.0)
        _named(axes, "year", "rate", lang)
        return figure


def fetta(data: pd.DataFrame, lang: str = "id") -> Figure:
    """Change of efficiency by what carries over, a line a rule."""
    with mpl.rc_context(LOOK):
        figure, (axes,) = _panels(1)
        for k, (rule, seen) in enumerate(data.groupby("rule", sort=False)):
            label = RULES[str(rule)][lang]
            axes.plot(seen["share"], seen["change"], color=COLOURS[k], marker=MARKERS[k], label=label)
        axes.axhline(0.0, color=QUIET, linewidth=0.8, linestyle=":")
        _named(axes, "share", "change", lang)
        return figure


FIGURES: Mapping[str, Callable[..., Figure]] = {
    "pluchino": pluchino, "lazear": lazear, "bartholomew": bartholomew, "fetta": fetta, "keyfitz": keyfitz,
}  # fmt: skip


def _beside(data: pd.DataFrame, columns: tuple[str, str, str], y: str, lang: str) -> Figure:
    x, engine, theory = columns
    with mpl.rc_context(LOOK):
        figure, (axes,) = _panels(1)
        axes.plot(data[x], data[theory], color=QUIET, label=_AXES[theory][lang])
        axes.plot(data[x], data[engine], MARKERS[0], color=COLOURS[0], label=_ENGINE[lang])
        _named(axes, x, y, lang)
        return figure


def _panels(number: int) -> tuple[Figure, list[Axes]]:
    figure: Any = Figure(figsize=(10.0 if number > 1 else 6.5, 4.0), layout="constrained")
    return figure, list(figure.subplots(1, number, sharey=True, squeeze=False)[0])


def _named(axes: Axes, x: str, y: str, lang: str) -> None:
    axes.set_xlabel(_AXES[x][lang])
    axes.set_ylabel(_AXES[y][lang])
    axes.legend()
