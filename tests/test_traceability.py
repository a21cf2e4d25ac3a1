"""What docs/traceability.md names exists: code, tests and lines of docs/decisions.md."""

import re
from functools import cache
from pathlib import Path

import pytest

from karier.observables import MONTHLY
from karier.state.city import COST_LINES

ROOT = Path(__file__).resolve().parents[1]
PACKAGE, TESTS = ROOT / "simulation/karier", ROOT / "tests"
OPEN = "**open**"
LEAST = 150  # rows: fewer mean that the table is no longer read

# The specification's section 6, word for word; what it has by sex, grade or line stands with its parts.
SPECIFIED = """
headcount entries exits filled_posts vacancy_rate mean_age mean_competence_technical mean_competence_managerial
mean_competence_sociocultural competence_gap gain_retained mean_motivation presence mean_performance leadership_quality
promotion_rate_men promotion_rate_women rating_share_very_low rating_share_low rating_share_needs_improvement
rating_share_good rating_share_very_good training_hours mentoring_pairs culture ip_asn arrivals completed valid backlog
turnaround_days p90_turnaround_days on_time_share error_rate utilisation service_efficiency capacity_efficiency
cost_per_valid_case ikm ikm_grade trust participation innovation cost_total
"""


def table() -> list[list[str]]:
    """The cells of all rows: statement, code, test, decision."""
    lines = (ROOT / "docs/traceability.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in rows if row[0] != "Specification" and set(row[0]) != {"-"}]


ROWS = table()


@cache
def text(path: Path) -> str:
    """The text of a file; empty where there is none."""
    return path.read_text("utf-8") if path.is_file() else ""


def defined(name: str, path: Path) -> bool:
    """Whether a function, class, constant or key of that name is defined in a file."""
    word = re.escape(name)
    return re.search(rf"^\s*(def|class) {word}\b|^{word}\s*[:=]", text(path), re.MULTILINE) is not None


def named(column: int, pattern: str) -> list[tuple[str, str]]:
    """(file, names) of everything in backticks in a column; nothing in backticks may have another form."""
    found = []
    for row in ROWS:
        for quoted in re.findall(r"`([^`]+)`", row[column]):
            parts = re.fullmatch(pattern, quoted)
            assert parts, f"{row[0]}: {quoted}"
            found.append((parts[1], parts[2]))
    return found


def test_the_table_is_read() -> None:
    assert len(ROWS) >= LEAST
    assert {len(row) for row in ROWS} == {4}


def test_every_row_has_code_and_a_test_or_says_what_is_open() -> None:
    for statement, code, test, decision in ROWS:
        assert code, statement
        assert test or decision, statement


def test_code_exists() -> None:
    for file, names in named(1, r"([\w/]+\.(?:py|yaml)): ([\w, ]+)"):
        for name in names.split(", "):
            assert defined(name, PACKAGE / file), f"{file}: {name}"


def test_tests_exist() -> None:
    for file, name in named(2, r"([\w/]+\.py)::(test_\w+)"):
        assert re.search(rf"^def {name}\(", text(TESTS / file), re.MULTILINE), f"{file}::{name}"


def test_decisions_exist() -> None:
    bold = re.findall(r"^- \*\*(.+?)\*\*", text(ROOT / "docs/decisions.md"), re.MULTILINE)
    headings = {heading.rstrip(".") for heading in bold}
    for statement, _, _, decision in ROWS:
        for heading in decision.split("; ") if decision not in ("", OPEN) else ():
            assert heading in headings, f"{statement}: {heading}"


@pytest.mark.parametrize("name", [*SPECIFIED.split(), *(f"cost_{line}" for line in COST_LINES)])
def test_the_names_of_the_specification_are_observed(name: str) -> None:
    assert name in MONTHLY
