"""Who is connected to those in power: a lasting trait, asked wherever places or posts are given."""

from typing import NamedTuple

from karier.compiled import rule
from karier.randomness import TIES, unit, words

SECTION = "promotion"


class Ties(NamedTuple):
    """Units, ranges and sources: parameters/promotion.yaml."""

    connected_share: float


@rule
def connected(seed: int, uid: int, share: float) -> bool:
    """Whether a person belongs to the share of people who have connections; whoever does at some share does at more."""
    w0, _, _, _ = words(seed, TIES, uid, 0)
    return unit(w0) < share
