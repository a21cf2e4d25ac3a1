"""One figure a pattern: target with what is accepted, what each seed showed, their mean, pass or fail."""

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from karier.analysis.style import COLOURS, LOOK, QUIET
from karier.validation.pattern import Found, unit

WORDS = {
    "pass": {"id": "lulus", "en": "pass"},
    "fail": {"id": "TIDAK lulus", "en": "FAIL"},
    "target": {"id": "sasaran", "en": "target"},
    "accepted": {"id": "diterima", "en": "accepted"},
    "mean": {"id": "rata-rata benih", "en": "mean of seeds"},
    "seed": {"id": "satu benih", "en": "one seed"},
}


def figure(found: Found, lang: str = "id") -> Figure:
    """A strip: the accepted range shaded, the target a line, seeds as dots, the mean a diamond."""
    low, high = found.pattern.accepted
    verdict = "pass" if found.passed else "fail"
    colour = COLOURS[2] if found.passed else COLOURS[1]
    with mpl.rc_context(LOOK):
        drawn = Figure(figsize=(8.0, 1.45), layout="constrained")
        axes = drawn.subplots()
        axes.axvspan(low, high, color=COLOURS[5], alpha=0.25, label=WORDS["accepted"][lang])
        axes.axvline(found.pattern.target, color="black", linewidth=1.2, label=WORDS["target"][lang])
        heights = np.random.default_rng(0).uniform(-0.5, 0.5, len(found.values))  # apart, for the eye alone
        axes.plot(found.values, heights, ".", color=QUIET, markersize=5, label=WORDS["seed"][lang])
        axes.plot([found.value], [0.0], "D", color=colour, markersize=8, label=WORDS["mean"][lang])
        axes.set(ylim=(-1.0, 1.0), yticks=[], xlabel=unit(found.pattern, lang))
        axes.xaxis.set_major_formatter(lambda x, _: local(f"{x:.6g}", lang))
        axes.set_title(f"{found.pattern.title[lang]}: {WORDS[verdict][lang]}", loc="left", color=colour)
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=7)
        return drawn


def local(number: str, lang: str) -> str:
    """A number as the language writes it."""
    return number.replace(".", ",") if lang == "id" else number
