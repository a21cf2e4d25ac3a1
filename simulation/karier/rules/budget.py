"""How much of the programme budget there is: asked wherever a programme gives places."""

from typing import NamedTuple

SECTION = "money"


class Budget(NamedTuple):
    """Units, ranges and sources: parameters/money.yaml."""

    programme: float  # share of the programmes' places that can be paid
