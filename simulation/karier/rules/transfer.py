"""What of a person's competence carries over to a higher level (model-spec 5.1).

z_new = ρ_T·z + √(1 − ρ_T²)·ξ(uid, level), z: competence in SD of the family, from what people of the family bring to
a post that asks what the new one asks. At ρ_T = 1 all of it carries over; at 0 ability there has nothing to do with
ability here, Peter's hypothesis.
"""

import math

from karier.compiled import compiled, rule
from karier.randomness import TRANSFER, TRANSFER_MORE, normal, words
from karier.rules.people import HIGHEST, LOWEST
from karier.state.baseline import Baseline
from karier.state.posts import Types
from karier.state.workforce import Workforce


@rule
def transferred(c: float, centre: float, sd: float, share: float, luck: float) -> float:
    """Competence in the new post, level 1–5. centre: what is usual there; share: ρ_T; luck: ξ, a standard normal."""
    z = share * ((c - centre) / sd) + math.sqrt(1.0 - share * share) * luck
    return min(max(centre + sd * z, LOWEST), HIGHEST)


@compiled
def carry_over(staff: Workforce, types: Types, b: Baseline, share: float, seed: int, month: int) -> None:
    """Those who rose to another level this month, as `level_month` says; newcomers have entered it, not risen to it."""
    for i in range(len(staff.uid)):
        if staff.level_month[i] == month and staff.entry_month[i] < month:
            a0, a1, a2, a3 = words(seed, TRANSFER, staff.uid[i], staff.level[i])
            b0, b1, _, _ = words(seed, TRANSFER_MORE, staff.uid[i], staff.level[i])
            luck = (normal(a0, a1), normal(a2, a3), normal(b0, b1))
            t = staff.type[i]
            f = types.family[t]
            for k in range(3):
                sd = b.competence_sd[f, k]
                centre = types.required[k][t] + b.gap[f, k] * sd
                c = staff.base[k][i] + staff.gain[k][i]
                staff.base[k][i] += transferred(c, centre, sd, share, luck[k]) - c
