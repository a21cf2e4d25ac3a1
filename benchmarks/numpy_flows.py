"""Vacancies, promotion, recruitment and the calendar of courses of the NumPy version."""

import math
from collections import defaultdict
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.world import LATEST
from karier.processes.recruitment import selection_intensity
from karier.rules.people import EDUCATION, HEALTH
from karier.rules.selection import INFORMAL, PREDICATE, SENIORITY, TRUTH
from karier.state import State
from karier.state.posts import NO_ARRIVAL, VACANT
from karier.state.workforce import DIPLOMA, FEMALE, NEVER, PNS, PPPK

if TYPE_CHECKING:
    from benchmarks.numpy_core import NumpyCore


class Flows:
    """Who moves where."""

    def __init__(self, model: "NumpyCore", state: State) -> None:
        self.m, self.posts = model, state.posts
        self.types, level = state.types, state.posts.level
        self.managerial = [np.flatnonzero(level == k) for k in range(4)]
        self.openings = np.zeros(4)
        self.jenjang = state.types.jenjang[state.posts.type]
        self.free = np.zeros((len(state.offices.head), len(state.types.level)), np.int32)  # vacant rungs
        self.rungs: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.entry = np.flatnonzero((level == 0) & (self.jenjang <= 1))
        self._open(np.flatnonzero((state.posts.holder == VACANT) & (self.jenjang > 1)))
        self.risen: list[int] = []

    def vacate(self, posts: Any) -> None:
        """Posts fall vacant."""
        self.posts.holder[posts] = VACANT
        self.posts.vacant_since[posts] = self.m.month
        self._open(posts[self.jenjang[posts] > 1])

    def _open(self, posts: Any) -> None:
        for post in posts.tolist():
            key = int(self.posts.office[post]), int(self.posts.type[post])
            heappush(self.rungs[key], post)
            self.free[key] += 1

    # Promotion

    def fill(self) -> None:
        """From JPT down to pengawas, chains within the month; then the functional ladders."""
        chained: set[int] = set()
        for level in (3, 2, 1):
            self._fill_level(level, chained)
        self._fill_ladder()
        if self.risen:  # nobody rises twice in a month, so what follows from the seats can wait
            self.m.seats.sit(self.m.c, np.array(self.risen), self.m.month, self.posts)
            self.risen = []

    def able(self, level: int) -> Any:
        """Rows of those who may rise to a level."""
        c, p, month = self.m.c, self.m.r.promotion, self.m.month
        mask = c.held == level - 1
        mask &= c.clean
        mask &= c.since <= month - math.ceil(12 * p.years_in_level[level - 1])
        if level == 3:
            mask &= c.birth_month >= month - 12 * p.oldest_jpt
        return np.flatnonzero(mask)

    def _fill_level(self, level: int, chained: set[int]) -> None:
        posts, month, p = self.posts, self.m.month, self.m.r.promotion
        of = self.managerial[level]
        empty = of[posts.holder[of] == VACANT]
        turn = [j for j in empty.tolist() if j in chained or month - posts.vacant_since[j] >= p.months_vacant]
        if not turn:
            return
        c, able = self.m.c, self.able(level)
        able = able[c.promoted_month[able] != month]
        able = able[np.argsort(c.office[able], kind="stable")]
        office = c.office[able]
        traits = (c.family[able], c.education[able], c.rank[able], c.level[able] > 0)
        first = p.pool[0] == 0 and level < 3
        here = np.searchsorted(office, np.stack([posts.office[turn], posts.office[turn] + 1])).T.tolist()
        pools = []
        for post, (start, end) in zip(turn, here, strict=True):
            pool = able[:0]
            if first and end > start:
                pool = able[start + self.suiting(post, *(x[start:end] for x in traits))]
            if len(pool) == 0:
                near = traits[3] & (office == posts.office[post])
                pool = able[self.suiting(post, *traits[:3], near)]
            pools.append(pool)
        filled = [(post, pool) for post, pool in zip(turn, pools, strict=True) if len(pool)]
        if not filled:
            return
        winners = self.pick([pool for _, pool in filled], [post for post, _ in filled])
        for (post, pool), row in zip(filled, winners, strict=True):
            if c.promoted_month[row] == month or (c.promoted_month[pool] == month).any():  # two posts, one pool
                pool = pool[c.promoted_month[pool] != month]
                if len(pool) == 0:
                    continue
                row = self.pick([pool], [post])[0]
            chained.add(self.rise(row, post))
            self.openings[level] += 1.0

    def suiting(self, post: int, family: Any, education: Any, rank: Any, near: Any) -> Any:
        """Which of some people meet what a post asks."""
        t = self.posts.type[post]
        fits = family == self.types.family[t]
        fits |= near
        fits &= education >= self.types.least_education[t]
        fits &= rank >= self.types.least_rank[t] - 1
        return np.flatnonzero(fits)

    def _fill_ladder(self) -> None:
        """In rounds: each office and rung with vacancies takes its best, until one of the two runs out."""
        c, month = self.m.c, self.m.month
        ready = np.flatnonzero((c.credit >= c.credit_next) & (c.promoted_month <= month - 12))
        target = self.types.next[c.type[ready]]
        key = c.office[ready] * len(self.types.next) + target
        order = np.argsort(key)
        ready, target, key = ready[order], target[order], key[order]
        clean, kind = c.clean[ready], self.types.jenjang[target]
        for jenjang in (3, 2):
            while True:
                free = self.free[c.office[ready], target] > 0
                of = clean & (kind == jenjang) & free & (c.promoted_month[ready] != month)
                rows, keys = ready[of], key[of]
                if len(rows) == 0:
                    break
                starts = np.flatnonzero(np.diff(keys, prepend=-1))
                pools = np.split(rows, starts[1:])
                cells = [divmod(k, len(self.types.next)) for k in keys[starts].tolist()]
                taken = [heappop(self.rungs[cell]) for cell in cells]
                for cell, post, row in zip(cells, taken, self.pick(pools, taken), strict=True):
                    self.free[cell] -= 1
                    self.rise(row, post)

    def terms(self, rows: Any, starts: Any) -> Any:
        """What speaks for candidates, (3, n), standardised within pools that begin at `starts`."""
        c, month = self.m.c, self.m.month
        x = np.empty((3, len(rows)))
        x[PREDICATE] = c.predicate[rows]
        x[SENIORITY] = (
            c.rank[rows]
            + np.minimum(month - c.rank_month[rows], 479) / 480.0
            + np.minimum(month - c.entry_month[rows], 599) / (480.0 * 600.0)
            + np.minimum(month - c.birth_month[rows], 899) / (480.0 * 600.0 * 900.0)
        )
        x[TRUTH] = c.log_output[rows] - self.m.offices.context[c.office[rows]]
        sizes = np.diff(starts, append=len(rows))
        x -= np.repeat(np.add.reduceat(x, starts, axis=1) / sizes, sizes, axis=1)
        spread = np.sqrt(np.add.reduceat(x * x, starts, axis=1) / sizes)
        return x * np.repeat(np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 1e-12), sizes, axis=1)

    def merit(self, terms: Any, rows: Any, weights: Any) -> Any:
        """Scores before luck; weights: (n, terms + 1)."""
        score = weights[:, 0] * terms[0] + weights[:, 1] * terms[1] + weights[:, 2] * terms[2]
        return score - self.m.r.promotion.women_penalty * weights[:, INFORMAL] * (self.m.c.sex[rows] == FEMALE)

    def pick(self, pools: list[Any], posts: list[int]) -> list[int]:
        """The candidate with the best score for each post."""
        p, sizes = self.m.r.promotion, np.array([len(pool) for pool in pools])
        rows, starts = np.concatenate(pools), np.cumsum(sizes) - sizes
        rule = np.repeat(p.today_rule[self.posts.office[posts]], sizes)
        score = self.merit(self.terms(rows, starts), rows, p.weights[rule])
        score += self.m.rng.gumbel(0.0, p.luck, len(rows))
        best = np.flatnonzero(score == np.repeat(np.maximum.reduceat(score, starts), sizes))
        won: list[int] = rows[best].tolist()
        return won

    def rise(self, row: int, post: int) -> int:
        """Seat somebody in a higher post; returns the post left behind."""
        c, month, left = self.m.c, self.m.month, int(self.m.c.post[row])
        self.vacate(np.array([left]))
        self.posts.holder[post], self.posts.arrival[post] = row, NO_ARRIVAL
        if self.posts.level[post] != c.level[row]:
            c.level_month[row] = month
        c.post[row] = post
        c.post_month[row] = c.promoted_month[row] = month
        c.prospect[row] = c.passed_over[row] = 0.0
        self.risen.append(row)
        return left

    def expect(self) -> None:
        """January: what everybody may expect of the rule in force."""
        c, p, month = self.m.c, self.m.r.promotion, self.m.month
        c.prospect[:] = c.passed_over[:] = 0.0
        for level in (1, 2, 3):
            usual = p.turnover * len(self.managerial[level])
            seen = 0.5 * (usual + self.openings[level]) if month > 0 else usual
            self.openings[level] = 0.0
            rows = self.able(level)
            if len(rows) < 3:
                continue
            terms = self.terms(rows, np.array([0]))
            score = self.merit(terms, rows, p.weights[p.today_rule[c.office[rows]]])
            away = score - score.mean()
            spread = math.sqrt((away * away).mean() + p.luck**2 * math.pi**2 / 6.0)
            fairness = float((away * terms[TRUTH]).mean()) / spread
            odds = np.exp((score - score.max()) / max(p.luck, 0.05))
            chance = 1.0 - np.exp(-seen / odds.sum() * odds)
            c.prospect[rows] = np.maximum(c.prospect[rows], chance * p.pay_step[level - 1])
            later = rows[month - c.promoted_month[rows] >= 12]
            c.passed_over[later] = 1.0 - fairness

    # Recruitment

    def open_round(self) -> None:
        """January: which vacant posts get a place, to be taken in twelve months."""
        p, m, posts = self.m.r.recruitment, self.m, self.posts
        exits = m.exits_of_year + p.exits_before * max(11 - m.month, 0) / 12.0
        m.exits_of_year = 0
        vacant = self.entry[(posts.holder[self.entry] == VACANT) & (posts.arrival[self.entry] == NO_ARRIVAL)]
        wanted = p.replacement * exits if p.spending_share < p.spending_ceiling else 0.0
        places = min(math.floor(wanted + 0.5), len(vacant))
        chosen = m.rng.choice(vacant, places, replace=False)
        posts.arrival[chosen] = m.month + p.months_to_arrival
        civil = math.floor(p.pns_share * places + 0.5)
        posts.arrival_employment[chosen] = np.where(np.arange(places) < civil, PNS, PPPK)

    def arrive(self) -> None:
        """Those chosen a year ago; some places find nobody, some withdraw."""
        m, p, posts = self.m, self.m.r.recruitment, self.posts
        due = self.entry[posts.arrival[self.entry] == m.month]
        due = due[posts.holder[due] == VACANT]
        if len(due) == 0:
            return
        posts.arrival[due] = NO_ARRIVAL
        due = due[(m.rng.random(len(due)) >= p.unfilled) & (m.rng.random(len(due)) >= p.withdrawal)]
        c, n, rng = m.c, len(due), m.rng
        rows = np.arange(c.n, c.n + n)
        c.resize(c.n + n)
        for block in c.blocks:
            block[:, rows] = 0
        posts.holder[due] = rows
        self._bring_along(rows, due, rng)
        m.seats.sit(c, rows, m.month, posts)

    def _bring_along(self, rows: Any, due: Any, rng: np.random.Generator) -> None:
        c, p, month, n = self.m.c, self.m.r.recruitment, self.m.month, len(due)
        who, t = p.people, self.posts.type[due].astype(np.intp)
        required = self.m.seats.required
        entry = required[:, self.types.entry[t]]
        centre = entry + who.grown * (required[:, t] - entry) + who.gap[:, None]
        keener = selection_intensity(p.applicants_per_place) - selection_intensity(p.applicants_before)
        own = math.sqrt(who.general) * rng.standard_normal(n)
        own = own + math.sqrt(1.0 - who.general) * rng.standard_normal((3, n))
        base = np.clip(centre + p.selection_validity * keener * who.spread + who.spread * own, 1.0, 5.0)
        c.base[:, rows] = c.believed[:, rows] = base
        c.ceiling[:, rows] = np.minimum(base + 2.0 * who.headroom * rng.random((3, n)), 5.0)
        c.lasting[rows], c.luck[rows] = rng.standard_normal(n), rng.standard_normal(n)
        c.own_drive[rows] = c.drive[rows] = who.drive_mean + who.drive_spread * rng.standard_normal(n)
        c.employment[rows], c.sex[rows] = self.posts.arrival_employment[due], rng.random(n) < p.women_share
        c.education[rows] = np.maximum(self.types.least_education[t], DIPLOMA)
        ranks = np.where(c.employment[rows] == PNS, who.entry_rank_pns[c.education[rows]],
                         who.entry_rank_pppk[c.education[rows]])  # fmt: skip
        c.rank[rows], c.post[rows] = ranks, due
        c.connected[rows] = rng.random(n) < self.m.r.training.ties.connected_share
        family, luck = self.types.family[t], rng.random(n)
        others = np.array([[3, 4], [0, 0], [0, 0], [0, 4], [0, 3]])
        strange = (family != EDUCATION) & (family != HEALTH) & (luck < who.other_family)
        later = (luck >= 0.5 * who.other_family).astype(np.intp)
        c.family[rows] = np.where(strange, others[family, later], family)
        c.birth_month[rows] = month - (12.0 * (p.age_low + (p.age_high - p.age_low) * rng.random(n))).astype(np.int16)
        for column in (c.entry_month, c.post_month, c.level_month, c.rank_month):
            column[rows] = month
        for column in (c.promoted_month, c.course_month):
            column[rows] = NEVER
        ends = month + 12 * p.contracts.contract_years
        c.contract_end[rows] = np.where(c.employment[rows] == PPPK, ends, LATEST)

    # Courses

    def plan_training(self) -> None:
        """January: the year's places, to those in need, by office: one sort of (office, score, row) in 64 bits."""
        c, p, rng = self.m.c, self.m.r.training, self.m.rng
        n, t, o = c.n, c.type, c.office
        need = np.maximum(self.m.seats.required[:, t] - c.believed, 0.0)
        need *= p.fit.weights.T[:, c.level]
        score = p.need_weight[o] * need.sum(axis=0) + p.luck_weight[o] * rng.gumbel(size=n)
        score += p.right_weight[o] * ((c.employment == PNS) & (c.jp_year < p.right_jp))
        score += p.connection_weight[o] * c.connected
        rank = ((40.0 - np.clip(score, -20.0, 39.0)) * 1e6).astype(np.int64)
        packed = np.sort((c.office << 48) | (rank << 22) | np.arange(n))
        order = packed & ((1 << 22) - 1)
        counts = np.bincount(c.office, minlength=len(p.share))
        start = np.concatenate([[0], np.cumsum(counts)[:-1]])
        places = np.floor(p.share * counts + rng.random(len(counts))).astype(np.int64)
        place = np.arange(n) - np.repeat(start, counts)
        rows = order[place < np.repeat(places, counts)]
        c.course_month[:] = NEVER
        c.course_month[rows] = self.m.month + rng.integers(0, 12, len(rows))
        c.course_dimension[rows] = np.searchsorted(np.cumsum(p.mix)[:2], rng.random(len(rows)))
