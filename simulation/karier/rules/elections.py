"""Local elections: when officials may not be moved, and when ties to those in power count (model-spec 5.5)."""

from typing import NamedTuple

from karier.arrays import IntArray
from karier.state import Moment

SECTION = "elections"


class Elections(NamedTuple):
    """Units, ranges and sources: parameters/elections.yaml."""

    held: bool
    inauguration: IntArray  # (2,) year and month of one of them
    cycle: int
    candidates: int
    frozen: int
    permit: bool
    favour_months: int
    rotation: float


def months_since(p: Elections, now: Moment) -> int:
    """Whole months since the last inauguration, 0 … cycle − 1."""
    return int((12 * (now.year - p.inauguration[0]) + now.calendar_month - p.inauguration[1]) % p.cycle)


def frozen(p: Elections, now: Moment) -> bool:
    """No official may be moved: from months before the candidates are determined to months after the inauguration."""
    since = months_since(p, now)
    return p.held and not p.permit and (since < p.frozen or since >= p.cycle - p.candidates - p.frozen)


def window(p: Elections, now: Moment) -> float:
    """window_t: 1 in the months in which the new mayor may move officials and ties count, else 0."""
    since = months_since(p, now) - _first(p)
    return 1.0 if p.held and 0 <= since < p.favour_months else 0.0


def changes_hands(p: Elections, now: Moment) -> bool:
    """The first month in which the new mayor may move officials."""
    return p.held and months_since(p, now) == _first(p)


def _first(p: Elections) -> int:
    return 0 if p.permit else p.frozen
