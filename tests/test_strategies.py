"""All shipped strategies and shocks on `toy`: whom they reach, when they end, and whether they do what they are for.

That nothing moves before a plan's month, and nothing at all at dose 0, stands in test_levers.py, for every plan too.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from cities import scenario
from factories import people, rows
from karier.model import CALENDAR, CareerModel
from karier.model import parameters as of
from karier.scenario import catalogue
from karier.scenario.binding import active
from karier.state import Moment

STRATEGIES = [name for name, _ in catalogue.names("strategies")]
SHOCKS = [name for name, _ in catalogue.names("shocks")]
PLANS = [*STRATEGIES, *SHOCKS]

# A plan for one office: what may differ elsewhere, and why

DRIVE = "r̂ and ρ̂, the chance of promotion and its fairness are the city's (docs/decisions.md), so drive follows"
DESK = "what people do at their lines follows their drive and their hours there"
MAP = "the thirds of the talent map are taken within a level, over all who are mapped in the city"
SUPPORT = "support offices serve all others, whose output and load follow"
DEMAND = "trust and participation are the city's, so citizens come more or less often everywhere"
SPILL_OVERS = {
    **dict.fromkeys(("prospect", "passed_over", "drive", "motivation", "absence", "log_output", "output"), DRIVE),
    "box": MAP,
    **dict.fromkeys(("offices.support", "offices.context", "offices.utilisation"), SUPPORT),
    **dict.fromkeys(("lines.arrivals", "lines.valid", "lines.errors", "lines.turned_away", "lines.backlog"), DEMAND),
    **dict.fromkeys(
        (
            "lines.queue", "lines.capacity", "lines.conduct", "lines.error_rate", "lines.on_time_share",
            "lines.p90_turnaround_days", "lines.paid_hours", "lines.quality", "lines.satisfaction", "lines.speed",
            "lines.staff", "lines.turnaround_days", "lines.utilisation", "lines.technical",
        ),
        DESK,
    ),
}  # fmt: skip
CHAIN = "managers are chosen from the whole city: another winner leaves another vacancy behind"
CHAINS = dict.fromkeys(
    (
        "post", "office", "line", "type", "level", "post_month", "level_month", "promoted_month", "rank", "rank_month",
        "credit", "base", "gain", "offices.head", "offices.span", "offices.trained_share",
    ),
    CHAIN,
)  # fmt: skip


def by_office(s, lever):
    return all(s.parameters[lever.section][key].scope == "office" for key in lever.planned)


def only_in(s, office):
    """The scenario with every lever in one office; None where none of them knows offices."""
    local = {name: replace(lever, offices=(office,)) for name, lever in s.levers.items() if by_office(s, lever)}
    return replace(s, levers=local, bound={}) if local else None


def elsewhere(one, other, office):
    """Columns that differ between two states, for people and lines of other offices and those offices."""
    old, new, found = people(one), people(other), set()
    for uid in old.keys() | new.keys():
        was, now = old.get(uid), new.get(uid)
        if office in ((was or now)["office"], (now or was)["office"]):
            continue
        found |= {name for name in was if was[name] != now[name]} if was and now else {"in service"}
    for table in ("offices", "lines"):
        for row, (was, now) in enumerate(zip(rows(getattr(one, table)), rows(getattr(other, table)), strict=True)):
            if office != (row if table == "offices" else was["office"]):
                found |= {f"{table}.{name}" for name in was if was[name] != now[name]}
    return found


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("office", ["sekolah", "dukcapil"])
def test_a_plan_for_one_office_reaches_the_others_only_as_declared(plan, office):
    """Two years: no course, pair, programme, award, case, result or move elsewhere, and nobody comes or goes."""
    s = only_in(scenario(f"toy+{plan}", years=3), office)
    if s is None:
        return
    number = [one.id for one in s.place.offices].index(office)
    chains = CHAINS if any(lever.section == "promotion" for lever in s.levers.values()) else {}
    usual, local = CareerModel(scenario("toy", years=3), 3), CareerModel(s, 3)
    for month in range(36):
        usual.step()
        local.step()
        different = elsewhere(usual.state, local.state, number)
        assert different <= SPILL_OVERS.keys() | chains.keys(), month
        assert month >= 12 or not different
        assert month != 12 or not different & chains.keys()  # nor does a chain run before there was time for one


# The end of a shock


@pytest.mark.parametrize("shock", SHOCKS)
def test_a_shock_holds_from_its_start_until_its_end(shock):
    """The numbers of the day are the place's own before the start and, where it ends, from the end on."""
    s, place = scenario(f"toy+{shock}", years=10), scenario("toy", years=10)
    for lever in s.levers.values():
        assert lever.start == date(2027, 1, 1)
        last = lever.until - timedelta(days=1) if lever.until else date(2035, 12, 1)
        days = {lever.start - timedelta(days=1): False, lever.start: True, last: True}
        days |= {lever.until: False} if lever.until else {}
        for day, on in days.items():
            assert bool(active(s, lever.section, day)) == on
            now = Moment(1, 12 * (day.year - 2026) + day.month - 1, day.year, day.month)
            assert any(differ(of(entry.act, s, now), of(entry.act, place, now)) for entry in CALENDAR) == on


