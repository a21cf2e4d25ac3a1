"""The comparison as rows for JSON and for a terminal: one a strategy."""

from typing import Any

from karier.analysis import headlines
from karier.analysis.headlines import HEADLINES, PRICED, prices
from karier.analysis.results import Results
from karier.analysis.view import view


def rows(results: Results, lang: str = "id") -> list[dict[str, Any]]:
    """One dict a strategy: scenario, label, and for each headline difference, low, high, best_probability, verdict.

    Differences are fractions where the observable is an index or a share, else in its own unit (rupiah a year for
    costs); rupiah_per_gain holds None where a gain or its cost cannot be told from 0.
    """
    seen, priced, found = view(results, lang, save=False), prices(results), []
    for scenario in results.strategies:
        row: dict[str, Any] = {"scenario": scenario, "label": seen.label(scenario)}
        for name in HEADLINES:
            change = seen.changes[scenario, name]
            low, high = change.ends
            row[name] = {
                "difference": change.mean, "low": low, "high": high, "best_probability": change.best,
                "verdict": change.verdict,
            }  # fmt: skip
        costs = {name: priced[scenario, name, "cost_programme"] for name in PRICED}
        row["rupiah_per_gain"] = {name: cost.value if cost.said == "price" else None for name, cost in costs.items()}
        found.append(row)
    return found


def table(results: Results, lang: str = "id") -> list[list[str]]:
    """The same as text for a terminal: heads first, then label, and difference with interval of each headline."""
    seen = view(results, lang, save=False)
    language = seen.language
    lines = [[language("word.strategy"), *(headlines.head(language, name) for name in HEADLINES)]]
    for scenario in results.strategies:
        cells = [seen.label(scenario)]
        for name in HEADLINES:
            change = seen.changes[scenario, name]
            middle, low, high = (headlines.number(language, name, v) for v in (change.mean, *change.ends))
            cells.append(f"{middle} {language('word.short_interval', low=low, high=high)}")
        lines.append(cells)
    return lines
