"""Common random numbers: one more hire in one office is no one else's luck."""

import numpy as np
import pytest

from cities import scenario
from factories import people
from karier.model import CareerModel, moment
from karier.processes import recruitment
from karier.scenario import bind, catalogue
from karier.state.posts import NO_ARRIVAL
from karier.state.workforce import PNS

EVERYTHING = "toy+package+" + "+".join(name for name, _ in catalogue.names("shocks"))
OFFICE = "sekolah"  # schools: no queue and no other office depends on them, so that only draws could carry over
MONTHS = 36
DRAWN = ("luck", "lasting", "own_drive", "ceiling", "family", "sex", "birth_month", "entry_month")
FELT = ("post", "predicate", "gain", "contract_end")


def office_of(s):
    return [office.id for office in s.place.offices].index(OFFICE)


def hire_one_more(model):
    """Fill a vacant post of the office at the end of month 0, as recruitment would have."""
    s, state = model.scenario, model.state
    posts = state.posts
    free = (posts.holder < 0) & (posts.level == 0) & (posts.arrival == NO_ARRIVAL)
    post = np.flatnonzero(free & (posts.office == office_of(s)))[0]
    posts.arrival[post], posts.arrival_employment[post] = 1, PNS
    p = bind(recruitment.Parameters, s, "recruitment", s.start)
    flows, before = state.city.flows.copy(), state.people
    recruitment._seat(state, p, moment(s, model.seed, 1), np.array([post]))
    state.city.flows[:] = flows
    assert state.people == before + 1
    return int(state.workforce.uid[-1])


@pytest.fixture(scope="module", params=[("toy", 1), ("toy", 2), ("toy", 3), (EVERYTHING, 1), (EVERYTHING, 2)])
def worlds(request):
    """Both worlds month by month: people by uid; in the second there is one more from month 1 on."""
    name, seed = request.param
    s = scenario(name, years=3)
    usual, more = CareerModel(s, seed), CareerModel(s, seed)
    usual.step()
    more.step()
    extra = hire_one_more(more)
    lives = []
    for _ in range(1, MONTHS):
        usual.step()
        more.step()
        lives.append((people(usual.state), people(more.state)))
    return s, extra, lives


def test_the_newcomer_is_there(worlds):
    s, extra, lives = worlds
    assert extra not in lives[0][0]
    assert lives[0][1][extra]["office"] == office_of(s)


def test_until_december_no_one_elsewhere_has_another_day(worlds):
    """All columns of everybody in other offices, to the bit: no draw, no state, no exit, no move."""
    s, _, lives = worlds
    for one, other in lives[:10]:
        elsewhere = {uid: who for uid, who in one.items() if who["office"] != office_of(s)}
        assert {uid: who for uid, who in other.items() if who["office"] != office_of(s)} == elsewhere


def test_traits_and_luck_are_the_persons_own_for_good(worlds):
    """Whatever the newcomer sets in motion later, whoever lives in both worlds draws the same in both."""
    _, extra, lives = worlds
    for one, other in lives:
        both = one.keys() & other.keys()
        assert len(both) > 150
        for uid in both:
            assert all(one[uid][name] == other[uid][name] for name in DRAWN)


def test_whom_no_chain_reaches_leaves_in_the_same_month(worlds):
    """Of those elsewhere: whoever has the same post, predicate, gain and contract in both worlds so far."""
    s, _, lives = worlds
    watched = {uid for uid, who in lives[0][0].items() if who["office"] != office_of(s)}
    left = 0
    for one, other in lives:
        gone = {uid for uid in watched if uid not in one}
        assert gone == {uid for uid in watched if uid not in other}
        left += len(gone)
        watched = {uid for uid in watched - gone if all(one[uid][name] == other[uid][name] for name in FELT)}
    assert left > 0
    assert len(watched) > 20


def test_an_assessment_errs_alike_in_both_worlds(worlds):
    """Whoever is assessed in the same month with the same competence and post is believed the same, to the bit."""
    _, _, lives = worlds
    assessed = 0
    for month, (one, other) in enumerate(lives, start=1):
        for uid in one.keys() & other.keys():
            was, now = one[uid], other[uid]
            same = all(was[name] == now[name] for name in ("base", "gain", "type"))
            if same and was["believed_month"] == now["believed_month"] == month:
                assert was["believed"] == now["believed"]
                assessed += 1
    assert assessed > 10
