"""The establishment: how many posts of each type, in which office and at which line, and how many of them are filled.

Filled posts follow from the people (`who.py`); vacancies are laid on top; both are shared out over the offices by
the weights of the place. Seats come in order of office and type and never move.
"""

from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.population.jobs import (
    ANALYST,
    EXPERT,
    GENERAL_FAMILY,
    GROUP_BOTTOM,
    GROUP_FAMILY,
    JPT,
    KINDS,
    LEVEL,
    OPERATOR,
    PELAKSANA,
    PENGAWAS,
    RUNGS,
    SKILLED,
    TYPE,
)  # fmt: skip
from karier.population.margins import Contradiction, apportion
from karier.population.who import FIRST_MANAGER, People
from karier.randomness import identity
from karier.scenario.place import GENERAL, GROUPS, MANAGERS, City, OfficeSpec
from karier.state.lines import KINDS as LINE_KINDS
from karier.state.lines import SUPPORT
from karier.state.posts import FAMILIES

NO_LINE = -1


class Parameters(NamedTuple):
    """Units, ranges and sources: parameters/population.yaml."""

    posts: int
    managers: FloatArray  # pengawas, administrator, JPT pratama: their proportion
    managers_filled: float
    general_families: FloatArray  # pelaksana by family, in the order of GENERAL
    vacant_groups: FloatArray  # by functional group, then pelaksana
    vacant_rungs: FloatArray  # of a functional ladder
    vacant_pelaksana: FloatArray  # operator, clerk, analyst


class Seats(NamedTuple):
    """One row a post."""

    office: IntArray
    type: IntArray
    line: IntArray  # NO_LINE: serves no line of its own
    stratum: IntArray  # seats among which the vacancies are drawn: office, line and type; for managers the level
    filled: IntArray  # (strata,) how many of each are filled
    queue: IntArray  # who may sit there: type; for managers len(KINDS) + level
    uid: IntArray  # of its first holder


class Rows(NamedTuple):
    """One row a service line."""

    office: IntArray
    template: IntArray  # in the order of city.lines
    kind: IntArray
    district: IntArray  # kecamatan served, or -1 for the whole city
    share: FloatArray  # of the district's cases that come here


class Frame(NamedTuple):
    """Everything that no seed changes."""

    seats: Seats
    rows: Rows
    head_post: IntArray  # (offices,)
    managers: IntArray  # (offices,)
    supporting: IntArray  # (offices,)


def manager_posts(p: Parameters, share: float, civil_servants: int) -> tuple[IntArray, IntArray]:
    """Managerial posts by level (3,) and the filled ones: together `share` of the PNS hold one."""
    posts = int(np.floor(share * civil_servants / p.managers_filled + 0.5))
    by_level = apportion(p.managers, posts)
    filled = apportion(by_level.astype(np.float64), int(np.floor(p.managers_filled * posts + 0.5)))
    return by_level, filled


def frame(city: City, p: Parameters, who: People, queue: IntArray, by_level: IntArray, filled: IntArray) -> Frame:
    """Seats and lines of a city.

    who, queue: the people and the type of post (or, for managers, len(KINDS) + level) each of them holds;
    by_level, filled: managerial posts (3,).
    """
    taken = np.bincount(queue, minlength=len(KINDS) + JPT)[: len(KINDS)]
    staff = taken + _vacancies(p, p.posts - len(who.age) - int((by_level - filled).sum()))
    managers = _manager_table(city, by_level)
    table = np.zeros((len(city.offices), len(KINDS)), np.int64)
    owed = np.zeros(len(city.offices))
    for o, office in enumerate(city.offices):
        for k in range(len(MANAGERS)):
            table[o, TYPE[PENGAWAS + k, FAMILIES.index(office.family)]] = managers[o, k]
    for t in np.flatnonzero(LEVEL == 0):
        if staff[t]:
            table[:, t] = apportion(_weights(city, int(t)), int(staff[t]), owed)
    return _laid_out(city, table, taken, filled)


