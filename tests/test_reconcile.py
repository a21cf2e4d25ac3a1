"""Headcount, posts, cases and rupiah agree to the unit, every month, with every plan of the package and all shocks on.

`make test` lives thirty years of `toy` under four seeds and of each city under one. All places under twenty seeds
(half an hour on one core):

    KARIER_SEEDS=20 .venv/bin/python -m pytest tests/test_reconcile.py
"""

import os

import pytest

from books import reconcile
from cities import scenario
from karier.scenario import catalogue, load

SHOCKS = "+".join(name for name, _ in catalogue.names("shocks"))
SEEDS = int(os.environ.get("KARIER_SEEDS", "0"))
RUNS = [(name, seed) for name, usual in (("toy", 4), ("semarang", 1), ("semarang-2020", 1))
        for seed in range(SEEDS or usual)]  # fmt: skip
HAPPENS = (
    "entries", "exits", "promotions", "training_hours", "turned_away", "backlog", "cost_recruitment", "cost_training",
    "assessed", "cost_assessment", "leadership_places", "cost_leadership", "awards", "cost_rewards", "cost_discipline",
    "mentoring_pairs", "cost_mentoring", "coached", "cost_coaching", "moves", "cost_placement",
)  # fmt: skip


def everything(name: str) -> str:
    return f"{name}+package+{SHOCKS}"


@pytest.mark.parametrize(("name", "seed"), RUNS)
def test_thirty_years_of_the_whole_package_and_all_shocks(name, seed):
    model = reconcile(scenario(everything(name), years=30), seed)
    assert model.steps == 360
    months = model.monthly
    for column in HAPPENS:  # everything that is counted happens
        assert months[column].sum() > 0, column
    assert (months["entries"] > 0).sum() > 10


@pytest.mark.parametrize("name", ["toy", "toy+training", "toy+promotion_random", "toy+promotion_worst"])
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
