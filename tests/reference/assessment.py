"""Assessment again, slow and obvious: people are dicts, none of the package's rules."""

import math

from karier.randomness import ASSESSMENT, ASSESSMENT_MORE, TIES, normal, unit, words
from reference.single import single

NEVER, NON_ASN = -32_000, 3


def open_file(view, kinds, p, now):
    """Everybody is believed with error; members of the round have a result, of January by January."""
    for uid, person in view["people"].items():
        look(uid, person, view["baseline"], kinds, now.seed, 0, p.impression)
        person["believed_month"] = NEVER
    for office, row in enumerate(view["offices"]):
        del row
        for place, uid in enumerate(members(view["people"], kinds, office, p.share[office], now.seed)):
            back = place % max(int(p.interval_years[office]), 1)
            look(uid, view["people"][uid], view["baseline"], kinds, now.seed, 0)
            view["people"][uid]["believed_month"] = -11 - 12 * back


def impress(view, kinds, p, now):
    """Who came this month is known by an impression."""
    for uid, person in view["people"].items():
        if now.month > 0 and person["entry_month"] == now.month:
            look(uid, person, view["baseline"], kinds, now.seed, 0, p.impression)
            person["believed_month"] = NEVER


def assess(view, kinds, p, now):
    """January: those without a result and those with the oldest, an even part of the round."""
    for office, row in enumerate(view["offices"]):
        row["assessed"] = 0
        if now.calendar_month != 1:
            continue
        inside = members(view["people"], kinds, office, p.share[office], now.seed)
        years = p.interval_years[office]
        inside.sort(key=lambda uid: (view["people"][uid]["believed_month"], uid))
        paid = p.budget.programme * len(inside)
        before, until = (math.floor(paid * y / years) for y in (now.year + office, now.year + office + 1))
        chosen = inside[: until - before]
        for uid in chosen:
            look(uid, view["people"][uid], view["baseline"], kinds, now.seed, now.month + 1)
            view["people"][uid]["believed_month"] = now.month
        row["assessed"] = len(chosen)


def members(people, kinds, office, share, seed):
    """Uids of an office's round: managers, functional officials, others; by lot."""
    here = [uid for uid, x in people.items() if x["office"] == office and x["employment"] != NON_ASN]

    def key(uid):
        x = people[uid]
        group = 0 if x["level"] > 0 else 1 if kinds[x["type"]]["rung"] > 0 else 2
        return group, unit(words(seed, TIES, uid, 0)[1]), uid

    return sorted(here, key=key)[: math.floor(share * len(here) + 0.5)]


def look(uid, person, b, kinds, seed, nth, larger=1.0):
    """The truth, an error, the ends of the scale."""
    first, more = words(seed, ASSESSMENT, uid, nth), words(seed, ASSESSMENT_MORE, uid, nth)
    errors = [normal(first[0], first[1]), normal(first[2], first[3]), normal(more[0], more[1])]
    sd = b["competence_sd"][kinds[person["type"]]["family"]]
    for k in range(3):
        seen = person["base"][k] + person["gain"][k] + (larger * b["assessment_error"][0]) * sd[k] * errors[k]
        person["believed"][k] = single(min(max(seen, 1.0), 5.0))
