"""report.html: one file, both languages, the same each time. The notebooks: stripped, their parameters described."""

import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from karier.analysis.language import Language
from karier.studies.report import write_report

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


class Page(HTMLParser):
    """Collects what a page loads, what it links to, and which tags stay open."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.links, self.names, self.open = [], [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag not in ("meta", "img", "br", "link"):
            self.open.append(tag)
        assert tag not in ("script", "link", "iframe", "object")
        self.loads += [found["src"]] if "src" in found else []
        self.links += [found["href"]] if "href" in found else []
        self.names |= {found["id"]} if "id" in found else set()
        if tag == "img":
            assert found["alt"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module", params=["id", "en"])
def report(request, folder, tmp_path_factory):
    own = tmp_path_factory.mktemp("report") / "study"
    shutil.copytree(folder, own)
    return request.param, write_report(own, request.param)


def test_report_needs_nothing_else(report):
    lang, path = report
    assert path.name == {"id": "report.html", "en": "report.en.html"}[lang]
    text = path.read_text(encoding="utf-8")
    page = Page(text)
    assert not page.open
    assert page.loads
    assert all(load.startswith("data:image/svg+xml;base64,") for load in page.loads)
    assert page.links
    assert all(link.startswith("#") and link[1:] in page.names for link in page.links)
    assert not re.search(r"https?://", text)
    assert "@import" not in text
    assert "url(" not in text
    assert f'<html lang="{lang}">' in text
    assert Language(lang)("compare.answers") in text


def test_report_is_the_same_each_time(report):
    lang, path = report
    if lang == "en":
        return  # once is enough: it takes long
    before = path.read_bytes()
    assert write_report(path.parent, lang).read_bytes() == before
    assert (path.parent / "tables" / "comparison.xlsx").is_file()


def test_report_in_another_language_is_refused(folder):
    with pytest.raises(ValueError, match="lang: 'xx'"):
        write_report(folder, "xx")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_stripped_and_their_parameters_typed_and_described(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)
    given = [cell for cell in code if "parameters" in cell["metadata"].get("tags", [])]
    assert len(given) == 1
    for line in "".join(given[0]["source"]).splitlines():
        assert re.fullmatch(r"[a-z_]+: (str|int|float|bool) = .+  # .{10,}", line)
    assert all(len(cell["source"]) <= 12 for cell in code)


def test_analysis_is_light_until_it_is_used():
    code = "import sys, karier.analysis; print([m for m in ('matplotlib', 'pandas', 'babel') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
