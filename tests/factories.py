"""States small enough to think about, drawn by Hypothesis or made by hand.

Crowded on purpose: two offices, few kinds of post, few values, half of all values the usual one. Drawn from whole
ranges, people would hardly ever tie, compete for a seat or stand right at a limit, and a broken limit would pass.

    states()                                       a strategy: a State; its months lie before month 0 or soon after it
    moments                                        a strategy: a Moment, in burn-in or in the first two years
    state(filled(type=MUDA[0]), vacant(type=PENGAWAS[0]))   a State by hand; whatever is not said is usual
    parameters(promotion, luck=0.0)                as the files of the place `toy` have them, but for the changes
    picture(state)                                 everything that changes as dicts, for the slow twins

A slow twin takes a picture and changes it; `picture` of the state after the fast one must be equal, so whatever
else was written shows as well.
"""

from functools import cache
from typing import Any, NamedTuple, get_args

import numpy as np
from hypothesis import strategies as st

from karier.maths import exp, logistic
from karier.rules.crowd import STATES
from karier.scenario import bind, load
from karier.state import Moment, State
from karier.state.baseline import Baseline
from karier.state.city import COST_LINES, FLOWS, City
from karier.state.lines import CASELOAD, COUNTER, DOCKET, SUPPORT, Lines
from karier.state.offices import Offices
from karier.state.posts import FAMILIES, NO_ARRIVAL, VACANT, Posts, Types
from karier.state.seats import COLUMNS, POST_COLUMNS
from karier.state.workforce import (
    BACHELOR,
    DIPLOMA,
    DOCTOR,
    FEMALE,
    GOOD,
    LOW,
    MALE,
    MASTER,
    NEEDS_IMPROVEMENT,
    NEVER,
    NOBODY,
    NON_ASN,
    PNS,
    PPPK,
    PPPK_PART_TIME,
    UPPER_SECONDARY,
    VERY_GOOD,
    Workforce,
)

OFFICES = 2
MOST = 24  # posts of a drawn state
NO_LINE = -1  # the post serves no line of its own

# Kinds of post in two families; the functional ladder is the expert one in the first, the skilled one in the second:
# PERTAMA[1] is terampil, MUDA[1] mahir, MADYA[1] penyelia.
_LADDER = {
    # level, jenjang, grade, retirement, education, least rank, top rank, complex
    "pelaksana": (0, 0, 5, 58, UPPER_SECONDARY, 4, 16, 0),
    "pertama": (0, 1, 8, 58, BACHELOR, 8, 9, 0),
    "muda": (0, 2, 9, 58, BACHELOR, 10, 11, 0),
    "madya": (0, 3, 11, 60, BACHELOR, 12, 14, 1),
    "pengawas": (1, 0, 9, 58, DIPLOMA, 10, 11, 0),
    "administrator": (2, 0, 11, 58, BACHELOR, 11, 13, 1),
    "jpt": (3, 0, 14, 60, BACHELOR, 13, 15, 1),
}
OWN = (0, 2)  # the families: administration, health
KINDS = len(_LADDER)
PELAKSANA, PERTAMA, MUDA, MADYA, PENGAWAS, ADMINISTRATOR, JPT = ((k, k + KINDS) for k in range(KINDS))
LINE_OFFICE = (0, 0, 1, 1, 1)
LINE_KIND = (COUNTER, DOCKET, CASELOAD, SUPPORT, DOCKET)
LINES = len(LINE_KIND)
NO_FLOWS = dict.fromkeys(FLOWS, 0)

