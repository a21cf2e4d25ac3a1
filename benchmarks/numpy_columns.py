"""Columns of the NumPy version: everybody's fields, and beside them what a seat or a year fixes for each row.

Whatever changes only with a seat, a rank or a year is worked out then and kept, so that a month reads plain columns.
"""

from typing import Any

import numpy as np

from benchmarks.world import LATEST, Rules
from karier.state import State
from karier.state.workforce import GOOD, NEVER, PNS, PPPK_PART_TIME

COPIED = {
    "post": np.int32, "type": np.intp, "level": np.intp, "employment": np.int8, "sex": np.int8, "education": np.intp,
    "family": np.int8, "birth_month": np.int16, "entry_month": np.int16, "lasting": np.float64,
    "own_drive": np.float64, "contract_end": np.int16, "rank": np.intp, "rank_month": np.int16, "drive": np.float64,
    "motivation": np.float64, "prospect": np.float64, "passed_over": np.float64, "luck": np.float64,
    "log_output": np.float64, "output": np.float64, "credit": np.float64, "predicate": np.int8,
    "predicate_before": np.int8, "post_month": np.int16, "level_month": np.int16, "promoted_month": np.int16,
    "course_month": np.int16, "course_dimension": np.int8, "jp_year": np.float64, "office": np.intp,
}  # fmt: skip
TRIPLES = ("base", "gain", "ceiling", "believed")
OWN = {
    **dict.fromkeys(("z_scale", "z_shift", "from_drive", "fixed", "share", "of_technical", "less_technical",
                     "of_social", "less_social", "credit_next", "pull"), np.float64),
    **dict.fromkeys(("retires", "since", "shut_from", "rank_due"), np.int16),
    "held": np.int8, "slot": np.intp, "clean": np.bool_, "connected": np.bool_, "good": np.bool_,
}  # fmt: skip
OF_SEAT_3 = ("required", "weight", "pace", "keep", "settle")


class Columns:
    """Arrays with room for one person a post; `self.<name>` is the view of the `n` rows in use."""

    def __init__(self, state: State) -> None:
        room = len(state.posts.type)
        kinds: dict[Any, list[str]] = {}
        for name, kind in {**COPIED, **OWN}.items():
            kinds.setdefault(kind, []).append(name)
        kinds[np.float64] += [f"{name}{k}" for name in (*TRIPLES, *OF_SEAT_3) for k in range(3)]
        self.blocks = [np.zeros((len(names), room), kind) for kind, names in kinds.items()]
        self.full = {}
        for block, names in zip(self.blocks, kinds.values(), strict=True):
            self.full |= dict(zip(names, block, strict=True))
            for name in (*TRIPLES, *OF_SEAT_3) if block.dtype == np.float64 else ():
                first = names.index(f"{name}0")
                self.full[name] = block[first : first + 3]
        self.full = {name: column for name, column in self.full.items() if name[-1] not in "012"}
        self.resize(state.people)
        for name in COPIED:
            getattr(self, name)[:] = getattr(state.workforce, name)
        for name in TRIPLES:
            getattr(self, name)[:] = np.stack(getattr(state.workforce, name))
        self.contract_end[self.contract_end == NEVER] = LATEST

    def resize(self, n: int) -> None:
        """The first n rows are in use."""
        self.n = n
        for name, column in self.full.items():
            setattr(self, name, column[..., :n])

    def remove(self, rows: Any, holder: Any) -> None:
        """Take rows out: the last ones move into the holes. holder: (posts,) is kept up to date."""
        left = self.n - len(rows)
        gone = np.zeros(self.n, bool)
        gone[rows] = True
        holes = np.flatnonzero(gone[:left])
        movers = left + np.flatnonzero(~gone[left:])
        for block in self.blocks:
            block[:, holes] = block[:, movers]
        holder[self.full["post"][holes]] = holes
        self.resize(left)


