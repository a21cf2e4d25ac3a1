"""Recruitment (model-spec 5.7): a yearly round of places (formasi), arrivals twelve months after the need.

Places = replacement ratio × exits of the year, under the ceiling on personnel spending, or the number the place gives
for the year; capped by vacant posts.
"""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.maths import exp, log
from karier.randomness import PERSON, TURN, VACANCY, identity, unit, words
from karier.rules import people
from karier.rules.contracts import Contracts
from karier.rules.gather import marked
from karier.state import Moment, State
from karier.state.city import FLOWS
from karier.state.posts import NO_ARRIVAL, VACANT, Posts, Types
from karier.state.seats import employ, enter
from karier.state.workforce import DIPLOMA, FEMALE, MALE, NEVER, NON_ASN, PNS, PPPK, PPPK_PART_TIME, Workforce

WRITES = {"seats", "posts.arrival_employment", "city.flows", "offices.exits_year"}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/recruitment.yaml."""

    places: int
    replacement: float
    exits_before: float
    pns_share: float
    months_to_arrival: int
    unfilled: float
    withdrawal: float
    applicants_per_place: float
    applicants_before: float
    selection_validity: float
    spending_share: float
    spending_ceiling: float
    converted_pppk: int
    converted_part_time: int
    women_share: float
    age_low: float
    age_high: float
    people: people.Parameters
    contracts: Contracts


# Rules


@rule
def selection_intensity(applicants_per_place: float) -> float:
    """Mean of the chosen in SD of the applicants, i = φ(z)/p for the best p = 1/applicants, zero for one applicant.

    z by Abramowitz & Stegun 26.2.23 (|error| < 4.5·10⁻⁴).
    """
    p = 1.0 / max(applicants_per_place, 1.0)
    if p >= 1.0:
        return 0.0
    tail = min(p, 1.0 - p)
    t = math.sqrt(-2.0 * log(tail))
    z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    return exp(-0.5 * z * z) / 2.5066282746310002 / p


@rule
def exits_of_year(seen: int, month: int, before: float) -> float:
    """Exits of the last twelve months; what lies before the run's first month in proportion to the year before."""
    return seen + before * max(11 - month, 0) / 12.0


@rule
def affordable(places: float, spending_share: float, ceiling: float) -> float:
    """No places while personnel spending stands at or above the law's ceiling."""
    return places if spending_share < ceiling else 0.0


@rule
def granted(places: int, affordable_places: float) -> int:
    """The places of a round: the number given for the year (0 and more), else what is wanted, rounded."""
    return places if places >= 0 else int(math.floor(affordable_places + 0.5))


# Loops


@compiled
def _open_posts(posts: Posts, types: Types, out: IntArray) -> int:
    """Vacant posts on the lowest rung for which nobody is on the way, into `out`; returns how many."""
    n, entry = 0, np.empty(len(types.jenjang), np.bool_)
    for t in range(len(entry)):
        entry[t] = types.jenjang[t] <= 1  # nobody is recruited above the first rung
    for post in range(len(out)):
        out[n] = post
        vacant = (posts.holder[post] == VACANT) & (posts.arrival[post] == NO_ARRIVAL)
        n += vacant & (posts.level[post] == 0) & entry[posts.type[post]]
    return n


@compiled
def _priorities(posts: Posts, vacant: IntArray, seed: int, out: FloatArray) -> None:
    for v in range(len(vacant)):
        w0, _, _, _ = words(seed, VACANCY, vacant[v], posts.ordinal[vacant[v]])
        out[v] = unit(w0)


@compiled
def _come(posts: Posts, due: IntArray, p: Parameters, seed: int, comes: IntArray) -> None:
    for v in range(len(due)):
        _, w1, w2, _ = words(seed, VACANCY, due[v], posts.ordinal[due[v]])
        comes[v] = 1 if unit(w1) >= p.unfilled and unit(w2) >= p.withdrawal else 0


@compiled
def _newcomers(
    seed: int, due: IntArray, ordinal: IntArray, p: Parameters, uid: IntArray, sex: IntArray, age: IntArray
) -> None:
    for i in range(len(due)):
        uid[i] = identity(due[i], ordinal[i])
        w0, _, w2, _ = words(seed, PERSON, uid[i], 0)
        sex[i] = FEMALE if unit(w0) < p.women_share else MALE
        years = p.age_low + (p.age_high - p.age_low) * unit(w2)
        age[i] = int(12.0 * years)


@compiled
def _lots(staff: Workforce, rows: IntArray, seed: int, month: int, out: FloatArray) -> None:
    for j in range(len(rows)):
        _, w1, _, _ = words(seed, TURN, staff.uid[rows[j]], month)
        out[j] = unit(w1)


