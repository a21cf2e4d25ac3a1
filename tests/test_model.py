"""A real Mesa model: Mesa's own tools run it, its calendar is complete, and one key gives one result."""

from functools import cache
from itertools import pairwise

import mesa
import numpy as np
import pandas as pd
import pytest

from cities import opened, scenario
from factories import picture
from karier import model as calendar
from karier.model import CALENDAR, DECEMBER, EVERY_MONTH, JANUARY, CareerModel, moment, parameters
from karier.observables import MONTHLY
from karier.population import build
from karier.processes import (
    appraisal,
    assessment,
    citizens,
    coaching,
    exits,
    innovation,
    ip_asn,
    leadership,
    learning,
    mentoring,
    money,
    motivation,
    performance,
    presence,
    promotion,
    recruitment,
    services,
    talent,
    training,
)
from karier.scenario import bind, load
from karier.state import State
from karier.state.seats import COLUMNS, POST_COLUMNS
from karier.state.workforce import Workforce
from laws import changed

STRATEGIES = "assessment+training+mentoring+leadership+promotion_appraisal+recruitment+rewards"
ALL_LEVERS = f"toy+{STRATEGIES}+moratorium+budget_cut+retirement_wave+demand_surge"


@cache
def lived(name="toy", seed=7, years=2):
    """A model after its run. Not to be changed."""
    model = CareerModel(scenario(name, years=years), seed)
    model.run_model()
    return model


def table(model):
    return model.datacollector.get_model_vars_dataframe()


# One key, one result


def test_same_key_same_bits_other_seed_other_luck():
    again = CareerModel(load("toy", years=2), 7)
    again.run_model()
    pd.testing.assert_frame_equal(table(again), table(lived()), check_exact=True)
    assert picture(again.state) == picture(lived().state)
    assert again.yearly == lived().yearly
    assert not table(again).equals(table(lived(seed=8)))


def test_two_models_share_nothing_that_changes():
    """A model runs as if it were alone, whatever another does meanwhile."""
    one, other = CareerModel(scenario("toy", years=2), 7), CareerModel(scenario("toy", years=2), 7)
    for _ in range(24):
        one.step()
        other.step()
        other.state.store.drive[:] -= 1.0
        other.state.baseline.cuts[:] += 1.0
    pd.testing.assert_frame_equal(table(one), table(lived()), check_exact=True)


def test_a_shorter_run_is_the_beginning_of_a_longer_one():
    short = CareerModel(scenario("toy", years=1), 7)
    short.run_model()
    pd.testing.assert_frame_equal(table(short), table(lived()).iloc[:12], check_exact=True)


# Mesa's contract


def test_observes_what_is_named_and_stops_in_time():
    model = CareerModel(scenario("toy", years=1), 3)
    assert isinstance(model, mesa.Model)
    assert (model.steps, model.running) == (0, True)
    model.step()
    assert (model.steps, model.running) == (1, True)
    model.run_model()
    assert (model.steps, model.running) == (12, False)
    assert list(table(model)) == list(MONTHLY)
    assert len(table(model)) == model.scenario.months
    assert model.month == table(model).iloc[-1].to_dict()
    assert {name: values.tolist() for name, values in model.monthly.items()} == table(model).to_dict("list")
    assert {len(values) for values in model.monthly.values()} == {12}


def test_mesas_batch_run_takes_scenarios_and_seeds():
    plans = [scenario(name, years=1) for name in ("toy", "toy+training")]
    rows = mesa.batch_run(CareerModel, {"scenario": plans, "seed": [7, 8]}, display_progress=False)
    found = {(row["scenario"].name, row["seed"]): row for row in rows}
    assert len(found) == len(rows) == 4  # one row each: that of the last month
    for name in MONTHLY:
        assert found["toy", 7][name] == table(lived())[name].iloc[11], name


def test_a_name_is_enough():
    assert CareerModel("toy", 7).scenario == load("toy")
    assert CareerModel().scenario.name == "toy"


# The calendar


@pytest.mark.parametrize("entry", CALENDAR, ids=lambda entry: entry.act.__qualname__)
def test_every_act_has_its_months_its_parameters_and_its_word(entry):
    assert entry.months in (EVERY_MONTH, JANUARY, DECEMBER)
    assert entry.act.__doc__
    section = entry.act.__module__.rpartition(".")[2]
    assert section in scenario().parameters
    p = parameters(entry.act, scenario(), moment(scenario(), 1, 0))
    assert type(p).__module__ == entry.act.__module__
    assert "WRITES" in vars(__import__(entry.act.__module__, fromlist=["WRITES"]))


