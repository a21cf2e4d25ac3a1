"""Whether the people of a roster can be the place: its posts hold them, somebody serves every queue, a run can begin.

Without people in posts of a service line with a queue, no run of the place can begin. Who sits at which line is luck,
so a line that few could serve may stand empty in some runs only: how often is told.
"""

from collections.abc import Iterator
from math import comb, prod
from typing import NamedTuple

import numpy as np

from karier import population
from karier.randomness import run_seed
from karier.runs.run import model_of
from karier.scenario import BadInput, Scenario
from karier.scenario.errors import bad
from karier.state import State
from karier.state.lines import COUNTER, DOCKET
from karier.state.posts import VACANT

SELDOM = 0.005  # of the runs: less often than this, an empty line is not worth a warning
SMALL = 0.5  # of the people of the base place: with fewer the roster is called small
SHOWN = 8  # lines that a message names


class Empty(NamedTuple):
    """A service line that stands empty in a share of the runs."""

    office: str
    line: str
    says: str
    often: float


def people_of(s: Scenario) -> int:
    """Everybody in service on the first day, as the place's margins say."""
    employed = s.parameters["population"]["employed"].at(s.start)
    return int(sum(employed.values() if isinstance(employed, dict) else employed))


def stands(s: Scenario, base: Scenario) -> list[str]:
    """What whoever brings the roster should know. BadInput, with office, line and remedy, where no run can begin."""
    listed, usual = people_of(s), people_of(base)
    size = f"{listed} people; {base.place.name} has {usual}"
    try:
        state = population.build(s.status_quo(), 0)
    except BadInput as error:
        problem = str(error).partition("; allowed: ")[0].rpartition(": ")[2]
        remedy = "list people of every office with a service line, or name another --place"
        raise bad("", "roster", f"{size}; the place cannot be built: {problem}", remedy) from None
    empty = sorted(_empty(s, state), key=lambda e: -e.often)
    never = [e.says for e in empty if e.often == 1.0]
    if never:
        more = [f"… and {len(never) - SHOWN} more"] if len(never) > SHOWN else []
        remedy = "list the people who serve there too, or name a smaller --place"
        raise bad("", "roster", f"{size}; nobody serves {'; '.join(never[:SHOWN] + more)}", remedy)
    rare = "in {often:.1%} of the runs nobody would serve {says}, and such a run stops; list more who serve there"
    chances = [rare.format(often=e.often, says=e.says) for e in empty]
    _can_begin(s, size, chances)
    return ([f"{size}: its other posts are vacant"] if listed < SMALL * usual else []) + chances


def _empty(s: Scenario, state: State) -> Iterator[Empty]:
    """Lines with a queue that may have nobody, and in what share of the runs: in posts of a type people sit by lot."""
    posts, taken = state.posts, state.posts.holder != VACANT
    cell = posts.office.astype(np.int64) * 1_000 + posts.type
    served = s.place.city.served()
    for j in np.flatnonzero(np.isin(state.lines.kind, (COUNTER, DOCKET))).tolist():
        chances = []
        for c in np.unique(cell[posts.line == j]).tolist():
            seats, filled = int((cell == c).sum()), int((taken & (cell == c)).sum())
            beside = seats - int(((cell == c) & (posts.line == j)).sum())
            chances.append(comb(beside, filled) / comb(seats, filled))
        often = prod(chances)
        if often > SELDOM:
            line, office = served[j]
            spec = s.place.lines[line]
            staff = f", posts of {', '.join(spec.staff)}" if spec.staff else ""
            yield Empty(office.id, line, f"{line} at {office.id} ({office.label['id']}{staff})", often)


def _can_begin(s: Scenario, size: str, chances: list[str]) -> None:
    """The first month as `karier run` has it by default."""
    try:
        model_of(s.drawn(1, 0), run_seed(1, 0))
    except BadInput as error:
        told = f"{size}; the first run cannot begin: {'; '.join(chances[:SHOWN]) or error}"
        raise bad("", "roster", told, "" if chances else "a roster of more people") from None
