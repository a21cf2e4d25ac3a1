"""The state of the first day: margins and establishment once a place, people once a seed."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray, Short
from karier.compiled import compiled
from karier.population import baseline, establishment, jobs, people, roster, who
from karier.population.margins import Contradiction
from karier.randomness import SEAT, unit, words
from karier.rules import people as traits
from karier.rules.crowd import STATES
from karier.scenario import Scenario, bind
from karier.scenario.errors import bad
from karier.scenario.place import City
from karier.state import State
from karier.state.city import COST_LINES, FLOWS
from karier.state.city import City as CityState
from karier.state.lines import COUNTER, DOCKET, Lines
from karier.state.offices import Offices
from karier.state.posts import FAMILIES, NO_ARRIVAL, VACANT, Posts, Types
from karier.state.seats import clear, room
from karier.state.workforce import Workforce

SECTION = "population"
YEARS = 61  # of projected population: the longest run
MINUTES_A_DAY = 450.0  # 37.5 hours in five days (Perpres 21/2023)


class LineParameters(NamedTuple):
    """By line template; NaN where a kind of line has no such field. From the place's `lines`."""

    annual_rate: FloatArray
    promised_days: FloatArray
    promised_minutes: FloatArray
    utilisation: FloatArray


class _Fixed(NamedTuple):
    """What no seed changes."""

    frame: establishment.Frame
    who: who.People
    by_queue: IntArray  # rows of `who` in order of their queue
    types: Types
    population: FloatArray  # (kecamatan, YEARS)


@dataclass(frozen=True)
class _Place:
    """What `_Fixed` depends on, compared by its key alone."""

    key: Any
    city: City = field(compare=False)
    file: str = field(compare=False)
    year: int = field(compare=False)
    posts: establishment.Parameters = field(compare=False)
    margins: who.Margins = field(compare=False)
    kinds: jobs.Jobs = field(compare=False)
    ranks: who.Ranks = field(compare=False)
    golongan: IntArray = field(compare=False)


class Vacancies(NamedTuple):
    """Units, ranges and sources: parameters/promotion.yaml."""

    months_vacant: int


def build(scenario: Scenario, seed: int) -> State:
    """Everything at the opening: deterministic in (place, beliefs, seed); the baseline is blank.

    Raises BadInput where margins, people and posts contradict one another.
    """
    day = scenario.before()
    p = bind(people.Parameters, scenario, SECTION, day)
    margins = bind(who.Margins, scenario, SECTION, day)
    own = bind(traits.Parameters, scenario, "people", day)
    listed = roster.read(scenario.place.roster, scenario) if scenario.place.roster else None
    place = _place(scenario, margins, own)
    fixed = _listed(place, listed) if listed else _fixed(place)
    frame = fixed.frame
    post, person = people.seated(frame.seats, fixed.by_queue, seed)
    store = _store(frame.seats, post)
    state = State(
        store=store,
        people=len(post),
        posts=_posts(frame.seats, fixed.types, post, bind(Vacancies, scenario, "promotion", day).months_vacant, seed),
        types=fixed.types,
        offices=_offices(frame),
        lines=_lines(frame.rows, bind(LineParameters, scenario, "lines", day)),
        city=_city(fixed.population, len(frame.head_post), int((frame.rows.kind == DOCKET).sum())),
        baseline=baseline.blank(len(FAMILIES), len(frame.rows.office)),
    )
    contracts = bind(people.Contracts, scenario, "exits", day)
    law = people.Law(
        margins.entry_age, margins.rank_floor, margins.least_years_per_rank, place.kinds.least_rank,
        place.ranks.credit_rank,
    )  # fmt: skip
    people.settle(state.workforce, fixed.who, person, p, contracts, law, seed)
    if listed:
        roster.settle(state.workforce, listed, person)
    _bring(state.workforce, fixed.types, own, seed)
    if listed:
        roster.own_family(state.workforce, listed, person)
    return state


def fixed(scenario: Scenario) -> _Fixed:
    """Establishment and people of a place, the same for every seed."""
    day = scenario.before()
    margins = bind(who.Margins, scenario, SECTION, day)
    return _fixed(_place(scenario, margins, bind(traits.Parameters, scenario, "people", day)))


def _place(s: Scenario, margins: who.Margins, own: traits.Parameters) -> _Place:
    day = s.before()
    posts = bind(establishment.Parameters, s, SECTION, day)
    kinds = bind(jobs.Jobs, s, SECTION, day)
    ranks = bind(who.Ranks, s, "rank", day)
    golongan = own.entry_rank_pppk
    key = (s.start.year, repr(s.place.block), *map(_hashable, (margins, posts, kinds, ranks, (golongan,))))
    return _Place(key, s.place.city, s.place.name, s.start.year, posts, margins, kinds, ranks, golongan)


def _hashable(values: Any) -> tuple[Any, ...]:
    return tuple(v.tobytes() if isinstance(v, np.ndarray) else v for v in values)


@lru_cache(maxsize=8)
def _fixed(place: _Place) -> _Fixed:
    m, e = place.margins, place.posts
    try:
        share = float(m.kinds_of_post[0] / m.kinds_of_post.sum())
        by_level, filled = establishment.manager_posts(e, share, int(m.employed[0]))
        people_ = who.people(m, place.kinds, place.ranks, place.golongan, filled)
        queue = establishment.queues(people_, e)
        frame = establishment.frame(place.city, e, people_, queue, by_level, filled)
    except Contradiction as error:
        allowed = "margins, posts and offices that can hold together"
        raise bad(place.file, SECTION, str(error), allowed) from None
    by_queue = np.argsort(queue, kind="stable")
    return _Fixed(frame, people_, by_queue, jobs.types(place.kinds), _projected(place.city, place.year))


