"""What a study that was asked for a decision says: in words, in both languages, as JSON."""

import dataclasses
from math import sqrt

import numpy as np
import pytest

from karier.analysis import comparison_page, decision
from karier.analysis.decision import Decision, Question, told
from karier.analysis.language import Language
from karier.analysis.parts import Bullets
from karier.analysis.view import view

CLEAR = np.array([0.0, 0.01, 0.05])[:, None] + 0.001 * np.sin(np.arange(36.0)).reshape(3, 12)
LIKE = np.array([0.0, 0.011, 0.012])[:, None] + 0.05 * np.sin(np.arange(36.0) ** 2).reshape(3, 12)


def asked(results, **question):
    return dataclasses.replace(results, folder=None, study=results.study | {"decide": question})


def made(scores, better_by=0.01, outcome="capacity_efficiency"):
    return Decision(Question(outcome, better_by, 10), ("base", "one", "two"), scores)


def said(scores, lang="en", **more):
    return told(Language(lang), str.title, made(scores, **more))


def test_a_safe_choice_says_after_how_many_who_by_how_much_and_with_which_error():
    text = said(CLEAR)
    assert text.startswith("Safe to say after 10 replications: Two is best in capacity efficiency.")
    assert "wrong choice is 5% at most if the best truly leads by 1.0% or more" in text
    assert (
        "Over 12 replications the mean of Two is better than that of One by 4.000% (Monte-Carlo error 0.012%)" in text
    )
    assert "smaller than what matters" not in text
    assert said(CLEAR, "id").startswith("Aman dinyatakan setelah 10 ulangan: Two terbaik dalam efisiensi kapasitas.")


def test_a_lead_smaller_than_what_matters_is_not_sold_as_one():
    text = said(CLEAR, better_by=0.045)
    assert text.startswith(
        "No scenario is ahead by at least 4.5% in capacity efficiency. The one chosen after 10 repli"
    )
    assert "Two, is ahead only by 4.000%." in text
    assert "Choose between Two and One by something else." in text
    assert "Safe to say" not in text
    assert said(CLEAR, "id", better_by=0.045).startswith("Tidak ada skenario yang unggul sedikitnya 4,5%")
    assert made(CLEAR, 0.045).close == ["one"]


def test_what_is_not_safe_yet_says_who_is_left_and_when_it_will_be_at_the_latest():
    text, most = said(LIKE), made(LIKE).selection.most
    assert most > 12
    assert text.startswith("Not yet safe to say after 12 replications")
    assert "Base, One, and Two are not ruled out" in text
    assert f"After {most} replications at the latest" in text
    assert f"Paling lambat setelah {most} ulangan" in said(LIKE, "id")


def test_the_error_of_the_lead_is_that_of_paired_differences():
    found = made(CLEAR).to_dict()
    pairs = CLEAR[2] - CLEAR[1]
    assert found["lead"] == pytest.approx(pairs.mean())
    assert found["monte_carlo_error"] == pytest.approx(pairs.std(ddof=1) / sqrt(12))
    assert (found["safe"], found["safe_after"], found["replications"]) == (True, 10, 12)
    assert (found["best"], found["second"]) == ("two", "one")


def test_scores_are_paired_differences_and_larger_is_better(results):
    scores = decision.scores(results, "capacity_efficiency")
    values = results.over("capacity_efficiency", results.years[-3:])
    assert scores == pytest.approx(values / values[0] - 1)
    assert decision.scores(results, "ikm")[0].tolist() == [0.0] * 10


@pytest.mark.parametrize(("lang", "first"), [("id", "Aman dinyatakan"), ("en", "Safe to say")])
def test_the_answer_stands_first_on_the_page_where_a_decision_was_asked_for(results, lang, first):
    question = Question("capacity_efficiency", 0.009, 10).to_dict()
    bullets = [p for p in comparison_page.answer(view(asked(results, **question), lang)) if isinstance(p, Bullets)]
    assert bullets[0].items[0].startswith(first)
    bullets = [p for p in comparison_page.answer(view(results, lang, save=False)) if isinstance(p, Bullets)]
    assert not bullets[0].items[0].startswith(first)


def test_nothing_is_decided_from_fewer_replications_than_it_begins_with(results):
    assert decision.decision(asked(results, **Question("ikm", 0.1, 11).to_dict())) is None
    assert decision.decision(results) is None
