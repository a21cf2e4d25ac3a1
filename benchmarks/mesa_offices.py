"""Posts, offices and service lines of the Mesa version."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from karier.rules.counter_table import counter_day, table
from karier.rules.crowd import STATES
from karier.rules.queue import docket_follow
from karier.state.lines import COUNTER, DOCKET, SUPPORT

if TYPE_CHECKING:
    from benchmarks.mesa_core import MesaCore
    from benchmarks.mesa_people import CivilServant


@dataclass(slots=True, eq=False)
class PostType:
    """A kind of post."""

    number: int
    level: int
    family: int
    jenjang: int
    rung: int
    next: int
    required: tuple[float, float, float]
    retirement_months: int
    least_education: int
    least_rank: int
    top_rank: int
    complex: int
    standing: int  # the managerial level to which a functional post is equal
    credit_next: float  # for the next rung; infinite where there is none


@dataclass(slots=True, eq=False)
class Post:
    """A seat."""

    number: int
    office: "Office"
    line: "ServiceLine | None"
    type: PostType
    vacant_since: int
    arrival: int | None
    arrival_employment: int
    holder: "CivilServant | None" = None


class Office(mesa.Agent):
    """An office: who works there and what it adds to their work."""

    model: "MesaCore"

    def __init__(self, model: "MesaCore", number: int, **fields: Any) -> None:
        super().__init__(model)
        self.number = number
        self.members: dict[CivilServant, None] = {}  # an ordered set
        self.lines: list[ServiceLine] = []
        self.head_post: Post | None = None
        self.supporting, self.quality = fields["supporting"], fields["quality"]
        self.head, self.span = fields["head"], fields["span"]
        self.support, self.utilisation = fields["support"], fields["utilisation"]
        self.context, self.pull, self.spare, self.leniency = fields["context"], 0.0, 0.0, 0.0

    def set_scene(self) -> None:
        """What last month's head, support and load add to this month."""
        p, m = self.model.rules.performance, self.model.rules.motivation
        lead = p.head * self.head / math.sqrt(max(self.span, 1.0) / self.model.constants.span[0])
        load = min(1.0, max(self.utilisation - p.overload_from, 0.0))
        self.context = lead + p.support * self.support - p.overload * load
        incentive = m.incentive * m.stakes.stake[self.number] * self.model.validity
        self.pull = incentive - m.overload * min(1.0, max(self.utilisation - m.overload_from, 0.0))
        self.spare = 0.0

    def look_at_head(self) -> None:
        """The head's fit and the span, which count from next month on."""
        holder = self.head_post.holder if self.head_post else None
        self.head = holder.competence_fit() if holder else self.model.rules.performance.acting_head
        managers = sum(person.level > 0 for person in self.members)
        self.span = len(self.members) / max(managers, 1)

    def lend_staff(self) -> None:
        """A share of the office's staff follows the load."""
        hours, flexible = self.model.hours, self.model.rules.services.flexible
        wanted = [line.wanted_hours() for line in self.lines]
        weight = self.spare + sum(wanted)
        total = self.spare + sum(line.staff for line in self.lines) * hours
        for line, want in zip(self.lines, wanted, strict=True):
            own = line.staff
            if weight > 0.0 and own > 0.0:
                line.staff = (1.0 - flexible) * own + flexible * total / hours * want / weight
                line.paid *= line.staff / own

    def feel(self) -> None:
        """The load and the support that are felt next month."""
        queues = [line for line in self.lines if line.kind in (COUNTER, DOCKET)]
        most = sum(line.capacity for line in queues)
        load = sum(line.utilisation * line.capacity for line in queues)
        self.utilisation = load / most if most > 0.0 else 0.0
        self.support = 0.0 if self.supporting else self.model.support

    def draw_leniency(self) -> None:
        """The rater's leniency of the year."""
        self.leniency = self.model.random.gauss(0.0, 1.0)


