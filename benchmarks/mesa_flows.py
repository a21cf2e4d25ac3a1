"""Vacancies, promotion and recruitment of the Mesa version."""

import math
from collections import defaultdict
from collections.abc import Iterable
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Any

from benchmarks.mesa_offices import Office, Post
from benchmarks.mesa_people import FIELDS, CivilServant
from karier.processes.recruitment import selection_intensity
from karier.rules.people import own_family
from karier.state.workforce import DIPLOMA, NEVER, PNS, PPPK

if TYPE_CHECKING:
    from benchmarks.mesa_core import MesaCore

GUMBEL_VARIANCE = math.pi**2 / 6.0


class Flows:
    """Who moves where."""

    def __init__(self, model: "MesaCore") -> None:
        self.model = model
        self.openings = [0.0] * 4
        self.exits_of_year = 0
        self.managerial = [[post for post in model.posts if post.type.level == level] for level in range(4)]
        self.ladder: dict[tuple[Office, int], dict[Post, None]] = defaultdict(dict)  # vacant, by office and type
        self.due: dict[int, list[Post]] = defaultdict(list)
        for post in model.posts:
            if post.holder is None and post.type.jenjang > 1:
                self.ladder[post.office, post.type.number][post] = None

    # Promotion

    def vacate(self, post: Post) -> None:
        """A post falls vacant."""
        post.holder, post.vacant_since = None, self.model.month
        if post.type.jenjang > 1:
            self.ladder[post.office, post.type.number][post] = None

    def fill_vacancies(self) -> None:
        """From JPT down to pengawas, chains within the month; then the functional ladders."""
        chained: set[Post] = set()
        for level in (3, 2, 1):
            self._fill_level(level, chained)
        waiting = defaultdict(list)
        for person in self.model.people:
            if person.has_earned():
                waiting[person.office, person.type.next].append(person)
        for jenjang in (3, 2):
            for (office, number), ready in waiting.items():
                vacant = self.ladder[office, number]
                if vacant and next(iter(vacant)).type.jenjang == jenjang:
                    self._fill_rungs(vacant, ready)

    def _fill_level(self, level: int, chained: set[Post]) -> None:
        wait = self.model.rules.promotion.months_vacant
        able: list[CivilServant] | None = None
        for post in self.managerial[level]:
            if post.holder is not None or (post not in chained and self.model.month - post.vacant_since < wait):
                continue
            pool: list[CivilServant] = []
            if self.model.rules.promotion.pool[0] == 0 and level < 3:
                pool = [a for a in post.office.members if a.may_lead(level) and a.suits(post)]
            if not pool:
                if able is None:
                    able = [a for a in self.model.people if a.may_lead(level)]
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
        p = self.model.rules.promotion
        weights = p.weights[p.today_rule[post.office.number]]
        luck = [p.luck * -math.log(-math.log(self.model.random.random())) for _ in pool]
        terms = standardised(a.terms() for a in pool)
        scores = [a.merit(t, weights) + e for a, t, e in zip(pool, terms, luck, strict=True)]
        return pool[scores.index(max(scores))]

    def tell_prospects(self) -> None:
        """January: what everybody may expect of the rule in force."""
        self.model.people.set("prospect", 0.0).set("passed_over", 0.0)
        p = self.model.rules.promotion
        for level in (1, 2, 3):
            usual = p.turnover * len(self.managerial[level])
            seen = 0.5 * (usual + self.openings[level]) if self.model.month > 0 else usual
            self.openings[level] = 0.0
            able = [a for a in self.model.people if a.may_lead(level)]
            if len(able) >= 3:
                self._tell(able, seen, level)

    def _tell(self, able: list[CivilServant], openings: float, level: int) -> None:
        p = self.model.rules.promotion
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
            if self.model.month - person.promoted_month >= 12:
                person.passed_over = 1.0 - fairness

    # Recruitment

    def open_round(self) -> None:
        """January: which vacant posts get a place, to be taken in twelve months."""
        p = self.model.rules.recruitment
        exits = self.exits_of_year + p.exits_before * max(11 - self.model.month, 0) / 12.0
        self.exits_of_year = 0
        vacant = [
            post
            for post in self.model.posts
            if post.holder is None and post.type.level == 0 and post.type.jenjang <= 1 and post.arrival is None
        ]
        wanted = p.replacement * exits if p.spending_share < p.spending_ceiling else 0.0
        places = min(math.floor(wanted + 0.5), len(vacant))
        civil = math.floor(p.pns_share * places + 0.5)
        for nth, post in enumerate(self.model.random.sample(vacant, places)):
            post.arrival = self.model.month + p.months_to_arrival
            post.arrival_employment = PNS if nth < civil else PPPK
            self.due[post.arrival].append(post)

    def welcome_recruits(self) -> None:
        """Those chosen a year ago; some places find nobody, some withdraw."""
        p, random = self.model.rules.recruitment, self.model.random.random
        for post in self.due.pop(self.model.month, ()):
            post.arrival = None
            if post.holder is None and random() >= p.unfilled and random() >= p.withdrawal:
                self._recruit(post)

    def _recruit(self, post: Post) -> None:
        p, random, month = self.model.rules.recruitment, self.model.random, self.model.month
        who, t = p.people, post.type
        keener = selection_intensity(p.applicants_per_place) - selection_intensity(p.applicants_before)
        entry = self.model.types[self.model.entry[t.number]].required
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
        ends = month + 12 * p.contracts.contract_years
        blank: dict[str, Any] = dict.fromkeys(FIELDS, 0)
        blank |= {name: NEVER for name in ("promoted_month", "course_month", "contract_end")}
        given = {
            "employment": employment, "sex": int(random.random() < p.women_share), "education": education,
            "family": own_family(t.family, random.random(), who.other_family),
            "birth_month": month - int(12.0 * random.uniform(p.age_low, p.age_high)), "entry_month": month,
            "lasting": random.gauss(0.0, 1.0), "own_drive": drive, "drive": drive,
            "luck": random.gauss(0.0, 1.0), "rank": ranks[education], "rank_month": month,
            "post_month": month, "level_month": month, "base": base, "ceiling": ceiling,
            "connected": random.random() < self.model.rules.training.ties.connected_share,
            "gain": [0.0, 0.0, 0.0], "believed": list(base), "contract_end": ends if employment == PPPK else NEVER,
        }  # fmt: skip
        CivilServant(self.model, post, **(blank | given))


def standardised(rows: Iterable[list[float]]) -> list[list[float]]:
    """Each column to mean 0 and SD 1; a column without spread becomes 0."""
    columns = []
    for column in zip(*rows, strict=True):
        mean = fmean(column)
        spread = math.sqrt(fmean((x - mean) ** 2 for x in column))
        columns.append([(x - mean) / spread if spread > 0.0 else 0.0 for x in column])
    return [list(row) for row in zip(*columns, strict=True)]
