"""A decision asked of a study: which scenario is best in one outcome, and whether that is safe to say yet."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

from karier.analysis import headlines, statistics
from karier.analysis.headlines import HEAVY, OUTCOMES, difference, inside, window
from karier.analysis.language import Language
from karier.analysis.results import FloatArray, Results
from karier.analysis.selection import Selection, select
from karier.observables import MONTHLY

DECIDABLE = tuple(name for name in OUTCOMES if name not in HEAVY)  # selection compares means; those are told by medians
ERROR, AT_MOST = 0.05, 200


@dataclass(frozen=True)
class Question:
    """What study.json says of it, under `decide`."""

    outcome: str
    better_by: float  # smallest difference that matters, in the unit of the outcome's difference (comparison table)
    first: int  # replications from which variances are estimated
    error: float = ERROR  # probability of a wrong choice, where the best truly leads by `better_by`
    at_most: int = AT_MOST  # replications

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return asdict(self)

    def answered(self, scores: FloatArray) -> Selection:
        """What (scenarios, replications) `scores` allow to be said."""
        return select(scores, self.first, self.better_by, self.error)


@dataclass(frozen=True)
class Decision:
    """The answer, from the tables of a study."""

    question: Question
    scenarios: tuple[str, ...]
    scores: FloatArray  # as `scores` gives them

    @cached_property
    def selection(self) -> Selection:
        """Who is left, and whether that is safe."""
        return self.question.answered(self.scores)

    @property
    def best(self) -> str:
        """The scenario that is chosen, or would be."""
        return self.scenarios[self.selection.best]

    @property
    def left(self) -> list[str]:
        """Scenarios that are not ruled out."""
        return [self.scenarios[row] for row in self.selection.left]

    @cached_property
    def second(self) -> int:
        """Row of the scenario with the next largest mean."""
        means = self.scores.mean(axis=1)
        means[self.selection.best] = -np.inf
        return int(means.argmax())

    @cached_property
    def lead(self) -> FloatArray:
        """(replications,): how far the best is ahead of the second, larger is better."""
        return self.scores[self.selection.best] - self.scores[self.second]

    @property
    def close(self) -> list[str]:
        """Scenarios whose mean is behind that of the best by less than what matters."""
        behind = self.scores[self.selection.best].mean() - self.scores.mean(axis=1)
        rows = np.flatnonzero(behind < self.question.better_by).tolist()
        return [self.scenarios[row] for row in rows if row != self.selection.best]

    def to_dict(self) -> dict[str, Any]:
        """As commands print it with --json."""
        said = self.selection
        return self.question.to_dict() | {
            "safe": said.safe,
            "replications": self.scores.shape[1],
            "safe_after": said.after,
            "safe_at_the_latest": said.most,
            "best": self.best,
            "left": self.left,
            "close": self.close,
            "second": self.scenarios[self.second],
            "lead": float(self.lead.mean()),
            "monte_carlo_error": float(statistics.standard_error(self.lead)),
        }


def scores(results: Results, outcome: str) -> FloatArray:
    """(scenarios, replications): paired difference from the status quo in the window, larger is better."""
    values = results.over(outcome, window(results.years))
    return difference(outcome, values) * MONTHLY[outcome].better


def decision(results: Results) -> Decision | None:
    """The decision that the study was asked for, if it was."""
    asked: Mapping[str, Any] | None = results.study.get("decide")
    if not asked or len(results.scenarios) < 2:
        return None
    question = Question(**asked)
    values = scores(results, question.outcome)
    whole = values.shape[1] >= question.first and bool(np.isfinite(values).all())
    return Decision(question, results.scenarios, values) if whole else None


def told(language: Language, label: Callable[[str], str], made: Decision) -> str:
    """Safe or not, after how many replications, who, by how much, with which error; `label` names a scenario."""
    name, said = made.question.outcome, made.selection
    words = {
        "observable": inside(language, name),
        "better_by": headlines.told(language, name, made.question.better_by, sign=False),
        "error": language.percent(made.question.error, int(round(100 * made.question.error, 6) % 1 > 0)),
        "name": label(made.best),
        "lead": _lead(language, label, made),
    }
    if said.after is not None and made.lead.mean() < made.question.better_by:
        words["names"] = language.listed([label(scenario) for scenario in made.close])
        error = float(statistics.standard_error(made.lead))
        words["ahead"] = headlines.told(language, name, float(made.lead.mean()), False, error)
        return language("say.decide.safe_close", n=said.after, **words)
    if said.after is not None:
        close = language.listed([label(scenario) for scenario in made.close])
        words["close"] = language("say.decide.close", names=close, better_by=words["better_by"]) if close else ""
        return language("say.decide.safe", n=said.after, **words).strip()
    names = language.listed([label(scenario) for scenario in made.left])
    return language("say.decide.open", n=made.scores.shape[1], names=names, most=said.most, **words)


def _lead(language: Language, label: Callable[[str], str], made: Decision) -> str:
    """How far the best is ahead of the second, with its Monte-Carlo error."""
    sizes = [float(made.lead.mean()), float(statistics.standard_error(made.lead))]
    lead, error = headlines.told_together(language, made.question.outcome, sizes, False, sizes[1])
    words = {"name": label(made.best), "second": label(made.scenarios[made.second])}
    return language("say.decide.lead", lead=lead, error=error, n=made.scores.shape[1], **words)
