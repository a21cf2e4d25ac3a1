"""The comparison as rows for a terminal or JSON: one dict a scenario."""

from typing import Any

from karier.analysis import headlines
from karier.analysis.headlines import HEADLINES, PRICED, changes, prices
from karier.analysis.language import Language
from karier.analysis.results import Results
from karier.analysis.view import View


def rows(results: Results, lang: str = "id") -> list[dict[str, Any]]:
    """One dict a strategy: scenario, label, and for each headline difference, low, high, best_probability, verdict.

    Differences are fractions where the observable is an index or a share, else in its own unit (rupiah a year for
    costs); rupiah_per_gain holds None where a gain or its cost cannot be told from 0.
    """
    view = View(results, Language(lang), save=False)
    made, priced, found = changes(results), prices(results), []
    for scenario in results.strategies:
        row: dict[str, Any] = {"scenario": scenario, "label": view.label(scenario)}
        for name in HEADLINES:
            change = made[scenario, name]
            low, high = change.ends
            row[name] = {
                "difference": change.mean, "low": low, "high": high, "best_probability": change.best,
                "verdict": change.verdict,
            }  # fmt: skip
        costs = {name: priced[scenario, name, "cost_programme"] for name in PRICED}
        row["rupiah_per_gain"] = {name: cost.value if cost.said == "price" else None for name, cost in costs.items()}
        found.append(row)
    return found


def columns(lang: str = "id") -> list[str]:
    """Heads of `table`."""
    language = Language(lang)
    return [language("word.strategy"), *(headlines.head(language, name) for name in HEADLINES)]


def table(results: Results, lang: str = "id") -> list[list[str]]:
    """The same as text for a terminal: label, then difference and interval of each headline."""
    view, made = View(results, Language(lang), save=False), changes(results)
    lines = []
    for scenario in results.strategies:
        cells = [view.label(scenario)]
        for name in HEADLINES:
            change = made[scenario, name]
            middle, low, high = (headlines.number(view.language, name, v) for v in (change.mean, *change.ends))
            cells.append(f"{middle} {view.language('word.short_interval', low=low, high=high)}")
        lines.append(cells)
    return lines
