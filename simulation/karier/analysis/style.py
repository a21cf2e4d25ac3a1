"""How every figure looks, and how it is drawn: colours, fonts, foot, and files that are the same to the byte."""

import io
import re
import textwrap
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from math import ceil
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.ticker import Formatter, FuncFormatter, Locator, MaxNLocator, NullLocator

from karier.analysis.files import written
from karier.analysis.language import Language
from karier.analysis.parts import Picture
from karier.analysis.results import FloatArray

# Okabe and Ito's, without yellow, which is lost on white; then Tol's muted ones, for studies of many strategies
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9", "#000000", "#882255", "#999933", "#332288",
           "#44AA99", "#A0522D", "#DDAA33")  # fmt: skip
HIGHER, LOWER, UNCLEAR = "#0072B2", "#D55E00", "#f4f4f4"  # tiles: full colours of a difference, and where there is none
STATUS_QUO = "#5a5a5a"
INK, QUIET, RULE = "#222222", "#5f5f5f", "#dddddd"
MARKERS = ("o", "s", "^", "D", "v", "<", ">", "p", "*", "h", "P")  # each can be told hollow from filled
PRINT = 170  # dots an inch of the PNG
WIDTH = 10.0  # inches: 1000 pixels at the screen's 100 dots an inch
TITLE = FontProperties(family="DejaVu Sans", size=11, weight="bold")
LABEL = FontProperties(family="DejaVu Sans", size=8.5)  # of a key
FOOT = FontProperties(family="DejaVu Sans", size=7)
LOOK: dict[Any, Any] = {
    "font.family": "DejaVu Sans", "font.size": 9, "axes.titlesize": 9.5, "axes.labelsize": 8.5,
    "axes.titlelocation": "left", "axes.titleweight": "bold", "axes.spines.top": False, "axes.spines.right": False,
    "axes.edgecolor": "#888888", "axes.labelcolor": INK, "text.color": INK, "xtick.color": QUIET, "ytick.color": QUIET,
    "xtick.labelsize": 8, "ytick.labelsize": 8, "axes.grid": True, "grid.color": RULE, "grid.linewidth": 0.6,
    "axes.axisbelow": True, "legend.frameon": False, "legend.fontsize": 8.5, "lines.linewidth": 1.8,
    "svg.hashsalt": "karier", "svg.fonttype": "path", "pdf.fonttype": 3, "figure.facecolor": "white",
    "axes.unicode_minus": True, "path.simplify": True,
}  # fmt: skip


Key = Sequence[tuple[str, str, str]]  # colour, marker, label
Paint = Callable[[Figure], Callable[[], None] | None]  # paints; what it returns is called once places are fixed


# Each has the colour of its place in this list in every study; a strategy that is not here takes one that is free
STRATEGIES = ("assessment", "training", "mentoring", "leadership", "rewards", "promotion", "placement", "recruitment",
              "package", "promotion_appraisal", "promotion_random", "promotion_seniority",
              "promotion_worst")  # fmt: skip


def colours(scenarios: Sequence[str]) -> dict[str, str]:
    """One colour per scenario, a strategy's own in every figure and study: grey for the status quo."""
    slots = _slots(scenarios)
    return {s: COLOURS[slots[s] % len(COLOURS)] if i else STATUS_QUO for i, s in enumerate(scenarios)}


def markers(scenarios: Sequence[str]) -> dict[str, str]:
    """One marker per scenario, so that colour is never alone."""
    slots = _slots(scenarios)
    return {s: MARKERS[slots[s] % len(MARKERS)] if i else "o" for i, s in enumerate(scenarios)}


def _slots(scenarios: Sequence[str]) -> dict[str, int]:
    """Places in the lists of colours and markers of all scenarios but the first: fixed for `STRATEGIES`, else free.

    The same strategy in a second place takes a free one.
    """
    found: dict[str, int] = {}
    for s in scenarios[1:]:
        strategy = s.partition("+")[2]
        if strategy in STRATEGIES and STRATEGIES.index(strategy) not in found.values():
            found[s] = STRATEGIES.index(strategy)
    others = [s for s in scenarios[1:] if s not in found]
    free = [slot for slot in range(len(scenarios) + len(STRATEGIES)) if slot not in found.values()]
    return found | dict(zip(others, free, strict=False))


