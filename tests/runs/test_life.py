"""One career under two scenarios: the same person, the same luck, beside the same cohort."""

import json
import math

import pytest

from karier import cli
from karier.analysis.language import Language, texts
from karier.analysis.parts import Table, flat
from karier.analysis.person_page import events, page, rank
from karier.model import CareerModel
from karier.randomness import run_seed
from karier.runs.life import COLUMNS, lives
from karier.scenario import BadInput, load


@pytest.fixture(scope="module")
def pair():
    return [load("toy", years=2), load("toy+training", years=2)]


@pytest.fixture(scope="module")
def life(pair):
    return lives(pair, 7)


def test_a_life_has_a_row_a_month_and_scenario_and_every_column(life, pair):
    assert len(life.rows) == 2 * 24
    assert all(tuple(row) == COLUMNS for row in life.rows)
    assert [row["date"] for row in life.rows[:2]] == ["2026-01-01", "2026-02-01"]
    assert life.cohort >= 1


def test_both_lives_are_the_same_until_the_plan_begins(life):
    first, second = life.rows[:24], life.rows[24:]
    same = [{k: v for k, v in row.items() if k != "scenario"} for row in first[:12]]
    assert same == [{k: v for k, v in row.items() if k != "scenario"} for row in second[:12]]
    assert first[23]["competence"] != second[23]["competence"]  # whoever differs most is chosen


def test_a_life_is_what_the_model_says(life, pair):
    model = CareerModel(pair[1].drawn(7, 0), run_seed(7, 0))
    model.run_model()
    staff = model.state.workforce
    (i,) = [k for k, uid in enumerate(staff.uid.tolist()) if uid == life.uid]
    last = life.rows[-1]
    assert last["motivation"] == staff.motivation[i]
    assert last["output"] == staff.output[i]
    assert last["competence"] == pytest.approx(sum(staff.base[k][i] + staff.gain[k][i] for k in range(3)) / 3)


def test_who_leaves_has_no_more_values_and_the_cohort_goes_on(pair):
    model = CareerModel(pair[0].drawn(7, 0), run_seed(7, 0))
    first = set(model.state.workforce.uid.tolist())
    model.run_model()
    gone = sorted(first - set(model.state.workforce.uid.tolist()))
    life = lives(pair[:1], 7, uid=gone[0])
    there = [row["in_service"] for row in life.rows]
    assert there == sorted(there, reverse=True)
    assert not there[-1]
    assert life.rows[-1]["competence"] is None
    assert life.cohort == 1 or math.isfinite(life.rows[-1]["cohort_competence"])


def test_nobody_has_that_uid(pair):
    with pytest.raises(BadInput, match="nobody in service"):
        lives(pair, 7, uid=12345)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_page_tells_it_in_words(life, pair, lang):
    parts = page(life._asdict(), {s.name: s.label[lang] for s in pair}, lang)
    table = next(part for part in flat(parts) if isinstance(part, Table))
    assert len(table.head) == 3
    assert "JP" in " ".join(cell.text for row in table.rows for cell in row)
    assert all(part.html() for part in parts)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "is a difference in outcome, not an effect of the policy on that person."),
        ("id", "adalah selisih hasil, bukan pengaruh kebijakan terhadap orang itu."),
    ],
)
def test_the_page_calls_it_a_difference_in_outcome(life, pair, lang, sentence):
    """Never an effect on the person (model-spec 4): vacancies are rival."""
    parts = page(life._asdict(), {s.name: s.label[lang] for s in pair}, lang)
    assert sentence in " ".join(part.html() for part in parts)


def test_every_event_has_words():
    quiet = dict.fromkeys(COLUMNS, 0) | {"in_service": True, "office": "a", "post": "clerk", "mentor": False}
    loud = quiet | {"post": "pengawas", "rank": 9, "course_jp": 20.0, "leadership_jp": 60, "mentor": True, "award": 1}
    loud |= {"predicate": 5, "certificate": 1, "discipline": 2, "box": 9}
    for lang in ("id", "en"):
        said = events(quiet, loud, Language(lang))
        assert len(said) == len(set(said)) == 10
        assert events(loud, loud | {"in_service": False}, Language(lang)) == [Language(lang)("person.left")]
        assert events(quiet, quiet, Language(lang)) == []
    assert [rank(n) for n in (0, 4, 15, 16)] == ["I/a", "II/a", "IV/d", "IV/e"]
    assert {f"category.{name}" for name in ("operator", "jpt_pratama")} <= set(texts())


def test_the_command(capsys, tmp_path):
    arguments = ["person", "--place", "toy", "--strategy", "training", "--seed", "7", "--years", "2"]
    assert cli.main([*arguments, "--out", str(tmp_path / "life.csv"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert len(said["rows"]) == 48
    assert (tmp_path / "life.csv").read_text().count("\n") == 49
    assert cli.main(["person", "x", "--place", "toy"]) == 2
    assert "UID" in capsys.readouterr().err
