"""Who is there: age × sex × education × rank × post group, for each employment, with every margin exact.

Impossible combinations are left out: ranks outside what education and post allow, people below the age at which a
rank can be reached, people past the retirement age of their post.
"""

from collections.abc import Callable
from math import fsum
from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.maths import exp
from karier.population.jobs import (
    ANALYST,
    CATEGORIES,
    EDUCATION,
    GROUP_BOTTOM,
    GROUP_FAMILY,
    OPERATOR,
    PELAKSANA,
    PENGAWAS,
    RUNGS,
    Jobs,
)  # fmt: skip
from karier.population.margins import Contradiction, apportion, rake, whole_cells
from karier.scenario.place import GROUPS
from karier.state.workforce import EMPLOYMENTS, PNS, PPPK, UPPER_SECONDARY

BANDS = ((18, 20), (21, 30), (31, 40), (41, 50), (51, 60))  # years, as BKN publishes them
AGES = np.arange(18, 60)
GROUP_NAMES = (*GROUPS, "pelaksana", *CATEGORIES[PENGAWAS:])
FIRST_MANAGER = PELAKSANA + 1
_MARGINS = ("kind of post", "education", "rank", "age", "sex")
_GOLONGAN = np.array([0] * 4 + [1] * 4 + [2] * 4 + [3] * 5)  # golongan I … IV of the ranks I/a … IV/e
_TILT = 1.0  # per year of age; nothing reaches it
_PEOPLE = 0.05  # retirements within which the tilt is solved


class Margins(NamedTuple):
    """Who they are. Units, ranges and sources: parameters/population.yaml."""

    employed: IntArray  # by employment
    kinds_of_post: FloatArray  # structural, functional, pelaksana: PNS
    functional_pns: FloatArray  # by functional group
    posts_pppk: FloatArray  # by functional group, then pelaksana
    posts_part_time: FloatArray
    age_pns: FloatArray  # by BANDS
    age_contract: FloatArray
    retirements: int
    sex_pns: FloatArray
    sex_contract: FloatArray
    education_pns: FloatArray  # up to upper secondary, diploma, bachelor and above
    education_within: FloatArray  # (6,) primary … upper secondary; bachelor … doctor
    education_pppk: FloatArray  # (7,)
    education_part_time: FloatArray
    golongan_pns: FloatArray  # I … IV
    rank_within: FloatArray  # (17,) within the golongan
    rank_floor: IntArray  # by education
    entry_age: IntArray  # by education
    least_years_per_rank: float
    usual_years_per_rank: float
    age_spread: float


class Ranks(NamedTuple):
    """The law's numbers on ranks. From parameters/rank.yaml."""

    top_by_education: IntArray  # without a post that lifts it
    credit_rank: FloatArray  # credit points of a rank within a rung of the functional ladders


class People(NamedTuple):
    """One row a person, in order of their cells."""

    employment: IntArray
    group: IntArray  # of GROUP_NAMES
    category: IntArray  # of CATEGORIES
    education: IntArray
    rank: IntArray
    age: IntArray  # completed years
    sex: IntArray


class Cells(NamedTuple):
    """Possible combinations with the age at which their post retires them."""

    group: IntArray
    category: IntArray
    education: IntArray
    rank: IntArray
    age: IntArray
    retirement: IntArray  # years
    weight: FloatArray