def listed(city: City, p: Parameters, office: IntArray, kind: IntArray) -> Frame:
    """Seats and lines of a city whose people are known: a post for each of them, and vacancies as elsewhere.

    office, kind: (n,) row of the office and type of the post that each person holds.
    """
    held = np.zeros((len(city.offices), len(KINDS)), np.int64)
    np.add.at(held, (office, kind), 1)
    by_level = np.array([held[:, level == LEVEL].sum() for level in (1, 2, 3)])
    wanted = np.ceil(by_level / p.managers_filled).astype(np.int64) - by_level
    table = held.copy()
    for k, level in enumerate(MANAGERS):
        own = np.array([TYPE[PENGAWAS + k, FAMILIES.index(o.family)] for o in city.offices])
        for o, spec in enumerate(city.offices):
            if spec.head == level and held[o, level_types(k + 1)].sum() == 0:
                table[o, own[o]] += 1  # an office has a head's post, held or not
        weights = np.array([o.managers.get(level, 0.0) for o in city.offices])
        if weights.sum() > 0.0:
            table[np.arange(len(own)), own] += apportion(weights, int(wanted[k]))
    vacant, owed = _vacancies(p, p.posts - int(table.sum())), np.zeros(len(city.offices))
    for t in np.flatnonzero(vacant):
        table[:, t] += apportion(_weights(city, int(t)), int(vacant[t]), owed)
    return _laid_out(city, table, None, held.ravel())


def level_types(level: int) -> IntArray:
    """The types of post at a level."""
    return np.flatnonzero(level == LEVEL)


def _vacancies(p: Parameters, number: int) -> IntArray:
    """Vacant posts below the managers, by type."""
    if number < 0:
        raise Contradiction(f"{-number} people more than there are posts")
    out = np.zeros(len(KINDS), np.int64)
    groups = apportion(p.vacant_groups, number)
    for g in range(PELAKSANA):
        rungs = TYPE[GROUP_BOTTOM[g] : GROUP_BOTTOM[g] + RUNGS, GROUP_FAMILY[g]]
        out[rungs] += apportion(p.vacant_rungs, int(groups[g]))
    for c, count in enumerate(apportion(p.vacant_pelaksana, int(groups[PELAKSANA])), start=OPERATOR):
        out[TYPE[c, list(GENERAL_FAMILY)]] += apportion(p.general_families, int(count))
    return out


def _manager_table(city: City, by_level: IntArray) -> IntArray:
    """(offices, 3): every office its head, the rest by weight."""
    table = np.zeros((len(city.offices), len(MANAGERS)), np.int64)
    for o, office in enumerate(city.offices):
        table[o, MANAGERS.index(office.head)] = 1
    for k, level in enumerate(MANAGERS):
        left = int(by_level[k] - table[:, k].sum())
        if left < 0:
            raise Contradiction(
                f"{int(table[:, k].sum())} offices are headed by a {level}, of whom there are {by_level[k]}"
            )
        table[:, k] += apportion(np.array([o.managers.get(level, 0.0) for o in city.offices]), left)
    return table


def _weights(city: City, kind: int) -> FloatArray:
    """Each office's claim on posts of a type below the managers."""
    c, f = KINDS[kind]
    if c <= ANALYST:
        name = GENERAL[GENERAL_FAMILY.index(f)]
    else:
        bottom = EXPERT if c >= EXPERT else SKILLED
        name = next(g for g, at, of in zip(GROUPS, GROUP_BOTTOM, GROUP_FAMILY, strict=True) if (at, of) == (bottom, f))
    weights = np.array([office.staff.get(name, 0.0) for office in city.offices])
    if weights.sum() <= 0.0:
        raise Contradiction(f"no office has posts of {name}")
    return weights


def _laid_out(city: City, table: IntArray, taken: IntArray | None, filled: IntArray) -> Frame:
    """taken: people by type, who sit in any office; None: people are known by office and type, `filled` of them."""
    offices = len(city.offices)
    order = np.concatenate([np.flatnonzero(level == LEVEL) for level in (3, 2, 1, 0)])  # the head comes first
    kind = np.concatenate([np.repeat(order, table[o, order]) for o in range(offices)])
    office = np.repeat(np.arange(offices), table.sum(axis=1))
    level = LEVEL[kind]
    first = np.searchsorted(office, np.arange(offices))
    head = np.array([_head(o, city.offices[o], int(first[o]), kind, office) for o in range(offices)])
    line, rows = _lines(city, office, kind)
    cell = office * len(KINDS) + kind
    stratum, full = (cell, np.zeros(0, np.int64)) if taken is None else _strata(office, line, kind, taken)
    seats = Seats(
        office=office,
        type=kind,
        line=line,
        stratum=stratum,
        filled=np.concatenate([filled, full]),
        queue=cell if taken is None else np.where(level > 0, len(KINDS) + level, kind),
        uid=np.array([identity(post, 0) for post in range(len(kind))]),
    )
    supporting = np.zeros(offices, np.int64)
    supporting[rows.office[rows.kind == SUPPORT]] = 1
    return Frame(seats, rows, head, np.bincount(office, level > 0, offices).astype(np.int64), supporting)


