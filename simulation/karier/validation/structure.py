"""How output varies and with what: Semarang lives eighteen months, and two Junes are looked at.

Beliefs stand at their values here: the CV, both r and stability are themselves beliefs, for which constants are solved.
"""

from karier.scenario import load
from karier.validation.cities import city, june
from karier.validation.looks import June, correlation, interaction, stability, variation
from karier.validation.pattern import chosen
from karier.validation.trials import heads

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
    """`trials.heads` with λ_L at its default: no belief is drawn."""
    return (heads(load("semarang", years=1), seed),)


CHECKS = (
    ("output", chosen("structure")[:7], output, None),
    ("head", chosen("structure", ("head_one_sd",)), head, 10),
)
