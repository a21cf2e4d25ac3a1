"""Promotion again, slow and obvious."""

import math

from karier.randomness import TIES, VACANCY
from reference import elections, selection
from reference.fit import suitability
from reference.luck import luck
from reference.seats import move
from reference.single import single

PNS, FEMALE, GOOD = 0, 1, 4


def fill(world, kinds, p, now):
    if now.month < 0:
        return
    opened = set()
    for level in () if elections.frozen(p.elections, now) else (3, 2, 1):
        for post, seat in enumerate(world["posts"]):
            waits = now.month - seat["vacant_since"] < p.months_vacant and post not in opened
            if seat["level"] != level or seat["holder"] is not None or waits:
                continue
            uid = choose(world, kinds, managers(world, kinds, post, level, p, now), post, p, now)
            if uid is not None:
                opened.add(promote(world, kinds, uid, post, now))
                world["city"]["openings"][level] += 1
    for jenjang in (3, 2):
        for post, seat in enumerate(world["posts"]):
            if seat["level"] == 0 and kinds[seat["type"]]["jenjang"] == jenjang and seat["holder"] is None:
                uid = choose(world, kinds, climbers(world, kinds, post, p, now), post, p, now)
                if uid is not None:
                    promote(world, kinds, uid, post, now)


def promote(world, kinds, uid, post, now):
    person = world["people"][uid]
    person |= {"promoted_month": now.month, "prospect": 0.0, "passed_over": 0.0}
    world["city"]["flows"]["promoted_women" if person["sex"] == FEMALE else "promoted_men"] += 1
    return move(world, kinds, uid, post, now.month)


def managers(world, kinds, post, level, p, now):
    """Who may take a managerial post: those of the office, if there are any and the law does not ask for the city."""
    seat, people = world["posts"][post], world["people"]
    kind = kinds[seat["type"]]
    able = []
    for uid, person in people.items():
        same_office, same_family = person["office"] == seat["office"], person["family"] == kind["family"]
        if (
            may_lead(person, kinds, level, p, now.month)
            and person["education"] >= kind["least_education"]
            and person["rank"] >= kind["least_rank"] - 1
            and (same_family or (same_office and person["level"] > 0))
        ):
            able.append(uid)
    near = [uid for uid in able if people[uid]["office"] == seat["office"]]
    pool = (p.pool if reformed(seat, post, p, now) else p.today_pool)[seat["office"]]
    return near if near and level < 3 and pool == 0 else able


def reformed(seat, post, p, now):
    """Whether the vacancy is one that the reform reaches."""
    return luck(now.seed, VACANCY, post, seat["ordinal"])[3] < p.delivered


def free(person, month):
    """Not under a sanction (2: light, or heavier) that still runs."""
    return person["discipline"] < 2 or month >= person["discipline_until"]


def may_lead(person, kinds, level, p, month):
    rung = kinds[person["type"]]["rung"]
    equal_to = {5: 1, 6: 2}.get(rung, 0)  # ahli muda to pengawas, ahli madya to administrator
    held = person["level"] or equal_to
    functional = person["level"] == 0 and equal_to > 0
    since = person["post_month"] if functional else person["level_month"]
    too_old = level == 3 and month - person["birth_month"] > 12 * p.oldest_jpt
    good = all(person[name] in (0, 4, 5) for name in ("predicate", "predicate_before"))
    served = month - since >= 12 * p.years_in_level[level - 1]
    trained = person["certificate"] >= p.certificate_needed[level - 1]
    able = held == level - 1 and served and not too_old and person["employment"] == PNS and good
    return able and trained and free(person, month)


def climbers(world, kinds, post, p, now):
    """Who may take the next jenjang at this post: those of the office one rung below, with credit since then."""
    seat = world["posts"][post]
    return [
        uid
        for uid, person in world["people"].items()
        if person["office"] == seat["office"]
        and kinds[person["type"]]["next"] == seat["type"]
        and person["credit"] >= p.credit_next[kinds[person["type"]]["rung"] - 1]
        and now.month - person["promoted_month"] >= 12
        and person["employment"] == PNS
        and person["predicate"] in (0, 4, 5)
        and free(person, now.month)
    ]


