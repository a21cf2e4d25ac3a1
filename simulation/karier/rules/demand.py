"""How many cases come and how long one takes: asked where cases are served and where τ0 is solved."""

from typing import NamedTuple

from karier.arrays import FloatArray
from karier.compiled import rule
from karier.state.lines import COUNTER

SECTION = "demand"


class Demand(NamedTuple):
    """Units, ranges and sources: parameters/demand.yaml."""

    surge: FloatArray  # (offices,) cases that come, over those of an ordinary year
    online: FloatArray  # (offices,) share of counter cases served online
    online_relief: float


@rule
def case_hours(standard: float, kind: int, saving: float, online: float, relief: float) -> float:
    """Hours a case takes: τ0·(1 − saving), at a counter × (1 − relief·share online).

    standard: τ0, hours of a case without improvements, handled wholly at the counter.
    """
    at_counter = 1.0 - relief * online if kind == COUNTER else 1.0
    return standard * (1.0 - saving) * at_counter
