"""The establishment: one row per seat (jabatan), filled or vacant, and the table of post types."""

from typing import NamedTuple

from karier.arrays import Byte, Int, Short, Triple
from karier.tables import table

VACANT = -1
FAMILIES = ("administration", "education", "health", "technical", "finance")  # by number
NO_ARRIVAL = -32_000


@table
class Types(NamedTuple):
    """Kinds of post. Never changes in a run."""

    level: Byte  # 0 … 3
    family: Byte  # job family
    jenjang: Byte  # rung of the functional ladder, 0 for none: 1 terampil or pertama, 2, 3, 4
    rung: Byte  # 0 none, 1 terampil, 2 mahir, 3 penyelia, 4 ahli pertama, 5 ahli muda, 6 ahli madya
    entry: Short  # type at which a career to this one begins; itself for the lowest
    next: Short  # type of the next rung in the same ladder, -1 for none
    grade: Byte  # kelas jabatan 1 … 17
    required: Triple  # r_k, level 1–5
    retirement_months: Short  # batas usia pensiun
    least_education: Byte
    least_rank: Byte  # floor by eselon or jenjang (one rank below may be appointed)
    top_rank: Byte  # ceiling by eselon or jenjang; by education alone where 16
    complex: Byte  # 1 for ℓ ≥ 2 and ahli madya or above


@table
class Posts(NamedTuple):
    """One row a seat; rows never move."""

    office: Short
    line: Short
    type: Short
    level: Byte  # the type's
    holder: Int  # row of the workforce, or VACANT
    ordinal: Int  # how many holders it has had
    vacant_since: Short  # month of the run; meaningful while vacant
    arrival: Short  # month in which a recruit takes it, NO_ARRIVAL if none is on the way
    arrival_employment: Byte  # as what
