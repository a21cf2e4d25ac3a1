"""A stage for a replication: an organisation of one office on the engine's own tables, staffed by its own recruitment.

`organisation` makes posts without people; `recruit` has the engine seat newcomers in those that are named; `promote`
has it fill the vacancies above. An organisation may have more steps than the engine has levels (four): it is then
shown to the promotion in windows, from the top, each a month after the one above it (`Window`).
"""

from collections.abc import Callable
from typing import Any, NamedTuple, get_type_hints

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.population import baseline
from karier.processes import performance, promotion, recruitment
from karier.randomness import PERSON, normal, run_seed, words
from karier.rules.transfer import carry_over
from karier.state import Moment, State
from karier.state.city import COST_LINES, FLOWS, City
from karier.state.lines import Lines
from karier.state.offices import Offices
from karier.state.posts import NO_ARRIVAL, VACANT, Posts, Types
from karier.state.seats import clear
from karier.state.workforce import PNS, Workforce
from karier.validation.replications.reading import Replication

LEVELS = 4  # of the engine
YEAR_0 = 2026
NO_END = 12 * 200  # months of age; nobody reaches it


class Organisation(NamedTuple):
    """What a stage is made of."""

    seats: tuple[int, ...]  # posts by step, from the lowest
    required: float  # competence that every post asks, level 1–5
    retirement_months: int = NO_END


class Window(NamedTuple):
    """Some steps of an organisation as the engine's levels 0 … 3; all below count as 0, all above as 3."""

    lowest: int  # the step that is level 0
    types: Types


def windows(plan: Organisation) -> tuple[Window, ...]:
    """The fewest windows that serve every step above the lowest, from the top; neighbours share a step."""
    top, found = len(plan.seats) - 1, []
    while top > 0:
        lowest = max(top - LEVELS + 1, 0)
        found.append(Window(lowest, _types(plan, lowest)))
        top = lowest
    return tuple(found)


def _types(plan: Organisation, lowest: int) -> Types:
    """One type of post a step. `least_rank` lets nobody skip one: a person's rank is the step held."""
    steps = np.arange(len(plan.seats))
    empty = _blank(Types, len(steps))
    return empty._replace(
        level=np.clip(steps - lowest, 0, LEVELS - 1).astype(np.int8),
        entry=np.zeros(len(steps), np.int16),
        next=np.full(len(steps), -1, np.int16),
        required=tuple(np.full(len(steps), plan.required) for _ in range(3)),
        retirement_months=np.full(len(steps), plan.retirement_months, np.int16),
        least_rank=steps.astype(np.int8),
    )


def organisation(plan: Organisation) -> State:
    """All posts vacant; nobody in service."""
    n = sum(plan.seats)
    types = windows(plan)[-1].types
    posts = _blank(Posts, n)
    posts.holder[:], posts.arrival[:], posts.line[:] = VACANT, NO_ARRIVAL, -1
    posts.type[:] = np.repeat(np.arange(len(plan.seats)), plan.seats)
    posts.level[:] = types.level[posts.type]
    store = _blank(Workforce, n)
    clear(store, slice(None))
    offices = _blank(Offices, 1)
    offices.head_post[:], offices.quality[:] = VACANT, 1.0
    sizes = {"flows": len(FLOWS), "ledger": len(COST_LINES), "fairness": LEVELS, "openings": LEVELS}
    constants = baseline.blank(1, 0)
    return State(store, 0, posts, types, offices, _blank(Lines, 0), _blank(City, 1, **sizes), constants)


def show(state: State, window: Window) -> None:
    """Let the engine see the organisation through a window."""
    state.types = window.types
    state.posts.level[:] = window.types.level[state.posts.type]
    state.workforce.level[:] = window.types.level[state.workforce.type]


def vacant(state: State, step: int) -> IntArray:
    """Posts of a step without a holder."""
    return np.flatnonzero((state.posts.holder == VACANT) & (state.posts.type == step))


def recruit(state: State, p: recruitment.Parameters, posts: IntArray, now: Moment) -> IntArray:
    """Newcomers take these posts, with traits as the engine draws them; returns their rows. Rank: the step held."""
    before = state.people
    state.posts.arrival[posts] = now.month
    state.posts.arrival_employment[posts] = PNS
    recruitment.arrive(state, p, now)
    rows = np.arange(before, state.people)
    state.store.rank[rows] = state.store.type[rows]
    return rows


def promote(state: State, through: tuple[Window, ...], p: promotion.Parameters, share: float, now: Moment) -> None:
    """Fill every vacancy above the lowest step from the step below; chains run to their end.

    share: of competence that carries over to the new step (ρ_T). Each window has luck of its own, since the engine's
    is by person and level.
    """
    for nth, window in enumerate(through):
        month = now.month + nth
        show(state, window)
        promotion.fill(state, p, now._replace(month=month, calendar_month=now.calendar_month + nth))
        state.workforce.rank[:] = state.workforce.type
        if share < 1.0:
            carry_over(state.workforce, state.types, state.baseline, share, run_seed(now.seed, nth), month)


def under(p: promotion.Parameters, world: Replication, rule: str) -> promotion.Parameters:
    """The same with this rule of promotion in force."""
    choices = world.scenario.parameters["promotion"]["rule"].choices
    return p._replace(today_rule=np.full_like(p.today_rule, choices.index(rule)))


def output_is_competence(state: State, spread: float, drive: float = 0.0) -> None:
    """Constants under which the engine's ln P is technical competence above what is asked, + drive × z of motivation.

    spread: SD of competence, levels. The parameters of performance have to say that nothing else counts.
    """
    b = state.baseline
    b.weight_fit[:], b.weight_drive[:] = 1.0, drive
    b.competence_sd[:] = spread


def perform(state: State, p: performance.Parameters, now: Moment) -> None:
    """Everybody's ln P of the month, by the engine."""
    performance.perform(state, p, now)


def instant(seed: int, month: int) -> Moment:
    """A month of the run; month 0 is a January."""
    return Moment(seed, month, YEAR_0 + month // 12, month % 12 + 1)


def drawn(seed: int, uid: IntArray, mean: float, sd: float, low: float, high: float) -> FloatArray:
    """A lasting normal number of each person, drawn anew where it lies outside its bounds; (n,)."""
    return np.array([_within(seed, int(who), mean, sd, low, high) for who in uid])


def _within(seed: int, uid: int, mean: float, sd: float, low: float, high: float) -> float:
    for attempt in range(1, 1_000):
        w0, w1, _, _ = words(seed, PERSON, uid, attempt)
        value = mean + sd * normal(w0, w1)
        if low <= value <= high:
            return float(value)
    raise ValueError(f"no normal number ({mean}, {sd}) within {low} and {high}")


def _blank(kind: Callable[..., Any], rows: int, **sizes: int) -> Any:
    """A table of zeros; sizes: of columns that have another length."""
    hints = get_type_hints(kind)
    return kind(**{name: _zeros(hint, sizes.get(name, rows)) for name, hint in hints.items()})


def _zeros(hint: Any, rows: int) -> Any:
    if getattr(hint, "__origin__", None) is tuple:
        return tuple(_zeros(part, rows) for part in hint.__args__)
    return np.zeros(rows, hint.__args__[1].__args__[0])
