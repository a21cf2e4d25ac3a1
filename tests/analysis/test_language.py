"""Words in both languages, numbers as each language writes them."""

import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

import karier.analysis
from karier.analysis.headlines import HEADLINES
from karier.analysis.language import LANGUAGES, Language, texts
from karier.observables import GENERATIONS, MONTHLY

ID, EN = Language("id"), Language("en")
SOURCES = [
    *Path(karier.analysis.__file__).parent.glob("*.py"),
    Path(karier.analysis.__file__).parents[1] / "studies/report.py",
    Path(karier.analysis.__file__).parents[1] / "studies/evidence_page.py",
    Path(karier.analysis.__file__).parents[1] / "cli/evidencing.py",
    Path(karier.analysis.__file__).parents[1] / "cli/showing.py",
]


def fields(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", texts())
def test_every_text_stands_in_both_languages_with_the_same_gaps(key):
    said = texts()[key]
    assert set(said) == set(LANGUAGES)
    if isinstance(said["id"], list):
        assert len(said["id"]) == len(said["en"]) > 0
        return
    assert all(isinstance(text, str) and text for text in said.values())
    assert fields(said["id"]) == fields(said["en"])


def test_every_key_in_the_code_has_a_text_and_every_text_is_used():
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    literal = set(
        re.findall(r'(?:language|view\.language|shown\.language|self|lines)\(\s*"([a-z_]+\.[\w. ]+|limits)"', code)
    )
    literal |= set(re.findall(r'["\']((?:say|word|foot|compare|figure|scenario|report)\.[\w.]+)["\']', code))
    literal -= {"figure.facecolor", "report.html"}  # names of other things
    literal |= set(re.findall(r"say\('([a-z_]+\.\w+)'", code)) | set(re.findall(r'say\("([a-z_]+\.\w+)"', code))
    assert literal
    assert literal <= set(texts())
    patterns = [re.sub(r"\{[^}]*\}?", ".*", p) for p in re.findall(r"""f["']([a-z]+\.[^"'{]*\{[^"']+)["']""", code)]
    patterns += [
        r"(kind|choice|lever|unit|sex|generation|predicate|certificate|discipline)\..+"
    ]  # of names that studies bring
    unused = [k for k in texts() if k not in literal and not any(re.fullmatch(p, k) for p in patterns)]
    assert not unused


def test_every_observable_generation_and_headline_has_words():
    for language in (ID, EN):
        for name in MONTHLY:
            assert language.unit(name)
            assert language.observable(name)
        for first, _ in GENERATIONS[1:]:
            assert any(key.startswith(f"generation.{first}-") and str(first) in language(key) for key in texts())
        for name in HEADLINES:
            assert language(f"short.{name}")


def test_numbers():
    assert ID.number(1234.56) == "1.234,6"
    assert EN.number(1234.56) == "1,234.6"
    assert ID.number(-0.04) == "0,0"
    assert ID.number(-1.25, 2) == "−1,25"
    assert ID.number(2, 0, sign=True) == "+2"
    assert ID.number(float("nan")) == "–"
    assert ID.percent(0.782) == "78,2%"


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (1.6206e12, "Rp1,62 triliun", "Rp 1.62 trillion"),
        (26.1e9, "Rp26,1 miliar", "Rp 26.1 billion"),
        (-291.5e9, "−Rp292 miliar", "−Rp 292 billion"),
        (5.96e6, "Rp5,96 juta", "Rp 5.96 million"),
        (999.9e6, "Rp1,00 miliar", "Rp 1.00 billion"),
        (36_100, "Rp36,1 ribu", "Rp 36.1 thousand"),
        (12, "Rp12", "Rp 12"),
        (0, "Rp0", "Rp 0"),
    ],
)
def test_rupiah(value, indonesian, english):
    assert ID.rupiah(value) == indonesian
    assert EN.rupiah(value) == english


def test_words():
    assert ID.month(date(2027, 8, 1)) == "Agustus 2027"
    assert EN.listed(["a", "b", "c"]) == "a, b, and c"
    assert EN.listed(["a", "b"]) == "a and b"
    assert ID.setting(True) == "ya"
    assert ID.setting({"technical": 0.6}) == "teknis: 0,60"
    assert EN.setting([1.0, 2.5]) == "1, 2.50"


@pytest.mark.parametrize(
    ("value", "unit", "indonesian", "english"),
    [
        ({"pkp": 0.3, "pka": 1.0}, "share a year", "PKP: 30%; PKA: 100%", "PKP: 30%; PKA: 100%"),
        ({"year": 2030, "month": 2}, "year and month", "Februari 2030", "February 2030"),
        (3, "month of the year", "Maret", "March"),
        (0.8, "probability", "80%", "80%"),
        (0.1, "share of pay", "10% penghasilan", "10% of pay"),
        (5e6, "Rp/award", "Rp5 juta per penghargaan", "Rp 5 million an award"),
        (2, "certificate", "PKA", "PKA"),
        (-1, "places a year", "menurut rasio pengganti", "by the replacement ratio"),
        (0.5, "log odds per level of believed gap", "0,50 poin skor per tingkat kesenjangan",
         "0.50 on the score per level of gap"),
        ({"pengawas": 7, "jpt_pratama": 9}, "box", "pengawas: 7; JPT pratama: 9 kotak",
         "supervisor (pengawas): 7; JPT pratama: 9 box"),
        (True, "yes or no", "ya", "yes"),
    ],
)  # fmt: skip
def test_a_decision_is_told_in_words(value, unit, indonesian, english):
    assert (ID.amount(value, unit), EN.amount(value, unit)) == (indonesian, english)


def test_another_language_is_refused():
    with pytest.raises(ValueError, match=r"lang: 'fr' .* id, en"):
        Language("fr")


def test_what_the_shipped_places_and_levers_bring_has_words():
    from karier.scenario import catalogue, load

    for place, _ in catalogue.names("places"):
        scenario = load(place)
        for kind in {office.kind for office in scenario.place.offices}:
            assert f"kind.{kind}" in texts()
        for section, parameters in scenario.parameters.items():
            if "start" not in parameters:
                continue
            assert f"lever.{section}" in texts()
            for key, parameter in parameters.items():
                if parameter.role != "decision" or key in ("start", "offices", "dose"):
                    continue
                assert parameter.choices or f"unit.{parameter.unit}" in texts(), parameter.name
                for choice in parameter.choices or ():
                    assert f"choice.{choice}" in texts(), parameter.name
