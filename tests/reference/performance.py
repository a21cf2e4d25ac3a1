"""Performance again, slow and obvious: people are dicts, none of the package's rules."""

import math

from karier.maths import exp, log
from karier.randomness import YEAR, normal, words
from reference.fit import score
from reference.presence import z_drive
from reference.single import single


def perform(view, kinds, p, now):
    """Luck where it is due, what offices add, everybody's output, then heads and spans for next month."""
    b, offices, folk = view["baseline"], view["offices"], view["people"]
    spread = math.sqrt(log(1.0 + p.output_cv * p.output_cv))
    fits = {uid: score(person, kinds[person["type"]], b, p.fit) for uid, person in folk.items()}
    for office in offices:
        office["context"] = context(office, b["span"][0], p)
    for uid, person in folk.items():
        if now.calendar_month == 1 or person["entry_month"] == now.month:
            person["luck"] = single(luck(uid, now))
        level, hard = person["level"], kinds[person["type"]]["complex"]
        value = b["weight_fit"][level] * fits[uid] + b["weight_drive"][level] * z_drive(person, b)
        value += offices[person["office"]]["context"]
        value += b["lasting_sd"][hard] * person["lasting"]
        value += b["luck_sd"][hard] * person["luck"]
        person["log_output"] = value - 0.5 * spread * spread
        person["output"] = single(exp(person["log_output"]))
    for number, office in enumerate(offices):
        here = [person for person in folk.values() if person["office"] == number]
        head = view["posts"][office["head_post"]]["holder"] if office["head_post"] >= 0 else None
        office["head"] = p.acting_head if head is None else fits[head]
        office["span"] = len(here) / max(sum(person["level"] > 0 for person in here), 1)


def context(office, usual_span, p):
    """O of an office, from what was so last month."""
    lead = p.head * office["head"] / math.sqrt(max(office["span"], 1.0) / usual_span)
    strain = min(1.0, max(office["utilisation"] - p.overload_from, 0.0))
    around = p.support * office["support"] + p.culture * office["culture"] + p.peers * office["trained_share"]
    return lead + around - p.overload * strain


def luck(uid, now):
    """The year's luck of a person."""
    first, second, _, _ = words(now.seed, YEAR, uid, now.year)
    return normal(first, second)