# Choices. The first of each is the usual value. Months are months of the run.
_FLOAT = (0.0, 0.3, -0.7, 1.0, 1.0 / 3.0)
_SEAT = {
    "vacant_since": (-12, -6, -5, -1, 0, 6),
    "ordinal": (1, 0, 2),
    "arrival": (NO_ARRIVAL, 0, 6, 12),
    "arrival_employment": (PNS, PPPK),
}
_PERSON = {
    "post_month": (-60, -24, -180, -400, -1, 0),
    "level_month": (-60, -48, -47, -36, -24, -12, 0),
    "employment": (PNS, PPPK, PNS, PPPK_PART_TIME, PNS, NON_ASN),
    "sex": (MALE, FEMALE),
    "education": (BACHELOR, UPPER_SECONDARY, MASTER, DIPLOMA, BACHELOR, DOCTOR),
    "family": (OWN[0], OWN[1]),
    "birth_month": (-480, -696, -690, -684, -720, -708, -671, -673, -360, -300),
    "entry_month": (-120, -121, -12, -1, 0, 6, -240, -384),
    "ceiling": (4.0, 3.0, 5.0, 2.5),
    "lasting": _FLOAT,
    "own_drive": (0.5, -0.4, 1.2),
    "contract_end": (6, 0, 1, 12, 13, 30),
    "rank": (12, 11, 13, 10, 9, 8, 6, 4, 16),
    "rank_month": (-60, -48, -47, -36, -24, -12, -11, 0),
    "base": (3.0, 2.0, 2.6, 4.5, 10.0 / 3.0),
    "gain": (0.0, 0.2, 0.7, 0.05),
    "believed": (3.0, 2.0, 2.7, 4.0),
    "believed_month": (0, -12),
    "course_month": (NEVER, 0, 1, 6, 12),
    "course_dimension": (0, 1, 2),
    "course_jp": (0.0, 20.0, 40.0),
    "jp_year": (0.0, 20.0, 12.5),
    "trained_month": (NEVER, -1, -12, 0, -11),
    "drive": (0.5, -1.0, 2.0, 0.1),
    "motivation": (0.6, 0.3, 0.9),
    "prospect": (0.0, 0.2),
    "passed_over": (0.0, 1.0, 0.6),
    "absence": (0.05, 0.0, 0.3, 1.0),
    "luck": _FLOAT,
    "log_output": (0.0, 0.1, -0.2, 0.4, 1.0 / 7.0),
    "output": (1.0, 1.2, 0.7, 1.0 / 7.0),
    "credit": (100.0, 450.0, 50.0, 0.0, 99.5, 200.0),
    "predicate": (GOOD, GOOD, VERY_GOOD, NEEDS_IMPROVEMENT, GOOD, 0, LOW),
    "predicate_before": (GOOD, VERY_GOOD, GOOD, NEEDS_IMPROVEMENT, 0),
    "promoted_month": (NEVER, -11, -12, -1, -24),
    "box": (0, 9, 5, 7, 1),
    "certificate": (0, 1, 2, 3),
    "programme": (0, 1, 2),
    "programme_end": (NEVER, 0, 1, 4, -3),
    "leadership_jp": (0, 60),
    "mentor": (NOBODY, 0, 1, 2),
    "mentor_month": (NEVER, -1, -11, -12, 0),
    "mentor_hours": (0, 4, 8),
    "taught": (0.0, 0.125, 0.03125),
    "coaching_end": (NEVER, 1, 6, 0),
    "discipline": (0, 1, 2, 3, 4, 5),
    "discipline_until": (0, 1, 6, 13),
    "award": (0, 1),
}
_OFFICE = {
    "quality": (1.0, 0.9),
    "context": (0.0, 0.1, -0.25),
    "head": (0.0, -0.5, 1.0),
    "span": (4.0, 1.0, 0.0),
    "support": (0.0, 0.4),
    "utilisation": (0.8, 0.95, 1.3),
    "exits": (0, 2),
    "exits_year": (0, 1, 2, 5),
    "culture": _FLOAT,
    "trained_share": (0.0, 0.2, -0.1),
    "detection": (0.3, 0.5, 0.0),
    "monitored": (0.3, 0.6, 0.0),
    "award_fairness": (0.5, 0.0, 1.0),
    "award_grievance": (0.0, 0.5, 1.4),
    "assessed": (0, 3),
    "pairs": (0, 2),
    "coached": (0, 1),
    "participants": (0, 1),
    "projects": (0, 1),
    "awards": (0, 2),
    "cases": (0, 1),
    "moved": (0, 2),
}
_LINE = {
    "unit_hours": (0.5, 2.0, 0.25),
    "promised_days": (1.0, 0.07, 5.0),
    "annual_rate": (0.05, 0.0, 0.25),
    "usual_load": (0.8, 0.9),
    "queue": (0.0, 10.0, 250.0),
    "arrivals": (10, 0, 100),
    "valid": (10, 0, 90),
    "errors": (0, 5),
    "turned_away": (0, 3),
    "backlog": (0, 10),
    "staff": (2.0, 0.0, 3.5),
    "paid_hours": (300.0, 0.0),
    "speed": (1.0, 1.2, 0.0),
    "capacity": (250.0, 0.0),
    "turnaround_days": (0.5, 3.0),
    "p90_turnaround_days": (1.0, 7.0),
    "on_time_share": (0.9, 0.5),
    "utilisation": (0.8, 1.2),
    "error_rate": (0.05, 0.1),
    "technical": _FLOAT,
    "conduct": _FLOAT,
    "quality": (1.0, 0.8),
    "saving": (0.0, 0.05),
    "satisfaction": (80.0, 60.0),
    "pay": (0, 7),
}
_CITY = {
    "trust": (0.0, 0.3, -1.0),
    "participation": (1.0, 0.9),
    "approval": (0.6, 0.7),
    "ikm": (80.0, 60.0),
    "ledger": (0, 7),
    "office_cost": (0, 7),
    "flows": (0, 3),
    "fairness": (0.0, 0.5),
    "validity": (0.4, 0.0),
    "openings": (0.0, 2.0),
    "ip_asn": (70.0, 0.0),
    "pay_satisfaction": (0.0, 0.5),
    "usual_raise": (0.0, 0.25),
}
_SHAPE = {"ledger": len(COST_LINES), "flows": len(FLOWS), "fairness": 4, "openings": 4}


