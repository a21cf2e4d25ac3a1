"""How long coaching goes on: asked where it is counted, learned from and felt."""

from typing import NamedTuple

from karier.compiled import rule

SECTION = "coaching"


class Coaching(NamedTuple):
    """Units, ranges and sources: parameters/coaching.yaml."""

    months: int


@rule
def goes_on(month: int, end: int) -> bool:
    """Coaching goes on until the month before its end; end: NEVER for whoever had none."""
    return month < end
