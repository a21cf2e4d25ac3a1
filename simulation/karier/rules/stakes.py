"""What hangs on the measure: asked where it drives people and where it is gamed."""

from typing import NamedTuple

from karier.arrays import FloatArray
from karier.compiled import rule

SECTION = "rewards"


class Stakes(NamedTuple):
    """Units, ranges and sources: parameters/rewards.yaml. today_…: the place's own, to which gaming is compared."""

    stake: FloatArray  # (offices,) b, share of pay at stake on the measure
    verification: FloatArray  # (offices,) share of measured output that is verified
    today_stake: FloatArray  # (offices,)
    today_verification: FloatArray  # (offices,)


@rule
def gamed(stake: float, verification: float, today_stake: float, today_verification: float) -> float:
    """b·(1 − verification), less today's: how much more of what is measured can be had by looks alone."""
    return stake * (1.0 - verification) - today_stake * (1.0 - today_verification)
