"""The comparison as a page: the answer first, then what supports it. Each function gives the parts of one section."""

from collections.abc import Callable
from functools import wraps

from karier.analysis import comparison_figures as figures
from karier.analysis import group_figures, headlines, sentences, statistics, supplements
from karier.analysis.headlines import COSTS, HEADLINES, OUTCOMES, PRICED, Change, prices
from karier.analysis.language import NOTHING
from karier.analysis.parts import Bullets, Cell, Folded, Heading, Paragraph, Part, Table, Tone
from karier.analysis.statistics import Price
from karier.analysis.view import View
from karier.observables import MONTHLY

Section = Callable[[View], list[Part]]
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
    if results.missing:
        names = language.listed([view.label(name) for name in results.missing])
        parts.append(Paragraph(language("compare.missing", names=names)))
    if len(results.replications) < statistics.ENOUGH:
        text = language("compare.few", n=len(results.replications), enough=statistics.ENOUGH)
        parts.append(Paragraph(text))
    notes = strategies_notes(view)
    return [*parts, strategies(view), Heading(language("compare.answers"), 3), Bullets(sentences.answers(view)), *notes]


def strategies(view: View) -> Table:
    """One row a strategy: difference, interval and probability of being best in each headline, rupiah per gain."""
    language, results = view.language, view.results
    priced = prices(results)
    base = [*(level(view, name) for name in HEADLINES), *[Cell(NOTHING)] * len(PRICED)]
    rows = [[Cell(view.label(view.status_quo), mark=view.colours[view.status_quo]), *base]]
    for scenario in results.strategies:
        cells = [difference(view, view.changes[scenario, name]) for name in HEADLINES]
        costs = [price(view, *(priced[scenario, name, money] for money in COSTS)) for name in PRICED]
        rows.append([Cell(view.label(scenario), mark=view.colours[scenario]), *cells, *costs])
    head = [
        language("word.strategy"),
        *(f"{language(f'short.{n}')} ({headlines.change_unit(language, n)})" for n in HEADLINES),
    ]
    head += [language(f"compare.price.{name}", scale=language.money_word) for name in PRICED]
    words = {"years": view.years(view.window), "all_years": view.years(results.years)}
    return Table(head, rows, language("compare.table", **words), 1, [language("compare.note.cells")])


def strategies_notes(view: View) -> list[Part]:
    """What the table's intervals and prices contain."""
    language, results = view.language, view.results
    luck = "_luck" if results.study.get("fixed_parameters") else ""
    return [
        Paragraph(language(f"compare.note.interval{luck}", n=len(results.replications)), note=True),
        Paragraph(language("compare.note.price", years=view.years(results.years)), note=True),
        Paragraph(view.run_note(), note=True),
    ]


def level(view: View, name: str) -> Cell:
    """The status quo's own value with its interval, and its probability of being best."""
    values = view.results.over(name, view.results.years if name in COSTS else view.window)
    low, high = statistics.interval(values[0])
    best = float(statistics.best_probability(values, MONTHLY[name].better)[0])
    middle, *ends = (headlines.plain(view.language, name, float(v)) for v in (values[0].mean(), low, high))
    return Cell(middle, (short_interval(view, *ends), *chance(view, name, best)))


def difference(view: View, change: Change) -> Cell:
    """A strategy's difference in one headline, without the unit, which stands in the table's head."""
    tone: Tone = "better" if change.verdict == "better" else "worse" if change.verdict == "worse" else "quiet"
    middle, *ends = (headlines.number(view.language, change.name, v) for v in (change.mean, *change.ends))
    return Cell(middle, (short_interval(view, *ends), *chance(view, change.name, change.best)), tone)


def short_interval(view: View, low: str, high: str) -> str:
    """[1,6; 3,4]."""
    return view.language("word.short_interval", low=low, high=high)


def chance(view: View, name: str, share: float) -> tuple[str, ...]:
    """Probability of being best; of costs it would only say that whoever does nothing is cheapest."""
    return () if name in COSTS else (view.language("word.best", share=view.language.percent(share, 0)),)


def price(view: View, programme: Price, total: Price) -> Cell:
    """Rupiah per gain, or why there is none."""
    language = view.language
    with_pay = (language("compare.price.total", price=language.counted(total.value)),) if total.said == "price" else ()
    if programme.said != "price":
        return Cell(NOTHING, (language(f"compare.said.{programme.said}"), *with_pay), "quiet")
    interval = short_interval(view, language.counted(programme.low), language.counted(programme.high))
    return Cell(language.counted(programme.value), (interval, *with_pay))


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
    return [Heading(view.language("compare.cost")), Bullets(sentences.costs(view)), figures.cost_gain(view)]


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
            error = headlines.told(language, name, change.error, sign=False)
            rows.append([
                Cell(view.label(scenario) if number == 0 else "", mark=view.colours[scenario]),
                Cell(language.observable(name)), Cell(headlines.told(language, name, change.mean)), Cell(error),
                Cell(language.number(statistics.correlation(change.status_quo, change.strategy), 2)),
                Cell(times(view, pairing)),
            ])  # fmt: skip
    keys = ("outcome", "mean", "error", "correlation", "gain")
    head = [language("word.strategy"), *(language(f"compare.sure.{key}") for key in keys)]
    table = Table(head, rows, language("compare.sure.table"), 2, [view.run_note()])
    title = language("compare.sure.table")
    return [Heading(language("compare.sure")), Paragraph(language("compare.sure.text")), Folded(title, [table])]


def times(view: View, pairing: float) -> str:
    """4,2 ×."""
    if pairing > 1000:
        return view.language("compare.sure.over")
    text = view.language.number(pairing, 0 if pairing >= 10 else 1)
    return text if text == NOTHING else view.language("compare.sure.times", times=text)


def limits(view: View) -> list[Part]:
    """What the model cannot tell."""
    return [Heading(view.language("compare.limits")), Bullets(view.language.lines("limits"))]


SECTIONS: tuple[Section, ...] = (
    answer, paths, forest, cost, supplements.budget, arrival, who, supplements.targets, sure, limits,
)  # fmt: skip
