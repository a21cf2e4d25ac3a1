"""People take their seats: which posts stand empty, who sits where, and since when.

Margins say who there is; luck says only where they sit and which month things happened. The last month before the
run is December: ages are such that nobody has yet passed the retirement month of the post.
"""

from typing import NamedTuple

import numpy as np

from karier.arrays import BoolArray, FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.population.establishment import Seats
from karier.population.jobs import SKILLED
from karier.population.who import People
from karier.randomness import OPENING, PERSON, SEAT, unit, words
from karier.state.workforce import NEVER, PNS, PPPK, Workforce

_BEFORE = -2  # month of birth = −12·age + this − 0 … 11: in December nobody is past the month of a birthday


class Parameters(NamedTuple):
    """Units, ranges and sources: parameters/population.yaml."""

    latest_entry_age: int
    pppk_months: int  # longest service of a PPPK
    months_in_rank: int
    months_in_post: int
    months_in_post_manager: int
    months_in_level: int


class Contracts(NamedTuple):
    """From parameters/exits.yaml."""

    contract_years: int
    part_time_contract_years: int


class Law(NamedTuple):
    """What bounds the month of entry and the credit earned."""

    age: IntArray  # least age, by education
    rank_floor: IntArray  # by education
    years_per_rank: float
    least_rank: IntArray  # by category
    credit_rank: FloatArray  # by rung of the functional ladders


# Rules


@rule
def within(luck: float, most: int) -> int:
    """A whole number 0 … most, each as likely."""
    return min(int(luck * (most + 1)), most)


@rule
def entry(luck: float, age_months: int, least_age: int, latest_age: int, months_needed: int) -> int:
    """Month of entry of a PNS: between the least age and the latest, early enough for the rank held.

    age_months, months_needed: at least the months of service which the rank takes.
    """
    first = 12 * least_age
    last = max(first, min(12 * latest_age, age_months - max(months_needed, 12)))
    return min(-age_months + first + within(luck, last - first), -1)


@rule
def contract_end(entered: int, years: int) -> int:
    """Month in which the running contract ends: the next multiple of its length after entry, past month 0."""
    length = 12 * years
    return entered + length * ((-entered) // length + 1)


@rule
def credit(category: int, steps: int, months_in_rank: int, credit_rank: FloatArray) -> float:
    """Points since the present rung was taken: a rank's worth for every rank above its floor, and four years make one.

    Points are given in December, so whole years count.
    Zero outside the functional ladders. At the predicate "baik" a rank's worth takes four years (PermenPANRB 1/2023).
    """
    rung = category - SKILLED
    if rung < 0 or rung >= len(credit_rank):
        return 0.0
    return credit_rank[rung] * (steps + min((months_in_rank + 11) // 12, 4) / 4.0)


# Loops


@compiled
def _lottery(seed: int, posts: int, empty: IntArray, place: IntArray) -> None:
    for post in range(posts):
        w0, w1, _, _ = words(seed, SEAT, post, 0)
        empty[post], place[post] = np.int64(w0), np.int64(w1)


@compiled
def _months(
    staff: Workforce, category: IntArray, age: IntArray, p: Parameters, c: Contracts, law: Law, seed: int
) -> None:
    for i in range(len(age)):
        a0, a1, a2, _ = words(seed, PERSON, staff.uid[i], 0)
        b0, b1, _, _ = words(seed, OPENING, staff.uid[i], 0)
        birth = -12 * age[i] + _BEFORE - within(unit(a2), 11)
        if staff.employment[i] == PNS:
            steps = max(staff.rank[i] - law.rank_floor[staff.education[i]], 0)
            needed = int(12.0 * law.years_per_rank * steps)
            entered = entry(unit(a1), -birth, law.age[staff.education[i]], p.latest_entry_age, needed)
            staff.contract_end[i] = NEVER
            staff.rank_month[i] = max(-within(unit(b0), p.months_in_rank - 1), entered)
        elif staff.employment[i] == PPPK:
            entered = -1 - within(unit(a1), min(p.pppk_months, -birth - 12 * law.age[0]) - 1)
            staff.contract_end[i] = contract_end(entered, c.contract_years)
            staff.rank_month[i] = entered
        else:
            entered = 0
            staff.contract_end[i] = contract_end(entered, c.part_time_contract_years)
            staff.rank_month[i] = entered
        staff.birth_month[i], staff.entry_month[i] = birth, entered
        manages = staff.level[i] > 0
        at_level = -within(unit(a0), min(p.months_in_level, -entered)) if manages else entered
        longest = p.months_in_post_manager if manages else p.months_in_post
        staff.level_month[i] = at_level
        served = longest if entered == 0 else -at_level  # part-time PPPK served before as non-ASN
        staff.post_month[i] = -within(unit(b1), min(longest, served))
        ranks = max(staff.rank[i] - law.least_rank[category[i]], 0) if staff.employment[i] == PNS else 0
        staff.credit[i] = credit(category[i], ranks, -staff.rank_month[i], law.credit_rank)


# Acts


def seated(seats: Seats, who_by_queue: IntArray, seed: int) -> tuple[IntArray, IntArray]:
    """Posts with a holder (n,), in order, and the person (row of `People`) who sits in each.

    who_by_queue: rows of `People` in order of their queue.
    """
    n = len(seats.office)
    empty, place = np.empty(n, np.int64), np.empty(n, np.int64)
    _lottery(seed, n, empty, place)
    post = np.flatnonzero(_taken(seats, empty))
    order = np.argsort((seats.queue[post] << 32) | place[post], kind="stable")
    person = np.empty(len(post), np.int64)
    person[order] = who_by_queue
    return post, person


def _taken(seats: Seats, lottery: IntArray) -> BoolArray:
    """Which seats are filled: in each stratum those with the lowest lots."""
    order = np.argsort((seats.stratum << 32) | lottery, kind="stable")
    strata = seats.stratum[order]
    nth = np.arange(len(order)) - np.searchsorted(strata, strata)
    taken = np.empty(len(order), bool)
    taken[order] = nth < seats.filled[strata]
    return taken


def settle(staff: Workforce, who: People, person: IntArray, p: Parameters, c: Contracts, law: Law, seed: int) -> None:
    """Write who sits there, and all months, for people whose seats are written already."""
    for name in ("employment", "sex", "education", "rank"):
        getattr(staff, name)[:] = getattr(who, name)[person]
    _months(staff, who.category[person], who.age[person], p, c, law, seed)
