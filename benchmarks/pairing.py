"""How many times fewer runs an answer needs when both scenarios meet the same luck."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from karier import CareerModel, load
from karier.scenario import catalogue

OUTCOMES = ("capacity_efficiency", "service_efficiency", "turnaround_days", "on_time_share", "ikm", "trust")
HEADLINE = OUTCOMES[0]  # the first in every report; it does not saturate
LAST_YEARS = 3  # the window of the reports


def pairing(place: str, years: int, replications: int) -> dict[str, dict[str, float]]:
    """For each lever and outcome: variance of the effect with unrelated luck over that with the same luck."""
    plans = [*catalogue.known("strategies"), *catalogue.known("shocks")]
    base = _outcomes(place, years, range(replications))
    return {plan: _gains(base, _outcomes(f"{place}+{plan}", years, range(replications))) for plan in plans}


def _outcomes(name: str, years: int, seeds: Sequence[int]) -> Any:
    """(outcomes, replications): means over the last years."""
    scenario, rows = load(name, years=years), []
    for seed in seeds:
        model = CareerModel(scenario, seed)
        model.run_model()
        rows.append([model.monthly[outcome][-12 * LAST_YEARS :].mean() for outcome in OUTCOMES])
    return np.array(rows).T


def _gains(base: Any, plan: Any) -> dict[str, float]:
    paired = (plan - base).var(axis=1, ddof=1)
    unrelated = plan.var(axis=1, ddof=1) + base.var(axis=1, ddof=1)
    gains = np.divide(unrelated, paired, out=np.full(len(OUTCOMES), np.inf), where=paired > 0.0)
    return dict(zip(OUTCOMES, gains.tolist(), strict=True))
