"""How output varies and with what: Semarang lives eighteen months, and two Junes are looked at.

Beliefs stand at their values here: the CV, both r and stability are themselves beliefs, for which constants are solved.
"""

import numpy as np

from karier.validation.cities import city, june
from karier.validation.looks import June, correlation, interaction, stability, variation
from karier.validation.pattern import chosen

JUNES = (5, 17)


def output(seed: int) -> tuple[float, ...]:
    """CV in simple and in complex jobs; r with A and z_m; interaction; stability in both kinds of job."""
    model = city(seed, years=2, drawn=False)
    seen: list[June] = []
    while len(seen) < len(JUNES):
        model.step()
        if model.steps - 1 in JUNES:
            seen.append(june(model))
    first = seen[0]
    spread = [variation(first.own[first.complex == hard]) for hard in (False, True)]
    return (
        *spread,
        correlation(first.own, first.fit),
        correlation(first.own, first.drive),
        interaction(first),
        *stability(*seen),
    )


def head(seed: int) -> tuple[float]:
    """A year in which every head is one SD better, beside the same year: mean change of output from month 1 on.

    λ_L stands at its default: no belief is drawn. Support offices count from the month after.
    """
    usual, better = (city(seed, drawn=False) for _ in range(2))
    gained = []
    for month in range(12):
        better.state.offices.head[:] += 1.0
        usual.step()
        better.step()
        if month > 0:
            gained.append(better.month["mean_performance"] / usual.month["mean_performance"] - 1.0)
    return (float(np.mean(gained)),)


CHECKS = (
    ("output", chosen("structure")[:7], output, None),
    ("head", chosen("structure", ("head_one_sd",)), head, 10),
)
