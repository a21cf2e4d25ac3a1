"""Who may rise, by law: scalar conditions asked wherever a post or a rung is given."""

from karier.compiled import rule
from karier.state.workforce import GOOD, LIGHT, PNS


@rule
def standing(level: int, rung: int) -> int:
    """The managerial level to which a post is equal: ahli muda to pengawas, ahli madya to administrator."""
    return level if level > 0 else max(rung - 4, 0)


@rule
def clean(employment: int, predicate: int, before: int) -> bool:
    """A PNS whose recorded predicates of the last two years are at least good (a year without one counts as good)."""
    return (employment == PNS) & ((predicate == 0) | (predicate >= GOOD)) & ((before == 0) | (before >= GOOD))


@rule
def free(discipline: int, until: int, month: int) -> bool:
    """Not under a sanction (light or heavier, PP 94/2021) that still runs; guidance is none."""
    return (discipline < LIGHT) | (month >= until)


@rule
def may_lead(held: int, level: int, months_held: int, least_years: float, age_months: int, oldest: float) -> bool:
    """May become pengawas (1), administrator (2) or JPT (3): PP 11/2017 art. 54 and 107, whatever the post.

    held: the level to which the present post is equal; months_held: since when; oldest: years, asked of JPT only.
    """
    return (held == level - 1) & (months_held >= least_years * 12.0) & ((level < 3) | (age_months <= oldest * 12.0))


@rule
def suits(education: int, least_education: int, rank: int, least_rank: int, kin: bool, near: bool) -> bool:
    """Meets what a post asks: education, rank (one below its floor at least), own job family or known in the office."""
    return education >= least_education and rank >= least_rank - 1 and (kin or near)


@rule
def earned(next_type: int, credit: float, needed: float, months_since_rise: int) -> bool:
    """Has the credit for the next jenjang; what earned the last one is struck off only in December."""
    return (next_type >= 0) & (credit >= needed) & (months_since_rise >= 12)
