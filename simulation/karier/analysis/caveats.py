"""What a reader must know beside the answers: where the status quo leads, what carries a mean, what the model lacks."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from karier.analysis import doses, headlines, statistics
from karier.analysis.headlines import OUTCOMES, middle
from karier.analysis.language import lowered
from karier.analysis.view import View
from karier.observables import MONTHLY

COURSE = ("headcount", "vacancy_rate", "turnaround_days", "on_time_share")
SHRUNK = 0.05  # of the first year's staff, from which a scenario is said to shrink
REPLACEMENT = ("recruitment", "replacement")


def course(view: View) -> str:
    """Levels of the status quo in the first and the last year, in one sentence; nothing for a run of one year."""
    language, years = view.language, view.results.years
    if len(years) < 2:
        return ""
    said = []
    for name in COURSE:
        ends = [float(middle(name, view.results.yearly(name)[0][:, at])) for at in (0, -1)]
        first, last = language.values(name, ends)
        unit = f" {language.unit(name)}" if MONTHLY[name].unit == "working days" else ""
        text = language("say.course.one", what=_inside(view, name), first=first, last=f"{last}{unit}")
        said.append(f"{text} ({_spread(view, name)})" if name in headlines.HEAVY else text)
    words = {"first": int(years[0]), "last": int(years[-1])}
    return language("say.course", levels="; ".join(said), **words)


def _spread(view: View, name: str) -> str:
    """The interval of the status quo's last year."""
    ends = [float(end) for end in statistics.interval(view.results.yearly(name)[0][:, -1])]
    low, high = view.language.values(name, ends)
    return view.language("say.course.spread", low=low, high=high)


def _inside(view: View, name: str) -> str:
    """A label inside a sentence."""
    return lowered(headlines.called(view.language, name))


def shrinking(view: View) -> list[str]:
    """What makes the staff of the status quo shrink, where it does."""
    section, key = REPLACEMENT
    today = view.results.study.get("today", {}).get(section, {}).get(key)
    if today is None or float(today["value"]) >= 1 or not _shrinks(view, view.status_quo):
        return []
    value = view.language.amount(today["value"], today["unit"])
    return [view.language("say.shrinking", value=value, years=len(view.results.years))]


def _shrinks(view: View, scenario: str) -> bool:
    staff = view.results.yearly("headcount")[view.results.scenarios.index(scenario)].mean(axis=0)
    return bool(staff[-1] < (1 - SHRUNK) * staff[0])


def still_shrinking(view: View, scenario: str) -> list[str]:
    """Why staff falls although a plan replaces every exit: what comes between, or a dose that is not the full plan."""
    section, key = REPLACEMENT
    levers = view.results.about(scenario)["levers"].values()
    planned = [lv for lv in levers if lv.get("section", section) == section and key in lv["set"]]
    row = view.results.scenarios.index(scenario)
    staff = view.results.yearly("headcount")[row].mean(axis=0)
    if not planned or float(planned[0]["set"][key]) < 1 or staff[-1] >= staff[0]:
        return []
    first, last = view.language.values("headcount", [float(staff[0]), float(staff[-1])])
    words = {"name": view.label(scenario), "first": first, "last": last}
    if min(_places(view, planned[0])) >= 1 - 1e-9:
        return [view.language("say.still_shrinking", **words)]
    fidelity = planned[0].get("fidelity")
    places = _places(view, planned[0], 1.0 if fidelity is None else float(fidelity))
    low, high = (view.language.number(end, 2) for end in (min(places), max(places)))
    words["places"] = low if low == high else f"{low}–{high}"
    return [view.language("say.part_replaced", dose=doses.told(view.language, planned[0]), **words)]


def _places(view: View, lever: Mapping[str, Any], fidelity: float = 1.0) -> list[float]:
    """Places per exit, dose by dose: today's, moved towards the plan by dose × fidelity."""
    section, key = REPLACEMENT
    planned = float(lever["set"][key])
    today = float(view.results.study.get("today", {}).get(section, {}).get(key, {"value": planned})["value"])
    return [today + dose * fidelity * (planned - today) for dose in doses.doses(lever)] or [today]


def replaced(view: View) -> list[str]:
    """The same for all strategies."""
    return [text for scenario in view.results.strategies for text in still_shrinking(view, scenario)]


def carried(view: View, every: bool = False) -> list[str]:
    """A warning for outcomes whose mean hangs on a few replications, an outcome a sentence: clear ones, or `every`."""
    language, said = view.language, []
    for name in OUTCOMES:
        parts = []
        for scenario in view.results.strategies:
            change = view.changes[scenario, name]
            if statistics.apart(change.paired) and (every or change.clear):
                ends = [change.mean, float(np.median(change.paired))]
                mean, median = headlines.told_together(language, name, ends, error=change.error)
                if mean == median:
                    continue
                parts.append(language("say.carried.one", name=view.label(scenario), mean=mean, median=median))
        if parts:
            what = lowered(language(f"short.{name}"))
            said.append(language("say.carried", observable=what, strategies="; ".join(parts)))
    return said


def limits(view: View) -> list[str]:
    """What the model cannot tell."""
    return [*shrinking(view), *view.language.lines("limits")]
