"""Learning and forgetting again, slow and obvious: people are dicts, none of the package's rules."""

import math

from karier.maths import cosine_of_turn, exp, half_life, log
from karier.randomness import TRANSFER, TRANSFER_MORE
from reference.fit import use
from reference.luck import luck


def learn(view, kinds, p, month, seed):
    """One month."""
    b = view["baseline"]
    if p.transfer < 1.0 and month >= 0:
        for uid, person in view["people"].items():
            if person["level_month"] == month and person["entry_month"] < month:
                carry_over(uid, person, kinds[person["type"]], b, p.transfer, seed)
    for person in view["people"].values():
        family = kinds[person["type"]]["family"]
        for k in range(3):
            used = use(person["level"], k, p.fit)
            if person["course_jp"] > 0.0 and person["course_dimension"] == k:
                person["gain"][k] += course(person, person["course_jp"], k, b, family, p)
            if person["leadership_jp"] > 0 and k == 1:
                person["gain"][k] += classes(person, month, b, family, p)
            if month < person["coaching_end"] and coached_on(person, kinds, p) == k:
                room = max(person["ceiling"][k] - person["base"][k] - person["gain"][k], 0.0)
                part = p.coaching_effect * b["competence_sd"][family][k] / p.coaching.months
                person["gain"][k] += min(part * min(2.0, room / b["headroom"][family][k]), room)
            if person["taught"][k] > 0.0:
                room = max(person["ceiling"][k] - person["base"][k] - person["gain"][k], 0.0)
                person["gain"][k] += min(person["taught"][k], room)
            room = max(person["ceiling"][k] - person["base"][k] - person["gain"][k], 0.0)
            person["gain"][k] *= half_life(1.0 - used, p.forget_half_life)
            settled = p.consolidation * used * person["gain"][k]
            person["gain"][k] -= settled
            if month >= 0:  # people stand still in burn-in
                stay = min(month - person["post_month"], 719)
                grown = p.job_rate * used * room * half_life(float(stay), p.job_half_life)
                person["base"][k] += grown + settled


def carry_over(uid, person, kind, b, share, seed):
    """The same competence or another one, as far as luck has it, around what is usual in a post that asks as much."""
    first, second = luck(seed, TRANSFER, uid, person["level"]), luck(seed, TRANSFER_MORE, uid, person["level"])
    words = [*first, *second]
    for k in range(3):
        drawn = math.sqrt(-2.0 * log(words[2 * k])) * cosine_of_turn(words[2 * k + 1])
        sd = b["competence_sd"][kind["family"]][k]
        usual = kind["required"][k] + b["gap"][kind["family"]][k] * sd
        c = person["base"][k] + person["gain"][k]
        z = share * ((c - usual) / sd) + math.sqrt(1.0 - share * share) * drawn
        person["base"][k] += min(max(usual + sd * z, 1.0), 5.0) - c


def classes(person, month, b, family, p):
    """Levels of managerial competence from the month's JP in class: D of all so far less D of all before."""
    which, had = person["programme"] or person["certificate"], 0
    if which:
        length = int(p.classes.months[which - 1])
        past = max(length - 1 - max(person["programme_end"] - month, 0), 0)
        had = int(p.classes.jp[which - 1]) * past // length
    room = max(person["ceiling"][1] - person["base"][1] - person["gain"][1], 0.0)
    more = (1.0 - exp(-float(had + person["leadership_jp"]) / p.scale_jp)) - (1.0 - exp(-float(had) / p.scale_jp))
    size = p.breadth * p.leadership_effect * b["competence_sd"][family][1] * more
    size = size / (1.0 - exp(-p.reference_jp / p.scale_jp))
    return min(size * min(2.0, room / b["headroom"][family][1]), room)


def coached_on(person, kinds, p):
    """Where the post's requirement is believed to be missed most, or met least, by weight."""
    weights, required = p.fit.weights[person["level"]].tolist(), kinds[person["type"]]["required"]
    gaps = [w * (r - c) for w, r, c in zip(weights, required, person["believed"], strict=True)]
    return gaps.index(max(gaps))


def course(person, jp, k, b, family, p):
    """Levels gained by a course on dimension k."""
    room = max(person["ceiling"][k] - person["base"][k] - person["gain"][k], 0.0)
    full = p.breadth * p.effect * b["competence_sd"][family][k] * (1.0 - exp(-jp / p.scale_jp))
    full = full / (1.0 - exp(-p.reference_jp / p.scale_jp))
    return min(full * min(2.0, room / b["headroom"][family][k]), room)


def settle(view, kinds, p, courses):
    """Before the burn-in: the gain at which a year's courses balance a year's losses."""
    for person in view["people"].values():
        family, office = kinds[person["type"]]["family"], person["office"]
        for k in range(3):
            used = use(person["level"], k, p.fit)
            room = max(person["ceiling"][k] - person["base"][k], 0.0)
            size = course(person | {"gain": [0.0] * 3}, courses.hours[office], k, view["baseline"], family, p)
            left = half_life(1.0 - used, p.forget_half_life) * (1.0 - p.consolidation * used)
            yearly = courses.share[office] * courses.mix[k] * size
            person["gain"][k] = min(yearly / 12.0 / max(1.0 - left, 1e-6), room)
