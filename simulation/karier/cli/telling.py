"""What a command says on stdout when it is done: a short table for people, or JSON."""

import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karier.analysis.language import Language
from karier.observables import MONTHLY
from karier.runs import Ensemble

if TYPE_CHECKING:
    from karier.analysis.headlines import Change
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
    "interval": {"id": "Interval 90%", "en": "90% interval"},
    "error": {"id": "Galat MC", "en": "MC error"},
    "one": {
        "id": "Satu ulangan: satu tarikan kebetulan dan keyakinan. --replications 20 memberi rata-rata.",
        "en": "One replication: one draw of luck and beliefs. --replications 20 gives means.",
    },
    "means": {
        "id": "Rata-rata {n} ulangan (median bila disebut): tingkat. Untuk menilai kebijakan: karier compare.",
        "en": "Means of {n} replications (medians where it says so): levels. To judge a policy: karier compare.",
    },
    "spread": {"id": "90% tahun terakhir", "en": "90% of last year"},
    "few": {
        "id": "Terlalu sedikit ulangan untuk menyatakan selisih mana yang nyata (sedikitnya {enough}).",
        "en": "Too few replications to say which differences are real (at least {enough}).",
    },
    "no_interval": {
        "id": "Tanpa interval: selisih ini satu tarikan kebetulan dan keyakinan. Coba --replications 20.",
        "en": "No interval: a difference is one draw of luck and beliefs. Try --replications 20.",
    },
    "apart": {
        "id": "* rata-rata ({mean}) dan median ({median}) berjauhan: beberapa ulangan membawa rata-rata",
        "en": "* mean ({mean}) and median ({median}) lie far apart: a few replications carry the mean",
    },
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
    from karier.analysis.headlines import called

    say = Language(lang)
    n = ensemble.design.replications
    heads = tuple(_word(name, lang) for name in ("observable", "first", "last", "spread"))
    shown = len(heads) if n > 1 else 3
    for scenario in ensemble.design.scenarios:
        rows = []
        for name, (first, last, low, high) in summaries[scenario.name].items():
            spread = f"{say.value(name, low)} … {say.value(name, high)}"
            cells = (called(say, name), say.value(name, first), say.value(name, last), spread)
            rows.append((*cells[:shown], _unit(name, say)))
        grid(say.label(scenario.label), (*heads[:shown], ""), rows)
    print(f"\n{_word('one' if n == 1 else 'means', lang).format(n=n)}")
    print(f"{_word('tables', lang)}: {out / 'tables'}")
    if same is not None:
        print(_word("same" if same else "differ", lang))


def of_study(done: "Done", out: Path, lang: str, as_json: bool, same: bool | None = None) -> None:
    """The comparison, and where notebooks and report are; `same`: as the tables of the manifest, if made from one."""
    if as_json:
        notebooks = [str(path) for path in done.notebooks]
        write_json(
            {"out": str(out), "run_key": done.ensemble.design.key, "notebooks": notebooks, "report": str(done.report)}
            | {"tables": str(out / "tables"), "identical": same, "comparison": _records(out)}
            | _decided(out)
        )
        return
    of_comparison(out, lang, False, done.ensemble.design.replications)
    print(f"{_word('notebooks', lang)}: {out / 'notebooks'}\n{_word('report', lang)}: {done.report}")
    if same is not None:
        print(_word("same" if same else "differ", lang))


def of_comparison(out: Path, lang: str, as_json: bool, replications: int) -> None:
    """Every scenario against the first, outcome by outcome, with intervals."""
    if as_json:
        write_json({"out": str(out), "replications": replications, "comparison": _records(out)} | _decided(out))
        return
    import numpy as np

    from karier.analysis.decision import decision, told
    from karier.analysis.headlines import HEADLINES as OUTCOMES
    from karier.analysis.headlines import called, changes, middle, middle_error, told_together
    from karier.analysis.results import read
    from karier.analysis.statistics import ENOUGH, apart

    say, results = Language(lang), read(out)
    made = changes(results)
    heads = tuple(_word(name, lang) for name in ("observable", "base", "change", "interval", "error", "best"))
    shown = 3 if replications == 1 else len(heads) - (replications < ENOUGH)  # too few to call one the best
    for scenario in results.strategies:
        rows = []
        notes: list[str] = []
        for name in OUTCOMES:
            change = made[scenario, name]
            low, high = change.told_ends(say) if MONTHLY[name].unit == "Rp" else change.cells(say)[1:]
            today = float(middle(name, change.status_quo)), float(middle_error(name, change.status_quo))
            base, star = say.values(name, today[:1], today[1])[0], ""
            if apart(change.paired):
                both = [change.mean, float(np.median(change.paired))]
                mean, median = told_together(say, name, both, error=change.error)
                notes, star = [*notes, _word("apart", lang).format(mean=mean, median=median)], " *"
            row = (
                called(say, name),
                base,
                change.told(say) + star,
                f"{low} … {high}",
                _error(say, change),
                _share(change.best),
            )
            rows.append(row[:shown])
        grid(f"{scenario}: {say.label(results.about(scenario)['label'])}", heads[:shown], rows)
        print(*notes, sep="\n", end="\n" if notes else "")
    if (answer := decision(results)) is not None:
        status_quo = {results.scenarios[0]: say("word.status_quo")}
        print(f"\n{told(say, lambda s: status_quo.get(s) or say.label(results.about(s)['label']), answer)}")
    if replications < ENOUGH:
        print(f"\n{_word('few' if replications > 1 else 'no_interval', lang).format(enough=ENOUGH)}", file=sys.stderr)
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
    console.width = console.width if console.is_terminal else 132
    console.print(table)


def write_json(data: Any) -> None:
    """JSON on stdout; what is not a number is null."""
    print(json.dumps(_finite(data), indent=1, ensure_ascii=False, allow_nan=False))


def _records(out: Path) -> list[dict[str, Any]]:
    from karier.analysis.comparison import comparison_table
    from karier.analysis.results import read

    table = comparison_table(read(out))
    return [dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False)]


def _decided(out: Path) -> dict[str, Any]:
    """The decision, where one was asked for."""
    from karier.analysis.decision import decision
    from karier.analysis.results import read

    answer = decision(read(out))
    return {"decision": answer.to_dict()} if answer else {}


def _years(ensemble: Ensemble, row: int) -> dict[str, tuple[float, float, float, float]]:
    """First and last year, the middle of the replications, and 5 and 95 % of the last year, by observable."""
    import numpy as np

    from karier.analysis.headlines import middle

    runs = [run for run in ensemble.design.runs if run.scenario == row]
    tables = [ensemble.store.read(run.key).monthly for run in runs]
    found = {}
    for name in HEADLINES:
        months = np.stack([table[name].to_numpy() for table in tables]).reshape(len(runs), -1, 12)
        fold = {"sum": months.sum(axis=2), "mean": months.mean(axis=2), "last": months[:, :, -1]}[MONTHLY[name].year]
        low, high = np.quantile(fold[:, -1], (0.05, 0.95))
        found[name] = (float(middle(name, fold[:, 0])), float(middle(name, fold[:, -1])), float(low), float(high))
    return found


def _unit(name: str, say: Language) -> str:
    unit = MONTHLY[name].unit
    if unit in ("Rp", "share"):
        return ""
    return unit if say.code == "en" else say.unit(name)


def _error(say: Language, change: "Change") -> str:
    """The Monte-Carlo error of the change, in its unit."""
    return (
        say.rupiahs([change.error], error=change.error)[0]
        if MONTHLY[change.name].unit == "Rp"
        else change.error_cell(say)
    )


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
