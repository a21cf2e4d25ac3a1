"""A coloured field with words on it, of which tables of tiles are made."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from karier.analysis import style


def tile(axes: Axes, x: float, y: float, ground: Any, text: str, ink: str = "") -> None:
    """A coloured field with words that can be read on it."""
    axes.add_patch(Rectangle((x - 0.49, y - 0.47), 0.98, 0.94, fc=ground, lw=0))
    axes.text(x, y, text, ha="center", va="center", fontsize=7, color=ink or style.ink(ground))
