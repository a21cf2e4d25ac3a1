"""The tables of a run: which columns, of which type, and how they become files."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from karier.arrays import FloatArray
from karier.observables import (
    COHORT_COLUMNS,
    COHORT_KEYS,
    LINE_COLUMNS,
    LINE_KEYS,
    MONTHLY,
    OFFICE_COLUMNS,
    OFFICE_KEYS,
)

YEARLY = {
    "offices": (OFFICE_KEYS, OFFICE_COLUMNS),
    "cohorts": (COHORT_KEYS, COHORT_COLUMNS),
    "lines": (LINE_KEYS, LINE_COLUMNS),
}
NAMES = ("monthly", *YEARLY)
_KEY_TYPES = {"year": pa.int32()}  # the other keys are texts
RUN_COLUMNS = (pa.field("scenario", pa.string()), pa.field("replication", pa.int32()))


def _schemas() -> dict[str, Any]:
    monthly = [("month", pa.int32()), ("date", pa.date32()), *((name, pa.float64()) for name in MONTHLY)]
    yearly = {
        table: [(key, _KEY_TYPES.get(key, pa.string())) for key in keys] + [(name, pa.float64()) for name in columns]
        for table, (keys, columns) in YEARLY.items()
    }
    return {name: pa.schema(fields) for name, fields in {"monthly": monthly, **yearly}.items()}


SCHEMAS = _schemas()


class Tables(NamedTuple):
    """What one run leaves: four tables (pyarrow) and the manifest that says which run it was."""

    monthly: Any  # month, date, then every observable; one row a month
    offices: Any  # year, office, …
    cohorts: Any  # year, sex, generation, …
    lines: Any  # year, office, line, …
    manifest: dict[str, Any]


def monthly_table(columns: Mapping[str, FloatArray], start: date) -> Any:
    """The monthly table from one array per observable; the first month is that of `start`."""
    months = len(next(iter(columns.values())))
    first = start.year * 12 + start.month - 1
    dates = [date(*year_and_month(first + month), 1) for month in range(months)]
    observed = {name: columns[name] for name in MONTHLY}
    return pa.table({"month": list(range(months)), "date": dates, **observed}, SCHEMAS["monthly"])


def year_and_month(index: int) -> tuple[int, int]:
    """Year and month (1 … 12) from the number of months since year 0."""
    year, month = divmod(index, 12)
    return year, month + 1


def yearly_table(name: str, rows: Sequence[Mapping[str, Any]]) -> Any:
    """A yearly table from its rows."""
    schema = SCHEMAS[name]
    return pa.table({field.name: [row[field.name] for row in rows] for field in schema}, schema)


def with_run(table: Any, scenario: str, replication: int) -> Any:
    """The table with the two columns that say which run a row belongs to, in front."""
    rows = len(table)
    which = (pa.array([scenario] * rows, pa.string()), pa.array([replication] * rows, pa.int32()))
    return pa.Table.from_arrays([*which, *table.columns], schema=pa.schema([*RUN_COLUMNS, *table.schema]))


def write_table(table: Any, path: Path) -> None:
    """One table as Parquet (zstd). The same table gives the same bytes; nothing in it says when or where."""
    texts = [field.name for field in table.schema if field.type == pa.string()]
    floats = [field.name for field in table.schema if field.type == pa.float64()]
    with path.open("wb") as file:
        pq.write_table(table, file, compression="zstd", use_dictionary=texts, use_byte_stream_split=floats)
        _sync(file)


def write_json(data: Any, path: Path) -> None:
    """Readable JSON, keys in the order given."""
    with path.open("wb") as file:
        file.write((json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode())
        _sync(file)


def _sync(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def replace_with(write: Any, path: Path) -> None:
    """Let `write(temporary)` make a file beside `path`, then put it in place in one step: all of it or nothing."""
    temporary = path.with_name(f".part-{os.getpid()}-{path.name}")
    try:
        write(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
