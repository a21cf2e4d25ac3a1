"""Forecasts that are registered before the figures come: dated quantiles, hashed, never changed, scored later.

A forecast is a folder with forecast.csv and manifest.json; SHA256SUMS beside the folders holds the hash of both files,
as `sha256sum -c` reads it.
"""

import csv
import hashlib
import io
import json
import math
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from karier.scenario.errors import bad, shown
from karier.validation import scoring

FORMAT = 1
TABLE, MANIFEST, SUMS = "forecast.csv", "manifest.json", "SHA256SUMS"
QUANTILES = tuple(f"q{round(100 * level):02d}" for level in scoring.LEVELS)
COLUMNS = ("series", "year", "unit", *QUANTILES)
KEYS = (
    "format", "registered", "scenario", "scenario_key", "start", "months", "seed", "replications", "code", "levels",
    "series", "table_sha256",
)  # fmt: skip
OBSERVATION = ("series", "year", "value")
PEOPLE = ("pns", "pppk", "pppk_part_time", "non_asn", "asn", "retirements", "recruited", "vacancies")
SERVICES = ("capacity_efficiency", "ikm", "on_time_share")
FIRST, LAST = 2026, 2030
SEED = 20261128  # of registered forecasts


class Row(NamedTuple):
    """One quantity of one year with its quantiles at scoring.LEVELS."""

    series: str
    year: int
    unit: str
    quantiles: tuple[float, ...]


class Result(NamedTuple):
    """A row beside the figure that came."""

    row: Row
    value: float
    crps: float
    inside_50: bool
    inside_90: bool


def made(name: str, seed: int, replications: int, jobs: int = 1) -> tuple[list[Row], dict[str, Any]]:
    """The rows of a scenario for 2026 to 2030 and all of its manifest but the table's hash.

    Args:
        name: a place that starts in January 2026, as `karier run` takes it.
        seed: of luck and beliefs.
        replications: each with its own luck and beliefs.
        jobs: processes; no number depends on it.

    Raises:
        BadInput: the scenario does not start in January 2026.
    """
    from karier.runs import CODE
    from karier.scenario import load
    from karier.validation.staffing import many, unit, yearly

    years = LAST - FIRST + 1
    scenario = load(name, years=years)
    if (scenario.start.year, scenario.start.month) != (FIRST, 1):
        raise bad("", "SCENARIO", f"{name} starts on {scenario.start}", f"a place that starts on {FIRST}-01-01")
    draws = many(name, seed, replications, 12 * years, SERVICES, jobs)
    rows = [
        Row(series, int(year), unit(series), tuple(float(_short(q)) for q in scoring.quantiles(found)))
        for series in (*PEOPLE, *SERVICES)
        for year, found in yearly(draws[series], series, 12 * FIRST).items()
    ]
    manifest = {
        "format": FORMAT, "registered": date.today().isoformat(), "scenario": scenario.name,
        "scenario_key": scenario.key(), "start": scenario.start.isoformat(), "months": scenario.months, "seed": seed,
        "replications": replications, "code": CODE, "levels": list(scoring.LEVELS), "series": [*PEOPLE, *SERVICES],
    }  # fmt: skip
    return rows, manifest


