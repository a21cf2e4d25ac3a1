"""What is shipped loads, differs from the status quo in what it says it does, and is named in both languages."""

import subprocess
import sys
from datetime import date
from itertools import product

import pytest

from karier.scenario import BadInput, catalogue, load, load_study

PLACES = catalogue.known("places")
PLANS = catalogue.known("strategies") + catalogue.known("shocks")
STRATEGIES = [
    "assessment",
    "leadership",
    "mentoring",
    "package",
    "placement",
    "promotion",
    "promotion_appraisal",
    "promotion_random",
    "promotion_seniority",
    "promotion_worst",
    "recruitment",
    "rewards",
    "training",
]


@pytest.mark.parametrize(("place", "plan"), list(product(PLACES, PLANS)))
def test_every_plan_loads_on_every_place_and_changes_something(place, plan):
    s = load(f"{place}+{plan}")
    assert s.name == f"{place}+{plan}"
    assert s.key() != s.status_quo().key() == load(place).key()
    for lever in s.levers.values():
        assert lever.start == date(2027, 1, 1)
        for key, planned in lever.planned.items():
            assert planned.value != s.parameters[lever.section][key].value


def test_names_of_plans_are_unambiguous():
    assert catalogue.known("strategies") == STRATEGIES
    assert catalogue.known("shocks") == ["budget_cut", "demand_surge", "election", "moratorium", "retirement_wave"]
    assert len(set(PLANS)) == len(PLANS)
    assert not set(PLANS) & set(PLACES)


@pytest.mark.parametrize("kind", catalogue.KINDS)
def test_catalogue_names_everything_in_both_languages(kind):
    found = catalogue.names(kind)
    assert [name for name, _ in found] == catalogue.known(kind)
    assert all(label["id"] and label["en"] and label["id"] != label["en"] for _, label in found if kind != "places")


@pytest.mark.parametrize("name", catalogue.known("studies"))
def test_every_study_is_about_scenarios_that_load(name):
    study = load_study(name)
    assert study.place in PLACES
    assert study.scenarios[0] == study.place
    assert len({load(scenario, years=study.years).key() for scenario in study.scenarios}) == len(study.scenarios)


def test_studies_are_as_announced():
    semarang, quick = load_study("semarang"), load_study("quick")
    assert (semarang.years, semarang.replications, semarang.seed, len(semarang.scenarios)) == (10, 20, 1, 10)
    assert (quick.years, quick.replications, quick.scenarios) == (3, 4, ("toy", "toy+training", "toy+recruitment"))


def test_reading_scenarios_needs_neither_mesa_nor_pandas_nor_numba():
    code = "import sys, karier.scenario; print(*({'mesa', 'pandas', 'numba', 'pydantic'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_package_is_all_its_strategies_at_once():
    package = load("toy+package")
    content = catalogue.read_file(catalogue.folder() / "strategies" / "package.yaml", "strategies")
    parts = [load(f"toy+{name}") for name in content["includes"]]
    assert len(parts) >= 5
    planned = {section: lever for part in parts for section, lever in part.levers.items()}
    assert package.levers.keys() == planned.keys()
    for section, lever in package.levers.items():
        one = planned[section]
        assert {k: p.value for k, p in lever.planned.items()} == {k: p.value for k, p in one.planned.items()}
        assert (lever.start, lever.offices, lever.dose, lever.fidelity) == (
            one.start,
            one.offices,
            one.dose,
            one.fidelity,
        )


def test_what_is_included_stands_alone(tmp_path):
    head = "label: {id: a, en: a}\ndescription: {id: a, en: a}\n"
    (tmp_path / "two.yaml").write_text(head + "includes: [package]\n")
    with pytest.raises(BadInput, match="includes others itself"):
        load(f"toy+{tmp_path / 'two.yaml'}")
    (tmp_path / "two.yaml").write_text(head + "includes: [promotion_worst, promotion_random]\n")
    with pytest.raises(BadInput, match="two of them plan for promotion"):
        load(f"toy+{tmp_path / 'two.yaml'}")
