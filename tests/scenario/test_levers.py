"""A plan: nothing before its day, nothing at dose 0, else base + dose × fidelity × (planned − base)."""

import json
from datetime import date
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories_scenario import plan_in
from karier.arrays import BoolArray, FloatArray, IntArray
from karier.scenario import BadInput, Scenario, bind, change_days
from karier.scenario.binding import blended
from karier.scenario.parameter import parameter


class Course(NamedTuple):
    hours: FloatArray
    seats: int
    by_lot: bool
    rule: IntArray
    mix: FloatArray
    gain: float
    delivered: float
    today_rule: IntArray
    today_seats: float
    offices: BoolArray


PLANNED = date(2027, 1, 1)


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def course(s, day=PLANNED):
    return bind(Course, s, "course", day)


def test_plan_blends_in_its_offices_and_switches_what_is_no_number(town):
    p = course(town("courses.yaml"))
    assert p.hours.tolist() == [20.0, 36.0]  # only the clinic; 20 + .8 × (40 − 20)
    assert p.rule.tolist() == [0, 1]
    assert p.today_rule.tolist() == [0, 0]
    assert (p.seats, p.today_seats, p.by_lot, p.delivered) == (19, 10.0, True, 0.8)  # 18.8 rounded
    assert p.mix.tolist() == pytest.approx([0.82, 0.3, 0.2])  # a partial plan leaves the rest
    assert p.offices.tolist() == [False, True]


@pytest.mark.parametrize("setting", ["course.start=never", "course.dose=0", "course.start=2030-01-01"])
def test_plan_that_is_not_on_is_the_status_quo_to_the_bit(town, setting):
    s = town("courses.yaml", set=[setting])
    assert same(course(s), course(s.status_quo()))
    assert course(s).delivered == 0.0


def test_before_its_day_a_plan_is_not_felt(town):
    s = town("courses.yaml")
    for day in (date(2025, 12, 1), date(2026, 1, 1), date(2026, 12, 31)):
        assert same(course(s, day), course(s.status_quo(), day))


def test_burn_in_is_under_the_place_alone_even_if_the_plan_is_older(town):
    s = town("courses.yaml", set={"course.start": "2020-01-01"})
    assert same(course(s, s.before()), course(s.status_quo(), s.before()))
    assert course(s, s.start).delivered == 0.8
    assert change_days(s, "course") == [s.start]


def test_dose_beyond_the_plan_stays_inside_the_range(town):
    assert course(
        town("courses.yaml", set=["course.dose=2", "course.hours=100", "course.offices=all"])
    ).hours.tolist() == [
        120.0,
        120.0,
    ]
    assert course(town("courses.yaml", set=["course.dose=2"])).delivered == 1.0


def test_full_dose_and_fidelity_is_exactly_the_plan(town):
    s = town("courses.yaml", set=["course.fidelity=1", "course.hours=33.3", "course.offices=[dukcapil, klinik]"])
    assert course(s).hours.tolist() == [33.3, 33.3]


def test_shock_composes_after_the_strategy_and_ends(town, tmp_path):
    (tmp_path / "shocks").mkdir()
    plan_in(
        tmp_path / "shocks",
        """
        label: {id: a, en: a}
        description: {id: a, en: a}
        levers: {course: {start: 2027-06-01, until: 2028-01-01, fidelity: 1.0, set: {hours: 0.0}}}
        """,
        name="stop.yaml",
    )
    for plans in (("courses.yaml", "shocks/stop.yaml"), ("shocks/stop.yaml", "courses.yaml")):
        s = town(*plans)
        assert list(s.levers) == ["course", "stop.course"]
        assert s.name == "town+courses+stop"
        assert change_days(s, "course") == [date(2027, 1, 1), date(2027, 6, 1), date(2028, 1, 1)]
        days = [date(2027, 1, 1), date(2027, 6, 1), date(2027, 12, 31), date(2028, 1, 1)]
        assert [course(s, day).hours.tolist() for day in days] == [[20.0, 36.0], [0.0, 0.0], [0.0, 0.0], [20.0, 36.0]]


