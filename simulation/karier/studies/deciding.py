"""More replications until a decision is safe.

All scenarios go on until then, those that are ruled out as well: every table stays complete and paired, and what is
ruled out in one outcome may be asked about in another. Replication r is the same however many there are, so nothing
is lost when a design grows: what is stored is found again, and a stopped study goes on.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np

from karier.analysis.decision import DECIDABLE, Question, scores
from karier.analysis.headlines import HEAVY
from karier.analysis.results import FloatArray, Results
from karier.analysis.statistics import ENOUGH
from karier.runs import Design, Ensemble, Progress, complete
from karier.scenario.errors import bad, unknown

BATCH = 10  # replications from one look to the next; no number of jobs, so that none changes where it ends


def question(outcome: str, better_by: float | None, error: float, at_most: int, made: Design) -> Question:
    """What is asked of a design, checked; its replications, ten at least, are those from which variances are estimated.

    Raises:
        BadInput: an outcome that cannot be decided, nothing to choose from, no replication to spare.
    """
    first = max(ENOUGH, made.replications)
    if outcome in HEAVY:
        raise bad("", "--until-safe", f"{outcome} is told by its median, and means are compared", ", ".join(DECIDABLE))
    if outcome not in DECIDABLE:
        raise unknown("", "--until-safe", "outcome to decide by", outcome, DECIDABLE)
    if better_by is None:
        raise bad("", "--better-by", "is missing", "the smallest difference that matters: 0.01 is 1% or a point of 100")
    if len(made.scenarios) < 2:
        raise bad("", "--until-safe", "one scenario alone", "two or more, to choose from")
    if at_most < first:
        raise bad("", "--at-most", f"{at_most} is less than the replications to begin with", f"{first} or more")
    return Question(outcome, better_by, first, error, at_most)


def until_safe(made: Design, asked: Question, out: Path, jobs: int | None, progress: Progress | None) -> Design:
    """The design with as many replications as it takes, its runs in the store; at most `asked.at_most`."""
    tell = progress or Progress()
    design = replace(made, replications=asked.first)
    found = _scores(complete(design, out, jobs, progress), asked, 0)
    while not (answer := asked.answered(found)).safe and design.replications < asked.at_most:
        left = f"{len(answer.left)} of {len(made.scenarios)} scenarios may be the best"
        tell.note(f"after {design.replications} replications {left}; safe after {answer.most} at the latest")
        before = design.replications
        design = replace(made, replications=min(asked.at_most, before + BATCH))
        found = np.hstack([found, _scores(complete(design, out, jobs, progress), asked, before)])
    return design


def _scores(done: Ensemble, asked: Question, since: int) -> FloatArray:
    """(scenarios, replications) of the replications from `since` on."""
    scenarios = [{"name": s.name, "baseline": row == 0} for row, s in enumerate(done.design.scenarios)]
    said = {"scenarios": scenarios, "start": done.design.scenarios[0].start.isoformat()}
    values = scores(Results(said, {"monthly": done.monthly(since).to_pandas()}), asked.outcome)
    if not np.isfinite(values).all():
        problem = f"{asked.outcome} has no value in some replication"
        raise bad("", "--until-safe", problem, f"another outcome: {', '.join(DECIDABLE)}")
    return values
