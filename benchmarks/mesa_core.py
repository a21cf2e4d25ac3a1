"""The core rules in idiomatic Mesa 3: people, offices and lines are agents, and the model is their calendar."""

import heapq
import math
from collections.abc import Callable
from statistics import fmean, pstdev

import mesa

from benchmarks.mesa_flows import Flows
from benchmarks.mesa_offices import Office, Post, PostType, ServiceLine, mean_on_time, mean_turnaround, support_quality
from benchmarks.mesa_people import ELDEST, FIELDS, TRIPLES, CivilServant
from benchmarks.world import DIMENSIONS, Rules, plain, rules
from karier.scenario import Scenario
from karier.state import State
from karier.state.lines import DOCKET
from karier.state.posts import NO_ARRIVAL
from karier.state.workforce import NEVER, VERY_GOOD


def mean_competence(k: int) -> Callable[["MesaCore"], float]:
    """What reports the mean of one dimension."""
    return lambda m: fmean(a.base[k] + a.gain[k] for a in m.people)


def share_very_good(predicates: list[int]) -> float:
    """Of those who have a predicate."""
    return predicates.count(VERY_GOOD) / max(len(predicates) - predicates.count(0), 1)


class MesaCore(mesa.Model):
    """The core of `karier.CareerModel`, object by object. Begins where `state` stands."""

    def __init__(self, scenario: Scenario, state: State, seed: int) -> None:
        super().__init__(seed=seed)
        self.scenario, self.month = scenario, 0
        self.constants = plain(state.baseline)
        self.validity, self.support = float(state.city.validity[0]), 0.0
        self.population = state.city.population.tolist()
        self._set_rules()
        self._build(state)
        self.people = self.agents_by_type[CivilServant]
        self.offices = self.agents_by_type[Office]
        self.lines = self.agents_by_type[ServiceLine]
        self.datacollector = mesa.DataCollector(
            {
                "headcount": lambda m: len(m.people),
                "mean_age": lambda m: (m.month - m.people.agg("birth_month", fmean)) / 12.0,
                **{f"mean_competence_{name}": mean_competence(k) for k, name in enumerate(DIMENSIONS)},
                "gain_retained": lambda m: fmean(sum(gain) for gain in m.people.get("gain")) / 3.0,
                "mean_motivation": lambda m: m.people.agg("motivation", fmean),
                "presence": lambda m: 1.0 - m.people.agg("absence", fmean),
                "mean_performance": lambda m: m.people.agg("output", fmean),
                "training_hours": lambda m: m.people.agg("course_jp", sum),
                "rating_share_very_good": lambda m: share_very_good(m.people.get("predicate")),
                "on_time_share": lambda m: mean_on_time(list(m.lines)),
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
        self.flows = Flows(self)

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
            "kind", "unit_hours", "promised_days", "annual_rate", "usual_load", "population_row", "queue", "saving",
        )  # fmt: skip
        columns = {name: getattr(state.lines, name).tolist() for name in names}
        columns["usual_hours"] = self.constants.line_hours
        made = []
        for j, o in enumerate(state.lines.office.tolist()):
            line = ServiceLine(self, j, offices[o], **{name: values[j] for name, values in columns.items()})
            offices[o].lines.append(line)
            made.append(line)
        for line, crowd in zip((line for line in made if line.kind == DOCKET), state.city.crowd.T, strict=True):
            line.crowd[:] = crowd
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
        self.flows.exits_of_year += before - len(self.people)
        if calendar_month in self.rules.rank.months:
            self.people.do("consider_rank")
        self.flows.fill_vacancies()
        self.flows.welcome_recruits()
        if calendar_month == 1:
            self.flows.open_round()
            self.flows.tell_prospects()
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
