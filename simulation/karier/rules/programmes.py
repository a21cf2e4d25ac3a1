"""How many managers a place sends to leadership programmes: asked where they are sent and where improvements rest."""

from typing import NamedTuple

from karier.arrays import FloatArray

SECTION = "leadership"


class Volume(NamedTuple):
    """Units, ranges and sources: parameters/leadership.yaml."""

    share: (
        FloatArray  # (offices, 3) of managers without their level's certificate who begin in a year: PKP, PKA, PKN II
    )
    candidates: FloatArray  # (offices,) candidates for PKN II a year, per JPT
    certified: FloatArray  # (3,) share of managers with the certificate of their level as the run begins
