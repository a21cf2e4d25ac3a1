"""The calendar: which process acts in which month. Nothing is computed here."""

import sys
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import mesa
import numpy as np

from karier import population
from karier.agents import Agents
from karier.arrays import FloatArray
from karier.observables import MONTHLY
from karier.observation import Parameters as Seen
from karier.observation import Year, observe
from karier.population import baseline
from karier.population.roster import recall
from karier.processes import (
    appraisal,
    assessment,
    citizens,
    coaching,
    discipline,
    exits,
    innovation,
    ip_asn,
    leadership,
    learning,
    mentoring,
    money,
    motivation,
    performance,
    placement,
    presence,
    promotion,
    rank,
    recruitment,
    rewards,
    services,
    talent,
    training,
)
from karier.scenario import Scenario, bind, load
from karier.state import Moment, State

Act = Callable[[State, Any, Moment], None]

EVERY_MONTH = frozenset(range(1, 13))
JANUARY, DECEMBER = frozenset({1}), frozenset({12})


class Entry(NamedTuple):
    """One line of the calendar."""

    act: Act
    months: frozenset[int]
    burn_in: bool  # also while people and posts stand still, before month 0


CALENDAR = (
    # act                      in           in burn-in
    Entry(exits.leave_service, EVERY_MONTH, False),
    Entry(recruitment.convert,  EVERY_MONTH, False),
    Entry(rank.grant,          EVERY_MONTH, False),
    Entry(discipline.review,   EVERY_MONTH, False),
    Entry(promotion.fill,      EVERY_MONTH, False),
    Entry(placement.place,     EVERY_MONTH, False),
    Entry(recruitment.arrive,  EVERY_MONTH, False),
    Entry(recruitment.open_round, JANUARY,  False),
    Entry(assessment.impress,  EVERY_MONTH, False),
    Entry(assessment.assess,   EVERY_MONTH, False),
    Entry(talent.place_in_boxes, JANUARY,   False),
    Entry(promotion.expect,    JANUARY,     True),
    Entry(training.plan,       JANUARY,     True),
    Entry(training.hold,       EVERY_MONTH, True),
    Entry(leadership.intake,   EVERY_MONTH, False),
    Entry(leadership.run,      EVERY_MONTH, False),
    Entry(mentoring.match,     JANUARY,     False),
    Entry(mentoring.meet,      EVERY_MONTH, False),
    Entry(coaching.begin,      JANUARY,     False),
    Entry(coaching.coach,      EVERY_MONTH, False),
    Entry(learning.learn,      EVERY_MONTH, True),
    Entry(motivation.move,     EVERY_MONTH, True),
    Entry(rewards.reward,      EVERY_MONTH, False),
    Entry(discipline.watch,    EVERY_MONTH, True),
    Entry(presence.attend,     EVERY_MONTH, True),
    Entry(performance.perform, EVERY_MONTH, True),
    Entry(services.serve,      EVERY_MONTH, True),
    Entry(citizens.judge,      EVERY_MONTH, True),
    Entry(innovation.improve,  EVERY_MONTH, False),
    Entry(appraisal.appraise,  DECEMBER,    True),
    Entry(ip_asn.measure,      DECEMBER,    False),
    Entry(money.settle,        EVERY_MONTH, False),
)  # fmt: skip


