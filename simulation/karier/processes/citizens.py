"""Citizens (model-spec 5.8): satisfaction with each line (IKM), trust in the city, use of its services."""

import math
from typing import NamedTuple

from karier.compiled import compiled, rule
from karier.maths import exp, log, logistic, normal_cdf
from karier.state import Moment, State
from karier.state.baseline import Baseline
from karier.state.lines import COUNTER, DOCKET, Lines

WRITES = {
    "lines.satisfaction",
    "city.ikm",
    "city.ikm_modelled",
    "city.ikm_error",
    "city.trust",
    "city.approval",
    "city.participation",
}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/citizens.yaml."""

    level: float  # of every element at the baseline, 1–4
    waiting: float
    competence: float
    conduct: float
    product: float
    complaints: float
    points_per_sd: float
    contact: float
    learning: float
    bad_over_good: float
    participation: float
    trust_level: float
    trust_slope: float
    respondents: float
    respondent_sd: float


# Rules


@rule
def element(level: float, change: float) -> float:
    """An element of the survey, held to its scale 1–4."""
    return min(max(level + change, 1.0), 4.0)


@rule
def satisfaction(
    on_time: float, technical: float, conduct: float, error: float, unserved: float, p: Parameters
) -> float:
    """IKM of a line, 25–100: nine elements × 25/9, five of which move (PermenPANRB 14/2017).

    All arguments are differences from the line's baseline: on-time share, technical competence and conduct of its
    staff in SD, error rate, share turned away.
    """
    moved = (
        element(p.level, p.waiting * on_time)  # U3 time
        + element(p.level, -p.product * error)  # U5 product
        + element(p.level, p.competence * technical)  # U6 competence
        + element(p.level, p.conduct * conduct)  # U7 conduct
        + element(p.level, -p.complaints * unserved)  # U9 complaints
    )
    return 25.0 / 9.0 * (moved + 4.0 * p.level)


@rule
def mean_response(distance: float, ratio: float) -> float:
    """E[g(d + ξ)], ξ ~ N(0, 1), g(x) = x for x > 0 and ratio·x below: what experiences spread around d add up to."""
    density = exp(-0.5 * distance * distance) * 0.3989422804014327
    good = density + distance * normal_cdf(distance)  # E[(d + ξ)₊]
    return good + ratio * (distance - good)


@rule
def resting_distance(ratio: float) -> float:
    """The d at which `mean_response` is 0: trust settles this far below mean satisfaction (.276 for ratio 2)."""
    low, high = 0.0, 4.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if mean_response(middle, ratio) < 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@rule
def approval(trust: float, p: Parameters) -> float:
    """Share of residents satisfied with the city government's work, by trust in SD from its baseline."""
    return logistic(log(p.trust_level / (1.0 - p.trust_level)) + p.trust_slope * trust)


@rule
def modelled_part(ikm: float, level: float) -> float:
    """The index of the five elements that move, of an index of nine whose other four stay at their level; 25–100."""
    return (9.0 * ikm - 4.0 * 25.0 * level) / 5.0


@rule
def survey_error(respondents: float, sd: float) -> float:
    """Standard error of the index in a survey, in its points: 25·sd/√n; sd: between respondents' means, points 1–4."""
    return 25.0 * sd / math.sqrt(respondents)


# Loops


@compiled
def _survey(lines: Lines, b: Baseline, p: Parameters, city_level: float) -> float:
    weight, total = 0.0, 0.0
    for j in range(len(lines.kind)):
        if lines.kind[j] != COUNTER and lines.kind[j] != DOCKET:
            continue
        cases = float(lines.arrivals[j])
        unserved = lines.turned_away[j] / max(cases, 1.0)
        lines.satisfaction[j] = satisfaction(
            lines.on_time_share[j] - b.on_time[j],
            lines.technical[j] - b.technical[j],
            lines.conduct[j] - b.conduct[j],
            lines.error_rate[j] - b.error_rate[j],
            unserved - b.unserved[j],
            p,
        )
        weight += cases
        total += cases * lines.satisfaction[j]
    return total / weight if weight > 0.0 else city_level


# Acts


def judge(state: State, p: Parameters, now: Moment) -> None:
    """Satisfaction of those served this month; trust of those in contact; how much the city's services are used.

    Trust rests where it stood at the baseline as long as satisfaction does (recalibrated by the resting distance).
    """
    city = state.city
    city.ikm_error[0] = survey_error(p.respondents, p.respondent_sd)
    if now.month < 0:  # the baseline year, to which everything here refers, is still being lived
        city.ikm[0], city.ikm_modelled[0], city.approval[0] = 25.0 * p.level, 25.0 * p.level, p.trust_level
        return
    if not state.lines.arrivals[state.lines.kind <= DOCKET].any():  # nobody in contact: nothing moves
        return
    city.ikm[0] = _survey(state.lines, state.baseline, p, city.ikm[0])
    city.ikm_modelled[0] = modelled_part(city.ikm[0], p.level)
    surprise = (city.ikm[0] - 25.0 * p.level) / p.points_per_sd - city.trust[0]
    response = mean_response(surprise + resting_distance(p.bad_over_good), p.bad_over_good)
    city.trust[0] += p.contact * p.learning * response
    city.approval[0] = approval(city.trust[0], p)
    city.participation[0] = exp(p.participation * city.trust[0])
