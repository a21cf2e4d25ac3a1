"""The comparison as a table: values that are known, files that are the same each time."""

import dataclasses

import numpy as np
import openpyxl
import pandas as pd
import pytest

from karier.analysis import groups
from karier.analysis.comparison import MEANING, comparison_table, write_comparison
from karier.analysis.headlines import BESIDE, HEADLINES, OUTCOMES, Change, numbers, told, told_together
from karier.analysis.language import Language


def changed(results, scenario, **columns):
    """The study with columns of one scenario made from the status quo's, replication by replication."""
    monthly = results.tables["monthly"].copy()
    base = monthly[monthly.scenario == "semarang"].sort_values(["replication", "month"])
    own = monthly[monthly.scenario == scenario].sort_values(["replication", "month"]).index
    for name, change in columns.items():
        monthly.loc[own, name] = change(base[name].to_numpy(), base.month.to_numpy())
    return dataclasses.replace(results, tables={**results.tables, "monthly": monthly})


def row(table, scenario, name):
    return table[(table.scenario == scenario) & (table.observable == name)].iloc[0]


def test_paired_difference_is_found_exactly(results):
    known = changed(
        results, "semarang+training",
        capacity_efficiency=lambda v, m: v * np.where(m >= 36, 1.02, 1.0),
        ikm=lambda v, m: v + np.where(m >= 24, 1.5, 0.0),
        cost_programme=lambda v, m: v + 2e9 / 12,
    )  # fmt: skip
    table = comparison_table(known)
    efficiency = row(table, "semarang+training", "capacity_efficiency")
    assert efficiency.difference == pytest.approx(0.02)
    assert (efficiency.low, efficiency.high) == pytest.approx((0.02, 0.02))
    assert efficiency.monte_carlo_error == pytest.approx(0.0, abs=1e-12)
    assert efficiency.correlation == pytest.approx(1.0)
    assert (efficiency.first_year, efficiency.last_year) == (2029, 2031)
    assert efficiency.arrival_year == 2029
    assert efficiency.verdict == "better"
    ikm = row(table, "semarang+training", "ikm")
    assert ikm.difference == pytest.approx(1.5)
    assert ikm.arrival_year == 2028
    assert row(table, "semarang+training", "cost_programme").difference == pytest.approx(2e9)
    # half of the horizon + 2 %, two thirds of it + 1.5 points, both for Rp 2 billion a year
    assert efficiency.programme_rupiah_per_gain == pytest.approx(2e9 / 1.0, rel=1e-3)
    assert ikm.programme_rupiah_per_gain == pytest.approx(2e9 / 1.0)


def test_the_same_tables_make_no_difference_at_all(results):
    same = changed(results, "semarang+training", **{name: lambda v, m: v for name in HEADLINES})
    table = comparison_table(same)
    for name in HEADLINES:
        one = row(table, "semarang+training", name)
        assert (one.difference, one.low, one.high, one.verdict) == (0, 0, 0, "same")
    assert row(table, "semarang+training", "ikm").programme_rupiah_per_gain_said == "no_gain"


def test_table_is_complete_and_described(results):
    table = comparison_table(results)
    assert list(table) == list(MEANING)
    assert len(table) == 4 * len((*HEADLINES, *BESIDE))
    best = table.groupby("observable").best_probability.sum()
    assert best.to_numpy() == pytest.approx(1.0)
    assert set(table.verdict) <= {"better", "worse", "leans_better", "leans_worse", "none", "same", "few"}


def test_files_hold_the_table_and_are_the_same_each_time(folder):
    first = {path.name: path.read_bytes() for path in write_comparison(folder)}
    again = {path.name: path.read_bytes() for path in write_comparison(folder)}
    assert set(first) == {"comparison.parquet", "comparison.csv", "comparison.xlsx"}
    assert first == again
    table = pd.read_parquet(folder / "tables" / "comparison.parquet")
    pd.testing.assert_frame_equal(table, pd.read_csv(folder / "tables" / "comparison.csv"), check_dtype=False)
    book = openpyxl.load_workbook(folder / "tables" / "comparison.xlsx")
    assert book.sheetnames == ["comparison", "scenarios", "columns"]
    assert book["comparison"].max_row == len(table) + 1
    assert not list((folder / "tables").glob(".*"))


def test_differences_are_told_in_their_own_unit():
    en, id_ = Language("en"), Language("id")
    assert told(en, "capacity_efficiency", 0.0212) == "+2.1%"
    assert told(id_, "turnaround_days", -0.354) == "−0,35 hari kerja"
    assert told(id_, "on_time_share", 0.012) == "+1,2 poin persen"
    assert told(en, "ikm", 0.5) == "+0.50 points"
    assert told(id_, "cost_total", 12e9) == "+Rp12,0 miliar"
    for name in OUTCOMES:
        assert told(id_, name, float("nan")) == "–"


