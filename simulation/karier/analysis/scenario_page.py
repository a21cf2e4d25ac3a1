"""One scenario as a page: what is done, at what cost, what happens. Each function gives the parts of one section."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from karier.analysis import caveats, comparison_page, doses, errors, headlines, scenario_figures, sentences, statistics
from karier.analysis.headlines import COSTS, OUTCOMES
from karier.analysis.language import NOTHING, SHARES
from karier.analysis.parts import Bullets, Cell, Heading, Paragraph, Part, Table
from karier.analysis.results import FloatArray
from karier.analysis.scenario_figures import PARTS
from karier.analysis.view import View
from karier.observables import MONTHLY

YEARLY = ("headcount", "vacancy_rate", "mean_competence_technical", "mean_motivation", "mean_performance",
          "capacity_efficiency", "turnaround_days", "on_time_share", "ikm", "trust", "cost_total",
          "cost_programme")  # fmt: skip


def introduction(view: View, scenario: str) -> list[Part]:
    """What is done, to whom, since when, on which legal basis."""
    language, about, study = view.language, view.results.about(scenario), view.results.study
    title = language.label(about["label"]) if scenario == view.status_quo else view.label(scenario)
    where = language(
        "scenario.study",
        study=language.label(study["label"]),
        place=view.place(),
        years=view.years(view.results.years),
        n=len(view.results.replications),
        key=str(about["key"])[:16],
    )
    parts: list[Part] = [Heading(title, 1), Paragraph(where), Heading(language("scenario.done"))]
    parts.append(Paragraph(" ".join(language.label(about["description"]).split())))
    if not about["levers"]:
        table = comparison_page.todays(view)
        return [*parts, Paragraph(language("scenario.no_levers")), *([table] if table else [])]
    if any(doses.scaled(lever) for lever in about["levers"].values()):
        parts.append(Paragraph(language("scenario.dose.scaled", title=language("budget.title"))))
    return [*parts, levers(view, about["levers"])]


def levers(view: View, planned: Mapping[str, Mapping[str, Any]]) -> Table:
    """One row a decision: what is set, since when, where, how much of it."""
    language, rows = view.language, []
    for name, lever in planned.items():
        section = str(lever.get("section", name))
        first = [Cell(language.known(f"lever.{section}", section))]
        settings = lever["set"] or {"": NOTHING}
        for number, (key, value) in enumerate(settings.items()):
            label, today, then = decision(view, section, key, value)
            extent = [Cell(when(view, lever)), Cell(where(view, lever)), *delivered(view, lever)]
            rows.append([*(first if number == 0 else [Cell("")]), Cell(label), Cell(today), Cell(then),
                         *(extent if number == 0 else [Cell("")] * len(extent))])  # fmt: skip
    keys = ("lever", "setting", "today", "value", "since", "where", "dose", "fidelity")
    head = [language(f"scenario.{key}") for key in keys]
    return Table(head, rows, language("scenario.levers"), 6, [language("scenario.dose.note")])


def decision(view: View, section: str, key: str, value: Any) -> tuple[str, str, str]:
    """Label of a decision, its value today and its planned value, with unit."""
    language, study = view.language, view.results.study
    today = study.get("today", {}).get(section, {}).get(key)
    known = study.get("parameters", {}).get(f"{section}.{key}") or today
    label = language.label(known["label"]) if known else key.replace("_", " ")
    unit = str(known.get("unit", "")) if known else ""
    now = language.amount(today["value"], unit) if today else NOTHING
    return label, now, NOTHING if value == NOTHING else language.amount(value, unit)


def when(view: View, lever: Mapping[str, Any]) -> str:
    """Since when, and until when."""
    if not lever["start"]:
        return view.language("word.never")
    start = view.language.month(date.fromisoformat(str(lever["start"])[:10]))
    if not lever.get("until"):
        return start
    last = date.fromisoformat(str(lever["until"])[:10]) - timedelta(days=1)  # `until` is the first day without it
    until = view.language.month(last)
    return f"{start} {view.language('scenario.until', month=until)}"


def where(view: View, lever: Mapping[str, Any]) -> str:
    """The offices of the plan, and which join on which day."""
    later = [
        view.language(
            "scenario.joining", month=view.language.month(date.fromisoformat(day)), offices=offices(view, some)
        )
        for day, some in lever.get("joining", ())
    ]
    return "; ".join([offices(view, lever["offices"]), *later])


def offices(view: View, chosen: Any) -> str:
    """Offices or kinds by their labels."""
    if chosen == "all":
        return view.language("word.all")
    known = view.results.study["offices"]
    names = [chosen] if isinstance(chosen, str) else list(chosen)
    return ", ".join(
        view.language.label(known[name]["label"]) if name in known else view.language.known(f"kind.{name}", str(name))
        for name in names
    )


def delivered(view: View, lever: Mapping[str, Any]) -> list[Cell]:
    """Dose, of all years where a budget scales it, and fidelity as per cent."""
    language, fidelity = view.language, lever.get("fidelity")
    equal = (language("scenario.dose.equal"),) if doses.scaled(lever) else ()
    share = NOTHING if fidelity is None else language.percent(float(fidelity), 0)
    return [Cell(doses.told(language, lever), equal), Cell(share)]


def cost(view: View, scenario: str) -> list[Part]:
    """What it costs, and the difference from the status quo."""
    language, row = view.language, view.results.scenarios.index(scenario)
    value = {name: float(view.results.over(name, view.results.years)[row].mean()) for name in COSTS}
    told = {name: language.rupiah(value[name]) for name in COSTS}
    years = view.years(view.results.years)
    if scenario == view.status_quo:
        words = {"programme": told["cost_programme"], "total": told["cost_total"], "years": years}
        said = [language("scenario.cost.plain", **words)]
    else:
        said = []
        for name in COSTS:
            change = view.changes[scenario, name]
            said.append(
                language(f"scenario.cost.{name.removeprefix('cost_')}", value=told[name], years=years,
                         change=change.told(language), interval=sentences.span(view, change))
            )  # fmt: skip
    basis = Paragraph(language("compare.price_basis", year=int(view.results.dates[0].year)), note=True)
    return [Heading(language("scenario.cost")), Bullets(said), scenario_figures.money(view, scenario), basis]


def outcome(view: View, scenario: str) -> list[Part]:
    """What happens in the headlines, in words."""
    language, row = view.language, view.results.scenarios.index(scenario)
    said = []
    for name in OUTCOMES:
        values = view.results.over(name, view.window)[row]
        value = with_unit(view, name, values)
        words = {"observable": headlines.called(language, name), "value": value}
        if scenario == view.status_quo:
            ends = [float(v) for v in statistics.interval(values)]
            low, high = language.values(name, ends, float(headlines.middle_error(name, values)))
            said.append(language("scenario.level", interval=language("word.interval", low=low, high=high), **words))
            continue
        change = view.changes[scenario, name]
        key = f"say.verdict.{change.verdict}"
        said.append(language(key, change=change.told(language), interval=sentences.span(view, change), **words))
    said += caveats.still_shrinking(view, scenario)
    keys = ("median",) if view.few else ("median", "verdict")
    notes = [Paragraph(language(f"compare.note.{key}"), note=True) for key in keys]
    return [Heading(language("scenario.outcome", years=view.years(view.window))), Bullets(said), *notes]


def with_unit(view: View, name: str, values: FloatArray) -> str:
    """The middle of (replications,) inside a sentence: days are called so, shares and indices speak for themselves."""
    error = float(headlines.middle_error(name, values))
    text = view.language.values(name, [float(headlines.middle(name, values))], error)[0]
    return f"{text} {view.language.unit(name)}" if MONTHLY[name].unit == "working days" else text


def part(view: View, scenario: str, name: str) -> list[Part]:
    """One of the parts of `scenario_figures.PARTS`, as a figure."""
    return [Heading(view.language(f"scenario.{name}")), scenario_figures.portrait(view, scenario, name)]


def yearly(view: View, scenario: str) -> list[Part]:
    """Yearly values of the most important observables."""
    language, row = view.language, view.results.scenarios.index(scenario)
    tables = {name: view.results.yearly(name)[row] for name in YEARLY}
    rows = []
    for number, year in enumerate(view.results.years):
        cells = []
        for name in YEARLY:
            values = tables[name][:, number]
            low_high = [float(v) for v in statistics.interval(values)]
            size = float(headlines.middle_error(name, values))
            levels = (float(headlines.middle(name, values)), *low_high, size)
            middle, low, high, error = headlines.plain(language, name, *levels, error=size)
            interval = language("word.short_interval", low=low, high=high)
            cells.append(Cell(middle, (interval, *errors.line(language, error))))
        rows.append([Cell(str(int(year))), *cells])
    head = [language("word.year")]
    for name in YEARLY:
        label = language(f"short.{name}") if name in headlines.HEADLINES else language.observable(name)
        head.append(f"{label} ({scale_of(view, name)})")
    table = Table(head, rows, language("scenario.table"), 1, [view.table_note(), view.run_note()])
    return [Heading(language("scenario.table.title")), table]


def scale_of(view: View, name: str) -> str:
    """The unit or scale of a column of levels."""
    language, unit = view.language, MONTHLY[name].unit
    if unit == "Rp":
        return headlines.change_unit(language, name)
    said = language("unit.percent") if unit in SHARES else language.unit(name)
    return language("word.median_unit", unit=said) if name in headlines.HEAVY else said


def limits(view: View, scenario: str) -> list[Part]:
    """What the model cannot tell."""
    return [Heading(view.language("compare.limits")), Bullets(caveats.limits(view))]


def whole(view: View, scenario: str) -> list[Part]:
    """All sections."""
    parts = [p for name in PARTS for p in part(view, scenario, name)]
    return [
        *introduction(view, scenario), *cost(view, scenario), *outcome(view, scenario), *parts, *yearly(view, scenario),
        *limits(view, scenario),
    ]  # fmt: skip
