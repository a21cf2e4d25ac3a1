"""The shipped table of post types: what law and specification mean, written by hand."""

from itertools import product

import pytest

from cities import scenario
from karier.population.jobs import CATEGORIES, KINDS, Jobs, types
from karier.scenario import bind
from karier.state.posts import FAMILIES

NAMES = [(CATEGORIES[category], FAMILIES[family]) for category, family in KINDS]
# Retirement: UU 20/2023 art. 55, PP 11/2017 art. 239(2), teachers UU 14/2005 art. 40(4). Managerial standard:
# model-spec 5.1. Complex: level 2 and above, ahli madya.
POSTS = {  # name: level, rung of its ladder, class, retirement age, managerial standard, complex
    "operator": (0, 0, 3, 58, 1, False),
    "clerk": (0, 0, 5, 58, 1, False),
    "analyst": (0, 0, 7, 58, 1, False),
    "skilled_1": (0, 1, 6, 58, 1, False),  # terampil
    "skilled_2": (0, 2, 7, 58, 1, False),  # mahir
    "skilled_3": (0, 3, 8, 58, 2, False),  # penyelia
    "expert_1": (0, 1, 8, 58, 1, False),  # ahli pertama
    "expert_2": (0, 2, 9, 58, 2, False),  # ahli muda
    "expert_3": (0, 3, 11, 60, 3, True),  # ahli madya
    "pengawas": (1, 0, 9, 58, 2, False),
    "administrator": (2, 0, 11, 58, 3, True),
    "jpt_pratama": (3, 0, 14, 60, 4, True),
}
TEACHERS = ("expert_1", "expert_2", "expert_3")  # of the family education


@pytest.fixture(scope="module")
def shipped():
    """Semarang's table, one row for each of NAMES."""
    place = scenario("semarang")
    return types(bind(Jobs, place, "population", place.before()))


def test_there_is_a_kind_of_post_for_every_family_that_has_it():
    families = ("administration", "education", "health", "technical", "finance")
    expected = [
        *product(("pengawas", "administrator", "jpt_pratama"), families),
        *product(("expert_1", "expert_2", "expert_3"), families),
        *product(("skilled_1", "skilled_2", "skilled_3"), ("health", "technical")),
        *product(("operator", "clerk", "analyst"), ("administration", "health", "technical", "finance")),
    ]
    assert sorted(NAMES) == sorted(expected)


@pytest.mark.parametrize("kind", range(len(NAMES)), ids=["-".join(name) for name in NAMES])
def test_every_kind_of_post_is_what_law_and_specification_say(shipped, kind):
    post, family = NAMES[kind]
    level, rung, grade, retirement, managerial, hard = POSTS[post]
    if family == "education" and post in TEACHERS:
        retirement = 60
    assert shipped.level[kind] == level
    assert FAMILIES[shipped.family[kind]] == family
    assert shipped.jenjang[kind] == rung
    assert shipped.grade[kind] == grade
    assert shipped.retirement_months[kind] == 12 * retirement
    assert shipped.required[1][kind] == managerial
    assert shipped.complex[kind] == hard


def test_ladders_lead_from_rung_to_rung_and_end_at_the_third(shipped):
    ladder = {"skilled_1": "skilled_2", "skilled_2": "skilled_3", "expert_1": "expert_2", "expert_2": "expert_3"}
    for kind, (post, family) in enumerate(NAMES):
        follows = NAMES[shipped.next[kind]] if shipped.next[kind] >= 0 else None
        assert follows == ((ladder[post], family) if post in ladder else None)