def differ(one, other):
    """Whether any number differs."""
    if isinstance(one, tuple):
        return any(differ(a, b) for a, b in zip(one, other, strict=True))
    return not np.array_equal(one, other)


# What they are for

REPLICATIONS = 30
LATER, FIRST_YEAR, FOUR_YEARS = (24, 48), (12, 24), (24, 72)  # months; plans start in month 12
TARGETS = {
    # an assessment changes what is known of whom, not how well: decisions.md
    ("assessment", LATER): {"mapped_share": 1, "assessed": 1, "cost_assessment": 1},
    ("training", LATER): {"training_hours": 1, "gain_retained": 1, "competence_gap": -1, "cost_training": 1},
    ("mentoring", LATER): {"mentoring_pairs": 1, "coached": 1, "culture": 1, "gain_retained": 1, "mean_motivation": 1},
    ("leadership", FIRST_YEAR): {"leadership_places": 1, "cost_leadership": 1},  # those who lack it, at once
    ("leadership", LATER): {"certified_managers": 1, "mean_competence_managerial": 1, "capacity_efficiency": 1},
    # more is detected and guidance comes first, so sanctions may go either way
    ("rewards", LATER): {"awards": 1, "detection": 1, "presence": 1, "cost_rewards": 1, "cost_discipline": 1},
    ("promotion", LATER): {"mapped_share": 1},
    ("promotion", FOUR_YEARS): {"leadership_quality": 1},  # some fifteen managers, of whom one or two change a year
    ("promotion_appraisal", LATER): {"promotion_fairness": 1},
    ("placement", LATER): {"moves": 1, "competence_gap": -1, "cost_placement": 1},
    ("recruitment", LATER): {"entries": 1, "headcount": 1, "vacancy_rate": -1},
    ("package", LATER): {"mean_performance": 1, "capacity_efficiency": 1, "competence_gap": -1, "presence": 1},
    ("moratorium", LATER): {"entries": -1, "headcount": -1, "vacancy_rate": 1},
    ("budget_cut", LATER): {"training_hours": -1, "cost_programme": -1},
    ("retirement_wave", LATER): {"exits": 1, "headcount": -1},
    ("demand_surge", FIRST_YEAR): {"arrivals": 1, "on_time_share": -1, "utilisation": 1},
}
ELSEWHERE = {"promotion_random", "promotion_seniority", "promotion_worst", "election"}  # in test_levers.py


def test_every_plan_has_its_targets():
    assert set(PLANS) == {plan for plan, _ in TARGETS} | ELSEWHERE


def test_every_plan_moves_its_own_targets_in_thirty_paired_replications():
    """Mean of the paired differences, in the expected direction and beyond three of its Monte-Carlo errors."""
    gained = defaultdict(list)
    years = {plan: max(window[1] // 12 for name, window in TARGETS if name == plan) for plan, _ in TARGETS}
    for seed in range(REPLICATIONS):
        usual = months("toy", seed, max(years.values()))
        for plan in years:
            planned = months(f"toy+{plan}", seed, years[plan])
            for (of_plan, window), targets in TARGETS.items():
                for name, sign in targets.items() if of_plan == plan else ():
                    difference = planned[name][slice(*window)].mean() - usual[name][slice(*window)].mean()
                    gained[plan, name].append(sign * difference)
    missed = {}
    for target, differences in gained.items():
        mean, error = np.mean(differences), np.std(differences, ddof=1) / np.sqrt(REPLICATIONS)
        if not mean > 3.0 * error:
            missed[target] = (float(mean), float(error))
    assert not missed


def months(name, seed, years):
    model = CareerModel(scenario(name, years=years), seed)
    model.run_model()
    return model.monthly
