"""How many managers a place sends to leadership programmes: asked where they are sent and where improvements rest."""

from typing import NamedTuple

from karier.arrays import FloatArray, IntArray
from karier.compiled import rule

SECTION = "leadership"


class Volume(NamedTuple):
    """Units, ranges and sources: parameters/leadership.yaml."""

    share: (
        FloatArray  # (offices, 3) of managers without their level's certificate who begin in a year: PKP, PKA, PKN II
    )
    candidates: FloatArray  # (offices,) candidates for PKN II a year, per JPT
    certified: FloatArray  # (3,) share of managers with the certificate of their level as the run begins


class Classes(NamedTuple):
    """How long a programme is and how much of it is in class, PKP, PKA and PKN II: asked where it is learned from."""

    months: IntArray  # (3,)
    jp: IntArray  # (3,)


@rule
def jp_before(jp: int, months: int, left: int) -> int:
    """JP in class in the months before this one, of a programme of so many months; left: months after this one."""
    nth = max(months - 1 - max(left, 0), 0)
    return jp * nth // months