class Seat(NamedTuple):
    """A post, and who sits there (None: nobody)."""

    place: dict[str, Any]
    person: dict[str, Any] | None


# By hand


def filled(**changed: Any) -> Seat:
    """A seat with a holder: by default a man of 40, PNS IV/a, ten years in service, five in his post, all good."""
    place = {"type": PELAKSANA[0], "office": 0, "line": NO_LINE, "vacant_since": -12, "ordinal": 1}
    place |= {key: changed.pop(key) for key in list(changed) if key in place}
    usual = {name: choices[0] for name, choices in _PERSON.items()} | {"uid": 0}
    if changed.keys() - usual.keys():
        raise TypeError(f"no such column: {changed.keys() - usual.keys()}")
    if changed.get("employment", PNS) == PNS:
        usual["contract_end"] = NEVER
    usual["family"] = types().family[place["type"]]
    usual |= changed
    of_drive = {"motivation": logistic(usual["drive"]), "output": exp(usual["log_output"])}
    return Seat(place, usual | of_drive | changed)


def vacant(**changed: Any) -> Seat:
    """A seat without a holder, for a year."""
    usual = {"type": PELAKSANA[0], "office": 0, "line": NO_LINE} | {name: values[0] for name, values in _SEAT.items()}
    if changed.keys() - usual.keys():
        raise TypeError(f"no such column: {changed.keys() - usual.keys()}")
    return Seat(usual | changed, None)


