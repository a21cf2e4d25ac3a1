"""Appraisal again, slow and obvious: people are dicts, none of the package's rules."""

import math

from karier.randomness import LENIENCY, QUOTA, YEAR, normal, unit, words
from reference.single import single


def appraise(view, kinds, p, now):
    """A December: predicates, credit points, and how well predicates follow output."""
    folk = view["people"]
    rated = {uid: rating(uid, person, view["baseline"], p, now) for uid, person in folk.items()}
    for uid, person in folk.items():
        person["predicate_before"] = person["predicate"]
        person["predicate"] = 1 + sum(rated[uid] >= cut for cut in view["baseline"]["cuts"])
        office = person["office"]
        if unit(words(now.seed, QUOTA, office, now.year)[0]) < p.forced[office]:
            person["predicate"] = quota(uid, [u for u, x in folk.items() if x["office"] == office], rated, p.quota)
        rung = kinds[person["type"]]["rung"]
        if now.month >= 0 and rung > 0:
            earned = p.coefficient[rung - 1] * p.predicate_share[person["predicate"] - 1]
            risen = now.month - person["promoted_month"] < 12
            person["credit"] = single(earned if risen else person["credit"] + earned)
    view["city"]["validity"][0] = correlation(
        [float(person["predicate"]) for person in folk.values()], [person["log_output"] for person in folk.values()]
    )


def rating(uid, person, b, p, now):
    """The latent rating of a person."""
    level = person["level"]
    z = (person["log_output"] - b["output_mean"][level]) / b["output_sd"][level]
    senior = (max(now.month, 0) - person["entry_month"] - b["tenure_mean"][level]) / b["tenure_sd"][level]
    lenient = normal(*words(now.seed, LENIENCY, person["office"], now.year)[:2])
    noise = normal(*words(now.seed, YEAR, uid, now.year)[2:])
    own = math.sqrt(max(1.0 - p.leniency * p.leniency - p.halo * p.halo, 0.0))
    n, left = p.raters[person["office"]], 1.0 - p.calibration[person["office"]]
    reliability = n * p.reliability / (1.0 + (n - 1.0) * p.reliability)
    error = p.leniency * left * lenient + p.halo * senior + own * noise
    return math.sqrt(reliability) * z + math.sqrt(1.0 - reliability) * error


def quota(uid, office, rated, shares):
    """The predicate by the place within the office."""
    place = sum((rated[other], other) < (rated[uid], uid) for other in office)
    below, value = 0.0, 1
    for share in shares[:4]:
        below += share
        value += (place + 0.5) / len(office) >= below
    return value


def correlation(x, y):
    """Pearson's r, in whole numbers of 2⁻³⁰ so that the order of people cannot matter; 0 where one does not vary."""
    if not x:
        return 0.0
    x, y = away(x), away(y)
    both = total(a * b for a, b in zip(x, y, strict=True))
    spread = math.sqrt(total(a * a for a in x)) * math.sqrt(total(b * b for b in y))
    return both / spread if spread > 0.0 else 0.0


def away(values):
    mean = total(values) / len(values)
    return [value - mean for value in values]


def total(values):
    return sum(math.floor(value * 2.0**30 + 0.5) for value in values) / 2**30