def test_turnaround_is_told_by_its_median_and_a_mean_that_few_replications_carry_is_marked(results):
    def queue(values, month):
        return values - np.where(np.arange(len(values)) < 12 * 6, 300.0, 1.0)  # the first replication alone

    table = comparison_table(changed(results, "semarang+training", turnaround_days=queue))
    one = row(table, "semarang+training", "turnaround_days")
    assert (one.statistic, one.difference, one.median_difference) == (
        "median",
        pytest.approx(-1.0),
        pytest.approx(-1.0),
    )
    assert one.mean_difference == pytest.approx(-30.9)
    assert one.mean_and_median_apart
    assert one.monte_carlo_error == pytest.approx(0.0, abs=1e-9)
    assert row(table, "semarang+training", "ikm").statistic == "mean"


def test_numbers_that_stand_together_have_the_same_decimals():
    id_ = Language("id")
    assert numbers(id_, "turnaround_days", [-4.9, -40.0, -0.21]) == ["−4,9", "−40,0", "−0,2"]
    assert numbers(id_, "turnaround_days", [-150.0, -0.21]) == [
        "−150,0",
        "−0,2",
    ]  # an end that is not 0 is not written so
    assert told_together(id_, "cost_total", [-1.2e9, 340e6]) == ["−Rp1,20 miliar", "+Rp0,34 miliar"]
    assert id_.values("turnaround_days", [0.157, 124.9]) == ["0,2", "124,9"]


def test_a_difference_below_its_own_error_is_about_zero(results):
    change = Change("x", "cost_programme", np.zeros(20), np.linspace(-10e6, 9e6, 20), 0.5, np.zeros((20, 1)))
    assert abs(change.middle) < change.error
    assert change.told(Language("id")) == "≈ 0"
    assert change.cells(Language("en", "million")) == ("≈ 0", "−9.0", "+8.1")
    assert change.error_cell(Language("en", "million")) == "1.3"
    clear = dataclasses.replace(change, strategy=change.strategy + 20e6)
    assert clear.told(Language("en")) == "+Rp 19.5 million"


def test_the_error_decides_the_decimals_and_no_line_contradicts_itself():
    id_ = Language("id")
    values = np.linspace(0.0002, 0.0010, 20)  # percentage points far below one
    small = Change("x", "trust", np.zeros(20), values, 1.0, np.zeros((20, 1)))
    assert small.told(id_) == "+0,0600 poin persen"
    assert small.cells(id_) == ("+0,0600", "+0,0240", "+0,0960")
    assert small.error_cell(id_) == "0,0056"
    nearly = Change(
        "x", "ikm", np.zeros(20), np.r_[np.full(10, 0.004), np.linspace(1.0, 30.0, 10)], 1.0, np.zeros((20, 1))
    )
    assert nearly.verdict == "better"
    assert nearly.cells(id_)[1] == "+0,004"  # an interval without 0 has no end that is written as 0
    assert told(id_, "ikm", 12.345, error=31.0) == "+12 poin"
    assert numbers(id_, "ikm", [12.345], error=0.0996) == ["+12,35"]  # 0.0996 is 0.10


def test_below_ten_replications_nothing_is_about_zero():
    few = Change("x", "ikm", np.zeros(4), np.array([-0.2, 0.1, 0.3, -0.1]), 0.5, np.zeros((4, 1)))
    assert abs(few.middle) < few.error
    assert few.cells(Language("en"))[0] != "≈ 0"


def test_groups_are_sums_and_weighted_means(results):
    found = groups.by_cohort(results, "sex")
    assert found.names == ("women", "men")
    rows = results.tables["cohorts"]
    rows = rows[(rows.scenario == "semarang+promotion") & (rows.replication == 2) & (rows.sex == "female")]
    assert found.values["promotion"][2, 2, 0] == pytest.approx(100 * rows.promotions.sum() / rows.headcount.sum())
    late = rows[rows.year >= 2029]
    mean = np.average(late.mean_competence_technical, weights=late.headcount)
    assert found.values["competence"][2, 2, 0] == pytest.approx(mean)


def test_small_groups_are_left_out(results):
    cohorts = results.tables["cohorts"].copy()
    cohorts.loc[(cohorts.generation == "1946-1964") & (cohorts.year >= 2029), "headcount"] = 0.0
    cohorts.loc[(cohorts.generation == "1946-1964") & (cohorts.year >= 2029), "mean_competence_technical"] = 0.0
    fewer = dataclasses.replace(results, tables={**results.tables, "cohorts": cohorts})
    found = groups.by_cohort(fewer, "generation")
    assert found.names == ("1965-1976", "1977-1994", "1995-2010")
    assert np.isfinite(found.values["competence"]).all()


def test_offices_without_citizens_have_no_ikm(results):
    found = groups.by_office_kind(results)
    school = found.names.index("school_group")
    assert np.isnan(found.values["ikm"][:, :, school]).all()
    assert np.isfinite(found.values["mean_performance"]).all()
