"""How long the contracts of PPPK run: needed where people enter and where they leave."""

from typing import NamedTuple

SECTION = "exits"


class Contracts(NamedTuple):
    """Units, ranges and sources: parameters/exits.yaml."""

    contract_years: int
    part_time_contract_years: int
