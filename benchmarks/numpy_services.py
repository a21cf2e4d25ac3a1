"""Service lines of the NumPy version: arrays over lines; the two queues in a loop over the model's own functions."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

from karier.rules.counter_table import counter_day, table
from karier.rules.queue import follow_all, summed
from karier.state import State
from karier.state.lines import COUNTER, DOCKET, SUPPORT

if TYPE_CHECKING:
    from benchmarks.numpy_core import NumpyCore


@njit(cache=False)
def _queues(docket: Any, load: Any, staff: Any, rate: Any, promised: Any, hours: float, day: float, days: Any,
            queue: Any, crowd: Any, turnaround: Any, on_time: Any) -> None:  # fmt: skip
    past, reach, busy = follow_all(crowd, queue[docket], load[docket], staff[docket], rate[docket], hours)
    row = -1
    for j in range(len(docket)):
        if docket[j]:
            row += 1
            m = summed(past[:, row], reach[0, row], reach[1, row], busy[row],
                       queue[j], load[j], staff[j], rate[j], hours, promised[j])  # fmt: skip
            queue[j], turnaround[j], on_time[j] = m.queue, m.turnaround_hours, m.on_time_share
        else:
            c = counter_day(days, load[j], staff[j], rate[j], day, promised[j])
            alone = rate[j] * min(staff[j], 1.0)
            served = 1.0 / alone if alone > 0.0 else day
            turnaround[j], on_time[j] = c.wait_hours + served, c.on_time_share


class Services:
    """Lines and what they hand back to their offices."""

    def __init__(self, state: State) -> None:
        self.lines, self.count = state.lines, len(state.lines.kind)
        kind = state.lines.kind
        self.office = state.lines.office.astype(np.intp)
        self.open = np.flatnonzero((kind == COUNTER) | (kind == DOCKET))  # lines with a queue
        self.closed = np.flatnonzero((kind != COUNTER) & (kind != DOCKET))
        self.support = np.flatnonzero(kind == SUPPORT)
        self.docket = kind[self.open] == DOCKET
        self.population, self.row = state.city.population, state.lines.population_row.astype(np.intp)
        self.usual_hours = state.baseline.line_hours[self.closed]
        self.days = table()
        self.crowd = state.city.crowd.copy()

    def serve(self, s: Any, model: "NumpyCore", season: float) -> None:
        """The month's cases, queues and quality. s: sums over staff by line, then by office."""
        n, p, b, offices = self.count, model.r.services, model.b, model.offices
        lines, of, hours, day = self.lines, self.open, model.hours, p.hours_week / 5.0
        present = s.present[:n]
        staff = present / hours
        speed = np.divide(s.worked[:n], present, out=np.zeros(n), where=present > 0.0)
        technical = s.technical[:n] / np.maximum(s.people[:n], 1)
        year = min(max(model.month // 12, 0), self.population.shape[1] - 1)
        people = self.population[:, year]
        served = np.where(self.row >= 0, people[self.row], people.sum())[of]
        arrivals = model.rng.poisson(lines.annual_rate[of] * served / 12.0 * season)
        odds = p.error_rate / (1.0 - p.error_rate) * np.exp(-p.error_competence * technical[of])
        error = odds / (1.0 + odds)
        quality = offices.quality[self.office]
        online = 1.0 - p.demand.online_relief * p.demand.online[self.office[of]]
        case_hours = lines.unit_hours[of] * (1.0 - lines.saving[of]) * np.where(self.docket, 1.0, online)
        wanted, pace = present.copy(), (quality * speed)[of]
        work = (arrivals / (1.0 - error) + lines.queue[of]) * case_hours
        wanted[of] = np.divide(work, pace * lines.usual_load[of], out=wanted[of], where=pace > 0.0)
        spare = s.present[n:-1]
        m = len(offices.head)
        total = spare + np.bincount(self.office, weights=present, minlength=m)
        weight = spare + np.bincount(self.office, weights=wanted, minlength=m)
        lent = total[self.office] / hours * wanted / np.maximum(weight[self.office], 1e-300)
        moved = np.where(
            (weight[self.office] > 0.0) & (staff > 0.0), (1 - p.flexible) * staff + p.flexible * lent, staff
        )
        paid = s.paid[:n] * np.divide(moved, staff, out=np.ones(n), where=staff > 0.0)
        rate = pace / case_hours
        load = arrivals / hours / (1.0 - error)
        most = moved[of] * rate
        busy = np.full(len(of), 9.99)
        np.minimum(np.divide(load, most, out=busy, where=most > 0.0), 9.99, out=busy)
        capacity = most * hours * (1.0 - error) * lines.unit_hours[of]
        queue, spent, on_time = lines.queue[of], np.empty(len(of)), np.empty(len(of))
        _queues(self.docket, load, moved[of], rate, lines.promised_days[of] * day, hours, day, self.days,
                queue, self.crowd, spent, on_time)  # fmt: skip
        lines.queue[of] = queue
        lines.turnaround_days[of], lines.arrivals[of], lines.on_time_share[of] = spent / day, arrivals, on_time
        self.care(moved, paid, speed, hours, p.staffing)
        usual, found = b.support_quality[0], self.support_quality(paid)
        done, could = (np.bincount(self.office[of], weights=x, minlength=m) for x in (busy * capacity, capacity))
        offices.utilisation[:] = np.divide(done, could, out=np.zeros(m), where=could > 0.0)
        felt = (found / usual - 1.0) / p.support_scale if usual > 0.0 else 0.0
        offices.support[:] = np.where(offices.supporting == 1, 0.0, felt)

    def care(self, staff: Any, paid: Any, speed: Any, hours: float, staffing: float) -> None:
        """Quality of the lines without a queue."""
        paid, of = paid[self.closed], self.closed
        ratio = np.divide(paid, self.usual_hours, out=np.ones(len(of)), where=self.usual_hours > 0.0)
        presence = np.divide(staff[of] * hours, paid, out=np.zeros(len(of)), where=paid > 0.0)
        self.lines.quality[of] = speed[of] * presence * np.maximum(ratio, 1e-6) ** staffing

    def support_quality(self, paid: Any) -> float:
        """Mean quality of the lines that serve other offices."""
        weight = paid[self.support]
        return float((self.lines.quality[self.support] * weight).sum() / max(weight.sum(), 1e-300))

    def turnaround(self) -> float:
        """Of the dockets, weighted by cases."""
        of = self.open[self.docket]
        cases = self.lines.arrivals[of]
        return float((self.lines.turnaround_days[of] * cases).sum() / max(cases.sum(), 1))

    def on_time(self) -> float:
        """Of the lines with a queue, weighted by cases."""
        cases = self.lines.arrivals[self.open]
        return float((self.lines.on_time_share[self.open] * cases).sum() / max(cases.sum(), 1))