def register(rows: list[Row], manifest: dict[str, Any], folder: Path) -> None:
    """Write a forecast into a new folder, and its hashes into SHA256SUMS beside it.

    Raises:
        BadInput: the folder exists; a registered forecast is never changed.
    """
    if folder.exists():
        raise bad("", "--out", f"{folder} exists, and a registered forecast is never changed", "a new folder")
    folder.mkdir(parents=True)
    table = _table(rows).encode()
    manifest = manifest | {"table_sha256": hashlib.sha256(table).hexdigest()}
    told = (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode()
    with (folder.parent / SUMS).open("a", encoding="utf-8") as sums:
        for name, content in ((TABLE, table), (MANIFEST, told)):
            (folder / name).write_bytes(content)
            sums.write(f"{hashlib.sha256(content).hexdigest()}  {folder.name}/{name}\n")


def _table(rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([r.series, r.year, r.unit, *(_short(q) for q in r.quantiles)] for r in rows)
    return out.getvalue()


def _short(value: float) -> str:
    return f"{value:.6g}"


def read(folder: Path) -> list[Row]:
    """The rows of a registered forecast.

    Raises:
        BadInput: a file is missing, or is not as it was registered, or is no forecast of ours.
    """
    folder = folder.parent if folder.name in (TABLE, MANIFEST) else folder
    _unchanged(folder)
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    missing = [key for key in KEYS if key not in manifest]
    if missing or manifest["format"] != FORMAT:
        raise bad(
            str(folder / MANIFEST), missing[0] if missing else "format", "is no manifest of a forecast", ", ".join(KEYS)
        )
    rows = [_row(fields) for fields in _records(folder / TABLE, COLUMNS)]
    if {row.series for row in rows} != set(manifest["series"]):
        raise bad(str(folder / TABLE), "series", "are not those of the manifest", ", ".join(manifest["series"]))
    return rows


def _unchanged(folder: Path) -> None:
    for name in (TABLE, MANIFEST):
        if not (folder / name).is_file():
            raise bad(str(folder), name, "is missing", f"a folder with {TABLE} and {MANIFEST}, made by karier forecast")
    sums = registered(folder.parent)
    for name in (TABLE, MANIFEST):
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if sums.get(f"{folder.name}/{name}") != found:
            raise bad(
                str(folder / name), "", f"is not the file that {SUMS} registered", "the file as it was registered"
            )
    told = json.loads((folder / MANIFEST).read_text("utf-8")).get("table_sha256")
    if told != sums[f"{folder.name}/{TABLE}"]:
        raise bad(str(folder / MANIFEST), "table_sha256", "is of another table", "the file as it was registered")


def registered(register_folder: Path) -> dict[str, str]:
    """SHA-256 by file, relative to the folder of all forecasts. Empty where SHA256SUMS is missing."""
    path = register_folder / SUMS
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _row(fields: dict[str, str]) -> Row:
    return Row(fields["series"], int(fields["year"]), fields["unit"], tuple(float(fields[q]) for q in QUANTILES))


def score(rows: list[Row], observations: Path) -> list[Result]:
    """Score the figures that have come.

    Args:
        rows: of a registered forecast.
        observations: CSV with series, year, value; other columns (source) are ignored.

    Raises:
        BadInput: names file, line and what is allowed.
    """
    known = {(row.series, row.year): row for row in rows}
    found, seen = [], set()
    for line, fields in enumerate(_records(observations, OBSERVATION), start=2):
        where = f"line {line}"
        row = known.get(_asked(fields, rows, observations, where))
        if row is None:
            raise bad(str(observations), where, f"{fields['year']} is no year of the forecast", _years(rows))
        if row[:2] in seen:
            raise bad(str(observations), where, f"{row.series} {row.year} stands twice", "each figure once")
        seen.add(row[:2])
        value = _number(fields["value"], observations, where)
        low_90, low_50, _, high_50, high_90 = row.quantiles
        crps = scoring.crps_quantiles(scoring.LEVELS, row.quantiles, value)
        found.append(Result(row, value, crps, low_50 <= value <= high_50, low_90 <= value <= high_90))
    if not found:
        raise bad(str(observations), "", "holds no figures", "lines of series,year,value")
    return found


def _asked(fields: dict[str, str], rows: list[Row], path: Path, where: str) -> tuple[str, int]:
    names = list(dict.fromkeys(row.series for row in rows))
    if fields["series"] not in names:
        raise bad(str(path), where, f"{shown(fields['series'])} is no series of the forecast", ", ".join(names))
    try:
        return fields["series"], int(fields["year"])
    except ValueError:
        raise bad(str(path), where, f"{shown(fields['year'])} is no year", _years(rows)) from None


def _years(rows: list[Row]) -> str:
    years = [row.year for row in rows]
    return f"{min(years)} to {max(years)}"


def _number(text: str, path: Path, where: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise bad(str(path), where, f"{shown(text)} is no number", "figures such as 7000 or 0.84, without separators")
    return value


def _records(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The lines of a CSV file that has these columns."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise bad(str(path), "", error.strerror or "cannot be read", "a CSV file") from None
    except UnicodeDecodeError:
        raise bad(str(path), "", "is not a text in UTF-8", "a CSV file in UTF-8") from None
    lines = csv.DictReader(io.StringIO(text))
    missing = [name for name in columns if name not in (lines.fieldnames or ())]
    if missing:
        raise bad(str(path), missing[0], "is no column", "a first line with " + ",".join(columns))
    records = []
    for number, record in enumerate(lines, start=2):
        if any(record[name] is None for name in columns):
            raise bad(str(path), f"line {number}", "has too few fields", ",".join(columns))
        records.append({name: record[name].strip() for name in columns})
    return records