class Seats:
    """Tables by type and by level, and the columns that follow from them."""

    def __init__(self, state: State, r: Rules) -> None:
        t, b, fit = state.types, state.baseline, r.performance.fit
        self.b, self.r = b, r
        self.types = t
        self.required = np.stack(t.required)
        self.lines, self.offices = len(state.lines.kind), len(state.offices.head)
        usage = (fit.weights / fit.weights.max(axis=1, keepdims=True)).T  # (3, levels)
        kept = 2.0 ** (-(1.0 - usage) / r.learning.forget_half_life)
        self.pace = r.learning.job_rate * usage
        self.keep = kept * (1.0 - r.learning.consolidation * usage)
        self.settle = kept * r.learning.consolidation * usage
        self.fit_scale = b.weight_fit / b.fit_sd
        self.weight = fit.weights.T * self.fit_scale
        self.other_family = fit.other_family
        self.half_variance = 0.5 * np.log(1.0 + r.performance.output_cv**2)
        self.family = t.family.astype(np.intp)
        self.complex = t.complex.astype(np.intp)
        self.standing = np.where(t.level > 0, t.level, np.maximum(t.rung - 4, 0))
        self.credit_next = np.where(t.next >= 0, r.promotion.credit_next[t.rung - 1], np.inf)

    def sit(self, c: Columns, rows: Any, month: int, posts: Any) -> None:
        """All that a seat fixes, for rows whose post has just been set."""
        seat = c.post[rows]
        t = posts.type[seat].astype(np.intp)
        level, family = posts.level[seat].astype(np.intp), self.family[t]
        c.type[rows], c.level[rows], c.office[rows] = t, level, posts.office[seat]
        line = posts.line[seat].astype(np.intp)
        spare = np.where(level == 0, self.lines + posts.office[seat], self.lines + self.offices)
        c.slot[rows] = np.where(line >= 0, line, spare)
        c.required[:, rows] = self.required[:, t]
        c.required[0, rows] += np.where(c.family[rows] != family, self.other_family, 0.0)
        c.weight[:, rows], c.keep[:, rows] = self.weight[:, level], self.keep[:, level]
        c.settle[:, rows] = self.settle[:, level]
        stay = (month - c.post_month[rows]) / self.r.learning.job_half_life
        c.pace[:, rows] = self.pace[:, level] * 2.0**-stay
        b = self.b
        c.z_scale[rows], c.z_shift[rows] = 1.0 / b.drive_sd[level], b.drive_mean[level] / b.drive_sd[level]
        c.from_drive[rows] = b.weight_drive[level]
        part_time = c.employment[rows] == PPPK_PART_TIME
        c.share[rows] = np.where(part_time, self.r.services.part_time_share, 1.0)
        sd = b.competence_sd[family]
        c.of_technical[rows], c.of_social[rows] = 1.0 / sd[:, 0], 0.5 / sd[:, 2]
        c.less_technical[rows] = self.required[0, t] / sd[:, 0] + b.gap[family, 0]
        c.less_social[rows] = 0.5 * (self.required[2, t] / sd[:, 2] + b.gap[family, 2])
        c.credit_next[rows], c.held[rows] = self.credit_next[t], self.standing[t]
        managing = (level > 0) | (self.standing[t] == 0)
        c.since[rows] = np.where(managing, c.level_month[rows], c.post_month[rows])
        c.retires[rows] = c.birth_month[rows] + self.types.retirement_months[t] + 1
        self.set_luck(c, rows)
        self.set_clean(c, rows)
        self.set_shut(c, rows)
        self.set_pull(c, rows)
        self.set_rank_due(c, rows)

    def set_luck(self, c: Columns, rows: Any) -> None:
        """What is fixed of ln P for a year in a seat."""
        level, group = c.level[rows], self.complex[c.type[rows]]
        lucky = self.b.lasting_sd[group] * c.lasting[rows] + self.b.luck_sd[group] * c.luck[rows]
        c.fixed[rows] = lucky - self.fit_scale[level] * self.b.fit_mean[level] - self.half_variance

    def set_clean(self, c: Columns, rows: Any) -> None:
        """Predicates as promotion (clean) and rank (good) read them."""
        now, before, civil = c.predicate[rows], c.predicate_before[rows], c.employment[rows] == PNS
        c.clean[rows] = civil & ((now == 0) | (now >= GOOD)) & ((before == 0) | (before >= GOOD))
        c.good[rows] = civil & (now >= GOOD) & (before >= GOOD)

    def set_shut(self, c: Columns, rows: Any) -> None:
        """From when the ladder is shut: near retirement, or at the highest rank of the education."""
        p, t = self.r.motivation, c.type[rows]
        ceiling = (c.level[rows] == 0) & (self.types.jenjang[t] == 0)
        ceiling &= c.rank[rows] >= p.ladder.top_by_education[c.education[rows]]
        c.shut_from[rows] = np.where(ceiling, -LATEST, c.retires[rows] - 1 - p.last_months)

    def set_pull(self, c: Columns, rows: Any) -> None:
        """Where motivation is drawn, but for load and a shut ladder, which months change."""
        p = self.r.motivation
        growth = p.growth * np.minimum(1.0, c.jp_year[rows] / p.growth_jp)
        felt = p.prospect * c.prospect[rows] - p.grievance * c.passed_over[rows]
        c.pull[rows] = c.own_drive[rows] + growth + felt

    def set_rank_due(self, c: Columns, rows: Any) -> None:
        """The first month in which a rank may be granted; never where the rank is at its top."""
        p, t = self.r.rank, c.type[rows]
        soonest = 12 * min(p.years_below_floor, p.years_functional, p.years_regular)
        plain = (self.types.level[t] == 0) & (self.types.rung[t] == 0)
        top = np.where(plain, p.top_by_education[c.education[rows]], self.types.top_rank[t])
        waits = (c.employment[rows] == PNS) & (c.rank[rows] < top)
        c.rank_due[rows] = np.where(waits, c.rank_month[rows].astype(np.int64) + soonest, LATEST)