def candidate(world, uid, asked, level, p, seed, month):
    """asked: what the post requires and its family, as a kind of post has them; level: of the post."""
    person = world["people"][uid]
    truth = person["log_output"] - world["offices"][person["office"]]["context"]
    competence = [base + gain for base, gain in zip(person["base"], person["gain"], strict=True)]
    box = person["box"] if person["box"] >= p.least_box[max(level, 1) - 1] else 0
    connected = luck(seed, TIES, uid, 0)[0] < p.ties.connected_share
    terms = [
        float(person["predicate"]),
        selection.seniority(person, month),
        truth,
        suitability(person["believed"], person["family"], asked, level, p.fit),
        float(box),
        float(connected),
        suitability(competence, person["family"], asked, level, p.fit),
    ]
    return {"uid": uid, "female": person["sex"] == FEMALE, "terms": terms}


def choose(world, kinds, uids, post, p, now):
    if not uids:
        return None
    seat = world["posts"][post]
    asked = kinds[seat["type"]]
    pool = selection.pool([candidate(world, uid, asked, seat["level"], p, now.seed, now.month) for uid in uids])
    weights = p.weights[(p.rule if reformed(seat, post, p, now) else p.today_rule)[seat["office"]]].tolist()
    favour = p.favour * elections.window(p.elections, now)
    return selection.winner(pool, weights, p.women_penalty, favour, p.luck, now.seed, post, seat["ordinal"])


def expect(world, kinds, p, now):
    month = max(now.month, 0)
    for person in world["people"].values():
        person["prospect"] = person["passed_over"] = 0.0
    for level in (1, 2, 3):
        usual = p.turnover * sum(post["level"] == level for post in world["posts"])
        openings = 0.5 * (usual + world["city"]["openings"][level]) if now.month > 0 else usual
        world["city"]["openings"][level] = 0.0
        uids = [uid for uid, person in world["people"].items() if may_lead(person, kinds, level, p, month)]
        asked = on_average(world, kinds, level)
        hoped = hope(world, uids, asked, level, openings, p, now) if len(uids) >= 3 else 0.0
        world["city"]["fairness"][level] = hoped


def on_average(world, kinds, level):
    """What the posts of a level require on average, whoever's job family."""
    required = [kinds[post["type"]]["required"] for post in world["posts"] if post["level"] == level]
    means = [selection.mean(column) for column in zip(*required, strict=True)] if required else [0.0, 0.0, 0.0]
    return {"required": means, "family": None}


def hope(world, uids, asked, level, openings, p, now):
    """Chances and grievance of the pool; returns the correlation of the score (luck in it) with the truth."""
    month = max(now.month, 0)
    pool = selection.pool([candidate(world, uid, asked, level, p, now.seed, month) for uid in uids])
    (today, fair), (reform, fairer) = (outlook(world, pool, rules, p, now) for rules in (p.today_rule, p.rule))
    fairness = fair + p.delivered * (fairer - fair)
    for uid, now_, then in zip(uids, today, reform, strict=True):
        person, share = world["people"][uid], now_ + p.delivered * (then - now_)
        worth = single(selection.chance(share, openings) * p.pay_step[level - 1])
        person["prospect"] = max(person["prospect"], worth)
        if month - person["promoted_month"] >= 12:
            person["passed_over"] = single(1.0 - fairness)
    return fairness


def outlook(world, pool, rules, p, now):
    """Shares of an opening and fairness, if each office's rule were the one named."""
    favour = p.favour * elections.window(p.elections, now)
    score = []
    for c in pool:
        weights = p.weights[rules[world["people"][c["uid"]]["office"]]].tolist()
        score.append(selection.merit(c, weights, p.women_penalty, favour))
    middle = selection.mean(score)
    covariance = selection.mean([(s - middle) * c["terms"][2] for s, c in zip(score, pool, strict=True)])
    variance = selection.mean([(s - middle) * (s - middle) for s in score])
    gumbel = p.luck * p.luck * (math.pi * math.pi / 6)
    fairness = covariance / math.sqrt(variance + gumbel) if variance + gumbel > 0 else 0.0
    return selection.shares(score, max(p.luck, 0.05)), fairness
