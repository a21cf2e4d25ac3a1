"""`karier evidence`: every parameter with what it rests on, as text, JSON and a page; the table of effects."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from karier import cli, evidence
from karier.evidence.sensitivity import LUCK, sensitivity
from karier.scenario import load
from karier.studies import evidence_page
from karier.studies.dossier import OUTCOMES, Cited, Entry, dossier

VOID = {"meta", "input", "br"}
SCENARIO = load("semarang")
ENTRIES = dossier(SCENARIO)
BY_NAME = {entry.parameter.name: entry for entry in ENTRIES}


class Page(HTMLParser):
    """Checks that tags close in order; keeps tags, attributes, rows' cells and text outside of script and style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.cells: list[list[str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag == "tr":
            self.cells.append([])
        if tag in ("td", "th"):
            self.cells[-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if {"td", "th"} & set(self.open):
            self.cells[-1][-1] += data


@pytest.fixture
def karier(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        code = cli.main([str(a) for a in arguments])
        return code, *capsys.readouterr()

    return run


@pytest.fixture(scope="module", params=["id", "en"])
def page(request):
    return evidence_page.page(SCENARIO, ENTRIES, request.param)


def test_json_lists_every_parameter_with_what_is_asked_of_it(karier):
    code, out, _ = karier("evidence", "--json")
    found = {record["name"]: record for record in json.loads(out)["parameters"]}
    assert code == 0
    assert set(found) == {p.name for section in SCENARIO.parameters.values() for p in section.values()}
    one = found["promotion.women_penalty"]
    assert (one["kind"], one["role"], one["range"]) == ("estimate", "belief", [0.0, 2.0])
    assert "World Bank 2018" in one["source"]
    assert "World Bank 2018" in one["fitted_to"]["en"]
    assert set(one["effects"]) == set(OUTCOMES)


def test_statuses_are_those_of_the_register():
    folder = Path(evidence.__file__).parent
    files = {stem: yaml.safe_load((folder / f"{stem}.yaml").read_text("utf-8")) for stem in evidence.FILES}
    raw = {f"{stem}.{key}": entry for stem, entries in files.items() for key, entry in entries.items()}
    cited = {c.id: c for entry in ENTRIES for c in entry.cited}
    assert len(cited) > 50
    for identifier, one in cited.items():
        assert raw[identifier]["status"].startswith(one.status)
        assert one.source == " ".join(raw[identifier]["source"].split())


def test_the_best_status_counts_and_none_where_nothing_is_cited():
    def entry(*statuses):
        return replace(ENTRIES[0], cited=tuple(Cited("x", status, "", "", "", "") for status in statuses))

    assert entry("unconfirmed", "seen", "secondary").status == "seen"
    assert entry("unconfirmed", "secondary").status == "secondary"
    assert entry().status == "none"
    assert BY_NAME["performance.output_cv"].status == "seen"
    assert BY_NAME["performance.validity_fit"].status == "secondary"
    assert BY_NAME["performance.acting_head"].status == "none"


def test_a_law_says_when_it_was_last_checked_or_that_nobody_wrote_it_down():
    language = evidence_page.Language("en")

    def law(*days):
        p = BY_NAME["rank.months"].parameter
        return Entry(p, tuple(Cited("law.x", "seen", "", "", "", day) for day in days), {})

    assert evidence_page.checked_text(law("2026-02-01", "2025-03-01"), language) == "2025-03-01"
    assert evidence_page.checked_text(law("2026-02-01", ""), language) == "not recorded"
    assert evidence_page.checked_text(BY_NAME["performance.head"], language) == ""
    assert evidence_page.checked_text(BY_NAME["rank.months"], language) == "not recorded"


def test_the_page_has_every_parameter_and_closes_every_tag(page):
    found = Page(page)
    head, *rows = found.cells
    assert len(rows) == len(ENTRIES)
    assert {len(row) for row in rows} == {len(head)}
    for name, entry in BY_NAME.items():
        (row,) = [
            row for row in rows if row[0].startswith(name + entry.parameter.label["id" if "Jenis" in head else "en"])
        ]
        assert entry.parameter.source in row[6]


def test_the_page_needs_nothing_from_outside(page):
    found = Page(page)
    assert not [a for a in found.attributes if a[1] in ("src", "href", "srcset", "action", "data")]
    assert not re.search(r"@import|url\(|https?://\S+\.(js|css|woff)|fetch\(|XMLHttpRequest", page)
    assert ("meta", "content", evidence_page._POLICY) in found.attributes
    assert evidence_page._POLICY.startswith("default-src 'none'")


def test_what_moves_the_headline_most_comes_first(page):
    sizes = [float(v) for tag, name, v in Page(page).attributes if (tag, name) == ("td", "data-v")][:: len(OUTCOMES)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 0 > sizes[-1]


def test_texts_of_others_are_escaped():
    evil = '<script>alert("x")</script>&"\'>'
    p = replace(
        ENTRIES[0].parameter, source=evil, unit=evil, label={"id": evil, "en": evil}, solves={"id": evil, "en": evil}
    )
    made = evidence_page.page(SCENARIO, [Entry(p, (Cited(evil, "seen", evil, evil, evil, ""),), {})], "en")
    assert "<script>alert" not in made
    assert evil in Page(made).cells[1][6]


def test_only_beliefs_have_effects_and_weak_ones_stand_in_brackets():
    assert all(bool(entry.effects) == entry.parameter.drawn for entry in ENTRIES)
    language, table = evidence_page.Language("en"), sensitivity()
    for outcome in OUTCOMES:
        weak = table.effects[outcome][LUCK]
        assert evidence_page.effect_text(weak, outcome, language).startswith("(")
        strong = weak._replace(mu_star=weak.mu_star + 0.01)
        assert not evidence_page.effect_text(strong, outcome, language).startswith("(")
    assert evidence_page.effect_text(None, "package", language) == "–"


def test_text_tells_every_parameter_in_both_languages(karier):
    for lang, word in (("en", "not recorded"), ("id", "tidak tercatat")):
        code, out, _ = karier("evidence", "toy", "--lang", lang)
        named = re.findall(r"^(\w+\.[\w.]+) = ", out, re.MULTILINE)
        assert code == 0
        assert named == [entry.parameter.name for entry in dossier(load("toy"))]
        assert word in out


def test_out_writes_one_file_and_says_where(karier, tmp_path):
    code, out, _ = karier("evidence", "toy", "--out", "evidence.html", "--lang", "id")
    assert (code, out) == (0, "evidence.html\n")
    assert [path.name for path in tmp_path.iterdir()] == ["evidence.html"]
    assert '<html lang="id">' in (tmp_path / "evidence.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("missing/evidence.html", "missing is no folder"),
        ("evidence.pdf", "evidence.pdf is no HTML file"),
        ("folder.html", "folder.html"),
    ],
)
def test_a_bad_out_is_one_message_and_writes_nothing(karier, tmp_path, out, said):
    (tmp_path / "folder.html").mkdir()
    code, printed, err = karier("evidence", "toy", "--out", out)
    assert (code, printed) == (2, "")
    assert err.count("\n") == 1
    assert said in err
    assert "--out" in err
    assert [path.name for path in tmp_path.rglob("*")] == ["folder.html"]
