"""Leadership programmes again, slow and obvious."""

import math

from karier.maths import log
from karier.randomness import FORMATION, PROGRAMME, TIES
from reference.luck import luck

PNS, GOOD, MADYA = 0, 4, 6


def intake(world, kinds, p, now):
    """Each programme of the month: managers of its level, for PKN II candidates too, by score, equals by uid."""
    for number, office in enumerate(world["offices"]):
        office["participants"] = 0
        for programme in (1, 2, 3):
            if p.intake_month[programme - 1] != now.calendar_month:
                continue
            here = {uid: person for uid, person in world["people"].items() if person["office"] == number}
            lots = luck(now.seed, PROGRAMME, number, now.year)
            managers = choice(here, kinds, programme, p, now, 1)
            send(managers, p.share[number, programme - 1] * p.budget.programme * len(managers) + lots[programme - 1])
            sent = [person for person in managers if person["programme"]]
            if programme == 3:
                heads = sum(person["level"] == 3 for person in here.values())
                candidates = choice(here, kinds, programme, p, now, 2)
                send(candidates, p.candidates[number] * p.budget.programme * heads + lots[3])
                sent += [person for person in candidates if person["programme"]]
            for person in sent:
                person["programme"] = programme
                person["programme_end"] = now.month + int(p.months[programme - 1]) - 1
            office["participants"] += len(sent)


def choice(here, kinds, programme, p, now, what):
    """Who may go, the best first."""
    able = {uid: person for uid, person in here.items() if as_what(person, kinds, programme, p, now) == what}
    return [able[uid] for uid in sorted(able, key=lambda uid: (-score(uid, able[uid], kinds, p, now), uid))]


def send(queue, places):
    for person in queue[: math.floor(places)]:
        person["programme"] = 3


def as_what(person, kinds, programme, p, now):
    """1 a manager of the level, 2 a candidate, 0 neither."""
    if person["employment"] != PNS or person["programme"] or person["certificate"] >= programme:
        return 0
    kind, age = kinds[person["type"]], now.month - person["birth_month"]
    if person["level"] == programme:
        return 1 if kind["retirement_months"] - age >= p.months_left else 0
    administrator = person["level"] == 2 and now.month - person["level_month"] >= p.candidate_months[0]
    madya = kind["rung"] == MADYA and now.month - person["post_month"] >= p.candidate_months[1]
    fit = person["rank"] >= p.candidate_rank and age <= 12 * p.candidate_age
    return 2 if programme == 3 and fit and (administrator or madya) else 0


def score(uid, person, kinds, p, now):
    since = person["level_month"] if person["level"] else person["post_month"]
    gap = max(kinds[person["type"]]["required"][1] - person["believed"][1], 0.0)
    above = person["predicate"] - GOOD if person["predicate"] else 0
    chance = -log(-log(luck(now.seed, FORMATION, uid, now.year)[3]))
    years = (now.month - since) / 12.0
    return p.need_weight * gap + p.predicate_weight * above + p.seniority_weight * years + chance


def run(world, kinds, p, now):
    """Class, and at the end the certificate and a project of the office."""
    for office in world["offices"]:
        office["projects"] = 0
    for person in world["people"].values():
        programme = person["programme"]
        if not programme:
            person["leadership_jp"] = 0
            continue
        jp, months = int(p.jp[programme - 1]), int(p.months[programme - 1])
        left = max(person["programme_end"] - now.month, 0)
        nth = max(months - left, 1)  # month of the programme, from 1
        person["leadership_jp"] = math.floor(jp * nth / months) - math.floor(jp * (nth - 1) / months)
        if left == 0:
            person["certificate"] = max(person["certificate"], programme)
            person["programme"] = 0
            world["offices"][person["office"]]["projects"] += 1


def open_file(world, kinds, p, now):
    for uid, person in world["people"].items():
        lot, person["certificate"] = luck(now.seed, TIES, uid, 0)[2], 0
        for programme in range(person["level"], 0, -1):
            share = p.certified[programme - 1]
            if lot < share:
                person["certificate"] = programme
                break
            lot = (lot - share) / (1.0 - share)
