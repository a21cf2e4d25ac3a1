"""Keyfitz 1973 (Population Studies 27(2):335): where seniority decides, growth makes careers.

With people of age a in proportion to e^{−ra}·l(a), between entry α and retirement β, the age x at which one reaches the
upper part k of all posts solves ∫_x^β e^{−ra} l(a) da = k·∫_α^β e^{−ra} l(a) da: the slower the growth r, the later.

The engine: retirement and death, promotion by the seniority list, recruitment. The adapter: the age distribution of the
first day, newcomers of one age, and an establishment that grows by r.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from karier.arrays import FloatArray, IntArray
from karier.processes import exits, promotion, recruitment
from karier.state import State
from karier.state.workforce import MALE
from karier.validation.replications import stage
from karier.validation.replications.reading import replication

NAME = "keyfitz"
GROWTHS = (0.0, 0.005, 0.01, 0.015, 0.02, 0.025, 0.03)  # of the figure
_LOCKED = 0  # posts that the establishment does not have yet look like vacant ones of the lowest step, and stay vacant


class World(NamedTuple):
    """The set-up and the engine's parameters."""

    setup: Any
    exits: exits.Parameters
    promotion: promotion.Parameters
    recruitment: recruitment.Parameters


@cache
def world() -> World:
    """From scenarios/replications/keyfitz.yaml."""
    source = replication(NAME)
    return World(
        source.setup,
        source.bind(exits.Parameters, "exits"),
        stage.under(source.bind(promotion.Parameters, "promotion"), source, "seniority"),
        source.bind(recruitment.Parameters, "recruitment"),
    )


def ages(growth: float) -> tuple[FloatArray, FloatArray]:
    """Months of age from entry to retirement, and the share of staff younger than each: the stable population."""
    w = world()
    months = np.arange(12 * w.setup["entry_age"], 12 * w.setup["retirement_age"] + 1)
    hazard = [exits.death_hazard(float(a) / 12.0, float(MALE), w.exits) for a in months[:-1]]
    alive = np.append(1.0, np.cumprod(1.0 - np.array(hazard)))
    weight = np.exp(-growth / 12.0 * (months - months[0])) * alive
    younger = np.append(0.0, np.cumsum(weight[:-1]))
    return months.astype(np.float64), younger / younger[-1]


def expected(growth: float) -> float:
    """The equation's x, years."""
    months, younger = ages(growth)
    return float(np.interp(1.0 - world().setup["upper"], younger, months)) / 12.0


def promotions(growth: float, seed: int) -> FloatArray:
    """Ages, in years, of all who rose. growth: a year, 0 or more, since no post is taken away."""
    if growth < 0.0:
        raise ValueError(f"growth {growth}: posts can be opened, not closed")
    w = world()
    start, months = w.setup["posts"], 12 * w.setup["years"]
    size = np.round(start * np.exp(growth / 12.0 * np.arange(months + 1))).astype(np.int64)
    upper = np.round(w.setup["upper"] * size).astype(np.int64)
    plan = stage.Organisation((int(size[-1] - upper[-1]), int(upper[-1])), 3.0, 12 * w.setup["retirement_age"] - 1)
    state, through = stage.organisation(plan), stage.windows(plan)
    low, high = (np.flatnonzero(state.posts.type == step) for step in (0, 1))
    _staff(state, w, np.concatenate([low[: size[0] - upper[0]], high[: upper[0]]]), growth, seed)
    closed = high[upper[0] :]
    state.posts.type[closed] = _LOCKED
    found: list[float] = []
    for month in range(1, months + 1):
        now = stage.instant(seed, month)
        opened = high[upper[month - 1] : upper[month]]
        state.posts.type[opened] = 1
        exits.leave_service(state, w.exits, now)
        stage.promote(state, through, w.promotion, 1.0, now)
        staff = state.workforce
        rose = staff.promoted_month == month
        found += ((month - staff.birth_month[rose]) / 12.0).tolist()
        _enter(state, w, low[: size[month] - upper[month]], now.seed, month)
    return np.array(found)


def _staff(state: State, w: World, posts: IntArray, growth: float, seed: int) -> None:
    """The first day: the stable population, the oldest above."""
    rows = stage.recruit(state, w.recruitment, posts, stage.instant(seed, 0))
    months, younger = ages(growth)
    quantiles = (np.arange(len(rows)) + 0.5) / len(rows)
    age = np.floor(np.interp(quantiles, younger, months)).astype(np.int64)
    of = rows[np.argsort(state.store.post[rows], kind="stable")]
    _born(state, of, -age, w.setup["entry_age"])


def _enter(state: State, w: World, posts: IntArray, seed: int, month: int) -> None:
    """Newcomers of the entry age in what is vacant of these posts."""
    empty = posts[state.posts.holder[posts] < 0]
    rows = stage.recruit(state, w.recruitment, empty, stage.instant(seed, month))
    _born(state, rows, np.full(len(rows), month - 12 * w.setup["entry_age"]), w.setup["entry_age"])


def _born(state: State, rows: IntArray, month: IntArray, entry_age: int) -> None:
    store = state.store
    store.sex[rows], store.birth_month[rows] = MALE, month
    store.entry_month[rows] = store.rank_month[rows] = month + 12 * entry_age
    store.rank[rows] = 0  # the list then goes by service


def measure(seed: int) -> tuple[float, ...]:
    """Mean age at promotion without growth and with it, and the delay that the end of growth brings, years."""
    still, growing = (float(promotions(growth, seed).mean()) for growth in (0.0, world().setup["growth"]))
    return still, growing, still - growing


def equation() -> tuple[float, float, float]:
    """The same by the equation."""
    still, growing = expected(0.0), expected(world().setup["growth"])
    return still, growing, still - growing


def figure_data(seed: int = 0) -> pd.DataFrame:
    """By growth a year: age at promotion in the engine and by the equation, years."""
    rows = [(r, float(promotions(r, seed).mean()), expected(r)) for r in GROWTHS]
    return pd.DataFrame(rows, columns=["growth", "engine", "equation"])
