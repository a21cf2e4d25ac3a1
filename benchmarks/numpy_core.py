"""The core rules in NumPy, as somebody writes them who knows it well: columns, masks, scratch, one sort a year."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from benchmarks.numpy_columns import Columns, Seats
from benchmarks.numpy_flows import Flows
from benchmarks.numpy_services import Services
from benchmarks.world import rules
from karier.scenario import Scenario
from karier.state import State
from karier.state.workforce import GOOD, PNS, PPPK, VERY_GOOD

EVERYBODY = slice(None)


class NumpyCore:
    """The core of `karier.CareerModel`, column by column. Begins where `state` stands."""

    def __init__(self, scenario: Scenario, state: State, seed: int) -> None:
        self.scenario, self.month, self.rng = scenario, 0, np.random.default_rng(seed)
        self.b, self.types = state.baseline, state.types
        self.posts, self.offices = state.posts, state.offices
        self.seen: list[list[float]] = []
        self.validity, self.exits_of_year = float(state.city.validity[0]), 0
        self.c = Columns(state)
        self.set_rules(state)
        self.services = Services(state)
        self.flows = Flows(self, state)
        self.c.connected[:] = self.rng.random(self.c.n) < self.r.training.ties.connected_share
        self.seats.sit(self.c, np.arange(self.c.n), 0, self.posts)
        room = len(state.posts.type)
        self._skill, self._z, self._sieve = np.empty((3, room)), np.empty(room), np.empty(room, np.float32)
        self._u, self._v, self._w = np.empty(room), np.empty(room), np.empty(room)

    def set_rules(self, state: State) -> None:
        """The parameters in force."""
        self.r = rules(self.scenario, self.month)
        self.seats = Seats(state, self.r)
        self.state = state
        p = self.r
        self.step_of_drive = 1.0 - 2.0 ** (-1.0 / p.motivation.speed_half_life)
        self.month_of_job = 2.0 ** (-1.0 / p.learning.job_half_life)
        self.hours = p.services.hours_week * 52.0 / 12.0
        self.leave = p.services.leave_days * p.services.hours_week / 5.0 / 12.0
        e = p.exits
        death = e.death_at_50 / 12.0 * np.exp(e.death_growth * 20.0) * max(1.0, e.death_women)
        resignation = e.resignation / 12.0 * np.exp(e.resignation_stagnation + 3.0 * e.resignation_trained)
        self.most = death + resignation + e.transfer / 12.0

    def step(self) -> None:
        """One month."""
        calendar_month = (self.scenario.start.month - 1 + self.month) % 12 + 1
        january = calendar_month == 1
        if january and self.month > 0:
            self.set_rules(self.state)
        self.leave_service()
        if calendar_month in self.r.rank.months:
            self.grant_ranks()
        self.flows.fill()
        self.flows.arrive()
        if january:
            self.flows.open_round()
            self.flows.expect()
            self.flows.plan_training()
            self.draw_luck()
        self.learn()
        self.move_drive()
        self.perform()
        self.serve(calendar_month)
        if calendar_month == 12:
            self.appraise()
        self.observe()
        self.month += 1

    # Leaving and rising

    def leave_service(self) -> None:
        """A draw each; only those below the sum of the highest hazards are looked at again."""
        c, p, month = self.c, self.r.exits, self.month
        luck = self.rng.random(c.n, dtype=np.float32, out=self._sieve[: c.n])
        gone = c.retires <= month
        rows = np.flatnonzero(luck < self.most)
        age = (month - c.birth_month[rows]) / 12.0
        women = np.where(c.sex[rows] == 1, p.death_women, 1.0)
        death = p.death_at_50 / 12.0 * women * np.exp(p.death_growth * (np.minimum(age, 70.0) - 50.0))
        learned = np.minimum(np.maximum(c.gain[:, rows], 0.0).sum(axis=0), 3.0)
        stay = np.minimum((month - c.post_month[rows]) / 12.0, 15.0) / 15.0
        bend = p.resignation_stagnation * stay + p.resignation_trained * learned
        resignation = p.resignation / 12.0 * np.exp(bend - p.resignation_age * np.maximum(age - 30.0, 0.0))
        stays = (1.0 - death) * (1.0 - resignation) * (1.0 - p.transfer / 12.0)
        gone[rows[luck[rows] < 1.0 - stays]] = True
        ends = np.flatnonzero(c.contract_end <= month)
        if len(ends):
            bad = (c.predicate[ends] > 0) & (c.predicate[ends] < GOOD)
            bad |= self.rng.random(len(ends)) >= p.renewal
            gone[ends[bad]] = True
            years = np.where(c.employment[ends] == PPPK, p.contract_years, p.part_time_contract_years)
            c.contract_end[ends] = month + 12 * years
        rows = np.flatnonzero(gone)
        self.exits_of_year += len(rows)
        self.flows.vacate(c.post[rows])
        c.remove(rows, self.posts.holder)

    def grant_ranks(self) -> None:
        """Those whose time may have come, by the rule of their kind of post."""
        c, p, month = self.c, self.r.rank, self.month
        rows = np.flatnonzero((c.rank_due <= month) & c.good)
        if len(rows) == 0:
            return
        t, rank, months = c.type[rows], c.rank[rows], month - c.rank_month[rows]
        floor, rung = self.types.least_rank[t], self.types.rung[t]
        credit = np.where(month - c.promoted_month[rows] < 12, 0.0, c.credit[rows])
        needed = np.maximum(rank - floor + 1, 0) * p.credit_rank[rung - 1]
        structural = months >= 12 * np.where(rank < floor, p.years_below_floor, p.years_regular)
        functional = (months >= 12 * p.years_functional) & (credit >= needed)
        due = np.where(c.level[rows] > 0, structural, np.where(rung > 0, functional, months >= 12 * p.years_regular))
        rows = rows[due]
        c.rank[rows] += 1
        c.rank_month[rows] = month
        self.seats.set_shut(c, rows)
        self.seats.set_rank_due(c, rows)

    # The month

    def learn(self) -> None:
        """On the job, from courses, and what fades; one dimension after the other, so that columns stay in cache."""
        c, n = self.c, self.c.n
        self.due = np.flatnonzero(c.course_month == self.month)
        if len(self.due):
            self.teach(self.due)
        room, settled = self._u[:n], self._v[:n]
        for k in range(3):
            base, gain = c.base[k], c.gain[k]
            np.subtract(c.ceiling[k], base, out=room)
            room -= gain
            np.maximum(room, 0.0, out=room)
            room *= c.pace[k]
            np.multiply(gain, c.settle[k], out=settled)
            base += room
            base += settled
            gain *= c.keep[k]
            c.pace[k] *= self.month_of_job
            np.add(base, gain, out=self._skill[k, :n])

    def teach(self, rows: Any) -> None:
        """The month's courses: their hours and what they add."""
        c, p, course = self.c, self.r.learning, self.r.training
        jp = course.hours[c.office[rows]]
        self.jp = jp = np.where(c.employment[rows] == PNS, jp, np.minimum(jp, course.most_jp_pppk))
        k, family = c.course_dimension[rows], self.seats.family[c.type[rows]]
        learned = c.gain[k, rows]
        room = np.maximum(c.ceiling[k, rows] - c.base[k, rows] - learned, 0.0)
        dose = (1.0 - np.exp(-jp / p.scale_jp)) / (1.0 - np.exp(-p.reference_jp / p.scale_jp))
        size = p.breadth * p.effect * self.b.competence_sd[family, k] * dose
        c.gain[k, rows] = learned + np.minimum(size * np.minimum(2.0, room / self.b.headroom[family, k]), room)
        c.jp_year[rows] += jp
        self.seats.set_pull(c, rows)

    def move_drive(self) -> None:
        """η moves towards its target; m = logistic(η)."""
        c, p, n = self.c, self.r.motivation, self.c.n
        load = np.clip(self.offices.utilisation - p.overload_from, 0.0, 1.0)
        shift = p.incentive * p.stakes.stake * self.validity - p.overload * load
        aim, shut = self._u[:n], self._v[:n]
        np.take(shift, c.office, out=aim, mode="clip")
        aim += c.pull
        np.multiply(c.shut_from <= self.month, p.stagnation, out=shut)
        aim -= shut
        aim -= c.drive
        aim *= self.step_of_drive
        c.drive += aim
        np.negative(c.drive, out=aim)
        np.exp(aim, out=aim)
        aim += 1.0
        np.reciprocal(aim, out=c.motivation)

    def perform(self) -> None:
        """Presence and ln P; then heads and spans, which count from next month on."""
        c, b, p, n, o = self.c, self.b, self.r.performance, self.c.n, self.offices
        skill, gap, z, fit, value = self._skill[:, :n], self._w[:n], self._z[:n], self._u[:n], self._v[:n]
        np.multiply(c.motivation, c.z_scale, out=z)
        z -= c.z_shift
        lead = p.head * o.head / np.sqrt(np.maximum(o.span, 1.0) / b.span[0])
        load = np.clip(o.utilisation - p.overload_from, 0.0, 1.0)
        o.context[:] = lead + p.support * o.support - p.overload * load
        fit[:] = c.fixed
        for k in range(3):  # a shortfall counts in full, a surplus in part
            np.subtract(skill[k], c.required[k], out=gap)
            np.multiply(gap, p.fit.surplus, out=value)
            np.minimum(gap, value, out=gap)
            gap *= c.weight[k]
            fit += gap
        np.take(o.context, c.office, out=c.log_output, mode="clip")
        c.log_output += fit
        np.multiply(z, c.from_drive, out=value)
        c.log_output += value
        np.exp(c.log_output, out=c.output)
        self.look_at_heads(fit)

    def look_at_heads(self, fit: Any) -> None:
        """z_head and span of each office; fit: (n,) b_a·fit/SD and what is fixed."""
        c, b, o = self.c, self.b, self.offices
        rows = np.where(o.head_post >= 0, self.posts.holder[o.head_post], -1)
        level = c.level[rows]
        fits = (fit[rows] - c.fixed[rows]) / b.weight_fit[level] - b.fit_mean[level] / b.fit_sd[level]
        o.head[:] = np.where(rows >= 0, fits, self.r.performance.acting_head)
        people = np.bincount(c.office, minlength=len(o.head))
        managers = np.bincount(c.office[c.level > 0], minlength=len(o.head))
        o.span[:] = people / np.maximum(managers, 1)

    def serve(self, calendar_month: int) -> None:
        """Hours and qualities by line (and spare ones by office), then the lines."""
        c, n, p = self.c, self.c.n, self.r.services
        skill, z, present, value = self._skill[:, :n], self._z[:n], self._u[:n], self._v[:n]
        np.multiply(z, self.r.presence.drive, out=present)
        present -= self.b.absence_intercept[0]
        np.exp(present, out=present)  # the odds of being there
        np.add(present, 1.0, out=value)
        present /= value
        self.presence = float(present.mean())
        present *= c.share
        present *= self.hours - self.leave
        if len(self.due):
            present[self.due] = np.maximum(present[self.due] - p.jp_hours * self.jp, 0.0)
        by = Grouped(c.slot, self.seats.lines + self.seats.offices + 1, self._w[:n])
        s = SimpleNamespace(people=by.sizes, paid=by.sum(c.share) * self.hours, present=by.sum(present))
        present *= c.output
        s.worked = by.sum(present)
        np.multiply(skill[0], c.of_technical, out=value)
        value -= c.less_technical
        s.technical = by.sum(value)
        np.multiply(skill[2], c.of_social, out=value)
        value -= c.less_social
        z *= 0.5
        value += z
        s.conduct = by.sum(value)
        self.services.serve(s, self, p.season[calendar_month - 1])

    # The year

    def draw_luck(self) -> None:
        """The year's luck in performance; a new year's hours of courses."""
        c = self.c
        self.rng.standard_normal(out=self._z[: c.n])
        c.luck[:] = self._z[: c.n]
        c.jp_year[:] = 0.0
        self.seats.set_luck(c, EVERYBODY)
        self.seats.set_pull(c, EVERYBODY)

    def appraise(self) -> None:
        """December: predicates, credit points, and how well predicates follow performance."""
        c, b, p, month = self.c, self.b, self.r.appraisal, self.month
        level, t = c.level, c.type
        z = (c.log_output - b.output_mean[level]) / b.output_sd[level]
        senior = (month - c.entry_month - b.tenure_mean[level]) / b.tenure_sd[level]
        rest = np.sqrt(max(1.0 - p.leniency**2 - p.halo**2, 0.0))
        lenient = self.rng.standard_normal(len(self.offices.head))[c.office]
        error = p.leniency * lenient + p.halo * senior + rest * self.rng.standard_normal(c.n)
        rating = np.sqrt(p.reliability) * z + np.sqrt(1.0 - p.reliability) * error
        c.predicate_before[:] = c.predicate
        c.predicate[:] = 1 + (rating >= b.cuts[:, None]).sum(axis=0)
        rung = self.types.rung[t]
        earned = p.coefficient[rung - 1] * p.predicate_share[c.predicate - 1]
        fresh = c.promoted_month > month - 12
        c.credit[:] = np.where(rung > 0, np.where(fresh, 0.0, c.credit) + earned, c.credit)
        self.validity = float(np.corrcoef(c.predicate, c.log_output)[0, 1])
        self.seats.set_clean(c, EVERYBODY)

    def observe(self) -> None:
        """A row of `world.SEEN`."""
        c = self.c
        rated = np.bincount(c.predicate, minlength=VERY_GOOD + 1)
        jp = float(self.jp.sum()) if len(self.due) else 0.0
        self.seen.append([
            c.n, (self.month - c.birth_month.mean()) / 12.0, *self._skill[:, : c.n].mean(axis=1), c.gain.mean(),
            c.motivation.mean(), self.presence, c.output.mean(), jp, rated[VERY_GOOD] / max(c.n - rated[0], 1),
            self.services.on_time(), self.services.turnaround(),
        ])  # fmt: skip


class Grouped:
    """Sums by group: one sort of short keys, then columns in that order. (`bincount` waits for its own last sum.)"""

    def __init__(self, group: Any, groups: int, scratch: Any) -> None:
        self.scratch, self.groups = scratch, groups
        short = group.astype(np.uint8) if groups <= 256 else group.astype(np.uint16)
        self.order = np.argsort(short, kind="stable")
        self.sizes = np.bincount(group, minlength=groups)
        self.full = np.flatnonzero(self.sizes)
        self.starts = (np.cumsum(self.sizes) - self.sizes)[self.full]

    def sum(self, values: Any) -> Any:
        """(groups,)"""
        np.take(values, self.order, out=self.scratch, mode="clip")
        sums = np.zeros(self.groups)
        sums[self.full] = np.add.reduceat(self.scratch, self.starts)
        return sums
