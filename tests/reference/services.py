"""Services again, slow and obvious: people and lines are dicts; how a queue behaves is asked of rules/, which has
tests of its own."""

import math

import numpy as np

from karier.maths import log, logistic, power
from karier.randomness import DEMAND, normal, words
from karier.rules.counter_table import counter_day, table
from karier.rules.queue import docket_follow
from reference.appraisal import total
from reference.presence import z_drive

COUNTER, DOCKET, CASELOAD, SUPPORT = range(4)
PART_TIME = 2


def serve(view, kinds, p, now):
    """A month of all lines, then what offices feel of it."""
    hours, day, lines = p.hours_week * 52.0 / 12.0, p.hours_week / 5.0, view["lines"]
    for number, line in enumerate(lines):
        count_staff(line, [who for who in view["people"].values() if who["line"] == number], view, kinds, p)
        line["pace"] = 0.0
        if line["kind"] in (COUNTER, DOCKET):
            take_in(line, number, view, p, now)
            line["pace"] = pace(line, view["offices"][line["office"]], p)
    for number in range(len(view["offices"])):
        lend([line for line in lines if line["office"] == number], spare(number, view, p), p)
    for number, line in enumerate(lines):
        if line["kind"] in (COUNTER, DOCKET):
            column = sum(other["kind"] == DOCKET for other in lines[:number])
            work(line, view["city"]["crowd"], column, hours, day)
        else:
            line["quality"] = care(line, view["baseline"]["line_hours"][number], hours, p)
        del line["pace"]
    feel(view, p)


def present(who, p):
    """Hours at work in the month: paid, less leave, absence, courses and what mentors give."""
    hours, leave = p.hours_week * 52.0 / 12.0, share(who, p) * (p.leave_days * p.hours_week / 5.0 / 12.0)
    away = who["course_jp"] + who["leadership_jp"]
    return max(
        (share(who, p) * hours - leave) * (1.0 - who["absence"]) - (p.jp_hours * away + who["mentor_hours"]), 0.0
    )


def share(who, p):
    """Of full time."""
    return p.part_time_share if who["employment"] == PART_TIME else 1.0


def spare(number, view, p):
    """Hours at work of an office's staff who serve no line of their own and manage nobody."""
    folk = [who for who in view["people"].values() if who["office"] == number and who["line"] < 0]
    return total([present(who, p) for who in folk if who["level"] == 0])


def pace(line, office, p):
    """Cases per hour at work: faster in a better office, by looks where more is at stake, by improvements, online."""
    number, stakes = line["office"], p.stakes
    x = max(line["speed"] + p.gaming_speed * (stakes.stake[number] - stakes.today_stake[number]), 0.0)
    online = 1.0 - p.demand.online_relief * p.demand.online[number] if line["kind"] == COUNTER else 1.0
    return (
        office["quality"] * x / (line["unit_hours"] * (1.0 - line["saving"]) * online) if line["speed"] > 0.0 else 0.0
    )


def lend(lines, idle, p):
    """A share of all hours of the office goes where the month's work would have it."""
    hours = p.hours_week * 52.0 / 12.0
    have = want = idle
    for line in lines:
        line["want"] = line["staff"] * hours
        if line["pace"] > 0.0:
            line["want"] = (line["arrivals"] / (1.0 - line["error_rate"]) + line["queue"]) / (
                line["pace"] * line["usual_load"]
            )
        have += line["staff"] * hours
        want += line["want"]
    for line in lines:
        wanted, own = line.pop("want"), line["staff"]
        if want > 0.0 and own > 0.0:
            line["staff"] = (1.0 - p.flexible) * own + p.flexible * have / hours * wanted / want
            line["paid_hours"] *= line["staff"] / own


def count_staff(line, staff, view, kinds, p):
    """Hours, speed, competence and conduct of those who serve the line."""
    b, hours = view["baseline"], p.hours_week * 52.0 / 12.0
    technical, conduct = [], []
    for who in staff:
        kind = kinds[who["type"]]
        above = [base + gain - r for base, gain, r in zip(who["base"], who["gain"], kind["required"], strict=True)]
        sd, usual = b["competence_sd"][kind["family"]], b["gap"][kind["family"]]
        technical.append(above[0] / sd[0] - usual[0])
        conduct.append(0.5 * (z_drive(who, b) + above[2] / sd[2] - usual[2]))
    here = total([present(who, p) for who in staff])
    line["paid_hours"] = total(
        [hours * (p.part_time_share if who["employment"] == PART_TIME else 1.0) for who in staff]
    )
    line["staff"] = here / hours
    line["speed"] = total([present(who, p) * who["output"] for who in staff]) / here if here > 0.0 else 0.0
    line["technical"] = total(technical) / max(len(staff), 1)
    line["conduct"] = total(conduct) / max(len(staff), 1)


