"""What hangs on the measure: asked where it drives people and where it is gamed."""

from typing import NamedTuple

from karier.arrays import FloatArray

SECTION = "rewards"


class Stakes(NamedTuple):
    """Units, ranges and sources: parameters/rewards.yaml. today_…: the place's own, to which gaming is compared."""

    stake: FloatArray  # (offices,) b, share of pay at stake on the measure
    verification: FloatArray  # (offices,) share of measured output that is verified
    today_stake: FloatArray  # (offices,)
    today_verification: FloatArray  # (offices,)
