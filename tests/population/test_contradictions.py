"""Places that cannot be: one message that says what does not hold together."""

import pytest

from karier import population
from karier.scenario import BadInput, load


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"population.posts": 200}, "more than there are posts"),
        ({"population.managers": {"jpt_pratama": 0.0}}, "headed by a jpt_pratama"),
        ({"population.employed": {"pns": 0, "pppk": 0, "pppk_part_time": 0}}, "headed by|nobody is in service"),
        ({"population.education_pns": {"bachelor_and_above": 0.0}}, "kind of post .* wanted, the other margins leave"),
        ({"population.retirements": 90}, "no tilt"),
        ({"population.sex_pns": {"men": 0.0, "women": 0.0}}, "every weight is zero"),
    ],
)
def test_margins_that_cannot_hold_together_are_refused(settings, said):
    with pytest.raises(BadInput, match=said) as caught:
        population.build(load("toy", set=settings), 1)
    assert "toy" in str(caught.value)
    assert "population" in str(caught.value)
