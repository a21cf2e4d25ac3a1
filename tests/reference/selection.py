"""The scoring rule again, slow and obvious: candidates as dicts, fixed point as whole numbers of 2⁻³⁰."""

import math

from karier.maths import exp, log
from karier.randomness import MATCH, identity
from reference.luck import luck


def mean(values):
    """In fixed point, so that the order of the values cannot matter."""
    return sum(math.floor(value * 2**30 + 0.5) for value in values) / 2**30 / len(values)


def standardised(column):
    """To mean 0 and SD 1, all 0 where there is no spread."""
    low, high = min(column), max(column)
    if high - low <= 1e-9:
        return [0.0] * len(column)
    column = [(value - low) / (high - low) for value in column]
    middle = mean(column)
    sd = math.sqrt(mean([(value - middle) * (value - middle) for value in column]))
    return [(value - middle) / sd for value in column]


def pool(candidates):
    """candidates: dicts with uid, female, terms (list of 7). The same with standardised terms."""
    columns = [standardised([c["terms"][k] for c in candidates]) for k in range(7)]
    return [c | {"terms": [column[j] for column in columns]} for j, c in enumerate(candidates)]


def merit(candidate, weights, penalty, favour):
    """weights: of the seven terms, and whether women's scores are cut and the connected are favoured."""
    *weights, informal = weights
    score = informal * (favour * candidate["terms"][5] - penalty * candidate["female"])
    for weight, term in zip(weights, candidate["terms"], strict=True):
        score += weight * term
    return score


def winner(candidates, weights, penalty, favour, spread, seed, post, nth):
    """The uid with the best score; None where nobody stands."""
    best = None
    for c in candidates:
        gumbel = -log(-log(luck(seed, MATCH, identity(c["uid"], post), nth)[0]))
        key = (-(merit(c, weights, penalty, favour) + spread * gumbel), c["uid"])
        best = key if best is None else min(best, key)
    return best[1] if best else None


def shares(scores, spread):
    """Of one opening, by multinomial logit."""
    odds = [exp((score - max(scores)) / spread) for score in scores]
    total = sum(math.floor(o * 2**30 + 0.5) for o in odds) / 2**30
    return [o / total for o in odds]


def chance(share, openings):
    return 1.0 - exp(-openings * share)


def seniority(person, month):
    """DUK: rank, months in it, months of service, age; all of each weighs less than one of what comes before."""
    return (
        float(person["rank"])
        + min(month - person["rank_month"], 479) / 480
        + min(month - person["entry_month"], 599) / (480 * 600)
        + min(month - person["birth_month"], 899) / (480 * 600 * 900)
    )
