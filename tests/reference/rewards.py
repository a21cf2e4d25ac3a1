"""Rewards again, slow and obvious: people are dicts, every pair of colleagues is compared."""

import math

from karier.maths import half_life
from karier.randomness import LENIENCY, TURN, normal, words
from reference.luck import luck

GOOD, LIGHT, NON_ASN, PANEL = 4, 2, 3, 1


def reward(world, p, now):
    for office in world["offices"]:
        office["awards"] = 0
    if now.calendar_month == 1:
        for person in world["people"].values():
            person["award"] = 0
        for o, office in enumerate(world["offices"]):
            office["award_fairness"] = office["award_grievance"] = 0.0
            award(office, o, {u: q for u, q in world["people"].items() if q["office"] == o}, p, now)
    raises = [
        p.raise_share[o] * sum(q["office"] == o for q in world["people"].values()) for o in range(len(p.raise_share))
    ]
    mean = math.fsum(raises) / max(len(world["people"]), 1)
    usual = world["city"]["usual_raise"][0]
    world["city"]["pay_satisfaction"] = [mean - usual]
    world["city"]["usual_raise"] = [usual + (1.0 - half_life(1.0, p.raise_half_life)) * (mean - usual)]


def award(office, o, staff, p, now):
    lot = luck(now.seed, LENIENCY, o, now.year)[3]
    most = min(math.floor(p.share[o] * p.budget.programme * len(staff) + lot), len(staff)) if p.share.any() else 0
    able = [uid for uid, person in staff.items() if eligible(person, now.month)]
    best = sorted(able, key=lambda uid: (-score(uid, staff[uid], p, now), staff[uid]["entry_month"], uid))[:most]
    for uid in best:
        staff[uid]["award"] = 1
    office["awards"] = len(best)
    others = [person for person in staff.values() if not person["award"]]
    if best and others:
        office["award_fairness"] = fairness([staff[uid] for uid in best], others)
        office["award_grievance"] = 1.0 - office["award_fairness"]


def eligible(person, month):
    punished = person["discipline"] >= LIGHT and person["discipline_until"] > month
    return person["employment"] != NON_ASN and person["predicate"] >= GOOD and not punished


def score(uid, person, p, now):
    seen = float(person["predicate"])
    if p.judge[person["office"]] == PANEL:
        seen += p.panel_error * normal(*words(now.seed, TURN, uid, now.month)[2:])
    return seen


def fairness(awarded, others):
    """Pairs in which the awarded one did better, less those where the other did; ties half each."""
    better = sum(
        2 * (a["log_output"] > b["log_output"]) + (a["log_output"] == b["log_output"]) for a in awarded for b in others
    )
    return better / (len(awarded) * len(others)) - 1.0
