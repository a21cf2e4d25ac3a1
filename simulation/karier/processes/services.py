"""Services (model-spec 5.8): what the staff of each line get done of what citizens ask for.

Counters clear every evening, dockets carry over, caseload lines have quality and no queue, support lines serve
the other offices. Cases are whole: arrivals = valid + change of backlog + turned away.
"""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.maths import fixed, log, logistic, power, unfixed
from karier.randomness import DEMAND, normal, words
from karier.rules.counter_table import Table, counter_day, table
from karier.rules.demand import Demand, case_hours
from karier.rules.gather import standardised
from karier.rules.queue import follow_all, summed
from karier.rules.stakes import Stakes, gamed
from karier.rules.totals import mean_quality
from karier.state import Moment, State
from karier.state.baseline import Baseline
from karier.state.city import City
from karier.state.lines import CASELOAD, COUNTER, DOCKET, SUPPORT, Lines
from karier.state.offices import Offices
from karier.state.posts import Types
from karier.state.workforce import PPPK_PART_TIME, Workforce

_LINES = {f"lines.{name}" for name in Lines._fields[Lines._fields.index("queue") : Lines._fields.index("saving")]}
WRITES = _LINES | {"city.crowd", "offices.utilisation", "offices.support"}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/services.yaml."""

    hours_week: float
    leave_days: float
    jp_hours: float
    part_time_share: float
    error_rate: float
    error_competence: float
    season: FloatArray  # (12,)
    staffing: float
    support_scale: float
    flexible: float
    gaming_speed: float
    gaming_error: float
    demand: Demand
    stakes: Stakes


# Rules


@rule
def month_hours(hours_week: float) -> float:
    """Working hours of a month: a week's × 52/12."""
    return hours_week * 52.0 / 12.0


@rule
def error_share(base: float, technical: float, slope: float, gaming: float) -> float:
    """logit(e) = logit(e0) − ξ·A_technical + gaming: the share of processed cases that must be done again."""
    return logistic(log(base / (1.0 - base)) - slope * technical + gaming)


@rule
def cases(mean: float, z: float) -> int:
    """A Poisson count from a standard normal, by Cornish & Fisher's expansion: monotone in the mean at the same luck.

    Mean and variance are right to 1 % from a mean of 5 on.
    """
    if mean <= 0.0:
        return 0
    return max(int(math.floor(mean + math.sqrt(mean) * z + (z * z - 1.0) / 6.0 + 0.5)), 0)


# Loops


@compiled
def _staff(staff: Workforce, types: Types, b: Baseline, p: Parameters, sums: IntArray, spare: IntArray) -> None:
    """Sums by line in fixed point: paid hours, present hours, P × present, technical, conduct, people.

    spare: (offices,) present hours of staff who serve no line, managers left out.
    """
    hours = month_hours(p.hours_week)
    leave = p.leave_days * p.hours_week / 5.0 / 12.0
    paid, present, z_m = np.empty(len(staff.uid)), np.empty(len(staff.uid)), np.empty(len(staff.uid))
    standardised(staff.motivation, b.drive_mean, b.drive_sd, staff.level, z_m)
    for i in range(len(staff.uid)):
        share = p.part_time_share if staff.employment[i] == PPPK_PART_TIME else 1.0
        paid[i] = share * hours
        away = np.float64(staff.course_jp[i]) + staff.leadership_jp[i]
        given = p.jp_hours * away + staff.mentor_hours[i]
        present[i] = max((paid[i] - share * leave) * (1.0 - np.float64(staff.absence[i])) - given, 0.0)
    for i in range(len(staff.uid)):
        t, line = staff.type[i], staff.line[i]
        family = types.family[t]
        if line < 0:
            spare[staff.office[i]] += fixed(present[i]) if staff.level[i] == 0 else 0
            continue
        technical = staff.base[0][i] + staff.gain[0][i] - types.required[0][t]
        social = staff.base[2][i] + staff.gain[2][i] - types.required[2][t]
        sums[line, 0] += fixed(paid[i])
        sums[line, 1] += fixed(present[i])
        sums[line, 2] += fixed(present[i] * np.float64(staff.output[i]))
        sums[line, 3] += fixed(technical / b.competence_sd[family, 0] - b.gap[family, 0])
        sums[line, 4] += fixed(0.5 * (z_m[i] + social / b.competence_sd[family, 2] - b.gap[family, 2]))
        sums[line, 5] += 1


@compiled
def _present(lines: Lines, sums: IntArray, hours: float) -> None:
    for j in range(len(lines.kind)):
        people = max(sums[j, 5], 1)
        present = unfixed(sums[j, 1])
        lines.paid_hours[j] = unfixed(sums[j, 0])
        lines.staff[j] = present / hours
        lines.speed[j] = unfixed(sums[j, 2]) / present if present > 0.0 else 0.0
        lines.technical[j] = unfixed(sums[j, 3]) / people
        lines.conduct[j] = unfixed(sums[j, 4]) / people


