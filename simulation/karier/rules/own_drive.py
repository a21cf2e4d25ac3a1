"""How far people's own drive lies apart: the unit in which trials report effects on motivation."""

from typing import NamedTuple

SECTION = "people"


class OwnDrive(NamedTuple):
    """Units, ranges and sources: parameters/people.yaml."""

    drive_spread: float
