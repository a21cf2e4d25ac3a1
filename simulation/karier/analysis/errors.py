"""Monte-Carlo errors as notes beneath figures and lines in cells tell them: how far a middle may move.

An interval says where single replications lie, beliefs and luck together; the Monte-Carlo error says how surely its
middle is known, and shrinks with more replications.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from karier.analysis.headlines import HEADLINES, called, middle_error, told
from karier.analysis.language import Language, lowered
from karier.analysis.results import FloatArray
from karier.analysis.view import View


def note(view: View, shown: Mapping[str, FloatArray]) -> list[str]:
    """The largest error of each observable's differences or levels (…, replications); none of one replication."""
    errors = {name: middle_error(name, values) for name, values in shown.items()}
    largest = {name: float(np.nanmax(each)) for name, each in errors.items() if np.isfinite(each).any()}
    labels = {name: lowered(called(view.language, name, short=name in HEADLINES)) for name in largest}
    return said(
        view, [f"{labels[name]} {told(view.language, name, size, False, size)}" for name, size in largest.items()]
    )


def said(view: View, parts: Sequence[str]) -> list[str]:
    """The note; nothing where there is no error to tell."""
    return [view.language("figure.error", errors="; ".join(parts))] if parts else []


def line(language: Language, error: str) -> tuple[str, ...]:
    """± 0,2 as a cell's line; none where there is no error to tell."""
    return (language("word.error", error=error),) if any(c.isdigit() for c in error) else ()