class ServiceLine(mesa.Agent):
    """A service: what its staff get done of what citizens ask for."""

    model: "MesaCore"

    def __init__(self, model: "MesaCore", number: int, office: Office, **fields: Any) -> None:
        super().__init__(model)
        self.number, self.office = number, office
        self.kind, self.unit_hours, self.promised_days = fields["kind"], fields["unit_hours"], fields["promised_days"]
        self.annual_rate, self.usual_load = fields["annual_rate"], fields["usual_load"]
        self.population_row, self.queue = fields["population_row"], fields["queue"]
        self.crowd = np.zeros(STATES)
        self.usual_hours, self.saving = fields["usual_hours"], fields["saving"]
        self.arrivals, self.turnaround_days, self.utilisation, self.capacity = 0, 0.0, 0.0, 0.0
        self.quality, self.on_time_share, self.turned_away_share = 0.0, 0.0, 0.0
        self.clear()

    def clear(self) -> None:
        """Begin a month."""
        self.paid = self.present = self.worked = self.technical = self.conduct = 0.0
        self.people = 0

    def count(self, person: "CivilServant", paid: float, present: float) -> None:
        """One of the staff, with hours paid and present."""
        b, level, t = self.model.constants, person.level, person.type
        sd, gap, required = b.competence_sd[t.family], b.gap[t.family], t.required
        base, gain = person.base, person.gain
        z_m = (person.motivation - b.drive_mean[level]) / b.drive_sd[level]
        self.paid += paid
        self.present += present
        self.worked += present * person.output
        self.technical += (base[0] + gain[0] - required[0]) / sd[0] - gap[0]
        self.conduct += 0.5 * (z_m + (base[2] + gain[2] - required[2]) / sd[2] - gap[2])
        self.people += 1

    def receive(self) -> None:
        """The month's staff, cases, and how many of them will go wrong."""
        p = self.model.rules.services
        self.staff = self.present / self.model.hours
        self.speed = self.worked / self.present if self.present > 0.0 else 0.0
        self.technical /= max(self.people, 1)
        self.conduct /= max(self.people, 1)
        if self.kind in (COUNTER, DOCKET):
            mean = self.annual_rate * self.model.residents(self.population_row) / 12.0 * self.model.season
            self.arrivals = int(self.model.rng.poisson(mean))
            odds = p.error_rate / (1.0 - p.error_rate) * math.exp(-p.error_competence * self.technical)
            self.error = odds / (1.0 + odds)
            at_counter = 1.0 - p.demand.online_relief * p.demand.online[self.office.number]
            self.case_hours = self.unit_hours * (1.0 - self.saving) * (at_counter if self.kind == COUNTER else 1.0)

    def wanted_hours(self) -> float:
        """Hours which the month's work would load as usual; own hours where there is no queue."""
        speed = self.office.quality * self.speed
        if self.kind not in (COUNTER, DOCKET) or speed <= 0.0:
            return self.staff * self.model.hours
        cases = self.arrivals / (1.0 - self.error) + self.queue
        return cases * self.case_hours / (speed * self.usual_load)

    def serve(self) -> None:
        """The month's queue, or the quality of a line without one."""
        if self.kind == DOCKET or self.kind == COUNTER:
            self.work_off()
        elif self.paid > 0.0:
            presence = self.staff * self.model.hours / self.paid
            ratio = self.paid / self.usual_hours if self.usual_hours > 0.0 else 1.0
            self.quality = self.speed * presence * max(ratio, 1e-6) ** self.model.rules.services.staffing
        else:
            self.quality = 0.0

    def work_off(self) -> None:
        """The queue, by Erlang's formula (dockets) or the table of exact days (counters)."""
        hours, day = self.model.hours, self.model.rules.services.hours_week / 5.0
        rate = self.office.quality * self.speed / self.case_hours
        load = self.arrivals / hours / (1.0 - self.error)
        most = self.staff * rate
        self.utilisation = min(load / most, 9.99) if most > 0.0 else 9.99
        self.capacity = most * hours * (1.0 - self.error) * self.unit_hours
        promised = self.promised_days * day
        if self.kind == DOCKET:
            month = docket_follow(self.crowd, self.queue, load, self.staff, rate, hours, promised)
            self.queue, self.on_time_share = month.queue, month.on_time_share
            self.turnaround_days = month.turnaround_hours / day
        else:
            found = counter_day(table(), load, self.staff, rate, day, promised)
            self.on_time_share, self.turned_away_share = found.on_time_share, found.turned_away_share
            alone = rate * min(self.staff, 1.0)
            self.turnaround_days = (found.wait_hours + (1.0 / alone if alone > 0.0 else day)) / day


def support_quality(lines: list[ServiceLine]) -> float:
    """Mean quality of the lines that serve other offices, weighted by paid hours."""
    of = [line for line in lines if line.kind == SUPPORT]
    paid = sum(line.paid for line in of)
    return sum(line.quality * line.paid for line in of) / paid if paid > 0.0 else 0.0


def mean_turnaround(lines: list[ServiceLine]) -> float:
    """Of the dockets, weighted by cases."""
    of = [line for line in lines if line.kind == DOCKET]
    cases = sum(line.arrivals for line in of)
    return sum(line.turnaround_days * line.arrivals for line in of) / cases if cases else 0.0


def mean_on_time(lines: list[ServiceLine]) -> float:
    """Of the lines with a queue, weighted by cases."""
    of = [line for line in lines if line.kind in (COUNTER, DOCKET)]
    cases = sum(line.arrivals for line in of)
    return sum(line.on_time_share * line.arrivals for line in of) / cases if cases else 0.0
