"""Citizens again, slow and obvious: lines are dicts, none of the package's rules."""

import math

from karier.maths import exp, log, logistic, normal_cdf

COUNTER, DOCKET = 0, 1


def judge(view, p, now):
    """A month's survey, trust, approval and use of services."""
    city, b = view["city"], view["baseline"]
    city["ikm_error"] = [25.0 * p.respondent_sd / math.sqrt(p.respondents)]
    if now.month < 0:
        city["ikm"], city["ikm_modelled"], city["approval"] = [25.0 * p.level], [25.0 * p.level], [p.trust_level]
        return
    if not any(line["arrivals"] for line in view["lines"] if line["kind"] in (COUNTER, DOCKET)):
        return
    cases = points = 0.0
    for j, line in enumerate(view["lines"]):
        if line["kind"] in (COUNTER, DOCKET):
            line["satisfaction"] = satisfaction(line, {name: b[name][j] for name in _USUAL}, p)
            cases += line["arrivals"]
            points += line["arrivals"] * line["satisfaction"]
    city["ikm"] = [points / cases]
    city["ikm_modelled"] = [(9.0 * city["ikm"][0] - 4.0 * 25.0 * p.level) / 5.0]
    surprise = (city["ikm"][0] - 25.0 * p.level) / p.points_per_sd - city["trust"][0]
    city["trust"] = [city["trust"][0] + p.contact * p.learning * mean_response(surprise + rest(p), p)]
    odds = log(p.trust_level / (1.0 - p.trust_level))
    city["approval"] = [logistic(odds + p.trust_slope * city["trust"][0])]
    city["participation"] = [exp(p.participation * city["trust"][0])]


_USUAL = ("on_time", "technical", "conduct", "error_rate", "unserved")


def satisfaction(line, usual, p):
    """Nine elements of 1 to 4 in points of 25/9 each: five that move, four that stay."""
    away = line["turned_away"] / max(float(line["arrivals"]), 1.0)
    moved = [
        p.waiting * (line["on_time_share"] - usual["on_time"]),
        -p.product * (line["error_rate"] - usual["error_rate"]),
        p.competence * (line["technical"] - usual["technical"]),
        p.conduct * (line["conduct"] - usual["conduct"]),
        -p.complaints * (away - usual["unserved"]),
    ]
    total = 0.0
    for change in moved:
        total += min(max(p.level + change, 1.0), 4.0)
    return 25.0 / 9.0 * (total + 4.0 * p.level)


def mean_response(d, p):
    """E of x for x > 0 and of ratio·x below, x ~ N(d, 1)."""
    good = exp(-0.5 * d * d) * 0.3989422804014327 + d * normal_cdf(d)
    return good + p.bad_over_good * (d - good)


def rest(p):
    """Where `mean_response` crosses 0, halving 0 … 4 sixty times."""
    low, high = 0.0, 4.0
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (middle, high) if mean_response(middle, p) < 0.0 else (low, middle)
    return (low + high) / 2.0
