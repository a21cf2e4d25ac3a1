"""Two naive rivals of the model: the last value carried forward, and a cohort that leaves and is joined.

They know what was published before the start, and the cohort the same rounds of recruitment as the model.
"""

from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.scenario import Scenario


class Before(NamedTuple):
    """What was known at the start."""

    people: dict[str, float]  # by series (pns, asn, non_asn)
    retirements: tuple[float, ...]  # of PNS, in years before the start


def known(before: dict[str, dict[str, object]]) -> Before:
    """From `before` of observed.yaml; all ASN are PNS at the start."""
    pns, non_asn = (float(before[name]["value"]) for name in ("pns", "non_asn"))  # type: ignore[arg-type]
    counted = tuple(float(n) for n in before["retirements"]["values"])  # type: ignore[attr-defined]
    return Before({"pns": pns, "asn": pns, "non_asn": non_asn}, counted)


def carried(before: Before, series: str, months: int) -> FloatArray:
    """The last value before the start, forever: (1, months). Retirements: the first count over 12."""
    value = before.retirements[0] / 12.0 if series == "retirements" else before.people[series]
    return np.full((1, months), value)


def cohort(before: Before, entrants: IntArray, series: str, seed: int, draws: int) -> FloatArray:
    """A Markov model with one state: each month everybody leaves with the same chance, and entrants join.

    The chance is that of one of the years before the start, drawn with equal probability: its retirements over the
    people of the start, spread over twelve months. Those who leave are binomial. Of non-ASN no year is known: nobody
    leaves.

    Args:
        before: what was known at the start.
        entrants: (months,) people who take up service as PNS.
        series: pns, asn, non_asn or retirements (who leave).
        seed: of the draws.
        draws: how many.

    Returns:
        (draws, months) people at the end of the month, or leavers in it.
    """
    luck = np.random.default_rng(seed)
    months = len(entrants)
    if series == "non_asn":
        return np.full((draws, months), before.people["non_asn"])
    found = np.empty((draws, months))
    for row in range(draws):
        chance = luck.choice(before.retirements) / before.people["pns"] / 12.0
        people = int(before.people["pns"])
        for month in range(months):
            leavers = int(luck.binomial(people, chance))
            people += int(entrants[month]) - leavers
            found[row, month] = leavers if series == "retirements" else people
    return found


def rounds(scenario: Scenario, months: int) -> IntArray:
    """PNS who join month by month, (months,): the places of each January, less those left empty or withdrawn from.

    They arrive after the usual months to arrival; beliefs at their values.
    """
    p = scenario.parameters["recruitment"]
    first = 12 * scenario.start.year + scenario.start.month - 1
    entrants = np.zeros(months, np.int64)
    for month in range(months):
        year, index = divmod(first + month, 12)
        if index != 0:
            continue
        day = scenario.start.replace(year=year, month=1)
        places = max(int(p["places"].at(day)), 0) * float(p["pns_share"].at(day))
        arrival = month + int(p["months_to_arrival"].at(day))
        if arrival < months:
            entrants[arrival] += round(places * (1.0 - p["unfilled"].at(day)) * (1.0 - p["withdrawal"].at(day)))
    return entrants