def state(*seats: Seat, order: Any = None, **tables: dict[str, Any]) -> State:
    """A State with these seats as its posts; people stand in the rows of `order` (default: that of the seats).

    tables: `offices=`, `lines=`, `city=` with columns to change. A uid that is not said is the seat's number from 1.
    """
    n = len(seats)
    held = [post for post, seat in enumerate(seats) if seat.person is not None]
    held = [held[k] for k in order] if order is not None else held
    posts = _empty(Posts, n)
    posts.holder[:], posts.arrival[:] = VACANT, NO_ARRIVAL
    for post, seat in enumerate(seats):
        for name, value in seat.place.items():
            getattr(posts, name)[post] = value
    posts.level[:] = types().level[posts.type]
    store = _empty(Workforce, n)
    for row, post in enumerate(held):
        person = dict(seats[post].person or {})
        person["uid"] = person["uid"] or post + 1
        posts.holder[post] = row
        person |= {"post": post} | {name: getattr(posts, name)[post] for name in ("office", "line", "type", "level")}
        for name, value in person.items():
            column = getattr(store, name)
            if isinstance(column, tuple):
                for k, part in enumerate(column):
                    part[row] = value[k] if isinstance(value, tuple) else value
            else:
                column[row] = value
    return State(
        store=store,
        people=len(held),
        posts=posts,
        types=types(),
        offices=_offices(posts, tables.get("offices", {})),
        lines=_lines(tables.get("lines", {})),
        city=_city(tables.get("city", {})),
        baseline=_baseline(),
    )


@cache
def types() -> Types:
    """The kinds of post; the table never changes, so all states share it."""
    table, n = _empty(Types, KINDS * len(OWN)), 0
    for family in OWN:
        for name, (level, jenjang, grade, age, education, least, top, hard) in _LADDER.items():
            table.level[n], table.family[n], table.jenjang[n], table.grade[n] = level, family, jenjang, grade
            table.next[n] = n + 1 if name in ("pertama", "muda") else -1
            table.entry[n] = PELAKSANA[OWN.index(family)] if name == "pelaksana" else PERTAMA[OWN.index(family)]
            table.rung[n] = jenjang + 3 if jenjang and family == OWN[0] else jenjang
            table.retirement_months[n], table.least_education[n] = 12 * age, education
            table.least_rank[n], table.top_rank[n], table.complex[n] = least, top, hard
            for k, required in enumerate((3.0 + 0.25 * max(jenjang - 1, 0), 1.0 + level, 2.5)):
                table.required[k][n] = required
            n += 1
    return table


def parameters(module: Any, **changed: Any) -> Any:
    """The module's Parameters as the place `toy` has them, for OFFICES offices, with changes cast to their types.

    A number given for an array fills it.
    """
    usual = _bound(module)
    for name, value in changed.items():
        old = getattr(usual, name)
        if isinstance(old, np.ndarray):
            new = np.asarray(value, old.dtype)
            changed[name] = np.full_like(old, new) if new.ndim == 0 else new
        else:
            changed[name] = value if isinstance(old, tuple) else type(old)(value)
    return usual._replace(**changed)


@cache
def _bound(module: Any) -> Any:
    section, toy = module.__name__.rpartition(".")[2], load("toy")
    usual = bind(module.Parameters, toy, section, toy.start)
    for name in usual._fields:
        p = toy.parameters[section].get(name.removeprefix("today_"))
        if p is not None and p.scope == "office":
            usual = usual._replace(**{name: getattr(usual, name)[:OFFICES].copy()})
    return usual


