"""From a checked roster to a place: what is missing is taken from the margins, then everything is written.

Category, family of the post, education and rank that a roster does not give are those of the nearest person (office,
employment, what is known, then age and sex) among the place's synthetic people, who meet its margins (hot deck).
Months that are missing are drawn when the place is built, as for other places.
"""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml

from karier import population
from karier.arrays import IntArray
from karier.population.jobs import CATEGORY, PENGAWAS
from karier.population.roster import COLUMNS, LEVELS, MONTHS, UNKNOWN, WHOLE, first_family
from karier.roster.checking import Checked, Place, named
from karier.roster.standing import stands
from karier.runs.tables import replace_with
from karier.scenario import Scenario, load
from karier.scenario.errors import bad
from karier.scenario.place import MANAGERS

IMPUTED = ("category", "family", "education", "rank")
FAR = 12 * 100  # what a different sex counts in months of age


class Donors(NamedTuple):
    """The place's synthetic people, n columns."""

    office: IntArray
    employment: IntArray
    sex: IntArray
    birth_month: IntArray
    category: IntArray
    post_family: IntArray
    education: IntArray
    rank: IntArray


class Imported(NamedTuple):
    """What an import left."""

    place: Path
    people: int
    imputed: dict[str, int]
    warnings: list[str]


def held_against(base: Scenario) -> Place:
    """What rows are checked against."""
    types = population.fixed(base).types
    ends = {int(c): int(types.retirement_months[c == CATEGORY].max()) for c in np.unique(CATEGORY)}
    start = 12 * base.start.year + base.start.month - 1
    return Place(tuple(o.id for o in base.place.offices), start, ends, named(base.place.offices))


def tried(checked: Checked, base: Scenario) -> Imported:
    """`write` without leaving anything."""
    with tempfile.TemporaryDirectory(prefix="karier-") as folder:
        return write(checked, base, "roster", Path(folder))


def write(checked: Checked, base: Scenario, name: str, out: Path) -> Imported:
    """Write NAME.yaml and NAME.roster.parquet into a folder; nothing half-written stays.

    Raises:
        BadInput: they are there already, cannot be written, or no run of such a place can begin.
    """
    place, people = out / f"{name}.yaml", out / f"{name}.roster.parquet"
    for path in (place, people):
        if path.exists():
            raise bad(str(path), "", "is there already", "another --name or --out")
    columns = completed(checked, base)
    text = yaml.safe_dump(_place(base, name, people.name, columns), sort_keys=False, allow_unicode=True, width=120)
    with _all_or_nothing(out, place, people):
        try:
            out.mkdir(parents=True, exist_ok=True)
            replace_with(lambda temporary: _parquet(columns, temporary), people)
            replace_with(lambda temporary: temporary.write_text(text, "utf-8"), place)
        except OSError as error:
            problem = f"{out}: cannot be written{f' ({error.strerror})' if error.strerror else ''}"
            raise bad("", "--out", problem, "a folder that may be written") from None
        warnings = stands(load(place), base)
    silent = {name: sum(v is None for v in checked.values[name]) for name in checked.values}
    return Imported(place, len(checked), {n: count for n, count in silent.items() if count}, warnings)


@contextlib.contextmanager
def _all_or_nothing(out: Path, *files: Path) -> Iterator[None]:
    """Where something goes wrong, the files go again, and the folders that were made for them."""
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        yield
    except BaseException:
        for path in files:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        for folder in made:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def completed(checked: Checked, base: Scenario) -> dict[str, Any]:
    """Every column of the file; people are numbered in the order of their ids, which are not kept."""
    order = np.argsort(np.array([str(v) for v in checked.values["id"]]), kind="stable")
    given = {name: [column[i] for i in order] for name, column in checked.values.items()}
    n = len(order)
    columns: dict[str, Any] = {"number": np.arange(n), "office": given["office"]}
    for name in MONTHS:
        columns[name] = _whole(given[name])
    for name in (*WHOLE,):
        columns[name] = _whole(given[name]) if name != "post_family" else np.full(n, UNKNOWN)
    for name in LEVELS:
        columns[name] = np.array([np.nan if v is None else v for v in given[name]], float)
    _impute(columns, donors(base), [o.id for o in base.place.offices])
    return {name: columns[name] for name in COLUMNS}