def same(axes: Axes, language: Language, lines: Sequence[FloatArray]) -> None:
    """Says in the panel that lines which hide one another are the same."""
    if len(lines) > 1 and all(np.allclose(line, lines[0], equal_nan=True) for line in lines[1:]):
        axes.annotate(
            language("figure.same"), (0.98, 0.04), xycoords="axes fraction", ha="right", va="bottom", fontsize=8,
            color=QUIET, bbox={"fc": "white", "ec": "none", "alpha": 0.8, "pad": 1.0}, zorder=5,
        )  # fmt: skip


def luminance(colour: Any) -> float:
    """Relative luminance of a colour, 0 … 1 (WCAG 2.1)."""
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in mpl.colors.to_rgb(colour)]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(one: Any, other: Any) -> float:
    """Contrast of two colours, 1 … 21 (WCAG 2.1); text needs 4.5."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink(ground: Any) -> str:
    """Black or white, whichever reads better on a ground; at least 4.5 : 1 on any."""
    return max(("#000000", "#ffffff"), key=lambda colour: contrast(colour, ground))


def tint(colour: str, strength: float) -> tuple[float, float, float]:
    """A colour mixed with white: 0 nearly white, 1 the colour itself."""
    share = 0.1 + 0.9 * min(1.0, max(0.0, strength))
    red, green, blue = (1 - share * (1 - c) for c in mpl.colors.to_rgb(colour))
    return red, green, blue


def wrapped(text: str, width: int) -> str:
    """A label broken into lines."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=False)) or text


def _fitting(text: str, font: FontProperties) -> list[str]:
    """Lines of words that fit into the figure's width."""
    renderer: Any = RendererAgg(1, 1, 100)  # type: ignore[no-untyped-call]
    room = 100 * WIDTH * 0.96  # widths differ a little between canvases
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and renderer.get_text_width_height_descent(longer, font, False)[0] <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def draw(
    name: str, title: str, foot: Sequence[str], height: float, paint: Paint, key: Key = (), keep: Path | None = None,
    png: bool = True,
) -> Picture:  # fmt: skip
    """Paints a figure under `title` and its `key`, with `foot` in small print; keeps SVG, PDF and PNG in a folder."""
    with mpl.rc_context(LOOK):
        lines = [line for text in foot for line in _fitting(text, FOOT)]
        below = 0.16 * len(lines) + 0.1
        heading = "\n".join(_fitting(title, TITLE))
        above = 0.1 + 0.2 * len(heading.splitlines())
        rows = ceil(len(key) / _key_columns(key)) if key else 0
        between = 0.08 + 0.175 * rows if key else 0.0
        room, height = height, height + below + above + between
        figure = Figure(figsize=(WIDTH, height), dpi=100)
        FigureCanvasAgg(figure)
        area = (0.012, below / height, 0.98, room / height)
        figure.text(0.008, 1 - 0.08 / height, heading, va="top", fontproperties=TITLE, linespacing=1.25)
        figure.text(
            0.008, 0.06 / height, "\n".join(lines), va="bottom", fontproperties=FOOT, color=QUIET, linespacing=1.4
        )
        finish = paint(figure)
        ConstrainedLayoutEngine(rect=area).execute(figure)
        for axes in figure.axes:  # the solver's last digits depend on the order in which it met its constraints
            left, bottom, width, height_ = (round(side, 5) for side in axes.get_position().bounds)
            axes.set_position((left, bottom, width, height_))
        if key:
            _key(figure, key, 1 - above / height)
        if finish:
            finish()
        svg, points = _svg(figure), _png(figure) if png else b""
        if keep is not None:
            for kind, content in (("svg", svg), ("pdf", _pdf(figure)), ("png", points)):
                written(keep / f"{name}.{kind}", content)
    return Picture(name, svg, points, round(100 * WIDTH), " ".join((title, *foot)))


# The three canvases are called directly: Figure.savefig would draw everything once more before each.


def _svg(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None})  # type: ignore[no-untyped-call]
    return _slim(buffer.getvalue())


def _slim(svg: bytes) -> bytes:
    """A third smaller: no indentation, a thousandth of a point instead of a millionth; the scale of glyphs is kept."""
    svg = re.sub(rb"\n\s+", b"\n", svg)
    return re.sub(rb"(?<!scale\()(?<=[\s\"(-])(\d+\.\d{3})\d+", rb"\1", svg)


