"""The short answers: the largest sure gain, the cheapest gain and what gets worse; then what else is to be said."""

from karier.analysis import headlines, statistics
from karier.analysis.headlines import BESIDE, OUTCOMES, PRICED, Change, inside
from karier.analysis.results import FloatArray
from karier.analysis.sentences import cheapest, dilution, saturation, span
from karier.analysis.view import View
from karier.observables import MONTHLY

ERRORS = {"worse": "rose", "better": "fell", "same": "same"}  # what is said by verdict; of others: not clear


def answers(view: View) -> tuple[list[str], list[str]]:
    """Three sentences that come first, and the others; none where replications are too few to name anything best."""
    if view.few or not view.results.strategies:
        return [], []
    price, *prices = cheapest(view)
    return [gain(view), price, losses(view)], [*best(view), *prices, *saturation(view), *dilution(view), *errors(view)]


def gain(view: View) -> str:
    """Who has the largest gain whose interval excludes 0, in each gain of which the price is told."""
    language, results = view.language, view.results
    parts = []
    for name in PRICED:
        sure = [s for s in results.strategies if view.changes[s, name].verdict == "better"]
        if not sure:
            continue
        top = max(sure, key=lambda s: abs(view.changes[s, name].middle))
        change = view.changes[top, name]
        rivals = told_rivals(view, results.scenarios.index(top), name, results.over(name, view.window))
        words = {"observable": inside(language, name), "name": view.label(top), "rivals": rivals}
        parts.append(language("say.gain.one", change=change.told(language), interval=span(view, change), **words))
    if parts:
        return language("say.gain", gains="; ".join(parts))
    return language("say.gain_none", observables=language.listed([inside(language, name) for name in PRICED]))


def best(view: View) -> list[str]:
    """The outcomes in which a scenario is most often best, one sentence a scenario; then those without a difference."""
    language, results = view.language, view.results
    won: dict[str, list[str]] = {}
    alike = []
    for name in OUTCOMES:
        if all(view.changes[s, name].verdict in ("none", "same") for s in results.strategies):
            alike.append(inside(language, name))
            continue
        values = results.over(name, view.window)
        shares = statistics.best_probability(values, MONTHLY[name].better)
        top = int(shares.argmax())
        won.setdefault(results.scenarios[top], []).append(_won(view, top, name, float(shares[top]), values))
    said = [
        language("say.best", outcomes=language.listed(won[s]), name=view.label(s))
        for s in results.scenarios
        if s in won
    ]
    return [*said, *([language("say.none", observables=language.listed(alike))] if alike else [])]


def _won(view: View, top: int, name: str, share: float, values: FloatArray) -> str:
    language, scenario = view.language, view.results.scenarios[top]
    words = {"observable": inside(language, name), "share": language.percent(share, 0)}
    words["rivals"] = told_rivals(view, top, name, values)
    if scenario == view.status_quo:
        return language("say.best_status_quo", **words)
    change = view.changes[scenario, name]
    told = change.told(language)
    return language("say.best_outcome" if change.verdict == "better" else "say.best_unclear", change=told, **words)


def told_rivals(view: View, top: int, name: str, values: FloatArray) -> str:
    """Strategies from which one cannot be told, as the end of a sentence."""
    rivals = [view.label(s) for s in _rivals(view, top, name, values)]
    if len(rivals) > 2 and len(rivals) == len(view.results.strategies) - (top > 0):
        return view.language("say.rivals_all")
    return view.language("say.rivals", names=view.language.listed(rivals)) if rivals else ""


def _rivals(view: View, top: int, name: str, values: FloatArray) -> list[str]:
    """Strategies whose paired difference from a scenario has an interval that contains 0."""
    heavy, better = name in headlines.HEAVY, MONTHLY[name].better
    ahead = {s: statistics.verdict(values[top] - values[row], better, heavy)
             for row, s in enumerate(view.results.scenarios) if row not in (0, top)}  # fmt: skip
    return [s for s, verdict in ahead.items() if verdict != "better"]


def losses(view: View) -> str:
    """Strategies that are clearly worse in some outcomes, in one sentence; or that there are none."""
    language = view.language
    worse: dict[tuple[str, ...], list[str]] = {}
    for scenario in view.results.strategies:
        names = tuple(name for name in (*OUTCOMES, *BESIDE) if view.changes[scenario, name].verdict == "worse")
        if names:
            worse.setdefault(names, []).append(view.label(scenario))
    parts = []
    for names, who in worse.items():
        what = [inside(language, name) for name in names]
        parts.append(language("say.loss", names=language.listed(who), observables=language.listed(what)))
    return language("say.worse", losses="; ".join(parts)) if parts else language("say.worse_none")


def errors(view: View) -> list[str]:
    """Whether errors rise under strategies that reward output: what is gained in speed may be lost in care."""
    said = []
    for scenario in view.results.strategies:
        levers = view.results.about(scenario)["levers"]
        if any(lever.get("section", name) == "rewards" and lever["start"] for name, lever in levers.items()):
            said.append(_errors(view, view.changes[scenario, "error_rate"]))
    return said


def _errors(view: View, change: Change) -> str:
    language = view.language
    words = {"name": view.label(change.scenario), "change": change.told(language), "interval": span(view, change)}
    return language(f"say.errors.{ERRORS.get(change.verdict, 'unclear')}", **words)