@compiled
def expected_cases(lines: Lines, city: City, year: int, season: float, out: FloatArray) -> None:
    """Mean cases of the month for each line, before participation. year: from the start; out: (lines,)."""
    last = city.population.shape[1] - 1
    column = min(max(year, 0), last)
    whole = 0.0
    for row in range(city.population.shape[0]):
        whole += city.population[row, column]
    for j in range(len(out)):
        row = lines.population_row[j]
        served = city.population[row, column] if row >= 0 else whole
        out[j] = lines.annual_rate[j] * served / 12.0 * season


@compiled
def _receive(lines: Lines, mean: FloatArray, p: Parameters, seed: int, month: int) -> None:
    """The month's cases, and how many of them will go wrong with the staff posted there."""
    for j in range(len(lines.kind)):
        if lines.kind[j] == COUNTER or lines.kind[j] == DOCKET:
            w0, w1, _, _ = words(seed, DEMAND, j, month)
            o, s = lines.office[j], p.stakes
            loose = gamed(s.stake[o], s.verification[o], s.today_stake[o], s.today_verification[o])
            lines.arrivals[j] = cases(mean[j], normal(w0, w1))
            lines.error_rate[j] = error_share(
                p.error_rate, lines.technical[j], p.error_competence, p.gaming_error * loose
            )


@rule
def wanted_hours(arrivals: float, queue: float, error: float, pace: float, usual: float) -> float:
    """Hours of staff which the month's work would load as usual: (arrivals/(1 − e) + queue)/(pace·usual load)."""
    return (arrivals / (1.0 - error) + queue) / (pace * usual)


@compiled
def _pace(lines: Lines, offices: Offices, p: Parameters, out: FloatArray) -> None:
    """Cases per hour of one person present at lines with a queue: q·(x + η_g·b)/hours of a case; b beyond today's."""
    for j in range(len(out)):
        o, out[j] = lines.office[j], 0.0
        if (lines.kind[j] == COUNTER or lines.kind[j] == DOCKET) and lines.speed[j] > 0.0:
            stake = p.stakes.stake[o] - p.stakes.today_stake[o]
            x = max(lines.speed[j] + p.gaming_speed * stake, 0.0)
            out[j] = (
                offices.quality[o]
                * x
                / case_hours(
                    lines.unit_hours[j], lines.kind[j], lines.saving[j], p.demand.online[o], p.demand.online_relief
                )
            )


@compiled
def _lend(lines: Lines, pace: FloatArray, spare: IntArray, flexible: float, hours: float) -> None:
    """A share φ_f of each office follows the load: n_j = (1 − φ)·own_j + φ·(all of the office)·w_j/Σw.

    w: hours wanted at a line with a queue, own hours elsewhere; at the usual load everybody stays where they are.
    """
    total, weight = np.zeros(len(spare)), np.zeros(len(spare))
    wanted = np.zeros(len(lines.kind))
    for o in range(len(spare)):
        total[o] = weight[o] = unfixed(spare[o])
    for j in range(len(lines.kind)):
        own, o = lines.staff[j] * hours, lines.office[j]
        wanted[j] = own
        if pace[j] > 0.0:
            wanted[j] = wanted_hours(
                lines.arrivals[j], lines.queue[j], lines.error_rate[j], pace[j], lines.usual_load[j]
            )
        total[o] += own
        weight[o] += wanted[j]
    for j in range(len(lines.kind)):
        o, own = lines.office[j], lines.staff[j]
        if weight[o] <= 0.0 or own <= 0.0:
            continue
        lines.staff[j] = (1.0 - flexible) * own + flexible * total[o] / hours * wanted[j] / weight[o]
        lines.paid_hours[j] *= lines.staff[j] / own


@compiled
def _work_off(
    lines: Lines, crowd: FloatArray, pace: FloatArray, hours: float
) -> tuple[FloatArray, IntArray, FloatArray]:  # fmt: skip
    """The month of all dockets at once: chances, reach and busy share (`rules/queue.py: follow_all`)."""
    dockets = crowd.shape[1]
    queue, load, n, rate = np.empty(dockets), np.empty(dockets), np.empty(dockets), np.empty(dockets)
    row = 0
    for j in range(len(lines.kind)):
        if lines.kind[j] == DOCKET:
            queue[row], n[row], rate[row] = lines.queue[j], lines.staff[j], pace[j]
            load[row] = lines.arrivals[j] / hours / (1.0 - lines.error_rate[j])
            row += 1
    return follow_all(crowd, queue, load, n, rate, hours)