def people(m: Margins, jobs: Jobs, ranks: Ranks, golongan: IntArray, managers: IntArray) -> People:
    """Everybody in service on the first day.

    golongan: (7,) of a PPPK by education; managers: (3,) filled posts of pengawas, administrator, JPT pratama.
    """
    parts = []
    for employment, number in enumerate(m.employed):
        if number > 0:
            civil = employment == PNS
            parts.append(_pns(m, jobs, ranks, managers) if civil else _contract(m, jobs, golongan, employment))
    if not parts:
        raise Contradiction("nobody is in service")
    return People(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def first_year_retirements(people: People, jobs: Jobs) -> int:
    """PNS who reach the retirement age of their post within twelve months."""
    age = retirement(people.category, people.group, jobs)
    return int(((people.employment == PNS) & (people.age + 1 == age)).sum())


def retirement(category: IntArray, group: IntArray, jobs: Jobs) -> IntArray:
    """Years, by post (n,)."""
    teacher = group == GROUP_FAMILY.index(EDUCATION)
    return np.where(teacher, jobs.retirement_years_teachers, jobs.retirement_years[category])


# PNS


def _pns(m: Margins, jobs: Jobs, ranks: Ranks, managers: IntArray) -> People:
    number = int(m.employed[PNS])
    cells = _pns_cells(m, jobs, ranks)
    group = _pns_groups(m, number, managers)
    education = _education(m, number)
    rank = _ranks(m, number)
    age = _ages_of_pns(m, cells, group, education, rank)
    sex = apportion(m.sex_pns, number)
    return _expanded(cells, [group, education, rank, age, sex], PNS)


def _pns_cells(m: Margins, jobs: Jobs, ranks: Ranks) -> Cells:
    rows: list[tuple[int, int, int, int]] = []
    for group in range(len(GROUP_NAMES)):
        for education in range(len(m.entry_age)):
            for rank in range(int(m.rank_floor[education]), len(m.rank_within)):
                category = _category(group, education, rank, jobs, ranks)
                if category >= 0:
                    rows.append((group, category, education, rank))
    g, c, e, r = np.array(rows).T
    ends = retirement(c, g, jobs)
    steps = r - m.rank_floor[e]
    least = np.ceil(m.entry_age[e] + m.least_years_per_rank * steps).astype(np.int64)
    usual = m.entry_age[e] + _ENTERS_LATER + m.usual_years_per_rank * steps
    row, age = np.nonzero((least[:, None] <= AGES) & (ends[:, None] > AGES))
    distance = (AGES[age] - usual[row]) / m.age_spread
    weight = np.array([exp(-0.5 * d * d) for d in distance.tolist()])
    return Cells(g[row], c[row], e[row], r[row], AGES[age], ends[row], weight)


_ENTERS_LATER = 5.0  # years after the education's own age at which people usually enter; part of the soft prior only


def _category(group: int, education: int, rank: int, jobs: Jobs, ranks: Ranks) -> int:
    """The category of post that a PNS of this group, education and rank holds, or -1 if none."""
    if group == PELAKSANA:
        return _general(education, jobs) if rank <= ranks.top_by_education[education] else -1
    if group >= FIRST_MANAGER:
        category = PENGAWAS + group - FIRST_MANAGER
        allowed = jobs.least_rank[category] - 1 <= rank <= jobs.top_rank[category]
        return category if allowed and education >= jobs.least_education[category] else -1
    for category in range(GROUP_BOTTOM[group], GROUP_BOTTOM[group] + RUNGS):
        if jobs.least_rank[category] <= rank <= jobs.top_rank[category]:
            return category if education >= jobs.least_education[category] else -1
    return -1


def _general(education: int, jobs: Jobs) -> int:
    """The category of pelaksana of an education: the highest that it opens, or -1 if none."""
    return max((c for c in range(OPERATOR, ANALYST + 1) if jobs.least_education[c] <= education), default=-1)


def _pns_groups(m: Margins, number: int, managers: IntArray) -> IntArray:
    """By group: managers as given, functional posts and pelaksana at their shares of all PNS."""
    staff = number - int(managers.sum())
    functional, pelaksana = apportion(m.kinds_of_post[1:], staff)
    return np.concatenate([apportion(m.functional_pns, int(functional)), [pelaksana], managers])


def _education(m: Margins, number: int) -> IntArray:
    low, diploma, high = apportion(m.education_pns, number)
    school, university = m.education_within[: UPPER_SECONDARY + 1], m.education_within[UPPER_SECONDARY + 1 :]
    return np.concatenate([apportion(school, int(low)), [diploma], apportion(university, int(high))])


def _ranks(m: Margins, number: int) -> IntArray:
    golongan = apportion(m.golongan_pns, number)
    return np.concatenate([apportion(m.rank_within[k == _GOLONGAN], int(n)) for k, n in enumerate(golongan)])


def _ages_of_pns(m: Margins, cells: Cells, group: IntArray, education: IntArray, rank: IntArray) -> IntArray:
    """Published bands; if a number of retirements is given, tilted by e^{θ·age} until the first year has as many."""
    number = int(group.sum())
    whole: list[FloatArray] = [t.astype(np.float64) for t in (group, education, rank)]
    of = np.vstack([cells.group, cells.education, cells.rank])
    ageless = rake(cells.weight, of, whole, _MARGINS)
    old = {y: fsum(ageless[cells.retirement > y].tolist()) / number for y in (AGES[-1] - 1, AGES[-1])}
    years = _single_years(m.age_pns, number, old)
    if m.retirements == 0:
        return years

    def tilted(theta: float) -> FloatArray:
        weight: FloatArray = years * np.array([exp(theta * float(a - AGES[0])) for a in AGES])
        out: FloatArray = weight * (number / fsum(weight.tolist()))
        return out

    def retiring(theta: float) -> float:
        fitted = rake(cells.weight, np.vstack([of, cells.age - AGES[0]]), [*whole, tilted(theta)])
        return fsum(fitted[cells.age + 1 == cells.retirement].tolist())

    return apportion(tilted(_solved(retiring, m.retirements, number)), number)


def _single_years(bands: FloatArray, number: int, old: dict[int, float]) -> IntArray:
    """By single year: even within a band, but at the last two ages only those whose posts allow it."""
    counts = apportion(bands, number)
    years = np.zeros(len(AGES), np.int64)
    for (low, high), count in zip(BANDS, counts, strict=True):
        inside = np.flatnonzero((low <= AGES) & (high >= AGES))
        years[inside] = apportion(np.array([old.get(int(AGES[i]), 1.0) for i in inside]), int(count))
    return years


def _solved(retiring: Callable[[float], float], wanted: int, number: int) -> float:
    """θ with retiring(θ) = wanted, by bisection; the number rises with θ."""
    low, high = -0.2, 0.3
    while high - low > 1e-4:
        middle = 0.5 * (low + high)
        try:
            found = retiring(middle)
        except Contradiction:
            high = middle
            continue
        if abs(found - wanted) < _PEOPLE:
            return middle
        low, high = (middle, high) if found < wanted else (low, middle)
    theta = 0.5 * (low + high)
    if abs(retiring(theta) - wanted) > 0.02 * number:
        raise Contradiction(f"no tilt of the ages of {number} PNS gives {wanted} retirements a year")
    return theta


# PPPK, part-time PPPK, non-ASN


def _contract(m: Margins, jobs: Jobs, golongan: IntArray, employment: int) -> People:
    number = int(m.employed[employment])
    full = employment == PPPK
    group = apportion(m.posts_pppk if full else m.posts_part_time, number)
    education = apportion(m.education_pppk if full else m.education_part_time, number)
    cells = _contract_cells(m, jobs, golongan)
    age = _single_years(m.age_contract, number, _old_on_contract(group, jobs, number))
    sex = apportion(m.sex_contract, number)
    return _expanded(cells, [group, education, None, age, sex], employment)


def _old_on_contract(group: IntArray, jobs: Jobs, number: int) -> dict[int, float]:
    ends = retirement(np.array(GROUP_BOTTOM), np.arange(len(GROUPS)), jobs)
    staff = group[: len(GROUPS)]
    old = {int(y): float(staff[ends > y].sum()) / number for y in AGES[-2:]}
    return old | {int(y): 0.0 for y in AGES if y < _LEAST_AGE_PPPK}


def _contract_cells(m: Margins, jobs: Jobs, golongan: IntArray) -> Cells:
    """First rung of each group; pelaksana by education."""
    rows: list[tuple[int, int, int, int]] = []
    for group in range(FIRST_MANAGER):
        for education in range(len(m.entry_age)):
            category = _general(education, jobs) if group == PELAKSANA else GROUP_BOTTOM[group]
            if category >= 0 and education >= jobs.least_education[category]:
                rows.append((group, category, education, int(golongan[education])))
    g, c, e, r = np.array(rows).T
    ends = retirement(c, g, jobs)
    least = np.maximum(m.entry_age[e], _LEAST_AGE_PPPK)
    row, age = np.nonzero((least[:, None] <= AGES) & (ends[:, None] > AGES))
    return Cells(g[row], c[row], e[row], r[row], AGES[age], ends[row], np.ones(len(row)))


_LEAST_AGE_PPPK = 20  # PP 49/2018 art. 16


def _expanded(cells: Cells, targets: list[IntArray | None], employment: int) -> People:
    """Cells with sex, made whole, one row a person."""
    n = len(cells.group)
    group, education, rank, age, sex = targets
    columns = [np.tile(c, 2) for c in (cells.group, cells.education, cells.rank, cells.age - AGES[0])]
    columns.append(np.repeat([0, 1], n))
    every = zip(columns, (group, education, rank, age, sex), _MARGINS, strict=True)
    of, wanted, names = zip(*((c, t, name) for c, t, name in every if t is not None), strict=True)
    try:
        counts = whole_cells(np.tile(cells.weight, 2), np.vstack(of), wanted, names)
    except Contradiction as error:
        raise Contradiction(f"{EMPLOYMENTS[employment]}: {error}") from None
    at = np.repeat(np.arange(2 * n), counts)
    row = at % n
    return People(
        np.full(len(at), employment), cells.group[row], cells.category[row], cells.education[row], cells.rank[row],
        cells.age[row], at // n,
    )  # fmt: skip
