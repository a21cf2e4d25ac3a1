"""Parts of a page. Each shows itself in a notebook (`_repr_mimebundle_`) and writes itself as HTML into a report."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal, Protocol

Bundle = tuple[dict[str, Any], dict[str, Any]]
Tone = Literal["", "better", "worse", "quiet"]
TONES = {"": "", "better": "background:#e3eff9", "worse": "background:#fdebdc", "quiet": "color:#5f5f5f"}


class Part(Protocol):
    """Something to show."""

    def html(self) -> str:
        """As HTML, without any resource from elsewhere."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        """As a notebook's output."""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 … 4."""

    text: str
    level: int = 2

    def html(self) -> str:
        """<h2>, with a name to link to; others without."""
        name = f' id="{anchor(self.text)}"' if self.level == 2 else ""
        return f"<h{self.level}{name}>{escape(self.text)}</h{self.level}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        return {"text/markdown": f"{'#' * self.level} {self.text}", "text/plain": self.text}, {}


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; a `note` is set small."""

    text: str
    note: bool = False

    def html(self) -> str:
        """<p>."""
        return f"<p{' class=note' if self.note else ''}>{escape(self.text)}</p>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        text = f"<small>{escape(self.text)}</small>" if self.note else escape(self.text, quote=False)
        return {"text/markdown": text.replace("*", r"\*").replace("_", r"\_"), "text/plain": self.text}, {}


@dataclass(frozen=True)
class Bullets:
    """A list of short sentences."""

    items: Sequence[str]

    def html(self) -> str:
        """<ul>."""
        return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in self.items)}</ul>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        lines = [escape(item, quote=False).replace("*", r"\*").replace("_", r"\_") for item in self.items]
        return {"text/markdown": "\n".join(f"- {line}" for line in lines), "text/plain": "\n".join(self.items)}, {}


@dataclass(frozen=True)
class Cell:
    """A table's cell: a value and smaller lines under it."""

    text: str
    small: tuple[str, ...] = ()
    tone: Tone = ""
    mark: str = ""  # colour of a mark before the text

    def html(self, tag: str, style: str) -> str:
        """<td> or <th>."""
        mark = f'<span style="color:{self.mark}" aria-hidden="true">■</span> ' if self.mark else ""
        small = "".join(f'<br><span style="{_small(line)}">{escape(line)}</span>' for line in self.small)
        scope = ' scope="row"' if tag == "th" else ""
        return f'<{tag}{scope} style="{style};{TONES[self.tone]}">{mark}{escape(self.text)}{small}</{tag}>'


def _small(line: str) -> str:
    """Style of a small line: numbers stay on one line, words may break."""
    return f"font-size:.86em;color:#555{';white-space:nowrap' if len(line) < 15 else ''}"


@dataclass(frozen=True)
class Table:
    """A small table to read: header cells, rows whose first cell names the row, and a caption."""

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    caption: str = ""
    texts: int = 1  # columns from the left that hold words
    notes: Sequence[str] = field(default=())

    def html(self) -> str:
        """<table> that scrolls sideways where it is wider than the page."""
        line = "border-bottom:1px solid #d8d8d8;padding:.3em .45em;vertical-align:top;line-height:1.3"
        longest = max((len(row[0].text) for row in self.rows), default=0)
        first, left, right = (
            f"{line};text-align:left;font-weight:600;min-width:{9.5 if longest > 8 else 3}em",
            f"{line};text-align:left",
            f"{line};text-align:right",
        )
        top = "border-bottom:2px solid #444;padding:.3em .45em;vertical-align:bottom;font-weight:600;white-space:normal"
        head = "".join(
            f'<th scope="col" style="{top};text-align:{"left" if i < self.texts else "right"}">{escape(h)}</th>'
            for i, h in enumerate(self.head)
        )
        styles = [first, *[left] * (self.texts - 1), *[right] * (len(self.head) - self.texts)]
        lines = ("".join(c.html("td" if i else "th", styles[i]) for i, c in enumerate(row)) for row in self.rows)
        rows = "".join(f"<tr>{cells}</tr>" for cells in lines)
        caption = (
            f'<caption style="text-align:left;caption-side:top;padding:.3em 0;font-weight:600">'
            f"{escape(self.caption)}</caption>" if self.caption else ""
        )  # fmt: skip
        notes = "".join(f'<p class="note" style="font-size:.84em;color:#5f5f5f">{escape(n)}</p>' for n in self.notes)
        look = f"border-collapse:collapse;font-size:{'.84' if len(self.head) < 12 else '.76'}em;margin:.4em 0"
        return (
            f'<div style="overflow-x:auto"><table style="{look}">{caption}'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{notes}"
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        lines = [" | ".join(self.head), *(" | ".join(cell.text for cell in row) for row in self.rows)]
        return {"text/html": self.html(), "text/plain": "\n".join(lines)}, {}


@dataclass(frozen=True)
class Picture:
    """A figure, drawn: SVG for reports, PNG for notebooks; `alt` says in words what it shows."""

    name: str
    svg: bytes
    png: bytes
    width: int  # pixels at which it is meant to be seen
    alt: str

    def html(self) -> str:
        """<img> with the SVG inside."""
        data = b64encode(self.svg).decode()
        return (
            f'<figure><img width="{self.width}" alt="{escape(self.alt)}" src="data:image/svg+xml;base64,{data}">'
            "</figure>"
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        about = {"image/png": {"width": self.width, "alt": self.alt}}
        return {"image/png": b64encode(self.png).decode(), "text/plain": self.alt}, about


@dataclass(frozen=True)
class Folded:
    """Parts that a report shows on demand; a notebook shows them at once."""

    title: str
    parts: Sequence[Part]

    def html(self) -> str:
        """<details>."""
        return (
            f"<details><summary>{escape(self.title)}</summary>{''.join(part.html() for part in self.parts)}</details>"
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        return {"text/html": self.html(), "text/plain": self.title}, {}


def flat(parts: Sequence[Part]) -> list[Part]:
    """For a notebook: what is folded stands under a heading of its own, a table under its caption."""
    shown: list[Part] = []
    for part in parts:
        if not isinstance(part, Folded):
            shown.append(part)
            continue
        captioned = len(part.parts) == 1 and getattr(part.parts[0], "caption", "") == part.title
        shown += [*([] if captioned else [Heading(part.title, 3)]), *flat(part.parts)]
    return shown


def anchor(text: str) -> str:
    """A name to link to."""
    return "-".join("".join(c.lower() if c.isalnum() else " " for c in text).split())
