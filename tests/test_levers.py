"""Levers: nothing before their month, nothing at dose 0, and each moves what it is there to move."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from cities import scenario
from factories import picture
from karier.model import CareerModel
from karier.processes import training
from karier.scenario import bind, catalogue, load

SEEDS = range(6)
YEARS = 8
PLANS = [*(name for name, _ in catalogue.names("strategies")), *(name for name, _ in catalogue.names("shocks"))]
START = 12  # every shipped plan starts in January 2027


@cache
def months(name, seed=1, years=YEARS):
    model = CareerModel(scenario(name, years=years), seed)
    model.run_model()
    return model.monthly


def mean(name, column, first=24, last=12 * YEARS):
    """Over seeds and months."""
    return float(np.mean([months(name, seed)[column][first:last].mean() for seed in SEEDS]))


def gained(plan, column, **window):
    """A plan less the status quo, under the same luck."""
    return mean(f"toy+{plan}", column, **window) - mean("toy", column, **window)


# Nothing before, nothing without


@pytest.mark.parametrize("plan", PLANS)
def test_nothing_moves_before_the_plan_starts(plan):
    one, other = (CareerModel(scenario(name, years=2), 3) for name in ("toy", f"toy+{plan}"))
    assert {lever.start.isoformat() for lever in other.scenario.levers.values()} == {"2027-01-01"}
    for _ in range(START):
        one.step()
        other.step()
    assert picture(other.state) == picture(one.state)
    for name, values in one.monthly.items():
        assert other.monthly[name].tobytes() == values.tobytes(), name
    assert other.yearly == one.yearly


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("nothing", [{"dose": 0.0}, {"start": None}, {"offices": ()}])
def test_a_plan_without_dose_start_or_offices_is_the_status_quo_to_the_byte(plan, nothing):
    """But for what belongs to the city and has no offices, as `replacement`: such a lever has no start instead."""
    s, levers = scenario(f"toy+{plan}", years=4), {}
    for name, lever in s.levers.items():
        by_office = "offices" not in nothing or is_by_office(s, lever)
        levers[name] = replace(lever, **(nothing if by_office else {"start": None}))
    if "offices" in nothing and not any(is_by_office(s, lever) for lever in levers.values()):
        return
    model = CareerModel(replace(s, levers=levers, bound={}), 3)
    model.run_model()
    for name, values in months("toy", 3).items():
        assert model.monthly[name].tobytes() == values[:48].tobytes(), name


def is_by_office(s, lever):
    """Whether all that the plan sets may differ by office."""
    return all(s.parameters[lever.section][key].scope == "office" for key in lever.planned)


@pytest.mark.parametrize("plan", PLANS)
def test_every_plan_that_is_on_changes_something(plan):
    one, other = months("toy"), months(f"toy+{plan}")
    assert any(one[name].tobytes() != other[name].tobytes() for name in one)


# Each its own target


def test_training_brings_hours_and_competence():
    assert mean("toy+training", "training_hours") > 2.5 * mean("toy", "training_hours")
    for k in ("technical", "managerial", "sociocultural"):
        assert gained("training", f"mean_competence_{k}", first=60) > 0.01, k
    assert gained("training", "gain_retained") > 0.0
    assert gained("training", "competence_gap", first=60) < 0.0
    assert gained("training", "cost_training") > 0.0


def test_assessment_brings_results_and_boxes():
    """A fifth of the staff is mapped today; of a round of all .84 (fidelity .8), once its three years are over."""
    today, planned = months("toy"), months("toy+assessment")
    assert_array_equal(today["assessed"][:START], planned["assessed"][:START])
    assert mean("toy", "mapped_share") == pytest.approx(0.2, abs=0.04)
    assert mean("toy+assessment", "mapped_share", first=48) == pytest.approx(0.84, abs=0.06)
    assert gained("assessment", "assessed") > 0.0
    assert {month % 12 for month in np.flatnonzero(planned["assessed"])} == {0}


def test_half_of_the_dose_is_about_half_of_the_hours():
    """base + dose × fidelity × (planned − base), share and hours both: between the two."""
    half = CareerModel(load("toy+training", years=4, set={"training.dose": 0.5}), 1)
    half.run_model()
    base, full = (months(name)["training_hours"][24:48].sum() for name in ("toy", "toy+training"))
    assert base < half.monthly["training_hours"][24:].sum() < full


def test_training_in_one_office_trains_that_office():
    s = load("toy+training", years=3, set={"training.offices": ["dukcapil"]})
    model, base = CareerModel(s, 1), CareerModel(scenario("toy", years=3), 1)
    model.run_model()
    base.run_model()
    number = [office.id for office in s.place.offices].index("dukcapil")

    def jp(of, office):
        return [row["training_hours"] for row in of.yearly["offices"] if row["office"] == office]

    assert jp(model, number)[0] == jp(base, number)[0]
    assert sum(jp(model, number)[1:]) > sum(jp(base, number)[1:])
    for other in range(len(s.place.offices)):
        if other != number:  # places are as many as the office's staff, and people move
            assert sum(jp(model, other)) == pytest.approx(sum(jp(base, other)), rel=0.35, abs=60.0)


def test_mentoring_makes_pairs_skill_drive_and_culture_and_is_paid_for():
    for column in ("mentoring_pairs", "coached", "culture", "mean_motivation", "cost_mentoring", "cost_coaching"):
        assert gained("mentoring", column) > 0.0, column
        assert column == "mean_motivation" or mean("toy", column) == 0.0
    assert gained("mentoring", "mean_competence_technical", first=60) > 0.0


def test_courses_of_the_plan_follow_gaps_while_todays_assessment_holds():
    """2027 and 2028: whoever has a believed gap from a valid assessment is taught there, as far as it is delivered."""
    model = CareerModel(scenario("toy+training", years=3), 1)
    while model.steps < 13:
        model.step()
    staff, types = model.state.workforce, model.state.types
    due = staff.course_month >= 12
    p = bind(training.Parameters, model.scenario, "training", date(2027, 1, 1))
    weights, due = p.fit.weights[staff.level], due & (staff.believed_month > 12 - p.plans.valid_months)
    gaps = np.stack([weights[:, k] * (types.required[k][staff.type] - staff.believed[k]) for k in range(3)])
    aimed = (gaps.argmax(axis=0) == staff.course_dimension)[due & (gaps.max(axis=0) > 0.0)]
    assert len(aimed) > 5
    assert aimed.mean() > 0.75


def test_promotion_by_appraisal_follows_performance():
    assert gained("promotion_appraisal", "promotion_fairness") > 0.1
    assert gained("promotion_worst", "promotion_fairness") < -0.5
    lot = CareerModel(load("toy+promotion_random", years=4, set={"promotion.fidelity": 1.0}), 1)
    lot.run_model()
    assert (lot.monthly["promotion_fairness"][24:] == 0.0).all()  # delivered in full, nothing but luck decides
    order = [mean(f"toy+promotion_{rule}", "promotion_fairness") for rule in ("worst", "random", "appraisal")]
    assert order == sorted(order)


def test_promotion_on_merit_raises_what_managers_are_believed_to_bring():
    assert gained("promotion", "cost_assessment") > 0.0
    assert gained("promotion", "leadership_quality", first=48) > 0.0


def test_a_rule_of_promotion_hires_and_dismisses_nobody():
    for rule in ("appraisal", "seniority", "random", "worst"):
        one, other = months("toy"), months(f"toy+promotion_{rule}")
        assert_array_equal(one["entries"][:24], other["entries"][:24])
        assert abs(other["headcount"][-1] - one["headcount"][-1]) <= 5


def test_full_replacement_brings_entries_and_the_moratorium_ends_them():
    assert gained("recruitment", "entries") > 0.0
    assert gained("recruitment", "headcount") > 5.0
    assert gained("recruitment", "vacancy_rate") < 0.0
    assert gained("moratorium", "entries") < 0.0
    assert gained("moratorium", "headcount") < 0.0


def test_the_moratorium_ends():
    """2027 – 2029: the last to come were chosen in January 2026; the first again in January 2030, a year later."""
    for seed in SEEDS:
        entries = months("toy+moratorium", seed)["entries"]
        assert not entries[13:60].any()
    assert mean("toy+moratorium", "entries", first=60) > 0.0


def test_leadership_programmes_bring_certificates_projects_and_improvements():
    assert gained("leadership", "leadership_places") > 0.0
    assert gained("leadership", "certified_managers", first=60) > 0.1
    assert gained("leadership", "capacity_efficiency", first=36) > 0.0
    for name in ("entries", "training_hours"):
        assert abs(gained("leadership", name)) < 0.05 * mean("toy", name)


def test_a_surge_brings_cases_for_a_year_and_people_feel_the_load():
    in_2027 = {"first": 12, "last": 24}
    assert gained("demand_surge", "arrivals", **in_2027) / mean("toy", "arrivals", **in_2027) == pytest.approx(
        0.3, abs=0.02
    )
    assert gained("demand_surge", "utilisation", **in_2027) > 0.05
    assert gained("demand_surge", "on_time_share", **in_2027) < 0.0
    assert abs(gained("demand_surge", "arrivals", first=36)) < 0.02 * mean("toy", "arrivals", first=36)


def test_rewards_award_a_tenth_and_watch_more_closely_at_a_price():
    assert mean("toy", "awards") == 0.0
    one = months("toy+rewards")
    yearly = one["awards"].reshape(YEARS, 12)
    assert not yearly[0].any()
    assert not yearly[:, 1:].any()  # in January alone
    assert yearly[1:, 0] == pytest.approx(
        0.08 * one["headcount"][12::12], abs=4
    )  # a tenth, four fifths of it delivered
    assert gained("rewards", "award_fairness") > 0.1
    assert gained("rewards", "presence") > 0.0
    assert gained("rewards", "cost_rewards") > 0.0
    assert gained("rewards", "cost_discipline") > 0.0


def test_perceived_detection_jumps_and_fades_while_monitoring_goes_on():
    """.3 → .3 + .8·(.8 − .3) = .7; half of the rise is gone nine months later."""
    seen = months("toy+rewards")["detection"]
    assert seen[[11, 12, 21, 30]] == pytest.approx([0.3, 0.7, 0.5, 0.4], abs=1e-9)


def test_a_wave_of_early_retirement_empties_posts_for_three_years():
    assert gained("retirement_wave", "exits", first=12, last=48) > 0.1
    assert gained("retirement_wave", "headcount", first=36) < -2.0
    assert gained("retirement_wave", "retirements", first=48) < 0.0  # those who would have gone later are gone


def test_half_of_the_budget_halves_the_places_and_comes_back():
    cut = {"first": 12, "last": 48}
    assert mean("toy+budget_cut", "training_hours", **cut) == pytest.approx(
        0.5 * mean("toy", "training_hours", **cut), rel=0.2
    )
    assert gained("budget_cut", "cost_programme", **cut) < 0.0
    assert abs(gained("budget_cut", "training_hours", first=60)) < 0.15 * mean("toy", "training_hours", first=60)


def test_what_a_plan_costs_is_in_the_ledger():
    assert gained("recruitment", "cost_recruitment") > 0.0
    assert gained("training", "cost_programme") > 0.0
    assert gained("moratorium", "cost_recruitment") < 0.0
    for rule in ("appraisal", "worst"):
        assert abs(gained(f"promotion_{rule}", "cost_programme")) < 0.05 * mean("toy", "cost_programme")


def test_placement_moves_people_and_costs():
    assert not months("toy")["moves"].any()
    assert gained("placement", "moves") > 0.0
    assert gained("placement", "cost_placement") > 0.0
    march = [month for month in range(12 * YEARS) if months("toy+placement")["moves"][month]]
    assert {month % 12 for month in march} == {2}


def test_an_election_stops_appointments_then_rotates():
    """No promotion to ℓ ≥ 1 from March 2029 to July 2030, rotation in August 2030; toy has few managers."""
    moves = np.array([months("toy+election", seed)["moves"] for seed in SEEDS])
    assert moves[:, 55].sum() > 0
    moves[:, 55] = 0
    assert not moves.any()
    frozen = mean("toy+election", "vacancy_rate", first=44, last=55)
    assert frozen >= mean("toy", "vacancy_rate", first=44, last=55)


# Pay


def test_twice_the_base_pay_changes_no_output():
    """An unconditional raise enters the ledger and nothing else (de Ree et al. 2018): 36 months, exactly."""
    base, twice = CareerModel(scenario("toy", years=3), 1), CareerModel(doubled(scenario("toy", years=3)), 1)
    assert picture(twice.state) == picture(base.state)
    base.run_model()
    twice.run_model()
    for name, values in base.monthly.items():
        if name not in ("cost_base_pay", "cost_total", "cost_per_valid_case"):
            assert twice.monthly[name].tobytes() == values.tobytes(), name
    ratio = twice.monthly["cost_base_pay"] / base.monthly["cost_base_pay"]
    assert ratio == pytest.approx(2.0, rel=1e-6)


def test_a_raise_without_condition_pleases_for_a_while_and_changes_no_output():
    """Pay twice as high (de Ree et al. 2018): 36 months of the same output, to the bit."""
    base, raised = (CareerModel(load("toy", years=3, **kw), 1) for kw in ({}, {"set": {"rewards.raise_share": 1.0}}))
    base.run_model()
    raised.run_model()
    told = ("cost_rewards", "cost_programme", "cost_total", "cost_per_valid_case", "pay_satisfaction")
    for name, values in base.monthly.items():
        assert (raised.monthly[name].tobytes() == values.tobytes()) == (name not in told), name
    pay = base.monthly["cost_base_pay"] + base.monthly["cost_allowance"]
    assert raised.monthly["cost_rewards"].tolist() == pay.tolist()
    assert raised.monthly["pay_satisfaction"][[0, 6, 12]] == pytest.approx([1.0, 0.5, 0.25])


def doubled(s):
    """The scenario with all base pay twice as high."""
    names = ("base_pay", "pppk_low", "pppk_high", "part_time_pay", "non_asn_pay")
    money = {name: twice(p) if name in names else p for name, p in s.parameters["money"].items()}
    return replace(s, parameters={**s.parameters, "money": money}, bound={})


def twice(p):
    def doubled_value(value):
        if isinstance(value, dict):
            return {key: doubled_value(item) for key, item in value.items()}
        return [doubled_value(item) for item in value] if isinstance(value, list) else 2 * value

    return replace(p, value=doubled_value(dict(p.value) if hasattr(p.value, "items") else p.value))