@compiled
def _serve(lines: Lines, crowd: FloatArray, pace: FloatArray, p: Parameters, days: Table) -> None:
    """crowd: (STATES, dockets), dockets in the order of lines."""
    hours = month_hours(p.hours_week)
    past, reach, busy = _work_off(lines, crowd, pace, hours)
    day, row = p.hours_week / 5.0, -1
    for j in range(len(lines.kind)):
        kind = lines.kind[j]
        row += 1 if kind == DOCKET else 0
        if kind != COUNTER and kind != DOCKET:
            continue
        error = lines.error_rate[j]
        speed, load = pace[j], lines.arrivals[j] / hours / (1.0 - error)
        n = lines.staff[j]
        most = n * speed
        lines.utilisation[j] = min(load / most, 9.99) if most > 0.0 else 9.99
        lines.capacity[j] = most * hours * (1.0 - error) * lines.unit_hours[j]
        if kind == DOCKET:
            promised = lines.promised_days[j] * day
            m = summed(
                past[:, row], reach[0, row], reach[1, row], busy[row], lines.queue[j], load, n, speed, hours, promised
            )
            before = lines.backlog[j]
            turnaround, p90, on_time = m.turnaround_hours, m.p90_hours, m.on_time_share
            lines.queue[j] = m.queue
            lines.backlog[j] = min(int(math.floor(m.queue + 0.5)), before + lines.arrivals[j])
            lines.turned_away[j] = 0
            lines.valid[j] = lines.arrivals[j] + before - lines.backlog[j]
        else:
            c = counter_day(days, load, n, speed, day, lines.promised_days[j] * day)
            served = 1.0 / (speed * min(n, 1.0)) if most > 0.0 else day  # below one: one who works at speed n
            turnaround, p90, on_time = c.wait_hours + served, c.p90_hours, c.on_time_share
            lines.turned_away[j] = min(
                int(math.floor(lines.arrivals[j] * c.turned_away_share + 0.5)), lines.arrivals[j]
            )
            lines.valid[j] = lines.arrivals[j] - lines.turned_away[j]
        lines.turnaround_days[j] = turnaround / day
        lines.p90_turnaround_days[j] = p90 / day
        lines.on_time_share[j] = on_time
        lines.errors[j] = int(math.floor(lines.valid[j] * error / (1.0 - error) + 0.5))


@compiled
def _care(lines: Lines, b: Baseline, p: Parameters, hours: float) -> None:
    """Lines without a queue: quality = mean P × presence × (staff/standard)^g."""
    for j in range(len(lines.kind)):
        if lines.kind[j] != CASELOAD and lines.kind[j] != SUPPORT:
            continue
        if lines.paid_hours[j] <= 0.0:
            lines.quality[j] = 0.0
            continue
        presence = lines.staff[j] * hours / lines.paid_hours[j]
        ratio = lines.paid_hours[j] / b.line_hours[j] if b.line_hours[j] > 0.0 else 1.0
        lines.quality[j] = lines.speed[j] * presence * power(max(ratio, 1e-6), p.staffing)


@compiled
def _feel(lines: Lines, offices: Offices, b: Baseline, p: Parameters, support: float) -> None:
    """What offices feel of it next month: their own load, and the support they got."""
    load, most = np.zeros(len(offices.head)), np.zeros(len(offices.head))
    for j in range(len(lines.kind)):
        if lines.kind[j] == COUNTER or lines.kind[j] == DOCKET:
            load[lines.office[j]] += lines.utilisation[j] * lines.capacity[j]
            most[lines.office[j]] += lines.capacity[j]
    z = 0.0
    if b.support_quality[0] > 0.0:
        z = (support / b.support_quality[0] - 1.0) / p.support_scale
    for o in range(len(load)):
        offices.utilisation[o] = load[o] / most[o] if most[o] > 0.0 else 0.0
        offices.support[o] = 0.0 if offices.supporting[o] == 1 else z


@compiled
def _month(
    lines: Lines, offices: Offices, city: City, b: Baseline, mean: FloatArray, spare: IntArray, p: Parameters,
    days: Table, seed: int, month: int,
) -> None:  # fmt: skip
    """What comes, who does it, and what gets done; mean: (lines,) expected cases."""
    hours, pace = month_hours(p.hours_week), np.empty(len(mean))
    _receive(lines, mean, p, seed, month)
    _pace(lines, offices, p, pace)
    _lend(lines, pace, spare, p.flexible, hours)
    _serve(lines, city.crowd, pace, p, days)
    _care(lines, b, p, hours)


# Acts


def count_staff(state: State, p: Parameters) -> IntArray:
    """Hours, speed, competence, conduct of each line's staff; returns the offices' spare hours, in fixed point."""
    sums, spare = np.zeros((len(state.lines.kind), 6), np.int64), np.zeros(len(state.offices.head), np.int64)
    _staff(state.workforce, state.types, state.baseline, p, sums, spare)
    _present(state.lines, sums, month_hours(p.hours_week))
    return spare


def serve(state: State, p: Parameters, now: Moment) -> None:
    """The month's cases, queues and quality, with the staff who are there."""
    spare = count_staff(state, p)
    mean = np.empty(len(state.lines.kind))
    year = now.month // 12
    expected_cases(state.lines, state.city, year, p.season[now.calendar_month - 1], mean)
    mean *= state.city.participation[0] * p.demand.surge[state.lines.office]
    _month(state.lines, state.offices, state.city, state.baseline, mean, spare, p, table(), now.seed, now.month)
    _feel(state.lines, state.offices, state.baseline, p, mean_quality(state.lines, SUPPORT))
