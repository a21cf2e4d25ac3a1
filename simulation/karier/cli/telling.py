"""What a command says on stdout when it is done: a short table for people, or JSON."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karier.analysis.language import Language
from karier.observables import MONTHLY
from karier.runs import Ensemble

if TYPE_CHECKING:
    from karier.studies.study import Done

HEADLINES = (
    "headcount", "service_efficiency", "capacity_efficiency", "turnaround_days", "on_time_share", "ikm", "trust",
    "cost_programme", "cost_total",
)  # fmt: skip
_WORDS = {
    "first": {"id": "Tahun pertama", "en": "First year"},
    "last": {"id": "Tahun terakhir", "en": "Last year"},
    "observable": {"id": "Hasil", "en": "Outcome"},
    "base": {"id": "Dasar", "en": "Baseline"},
    "change": {"id": "Perubahan", "en": "Change"},
    "interval": {"id": "Selang 90%", "en": "90% interval"},
    "best": {"id": "Peluang terbaik", "en": "Best in"},
    "tables": {"id": "Tabel", "en": "Tables"},
    "report": {"id": "Laporan", "en": "Report"},
    "notebooks": {"id": "Notebook", "en": "Notebooks"},
    "replications": {"id": "ulangan berpasangan", "en": "paired replications"},
    "same": {"id": "Sama persis dengan tabel manifes itu", "en": "Identical to the tables of the manifest"},
    "differ": {"id": "BERBEDA dari tabel manifes itu", "en": "NOT identical to the tables of the manifest"},
}


def of_run(
    ensemble: Ensemble, out: Path, paths: Mapping[str, Path], same: bool | None, lang: str, as_json: bool
) -> None:
    """First and last year of the headline observables, and where the tables are."""
    summaries = {s.name: _years(ensemble, row) for row, s in enumerate(ensemble.design.scenarios)}
    if as_json:
        tables = {name: str(path) for name, path in paths.items()}
        design = ensemble.design
        write_json(
            {"out": str(out), "run_key": design.key, "seed": design.seed, "replications": design.replications}
            | {"tables": tables, "identical": same, "scenarios": summaries}
        )
        return
    say = Language(lang)
    heads = (_word("observable", lang), _word("first", lang), _word("last", lang), "")
    for scenario in ensemble.design.scenarios:
        rows = [
            (say.observable(name), say.value(name, first), say.value(name, last), _unit(name))
            for name, (first, last) in summaries[scenario.name].items()
        ]
        grid(say.label(scenario.label), heads, rows)
    print(f"\n{_word('tables', lang)}: {out / 'tables'}")
    if same is not None:
        print(_word("same" if same else "differ", lang))


def of_study(done: "Done", out: Path, lang: str, as_json: bool) -> None:
    """The comparison, and where notebooks and report are."""
    if as_json:
        notebooks = [str(path) for path in done.notebooks]
        write_json(
            {"out": str(out), "run_key": done.ensemble.design.key, "notebooks": notebooks, "report": str(done.report)}
            | {"tables": str(out / "tables"), "comparison": _records(out)}
        )
        return
    of_comparison(out, lang, False, done.ensemble.design.replications)
    print(f"{_word('notebooks', lang)}: {out / 'notebooks'}\n{_word('report', lang)}: {done.report}")


def of_comparison(out: Path, lang: str, as_json: bool, replications: int) -> None:
    """Every scenario against the first, outcome by outcome, with intervals."""
    if as_json:
        write_json({"out": str(out), "replications": replications, "comparison": _records(out)})
        return
    from karier.analysis.headlines import HEADLINES as OUTCOMES
    from karier.analysis.headlines import changes, number, told
    from karier.analysis.results import read

    say, results = Language(lang), read(out)
    made = changes(results)
    heads = tuple(_word(name, lang) for name in ("observable", "base", "change", "interval", "best"))
    for scenario in results.strategies:
        rows = []
        for name in OUTCOMES:
            change = made[scenario, name]
            write = told if MONTHLY[name].unit == "Rp" else number
            low, high = (write(say, name, end) for end in change.ends)
            base, difference = say.value(name, float(change.status_quo.mean())), told(say, name, change.mean)
            rows.append((say.observable(name), base, difference, f"{low} … {high}", _share(change.best)))
        grid(f"{scenario}: {say.label(results.about(scenario)['label'])}", heads, rows)
    print(f"\n{replications} {_word('replications', lang)}. {_word('tables', lang)}: {out / 'tables'}")


def grid(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table in plain text: first column to the left, figures to the right."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(caption), title_justify="left", title_style="bold", box=None, pad_edge=False)
    for number, head in enumerate(heads):
        table.add_column(head, justify="left" if number == 0 else "right", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    print()
    console = Console(highlight=False)
    console.width = console.width if console.is_terminal else 120
    console.print(table)


def write_json(data: Any) -> None:
    """JSON on stdout; what is not a number is null."""
    print(json.dumps(_finite(data), indent=1, ensure_ascii=False, allow_nan=False))


def _records(out: Path) -> list[dict[str, Any]]:
    from karier.analysis.comparison import comparison_table
    from karier.analysis.results import read

    table = comparison_table(read(out))
    return [dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False)]


def _years(ensemble: Ensemble, row: int) -> dict[str, tuple[float, float]]:
    """First and last year, mean over the replications, by observable."""
    import numpy as np

    runs = [run for run in ensemble.design.runs if run.scenario == row]
    tables = [ensemble.store.read(run.key).monthly for run in runs]
    found = {}
    for name in HEADLINES:
        months = np.stack([table[name].to_numpy() for table in tables]).reshape(len(runs), -1, 12)
        fold = {"sum": months.sum(axis=2), "mean": months.mean(axis=2), "last": months[:, :, -1]}[MONTHLY[name].year]
        found[name] = (float(fold[:, 0].mean()), float(fold[:, -1].mean()))
    return found


def _unit(name: str) -> str:
    unit = MONTHLY[name].unit
    return "" if unit in ("Rp", "share") else unit


def _share(value: float) -> str:
    return f"{100 * value:.0f}%" if math.isfinite(value) else "–"


def _word(name: str, lang: str) -> str:
    return _WORDS[name][lang]


def _finite(data: Any) -> Any:
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    if isinstance(data, Mapping):
        return {key: _finite(value) for key, value in data.items()}
    return [_finite(item) for item in data] if isinstance(data, list | tuple) else data
