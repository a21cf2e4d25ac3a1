"""Whether a roster can be the people of a place: every row and column, and one message for each thing that is wrong."""

from difflib import get_close_matches
from typing import Any, NamedTuple

from karier.population.jobs import CATEGORIES, PENGAWAS
from karier.population.roster import EARLIEST
from karier.roster.columns import BY_NAME, MONTHS, REQUIRED, Unreadable, is_golongan, plain
from karier.roster.files import Raw
from karier.scenario.errors import shown
from karier.state.workforce import EMPLOYMENTS, PNS

OLDEST = 70 * 12  # months; nobody serves so long


class Place(NamedTuple):
    """What a row is held against."""

    offices: tuple[str, ...]
    start: int  # months since year 0
    retirement: dict[int, int]  # by category, the latest of its posts, in months
    names: dict[str, str]  # id of an office by the ways in which people write it


def named(offices: Any) -> dict[str, str]:
    """Ids of offices by what they are called: id, and labels in both languages that no two share."""
    ids = {plain(o.id): o.id for o in offices}
    labels: dict[str, set[str]] = {}
    for o in offices:
        for label in o.label.values():
            labels.setdefault(plain(label), set()).add(o.id)
    return {label: one for label, (one, *others) in labels.items() if not others} | ids


class Checked(NamedTuple):
    """Cells as values, a list a column; None where a cell is silent. Problems name row and column."""

    values: dict[str, list[Any]]
    problems: list[str]

    def __len__(self) -> int:
        return len(self.values["id"])


def check(raw: Raw, place: Place) -> Checked:
    """Read every cell of a roster and hold every row against the place."""
    problems = _header(raw.header)
    if problems:
        return Checked({name: [] for name in BY_NAME}, problems)
    values: dict[str, list[Any]] = {name: [] for name in BY_NAME}
    seen: dict[str, int] = {}
    for number, cells in raw.rows:
        row, wrong = _cells(raw.header, cells, number)
        wrong += _row(row, number, place, seen)
        problems += wrong
        for name, column in values.items():
            column.append(row.get(name))
    return Checked(values, problems)


def _header(header: list[str]) -> list[str]:
    problems = []
    for place, name in enumerate(header, start=1):
        if name not in BY_NAME:
            near = get_close_matches(name, BY_NAME, n=1, cutoff=0.5)
            hint = f"; did you mean {near[0]}?" if near else ""
            allowed = ", ".join(BY_NAME)
            problems.append(f"row 1, column {place}: {shown(name)} is no known column{hint}; allowed: {allowed}")
        elif header.index(name) < place - 1:
            problems.append(f"row 1, column {place}: {name} stands there twice; allowed: each column once")
    problems += [f"row 1: the column {name} is missing; it is required" for name in REQUIRED if name not in header]
    return problems


def _cells(header: list[str], cells: list[str], number: int) -> tuple[dict[str, Any], list[str]]:
    row: dict[str, Any] = {}
    wrong = []
    if any(cells[len(header) :]):
        wrong.append(f"row {number}: has {len(cells)} cells, the header {len(header)}")
    for name, text in zip(header, cells, strict=False):
        if not text:
            continue
        try:
            row[name] = BY_NAME[name].read(text)
        except Unreadable as error:
            wrong.append(_says(number, name, text, "cannot be read", str(error)))
        if name == "rank" and name in row:
            row["golongan"] = is_golongan(text)
    named = {name for name, text in zip(header, cells, strict=False) if text}
    wrong += [f"row {number}, {name}: is empty; it is required" for name in REQUIRED if name not in named]
    return row, wrong


def _row(row: dict[str, Any], number: int, place: Place, seen: dict[str, int]) -> list[str]:
    wrong = []
    who = row.get("id")
    if who is not None and who in seen:
        wrong.append(f"row {number}, id: stands in row {seen[who]} already; allowed: each person once")
    seen.setdefault(str(who), number)
    office = row.get("office")
    if office is not None:
        row["office"] = office = place.names.get(plain(office), office)
    if office is not None and office not in place.offices:
        near = get_close_matches(office, place.offices, n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]}?" if near else ""
        some = ", ".join(place.offices[:8])
        wrong.append(
            _says(number, "office", office, f"is no office of the place{hint}", f"{some}, … (roster template)")
        )
    return wrong + _months(row, number, place) + _posts(row, number)


def _months(row: dict[str, Any], number: int, place: Place) -> list[str]:
    wrong = []
    birth, entry = row.get("birth_month"), row.get("entry_month")
    if birth is not None:
        age = place.start - birth
        most = place.retirement.get(row.get("category", -1), OLDEST)
        if age < EARLIEST:
            wrong.append(f"row {number}, birth_month: is younger than 18 on the first day")
        elif age - 1 > most:  # service ends with the month of the birthday
            post = CATEGORIES[row["category"]] if "category" in row else "any post"
            wrong.append(
                f"row {number}, birth_month: is past the retirement age of {post} ({most // 12}) on the first day"
            )
        if entry is not None and entry - birth < EARLIEST:
            wrong.append(f"row {number}, entry_month: entered younger than 18")
    for name in MONTHS:
        if name != "birth_month" and row.get(name) is not None and row[name] > place.start:
            wrong.append(f"row {number}, {name}: lies after the first day of the place")
    for name in ("rank_month", "post_month"):
        if entry is not None and row.get(name) is not None and row[name] < entry:
            wrong.append(f"row {number}, {name}: lies before entry_month")
    return wrong


def _posts(row: dict[str, Any], number: int) -> list[str]:
    wrong = []
    employment = row.get("employment")
    if employment is not None and row.get("category", 0) >= PENGAWAS and employment != PNS:
        held = f"{CATEGORIES[row['category']]} is held by a {EMPLOYMENTS[employment]}"
        wrong.append(f"row {number}, category: {held}; allowed: a pns")
    if employment is not None and "golongan" in row and row["golongan"] == (employment == PNS):
        allowed = "I/a … IV/e for a pns, I … XVII for a pppk"
        wrong.append(f"row {number}, rank: does not belong to a {EMPLOYMENTS[employment]}; allowed: {allowed}")
    levels = [name for name in ("technical", "managerial", "sociocultural") if row.get(name) is not None]
    if 0 < len(levels) < 3:
        wrong.append(f"row {number}, {levels[0]}: stands alone; allowed: all three of an assessment, or none")
    return wrong


def _says(number: int, column: str, text: str, problem: str, allowed: str) -> str:
    return f"row {number}, {column}: {shown(text)} {problem}; allowed: {allowed}"
