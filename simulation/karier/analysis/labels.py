"""Puts labels beside points so that they overlap neither one another nor the points."""

from collections.abc import Sequence
from itertools import product
from math import cos, pi, sin
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patheffects import Normal, Stroke
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from karier.analysis.results import FloatArray
from karier.analysis.style import QUIET

DISTANCES = (8, 16, 28, 44, 64, 90, 125, 170)  # points
TURNS = (1, 15, 7, 9, 2, 14, 6, 10, 4, 12, 0, 8, 3, 13, 5, 11)  # sixteenths; beside the point first
ANGLES = tuple(pi * turn / 8 for turn in TURNS)
LEADER = {"arrowstyle": "-", "color": QUIET, "lw": 0.6, "shrinkA": 1, "shrinkB": 4}
HALO = [Stroke(linewidth=1.8, foreground="white"), Normal()]  # no box: it would cut the bars it covers


def place_labels(
    axes: Axes, points: FloatArray, labels: Sequence[str], size: float = 7.5, colours: Sequence[str] = ()
) -> None:
    """One label for each of (n, 2) points: the nearest free place, with a thin leader where it is far."""
    pixels = axes.transData.transform(points)
    taken = [Bbox.from_extents(x - 6, y - 6, x + 6, y + 6) for x, y in pixels]
    inside = axes.get_window_extent()
    for number, (point, label) in enumerate(zip(points, labels, strict=True)):
        candidates = product(DISTANCES, ANGLES)
        best = min(candidates, key=lambda c: _cost(axes, point, label, size, c, taken, inside))
        note = _note(axes, point, label, size, *best)
        if colours:
            note.set(color=colours[number], fontweight="bold")
        taken.append(_box(axes, note))


def _note(axes: Axes, point: FloatArray, label: str, size: float, distance: float, angle: float) -> Annotation:
    dx, dy = distance * cos(angle), distance * sin(angle)
    across = "left" if dx > 2 else "right" if dx < -2 else "center"
    up = "center" if abs(dy) < 2 else "bottom" if dy > 0 else "top"
    leader = LEADER if distance > DISTANCES[1] else None
    note = axes.annotate(
        label, (float(point[0]), float(point[1])), xytext=(dx, dy), textcoords="offset points", ha=across, va=up,
        fontsize=size, arrowprops=leader, linespacing=1.1, path_effects=HALO, zorder=5,
    )  # fmt: skip
    note.set_in_layout(False)
    return note


def _box(axes: Axes, note: Annotation) -> Bbox:
    canvas = axes.figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    renderer: Any = canvas.get_renderer()  # type: ignore[no-untyped-call]
    note.update_positions(renderer)
    return Text.get_window_extent(note, renderer).padded(2)  # of the words, without the leader


def _cost(
    axes: Axes, point: FloatArray, label: str, size: float, place: tuple[float, float], taken: list[Bbox], inside: Bbox
) -> tuple[float, float]:
    """Overlap in square pixels, then distance."""
    note = _note(axes, point, label, size, *place)
    box = _box(axes, note)
    note.remove()
    outside = box.width * box.height - _common(box, inside)
    return round(sum(_common(box, other) for other in taken) + 3 * outside, 3), place[0]


def _common(a: Bbox, b: Bbox) -> float:
    both = Bbox.intersection(a, b)
    return float(both.width * both.height) if both is not None else 0.0
