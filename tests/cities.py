"""Whole cities for tests: the opening state of a place, built once."""

from functools import cache

from karier.model import CareerModel
from karier.scenario import Scenario, load
from karier.state import State


@cache
def scenario(name: str = "toy", years: int = 3) -> Scenario:
    """A scenario by name."""
    return load(name, years=years)


@cache
def _opening(name: str, seed: int) -> State:
    return CareerModel(scenario(name), seed).state


def opened(name: str = "toy", seed: int = 1) -> State:
    """The state in which month 0 begins; the caller's own."""
    return _opening(name, seed).copy()