def donors(base: Scenario) -> Donors:
    """The synthetic people of the place under seed 0."""
    state = population.build(base.status_quo(), 0)
    staff, kind = state.workforce, state.workforce.type.astype(np.int64)
    start = 12 * base.start.year + base.start.month - 1
    return Donors(
        office=staff.office.astype(np.int64),
        employment=staff.employment.astype(np.int64),
        sex=staff.sex.astype(np.int64),
        birth_month=staff.birth_month.astype(np.int64) + start,
        category=CATEGORY[kind],
        post_family=state.types.family[kind].astype(np.int64),
        education=staff.education.astype(np.int64),
        rank=staff.rank.astype(np.int64),
    )


def _impute(columns: dict[str, Any], pool: Donors, offices: list[str]) -> None:
    office = np.array([offices.index(o) for o in columns["office"]])
    rows_of = {o: np.flatnonzero(pool.office == o) for o in np.unique(office).tolist()}
    for i in range(len(office)):
        donor = _nearest(columns, i, pool, rows_of[int(office[i])])
        for name in ("category", "education", "rank"):
            if columns[name][i] == UNKNOWN:
                columns[name][i] = getattr(pool, name)[donor]
        wanted = columns["family"][i]
        if wanted == UNKNOWN and pool.category[donor] == columns["category"][i]:
            wanted = pool.post_family[donor]
        columns["post_family"][i] = first_family(int(columns["category"][i]), int(wanted))


def _nearest(columns: dict[str, Any], i: int, pool: Donors, rows: IntArray) -> int:
    """The donor with what is known of the person, of the office if there is one, else of the city."""
    known = {n: columns[n][i] for n in ("employment", "category", "education", "rank") if columns[n][i] != UNKNOWN}
    for candidates in (rows, np.arange(len(pool.office))):
        fitting = candidates
        for name, value in known.items():
            closer = fitting[getattr(pool, name)[fitting] == value]
            fitting = closer if len(closer) else fitting
        if len(fitting) and pool.employment[fitting[0]] == columns["employment"][i]:
            break
    distance = np.abs(pool.birth_month[fitting] - columns["birth_month"][i])
    return int(fitting[np.argmin(distance + FAR * (pool.sex[fitting] != columns["sex"][i]))])


def _whole(values: list[Any]) -> IntArray:
    return np.array([UNKNOWN if v is None else int(v) for v in values], np.int64)


def _parquet(columns: dict[str, Any], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns), path, compression="zstd")


def _place(base: Scenario, name: str, file: str, columns: dict[str, Any]) -> dict[str, Any]:
    people = np.bincount(columns["employment"], minlength=4).tolist()
    posts = int(base.parameters["population"]["posts"].at(base.start))
    needed = sum(people) + _vacant_managers(base, columns)
    source = f"roster {name}, imported for {base.place.name}"
    return {
        "extends": base.place.name,
        "label": {"id": f"{base.place.label['id']} ({name})", "en": f"{base.place.label['en']} ({name})"},
        "description": {
            "id": f"{base.place.label['id']} dengan {sum(people)} pegawai menurut daftar {name}.",
            "en": f"{base.place.label['en']} with the {sum(people)} people of the roster {name}.",
        },
        "roster": file,
        "parameters": {
            "population.employed": {
                "value": dict(zip(("pns", "pppk", "pppk_part_time", "non_asn"), people, strict=True)),
                "kind": "assumption",
                "source": source,
            },
            "population.posts": {"value": max(posts, needed), "kind": "assumption", "source": source},
        },
    }


def _vacant_managers(base: Scenario, columns: dict[str, Any]) -> int:
    """Managers' posts that stand empty beside the people of the roster: missing heads, and the usual share."""
    office, category = np.array(columns["office"]), columns["category"]
    filled = float(base.parameters["population"]["managers_filled"].at(base.start))
    number = 0
    for level, name in enumerate(MANAGERS, start=PENGAWAS):
        held = office[category == level]
        number += int(np.ceil(len(held) / filled)) - len(held)
        number += sum(o.head == name and o.id not in held for o in base.place.offices)
    return number
