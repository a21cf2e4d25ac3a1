"""What stands behind the comparison: what each lever moved first, and how an equal budget came out."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from karier.analysis import errors, headlines, statistics
from karier.analysis.headlines import Change, difference, window
from karier.analysis.language import NOTHING, lowered
from karier.analysis.parts import Bullets, Cell, Folded, Heading, Paragraph, Part, Table, Tone
from karier.analysis.sentences import told_span
from karier.analysis.view import View
from karier.observables import MONTHLY

TARGETS = (
    "assessed", "belief_error", "training_hours", "mean_competence_technical", "mean_competence_managerial",
    "mentoring_pairs", "coached", "culture", "leadership_places", "certified_managers", "leadership_quality",
    "promotion_fairness", "award_fairness", "mean_motivation", "presence", "mean_performance", "moves", "entries",
    "vacancy_rate",
)  # fmt: skip
# What a plan of each lever is there to move first, and in which direction (1: up, −1: down)
OWN: dict[str, dict[str, int]] = {
    "assessment": {"assessed": 1, "belief_error": -1},
    "training": {"training_hours": 1, "mean_competence_technical": 1},
    "mentoring": {"mentoring_pairs": 1, "culture": 1, "mean_motivation": 1},
    "coaching": {"coached": 1},
    "leadership": {"leadership_places": 1, "certified_managers": 1},
    "promotion": {"promotion_fairness": 1, "leadership_quality": 1},
    "placement": {"moves": 1},
    "rewards": {"award_fairness": 1},
    "discipline": {"presence": 1},
    "recruitment": {"entries": 1, "vacancy_rate": -1},
}
MERIT = (
    "appraisal",
    "assessed_fit",
    "talent_pool",
    "talent_duk",
    "best_in_post",
    "best_for_post",
)  # rules of promotion
Reached = Literal["reached", "unclear", "missed"]
OVER = 0.01  # of the budget, from which a year counts as unspent


def targets(view: View) -> list[Part]:
    """What each strategy does to what levers act on: a table target × strategy with intervals."""
    language, results = view.language, view.results
    if not results.strategies:
        return []
    rows = []
    own = {scenario: own_targets(view, scenario) for scenario in results.strategies}
    for name in TARGETS:
        made = [target(view, scenario, name) for scenario in results.strategies]
        unit = headlines.change_unit(language, name)
        cells = [_cell(view, change, own[change.scenario].get(name, 0)) for change in made]
        rows.append([Cell(language.observable(name), (unit,)), *cells])
    head = [language("targets.target"), *(view.wrapped(s, 18, 6) for s in results.strategies)]
    title = language("targets.table", years=view.years(view.window))
    table = Table(
        head,
        rows,
        title,
        1,
        [language("targets.note_few" if view.few else "targets.note"), view.table_note(), view.run_note()],
    )
    said = [text for scenario in results.strategies if (text := moved(view, scenario, own[scenario]))]
    answers: list[Part] = [Bullets(said)] if said else []
    return [Heading(language("targets.title")), Paragraph(language("targets.text")), *answers, Folded(title, [table])]


def own_targets(view: View, scenario: str) -> dict[str, int]:
    """What the levers of a strategy are there to move → expected direction; nothing for shocks and for benchmarks."""
    found: dict[str, int] = {}
    for name, lever in view.results.about(scenario)["levers"].items():
        section = lever.get("section", name)
        if name == section and lever.get("start", True) and _raises(view, section, lever["set"]):
            found |= OWN.get(section, {})
    return found


def _raises(view: View, section: str, planned: Mapping[str, Any]) -> bool:
    """Whether the plan is one by which the lever's target is expected to move: a rule by merit, more than today."""
    today = view.results.study.get("today", {}).get(section, {})
    if section == "promotion":
        return planned.get("rule") in MERIT
    if section == "recruitment":
        return "replacement" in planned and planned["replacement"] > today.get("replacement", {}).get("value", 0.0)
    return True


def reached(change: Change, expected: int) -> Reached:
    """Whether the 90 % interval lies on the expected side of 0, contains it, or lies on the other."""
    low, high = statistics.interval(change.paired)
    if not (low > 0 or high < 0):
        return "unclear"
    return "reached" if (low > 0) == (expected > 0) else "missed"


def moved(view: View, scenario: str, own: Mapping[str, int]) -> str:
    """Which of a strategy's own targets moved as expected, which cannot be told, which moved the other way."""
    language, found = view.language, dict[str, list[str]]()
    if len(view.results.replications) < statistics.ENOUGH:
        return ""
    for name, expected in own.items():
        change = target(view, scenario, name)
        said = reached(change, expected)
        told = change.told(language)
        what = lowered(headlines.called(language, name))
        if said != "reached":
            what = language("targets.one", what=what, change=told, interval=told_span(view, change))
        found.setdefault(said, []).append(what)
    if not found:
        return ""
    parts = [language(f"targets.{key}", names=language.listed(found[key])) for key in
             ("reached", "unclear", "missed") if key in found]  # fmt: skip
    return language("targets.said", name=view.label(scenario), parts="; ".join(parts))


def target(view: View, scenario: str, name: str) -> Change:
    """The paired difference of any observable in the window in which outcomes are compared."""
    results, row = view.results, view.results.scenarios.index(scenario)
    values = results.over(name, window(results.years))
    yearly = difference(name, results.yearly(name))[row]
    return Change(scenario, name, values[0], values[row], float("nan"), yearly)


def _cell(view: View, change: Change, expected: int) -> Cell:
    mark = _mark(view, change, expected)
    if np.array_equal(change.status_quo, change.strategy):
        return Cell("0", mark, tone="quiet")
    worse_or_better: dict[str, Tone] = {"better": "better", "worse": "worse"} if MONTHLY[change.name].better else {}
    middle, *ends = change.cells(view.language)
    nothing = not any(end.strip("0.,−+") for end in ends)  # both ends are written as 0
    interval: tuple[str, ...] = () if nothing else (view.language("word.short_interval", low=ends[0], high=ends[1]),)
    interval = (*interval, *errors.line(view.language, change.error_cell(view.language)))
    if change.few:
        return Cell(middle, (*interval, *mark))
    if middle == view.language("word.about_zero"):
        return Cell(middle, (*interval, *mark), "quiet")
    tone = worse_or_better.get(change.verdict, "" if _clear(change) else "quiet")
    return Cell(middle, (*interval, *mark), tone)


def _mark(view: View, change: Change, expected: int) -> tuple[str, ...]:
    """The lever's own target: the expected direction, and whether it moved so."""
    if not expected:
        return ()
    few = len(change.paired) < statistics.ENOUGH
    said = "" if few else view.language(f"targets.mark.{reached(change, expected)}")
    return (" ".join(("↑" if expected > 0 else "↓", said)).strip(),)


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


def spans(years: Sequence[int]) -> str:
    """2027–2029, 2031."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


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
                "years": spans([int(row["year"]) for row in rows if row["unspent"]]),
            }
            out.append(language("budget.unspent_line", **words))
    return out or [language("budget.all_spent")]