# Acts


def convert(state: State, p: Parameters, now: Moment) -> None:
    """Non-ASN become PPPK, full-time first, then part-time: the month's numbers, by lot, in the posts they hold."""
    if now.month < 0 or p.converted_pppk + p.converted_part_time == 0:
        return
    staff = state.workforce
    rows = np.flatnonzero(staff.employment == NON_ASN)
    lot = np.empty(len(rows))
    _lots(staff, rows, now.seed, now.month, lot)
    rows = rows[np.lexsort((staff.uid[rows], lot))]
    full, part = rows[: p.converted_pppk], rows[p.converted_pppk :][: p.converted_part_time]
    for chosen, kind, years in (
        (full, PPPK, p.contracts.contract_years),
        (part, PPPK_PART_TIME, p.contracts.part_time_contract_years),
    ):
        rank = people.entry_rank(np.full(len(chosen), kind), staff.education[chosen].astype(np.int64), p.people)
        employ(state, chosen, now.month, kind, now.month + 12 * years, rank)
    state.city.flows[FLOWS.index("converted")] = len(full) + len(part)


def open_round(state: State, p: Parameters, now: Moment) -> None:
    """Yearly: decide which vacant posts get a place; whoever is chosen arrives some months later."""
    if now.month < 0:
        return
    exits = exits_of_year(int(state.offices.exits_year.sum()), now.month, p.exits_before)
    state.offices.exits_year[:] = 0
    posts = state.posts
    vacant = np.empty(len(posts.holder), np.int64)
    vacant = vacant[: _open_posts(posts, state.types, vacant)]
    wanted = affordable(p.replacement * exits, p.spending_share, p.spending_ceiling)
    places = min(int(granted(p.places, wanted)), len(vacant))
    if places <= 0:
        return
    priority = np.empty(len(vacant))
    _priorities(posts, vacant, now.seed, priority)
    chosen = vacant[np.argsort(priority, kind="stable")[:places]]
    civil = int(math.floor(p.pns_share * places + 0.5))
    state.city.flows[FLOWS.index("places_opened")] = places
    posts.arrival[chosen] = now.month + p.months_to_arrival
    posts.arrival_employment[chosen] = np.where(np.arange(places) < civil, PNS, PPPK)


def arrive(state: State, p: Parameters, now: Moment) -> None:
    """Recruits take up their posts; places without applicants and withdrawals stay vacant for the next round."""
    posts = state.posts
    due = np.empty(len(posts.holder), np.int64)
    due = due[: marked(posts.arrival, now.month, due)]
    due = due[posts.holder[due] == VACANT]
    if now.month < 0 or len(due) == 0:
        return
    comes = np.zeros(len(due), np.int64)
    _come(posts, due, p, now.seed, comes)
    posts.arrival[due] = NO_ARRIVAL
    posts.ordinal[due[comes == 0]] += 1  # the next try is another draw
    state.city.flows[FLOWS.index("unfilled_places")] = int((comes == 0).sum())
    due = due[comes == 1]
    state.city.flows[FLOWS.index("recruited")] = len(due)
    _seat(state, p, now, due)


def _seat(state: State, p: Parameters, now: Moment, due: IntArray) -> None:
    n = len(due)
    uid, sex, age = (np.zeros(n, np.int64) for _ in range(3))
    ordinal = state.posts.ordinal[due].astype(np.int64)
    _newcomers(now.seed, due, ordinal, p, uid, sex, age)
    kind = state.posts.type[due].astype(np.int64)
    keener = selection_intensity(p.applicants_per_place) - selection_intensity(p.applicants_before)
    shift = p.selection_validity * keener * p.people.spread  # today's staff were chosen among applicants, too
    traits = people.traits(now.seed, uid, kind, state.types, p.people, shift)
    employment = state.posts.arrival_employment[due]
    education = np.maximum(state.types.least_education[kind], DIPLOMA)
    rank = people.entry_rank(employment.astype(np.int64), education.astype(np.int64), p.people)
    ends = now.month + 12 * p.contracts.contract_years
    enter(
        state, due, now.month,
        uid=uid, employment=employment, sex=sex, education=education, family=traits.family,
        birth_month=now.month - age, entry_month=now.month, ceiling=traits.ceiling, lasting=traits.lasting,
        own_drive=traits.own_drive, contract_end=np.where(employment == PPPK, ends, NEVER), rank=rank,
        rank_month=now.month, base=traits.base, believed=traits.base, drive=traits.own_drive,
    )  # fmt: skip
