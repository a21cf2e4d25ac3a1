"""The comparison as a tidy table, one row per scenario and outcome, and the files that hold it."""

import io
import re
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

from karier.analysis import statistics
from karier.analysis.files import written
from karier.analysis.headlines import BESIDE, COSTS, HEADLINES, HEAVY, Change, changes, middle, prices, scale, window
from karier.analysis.results import FloatArray, Results, read
from karier.observables import MONTHLY

UNITS = {"relative": "fraction of status quo", "points": "share", "rupiah": "Rp a year"}
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the date inside XLSX files, so that same tables make same bytes
PRICES = {"cost_programme": "programme_rupiah_per_gain", "cost_total": "total_rupiah_per_gain"}
MEANING = {
    "scenario": "name of the scenario",
    "observable": "name of the outcome (karier show --observables)",
    "unit": "unit of the values",
    "first_year": "first year of the mean",
    "last_year": "last year of the mean",
    "replications": "paired replications",
    "statistic": "what stands for all replications: mean, or median where a few of them would carry the mean",
    "status_quo": "mean or median value under the status quo",
    "value": "mean or median value under this scenario",
    "difference_unit": "unit of the difference",
    "difference": "mean or median paired difference from the status quo",
    "mean_difference": "mean paired difference",
    "median_difference": "median paired difference",
    "mean_and_median_apart": "true where they are of unlike sign or one is twice the other, beyond the median's error",
    "low": "5 % quantile of the paired difference over replications",
    "high": "95 % quantile of the paired difference over replications",
    "monte_carlo_error": "standard error of the difference (of the median: from order statistics)",
    "correlation": "correlation of the paired outcomes over replications",
    "pairing_gain": "times as many independent replications would give the same error",
    "best_probability": "share of replications in which this scenario has the best value of all",
    "verdict": "better/worse: interval excludes 0; leans_*: difference beyond two standard errors; none; same; few",
    "arrival_year": "first year in which the 90 % interval of the paired difference excludes 0",
    "programme_rupiah_per_gain": "programme cost per +1 % (efficiency) or +1 point (IKM), held for one year",
    "programme_rupiah_per_gain_low": "5 % quantile of it",
    "programme_rupiah_per_gain_high": "95 % quantile of it",
    "programme_rupiah_per_gain_said": "price, or why there is none: no_gain (cannot be told from 0), worse, free, few",
    "total_rupiah_per_gain": "the same with pay and allowances",
    "total_rupiah_per_gain_low": "5 % quantile of it",
    "total_rupiah_per_gain_high": "95 % quantile of it",
    "total_rupiah_per_gain_said": "price, or why there is none",
}


def comparison_table(results: Results) -> pd.DataFrame:
    """One row per scenario (status quo first) and headline; columns as in `MEANING`."""
    made, priced = changes(results), prices(results)
    rows = [_status_quo(results, name) for name in (*HEADLINES, *BESIDE)]
    for (scenario, name), change in made.items():
        row = _row(results, change)
        for money, column in PRICES.items():
            if (scenario, name, money) in priced:
                cost = priced[scenario, name, money]
                row |= {column: cost.value, f"{column}_low": cost.low, f"{column}_high": cost.high,
                        f"{column}_said": cost.said}  # fmt: skip
        rows.append(row)
    table = pd.DataFrame(rows, columns=list(MEANING))
    order = {name: i for i, name in enumerate(results.scenarios)}
    return table.sort_values("scenario", key=lambda names: names.map(order), kind="stable", ignore_index=True)


def _span(results: Results, name: str) -> FloatArray:
    return results.years if name in COSTS else window(results.years)


def _head(results: Results, scenario: str, name: str) -> dict[str, object]:
    years = _span(results, name)
    unit = MONTHLY[name].unit
    return {
        "scenario": scenario, "observable": name, "unit": unit, "first_year": int(years[0]),
        "last_year": int(years[-1]), "replications": len(results.replications),
        "difference_unit": UNITS.get(scale(name), unit), "statistic": "median" if name in HEAVY else "mean",
    }  # fmt: skip


def _status_quo(results: Results, name: str) -> dict[str, object]:
    values = results.over(name, _span(results, name))
    best = statistics.best_probability(values, MONTHLY[name].better)
    value = float(middle(name, values[0]))
    return _head(results, results.scenarios[0], name) | {
        "status_quo": value, "value": value, "difference": 0.0, "low": 0.0, "high": 0.0, "mean_difference": 0.0,
        "median_difference": 0.0, "mean_and_median_apart": False,
        "monte_carlo_error": 0.0, "best_probability": best[0], "verdict": "same",
    }  # fmt: skip


def _row(results: Results, change: Change) -> dict[str, object]:
    arrived = statistics.arrival(change.yearly)
    low, high = change.ends
    return _head(results, change.scenario, change.name) | {
        "status_quo": float(middle(change.name, change.status_quo)),
        "value": float(middle(change.name, change.strategy)), "difference": change.middle,
        "mean_difference": change.mean, "median_difference": float(np.median(change.paired)),
        "mean_and_median_apart": statistics.apart(change.paired), "low": low, "high": high,
        "monte_carlo_error": change.error,
        "correlation": statistics.correlation(change.status_quo, change.strategy),
        "pairing_gain": statistics.pairing_gain(change.status_quo, change.strategy),
        "best_probability": change.best, "verdict": change.verdict,
        "arrival_year": np.nan if arrived is None else results.years[arrived],
    }  # fmt: skip


def write_comparison(study_dir: Path | str) -> list[Path]:
    """tables/comparison.parquet, .csv and .xlsx of a study's folder; the same tables give the same bytes."""
    results = read(study_dir)
    table = comparison_table(results)
    folder = Path(study_dir) / "tables"
    return [
        written(folder / "comparison.parquet", table.to_parquet(index=False)),
        written(folder / "comparison.csv", table.to_csv(index=False, lineterminator="\n").encode()),
        written(folder / "comparison.xlsx", _workbook(results, table)),
    ]


def _workbook(results: Results, table: pd.DataFrame) -> bytes:
    meaning = pd.DataFrame(MEANING.items(), columns=["column", "meaning"])
    labels = pd.DataFrame(
        [{"scenario": s, **{f"label_{k}": v for k, v in results.about(s)["label"].items()}} for s in results.scenarios]
    )
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="openpyxl") as book:
        for sheet, rows in (("comparison", table), ("scenarios", labels), ("columns", meaning)):
            rows.replace([np.inf, -np.inf], np.nan).to_excel(book, sheet_name=sheet, index=False, freeze_panes=(1, 0))
            for number, column in enumerate(rows.columns):
                width = max([len(str(column)), *(len(str(v)) for v in rows[column])])
                book.sheets[sheet].column_dimensions[_letter(number)].width = min(60, width + 2)
    return _undated(buffer.getvalue())


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else "A" + chr(ord("A") + number - 26)


def _undated(book: bytes) -> bytes:
    """The same workbook without the time at which it was made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
