"""Rank promotion (kenaikan pangkat; PP 99/2000 jo. PP 12/2002): regular, structural, functional. PNS only."""

from typing import NamedTuple

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.state import Moment, State
from karier.state.posts import Types
from karier.state.workforce import GOOD, PNS, Workforce

WRITES = {"rank", "rank_month"}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/rank.yaml."""

    months: IntArray  # calendar months in which ranks are granted
    years_regular: int
    years_below_floor: int
    years_functional: int
    top_by_education: IntArray  # (7,) highest rank by education, 0 … 16
    credit_rank: FloatArray  # (6,) credit for the next rank within a jenjang, by rung


# Rules


@rule
def rises(
    structural: bool,
    rung: int,
    rank: int,
    years: float,
    credit: float,
    top: int,
    floor: int,
    type_top: int,
    p: Parameters,
) -> bool:
    """Whether the next rank is due. years: in the present rank; top: by education; floor, type_top: of the post."""
    if structural:
        wait = p.years_below_floor if rank < floor else p.years_regular
        return rank < type_top and years >= wait
    if rung > 0:
        steps = float(max(rank - floor, 0) + 1)
        return rank < type_top and years >= p.years_functional and credit >= steps * p.credit_rank[rung - 1]
    return rank < top and years >= p.years_regular


# Loops


@compiled
def _grant(staff: Workforce, types: Types, p: Parameters, month: int) -> None:
    for i in range(len(staff.uid)):
        good = staff.predicate[i] >= GOOD and staff.predicate_before[i] >= GOOD
        if staff.employment[i] != PNS or not good:
            continue
        t = staff.type[i]
        if rises(
            staff.level[i] > 0,
            types.rung[t],
            staff.rank[i],
            (month - staff.rank_month[i]) / 12.0,
            staff.credit[i],
            p.top_by_education[staff.education[i]],
            types.least_rank[t],
            types.top_rank[t],
            p,
        ):
            staff.rank[i] += 1
            staff.rank_month[i] = month


# Acts


def grant(state: State, p: Parameters, now: Moment) -> None:
    """In the months of the law in force (dated), whoever meets its conditions rises by one rank."""
    if now.month >= 0 and now.calendar_month in p.months:
        _grant(state.workforce, state.types, p, now.month)
