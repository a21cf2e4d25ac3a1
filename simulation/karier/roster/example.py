"""The synthetic people of a place as a roster: how one looks, and an import to try without real people."""

from typing import Any

from karier import population
from karier.population.jobs import CATEGORIES, CATEGORY
from karier.scenario import Scenario
from karier.state.workforce import EDUCATIONS, EMPLOYMENTS, PNS, RANKS


def people(base: Scenario) -> list[dict[str, str]]:
    """One row a person, cells by column; months and records are left out, as they may be."""
    state = population.build(base.status_quo(), 0)
    staff: Any = state.workforce
    offices = [office.id for office in base.place.offices]
    start = 12 * base.start.year + base.start.month - 1
    return [
        {
            "id": f"P{i + 1:05d}",
            "birth_month": _month(start + int(staff.birth_month[i])),
            "sex": "LP"[staff.sex[i]],
            "employment": EMPLOYMENTS[staff.employment[i]],
            "office": offices[staff.office[i]],
            "category": CATEGORIES[CATEGORY[staff.type[i]]],
            "education": EDUCATIONS[staff.education[i]],
            "rank": RANKS[staff.rank[i]] if staff.employment[i] == PNS else "",
        }
        for i in range(state.people)
    ]


def _month(index: int) -> str:
    return f"{index // 12}-{index % 12 + 1:02d}"