def moment(month: int, seed: int = 1) -> Moment:
    """Month 0 is January 2026."""
    return Moment(seed, month, 2026 + month // 12, month % 12 + 1)


# By Hypothesis


@st.composite
def states(draw: Any, most: int = MOST, apart: bool = False, of: tuple[Any, ...] = ()) -> State:
    """A State of up to `most` seats, of these kinds if said (as `of=(PERTAMA, MUDA)`), else of all.

    apart: the two offices have no job family in common.

    One byte a value (below 128: the usual one), which is quick to draw and shrinks towards usual values.
    """
    size = 70 * most + 240
    luck = _Bytes(draw(st.binary(min_size=size, max_size=size)))
    n = 1 + luck.index(most)
    own = [kind[0] for kind in of] or range(KINDS)
    seats = []
    for post in range(n):
        office = luck.index(OFFICES)
        lines = (NO_LINE, *(line for line in range(LINES) if LINE_OFFICE[line] == office))
        family = office if apart else luck.index(len(OWN))
        place = {
            "type": own[luck.index(len(own))] + KINDS * family,
            "office": office,
            "line": lines[luck.index(len(lines))],
        }
        place |= {name: luck.pick(choices) for name, choices in _SEAT.items()}
        if luck.index(3) == 0:  # a third are vacant
            if types().level[place["type"]] > 0:
                place["arrival"] = NO_ARRIVAL
            seats.append(Seat(place, None))
            continue
        place |= {"arrival": NO_ARRIVAL, "ordinal": max(place["ordinal"], 1)}
        triples = ("ceiling", "base", "gain", "believed", "taught")
        person = {
            name: tuple(luck.pick(choices) for _ in range(3)) if name in triples else luck.pick(choices)
            for name, choices in _PERSON.items()
        }
        person["family"] = OWN[family] if apart or luck.index(4) else person["family"]
        person["contract_end"] = NEVER if person["employment"] == PNS else person["contract_end"]
        person["uid"] = _UIDS[post]
        seats.append(Seat(place, person))
    held = sum(seat.person is not None for seat in seats)
    tables = {
        "offices": {name: [luck.pick(c) for _ in range(OFFICES)] for name, c in _OFFICE.items()},
        "lines": {name: [luck.pick(c) for _ in range(LINES)] for name, c in _LINE.items()},
        "city": {name: luck.pick(c) for name, c in _CITY.items()},
    }
    return state(*seats, order=draw(st.permutations(range(held))), **tables)


moments = st.builds(moment, st.sampled_from([12, 0, 6, 1, 13, 24, -1, -12]), st.integers(0, 2**63 - 1))
in_service = moments.filter(lambda now: now.month >= 0)  # after burn-in: people move
share = st.sampled_from([0.0, 1.0, 0.5, 0.3]) | st.floats(0.0, 1.0)

# Small and large, in no order; a recruit's uid is a hash and hits none of them
_UIDS = tuple((k * 7) % (MOST + 3) + 1 + (2**62 if k % 3 == 2 else 0) for k in range(1, MOST + 1))


class _Bytes:
    def __init__(self, drawn: bytes) -> None:
        self.drawn, self.at = drawn, 0

    def next(self) -> int:
        self.at += 1
        return self.drawn[self.at - 1]

    def index(self, below: int) -> int:
        return self.next() % below

    def pick(self, choices: Any) -> Any:
        drawn = self.next()
        return choices[0] if drawn < 128 else choices[drawn % len(choices)]


# For comparing


def picture(state: State) -> dict[str, Any]:
    """All that a process may change, in plain Python, whatever the order of rows.

    people: dicts by uid; posts, offices, lines: lists of dicts; city: a dict. A holder is a uid or None. `flows` by
    name.
    """
    uid = state.workforce.uid.tolist()
    posts = rows(state.posts)
    for post in posts:
        post["holder"] = None if post["holder"] == VACANT else uid[post["holder"]]
    city = {name: column.tolist() for name, column in state.city._asdict().items()}
    city["flows"] = dict(zip(FLOWS, city["flows"], strict=True))
    return {
        "people": people(state),
        "posts": posts,
        "offices": rows(state.offices),
        "lines": rows(state.lines),
        "city": city,
        "baseline": {name: column.tolist() for name, column in state.baseline._asdict().items()},
    }


def people(state: State) -> dict[int, dict[str, Any]]:
    """The people as dicts by uid; three-dimensional columns as lists."""
    return {row.pop("uid"): row for row in rows(state.workforce)}


def rows(table: Any) -> list[dict[str, Any]]:
    """The rows of a table as dicts."""
    columns = [_plain(column) for column in table]
    return [dict(zip(table._fields, row, strict=True)) for row in zip(*columns, strict=True)]


def kinds() -> list[dict[str, Any]]:
    """The kinds of post as dicts."""
    return rows(types())


def _plain(column: Any) -> list[Any]:
    if isinstance(column, tuple):
        return [list(parts) for parts in zip(*(part.tolist() for part in column), strict=True)]
    return column.tolist()


def shuffled(state: State, seed: int) -> State:
    """The same State with the rows of the workforce in another order; the one given is left alone."""
    return _taken(state, np.random.default_rng(seed).permutation(state.people))


def kept(state: State, mask: Any) -> State:
    """A State with the people of `mask` (people,) only; the others' posts are vacant. The one given is left alone."""
    return _taken(state, np.flatnonzero(mask))


def _taken(state: State, rows_kept: Any) -> State:
    new = state.copy()
    new.people = len(rows_kept)
    for old, column in zip(_parts(state.store), _parts(new.store), strict=True):
        column[: new.people] = old[rows_kept]
    new.posts.holder[:] = VACANT
    new.posts.holder[new.store.post[: new.people]] = np.arange(new.people)
    return new


def crowd(n: int, seat: Seat, *others: Seat) -> State:
    """A State of n people alike but for their uid (1 … n), each in a post like this one; then the other posts."""
    one = state(seat, *others)
    posts = Posts(*(np.concatenate([np.repeat(column[:1], n), column[1:]]) for column in one.posts))
    held = one.people - 1
    store = _empty(Workforce, n + len(others))
    for old, column in zip(_parts(one.store), _parts(store), strict=True):
        column[:n], column[n : n + held] = old[0], old[1 : 1 + held]
    posts.holder[:n] = np.arange(n)
    posts.holder[n:] = np.where(posts.holder[n:] == VACANT, VACANT, posts.holder[n:] + n - 1)
    store.post[:n], store.uid[: n + held] = np.arange(n), np.arange(1, n + held + 1)
    store.post[n : n + held] += n - 1
    return State(store, n + held, posts, one.types, _offices(posts, {}), one.lines, one.city, one.baseline)


def copied(state: State) -> State:
    """Another State that shares nothing with this one."""
    return state.copy()


def after(act: Any, state: State, p: Any, now: Moment) -> State:
    """A copy of the State after the act; the one given is left alone."""
    new = state.copy()
    act(new, p, now)
    return new


def undeclared(writes: set[str], before: State, later: State) -> set[str]:
    """What differs, as `column` or `table.column`, though it is not declared; people in both states count."""
    declared = set(writes)
    if "seats" in declared:
        declared |= COLUMNS | {f"posts.{name}" for name in POST_COLUMNS}
    old, new = picture(before), picture(later)
    pairs = [("", old["people"][uid], new["people"][uid]) for uid in old["people"].keys() & new["people"].keys()]
    for table in ("posts", "offices", "lines"):
        pairs += [(f"{table}.", a, b) for a, b in zip(old[table], new[table], strict=True)]
    pairs += [("city.", old["city"], new["city"]), ("baseline.", old["baseline"], new["baseline"])]
    return {prefix + name for prefix, a, b in pairs for name in a if a[name] != b[name]} - declared


def assert_consistent(state: State) -> None:
    """People and posts point at each other, one person a post, no uid twice; people know where they sit."""
    staff, posts = state.workforce, state.posts
    assert sorted(posts.holder[posts.holder != VACANT].tolist()) == list(range(state.people))
    assert posts.holder[staff.post].tolist() == list(range(state.people))
    assert len(set(staff.uid.tolist())) == state.people
    for name in ("office", "line", "type", "level"):
        assert getattr(staff, name).tolist() == getattr(posts, name)[staff.post].tolist()


def plain(rule: Any) -> Any:
    """The Python under a compiled rule (itself where NUMBA_DISABLE_JIT is set)."""
    return getattr(rule, "py_func", rule)


def _parts(store: Workforce) -> list[Any]:
    return [part for column in store for part in (column if isinstance(column, tuple) else (column,))]


# The other tables


def _empty(table: Any, n: int) -> Any:
    """A table of zeros with the dtypes that it declares."""
    return table(**{name: _zeros(hint, n) for name, hint in table.__annotations__.items()})


def _zeros(hint: Any, n: int) -> Any:
    if get_args(hint) and getattr(hint, "__origin__", None) is tuple:
        return tuple(_zeros(part, n) for part in get_args(hint))
    return np.zeros(n, get_args(get_args(hint)[1])[0])


def _offices(posts: Posts, changed: dict[str, Any]) -> Offices:
    table = _fill(_empty(Offices, OFFICES), {name: values[0] for name, values in _OFFICE.items()} | changed)
    table.supporting[1] = 1
    for office in range(OFFICES):
        here = np.flatnonzero(posts.office == office)
        table.managers[office] = (posts.level[here] > 0).sum()
        table.head_post[office] = here[np.argmax(posts.level[here])] if len(here) else 0
    return table


def _lines(changed: dict[str, Any]) -> Lines:
    table = _fill(_empty(Lines, LINES), {name: values[0] for name, values in _LINE.items()} | changed)
    table.office[:], table.kind[:], table.template[:] = LINE_OFFICE, LINE_KIND, range(LINES)
    table.population_row[:] = (0, -1, -1, -1, 1)
    return table


def _city(changed: dict[str, Any]) -> City:
    values = {name: _zeros(hint, _SHAPE.get(name, 1)) for name, hint in City.__annotations__.items()}
    values |= {"population": np.array([[16000.0] * 61, [12000.0] * 61])}
    values |= {"office_cost": np.zeros((OFFICES, len(COST_LINES)), np.int64)}
    values |= {"crowd": np.zeros((STATES, LINE_KIND.count(DOCKET)))}
    return _fill(City(**values), {name: choices[0] for name, choices in _CITY.items()} | changed)


def _baseline() -> Baseline:
    """Constants that might be a city's, no two levels alike."""
    four = np.array([0.0, 0.1, 0.2, 0.3])
    families = np.arange(len(FAMILIES))[:, None] * np.ones(3)
    return Baseline(
        fit_mean=-0.2 - four, fit_sd=0.4 + four, drive_mean=0.55 + 0.1 * four, drive_sd=0.12 + 0.1 * four,
        weight_fit=0.07 + 0.1 * four, weight_drive=0.04 + 0.1 * four, lasting_sd=np.array([0.12, 0.1]),
        luck_sd=np.array([0.09, 0.11]), output_mean=-0.02 - 0.1 * four, output_sd=0.2 + 0.1 * four,
        tenure_mean=120.0 + 400.0 * four, tenure_sd=90.0 + 100.0 * four, cuts=np.array([-3.0, -2.7, -2.5, 1.2]),
        competence_sd=0.5 + 0.02 * families, headroom=0.6 + 0.03 * families, assessment_error=np.array([0.7]),
        absence_intercept=np.array([-3.0]), span=np.array([4.0]), gap=-0.4 + 0.05 * families,
        trained_share=np.array([0.2]),
        line_hours=np.array([300.0, 450.0, 375.0, 150.0, 0.0]), technical=np.array([0.0, 0.2, -0.1, 0.0, 0.1]),
        conduct=np.array([0.1, 0.0, 0.0, -0.2, 0.0]), on_time=np.array([0.9, 0.8, 0.0, 0.0, 0.95]),
        error_rate=np.array([0.05, 0.06, 0.0, 0.0, 0.04]), unserved=np.array([0.02, 0.0, 0.0, 0.0, 0.0]),
        support_quality=np.array([1.0]), caseload_quality=np.array([1.1]), efficiency=np.array([0.6, 0.8]),
    )  # fmt: skip


def _fill(table: Any, values: dict[str, Any]) -> Any:
    for name, value in values.items():
        getattr(table, name)[...] = value
    return table
