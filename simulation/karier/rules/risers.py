"""Who may rise, everybody at once: to a managerial level, and to the next jenjang of a functional ladder."""

from typing import NamedTuple

import numpy as np

from karier.arrays import Byte, FloatArray, IntArray
from karier.compiled import compiled
from karier.rules.eligibility import clean, earned, free, may_lead, standing
from karier.rules.gather import gather
from karier.state.posts import Types
from karier.state.workforce import GOOD, Workforce


class Asks(NamedTuple):
    """What the law asks of who would become pengawas, administrator, JPT."""

    years_in_level: FloatArray  # (3,)
    certificate: IntArray  # (3,) NO_CERTIFICATE … PKN2
    oldest_jpt: float  # years


@compiled
def rises(staff: Workforce, types: Types, law: Asks, month: int, out: Byte) -> None:
    """The level to which each person may rise, 0 for none, into `out`: nobody may rise to two."""
    rung = np.empty(len(out), np.int8)
    first, second, third = law.years_in_level[0], law.years_in_level[1], law.years_in_level[2]
    first_asked, second_asked, third_asked = law.certificate[0], law.certificate[1], law.certificate[2]
    gather(types.rung, staff.type, rung)
    for i in range(len(out)):
        held = standing(staff.level[i], rung[i])
        level = min(held + 1, 3)
        in_level, in_post = staff.level_month[i], staff.post_month[i]  # both are read: a choice, no branch
        since = in_level if (staff.level[i] > 0) | (held == 0) else in_post
        least = first if level == 1 else second if level == 2 else third
        able = may_lead(held, level, month - since, least, month - staff.birth_month[i], law.oldest_jpt)
        able &= clean(staff.employment[i], staff.predicate[i], staff.predicate_before[i])
        able &= free(staff.discipline[i], staff.discipline_until[i], month)
        asked = first_asked if level == 1 else second_asked if level == 2 else third_asked
        out[i] = level if able & (staff.certificate[i] >= asked) else 0


@compiled
def ready(staff: Workforce, types: Types, credit_next: FloatArray, month: int, out: Byte) -> None:
    """1 for those with credit and predicate for the next jenjang, else 0, into `out`. credit_next: (6,) by rung."""
    following, needed, of_type = np.empty(len(out), np.int16), np.empty(len(out)), np.empty(len(types.rung))
    for t in range(len(of_type)):
        of_type[t] = credit_next[max(types.rung[t] - 1, 0)]
    gather(types.next, staff.type, following)
    gather(of_type, staff.type, needed)
    for i in range(len(out)):
        able = earned(following[i], np.float64(staff.credit[i]), needed[i], month - staff.promoted_month[i])
        able &= clean(staff.employment[i], staff.predicate[i], GOOD)
        able &= free(staff.discipline[i], staff.discipline_until[i], month)
        out[i] = 1 if able else 0