def _listed(place: _Place, known: roster.Known) -> _Fixed:
    try:
        frame = establishment.listed(place.city, place.posts, known.office, known.type)
    except Contradiction as error:
        raise bad(place.file, SECTION, str(error), "posts and offices that can hold the people of the roster") from None
    by_queue = np.argsort(known.queue, kind="stable")
    return _Fixed(frame, known.people, by_queue, jobs.types(place.kinds), _projected(place.city, place.year))


def _projected(city: City, start: int) -> FloatArray:
    """Persons by kecamatan and year from `start` on: linear between the years given, level beyond them."""
    out = np.empty((len(city.kecamatan), YEARS))
    for k, known in enumerate(city.population.values()):
        at = sorted(known)
        out[k] = [_between(at, known, year) for year in range(start, start + YEARS)]
    return out


def _between(at: list[int], known: Mapping[int, int], year: int) -> float:
    later = bisect_left(at, year)
    if later == len(at) or at[later] == year or later == 0:
        return float(known[at[min(later, len(at) - 1)]])
    low, high = at[later - 1], at[later]
    return known[low] + (known[high] - known[low]) * (year - low) / (high - low)


def _store(seats: establishment.Seats, post: IntArray) -> Workforce:
    """Room for some recruits; the rows in use have their seats."""
    n = len(post)
    columns: dict[str, Any] = {}
    for name, hint in Workforce.__annotations__.items():
        columns[name] = _zeros(hint, room(n, len(seats.office)))
    store = Workforce(**columns)
    clear(store, slice(None))
    store.uid[:n] = seats.uid[post]
    store.post[:n] = post
    store.office[:n] = seats.office[post]
    store.line[:n] = seats.line[post]
    store.type[:n] = seats.type[post]
    store.level[:n] = jobs.LEVEL[seats.type[post]]
    return store


def _zeros(hint: Any, n: int) -> Any:
    if getattr(hint, "__origin__", None) is tuple:
        return tuple(np.zeros(n, part.__args__[1].__args__[0]) for part in hint.__args__)
    return np.zeros(n, hint.__args__[1].__args__[0])


def _bring(staff: Workforce, types: Types, p: traits.Parameters, seed: int) -> None:
    """Traits; motivation rests where it belongs, and the institution believes the truth until it looks."""
    own = traits.traits(seed, staff.uid, staff.type.astype(np.int64), types, p, 0.0)
    for k in range(3):
        staff.base[k][:], staff.ceiling[k][:], staff.believed[k][:] = own.base[k], own.ceiling[k], own.base[k]
    staff.lasting[:], staff.own_drive[:], staff.drive[:] = own.lasting, own.own_drive, own.own_drive
    staff.family[:] = own.family


def _vacant_since(posts: int, months: int, seed: int) -> Short:
    """Posts that stand empty fell vacant over the months that a vacancy waits: their turns come one after another."""
    since = np.empty(posts, np.int16)
    _spread(seed, float(months), since)
    return since


@compiled
def _spread(seed: int, months: float, since: Short) -> None:
    for post in range(len(since)):
        _, _, w2, _ = words(seed, SEAT, post, 0)
        since[post] = -1 - int(months * unit(w2))


def _posts(seats: establishment.Seats, types: Types, post: IntArray, months_vacant: int, seed: int) -> Posts:
    n = len(seats.office)
    holder, ordinal = np.full(n, VACANT, np.int32), np.zeros(n, np.int32)
    holder[post], ordinal[post] = np.arange(len(post)), 1
    return Posts(
        office=seats.office.astype(np.int16),
        line=seats.line.astype(np.int16),
        type=seats.type.astype(np.int16),
        level=types.level[seats.type],
        holder=holder,
        ordinal=ordinal,
        vacant_since=_vacant_since(n, months_vacant, seed),
        arrival=np.full(n, NO_ARRIVAL, np.int16),
        arrival_employment=np.zeros(n, np.int8),
    )


def _offices(frame: establishment.Frame) -> Offices:
    n = len(frame.head_post)
    values: dict[str, Any] = {name: _zeros(hint, n) for name, hint in Offices.__annotations__.items()}
    values |= {"head_post": frame.head_post.astype(np.int32), "managers": frame.managers.astype(np.int32)}
    values |= {"quality": np.ones(n), "supporting": frame.supporting.astype(np.int8)}
    return Offices(**values)


def _lines(rows: establishment.Rows, p: LineParameters) -> Lines:
    n, kind = len(rows.office), rows.template
    values: dict[str, Any] = {name: _zeros(hint, n) for name, hint in Lines.__annotations__.items()}
    waiting = p.promised_minutes[kind] / MINUTES_A_DAY
    values |= {
        "office": rows.office.astype(np.int16),
        "kind": rows.kind.astype(np.int8),
        "annual_rate": np.nan_to_num(p.annual_rate[kind] * rows.share),
        "promised_days": np.nan_to_num(np.where(rows.kind == COUNTER, waiting, p.promised_days[kind])),
        "population_row": rows.district.astype(np.int16),
        "template": kind.astype(np.int16),
        "usual_load": np.nan_to_num(p.utilisation[kind]),
    }
    return Lines(**values)


def _city(population: FloatArray, offices: int, dockets: int) -> CityState:
    values: dict[str, Any] = {}
    shapes = {"flows": len(FLOWS), "ledger": len(COST_LINES), "fairness": 4, "openings": 4}
    for name, hint in CityState.__annotations__.items():
        values[name] = _zeros(hint, shapes.get(name, 1))
    office_cost = np.zeros((offices, len(COST_LINES)), np.int64)
    values |= {"population": population.copy(), "participation": np.ones(1), "office_cost": office_cost}
    return CityState(**values | {"crowd": np.zeros((STATES, dockets))})
