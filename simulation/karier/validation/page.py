"""What the notebook of validation shows: the table of verdicts, a figure a pattern, the published results again."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure

from karier.analysis.parts import Cell, Table
from karier.validation import record
from karier.validation.figures import WORDS, figure, local
from karier.validation.pattern import Found, unit
from karier.validation.replications import checks, figures
from karier.validation.suite import CHECKS, validate

HEAD = {
    "id": ("Pola", "Sifat", "Sasaran", "Diterima", "Nilai", "90 % benih", "Galat MC", "Benih", "Putusan"),
    "en": (
        "Pattern",
        "Nature",
        "Target",
        "Accepted",
        "Value",
        "90 % of seeds",
        "MC error",
        "Seeds",
        "Verdict",
    ),
}
NATURES = {
    "theory": {"id": "teori (nilai eksak)", "en": "theory (exact value)"},
    "verification": {"id": "verifikasi (disetel)", "en": "verification (fitted or designed)"},
    "validation": {"id": "validasi", "en": "validation"},
}


class Shown:
    """A figure that a notebook shows as PNG."""

    def __init__(self, drawn: Figure) -> None:
        self.drawn = drawn

    def _repr_png_(self) -> bytes:
        page = BytesIO()
        self.drawn.savefig(page, format="png", dpi=110)
        return page.getvalue()


def results(file: str, seeds: int) -> list[Found]:
    """Those of a file; without one, the shipped reference where `seeds` is 0, else measured now."""
    if file:
        return record.read(Path(file))
    if seeds == 0:
        return record.read(record.REFERENCE)
    return [row for found in validate(seeds) for row in found]


def table(found: Sequence[Found], lang: str) -> Table:
    """A row a pattern."""
    return Table(HEAD[lang], [_row(f, lang) for f in found], texts=2)


def drawn(found: Sequence[Found], check: str, lang: str) -> list[Shown]:
    """The figures of a check's patterns."""
    names = {p.name for c in CHECKS if c.name == check for p in c.patterns}
    return [Shown(figure(f, lang)) for f in found if f.pattern.name in names]


def structural(found: Sequence[Found], lang: str) -> list[Shown]:
    """The figures of all patterns that are no replication."""
    return [f for c in CHECKS if c.name not in figures.FIGURES for f in drawn(found, c.name, lang)]


def replication(found: Sequence[Found], name: str, lang: str, seed: int = 0) -> list[Shown]:
    """What one seed of a replication looks like, then the figures of its patterns."""
    return [Shown(figures.FIGURES[name](checks.figure_data(name, seed), lang)), *drawn(found, name, lang)]


def summary(found: Sequence[Found], lang: str) -> str:
    """One sentence: how many, and which failed."""
    failed = [f.pattern.title[lang] for f in found if not f.passed]
    if lang == "id":
        told = f"{len(found) - len(failed)} dari {len(found)} pola lulus."
        return f"{told} Tidak lulus: {'; '.join(failed)}." if failed else told
    told = f"{len(found) - len(failed)} of {len(found)} patterns pass."
    return f"{told} Failing: {'; '.join(failed)}." if failed else told


def _row(f: Found, lang: str) -> list[Cell]:
    p, (low, high) = f.pattern, f.interval
    verdict = WORDS["pass" if f.passed else "fail"][lang]
    numbers = (
        f"{p.target:.4g} {unit(p, lang)}",
        f"{p.accepted[0]:.4g} … {p.accepted[1]:.4g}",
        f"{f.value:.4g}",
        f"{low:.4g} … {high:.4g}",
        f"{f.error:.2g}",
    )
    told = [local(number, lang) for number in numbers]
    words = (NATURES[p.nature][lang], *told, str(len(f.values)))
    return [Cell(p.title[lang], (p.source,)), *map(Cell, words), Cell(verdict, tone="" if f.passed else "worse")]
