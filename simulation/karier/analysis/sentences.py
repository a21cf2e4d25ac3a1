"""Short sentences made from the numbers: careful where the simulation cannot tell."""

import numpy as np

from karier.analysis import headlines, statistics
from karier.analysis.groups import by_cohort, by_office_kind
from karier.analysis.headlines import COSTS, PRICED, Change, Prices, inside, prices
from karier.analysis.language import Language, places, told_apart
from karier.analysis.results import FloatArray
from karier.analysis.view import View


def lead(view: View) -> str:
    """What was compared."""
    results = view.results
    return view.language(
        "compare.lead", count=len(results.strategies), place=view.place(), years=view.years(results.years),
        n=len(results.replications),
    )  # fmt: skip


def span(view: View, change: Change) -> str:
    """The interval, and its middle's Monte-Carlo error: +0,8% sampai +3,5%; galat Monte Carlo 0,3%."""
    interval = told_span(view, change)
    if not np.isfinite(change.error):
        return interval
    error = headlines.told(view.language, change.name, change.error, sign=False, error=change.error)
    return view.language("word.interval_error", interval=interval, error=error)


def told_span(view: View, change: Change) -> str:
    """The interval of a difference, a long unit said once."""
    low, high = change.told_ends(view.language)
    if headlines.scale(change.name) not in ("relative", "rupiah"):
        _, low, _ = change.cells(view.language)
    return view.language("word.interval", low=low, high=high)


def saturation(view: View) -> list[str]:
    """A warning where service efficiency rises and citizens wait longer."""
    made = view.changes
    names = [
        view.label(s) for s in view.results.strategies
        if made[s, "service_efficiency"].verdict == "better" and made[s, "on_time_share"].verdict == "worse"
    ]  # fmt: skip
    return [view.language("say.saturation", names=view.language.listed(names))] if names else []


def dilution(view: View) -> list[str]:
    """Why service efficiency falls where citizens are served better."""
    made = view.changes
    names = [
        view.label(s) for s in view.results.strategies
        if made[s, "service_efficiency"].verdict == "worse"
        and "better" in (made[s, "on_time_share"].verdict, made[s, "turnaround_days"].verdict)
    ]  # fmt: skip
    return [view.language("say.dilution", names=view.language.listed(names))] if names else []


def cheapest(view: View) -> list[str]:
    """For each priced gain: who has it for the least with pay; then for no programme cost, else for the least."""
    language, said = view.language, []
    made = prices(view.results)
    for name in PRICED:
        total, programme = (_priced(made, view, name, money, "price") for money in COSTS)
        free = _priced(made, view, name, "cost_programme", "free")
        if total:
            said.append(_least(view, name, "say.cheapest_pay", total))
        for scenario in free:
            words = {"name": view.label(scenario), "observable": inside(language, name)}
            said.append(language("say.free", change=view.changes[scenario, name].told(language), **words))
        if programme and not free:
            said.append(_least(view, name, "say.cheapest", programme))
        if not (programme or free or total) and len(view.results.replications) >= statistics.ENOUGH:
            said.append(language("say.no_price", observable=inside(language, name)))
    return said


def _priced(made: Prices, view: View, name: str, money: str, said: str) -> dict[str, statistics.Price]:
    return {s: made[s, name, money] for s in view.results.strategies if made[s, name, money].said == said}


def _least(view: View, name: str, key: str, priced: dict[str, statistics.Price]) -> str:
    language = view.language
    top = min(priced, key=lambda s: priced[s].value)
    price, low, high = language.rupiahs([priced[top].value, priced[top].low, priced[top].high])
    beside = [view.label(s) for s in priced if s != top and priced[s].low <= priced[top].high]
    return language(
        key,
        gain=language(f"say.cheapest.{name}"),
        name=view.label(top),
        price=price,
        interval=language("word.interval", low=low, high=high),
        beside=_beside(language, beside, len(beside) == len(priced) - 1),
    )


def _beside(language: Language, names: list[str], everyone: bool) -> str:
    """Whose price has an interval that overlaps with that of the lowest."""
    if everyone and len(names) > 2:
        return language("say.beside_all")
    return language("say.beside", names=language.listed(names)) if names else ""


def costs(view: View) -> list[str]:
    """The cheapest gains, and strategies whose cost is mostly pay."""
    language, said = view.language, []
    for scenario in view.results.strategies:
        total, programme = (view.changes[scenario, name] for name in COSTS)
        if total.clear and abs(total.mean - programme.mean) > abs(total.mean) / 4:
            both = headlines.told_together(language, total.name, [total.mean, programme.mean], error=total.error)
            said.append(language("say.pay", name=view.label(scenario), total=both[0], programme=both[1]))
    return [*cheapest(view), *said]


