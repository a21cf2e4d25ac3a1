"""What the documents say of the project is so."""

import re
import runpy
from collections import Counter
from pathlib import Path

from karier.observables import MONTHLY
from karier.scenario import load

ROOT = Path(__file__).resolve().parents[1]


def test_the_readme_counts_the_parameters_of_semarang_by_kind():
    text = (ROOT / "README.md").read_text("utf-8")
    said = {kind: int(count) for kind, count in re.findall(r"^\| (\w+) \| (\d+) \|", text, re.MULTILINE)}
    kinds = Counter(p.kind for section in load("semarang").parameters.values() for p in section.values())
    assert said == dict(kinds)


def test_the_page_of_parameters_is_as_the_tool_makes_it():
    made = runpy.run_path(str(ROOT / "tools/make_parameters.py"))["page"]()
    page = (ROOT / "docs/parameters.md").read_text("utf-8")
    assert page == made, "make it anew: python tools/make_parameters.py"


def test_local_links_and_pictures_exist():
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_decisions_name_parameters_that_exist_with_their_defaults():
    sections = load("toy").parameters
    text = (ROOT / "docs/decisions.md").read_text("utf-8")
    rows = re.findall(r"^\| (\w+)\.(\w+)[^|]*\| ([.\d]+)", text, re.MULTILINE)
    assert len(rows) >= 12
    for section, key, value in rows:
        assert sections[section][key].value == float(value), f"{section}.{key}"


def test_every_observable_is_explained_in_both_languages():
    for name, column in MONTHLY.items():
        assert all((column.unit, column.en, column.id, column.meaning_en, column.meaning_id)), name
        assert column.meaning_en != column.meaning_id, name
