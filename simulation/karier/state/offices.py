"""One row per office (perangkat daerah, kecamatan, puskesmas, school group)."""

from typing import NamedTuple

from karier.arrays import Byte, FloatArray, Int, IntArray
from karier.tables import table


@table
class Offices(NamedTuple):
    """m offices."""

    head_post: Int  # row of the post that heads it
    managers: Int  # seats of ℓ ≥ 1
    quality: FloatArray  # q, process quality, 1 at the start
    context: FloatArray  # O, what the office adds to ln P of its people this month
    head: FloatArray  # z_head of last month
    span: FloatArray  # people per manager, last month
    support: FloatArray  # z_support of last month
    utilisation: FloatArray  # of last month
    supporting: Byte  # 1 for offices that serve other offices
    exits: IntArray  # this month
    exits_year: IntArray  # exits since the last formasi round
    culture: FloatArray  # mentoring: culture of collaboration, SD from the baseline
    trained_share: FloatArray  # training: share of staff with a course in the last twelve months, less the baseline's
    detection: FloatArray  # discipline: perceived chance that an absence is detected
    monitored: FloatArray  # discipline: true chance, as decided
    award_fairness: FloatArray  # rewards: ρ̂, rank correlation of the last awards with true performance
    award_grievance: FloatArray  # rewards: 1 − ρ̂ where awards were given in the last round, else 0
    # counts of the month, for the ledger
    assessed: IntArray  # assessment: people
    pairs: IntArray  # mentoring: protégés with a mentor
    coached: IntArray  # coaching: people in coaching
    participants: IntArray  # leadership: people who began a programme
    projects: IntArray  # leadership: change projects that ended
    awards: IntArray  # rewards: people awarded
    cases: IntArray  # discipline: cases heard
    moved: IntArray  # placement: people moved within their level
