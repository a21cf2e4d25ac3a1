"""docs/odd.md follows the protocol of 2020 and says what the code says."""

import re
import runpy
from pathlib import Path

import pytest
from matplotlib.mathtext import MathTextParser

from karier.model import CALENDAR, DECEMBER, EVERY_MONTH, JANUARY

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "simulation/karier"
ODD = (ROOT / "docs/odd.md").read_text("utf-8")
ELEMENTS = (
    "Purpose and patterns", "Entities, state variables, and scales", "Process overview and scheduling",
    "Design concepts", "Initialization", "Input data", "Submodels",
)  # fmt: skip
CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction",
    "Stochasticity", "Collectives", "Observation",
)  # fmt: skip
PROCESSES = sorted(path.stem for path in (PACKAGE / "processes").glob("*.py") if path.stem != "__init__")
MONTHS = {EVERY_MONTH: "every month", JANUARY: "January", DECEMBER: "December"}
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)


def submodels() -> dict[str, str]:
    """The text of each section 7.n by the first process file it names."""
    sections = re.split(r"^### 7\.\d+ ", ODD, flags=re.MULTILINE)[1:]
    return {re.search(r"`(?:processes|rules)/(\w+)\.py`", text)[1]: text for text in sections}


def test_the_seven_elements_stand_in_order():
    assert re.findall(r"^## (.+)$", ODD, re.MULTILINE) == [f"{n} {name}" for n, name in enumerate(ELEMENTS, 1)]


def test_the_eleven_design_concepts_stand_in_order():
    found = re.findall(r"^### (4\..+)$", ODD, re.MULTILINE)
    assert found == [f"4.{n} {name}" for n, name in enumerate(CONCEPTS, 1)]


@pytest.mark.parametrize("process", PROCESSES)
def test_every_process_is_a_submodel_with_its_parameters(process):
    assert f"(parameters.md#{process})" in submodels()[process]


def test_every_file_named_exists():
    for name in re.findall(r"`((?:\w+/)+\w+\.py)`", ODD):
        assert (ROOT / name if name.startswith("tools/") else PACKAGE / name).exists(), name


def test_every_rule_file_of_an_equation_is_named_or_only_helps():
    helpers = {"awards", "budget", "contracts", "gather", "order", "ties", "totals"}  # records, sorting, sums
    rules = {path.stem for path in (PACKAGE / "rules").glob("*.py")} - helpers - {"__init__"}
    assert {name for name in rules if f"`rules/{name}.py`" not in ODD} == set()


def test_sections_of_parameters_exist():
    known = set(re.findall(r"^## (\w+)$", (ROOT / "docs/parameters.md").read_text("utf-8"), re.MULTILINE))
    linked = set(re.findall(r"\(parameters\.md#(\w+)\)", ODD))
    assert linked <= known
    assert known <= linked


def test_the_schedule_is_the_calendar():
    rows = re.findall(r"^\| `(\w+)\.(\w+)` \| ([\w ]+) \| (yes|no) \|", ODD, re.MULTILINE)
    calendar = [
        (e.act.__module__.rpartition(".")[2], e.act.__name__, MONTHS[e.months], "yes" if e.burn_in else "no")
        for e in CALENDAR
    ]
    assert rows == calendar


def test_every_formula_is_well_formed():
    parser = MathTextParser("path")
    formulas = [display or inline for display, inline in FORMULA.findall(ODD)]
    assert len(formulas) > 50
    for formula in formulas:
        parser.parse(f"${formula.replace(chr(92) + 'operatorname', chr(92) + 'mathrm')}$")


def test_no_formula_holds_what_markdown_would_eat():
    for display, inline in FORMULA.findall(ODD):
        formula = display or inline
        assert not re.search(r"\\[,;:!_{}|&%#$*\\]", formula), formula  # an escape loses its backslash
        assert not re.search(r"[<>|*]|[})]_", formula), formula  # a tag, a column, emphasis
    assert ODD.replace("$$", "").count("$") % 2 == 0


def test_the_page_of_state_variables_is_as_the_tool_makes_it():
    made = runpy.run_path(str(ROOT / "tools/make_state.py"))["page"]()
    assert (ROOT / "docs/state.md").read_text("utf-8") == made, "make it anew: python tools/make_state.py"


def test_the_page_of_state_variables_has_every_column():
    from karier.state import baseline, city, lines, offices, posts, workforce

    page = (ROOT / "docs/state.md").read_text("utf-8")
    tables = {baseline.Baseline, city.City, lines.Lines, offices.Offices, posts.Posts, posts.Types, workforce.Workforce}
    for table in tables:
        section = page.partition(f"\n## {table.__name__} (")[2].partition("\n## ")[0]
        assert re.findall(r"^\| (\w+) \|", section, re.MULTILINE)[1:] == list(table._fields), table.__name__
