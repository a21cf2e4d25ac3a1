"""The comparison as a page: the answer first, then what supports it. Each function gives the parts of one section."""

from collections.abc import Callable
from functools import wraps

import numpy as np

from karier.analysis import answers, caveats, errors, group_figures, headlines, sentences, statistics, supplements
from karier.analysis import comparison_figures as figures
from karier.analysis.decision import decision, told
from karier.analysis.headlines import BESIDE, COSTS, HEADLINES, OUTCOMES, PRICED, Change, middle_error, prices
from karier.analysis.language import NOTHING, lowered
from karier.analysis.parts import Bullets, Cell, Folded, Heading, Paragraph, Part, Table, Tone
from karier.analysis.statistics import Price
from karier.analysis.view import View
from karier.observables import MONTHLY

Section = Callable[[View], list[Part]]
EXTREMES = 40  # replications up to which 5–95 % is close to smallest and largest
MAIN_PATHS = ("capacity_efficiency", "on_time_share", "ikm")  # the other outcomes are folded away in the report


def compares(section: Section) -> Section:
    """A section that has nothing to show where the status quo ran alone."""

    @wraps(section)
    def shown(view: View) -> list[Part]:
        return section(view) if view.results.strategies else []

    return shown


def answer(view: View) -> list[Part]:
    """The first screen: what was compared, the short answers, the table."""
    language, results = view.language, view.results
    parts: list[Part] = [
        Heading(language("compare.title", study=language.label(results.study["label"])), 1),
        Paragraph(sentences.lead(view)),
    ]
    if course := caveats.course(view):
        parts.append(Paragraph(course))
    if results.missing:
        names = language.listed([view.label(name) for name in results.missing])
        parts.append(Paragraph(language("compare.missing", names=names)))
    if view.few:
        text = language("compare.few", n=len(results.replications), enough=statistics.ENOUGH)
        parts.append(Paragraph(text))
    made = decision(results)
    decided = [told(language, view.label, made)] if made else []
    first, others = answers.answers(view)
    others += [*caveats.replaced(view), *caveats.carried(view)]
    said: list[Part] = [Heading(language("compare.answers"), 3), Bullets([*decided, *first])] if first else []
    more: list[Part] = [Folded(language("compare.answers.more"), [Bullets(others)])] if first else [Bullets(others)]
    return [*parts, strategies(view), *said, *(more if others else []), *strategies_notes(view)]


def today(view: View) -> list[Part]:
    """Where the status quo leads, as a figure of levels, and what it is, as today's value of every lever."""
    language = view.language
    parts: list[Part] = [Heading(language("compare.today")), figures.today(view), Bullets(caveats.shrinking(view))]
    table = todays(view)
    return [*parts, Folded(table.caption, [table])] if table else parts


def todays(view: View) -> Table | None:
    """Today's value of every lever, as the study's parameters have it."""
    language, rows = view.language, []
    for section, entries in view.results.study.get("today", {}).items():
        for number, known in enumerate(entries.values()):
            first = language.known(f"lever.{section}", section) if number == 0 else ""
            value = language.amount(known["value"], known["unit"])
            rows.append([Cell(first), Cell(language.label(known["label"])), Cell(value)])
    if not rows:
        return None
    head = [language(f"scenario.{key}") for key in ("lever", "setting", "today")]
    return Table(head, rows, language("today.table"), 3, [language("today.note")])


def strategies(view: View) -> Table:
    """One row a strategy: difference, interval and probability of being best in each headline, rupiah per gain."""
    language, results = view.language, view.results
    priced = prices(results)
    columns = (*OUTCOMES, *BESIDE, *COSTS)
    base = [*(level(view, name) for name in columns), *[Cell(NOTHING)] * len(PRICED)]
    rows = [[Cell(view.label(view.status_quo), mark=view.colours[view.status_quo]), *base]]
    for scenario in results.strategies:
        cells = [difference(view, view.changes[scenario, name]) for name in columns]
        costs = [price(view, *(priced[scenario, name, money] for money in COSTS)) for name in PRICED]
        rows.append([Cell(view.label(scenario), mark=view.colours[scenario]), *cells, *costs])
    head = [
        language("word.strategy"),
        *(headlines.head(language, n) for n in columns),
    ]
    head += [language(f"compare.price.{name}", scale=language.money_word) for name in PRICED]
    words = {"years": view.years(view.window), "all_years": view.years(results.years)}
    note = language("compare.note.cells_few" if view.few else "compare.note.cells")
    return Table(head, rows, language("compare.table", **words), 1, [note, terms(view)])


def terms(view: View) -> str:
    """What the outcomes of the table mean."""
    language = view.language
    said = [f"{language(f'short.{name}')}: {lowered(language.meaning(name))}" for name in (*OUTCOMES, *BESIDE)]
    return language("compare.note.terms", terms="; ".join(said))


def strategies_notes(view: View) -> list[Part]:
    """What the table's intervals and prices contain."""
    language, results = view.language, view.results
    count = len(results.replications)
    few = [Paragraph(language("compare.note.extremes", n=count), note=True)] if count <= EXTREMES else []
    return [
        Paragraph(view.table_note(), note=True),
        *few,
        Paragraph(language("compare.note.median"), note=True),
        *([] if view.few else [Paragraph(language("compare.note.verdict"), note=True)]),
        *([] if view.few else [Paragraph(language("compare.note.price", **spans(view)), note=True)]),
        Paragraph(view.run_note(), note=True),
    ]


def spans(view: View) -> dict[str, str]:
    """The years of prices, and those of outcomes."""
    return {"years": view.years(view.results.years), "window": view.years(view.window)}