def _pdf(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    FigureCanvasPdf(figure).print_pdf(buffer, metadata={"CreationDate": None})  # type: ignore[no-untyped-call]
    return buffer.getvalue()


def _png(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    screen, figure.dpi = figure.dpi, PRINT
    FigureCanvasAgg(figure).print_png(buffer)  # type: ignore[no-untyped-call]
    figure.dpi = screen
    return buffer.getvalue()


def _key_columns(key: Key) -> int:
    """As many columns as fit the width; a column is as wide as its longest label, and is filled from above."""
    renderer: Any = RendererAgg(1, 1, 100)  # type: ignore[no-untyped-call]
    widths = [renderer.get_text_width_height_descent(label, LABEL, False)[0] + 50 for *_, label in key]
    for columns in range(len(key), 1, -1):
        rows, longer = divmod(len(key), columns)
        ends = [0, *accumulate(rows + (column < longer) for column in range(columns))]
        if sum(max(widths[first:last]) for first, last in pairwise(ends)) <= 98 * WIDTH:
            return columns
    return 1


def _key(figure: Figure, key: Key, top: float) -> None:
    """Marks and what they stand for, under the title, on as many lines as they need."""
    marks = [Line2D([], [], color=colour, marker=marker, ls="" if marker else "-") for colour, marker, _ in key]
    corner = (0.0, top + 0.02 / figure.get_figheight())
    legend = figure.legend(
        marks, [label for *_, label in key], loc="upper left", bbox_to_anchor=corner,
        ncols=_key_columns(key), handletextpad=0.3, columnspacing=1.6, labelspacing=0.35, borderaxespad=0.2,
    )  # fmt: skip
    legend.set_in_layout(False)


class Numbers(Formatter):
    """Ticks in a language's numbers: value × factor, with as many digits as all of them need."""

    def __init__(self, language: Language, factor: float, sign: bool) -> None:
        self.language, self.factor, self.sign, self.digits = language, factor, sign, 0

    def set_locs(self, locs: Sequence[float]) -> None:
        """Counts the digits."""
        super().set_locs(list(locs))
        places = [abs(float(value) * self.factor) for value in locs]
        fits = (d for d in range(5) if all(abs(round(p, d) - p) <= 1e-9 * max(1.0, p) for p in places))
        self.digits = next(fits, 5)

    def __call__(self, x: float, pos: int | None = None) -> str:
        """One tick."""
        return self.language.number(x * self.factor, self.digits, self.sign)


def number_axis(axis: Any, language: Language, factor: float = 1.0, ticks: int = 5, sign: bool = False) -> None:
    """Few ticks, in the language's numbers."""
    axis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(Numbers(language, factor, sign))


class Powers(Locator):
    """Ticks at 0 and at whole powers of ten times `near`, about as many as asked for."""

    def __init__(self, near: float, ticks: int) -> None:
        self.near, self.ticks = near, ticks

    def __call__(self) -> Sequence[float]:
        """The ticks in view."""
        low, high = sorted(self.axis.get_view_interval()) if self.axis else (0.0, 0.0)
        return self.tick_values(low, high)

    def tick_values(self, vmin: float, vmax: float) -> Sequence[float]:
        """0 and the powers, outermost first, with equal steps between them."""
        most = max(abs(vmin), abs(vmax), self.near)
        powers = [self.near * 10.0**k for k in range(int(np.log10(most / self.near) + 1e-9) + 1)]
        both = 2 if vmin < -self.near and vmax > self.near else 1
        kept = powers[:: -max(1, ceil(both * len(powers) / self.ticks))]
        return [v for v in (0.0, *kept, *(-p for p in kept)) if vmin <= v <= vmax]


def stretched_axis(axis: Any, language: Language, near: float, ticks: int = 5, sign: bool = False) -> None:
    """Linear up to ±`near`, logarithmic beyond: for values of very unlike size."""
    scale = axis.axes.set_xscale if axis.axis_name == "x" else axis.axes.set_yscale
    scale("symlog", linthresh=near, linscale=0.6)
    axis.axes.autoscale_view(scalex=axis.axis_name == "x", scaley=axis.axis_name == "y")  # margins on the new scale
    axis.set_major_locator(Powers(near, ticks))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(Numbers(language, 1.0, sign))


def year_axis(axes: Axes, years: FloatArray) -> None:
    """Whole years, no thousands separator."""
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True, min_n_ticks=1))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    axes.set_xlim(years[0] - 0.3, years[-1] + 0.3)