def _strata(office: IntArray, line: IntArray, kind: IntArray, taken: IntArray) -> tuple[IntArray, IntArray]:
    """The stratum of every seat, managers' levels first; how many of each stratum below them are filled.

    taken: people by type. Every line has its share of them, so that no luck empties one.
    """
    _, cell = np.unique(office * (line.max() + 2) + line + 1, return_inverse=True)
    level = LEVEL[kind]
    seats = np.zeros((cell.max() + 1, len(KINDS)), np.int64)
    np.add.at(seats, (cell[level == 0], kind[level == 0]), 1)
    full, owed = np.zeros_like(seats), np.zeros(len(seats))
    for t in np.flatnonzero(seats.sum(axis=0)):
        full[:, t] = apportion(seats[:, t].astype(np.float64), int(taken[t]), owed)
    stratum = np.where(level > 0, level - 1, len(MANAGERS) + cell * len(KINDS) + kind)
    return stratum, full.ravel()


def _head(row: int, office: OfficeSpec, first: int, kind: IntArray, of: IntArray) -> int:
    """The seat of the office's head: the first one of its level."""
    wanted = MANAGERS.index(office.head) + 1
    while LEVEL[kind[first]] != wanted or of[first] != row:
        first += 1
    return first


# Service lines


def _lines(city: City, office: IntArray, kind: IntArray) -> tuple[IntArray, Rows]:
    """The line of every seat, and the lines."""
    line = np.full(len(office), NO_LINE)
    rows: list[tuple[int, int, int, int, float]] = []
    names = [o.id for o in city.offices]
    group = _group_of_type()
    for template, (name, spec) in enumerate(city.lines.items()):
        having = city.served_by(name)
        districts = [o.kecamatan if spec.serves == "kecamatan" else None for o in having]
        for each, district in zip(having, districts, strict=True):
            o = names.index(each.id)
            free = np.flatnonzero((office == o) & (LEVEL[kind] == 0))
            wanted = max(1, int(np.floor(spec.share * len(free) + 0.5)))
            able = free[line[free] == NO_LINE]
            if spec.staff:
                able = able[np.isin(group[kind[able]], spec.staff)]
            if len(able) == 0:
                raise Contradiction(f"{each.id} has no posts left for the line {name}")
            wanted = min(wanted, len(able))
            chosen = able[((np.arange(wanted) + 0.5) * len(able) / wanted).astype(np.int64)]  # evenly over the types
            line[chosen] = len(rows)
            row = -1 if district is None else city.kecamatan.index(district)
            rows.append((o, template, LINE_KINDS.index(spec.kind), row, 1.0 / districts.count(district)))
    if not rows:
        raise Contradiction("the place has no service line")
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return line, Rows(*columns)


def _group_of_type() -> IntArray:
    """The name of the staff group of each type; empty for managers."""
    names = np.full(len(KINDS), "", dtype="U32")
    for g, bottom, f in zip(GROUPS, GROUP_BOTTOM, GROUP_FAMILY, strict=True):
        names[TYPE[bottom : bottom + RUNGS, f]] = g
    for name, f in zip(GENERAL, GENERAL_FAMILY, strict=True):
        names[TYPE[OPERATOR : ANALYST + 1, f]] = name
    return names


# Who sits in which kind of post


def queues(who: People, p: Parameters) -> IntArray:
    """The queue of each person: the type of post held; for managers len(KINDS) + level.

    Pelaksana of each category are spread over the families at the city's proportions, mixed by a hash.
    """
    manager = who.group >= FIRST_MANAGER
    out = np.where(manager, len(KINDS) + who.group - FIRST_MANAGER + 1, 0)
    functional = who.group < PELAKSANA
    out[functional] = TYPE[who.category[functional], np.array(GROUP_FAMILY)[who.group[functional]]]
    for c in range(OPERATOR, ANALYST + 1):
        rows = np.flatnonzero((who.group == PELAKSANA) & (who.category == c))
        mixed = rows[np.argsort([identity(int(i), 1) for i in rows], kind="stable")] if len(rows) else rows
        families = np.repeat(GENERAL_FAMILY, apportion(p.general_families, len(rows)))
        out[mixed] = TYPE[c, families]
    return out
