"""Coaching again, slow and obvious."""

import math

from karier.randomness import COACHES, FORMATION
from reference.luck import luck

GOOD = 4


def begin(world, kinds, p, now):
    """Each office's places go to those not yet coached, in their turn, equals by lot, then by uid."""
    for office in range(len(world["offices"])):
        staff = {uid: person for uid, person in world["people"].items() if person["office"] == office}
        places = math.floor(p.share[office] * p.budget.programme * len(staff) + part(now, office, p))
        free = {uid: person for uid, person in staff.items() if person["coaching_end"] <= now.month}
        ranked = sorted((turn(person, p.whom[office]), luck(now.seed, FORMATION, uid, now.year)[2], uid)
                        for uid, person in free.items())  # fmt: skip
        for _, _, uid in ranked[:places]:
            staff[uid]["coaching_end"] = now.month + p.months


def part(now, office, p):
    return luck(now.seed, COACHES, office, now.year)[0] if p.share[office] > 0 else 0.0


def turn(person, whom):
    return (person["predicate"] or GOOD, 0, -person["level"])[whom]


def coach(world, kinds, p, now):
    for number, office in enumerate(world["offices"]):
        office["coached"] = sum(
            person["office"] == number and person["coaching_end"] > now.month for person in world["people"].values()
        )
