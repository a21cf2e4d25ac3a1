"""Discipline again, slow and obvious: people are dicts, one case after the other."""

from karier.maths import half_life
from karier.randomness import CONDUCT
from reference.luck import luck

CLEAN, GUIDANCE, LIGHT, MEDIUM, HEAVY, DISMISSAL = range(6)
NON_ASN = 3


def watch(world, p):
    for o, office in enumerate(world["offices"]):
        now, usual = p.monitoring[o].item(), p.today_monitoring[o].item()
        if now > office["monitored"]:
            office["detection"] = max(office["detection"], now)
        else:
            bottom = min(now, usual)
            office["detection"] = bottom + (office["detection"] - bottom) * half_life(1.0, p.fade_half_life)
        office["monitored"] = now


def review(world, p, now):
    for office in world["offices"]:
        office["cases"] = 0
    for uid, person in world["people"].items():
        if person["employment"] == NON_ASN or person["discipline"] == DISMISSAL:
            continue
        o = person["office"]
        found = case(person, luck(now.seed, CONDUCT, uid, now.month), o, p, now)
        if found is None:
            continue
        grave, overturned = found
        world["offices"][o]["cases"] += 1
        then = outcome(person["discipline"] if person["discipline_until"] > now.month else CLEAN, grave, p, o)
        if then == GUIDANCE or not overturned:
            person["discipline"] = then
            person["discipline_until"] = now.month + [*p.months.tolist(), 1][then - 1]


def case(person, u, o, p, now):
    """How grave, and whether an appeal would overturn it; None for no case."""
    guilty = u[0] < p.misconduct * person["absence"] / 12.0
    accused = u[0] >= 1.0 - p.accusation / 12.0
    if (guilty or accused) and u[1] < p.monitoring[o] * p.enforcement[o]:
        shares = p.gravity.tolist()
        grave = LIGHT + sum(u[2] >= sum(shares[: k + 1]) for k in range(3))
        return grave, u[3] < p.appeal * (1.0 - (p.upheld if guilty else p.upheld_innocent))
    poor = person["predicate"] in (1, 2, 3) and now.calendar_month == 1
    if poor and u[1] < p.enforcement[o]:
        return LIGHT, u[3] < p.appeal * (1.0 - p.upheld)
    return None


def outcome(before, grave, p, o):
    if grave == DISMISSAL:
        return DISMISSAL
    if grave == LIGHT and before == CLEAN:
        return GUIDANCE if p.guidance_first[o] else LIGHT
    return min(max(grave, before + 1), HEAVY)
