"""Placement again, slow and obvious: every permutation of a group is tried, so groups must be small."""

import math
from itertools import permutations

from karier.randomness import ROTATION
from reference import elections
from reference.fit import suitability
from reference.luck import luck
from reference.seats import exchange

PNS = 0


def units(value):
    """In whole numbers of 2⁻³⁰."""
    return math.floor(value * 2**30 + 0.5)


def rotate(world, kinds, p, now):
    """In a lot of its own each manager long enough in post is drawn; those drawn pass their posts on in a ring."""
    for level in (1, 2, 3):
        drawn = []
        for uid, person in world["people"].items():
            lot = luck(now.seed, ROTATION, uid, now.month)[0]
            ready = person["employment"] == PNS and now.month - person["post_month"] >= 12 * p.least_years
            if person["level"] == level and ready and lot < p.elections.rotation:
                drawn.append((lot, uid))
        order = [uid for _, uid in sorted(drawn)]
        taken = [world["people"][uid]["post"] for uid in order[1:] + order[:1]]
        if len(order) > 1:
            move(world, list(zip(order, taken, strict=True)), now.month)


def move(world, pairs, month):
    exchange(world, pairs, month)
    for uid, _ in pairs:
        world["offices"][world["people"][uid]["office"]]["moved"] += 1


def movable(world, kinds, p, now):
    """uids of those whom an exchange may move, in groups by level and class."""
    groups = {}
    for uid, person in sorted(world["people"].items()):
        kind = kinds[person["type"]]
        ready = now.month - person["post_month"] >= 12 * p.least_years and p.cap[person["office"]] > 0
        if person["employment"] == PNS and kind["rung"] == 0 and ready:
            groups.setdefault((kind["level"], kind["grade"]), []).append(uid)
    return groups


def allowed(world, kinds, p):
    total = 0
    for office, cap in enumerate(p.cap.tolist()):
        here = [x for x in world["people"].values() if x["office"] == office]
        total += units(cap * sum(x["employment"] == PNS and kinds[x["type"]]["rung"] == 0 for x in here))
    return total // 2**30


def value(world, kinds, uid, post, p):
    """Believed fit of a person in a post, in whole units; None where the law or the profession shuts it."""
    person, seat = world["people"][uid], world["posts"][post]
    kind = kinds[seat["type"]]
    fit = units(suitability(person["believed"], person["family"], kind, kind["level"], p.fit))
    if post == person["post"]:
        return fit
    meets = person["education"] >= kind["least_education"] and person["rank"] >= kind["least_rank"] - 1
    known = person["family"] == kind["family"] or person["office"] == seat["office"]
    return fit - units(p.least_gain) if meets and known else None


def most(world, kinds, uids, p):
    """The largest gain of believed fit, less the price of the moves, that any permutation of their posts brings."""
    posts = [world["people"][uid]["post"] for uid in uids]
    table = {(u, post): value(world, kinds, u, post, p) for u in uids for post in posts}
    stay = sum(table[u, post] for u, post in zip(uids, posts, strict=True))
    best = 0
    for taken in permutations(posts):
        parts = [table[pair] for pair in zip(uids, taken, strict=True)]
        if None not in parts:
            best = max(best, sum(parts) - stay)
    return best


def forbidden(p, now):
    return now.month < 0 or elections.frozen(p.elections, now)