def level(view: View, name: str) -> Cell:
    """The status quo's own value with its interval, and its probability of being best."""
    values = view.results.over(name, view.results.years if name in COSTS else view.window)
    low, high = statistics.interval(values[0])
    best = float(statistics.best_probability(values, MONTHLY[name].better)[0])
    levels = (float(v) for v in (headlines.middle(name, values[0]), low, high))
    size = float(middle_error(name, values[0]))
    middle, *ends, error = headlines.plain(view.language, name, *levels, size, error=size)
    unit = (view.language.unit(name),) if headlines.scale(name) == "relative" else ()  # the head says %
    error_line = errors.line(view.language, error)
    return Cell(middle, (*unit, short_interval(view, *ends), *error_line, *chance(view, name, best)))


def difference(view: View, change: Change) -> Cell:
    """A strategy's difference in one headline, without the unit, which stands in the table's head."""
    tones: dict[str, Tone] = {"better": "better", "worse": "worse", "few": ""}
    tone = tones.get(change.verdict, "quiet")
    middle, *ends = change.cells(view.language)
    error = errors.line(view.language, change.error_cell(view.language))
    return Cell(middle, (short_interval(view, *ends), *error, *chance(view, change.name, change.best)), tone)


def short_interval(view: View, low: str, high: str) -> str:
    """[1,6; 3,4]."""
    return view.language("word.short_interval", low=low, high=high)


def chance(view: View, name: str, share: float) -> tuple[str, ...]:
    """Probability of being best; of costs it would only say that whoever does nothing is cheapest."""
    return () if view.few or name in COSTS else (view.language("word.best", share=view.language.percent(share, 0)),)


def price(view: View, total: Price, programme: Price) -> Cell:
    """Rupiah per gain, pay included and of the programme alone, or why there is none."""
    language = view.language
    alone: tuple[str, ...] = ()
    if programme.said == "price":
        alike = total.said == "price" and programme.value > total.value / 10
        beside = (total.value, total.low, total.high) if alike else ()
        alone = (language("compare.price.alone", price=language.counted(programme.value, *beside)[0]),)
    if total.said != "price":
        return Cell(NOTHING, (language(f"compare.said.{total.said}"), *alone), "quiet")
    middle, *ends = language.counted(total.value, total.low, total.high)
    return Cell(middle, (short_interval(view, *ends), *alone))


@compares
def paths(view: View) -> list[Part]:
    """Trajectories of the main outcomes, the others on demand."""
    others = [name for name in (*OUTCOMES, *COSTS) if name not in MAIN_PATHS]
    return [
        Heading(view.language("compare.paths")),
        *(figures.trajectory(view, name) for name in MAIN_PATHS),
        Folded(view.language("compare.more_paths"), [figures.trajectory(view, name) for name in others]),
    ]


@compares
def forest(view: View) -> list[Part]:
    """All headlines in one figure."""
    return [Heading(view.language("compare.forest")), figures.forest(view)]


@compares
def cost(view: View) -> list[Part]:
    """Cost against gain."""
    basis = Paragraph(view.language("compare.price_basis", year=int(view.results.dates[0].year)), note=True)
    return [Heading(view.language("compare.cost")), Bullets(sentences.costs(view)), figures.cost_gain(view), basis]


@compares
def arrival(view: View) -> list[Part]:
    """When gains arrive."""
    return [Heading(view.language("compare.arrival")), Bullets(sentences.arrivals(view)), figures.arrivals(view)]


@compares
def who(view: View) -> list[Part]:
    """Who gains."""
    return [
        Heading(view.language("compare.who")),
        Bullets(sentences.who(view)),
        group_figures.who_gains(view, "sex"),
        group_figures.who_gains(view, "generation"),
        group_figures.which_offices(view),
    ]


@compares
def sure(view: View) -> list[Part]:
    """Monte-Carlo errors and what pairing brings."""
    language = view.language
    rows = []
    for scenario in view.results.strategies:
        for number, name in enumerate(HEADLINES):
            change = view.changes[scenario, name]
            pairing = statistics.pairing_gain(change.status_quo, change.strategy)
            ends = [change.mean, float(np.median(change.paired)), change.error]
            *said, error = headlines.told_together(language, name, ends, error=change.error)
            error = error.removeprefix("+")
            apart: Tone = "worse" if statistics.apart(change.paired) else ""
            rows.append([
                _first(view, scenario) if number == 0 else Cell(""),
                Cell(headlines.called(language, name)), *(Cell(text, tone=apart) for text in said), Cell(error),
                Cell(language.number(statistics.correlation(change.status_quo, change.strategy), 2)),
                Cell(times(view, pairing)),
            ])  # fmt: skip
    keys = ("outcome", "mean", "median", "error", "correlation", "gain")
    head = [language("word.strategy"), *(language(f"compare.sure.{key}") for key in keys)]
    table = Table(head, rows, language("compare.sure.table"), 2, [view.run_note()])
    title = language("compare.sure.table")
    said = caveats.carried(view, every=True)
    text = Paragraph(language("compare.sure.text"))
    return [Heading(language("compare.sure")), text, *([Bullets(said)] if said else []), Folded(title, [table])]


def _first(view: View, scenario: str) -> Cell:
    return Cell(view.label(scenario), mark=view.colours[scenario])


def times(view: View, pairing: float) -> str:
    """4,2 ×."""
    if pairing > 1000:
        return view.language("compare.sure.over")
    text = view.language.number(pairing, 0 if pairing >= 10 else 1)
    return text if text == NOTHING else view.language("compare.sure.times", times=text)


def limits(view: View) -> list[Part]:
    """What the model cannot tell."""
    return [Heading(view.language("compare.limits")), Bullets(caveats.limits(view))]


SECTIONS: tuple[Section, ...] = (
    answer, today, paths, forest, cost, supplements.budget, arrival, who, supplements.targets, sure, limits,
)  # fmt: skip