def take_in(line, number, view, p, now):
    """What citizens ask for, and how much of it will go wrong."""
    population = view["city"]["population"]
    year = min(max(now.month // 12, 0), len(population[0]) - 1)
    served = population if line["population_row"] < 0 else [population[line["population_row"]]]
    people = 0.0
    for kecamatan in served:
        people += kecamatan[year]
    mean = line["annual_rate"] * people / 12.0 * p.season[now.calendar_month - 1]
    mean *= view["city"]["participation"][0] * p.demand.surge[line["office"]]
    line["arrivals"] = poisson(mean, normal(*words(now.seed, DEMAND, number, now.month)[:2]))
    stakes, number = p.stakes, line["office"]
    loose = stakes.stake[number] * (1.0 - stakes.verification[number])
    loose -= stakes.today_stake[number] * (1.0 - stakes.today_verification[number])
    odds = log(p.error_rate / (1.0 - p.error_rate)) - p.error_competence * line["technical"]
    line["error_rate"] = logistic(odds + p.gaming_error * loose)


def work(line, crowds, column, hours, day):
    """What becomes of the cases, with the staff that is there."""
    error, rate = line["error_rate"], line["pace"]
    load, most = line["arrivals"] / hours / (1.0 - error), line["staff"] * rate
    line["utilisation"] = min(load / most, 9.99) if most > 0.0 else 9.99
    line["capacity"] = most * hours * (1.0 - error) * line["unit_hours"]
    if line["kind"] == DOCKET:
        work_files(line, crowds, column, load, rate, hours, day)
    else:
        open_counter(line, load, rate, day)
    line["errors"] = rounded(line["valid"] * error / (1.0 - error))


def poisson(mean, z):
    """A count with this mean, by Cornish and Fisher."""
    return max(rounded(mean + math.sqrt(mean) * z + (z * z - 1.0) / 6.0), 0) if mean > 0.0 else 0


def work_files(line, crowds, column, load, rate, hours, day):
    """A docket, alone: what is left carries over. crowds: rows of numbers in the system, a column a docket."""
    chances = np.array([row[column] for row in crowds])
    m = docket_follow(chances, line["queue"], load, line["staff"], rate, hours, line["promised_days"] * day)
    before = line["backlog"]
    for row, chance in zip(crowds, chances.tolist(), strict=True):
        row[column] = chance
    line["queue"] = m.queue
    line["backlog"] = min(rounded(m.queue), before + line["arrivals"])
    line["turned_away"] = 0
    line["valid"] = line["arrivals"] + before - line["backlog"]
    line["turnaround_days"], line["p90_turnaround_days"] = m.turnaround_hours / day, m.p90_hours / day
    line["on_time_share"] = m.on_time_share


def open_counter(line, load, rate, day):
    """A counter: whoever waits in the evening goes home."""
    c = counter_day(table(), load, line["staff"], rate, day, line["promised_days"] * day)
    line["turned_away"] = min(rounded(line["arrivals"] * c.turned_away_share), line["arrivals"])
    line["valid"] = line["arrivals"] - line["turned_away"]
    alone = rate * min(line["staff"], 1.0)  # less than one member of staff works at that part of the speed
    line["turnaround_days"] = (c.wait_hours + (1.0 / alone if alone > 0.0 else day)) / day
    line["p90_turnaround_days"], line["on_time_share"] = c.p90_hours / day, c.on_time_share


def care(line, usual_hours, hours, p):
    """Quality of a line without a queue."""
    if line["paid_hours"] <= 0.0:
        return 0.0
    ratio = line["paid_hours"] / usual_hours if usual_hours > 0.0 else 1.0
    return line["speed"] * (line["staff"] * hours / line["paid_hours"]) * power(max(ratio, 1e-6), p.staffing)


def feel(view, p):
    """Every office's load, and the support it has from others."""
    b, lines = view["baseline"], view["lines"]
    helping = [line for line in lines if line["kind"] == SUPPORT]
    paid = math.fsum(line["paid_hours"] for line in helping)
    quality = math.fsum(line["quality"] * line["paid_hours"] for line in helping) / paid if paid > 0.0 else 0.0
    usual = b["support_quality"][0]
    z = (quality / usual - 1.0) / p.support_scale if usual > 0.0 else 0.0
    for number, office in enumerate(view["offices"]):
        load = most = 0.0
        for line in lines:
            if line["office"] == number and line["kind"] in (COUNTER, DOCKET):
                load += line["utilisation"] * line["capacity"]
                most += line["capacity"]
        office["utilisation"] = load / most if most > 0.0 else 0.0
        office["support"] = 0.0 if office["supporting"] == 1 else z


def rounded(x):
    return math.floor(x + 0.5)
