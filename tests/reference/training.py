"""Training again, slow and obvious."""

import math

from karier.maths import log
from karier.randomness import COURSE, LENIENCY, TIES
from reference.luck import luck
from reference.single import single

NEVER = -32_000
PNS = 0


def plan(world, kinds, p, now):
    """Places go to the highest scores of each office, equals by uid."""
    for person in world["people"].values():
        person["course_month"] = NEVER
    for office in range(len(world["offices"])):
        staff = {uid: person for uid, person in world["people"].items() if person["office"] == office}
        part = luck(now.seed, LENIENCY, office, now.year)[2]
        places = min(math.floor(p.share[office] * p.budget.programme * len(staff) + part), len(staff))
        ranked = sorted((-score(uid, staff[uid], kinds, p, now), uid) for uid in staff)
        for _, uid in ranked[:places]:
            u_month, u_topic, _, u_aim = luck(now.seed, COURSE, uid, now.year)
            staff[uid]["course_month"] = now.month + int(12 * u_month)
            below = (u_topic < p.mix[0], u_topic < p.mix[0] + p.mix[1], True)
            staff[uid]["course_dimension"] = below.index(True)
            gaps = weighted_gaps(staff[uid], kinds, p)
            fresh = now.month >= 0 and now.month - staff[uid]["believed_month"] < p.plans.valid_months
            if fresh and u_aim < p.targeted[office] and max(gaps) > 0.0:
                staff[uid]["course_dimension"] = gaps.index(max(gaps))


def weighted_gaps(person, kinds, p):
    weights = p.fit.weights[person["level"]].tolist()
    required = kinds[person["type"]]["required"]
    return [w * (r - c) for w, r, c in zip(weights, required, person["believed"], strict=True)]


def score(uid, person, kinds, p, now):
    weights = p.fit.weights[person["level"]].tolist()
    required = kinds[person["type"]]["required"]
    gaps = [max(r - c, 0.0) for r, c in zip(required, person["believed"], strict=True)]
    need = weights[0] * gaps[0] + weights[1] * gaps[1] + weights[2] * gaps[2]
    o = person["office"]
    total = p.need_weight[o] * need
    total += p.right_weight[o] if person["employment"] == PNS and person["jp_year"] < p.right_jp else 0.0
    total += p.connection_weight[o] if luck(now.seed, TIES, uid, 0)[0] < p.ties.connected_share else 0.0
    return total + p.luck_weight[o] * -log(-log(luck(now.seed, COURSE, uid, now.year)[2]))


def hold(world, kinds, p, now):
    for office in world["offices"]:
        office["trained_share"] = 0.0
    for person in world["people"].values():
        most = math.inf if person["employment"] == PNS else p.most_jp_pppk
        jp = min(p.hours[person["office"]], most) if person["course_month"] == now.month else 0.0
        person["course_jp"] = single(jp)
        person["jp_year"] = single(jp if now.calendar_month == 1 else person["jp_year"] + jp)
        if jp > 0.0:
            person["trained_month"] = now.month
    for number, office in enumerate(world["offices"]):
        here = [person for person in world["people"].values() if person["office"] == number]
        recent = [person for person in here if now.month - person["trained_month"] < 12]
        if here:
            office["trained_share"] = len(recent) / len(here) - world["baseline"]["trained_share"][0]
