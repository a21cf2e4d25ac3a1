"""Who is there on the first day, and in which posts: margins, establishment, people.

state = population.build(scenario, seed)
population.fixed(scenario).frame.rows  # its service lines, the same for every seed
"""

from karier.population.build import build, fixed

__all__ = ["build", "fixed"]
