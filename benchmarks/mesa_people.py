"""The core rules as a Mesa user writes them: one object a civil servant, who does the month's things in methods."""

import math
from typing import TYPE_CHECKING, Any

import mesa

from karier.rules.selection import INFORMAL, PREDICATE, SENIORITY, TRUTH
from karier.state.workforce import FEMALE, GOOD, NEVER, PNS, PPPK, PPPK_PART_TIME

if TYPE_CHECKING:
    from benchmarks.mesa_core import MesaCore
    from benchmarks.mesa_offices import Post

FIELDS = (
    "employment", "sex", "education", "family", "birth_month", "entry_month", "lasting", "own_drive", "contract_end",
    "rank", "rank_month", "drive", "motivation", "prospect", "passed_over", "luck", "log_output", "output", "credit",
    "predicate", "predicate_before", "post_month", "level_month", "promoted_month", "course_month", "course_dimension",
    "course_jp", "jp_year",
)  # fmt: skip
TRIPLES = ("base", "gain", "ceiling", "believed")
ELDEST = 70 * 12  # months of age; the end of the life table


class CivilServant(mesa.Agent):
    """One person in service."""

    __slots__ = ("post", "office", "line", "type", "level", "absence", "connected", *FIELDS, *TRIPLES)
    model: "MesaCore"

    def __init__(self, model: "MesaCore", post: "Post", **fields: Any) -> None:
        super().__init__(model)
        for name, value in fields.items():
            setattr(self, name, value)
        self.absence = 0.0
        self.sit(post)

    def sit(self, post: "Post") -> None:
        """Take a seat, with its office, line and type."""
        post.holder = self
        post.arrival = None
        self.post, self.office, self.line, self.type = post, post.office, post.line, post.type
        self.level = post.type.level
        self.office.members[self] = None

    def stand_up(self) -> None:
        """Leave the seat vacant."""
        self.model.flows.vacate(self.post)
        del self.office.members[self]

    # Exits

    def consider_leaving(self) -> None:
        """Retire, die, resign, move to another government or come to the end of a contract."""
        model = self.model
        month, p, random = model.month, model.rules.exits, model.random.random
        age = month - self.birth_month
        if (
            age > self.type.retirement_months
            or random() < model.death[self.sex][min(age, ELDEST)]
            or random() < p.transfer / 12.0
            or (self.contract_end != NEVER and month >= self.contract_end and not self.renewed())
            or self.resigns()
        ):
            self.stand_up()
            self.remove()

    def resigns(self) -> bool:
        """h = h₀·e^{−a·(age − 30)₊ + s·min(years in post, 15)/15 + t·gain}; most draws lie above any hazard."""
        model = self.model
        luck = model.random.random()
        if luck >= model.most_resignation:
            return False
        p = model.rules.exits
        bend = (
            -p.resignation_age * max((model.month - self.birth_month) / 12.0 - 30.0, 0.0)
            + p.resignation_stagnation * min((model.month - self.post_month) / 12.0, 15.0) / 15.0
            + p.resignation_trained * min(sum(max(g, 0.0) for g in self.gain), 3.0)
        )
        return luck < p.resignation / 12.0 * math.exp(bend)

    def renewed(self) -> bool:
        """A contract that ends is renewed for those with a good predicate, or none yet, with some luck."""
        p = self.model.rules.exits
        if 0 < self.predicate < GOOD or self.model.random.random() >= p.renewal:
            return False
        years = p.contract_years if self.employment == PPPK else p.part_time_contract_years
        self.contract_end = self.model.month + 12 * years
        return True

    # Rank and promotion

    def consider_rank(self) -> None:
        """PNS rise by a rank when law lets them."""
        months = self.model.month - self.rank_month
        if self.employment != PNS or months < self.model.soonest_rank:
            return
        if self.predicate < GOOD or self.predicate_before < GOOD:
            return
        p, t = self.model.rules.rank, self.type
        if self.level > 0:
            due = self.rank < t.top_rank and months >= 12 * (
                p.years_below_floor if self.rank < t.least_rank else p.years_regular
            )
        elif t.rung > 0:
            credit = 0.0 if self.model.month - self.promoted_month < 12 else self.credit
            needed = max(self.rank - t.least_rank + 1, 0) * p.credit_rank[t.rung - 1]
            due = self.rank < t.top_rank and months >= 12 * p.years_functional and credit >= needed
        else:
            due = self.rank < p.top_by_education[self.education] and months >= 12 * p.years_regular
        if due:
            self.rank += 1
            self.rank_month = self.model.month

    def may_lead(self, level: int) -> bool:
        """A clean PNS who has held the level below, or its equal, long enough."""
        held = self.level or self.type.standing
        if held != level - 1 or not self.clean():
            return False
        p, month = self.model.rules.promotion, self.model.month
        since = self.level_month if self.level > 0 or held == 0 else self.post_month
        young = level < 3 or month - self.birth_month <= 12.0 * p.oldest_jpt
        return young and month - since >= 12.0 * p.years_in_level[level - 1]

    def clean(self) -> bool:
        """A PNS whose last two predicates are good, where there are any."""
        return self.employment == PNS and not (0 < self.predicate < GOOD) and not (0 < self.predicate_before < GOOD)

    def suits(self, post: "Post") -> bool:
        """Meets what a post asks, and has not risen this month."""
        t = post.type
        return (
            self.education >= t.least_education
            and self.rank >= t.least_rank - 1
            and self.promoted_month != self.model.month
            and (self.family == t.family or (self.level > 0 and self.office is post.office))
        )

    def has_earned(self) -> bool:
        """Has the credit for the next rung of the ladder."""
        return self.credit >= self.type.credit_next and self.model.month - self.promoted_month >= 12

    def terms(self) -> list[float]:
        """What speaks for a candidate, in the order of the columns of the rule's weights."""
        month = self.model.month
        found = [0.0, 0.0, 0.0]
        found[PREDICATE] = float(self.predicate)
        found[SENIORITY] = (
            self.rank
            + min(month - self.rank_month, 479) / 480.0
            + min(month - self.entry_month, 599) / (480.0 * 600.0)
            + min(month - self.birth_month, 899) / (480.0 * 600.0 * 900.0)
        )
        found[TRUTH] = self.log_output - self.office.context
        return found

    def merit(self, terms: list[float], weights: list[float]) -> float:
        """The score before luck, of standardised terms."""
        value = sum(w * x for w, x in zip(weights, terms, strict=False))
        return value - (self.model.rules.promotion.women_penalty * weights[INFORMAL] if self.sex == FEMALE else 0.0)

    def rise(self, post: "Post") -> None:
        """Be promoted to a post."""
        month = self.model.month
        self.stand_up()
        if post.type.level != self.level:
            self.level_month = month
        self.sit(post)
        self.post_month = self.promoted_month = month
        self.prospect = self.passed_over = 0.0

    # The month

    def live_month(self) -> None:
        """Course, learning, motivation, presence, performance: everything that is one's own."""
        self.attend_course()
        self.learn()
        self.move_drive()
        self.perform()
        self.serve()

    def attend_course(self) -> None:
        """This month's course, if it is one's turn."""
        self.course_jp = 0.0
        if self.course_month == self.model.month:
            p = self.model.rules.training
            hours = p.hours[self.office.number]
            self.course_jp = hours if self.employment == PNS else min(hours, p.most_jp_pppk)
            self.jp_year += self.course_jp

    def learn(self) -> None:
        """On the job, from courses, and what fades."""
        model = self.model
        slope = model.job_learning[min(model.month - self.post_month, model.longest)]
        usage, keep, settle = model.usage[self.level], model.keep[self.level], model.settle[self.level]
        base, gain, ceiling = self.base, self.gain, self.ceiling
        for k in range(3):
            learned = gain[k]
            room = max(ceiling[k] - base[k] - learned, 0.0)
            if self.course_jp > 0.0 and self.course_dimension == k:
                taught = model.taught(self.course_jp, self.type.family, k, room)
                learned += taught
                room -= taught
            learned *= keep[k]
            settled = settle[k] * learned
            gain[k] = learned - settled
            base[k] += slope * usage[k] * room + settled

    def move_drive(self) -> None:
        """η moves towards its target; m = logistic(η)."""
        model, t = self.model, self.type
        p = model.rules.motivation
        aim = (
            self.own_drive
            + p.prospect * self.prospect
            + p.growth * min(1.0, self.jp_year / p.growth_jp)
            - p.grievance * self.passed_over
            + self.office.pull
        )
        months_left = t.retirement_months - (model.month - self.birth_month)
        if months_left <= p.last_months or (
            self.level == 0 and t.jenjang == 0 and self.rank >= p.ladder.top_by_education[self.education]
        ):
            aim -= p.stagnation
        self.drive += model.drive_step * (aim - self.drive)
        self.motivation = 1.0 / (1.0 + math.exp(-self.drive))

    def perform(self) -> None:
        """Absence and ln P of the month."""
        model, b, level, t = self.model, self.model.constants, self.level, self.type
        z_m = (self.motivation - b.drive_mean[level]) / b.drive_sd[level]
        self.absence = 1.0 / (1.0 + math.exp(model.rules.presence.drive * z_m - b.absence_intercept[0]))
        strange = model.other_family if self.family != t.family else 0.0
        self.log_output = (
            b.weight_fit[level] * (self.fit(strange) - b.fit_mean[level]) / b.fit_sd[level]
            + b.weight_drive[level] * z_m
            + self.office.context
            + b.lasting_sd[t.complex] * self.lasting
            + b.luck_sd[t.complex] * self.luck
            - model.half_variance
        )
        self.output = math.exp(self.log_output)

    def fit(self, strange: float) -> float:
        """Σ w_k·κ(c_k − r_k): a shortfall counts in full, a surplus in part."""
        surplus, weights = self.model.surplus, self.model.weights[self.level]
        base, gain, required = self.base, self.gain, self.type.required
        total = 0.0
        for k in range(3):
            gap = base[k] + gain[k] - required[k]
            if k == 0:
                gap -= strange
            total += weights[k] * (gap if gap < 0.0 else surplus * gap)
        return total

    def competence_fit(self) -> float:
        """A, in SD of the baseline within the level."""
        b, strange = self.model.constants, self.model.other_family if self.family != self.type.family else 0.0
        return (self.fit(strange) - b.fit_mean[self.level]) / b.fit_sd[self.level]

    def serve(self) -> None:
        """Add one's hours and qualities to one's line, or to the office's spare hands."""
        model = self.model
        share = model.rules.services.part_time_share if self.employment == PPPK_PART_TIME else 1.0
        present = share * (model.hours - model.leave) * (1.0 - self.absence)
        present = max(present - model.rules.services.jp_hours * self.course_jp, 0.0)
        if self.line is None:
            if self.level == 0:
                self.office.spare += present
            return
        self.line.count(self, share * model.hours, present)

    # The year

    def need(self) -> float:
        """The believed weighted gap."""
        weights = self.model.weights[self.level]
        return sum(w * max(r - c, 0.0) for w, r, c in zip(weights, self.type.required, self.believed, strict=True))

    def claim(self) -> float:
        """The score for a place in a course: need, a right not met last year, connection, luck."""
        p, o = self.model.rules.training, self.office.number
        unmet = self.employment == PNS and self.jp_year < p.right_jp
        lot = -math.log(-math.log(self.model.random.random()))
        return (
            p.need_weight[o] * self.need()
            + p.right_weight[o] * unmet
            + p.connection_weight[o] * self.connected
            + p.luck_weight[o] * lot
        )

    def draw_luck(self) -> None:
        """The year's luck in performance; a new year's hours of courses."""
        self.luck = self.model.random.gauss(0.0, 1.0)
        self.jp_year = 0.0

    def be_appraised(self) -> None:
        """Predicate and credit points of the year."""
        model, b, level = self.model, self.model.constants, self.level
        p = model.rules.appraisal
        z = (self.log_output - b.output_mean[level]) / b.output_sd[level]
        senior = (model.month - self.entry_month - b.tenure_mean[level]) / b.tenure_sd[level]
        noise = math.sqrt(max(1.0 - p.leniency**2 - p.halo**2, 0.0)) * model.random.gauss(0.0, 1.0)
        error = p.leniency * self.office.leniency + p.halo * senior + noise
        rating = math.sqrt(p.reliability) * z + math.sqrt(1.0 - p.reliability) * error
        self.predicate_before = self.predicate
        self.predicate = 1 + sum(rating >= cut for cut in b.cuts)
        if self.type.rung > 0:
            fresh = self.promoted_month > model.month - 12
            earned = p.coefficient[self.type.rung - 1] * p.predicate_share[self.predicate - 1]
            self.credit = (0.0 if fresh else self.credit) + earned
