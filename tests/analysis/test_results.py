"""Tables become complete cubes, and months become years as each observable says."""

import dataclasses

import numpy as np
import pytest

from karier.analysis.results import read


def months(results, scenario, replication, name):
    rows = results.tables["monthly"]
    rows = rows[(rows.scenario == scenario) & (rows.replication == replication)]
    return rows.sort_values("month")[name].to_numpy()


def test_cube_holds_every_month_in_its_place(results):
    cube = results.cube("ikm")
    assert cube.shape == (4, 10, 72)
    np.testing.assert_array_equal(cube[2, 7], months(results, "semarang+promotion", 7, "ikm"))


def december(months):
    return months[-1]


@pytest.mark.parametrize(
    ("name", "of_year"), [("exits", np.sum), ("ikm", np.mean), ("headcount", december), ("ip_asn", december)]
)
def test_years(results, name, of_year):
    second = of_year(months(results, "semarang+training", 3, name)[12:24])
    assert results.yearly(name)[1, 3, 1] == pytest.approx(second)


def test_order_of_rows_does_not_matter(results):
    shuffled = {k: t.sample(frac=1, random_state=1) for k, t in results.tables.items()}
    other = dataclasses.replace(results, tables=shuffled)
    np.testing.assert_array_equal(other.cube("trust"), results.cube("trust"))
    for column in ("promotions", "headcount"):
        groups, cells = results.grouped("cohorts", column, ("sex", "generation"))
        other_groups, other_cells = other.grouped("cohorts", column, ("sex", "generation"))
        assert list(groups) == list(other_groups)
        np.testing.assert_array_equal(cells, other_cells)


def test_a_replication_that_one_scenario_lacks_is_left_out_of_all(results):
    monthly = results.tables["monthly"]
    cut = monthly[~((monthly.scenario == "semarang+training") & (monthly.replication == 4) & (monthly.month > 30))]
    partial = dataclasses.replace(results, tables={**results.tables, "monthly": cut})
    assert partial.replications == (0, 1, 2, 3, 5, 6, 7, 8, 9)
    np.testing.assert_array_equal(partial.cube("ikm"), np.delete(results.cube("ikm"), 4, axis=1))


def test_a_scenario_without_tables_is_named_as_missing(results):
    monthly = results.tables["monthly"]
    fewer = dataclasses.replace(
        results, tables={**results.tables, "monthly": monthly[monthly.scenario != "semarang+promotion"]}
    )
    assert fewer.missing == ("semarang+promotion",)
    assert fewer.strategies == ("semarang+training", "semarang+recruitment")


def test_years_are_calendar_years_that_are_whole(results):
    late = dataclasses.replace(results, study={**results.study, "start": "2026-04-01"})
    assert late.years.tolist() == [2027, 2028, 2029, 2030, 2031]


def test_the_message_says_what_is_missing(folder, tmp_path, results):
    with pytest.raises(ValueError, match=r"study_dir: .* holds no study\.json"):
        read(tmp_path)
    (tmp_path / "study.json").write_bytes((folder / "study.json").read_bytes())
    with pytest.raises(ValueError, match=r"lacks monthly\.parquet, offices\.parquet"):
        read(tmp_path)
    with pytest.raises(ValueError, match=r"'semarang\+trainng' is not in this study; allowed: semarang,"):
        results.about("semarang+trainng")
