"""Headcount, posts, cases and rupiah agree to the unit, every month of twenty years, with every lever on."""

import pytest

from books import reconcile
from cities import scenario
from karier.scenario import load

EVERYTHING = "toy+training+leadership+promotion_worst+recruitment+rewards+moratorium+retirement_wave+demand_surge"


@pytest.mark.parametrize("seed", range(4))
def test_twenty_years_with_every_lever_and_the_moratorium(seed):
    model = reconcile(scenario(EVERYTHING, years=20), seed)
    assert model.steps == 240
    months = model.monthly
    for name in ("entries", "exits", "promotions", "training_hours", "turned_away", "backlog", "cost_recruitment"):
        assert months[name].sum() > 0, name  # everything that is counted happens
    assert (months["entries"] > 0).sum() > 10


@pytest.mark.parametrize("name", ["toy", "toy+training", "toy+promotion_random"])
def test_ten_years_of_other_plans(name):
    reconcile(scenario(name, years=10), 11)


def test_a_year_of_semarang():
    model = reconcile(scenario("semarang", years=1), 1)
    assert model.month["headcount"] > 14_000


def test_ten_years_of_a_city_that_no_one_joins():
    """Nobody comes for the last eight years: people only leave, and what is left still adds up."""
    s = load("toy", years=10, set={"recruitment.replacement": 0.0})
    months = reconcile(s, 5).monthly
    assert months["entries"].sum() == 0
    assert (months["headcount"][1:] <= months["headcount"][:-1]).all()
