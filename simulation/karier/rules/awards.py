"""What an award and a raise are worth in money: asked where they are paid."""

from typing import NamedTuple

from karier.arrays import FloatArray, IntArray

SECTION = "rewards"


class Awards(NamedTuple):
    """Units, ranges and sources: parameters/rewards.yaml."""

    award: IntArray  # (offices,) rupiah
    raise_share: FloatArray  # (offices,) of pay