class CareerModel(mesa.Model):  # type: ignore[misc]
    """A city's civil service; one step is one month.

    Args:
        scenario: what is believed and what is decided: a Scenario, or the name of one (default: `toy`).
        seed: whose luck, 0 … 2⁶³ − 1; the same scenario, seed and code give the same bits.

    The first month's state is the end of a burn-in under the place alone, the same for every strategy.
    """

    def __init__(self, scenario: Scenario | str = "toy", seed: int = 0) -> None:
        super().__init__(seed=seed)
        self.scenario = load(scenario) if isinstance(scenario, str) else scenario
        self.seed = seed
        self.state = _opening(_Opening(self.scenario, seed)).copy()
        self.month: dict[str, float] = {}
        self.year = Year(len(self.state.offices.head), len(self.state.lines.kind))
        self.datacollector = mesa.DataCollector({name: _column(name) for name in MONTHLY})

    @property
    def agents(self) -> Agents:
        """Mesa's view of the workforce, for reading."""
        return Agents(self, self.state.workforce)

    @property
    def monthly(self) -> dict[str, FloatArray]:
        """What was observed: one array a name of `observables.MONTHLY`, one value a month."""
        return {name: np.array(values) for name, values in self.datacollector.model_vars.items()}

    @property
    def yearly(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of the years that have ended, by table: offices, lines, cohorts."""
        return self.year.rows

    def constants(self) -> dict[str, Any]:
        """The baseline constants, for the manifest."""
        return {name: values.tolist() for name, values in self.state.baseline._asdict().items()}

    def step(self) -> None:
        """One month. Mesa has already counted it: `steps` is 1 in the first."""
        now = moment(self.scenario, self.seed, self.steps - 1)
        for entry in CALENDAR:
            if now.calendar_month in entry.months:
                entry.act(self.state, parameters(entry.act, self.scenario, now), now)
        self.month = observe(self.state, bind(Seen, self.scenario, "fit", _day(self.scenario, now)), now)
        self.year.add(self.state, now)
        self.datacollector.collect(self)
        self.running = self.steps < self.scenario.months


def moment(scenario: Scenario, seed: int, month: int) -> Moment:
    """The month of the run (from 0, negative in burn-in) on the calendar."""
    years, index = divmod(scenario.start.month - 1 + month, 12)
    return Moment(seed, month, scenario.start.year + years, index + 1)


def parameters(act: Act, scenario: Scenario, now: Moment) -> Any:
    """Those of the act's file: processes/training.py reads parameters/training.yaml."""
    process = sys.modules[act.__module__]
    section = process.__name__.rpartition(".")[2]
    return bind(process.Parameters, scenario, section, _day(scenario, now))


def _day(scenario: Scenario, now: Moment) -> date:
    return scenario.before() if now.month < 0 else date(now.year, now.calendar_month, 1)


class _Opening(NamedTuple):
    """What the opening state depends on; equal for all strategies of a place under the same beliefs and seed."""

    scenario: Scenario
    seed: int

    def __hash__(self) -> int:
        return hash((self.scenario.opening_key(), self.seed))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Opening) and (
            (self.seed, self.scenario.opening_key()) == (other.seed, other.scenario.opening_key())
        )


@lru_cache(maxsize=2)
def _opening(wanted: _Opening) -> State:
    """The place's people after the burn-in, with its baseline constants."""
    place, seed = wanted.scenario.status_quo(), wanted.seed
    months = bind(Run, place, "run", place.before()).burn_in_months
    state = population.build(place, seed)
    beliefs = bind(baseline.Beliefs, place, "performance", place.before())
    _first_day(state, place, beliefs, moment(place, seed, -months))
    last_year = baseline.LastYear(len(state.lines.kind))
    for month in range(-months, 0):
        now = moment(place, seed, month)
        if month == -12:
            baseline.solve(state, beliefs, now)
        for entry in CALENDAR:
            if entry.burn_in and now.calendar_month in entry.months:
                entry.act(state, parameters(entry.act, place, now), now)
        if month >= -12:
            last_year.add(state)
    last_year.close(state.baseline)
    start = moment(place, seed, 0)
    _open_files(state, place, start)
    recall(state, place)
    ip_asn.measure(state, parameters(ip_asn.measure, place, start), start)
    return state


class Run(NamedTuple):
    """Settings of a run: parameters/run.yaml."""

    burn_in_months: int


def _first_day(state: State, place: Scenario, beliefs: baseline.Beliefs, now: Moment) -> None:
    """Before anything has happened: constants; gains and improvements at rest; two years' predicates."""
    today = bind(innovation.Today, place, "innovation", place.before())
    innovation.settle(state, parameters(innovation.improve, place, now), today)
    discipline.watch(state, parameters(discipline.watch, place, now), now)
    baseline.solve(state, beliefs, now)
    courses = bind(learning.Courses, place, "training", place.before())
    learning.settle(state, parameters(learning.learn, place, now), courses)
    for _ in range(2):
        appraisal.appraise(state, beliefs.appraisal, now)
    _open_files(state, place, now)


def _open_files(state: State, place: Scenario, now: Moment) -> None:
    """What is believed of everybody, who stands in which talent box, and who holds a certificate."""
    for act in (assessment.open_file, talent.place_in_boxes, leadership.open_file):
        act(state, parameters(act, place, now), now)


def _column(name: str) -> Callable[[CareerModel], float]:
    return lambda model: model.month[name]
