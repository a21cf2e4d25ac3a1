"""Mentoring again, slow and obvious: people are dicts, none of the package's rules."""

from karier.maths import half_life, log, logistic
from karier.randomness import FORMATION
from reference.learning import coached_on as weakest
from reference.luck import luck
from reference.single import single

NOBODY = -1


def match(world, kinds, p, now):
    """Seekers by lot; each looks at everybody and takes the best who may."""
    folk = world["people"]
    part(world, p, now)
    pupils = dict.fromkeys(folk, 0)
    for person in folk.values():
        if person["mentor"] != NOBODY and world["posts"][person["mentor"]]["holder"] is not None:
            pupils[world["posts"][person["mentor"]]["holder"]] += 1
    seekers = []
    for uid, person in folk.items():
        u, lot, _, _ = luck(now.seed, FORMATION, uid, now.year)
        if person["mentor"] == NOBODY and u < chance(person, world["baseline"], kinds, p):
            seekers.append((lot, uid))
    for _, uid in sorted(seekers):
        own = folk[uid]
        k = weakest(own, kinds, p)
        able = [
            (-other["believed"][k], name)
            for name, other in folk.items()
            if other["office"] == own["office"]
            and kinds[other["type"]]["family"] == kinds[own["type"]]["family"]
            and other["believed"][k] > own["believed"][k]
            and own["entry_month"] - other["entry_month"] >= 12 * p.senior_years
            and pupils[name] < p.capacity
        ]
        if able:
            _, name = min(able)
            pupils[name] += 1
            own["mentor"], own["mentor_month"] = folk[name]["post"], now.month


def part(world, p, now):
    """Pairs end after their months, or when one of the two moves or leaves."""
    for own in world["people"].values():
        if own["mentor"] == NOBODY:
            continue
        name, since = world["posts"][own["mentor"]]["holder"], own["mentor_month"]
        over = name is None or now.month >= since + p.months
        if over or own["post_month"] > since or world["people"][name]["post_month"] > since:
            own["mentor"] = NOBODY


def chance(person, b, kinds, p):
    """Of seeking a mentor."""
    kind, weights = kinds[person["type"]], p.fit.weights[person["level"]].tolist()
    sd, usual = b["competence_sd"][kind["family"]], b["gap"][kind["family"]]
    z = [
        weights[k] * ((person["base"][k] + person["gain"][k] - kind["required"][k]) / sd[k] - usual[k])
        for k in range(3)
    ]
    willing = logistic(log(p.opt_in / (1.0 - p.opt_in)) + p.opt_in_slope * (z[0] + z[1] + z[2]))
    must = p.mandatory[person["office"]]
    return p.offered[person["office"]] * p.budget.programme * (must + (1.0 - must) * willing)


def meet(world, kinds, p, now):
    """A month: pairs that stand teach both ways, the best partner counts; the office's culture follows."""
    part(world, p, now)
    folk, b = world["people"], world["baseline"]
    lessons = {uid: [[0.0], [0.0], [0.0]] for uid in folk}
    pairs, hours = [0] * len(world["offices"]), dict.fromkeys(folk, 0)
    for uid, own in folk.items():
        if own["mentor"] == NOBODY:
            continue
        name = world["posts"][own["mentor"]]["holder"]
        other = folk[name]
        pairs[own["office"]] += 1
        hours[name] += p.hours
        keen = min(2.0, own["motivation"] / b["drive_mean"][own["level"]])
        rate = p.rate * p.hours * (keen * min(2.0, other["motivation"] / b["drive_mean"][other["level"]]))
        for k in range(3):
            mine, theirs = own["base"][k] + own["gain"][k], other["base"][k] + other["gain"][k]
            lessons[uid][k].append(rate * max(min(theirs, own["ceiling"][k]) - mine, 0.0))
            lessons[name][k].append(p.reverse * (rate * max(min(mine, other["ceiling"][k]) - theirs, 0.0)))
    for uid, person in folk.items():
        person["mentor_hours"] = min(hours[uid], 127)
        person["taught"] = [single(max(lesson)) for lesson in lessons[uid]]
    for number, office in enumerate(world["offices"]):
        office["pairs"] = pairs[number]
        people = sum(person["office"] == number for person in folk.values())
        share = pairs[number] / max(people, 1)
        office["culture"] += (1.0 - half_life(1.0, p.culture_half_life)) * (p.culture * share - office["culture"])
