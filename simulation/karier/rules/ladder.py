"""How far an education carries in rank: asked where ranks are granted and where a career feels shut."""

from typing import NamedTuple

from karier.arrays import IntArray

SECTION = "rank"


class Ladder(NamedTuple):
    """Units, ranges and sources: parameters/rank.yaml."""

    top_by_education: IntArray  # (7,) highest rank, 0 … 16
