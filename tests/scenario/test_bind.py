"""Parameters become plain numbers of the declared types, of the day."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pytest

from factories_scenario import parameters_in, town_in
from karier.arrays import BoolArray, FloatArray, IntArray
from karier.scenario import bind, change_days, load
from karier.scenario.binding import strength
from karier.scenario.sections import defaults


class Pay(NamedTuple):
    grades: FloatArray
    months: IntArray
    age: float
    count: int


class Line(NamedTuple):
    annual_rate: FloatArray
    utilisation: FloatArray
    promised_days: FloatArray
    promised_minutes: FloatArray


class Texts(NamedTuple):
    rule: FloatArray
    by_lot: bool
    seats: float


SECTION = "pay"


class Nested(NamedTuple):
    seats: int
    pay: Pay


def test_lists_and_mappings_become_arrays_ragged_rows_end_in_their_last_value(town):
    p = bind(Pay, town(), "pay", date(2026, 1, 1))
    assert p.grades.tolist() == [[1.0, 2.0], [3.0, 3.0]]
    assert p.months.tolist() == [2, 4]
    assert (p.grades.dtype, p.months.dtype, type(p.age), type(p.count)) == (np.float64, np.int64, float, int)


def test_dated_values_change_on_their_day(town):
    s = town()
    assert change_days(s, "pay") == [date(2026, 7, 1)]
    assert bind(Pay, s, "pay", date(2020, 1, 1)).months.tolist() == [2, 4]  # before the first date, the first value
    assert bind(Pay, s, "pay", date(2026, 6, 30)).months.tolist() == [2, 4]
    assert bind(Pay, s, "pay", date(2026, 7, 1)).months.tolist() == [1, 2, 3]


def test_four_and_four_point_zero_are_one_type_to_the_compiler(town):
    for value in (4, 4.0):
        p = bind(Texts, town(set={"course.seats": value}), "course", date(2026, 1, 1))
        assert [type(x) for x in p] == [np.ndarray, bool, float]
        assert p.rule.dtype == np.float64


def test_fraction_is_never_bound_as_a_whole_number(town):
    class Wrong(NamedTuple):
        gain: int

    class WrongToo(NamedTuple):
        mix: IntArray

    with pytest.raises(TypeError, match="course.gain: 0.6 is bound as a whole number"):
        bind(Wrong, town(), "course", date(2026, 1, 1))
    with pytest.raises(TypeError, match="course.mix: .* is bound as whole numbers"):
        bind(WrongToo, town(), "course", date(2026, 1, 1))


def test_lines_are_bound_over_the_lines_of_the_place(town):
    p = bind(Line, town(set=["lines.ktp.utilisation=0.8"]), "lines", date(2026, 1, 1))
    assert p.annual_rate.tolist() == [0.2]
    assert p.utilisation.tolist() == [0.8]
    assert np.isnan(p.promised_minutes).all()  # a docket has none


def test_field_that_is_a_named_tuple_is_bound_to_its_own_section(town):
    p = bind(Nested, town(), "course", date(2026, 1, 1))
    assert p.pay.count == 5


def test_offices_without_a_plan_are_none(town):
    class Covered(NamedTuple):
        offices: BoolArray

    assert bind(Covered, town(), "course", date(2027, 1, 1)).offices.tolist() == [False, False]


def test_fidelity_is_the_plans_own_or_the_sections_belief(town):
    s = town("courses.yaml")
    assert strength(s, s.levers["course"], s.start) == 0.8
    fixed = town("courses.yaml", set=["course.fidelity=0.5"])
    assert strength(fixed.drawn(1, 3), fixed.levers["course"], fixed.start) == 0.5


def test_defaults_are_a_copy(tmp_path):
    folder = parameters_in(tmp_path)
    defaults(folder)["pay"].clear()
    assert "age" in defaults(folder)["pay"]
    assert load(str(town_in(tmp_path)), parameters=folder).parameters["pay"]["age"].value == 58
