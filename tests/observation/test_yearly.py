"""The year's rows: equal to a slow recount of its twelve months."""

import pytest

from cities import scenario
from factories import filled, picture, state
from factories import moment as factories_moment
from karier.model import CareerModel, moment
from karier.observables import (
    COHORT_COLUMNS,
    COHORT_KEYS,
    GENERATIONS,
    LINE_COLUMNS,
    LINE_KEYS,
    OFFICE_COLUMNS,
    OFFICE_KEYS,
)
from karier.observation import Year
from karier.state.lines import COUNTER, DOCKET
from reference import observation as slow


@pytest.fixture(scope="module")
def lived():
    """Two years of toy: the model, the pictures of its months, their moments."""
    model = CareerModel(scenario("toy", years=2), 3)
    views, nows = [], []
    for _ in range(24):
        model.step()
        views.append(picture(model.state))
        nows.append(moment(model.scenario, 3, model.steps - 1))
    return model, views, nows


def near(row, twin, keys):
    assert {name: value for name, value in row.items() if name not in keys} == pytest.approx(twin, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize("year", [0, 1])
def test_offices_are_counted_as_the_twin_counts_them(lived, year):
    model, views, nows = lived
    rows = [row for row in model.yearly["offices"] if row["year"] == 2026 + year]
    assert [row["office"] for row in rows] == list(range(len(model.state.offices.head)))
    for row in rows:
        assert tuple(row) == OFFICE_KEYS + OFFICE_COLUMNS
        part = slice(12 * year, 12 * year + 12)
        near(row, slow.office_year(views[part], nows[part], row["office"]), OFFICE_KEYS)


@pytest.mark.parametrize("year", [0, 1])
def test_lines_are_counted_as_the_twin_counts_them(lived, year):
    model, views, _ = lived
    rows = [row for row in model.yearly["lines"] if row["year"] == 2026 + year]
    kind = model.state.lines.kind
    assert [row["line"] for row in rows] == [j for j in range(len(kind)) if kind[j] in (COUNTER, DOCKET)]
    for row in rows:
        assert tuple(row) == LINE_KEYS + LINE_COLUMNS
        assert row["office"] == model.state.lines.office[row["line"]]
        near(row, slow.line_year(views[12 * year : 12 * year + 12], row["line"]), LINE_KEYS)


@pytest.mark.parametrize("year", [0, 1])
def test_cohorts_are_counted_as_the_twin_counts_them(lived, year):
    model, views, nows = lived
    rows = [row for row in model.yearly["cohorts"] if row["year"] == 2026 + year]
    assert len(rows) == 2 * len(GENERATIONS) == len({(row["sex"], row["generation"]) for row in rows})
    last = 12 * year + 11
    for row in rows:
        assert tuple(row) == COHORT_KEYS + COHORT_COLUMNS
        near(row, slow.cohort_year(views[last], nows[last], row["sex"], row["generation"]), COHORT_KEYS)


def test_parts_add_up_to_the_city(lived):
    """People, cases, JP and rupiah by office, cohort and line are the months' own totals."""
    model = lived[0]
    months, yearly = model.monthly, model.yearly
    for year in range(2):
        part = slice(12 * year, 12 * year + 12)

        def total(table, name, year=year):
            return sum(row[name] for row in yearly[table] if row["year"] == 2026 + year)

        for name in ("training_hours", "exits", "entries", "arrivals", "valid"):
            assert total("offices", name) == pytest.approx(months[name][part].sum()), name
        for name in ("arrivals", "valid", "turned_away"):
            assert total("lines", name) == months[name][part].sum(), name
        for table in ("offices", "lines"):
            assert total(table, "backlog") == months["backlog"][part][-1]
        for table in ("offices", "cohorts"):
            assert total(table, "headcount") == months["headcount"][part][-1]
        of_lines = [r["cost_per_valid_case"] * r["valid"] for r in yearly["lines"] if r["year"] == 2026 + year]
        assert sum(of_lines) == pytest.approx((months["cost_per_valid_case"] * months["valid"])[part].sum())
        rounds = months["cost_recruitment"][part].sum()  # selection is the city's own expense
        assert total("offices", "cost_total") == months["cost_total"][part].sum() - rounds


def test_promotions_of_cohorts_are_no_more_than_the_months_saw(lived):
    """Whoever rose twice in a year, or left after it, counts once or not."""
    model = lived[0]
    for year in range(2):
        found = sum(row["promotions"] for row in model.yearly["cohorts"] if row["year"] == 2026 + year)
        assert 0 <= found <= model.monthly["promotions"][12 * year : 12 * year + 12].sum()


@pytest.mark.parametrize(
    ("born", "generation"),
    [  # month of birth before January 2026
        (-12 * 61 - 1, "1946-1964"), (-12 * 61, "1965-1976"), (-12 * 49 - 1, "1965-1976"), (-12 * 49, "1977-1994"),
        (-12 * 31 - 1, "1977-1994"), (-12 * 31, "1995-2010"), (-12 * 20, "1995-2010"), (-12 * 75, "1946-1964"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("december", [11, 23])
def test_a_generation_is_the_year_of_birth(born, generation, december):
    s, year = state(filled(birth_month=born)), Year(2, 5)
    year.add(s, factories_moment(december))
    (row,) = [row for row in year.rows["cohorts"] if row["headcount"]]
    assert (row["sex"], row["generation"]) == ("male", generation)