def arrivals(view: View) -> list[str]:
    """First year of a clear difference in capacity efficiency and the year of half of it; strategies alike together."""
    language, name = view.language, "capacity_efficiency"
    if len(view.results.replications) < statistics.ENOUGH:
        return []
    when: dict[tuple[int, int, tuple[int, ...]] | None, list[str]] = {}
    for scenario in view.results.strategies:
        change = view.changes[scenario, name]
        first = statistics.arrival(change.yearly)
        key = None
        if change.clear and first is not None:
            shares = np.round(100 * statistics.share_arrived(change.yearly, change.paired))  # as the figure writes them
            half = int(np.argmax(shares >= 50))
            lost = tuple(int(year) for year in view.results.years[statistics.unclear_after(change.yearly)])
            key = int(view.results.years[first]), int(view.results.years[half]), lost
        when.setdefault(key, []).append(view.label(scenario))
    words = {"observable": inside(language, name)}
    said = []
    for key in sorted(k for k in when if k is not None):
        first, half, years = key
        again = language("say.arrival_lost", years=language.listed([str(year) for year in years])) if years else ""
        names = language.listed(when[key])
        said.append(language("say.arrival", names=names, first=first, half=half, again=again, **words))
    if None in when:
        said.append(language("say.arrival_none", names=language.listed(when[None]), **words))
    return said


def who(view: View) -> list[str]:
    """How the distance between women and men in promotions changes, and which offices gain in IKM."""
    return [*gaps(view), *offices(view)]


def gaps(view: View) -> list[str]:
    """Promotions of women and men today, and how their distance changes."""
    language, said, unclear, ruled = view.language, [], [], []
    if len(view.results.replications) < statistics.ENOUGH:
        return []
    groups = by_cohort(view.results, "sex")
    if set(groups.names) != {"men", "women"}:
        return []
    rates = groups.values["promotion"]
    women, men = rates[:, :, groups.names.index("women")], rates[:, :, groups.names.index("men")]
    distance = (women - men) - (women - men)[:1]
    for row, scenario in enumerate(view.results.strategies, start=1):
        values = distance[row]
        if statistics.verdict(values, 1) not in ("better", "worse"):
            unclear.append(view.label(scenario))
            continue
        numbers = [float(v) for v in (*statistics.interval(values), values.mean())]
        digits = told_apart(numbers, _digits(values))
        low, high, gap = (language.number(v, digits, True) for v in numbers)
        interval = language("word.interval", low=low, high=high)
        levels = _rates(view, women[row], men[row])
        said.append(language("say.gap_clear", name=view.label(scenario), gap=gap, interval=interval, **levels))
        if _changes_rule(view, scenario):
            ruled.append(view.label(scenario))
    if ruled:
        said.append(language("say.gap_by_rule", names=language.listed(ruled)))
    if unclear:
        everyone = len(unclear) == len(view.results.strategies)
        said.append(language("say.gap_none_all" if everyone else "say.gap_none", names=language.listed(unclear)))
    return [language("say.gap_base", **_rates(view, women[0], men[0])), *said]


def _digits(values: FloatArray) -> int:
    """Decimals of the mean of (replications,) by its error; two where there is none."""
    digits = places(float(statistics.standard_error(values)))
    return 2 if digits is None else digits


def _rates(view: View, women: FloatArray, men: FloatArray) -> dict[str, str]:
    """Mean rates with their 90 % intervals: 4,21 [3,90; 4,55]."""
    language, told = view.language, {}
    for who, values in (("women", women), ("men", men)):
        digits = _digits(values)
        low, high = statistics.interval(values)
        middle, *ends = (language.number(float(v), digits) for v in (values.mean(), low, high))
        told[who] = f"{middle} {language('word.short_interval', low=ends[0], high=ends[1])}"
    return told


def _changes_rule(view: View, scenario: str) -> bool:
    """Whether a plan replaces the rule of promotion, and with it the deduction from women's scores."""
    levers = view.results.about(scenario)["levers"]
    return any(lever.get("section", name) == "promotion" and "rule" in lever["set"] for name, lever in levers.items())


def offices(view: View) -> list[str]:
    """Where the difference in IKM is largest, for strategies whose city-wide difference is clear.

    Kinds whose own difference contains 0 are left out; largest and smallest are told where they differ clearly.
    """
    language, said, alike = view.language, [], []
    groups = by_office_kind(view.results)
    for scenario, values in zip(view.results.strategies, groups.differences("ikm")[1:], strict=True):
        low, high = statistics.interval(values, axis=0)
        there = np.flatnonzero((low > 0) | (high < 0))
        row = values.mean(axis=0)
        if not view.changes[scenario, "ikm"].clear or len(there) < 2:
            continue
        most, least = there[np.abs(row[there]).argmax()], there[np.abs(row[there]).argmin()]
        apart = statistics.interval(np.abs(values[:, most]) - np.abs(values[:, least]))
        if apart[0] <= 0:
            alike.append(view.label(scenario))
            continue
        names = {key: language.known(f"kind.{groups.names[g]}", groups.names[g]) for key, g in
                 (("most", most), ("least", least))}  # fmt: skip
        errors = statistics.standard_error(values.T)
        told = {key: headlines.told(language, "ikm", float(row[g]), error=float(errors[g])) for key, g in
                (("high", most), ("low", least))}  # fmt: skip
        said.append(language("say.offices", name=view.label(scenario), **names, **told))
    if alike:
        said.append(language("say.offices_alike", names=language.listed(alike)))
    return said
