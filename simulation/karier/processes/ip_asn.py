"""Index of professionalism, IP ASN (model-spec 5.4): qualification, competence, performance and discipline of a year.

By PermenPANRB 38/2018 and Peraturan BKN 8/2019, for every PNS and PPPK; the city's index is the mean.
"""

from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray
from karier.compiled import compiled, rule
from karier.maths import fixed, unfixed
from karier.state import Moment, State
from karier.state.posts import Types
from karier.state.workforce import GOOD, HEAVY, LIGHT, NON_ASN, Workforce

WRITES = {"city.ip_asn"}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/ip_asn.yaml."""

    qualification: FloatArray  # (7,) points by education
    competence: FloatArray  # (3, 3) structural, functional, pelaksana × required programme, technical course, seminar
    technical_jp: float
    performance: FloatArray  # (5,) points by predicate, very low … very good
    discipline: FloatArray  # (4,) points: none, light, medium, heavy
    discipline_months: int
    functional_training: float  # share
    seminar: float  # share


# Rules


@rule
def scheme(level: int, rung: int) -> int:
    """The regulation's table of competence: 0 structural posts, 1 functional ones, 2 pelaksana."""
    if level > 0:
        return 0
    return 1 if rung > 0 else 2


@rule
def competence(kind: int, programme: float, technical: bool, seminar: float, points: FloatArray) -> float:
    """Points of 40. programme, seminar: share (0 … 1) of those alike who hold the item; technical: has it or not."""
    return points[kind, 0] * programme + (points[kind, 1] if technical else 0.0) + points[kind, 2] * seminar


@rule
def sanction(discipline: int, until: int, month: int, months_counted: int) -> int:
    """0 none … 3 heavy: the last sanction while it lasts and for the months it counts afterwards."""
    return min(discipline, HEAVY) - LIGHT + 1 if discipline >= LIGHT and month < until + months_counted else 0


# Loops


@compiled
def _total(staff: Workforce, types: Types, p: Parameters, month: int) -> tuple[int, int]:
    """Sum of the points of all ASN in fixed point, and their number."""
    total, n = 0, 0
    for i in range(len(staff.uid)):
        if staff.employment[i] == NON_ASN:
            continue
        kind = scheme(staff.level[i], types.rung[staff.type[i]])
        programme = p.functional_training
        if kind == 0:
            programme = 1.0 if staff.certificate[i] >= staff.level[i] else 0.0
        technical = bool(np.float64(staff.jp_year[i]) >= p.technical_jp)
        predicate = staff.predicate[i] if staff.predicate[i] > 0 else GOOD
        total += fixed(
            p.qualification[staff.education[i]]
            + competence(kind, programme, technical, p.seminar, p.competence)
            + p.performance[predicate - 1]
            + p.discipline[sanction(staff.discipline[i], staff.discipline_until[i], month, p.discipline_months)]
        )
        n += 1
    return total, n


# Acts


def measure(state: State, p: Parameters, now: Moment) -> None:
    """December, after the appraisals: the city's index of the year that ends."""
    total, n = _total(state.workforce, state.types, p, now.month)
    state.city.ip_asn[0] = unfixed(total) / n if n > 0 else 0.0
