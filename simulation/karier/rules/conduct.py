"""How closely an office looks and what follows: asked where it deters absence and where it is felt as distrust."""

from typing import NamedTuple

from karier.arrays import FloatArray

SECTION = "discipline"


class Conduct(NamedTuple):
    """Units, ranges and sources: parameters/discipline.yaml. today_…: the place's own, to which is compared."""

    enforcement: FloatArray  # (offices,) share of detected breaches that are acted on
    today_enforcement: FloatArray  # (offices,)
    today_monitoring: FloatArray  # (offices,)
