"""The core rules in idiomatic Mesa 3: people, offices and lines are agents, and the model is their calendar."""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable
from statistics import fmean, pstdev
from typing import Any

import mesa

from benchmarks.mesa_offices import Office, Post, PostType, ServiceLine, mean_turnaround, support_quality
from benchmarks.mesa_people import ELDEST, FIELDS, TRIPLES, CivilServant
from benchmarks.world import Rules, plain, rules
from karier.processes.recruitment import selection_intensity
from karier.rules.people import own_family
from karier.scenario import Scenario
from karier.state import State
from karier.state.posts import NO_ARRIVAL
from karier.state.workforce import DIPLOMA, NEVER, PNS, PPPK

GUMBEL_VARIANCE = math.pi**2 / 6.0


class MesaCore(mesa.Model):
    """The core of `karier.CareerModel`, object by object. Begins where `state` stands."""

    def __init__(self, scenario: Scenario, state: State, seed: int) -> None:
        super().__init__(seed=seed)
        self.scenario, self.month = scenario, 0
        self.constants = plain(state.baseline)
        self.validity, self.support = float(state.city.validity[0]), 0.0
        self.openings = [0.0] * 4
        self.exits_of_year = 0
        self.population = state.city.population.tolist()
        self._set_rules()
        self._build(state)
        self.people = self.agents_by_type[CivilServant]
        self.offices = self.agents_by_type[Office]
        self.lines = self.agents_by_type[ServiceLine]
        self.datacollector = mesa.DataCollector(
            {
                "headcount": lambda m: len(m.people),
                "mean_competence": lambda m: fmean(sum(a.base) + sum(a.gain) for a in m.people) / 3.0,
                "mean_motivation": lambda m: m.people.agg("motivation", fmean),
                "mean_performance": lambda m: m.people.agg("output", fmean),
                "turnaround_days": lambda m: mean_turnaround(list(m.lines)),
            }
        )

    # First day

    def _build(self, state: State) -> None:
        self.types = types = self._types(state)
        offices = self._offices(state)
        lines = self._lines(state, offices)
        p = plain(state.posts)
        self.posts = []
        for j, (office, line, kind) in enumerate(zip(p.office, p.line, p.type, strict=True)):
            arrival = None if p.arrival[j] == NO_ARRIVAL else p.arrival[j]
            where = lines[line] if line >= 0 else None
            post = Post(j, offices[office], where, types[kind], p.vacant_since[j], arrival, p.arrival_employment[j])
            self.posts.append(post)
        for office, head in zip(offices, state.offices.head_post.tolist(), strict=True):
            office.head_post = self.posts[head] if head >= 0 else None
        staff = state.workforce
        columns = {name: getattr(staff, name).tolist() for name in FIELDS}
        triples = {name: [part.tolist() for part in getattr(staff, name)] for name in TRIPLES}
        tied = [self.random.random() < self.rules.training.ties.connected_share for _ in staff.uid]
        for i, seat in enumerate(staff.post.tolist()):
            fields = {name: values[i] for name, values in columns.items()}
            fields |= {name: [part[i] for part in parts] for name, parts in triples.items()}
            CivilServant(self, self.posts[seat], connected=tied[i], **fields)
        self.managerial = [[post for post in self.posts if post.type.level == level] for level in range(4)]
        self.ladder: dict[tuple[Office, int], dict[Post, None]] = defaultdict(dict)  # vacant, by office and type
        self.due: dict[int, list[Post]] = defaultdict(list)
        for post in self.posts:
            if post.holder is None and post.type.jenjang > 1:
                self.ladder[post.office, post.type.number][post] = None

    def _types(self, state: State) -> list[PostType]:
        t, ends = plain(state.types), self.rules.promotion.credit_next
        self.entry = t.entry
        return [
            PostType(
                j, t.level[j], t.family[j], t.jenjang[j], t.rung[j], t.next[j],
                (t.required[0][j], t.required[1][j], t.required[2][j]), t.retirement_months[j],
                t.least_education[j], t.least_rank[j], t.top_rank[j], t.complex[j], max(t.rung[j] - 4, 0),
                ends[t.rung[j] - 1] if t.next[j] >= 0 else math.inf,
            )
            for j in range(len(t.level))
        ]  # fmt: skip

    def _offices(self, state: State) -> list[Office]:
        names = ("supporting", "quality", "head", "span", "support", "utilisation", "context")
        columns = {name: getattr(state.offices, name).tolist() for name in names}
        count = len(state.offices.head)
        return [Office(self, o, **{name: values[o] for name, values in columns.items()}) for o in range(count)]

    def _lines(self, state: State, offices: list[Office]) -> list[ServiceLine]:
        names = (
            "kind",
            "unit_hours",
            "promised_days",
            "annual_rate",
            "usual_load",
            "population_row",
            "queue",
            "saving",
        )
        columns = {name: getattr(state.lines, name).tolist() for name in names}
        columns["usual_hours"] = self.constants.line_hours
        made = []
        for j, o in enumerate(state.lines.office.tolist()):
            line = ServiceLine(self, j, offices[o], **{name: values[j] for name, values in columns.items()})
            offices[o].lines.append(line)
            made.append(line)
        return made

    def _set_rules(self) -> None:
        """The parameters in force, and what follows from them for everybody."""
        self.rules: Rules = plain(rules(self.scenario, self.month))
        p, fit = self.rules, self.rules.performance.fit
        self.weights, self.surplus, self.other_family = fit.weights, fit.surplus, fit.other_family
        self.usage = [[w / max(row) for w in row] for row in fit.weights]
        self.keep = [[2.0 ** (-(1.0 - u) / p.learning.forget_half_life) for u in row] for row in self.usage]
        self.settle = [[p.learning.consolidation * u for u in row] for row in self.usage]
        self.longest = 719
        self.job_learning = [
            p.learning.job_rate * 2.0 ** (-m / p.learning.job_half_life) for m in range(self.longest + 1)
        ]
        self.drive_step = 1.0 - 2.0 ** (-1.0 / p.motivation.speed_half_life)
        self.half_variance = 0.5 * math.log(1.0 + p.performance.output_cv**2)
        self.hours = p.services.hours_week * 52.0 / 12.0
        self.leave = p.services.leave_days * p.services.hours_week / 5.0 / 12.0
        self.soonest_rank = 12 * min(p.rank.years_below_floor, p.rank.years_functional, p.rank.years_regular)
        e = p.exits
        yearly = [e.death_at_50 * math.exp(e.death_growth * (m / 12.0 - 50.0)) / 12.0 for m in range(ELDEST + 1)]
        self.death = [yearly, [e.death_women * h for h in yearly]]
        self.most_resignation = e.resignation / 12.0 * math.exp(e.resignation_stagnation + 3.0 * e.resignation_trained)

    # Calendar

    def step(self) -> None:
        """One month."""
        self.month = self.steps - 1
        calendar_month = (self.scenario.start.month - 1 + self.month) % 12 + 1
        if calendar_month == 1:
            self._set_rules()
        self.season = self.rules.services.season[calendar_month - 1]
        before = len(self.people)
        self.people.do("consider_leaving")
        self.exits_of_year += before - len(self.people)
        if calendar_month in self.rules.rank.months:
            self.people.do("consider_rank")
        self.fill_vacancies()
        self.welcome_recruits()
        if calendar_month == 1:
            self.open_round()
            self.tell_prospects()
            self.plan_training()
            self.people.do("draw_luck")
        self.offices.do("set_scene")
        self.lines.do("clear")
        self.people.do("live_month")
        self.offices.do("look_at_head")
        self.serve_citizens()
        if calendar_month == 12:
            self.appraise()
        self.datacollector.collect(self)

    def taught(self, jp: float, family: int, k: int, room: float) -> float:
        """What a course adds: φ·d_L·SD0_k·D(h)/D(h_ref)·min(2, headroom/G0_k), at most the headroom."""
        p, b = self.rules.learning, self.constants
        dose = (1.0 - math.exp(-jp / p.scale_jp)) / (1.0 - math.exp(-p.reference_jp / p.scale_jp))
        size = p.breadth * p.effect * b.competence_sd[family][k] * dose
        return min(size * min(2.0, room / b.headroom[family][k]), room)

    def residents(self, row: int) -> float:
        """Whom a line serves this year: a kecamatan or, for −1, the city."""
        year = min(max(self.month // 12, 0), len(self.population[0]) - 1)
        return self.population[row][year] if row >= 0 else sum(of[year] for of in self.population)

    def serve_citizens(self) -> None:
        """All lines, the lending within offices, and what is felt next month."""
        self.lines.do("receive")
        self.offices.do("lend_staff")
        self.lines.do("serve")
        quality = self.constants.support_quality[0]
        found = support_quality(list(self.lines))
        self.support = (found / quality - 1.0) / self.rules.services.support_scale if quality > 0.0 else 0.0
        self.offices.do("feel")

    # Promotion

    def vacate(self, post: Post) -> None:
        """A post falls vacant."""
        post.holder, post.vacant_since = None, self.month
        if post.type.jenjang > 1:
            self.ladder[post.office, post.type.number][post] = None

    def fill_vacancies(self) -> None:
        """From JPT down to pengawas, chains within the month; then the functional ladders."""
        chained: set[Post] = set()
        for level in (3, 2, 1):
            self._fill_level(level, chained)
        waiting = defaultdict(list)
        for person in self.people:
            if person.has_earned():
                waiting[person.office, person.type.next].append(person)
        for jenjang in (3, 2):
            for (office, number), ready in waiting.items():
                vacant = self.ladder[office, number]
                if vacant and next(iter(vacant)).type.jenjang == jenjang:
                    self._fill_rungs(vacant, ready)

    def _fill_level(self, level: int, chained: set[Post]) -> None:
        wait = self.rules.promotion.months_vacant
        able: list[CivilServant] | None = None
        for post in self.managerial[level]:
            if post.holder is not None or (post not in chained and self.month - post.vacant_since < wait):
                continue
            pool: list[CivilServant] = []
            if self.rules.promotion.pool[0] == 0 and level < 3:
                pool = [a for a in post.office.members if a.may_lead(level) and a.suits(post)]
            if not pool:
                if able is None:
                    able = [a for a in self.people if a.may_lead(level)]
                pool = [a for a in able if a.suits(post)]
            if pool:
                chosen = self.pick(pool, post)
                chained.add(chosen.post)
                chosen.rise(post)
                self.openings[level] += 1.0

    def _fill_rungs(self, vacant: dict[Post, None], ready: list[CivilServant]) -> None:
        clean = [person for person in ready if person.clean()]
        while vacant and clean:
            post = min(vacant, key=lambda seat: seat.number)
            chosen = self.pick(clean, post)
            clean.remove(chosen)
            del vacant[post]
            chosen.rise(post)

    def pick(self, pool: list[CivilServant], post: Post) -> CivilServant:
        """The candidate with the best score."""
        if len(pool) == 1:
            return pool[0]
        p = self.rules.promotion
        weights = p.weights[p.today_rule[post.office.number]]
        luck = [p.luck * -math.log(-math.log(self.random.random())) for _ in pool]
        terms = standardised(a.terms() for a in pool)
        scores = [a.merit(t, weights) + e for a, t, e in zip(pool, terms, luck, strict=True)]
        return pool[scores.index(max(scores))]

    def tell_prospects(self) -> None:
        """January: what everybody may expect of the rule in force."""
        self.people.set("prospect", 0.0).set("passed_over", 0.0)
        p = self.rules.promotion
        for level in (1, 2, 3):
            usual = p.turnover * len(self.managerial[level])
            seen = 0.5 * (usual + self.openings[level]) if self.month > 0 else usual
            self.openings[level] = 0.0
            able = [a for a in self.people if a.may_lead(level)]
            if len(able) >= 3:
                self._tell(able, seen, level)

    def _tell(self, able: list[CivilServant], openings: float, level: int) -> None:
        p = self.rules.promotion
        terms = standardised(a.terms() for a in able)
        rule = [p.weights[p.today_rule[a.office.number]] for a in able]
        scores = [a.merit(t, w) for a, t, w in zip(able, terms, rule, strict=True)]
        mean = fmean(scores)
        spread = math.sqrt(pstdev(scores, mean) ** 2 + p.luck**2 * GUMBEL_VARIANCE)
        fairness = fmean((s - mean) * t[2] for s, t in zip(scores, terms, strict=True)) / spread
        luck, top = max(p.luck, 0.05), max(scores)
        odds = [math.exp((s - top) / luck) for s in scores]
        share = openings / sum(odds)
        for person, chance in zip(able, odds, strict=True):
            worth = (1.0 - math.exp(-share * chance)) * p.pay_step[level - 1]
            person.prospect = max(person.prospect, worth)
            if self.month - person.promoted_month >= 12:
                person.passed_over = 1.0 - fairness

    # Recruitment

    def open_round(self) -> None:
        """January: which vacant posts get a place, to be taken in twelve months."""
        p = self.rules.recruitment
        exits = self.exits_of_year + p.exits_before * max(11 - self.month, 0) / 12.0
        self.exits_of_year = 0
        vacant = [
            post
            for post in self.posts
            if post.holder is None and post.type.level == 0 and post.type.jenjang <= 1 and post.arrival is None
        ]
        wanted = p.replacement * exits if p.spending_share < p.spending_ceiling else 0.0
        places = min(math.floor(wanted + 0.5), len(vacant))
        civil = math.floor(p.pns_share * places + 0.5)
        for nth, post in enumerate(self.random.sample(vacant, places)):
            post.arrival = self.month + p.months_to_arrival
            post.arrival_employment = PNS if nth < civil else PPPK
            self.due[post.arrival].append(post)

    def welcome_recruits(self) -> None:
        """Those chosen a year ago; some places find nobody, some withdraw."""
        p, random = self.rules.recruitment, self.random.random
        for post in self.due.pop(self.month, ()):
            post.arrival = None
            if post.holder is None and random() >= p.unfilled and random() >= p.withdrawal:
                self._recruit(post)

    def _recruit(self, post: Post) -> None:
        p, random = self.rules.recruitment, self.random
        who, t = p.people, post.type
        keener = selection_intensity(p.applicants_per_place) - selection_intensity(p.applicants_before)
        entry = self.types[self.entry[t.number]].required
        general = random.gauss(0.0, 1.0)
        base, ceiling = [], []
        for k in range(3):
            centre = entry[k] + who.grown * (t.required[k] - entry[k]) + who.gap[k]
            own = math.sqrt(who.general) * general + math.sqrt(1.0 - who.general) * random.gauss(0.0, 1.0)
            level = centre + p.selection_validity * keener * who.spread + who.spread * own
            base.append(min(max(level, 1.0), 5.0))
            ceiling.append(min(base[k] + 2.0 * who.headroom * random.random(), 5.0))
        employment, education = post.arrival_employment, max(t.least_education, DIPLOMA)
        ranks = who.entry_rank_pns if employment == PNS else who.entry_rank_pppk
        drive = who.drive_mean + who.drive_spread * random.gauss(0.0, 1.0)
        ends = self.month + 12 * p.contracts.contract_years
        blank: dict[str, Any] = dict.fromkeys(FIELDS, 0)
        blank |= {name: NEVER for name in ("promoted_month", "course_month", "contract_end")}
        given = {
            "employment": employment, "sex": int(random.random() < p.women_share), "education": education,
            "family": own_family(t.family, random.random(), who.other_family),
            "birth_month": self.month - int(12.0 * random.uniform(p.age_low, p.age_high)), "entry_month": self.month,
            "lasting": random.gauss(0.0, 1.0), "own_drive": drive, "drive": drive,
            "luck": random.gauss(0.0, 1.0), "rank": ranks[education], "rank_month": self.month,
            "post_month": self.month, "level_month": self.month, "base": base, "ceiling": ceiling,
            "connected": random.random() < self.rules.training.ties.connected_share,
            "gain": [0.0, 0.0, 0.0], "believed": list(base), "contract_end": ends if employment == PPPK else NEVER,
        }  # fmt: skip
        CivilServant(self, post, **(blank | given))

    # Once a year

    def plan_training(self) -> None:
        """January: the year's places, to those in need, by office."""
        p, random = self.rules.training, self.random
        self.people.set("course_month", NEVER)
        for office in self.offices:
            places = math.floor(p.share[office.number] * len(office.members) + random.random())
            score = {a: a.claim() for a in office.members}
            for person in heapq.nlargest(places, score, key=score.__getitem__):
                person.course_month = self.month + int(12.0 * random.random())
                person.course_dimension = random.choices(range(3), p.mix)[0]

    def appraise(self) -> None:
        """December: everybody's predicate, and how well predicates follow performance."""
        self.offices.do("draw_leniency")
        self.people.do("be_appraised")
        marks, true = self.people.agg("predicate", list), self.people.agg("log_output", list)
        mark, truth = fmean(marks), fmean(true)
        covariance = fmean((m - mark) * (t - truth) for m, t in zip(marks, true, strict=True))
        self.validity = covariance / (pstdev(marks, mark) * pstdev(true, truth))


def standardised(rows: Iterable[list[float]]) -> list[list[float]]:
    """Each column to mean 0 and SD 1; a column without spread becomes 0."""
    columns = []
    for column in zip(*rows, strict=True):
        mean = fmean(column)
        spread = math.sqrt(fmean((x - mean) ** 2 for x in column))
        columns.append([(x - mean) / spread if spread > 0.0 else 0.0 for x in column])
    return [list(row) for row in zip(*columns, strict=True)]
