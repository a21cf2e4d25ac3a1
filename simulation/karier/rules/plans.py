"""What an assessment is good for: whether it still holds, and which gap a development plan names (model-spec 5.4)."""

from typing import NamedTuple

from karier.compiled import rule

SECTION = "assessment"


class Plans(NamedTuple):
    """Units, ranges and sources: parameters/assessment.yaml."""

    valid_months: int


@rule
def valid(believed_month: int, month: int, valid_months: int) -> bool:
    """Whether a result still holds; never without one, since NEVER lies longer ago than any validity."""
    return believed_month > month - valid_months


@rule
def widest_gap(
    b0: float, b1: float, b2: float, r0: float, r1: float, r2: float, w0: float, w1: float, w2: float
) -> int:
    """The dimension k with the largest believed weighted gap w_k·(r_k − b_k), the lowest of equals; −1 without a gap.

    b: believed competence, r: requirement (levels 1–5), w: weights of the post's level.
    """
    widest, most = -1, 0.0
    if w0 * (r0 - b0) > most:
        widest, most = 0, w0 * (r0 - b0)
    if w1 * (r1 - b1) > most:
        widest, most = 1, w1 * (r1 - b1)
    if w2 * (r2 - b2) > most:
        widest = 2
    return widest


@rule
def weakest(b0: float, b1: float, b2: float, r0: float, r1: float, r2: float, w0: float, w1: float, w2: float) -> int:
    """The dimension k with the largest believed weighted gap w_k·(r_k − b_k), or least surplus; the first of equals."""
    g0, g1, g2 = w0 * (r0 - b0), w1 * (r1 - b1), w2 * (r2 - b2)
    if g0 >= g1 and g0 >= g2:
        return 0
    return 1 if g1 >= g2 else 2
