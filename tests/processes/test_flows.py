"""People through the posts over years: exits, promotion and recruitment together, as the calendar has them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from factories import (
    MOST,
    assert_consistent,
    moment,
    parameters,
    people,
    picture,
    shuffled,
    states,
)
from karier.processes import exits, promotion, recruitment
from karier.state.city import FLOWS
from karier.state.posts import VACANT

GONE = ("retired", "died", "resigned", "transferred", "contract_ended", "dismissed", "early_retired")
seeds = st.integers(0, 2**62)

leaving = parameters(exits, resignation=0.6, resignation_age=0.0, death_at_50=0.1, transfer=0.1)
rising = parameters(promotion, months_vacant=1)
hiring = parameters(recruitment, replacement=2.0, months_to_arrival=6, exits_before=3.0)


def live(state, month, seed):
    now = moment(month, seed)
    exits.leave_service(state, leaving, now)
    promotion.fill(state, rising, now)
    recruitment.arrive(state, hiring, now)
    if now.calendar_month in (1, 7):
        recruitment.open_round(state, hiring, now)


@settings(max_examples=25)
@given(states(), seeds)
def test_stocks_conserve_for_years(state, seed):
    """Headcount = before − exits + arrivals; posts filled + vacant = establishment; a uid never comes back."""
    gone, seen = set(), set(people(state))
    for month in range(36):
        before, level = set(people(state)), state.posts.level.tolist()
        live(state, month, seed)
        flows = dict(zip(FLOWS, state.city.flows.tolist(), strict=True))
        after = set(people(state))
        assert_consistent(state)
        assert len(after) == len(before) - sum(flows[name] for name in GONE) + flows["recruited"]
        assert (state.posts.holder != VACANT).sum() == state.people <= len(state.posts.holder) <= MOST
        assert state.posts.level.tolist() == level
        assert not (after - before) & seen
        gone |= before - after
        seen |= after
        assert not after & gone
        assert sum(flows[name] for name in GONE) == state.offices.exits.sum()


@settings(max_examples=25)
@given(states(), seeds, st.integers(0, 999))
def test_years_do_not_depend_on_the_order_of_rows(state, seed, order):
    other = shuffled(state, order)
    for month in range(24):
        live(state, month, seed)
        live(other, month, seed)
    assert picture(other) == picture(state)


@settings(max_examples=25)
@given(states(apart=True), seeds, st.integers(0, 1))
def test_an_office_without_ties_to_another_lives_the_same_years_whatever_happens_there(state, seed, office):
    """No job family in common, and rounds that have places for all: the other's people are all gone, or not."""
    alone, there = state.copy(), state.workforce.office != office
    alone.workforce.birth_month[there] = -900  # retire in the first month
    for month in range(6):  # before the first round's places, for which offices compete, are taken
        live(state, month, seed)
        live(alone, month, seed)
    mine, same = ({u: x for u, x in people(s).items() if x["office"] == office} for s in (state, alone))
    assert mine == same
