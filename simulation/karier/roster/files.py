"""A roster's file as text: CSV or XLSX, the header first. Nothing is interpreted here but cells of dates."""

import csv
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from karier.roster.columns import COLUMNS
from karier.runs.tables import replace_with
from karier.scenario.errors import BadInput, bad

SUFFIXES = (".csv", ".xlsx")
SHEET = "roster"


class Raw(NamedTuple):
    """Header and rows as they stand; `number` is the row's in the file, from 1 for the header."""

    header: list[str]
    rows: list[tuple[int, list[str]]]


def read(path: Path) -> Raw:
    """The file's cells. BadInput where it is none, empty or damaged."""
    file = str(path)
    if path.suffix.lower() not in SUFFIXES:
        raise bad(file, "", f"ends in {path.suffix or 'nothing'}", " or ".join(SUFFIXES))
    try:
        lines = _from_csv(path) if path.suffix.lower() == ".csv" else _from_xlsx(path)
    except OSError as error:
        raise bad(file, "", error.strerror or "cannot be read", "a file that exists and may be read") from None
    filled = [(n, [c.strip() for c in cells]) for n, cells in lines if any(c.strip() for c in cells)]
    if not filled:
        raise bad(file, "", "is empty", "a header and a row a person (karier roster template FILE)")
    (_, header), rows = filled[0], filled[1:]
    while header and not header[-1]:
        header.pop()
    if not rows:
        raise bad(file, "", "has a header and nobody under it", "a row a person (karier roster template FILE)")
    return Raw(header, rows)


def _from_csv(path: Path) -> list[tuple[int, list[str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise bad(str(path), "", f"is not UTF-8 (byte {error.start})", "CSV saved as UTF-8, or XLSX") from None
    if "\0" in text:
        raise bad(str(path), "", "is binary", "CSV saved as UTF-8, or XLSX")
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    return [(n, cells) for n, cells in enumerate(csv.reader(text.splitlines(), delimiter=separator), start=1)]


def _from_xlsx(path: Path) -> list[tuple[int, list[str]]]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, EOFError) as error:
        raise bad(str(path), "", f"is no XLSX ({type(error).__name__})", "a workbook saved as XLSX, or CSV") from None
    sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
    return list(_cells(sheet))


def _cells(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, [_text(value) for value in row]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.year:04d}-{value.month:02d}"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def write_template(path: Path, offices: dict[str, tuple[str, str]], people: Sequence[Mapping[str, str]] = ()) -> None:
    """A file with the header and three example rows; XLSX also with the dictionary and the offices.

    offices: name in Indonesian and English by id; people: cells by column, in place of the examples.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise bad(str(path), "", f"ends in {path.suffix or 'nothing'}", " or ".join(SUFFIXES))
    if path.exists():
        raise bad(str(path), "", "is there already", "a new name")
    known = list(offices)
    rows = [[column.examples[k] for column in COLUMNS] for k in range(3)]
    at = [column.name for column in COLUMNS].index("office")
    for k, row in enumerate(rows):
        row[at] = row[at] if row[at] in offices else known[min(k, len(known) - 1)]
    head = [column.name for column in COLUMNS]
    if people:
        rows = [[person.get(name, "") for name in head] for person in people]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_with(lambda temporary: _template(temporary, path.suffix.lower(), head, rows, offices), path)
    except OSError as error:
        raise bad(str(path), "", error.strerror or "cannot be written", "a folder that may be written") from None


def _template(
    temporary: Path, suffix: str, head: list[str], rows: list[list[str]], offices: dict[str, tuple[str, str]]
) -> None:
    if suffix == ".csv":
        with temporary.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *rows])
        return
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    for row in (head, *rows):
        sheet.append(row)
    about = book.create_sheet("columns")
    about.append(["column", "required", "arti", "meaning", "allowed"])
    for c in COLUMNS:
        about.append([c.name, "yes" if c.required else "no", c.id, c.en, c.allowed])
    places = book.create_sheet("offices")
    places.append(["office", "nama", "name"])
    for identifier, names in offices.items():
        places.append([identifier, *names])
    with temporary.open("wb") as file:
        book.save(file)


def told(problems: list[str], file: str, shown: int = 20) -> BadInput:
    """All that is wrong, at most `shown` lines of it."""
    more = [f"… and {len(problems) - shown} more"] if len(problems) > shown else []
    return BadInput("\n".join([f"{file}: {problem}" for problem in problems[:shown]] + more))