def test_plan_may_grow_by_dates(town, tmp_path):
    plan_in(
        tmp_path,
        """
        label: {id: a, en: a}
        description: {id: a, en: a}
        levers: {course: {start: 2027-01-01, fidelity: 1.0, set: {hours: {2027-01-01: 30.0, 2029-01-01: 60.0}}}}
        """,
    )
    s = town("courses.yaml")
    assert [course(s, date(year, 1, 1)).hours[0] for year in (2026, 2027, 2028, 2029)] == [20.0, 30.0, 30.0, 60.0]
    assert change_days(s, "course") == [date(2027, 1, 1), date(2029, 1, 1)]


STAGGERED = """
label: {id: a, en: a}
description: {id: a, en: a}
levers:
  course:
    start: 2027-01-01
    until: 2030-01-01
    offices: [klinik]
    joining: {2029-01-01: all, 2028-01-01: [dukcapil]}
    fidelity: 1.0
    set: {hours: 60.0}
"""


def test_offices_may_join_one_after_the_other(town, tmp_path):
    plan_in(tmp_path, STAGGERED)
    s = town("courses.yaml")
    assert change_days(s, "course") == [date(year, 1, 1) for year in (2027, 2028, 2029, 2030)]
    hours = [course(s, date(year, 1, 1)).hours.tolist() for year in range(2026, 2031)]
    assert hours == [[20.0, 20.0], [20.0, 60.0], [60.0, 60.0], [60.0, 60.0], [20.0, 20.0]]
    assert [course(s, date(year, 1, 1)).offices.tolist() for year in (2027, 2028)] == [[False, True], [True, True]]
    again = Scenario.from_dict(json.loads(json.dumps(s.to_dict())))
    assert again.levers == s.levers
    assert again.key() == s.key()
    assert town("courses.yaml", set=["course.hours=59"]).levers["course"].joining == s.levers["course"].joining
    plan_in(tmp_path, STAGGERED.replace("2028-01-01", "2028-02-01"))
    assert town("courses.yaml").key() != s.key()


@pytest.mark.parametrize(
    ("joining", "told"),
    [
        ("[dukcapil]", "a mapping of days to offices"),
        ("{}", "a mapping of days to offices"),
        ("{soon: all}", "no date"),
        ("{2026-06-01: all}", "not after the start"),
        ("{2027-01-01: all}", "not after the start"),
        ("{2030-01-01: all}", "after the end"),
        ("{2028-01-01: 3}", "ids or kinds of offices"),
        ("{2028-01-01: [dukcapli]}", "dukcapil"),
    ],
)
def test_who_joins_wrongly_is_told_where_and_what(town, tmp_path, joining, told):
    plan_in(tmp_path, STAGGERED.replace("{2029-01-01: all, 2028-01-01: [dukcapil]}", joining))
    with pytest.raises(BadInput, match=told):
        town("courses.yaml")


def test_scenario_file_lays_its_own_plan_over_the_strategies_it_names(town, tmp_path):
    plan_in(tmp_path)
    s = town(more="strategies: [./courses.yaml]\nlevers: {course: {offices: all, set: {hours: 30.0}}}\n")
    assert s.name == "town"
    assert course(s).hours.tolist() == pytest.approx([28.0, 28.0])
    assert course(s).seats == 19


def test_bind_is_kept_until_a_change_day(town):
    s = town("courses.yaml")
    assert course(s, date(2026, 2, 1)) is course(s, date(2026, 12, 1))
    assert course(s, date(2027, 1, 1)) is not course(s, date(2026, 12, 1))
    assert course(s, date(2035, 1, 1)) is course(s, date(2027, 1, 1))


@settings(deadline=None)
@given(
    base=st.floats(0, 120), planned=st.floats(0, 120), share=st.floats(0, 4), more=st.floats(0, 4), whole=st.booleans()
)
def test_blend_is_inside_the_range_exact_at_its_ends_and_monotone(base, planned, share, more, whole):
    if whole:
        base, planned = int(base), int(planned)
    entry = {"label": {"id": "a", "en": "a"}, "value": base, "unit": "", "range": [0, 120]}
    p = parameter("x.y", entry | {"kind": "assumption", "role": "decision", "source": "x"}, "test")
    mixed = blended(base, planned, share, p)
    assert 0 <= mixed <= 120
    assert isinstance(mixed, int if whole else float)
    assert blended(base, planned, 0.0, p) == base
    assert blended(base, planned, 1.0, p) == planned
    further = blended(base, planned, share + more, p)
    assert further >= mixed if planned >= base else further <= mixed
