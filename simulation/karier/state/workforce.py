"""One row per person in service. Rows are in no order: every rule breaks ties by uid, every sum is exact.

Whoever leaves gives the row to the last one; whoever arrives takes the next free one (`seats.py`).
A mentor is named by the post held, never by row: a pair ends when its holder moves.
What is known or felt to three digits is a float32 (`Single`), read as a float64; what grows by small steps is float64.
"""

from typing import NamedTuple

from karier.arrays import Byte, FloatArray, Int, IntArray, Short, Single, SingleTriple, Triple
from karier.tables import table

PNS, PPPK, PPPK_PART_TIME, NON_ASN = 0, 1, 2, 3
EMPLOYMENTS = ("pns", "pppk", "pppk_part_time", "non_asn")
MALE, FEMALE = 0, 1
PRIMARY, LOWER_SECONDARY, UPPER_SECONDARY, DIPLOMA, BACHELOR, MASTER, DOCTOR = range(7)
EDUCATIONS = ("primary", "lower_secondary", "upper_secondary", "diploma", "bachelor", "master", "doctor")
RANKS = tuple(f"{group}/{step}" for group in ("I", "II", "III", "IV") for step in "abcde"[: 5 if group == "IV" else 4])
NO_CERTIFICATE, PKP, PKA, PKN2 = 0, 1, 2, 3
CLEAN, GUIDANCE, LIGHT, MEDIUM, HEAVY, DISMISSAL = range(6)  # discipline (PP 94/2021), guidance before it
VERY_LOW, LOW, NEEDS_IMPROVEMENT, GOOD, VERY_GOOD = 1, 2, 3, 4, 5  # predicates; 0: none yet


@table
class Workforce(NamedTuple):
    """n people (columns), in the store with room for some recruits."""

    # where: written by seats.py alone
    uid: IntArray  # hash of (post, ordinal), ordinal counting the post's holders
    post: Int  # row of the post
    office: Short  # the post's office
    line: Short  # the post's service line, -1 for none (managers, staff of the office as a whole)
    type: Short  # the post's type (jabatan): family, jenjang, requirement
    level: Byte  # 0 staff and functional, 1 pengawas, 2 administrator, 3 JPT pratama
    post_month: Short  # month of the run in which the post was taken; negative if before it
    level_month: Short  # the same for the level
    # who: written on arrival
    employment: Byte  # PNS … NON_ASN
    sex: Byte
    education: Byte
    family: Byte  # own job family
    birth_month: Short
    entry_month: Short
    ceiling: SingleTriple  # potential, level 1–5
    lasting: Single  # u in SD: lasting quality not due to competence or motivation
    own_drive: Single  # η0: where motivation rests when nothing moves it, logit
    # written by the process named
    contract_end: Short  # exits: month in which a contract ends; NEVER for PNS
    rank: Byte  # rank: 0 (I/a) … 16 (IV/e); PPPK: golongan I … XVII as 0 … 16
    rank_month: Short  # rank: month in which the rank was taken
    base: Triple  # learning: lasting competence, level 1–5
    gain: Triple  # learning: what was learned on top of it and can fade, in levels
    believed: SingleTriple  # assessment: what the institution believes
    believed_month: Short  # assessment: since when
    course_month: Short  # training: month of this year's course, or NEVER
    course_dimension: Byte  # training: what it teaches, 0 technical, 1 managerial, 2 sociocultural
    course_jp: Single  # training: JP received this month
    jp_year: Single  # training: JP of courses since January
    trained_month: Short  # training: month of the last course, NEVER before any
    drive: FloatArray  # motivation: η, logit
    motivation: Single  # motivation: m = logistic(η)
    prospect: Single  # promotion: own chance of promotion in a year × pay step
    passed_over: Single  # promotion: 1 − ρ̂ for those eligible and not promoted, else 0
    absence: Single  # presence: share of paid hours
    luck: Single  # performance: ε of the year, in SD
    log_output: FloatArray  # performance: ln P
    output: Single  # performance: P
    credit: Single  # appraisal: angka kredit since the last jenjang
    predicate: Byte  # appraisal: recorded last December
    predicate_before: Byte  # appraisal: the year before
    promoted_month: Short  # promotion: last move to a higher level or jenjang, NEVER before any
    box: Byte  # talent: of the nine boxes 1 … 9, 0 not mapped
    certificate: Byte  # leadership: the highest certificate held, NO_CERTIFICATE … PKN2
    programme: Byte  # leadership: the programme under way (PKP … PKN2), or 0
    programme_end: Short  # leadership: month in which the last programme ended or will end, NEVER before any
    leadership_jp: Short  # leadership: JP received this month
    mentor: Int  # mentoring: post of the mentor, NOBODY for none
    mentor_month: Short  # mentoring: month of pairing
    mentor_hours: Byte  # mentoring: paid hours given to protégés this month
    taught: SingleTriple  # mentoring: levels learned from mentor or protégés this month
    coaching_end: Short  # coaching: month before which coaching goes on, NEVER before any
    discipline: Byte  # discipline: CLEAN … DISMISSAL
    discipline_until: Short  # discipline: month in which the sanction ends
    award: Byte  # rewards: 1 for who was awarded in the last round


NEVER = -32_000
NOBODY = -1