def test_no_act_stands_twice_and_nobody_moves_in_burn_in():
    acts = [entry.act for entry in CALENDAR]
    assert len(acts) == len(set(acts))
    moving = {entry.act.__module__.rpartition(".")[2] for entry in CALENDAR if not entry.burn_in}
    assert moving == {
        *("exits", "rank", "discipline", "promotion", "recruitment", "rewards", "money"),
        *("assessment", "talent", "ip_asn", "leadership", "innovation"),
        *("mentoring", "coaching", "placement"),
    }


MONTH = (  # model-spec 3: one after the other; what stands together has no order
    {exits.leave_service},
    {promotion.fill},
    {recruitment.arrive},
    {training.hold, leadership.run, mentoring.meet, coaching.coach},
    {learning.learn},
    {motivation.move},
    {presence.attend},
    {performance.perform},  # before services: their support and load count from next month on
    {services.serve},
    {citizens.judge},
    {innovation.improve},
    {money.settle},
)
YEAR = (  # who reads what another has made in the same month
    ({assessment.assess}, {talent.place_in_boxes, training.plan}),
    ({training.plan}, {training.hold}),
    ({leadership.intake}, {leadership.run}),
    ({mentoring.match}, {mentoring.meet}),
    ({coaching.begin}, {coaching.coach}),
    ({performance.perform}, {appraisal.appraise}),
    ({appraisal.appraise}, {ip_asn.measure}),
)


@pytest.mark.parametrize(("first", "then"), [*pairwise(MONTH), *YEAR])
def test_acts_of_a_month_have_the_order_of_the_specification(first, then):
    acts = [entry.act for entry in CALENDAR]
    assert max(acts.index(act) for act in first) < min(acts.index(act) for act in then)


@pytest.mark.parametrize(
    ("month", "year", "calendar_month"), [(0, 2026, 1), (11, 2026, 12), (12, 2027, 1), (-1, 2025, 12), (-13, 2024, 12)]
)
def test_months_of_the_run_stand_on_the_calendar(month, year, calendar_month):
    now = moment(scenario(), 5, month)
    assert now == (5, month, year, calendar_month)


def test_what_happens_once_a_year_happens_in_its_month():
    """Rated, credited and indexed in December; assessed, mapped, courses planned and places opened in January."""
    model, january, december = CareerModel(load(ALL_LEVERS, years=2), 5), set(), set()
    for _ in range(24):
        before, opened_before = picture(model.state), (model.state.posts.arrival > 0).sum()
        model.step()
        moved, month = changed(before, picture(model.state)), (model.steps - 1) % 12 + 1
        if {"course_month", "believed", "box"} & moved or (model.state.posts.arrival > 0).sum() > opened_before:
            january.add(month)
        if {"predicate", "credit", "city.validity", "city.ip_asn"} & moved:
            december.add(month)
    assert (january, december) == ({1}, {12})


def test_each_act_writes_only_what_it_declares_in_a_real_city():
    """Two years of toy with every lever and the moratorium on, act by act."""
    s, seed = load(ALL_LEVERS, years=2), 5
    state = CareerModel(s, seed).state.copy()
    for month in range(24):
        now = moment(s, seed, month)
        for entry in CALENDAR:
            if now.calendar_month in entry.months:
                before = picture(state)
                entry.act(state, parameters(entry.act, s, now), now)
                assert changed(before, picture(state)) <= allowed(entry.act), (entry.act, month)


def allowed(act):
    writes = set(__import__(act.__module__, fromlist=["WRITES"]).WRITES)
    if "seats" in writes:
        writes |= COLUMNS | {f"posts.{name}" for name in POST_COLUMNS}
    return writes


def test_columns_have_one_writer():
    """But for seats, which several processes fill and empty, the flows they report, and the exits a round answers."""
    writers = {}
    for module in {entry.act.__module__ for entry in CALENDAR}:
        for name in __import__(module, fromlist=["WRITES"]).WRITES:
            writers.setdefault(name, set()).add(module.rpartition(".")[2])
    several = {name: found for name, found in writers.items() if len(found) > 1}
    assert several == {
        "seats": {"exits", "placement", "promotion", "recruitment"},
        "city.flows": {"exits", "promotion", "recruitment", "innovation"},
        "offices.exits_year": {"exits", "recruitment"},
    }


def test_every_declared_name_is_a_column():
    tables = {name: set(getattr(State.__annotations__[name], "_fields", ())) for name in State.__annotations__}
    for module in {entry.act.__module__ for entry in CALENDAR}:
        for name in __import__(module, fromlist=["WRITES"]).WRITES - {"seats"}:
            table, dot, column = name.rpartition(".")
            assert column in (tables[table] if dot else set(Workforce._fields)), name


# The opening


def test_the_opening_is_the_same_for_every_strategy():
    place = CareerModel(scenario("toy"), 7)
    for name in (
        "toy+assessment",
        "toy+training",
        "toy+promotion_worst",
        "toy+recruitment",
        "toy+moratorium",
        ALL_LEVERS,
    ):
        planned = CareerModel(scenario(name), 7)
        assert picture(planned.state) == picture(place.state), name
        assert planned.constants() == place.constants()


