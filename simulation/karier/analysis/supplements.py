"""What stands behind the comparison: what each lever moved first, and how an equal budget came out."""

import numpy as np

from karier.analysis import headlines, statistics
from karier.analysis.headlines import Change, difference, window
from karier.analysis.language import NOTHING
from karier.analysis.parts import Bullets, Cell, Folded, Heading, Paragraph, Part, Table, Tone
from karier.analysis.view import View
from karier.observables import MONTHLY

TARGETS = (
    "assessed", "belief_error", "training_hours", "mean_competence_technical", "mean_competence_managerial",
    "mentoring_pairs", "coached", "culture", "leadership_places", "certified_managers", "leadership_quality",
    "promotion_fairness", "award_fairness", "mean_motivation", "presence", "mean_performance", "moves", "entries",
    "vacancy_rate",
)  # fmt: skip
OVER = 0.01  # of the budget, from which a year counts as unspent


def targets(view: View) -> list[Part]:
    """What each strategy does to what levers act on: a table target × strategy with intervals."""
    language, results = view.language, view.results
    if not results.strategies:
        return []
    rows = []
    for name in TARGETS:
        made = [target(view, scenario, name) for scenario in results.strategies]
        unit = headlines.change_unit(language, name)
        rows.append([Cell(language.observable(name), (unit,)), *(_cell(view, change) for change in made)])
    head = [language("targets.target"), *(view.wrapped(s, 18, 6) for s in results.strategies)]
    title = language("targets.table", years=view.years(view.window))
    table = Table(head, rows, title, 1, [view.interval_note(), view.run_note()])
    return [Heading(language("targets.title")), Paragraph(language("targets.text")), Folded(title, [table])]


def target(view: View, scenario: str, name: str) -> Change:
    """The paired difference of any observable in the window in which outcomes are compared."""
    results, row = view.results, view.results.scenarios.index(scenario)
    values = results.over(name, window(results.years))
    yearly = difference(name, results.yearly(name))[row]
    return Change(scenario, name, values[0], values[row], float("nan"), yearly)


def _cell(view: View, change: Change) -> Cell:
    if np.array_equal(change.status_quo, change.strategy):
        return Cell("0", tone="quiet")
    worse_or_better: dict[str, Tone] = {"better": "better", "worse": "worse"} if MONTHLY[change.name].better else {}
    middle, *ends = change.cells(view.language)
    nothing = not any(end.strip("0.,−+") for end in ends)  # both ends are written as 0
    interval = () if nothing else (view.language("word.short_interval", low=ends[0], high=ends[1]),)
    return Cell(middle, interval, worse_or_better.get(change.verdict, "" if _clear(change) else "quiet"))


def _clear(change: Change) -> bool:
    low, high = statistics.interval(change.paired)
    return bool(low > 0.0 or high < 0.0)


def budget(view: View) -> list[Part]:
    """How the budget was kept: by strategy and year its cost, the scale of its doses, and what it could not absorb."""
    language, said = view.language, view.results.study.get("budget")
    if not said:
        return []
    rows = []
    before = ""
    for row in said["rows"]:
        off = row["cost"] / row["budget"] - 1.0 if row["budget"] > 0 else 0.0
        money = language.counted(*(row[key] for key in ("budget", "cost", "unspent")))
        share = language.percent(off, 1) if row["budget"] > 0 else NOTHING
        name = view.label(row["scenario"]) if row["scenario"] != before else ""
        before = row["scenario"]
        rows.append([
            Cell(name, mark=view.colours[row["scenario"]]),
            Cell(str(row["year"])), *map(Cell, money),
            Cell(share, tone="quiet" if abs(off) <= OVER else ""), Cell(language.number(row["scale"], 2)),
        ])  # fmt: skip
    head = [language("word.strategy"), language("budget.year")]
    scale = headlines.change_unit(language, "cost_programme")
    head += [f"{language(f'budget.{key}')} ({scale})" for key in ("budget", "cost", "unspent")]
    head += [language(f"budget.{key}") for key in ("off", "scale")]
    reference = view.label(said["reference"])
    title = language("budget.table")
    return [
        Heading(language("budget.title")),
        Paragraph(language("budget.text", name=reference)),
        Bullets(unspent(view)),
        Folded(title, [Table(head, rows, title, 1, [view.run_note()])]),
    ]


def unspent(view: View) -> list[str]:
    """A sentence a strategy that could not absorb its budget; one sentence where all could."""
    language, said = view.language, view.results.study["budget"]
    out = []
    for scenario in dict.fromkeys(row["scenario"] for row in said["rows"]):
        rows = [row for row in said["rows"] if row["scenario"] == scenario]
        left, whole = sum(row["unspent"] for row in rows), sum(row["budget"] for row in rows)
        if whole > 0 and left > OVER * whole:
            words = {
                "name": view.label(scenario),
                "left": language.rupiah(left),
                "share": language.percent(left / whole, 0),
            }
            out.append(language("budget.unspent_line", **words))
    return out or [language("budget.all_spent")]
