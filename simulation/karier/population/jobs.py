"""Kinds of post (jenis jabatan): category × job family, and who is staffed with what."""

from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.scenario.place import GENERAL, GROUPS
from karier.state.posts import FAMILIES, Types

CATEGORIES = (
    "operator", "clerk", "analyst", "skilled_1", "skilled_2", "skilled_3", "expert_1", "expert_2", "expert_3",
    "pengawas", "administrator", "jpt_pratama",
)  # fmt: skip
OPERATOR, CLERK, ANALYST, SKILLED, EXPERT, PENGAWAS, JPT = 0, 1, 2, 3, 6, 9, 11
RUNGS = 3  # of either functional ladder: terampil, mahir, penyelia; ahli pertama, muda, madya
EDUCATION = FAMILIES.index("education")
PELAKSANA = len(GROUPS)  # after the functional groups
GROUP_FAMILY = tuple(FAMILIES.index(name.removesuffix("_skilled")) for name in GROUPS)
GROUP_BOTTOM = tuple(SKILLED if name.endswith("_skilled") else EXPERT for name in GROUPS)  # category of its first rung
GENERAL_FAMILY = tuple(FAMILIES.index(name.removeprefix("general_")) for name in GENERAL)


class Jobs(NamedTuple):
    """By category, in the order of CATEGORIES. Units, ranges and sources: parameters/population.yaml."""

    grade: IntArray
    retirement_years: IntArray
    retirement_years_teachers: int
    least_education: IntArray
    least_rank: IntArray
    top_rank: IntArray
    technical: FloatArray
    managerial: FloatArray
    sociocultural: FloatArray


def _kinds() -> tuple[tuple[int, int], ...]:
    """(category, family) of every type: managers, functional ladders, pelaksana."""
    managers = [(c, f) for c in range(PENGAWAS, JPT + 1) for f in range(len(FAMILIES))]
    ladders = [(b + rung, f) for f, b in zip(GROUP_FAMILY, GROUP_BOTTOM, strict=True) for rung in range(RUNGS)]
    general = [(c, f) for c in (OPERATOR, CLERK, ANALYST) for f in GENERAL_FAMILY]
    return (*managers, *ladders, *general)


KINDS = _kinds()
CATEGORY = np.array([c for c, _ in KINDS])
FAMILY = np.array([f for _, f in KINDS])
TYPE = np.full((len(CATEGORIES), len(FAMILIES)), -1)
TYPE[CATEGORY, FAMILY] = np.arange(len(KINDS))
LEVEL = np.maximum(CATEGORY - PENGAWAS + 1, 0)


def types(p: Jobs) -> Types:
    """The table of post types, one row for each of KINDS."""
    functional = (CATEGORY >= SKILLED) & (CATEGORY < PENGAWAS)
    rung = np.where(functional, (CATEGORY - SKILLED) % RUNGS + 1, 0)
    teacher = functional & (FAMILY == EDUCATION)
    years = np.where(teacher, p.retirement_years_teachers, p.retirement_years[CATEGORY])
    follows = np.where(functional & (rung < RUNGS), TYPE[np.minimum(CATEGORY + 1, JPT), FAMILY], -1)
    return Types(
        level=LEVEL.astype(np.int8),
        family=FAMILY.astype(np.int8),
        jenjang=rung.astype(np.int8),
        rung=np.where(functional, CATEGORY - SKILLED + 1, 0).astype(np.int8),
        entry=_entry(rung).astype(np.int16),
        next=follows.astype(np.int16),
        grade=p.grade[CATEGORY].astype(np.int8),
        required=(p.technical[CATEGORY].copy(), p.managerial[CATEGORY].copy(), p.sociocultural[CATEGORY].copy()),
        retirement_months=(12 * years).astype(np.int16),
        least_education=p.least_education[CATEGORY].astype(np.int8),
        least_rank=p.least_rank[CATEGORY].astype(np.int8),
        top_rank=p.top_rank[CATEGORY].astype(np.int8),
        complex=((LEVEL >= 2) | (CATEGORY == EXPERT + RUNGS - 1)).astype(np.int8),
    )


def _entry(rung: IntArray) -> IntArray:
    """Where a career begins: the first rung of the ladder; for managers ahli pertama of the family."""
    first = np.where(rung > 0, CATEGORY - rung + 1, np.where(CATEGORY >= PENGAWAS, EXPERT, CATEGORY))
    return TYPE[first, FAMILY]