def test_the_opening_depends_on_place_beliefs_and_seed():
    base = picture(CareerModel(scenario("toy"), 7).state)
    assert picture(CareerModel(scenario("toy"), 8).state) != base
    assert picture(CareerModel(load("toy", set={"learning.effect": 0.5}), 7).state) != base
    assert picture(CareerModel(load("toy", years=9), 7).state) == base


@pytest.mark.parametrize("name", ["toy", "semarang"])
def test_people_and_posts_stand_still_in_burn_in(name):
    """No one comes, goes, moves, ages or learns for good; traits and seats are those of the first day."""
    first, now = build(scenario(name).status_quo(), 1), opened(name)
    assert now.people == first.people
    moved = changed(picture(first), picture(now))
    stays = {"base", *COLUMNS, *(f"posts.{column}" for column in now.posts._fields)}
    stays |= {"birth_month", "entry_month", "ceiling", "own_drive", "lasting", "rank", "credit", "contract_end"}
    assert not moved & stays
    assert not now.city.ledger.any()
    assert not now.offices.exits_year.any()


def test_means_stand_still_when_the_run_begins():
    """Over the last year of the burn-in no mean of Semarang's people moves by more than .05 SD."""
    states = []
    for months in (24, 36):
        longer = load("semarang", set={"run.burn_in_months": months})
        states.append(CareerModel(longer, 1).state.workforce)
    short, long = states
    for name in ("drive", "absence", "prospect", "passed_over"):
        one, other = getattr(short, name), getattr(long, name)
        assert abs(other.mean() - one.mean()) <= 0.05 * max(one.std(), 1e-9), name
    for k in range(3):
        assert abs(long.gain[k].mean() - short.gain[k].mean()) <= 0.05 * (short.base[k] + short.gain[k]).std()
    good = [np.bincount(staff.predicate, minlength=6) / len(staff.uid) for staff in states]
    assert np.abs(good[0] - good[1]).max() < 0.01


def test_the_opening_gain_is_settled_from_the_first_day_on():
    """Not by waiting: right after `settle`, a year of the place's own training moves the mean by less than a tenth."""
    place = scenario("semarang").status_quo()
    s = build(place, 1)
    beliefs = bind(calendar.baseline.Beliefs, place, "performance", place.before())
    calendar._first_day(s, place, beliefs, moment(place, 1, -24))
    settled = np.mean(s.workforce.gain)
    assert settled > 0.0
    assert np.mean(opened("semarang").workforce.gain) == pytest.approx(settled, rel=0.15)


# Mesa's window on the workforce


@pytest.fixture(scope="module")
def model():
    return lived()


def test_reads_like_mesas_agentset(model):
    staff, agents = model.state.workforce, model.agents
    assert len(agents) == model.state.people == model.month["headcount"]
    assert [agent.unique_id for agent in agents] == staff.uid.tolist()
    assert agents.agg("jp_year", np.sum) == staff.jp_year.sum()
    assert agents.groupby("office").count() == dict(enumerate(np.bincount(staff.office).tolist()))
    women = agents.select(lambda agent: agent.sex == 1)
    assert len(women) == (staff.sex == 1).sum()
    assert (women.get("sex") == 1).all()
    assert agents.sort("rank")[0].rank == staff.rank.max()
    assert agents.sort("rank", ascending=True)[0].rank == staff.rank.min()
    assert agents.get("gain").shape == (model.state.people, 3)
    frame = agents.to_frame()
    assert frame.loc[staff.uid[3], "gain_1"] == staff.gain[1][3]
    assert frame.loc[staff.uid[5], "rank"] == staff.rank[5]
    assert len(frame) == len(agents)
    assert len(frame.columns) == len(Workforce._fields) - 1 + 2 * 5


def test_shows_everybody_once_and_nobody_who_has_left(model):
    uids = [agent.unique_id for agent in model.agents]
    assert len(set(uids)) == len(uids) == int((model.state.posts.holder >= 0).sum())


def test_serves_mesas_collectors(model):
    collector = mesa.DataCollector(agent_reporters={"office": "office"})
    collector.collect(model)
    assert len(collector.get_agent_vars_dataframe()) == model.state.people


def test_is_a_window_not_a_store(model):
    before = model.state.workforce.drive.copy()
    model.agents.get("drive")[:] = -9.0
    assert (model.state.workforce.drive == before).all()
    with pytest.raises(AttributeError, match="has no 'salary'"):
        _ = model.agents[0].salary


def test_constants_are_plain_numbers_for_the_manifest(model):
    constants = model.constants()
    assert set(constants) == set(model.state.baseline._fields)
    assert constants["cuts"] == model.state.baseline.cuts.tolist()
    assert all(isinstance(values, list) for values in constants.values())
