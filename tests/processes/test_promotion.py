"""Promotion: equal to its slow twin, and obedient to the laws it should obey."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from factories import (
    ADMINISTRATOR,
    JPT,
    MADYA,
    MUDA,
    OFFICES,
    PELAKSANA,
    PENGAWAS,
    PERTAMA,
    after,
    assert_consistent,
    crowd,
    filled,
    in_service,
    kinds,
    moment,
    moments,
    parameters,
    people,
    picture,
    plain,
    shuffled,
    state,
    states,
    types,
    undeclared,
    vacant,
)
from karier.processes import promotion
from karier.randomness import VACANCY
from karier.rules import candidates, eligibility
from karier.rules.elections import Elections
from karier.rules.ties import Ties, connected
from karier.state.posts import VACANT
from karier.state.workforce import (
    BACHELOR,
    CLEAN,
    DIPLOMA,
    DISMISSAL,
    FEMALE,
    GOOD,
    GUIDANCE,
    LIGHT,
    MALE,
    MEDIUM,
    NEEDS_IMPROVEMENT,
    NEVER,
    NO_CERTIFICATE,
    PKA,
    PKN2,
    PKP,
    PPPK,
    RANKS,
    UPPER_SECONDARY,
    VERY_GOOD,
)
from reference import promotion as slow
from reference.luck import luck

DUK_PREDICATE, SENIORITY, APPRAISAL, RANDOM, WORST = range(5)
TALENT_DUK, ASSESSED_FIT, TALENT_POOL, BEST_IN_POST, BEST_FOR_POST, PATRONAGE = range(5, 11)
RULES = 11
THE_CITY = 1

pools = st.lists(st.integers(0, 1), min_size=OFFICES, max_size=OFFICES)
some_elections = st.builds(
    Elections,
    held=st.booleans(),
    inauguration=st.sampled_from([(2026, 2), (2024, 12), (2030, 6), (2026, 6)]).map(lambda date: np.array(date)),
    cycle=st.sampled_from([60, 24]),
    candidates=st.sampled_from([5, 0]),
    frozen=st.sampled_from([6, 0, 3]),
    permit=st.booleans(),
    favour_months=st.sampled_from([12, 1, 0]),
    rotation=st.sampled_from([0.2, 0.0, 1.0]),
)
rules = st.lists(st.integers(0, RULES - 1), min_size=OFFICES, max_size=OFFICES)
STEPS = ((PELAKSANA, PENGAWAS), (PENGAWAS, ADMINISTRATOR), (ADMINISTRATOR, JPT), (MUDA, ADMINISTRATOR), (PERTAMA, MUDA))
a_rival = st.fixed_dictionaries(
    {
        "office": st.integers(0, OFFICES - 1),
        "sex": st.sampled_from([MALE, FEMALE]),
        "rank": st.sampled_from([12, 13]),
        "entry_month": st.sampled_from([-120, -121, -240]),
        "predicate": st.sampled_from([GOOD, VERY_GOOD]),
        "box": st.sampled_from([0, 1, 7, 8, 9]),
        "family": st.sampled_from([0, 2]),
        "believed": st.sampled_from([(3.0, 2.0, 2.5), (2.0, 4.0, 2.5), (4.0, 2.7, 3.0)]),
        "base": st.sampled_from([(3.0, 2.0, 2.5), (2.0, 4.0, 2.5), (4.0, 2.7, 3.0)]),
        "gain": st.sampled_from([(0.0, 0.0, 0.0), (0.7, 0.0, 0.3), (0.0, 0.5, 0.0)]),
        "log_output": st.sampled_from([0.0, 0.1, -0.2]),
        "promoted_month": st.sampled_from([NEVER, -12]),
    }
)


@st.composite
def rivals(draw):
    """One or two vacancies at the end of the rows, and several who may well have them."""
    below, above = draw(st.sampled_from(STEPS))
    found = draw(st.lists(a_rival, min_size=2, max_size=8))
    seats = [filled(type=below[person["family"] // 2], **person) for person in found]
    for ordinal in draw(st.lists(st.integers(0, 2), min_size=1, max_size=2)):
        office, k = draw(st.integers(0, OFFICES - 1)), draw(st.integers(0, 1))
        seats.append(vacant(type=above[k], office=office, ordinal=ordinal))
    offices = {"context": [0.0, draw(st.sampled_from([0.0, 0.1, -0.25]))]}
    return state(*seats, order=draw(st.permutations(range(len(found)))), offices=offices)


# More contests: managers and those below them, or functional ladders, alone; or many who may have what is vacant
ladders = st.one_of(states(of=(PELAKSANA, PENGAWAS, ADMINISTRATOR, JPT)), states(of=(PERTAMA, MUDA, MADYA)))
contests = st.one_of(states(), ladders, rivals(), rivals())
some_parameters = st.builds(
    partial(parameters, promotion),
    rule=rules,
    today_rule=rules,
    delivered=st.sampled_from([0.0, 1.0, 0.5]),
    luck=st.sampled_from([0.0, 0.3, 1.0]),
    women_penalty=st.sampled_from([0.0, 0.45, 1.0]),
    favour=st.sampled_from([0.1, 0.0, 3.0]),
    pool=pools,
    today_pool=pools,
    certificate_needed=st.sampled_from([[0, 0, 0], [1, 2, 3], [0, 1, 0]]),
    least_box=st.sampled_from([[7, 7, 9], [5, 1, 7]]),
    ties=st.sampled_from([Ties(0.1), Ties(0.5)]),
    elections=some_elections,
    months_vacant=st.sampled_from([6, 1, 0]),
    oldest_jpt=st.sampled_from([56.0, 40.0, 41.0]),
    pay_step=st.sampled_from([[0.5, 0.6, 0.5], [0.3, 0.4, 0.8]]),
)


def run(state, p, now):
    return after(promotion.fill, state, p, now)


def holder(state, post=0):
    """The uid that sits in a post; None for nobody."""
    row = state.posts.holder[post]
    return None if row == VACANT else int(state.workforce.uid[row])


def chosen(*candidates, post=None, today_rule=SENIORITY, month=0, seed=1, luck=0.0, **changed):
    """Which of the candidates (from 0) is put into the one vacancy; None for nobody."""
    here = state(vacant(**{"type": PENGAWAS[0]} | (post or {})), *candidates)
    p = parameters(promotion, **{"luck": luck, "women_penalty": 0.0, "today_rule": today_rule} | changed)
    return None if (uid := holder(run(here, p, moment(month, seed)))) is None else uid - 2


def administrator_to_be(**changed):
    return filled(**{"type": PENGAWAS[0], "level_month": -36, "post_month": -36} | changed)


# The twins


@settings(max_examples=300)
@given(contests, some_parameters, moments)
def test_fast_and_slow_fill_the_same_posts_with_the_same_people(state, p, now):
    world = picture(state)
    slow.fill(world, kinds(), p, now)
    assert picture(run(state, p, now)) == world


@given(contests, some_parameters, moments)
def test_fast_and_slow_hope_the_same_to_the_bit(state, p, now):
    world = picture(state)
    slow.expect(world, kinds(), p, now)
    assert picture(after(promotion.expect, state, p, now)) == world


whole = st.integers


@given(whole(0, 3), whole(0, 6), whole(20, 60), st.sampled_from([2.0, 3.0, 4.0]), whole(600, 700), whole(0, 5))
def test_a_rule_compiled_and_plain_give_the_same_answer(level, rung, months, years, age, predicate):
    for rule, args in (
        (eligibility.standing, (level, rung)),
        (eligibility.clean, (level % 2, predicate, rung % 6)),
        (eligibility.may_lead, (level, level + rung % 2, months, years, age, 56.0)),
        (eligibility.suits, (rung, 3, predicate, level, months % 2 == 0, age % 2 == 0)),
        (eligibility.free, (level, months, age)),
        (eligibility.earned, (level - 1, float(months), 40.0, rung + 8)),
    ):
        assert rule(*args) == plain(rule)(*args)


# The laws


@given(states(), some_parameters, moments)
def test_nobody_comes_or_goes_and_whoever_moves_rises_one_step(state, p, now):
    before, later_state = people(state), run(state, p, now)
    later = people(later_state)
    assert_consistent(later_state)
    assert before.keys() == later.keys()
    moved = {uid for uid in before if before[uid]["post"] != later[uid]["post"]}
    for uid in moved:
        old, new = kinds()[before[uid]["type"]], kinds()[later[uid]["type"]]
        equal_to = old["level"] or {5: 1, 6: 2}.get(old["rung"], 0)
        climbs = new["level"] == 0 and old["next"] == later[uid]["type"]
        assert climbs or new["level"] == equal_to + 1
        assert later[uid]["promoted_month"] == later[uid]["post_month"] == now.month
    for uid in before.keys() - moved:
        assert before[uid] == later[uid]
    flows = later_state.city.flows - state.city.flows
    assert flows.sum() == len(moved)
    assert flows[promotion._WOMEN] == sum(before[uid]["sex"] == FEMALE for uid in moved)


@given(states(), some_parameters, in_service)
def test_chains_run_to_their_end(state, p, now):
    """A second pass in the same month finds nothing to do."""
    once = run(state, p, now)
    assert picture(run(once, p, now)) == picture(once)


@given(states(), some_parameters, moments, st.integers(0, 999))
def test_the_order_of_rows_does_not_matter(state, p, now, seed):
    other = shuffled(state, seed)
    assert picture(run(other, p, now)) == picture(run(state, p, now))
    assert picture(after(promotion.expect, other, p, now)) == picture(after(promotion.expect, state, p, now))


@given(states(), some_parameters, moments)
def test_writes_only_what_it_declares(state, p, now):
    assert undeclared(promotion.WRITES, state, run(state, p, now)) == set()
    assert undeclared(promotion.WRITES, state, after(promotion.expect, state, p, now)) == set()


@given(states(), some_parameters, st.integers(-24, -1))
def test_nobody_moves_in_burn_in(state, p, month):
    assert picture(run(state, p, moment(month))) == picture(state)


@given(states(), some_parameters, in_service)
def test_without_vacancies_or_without_candidates_nothing_happens(state, p, now):
    p = p._replace(months_vacant=600)
    full = state.copy()
    keep = full.posts.level == 0
    full.posts.holder[(full.posts.holder == VACANT) & keep] = 0  # only whether a post is vacant is read
    assert people(run(full, p, now)) == people(full)
    poor = state.copy()
    poor.workforce.predicate[:] = NEEDS_IMPROVEMENT
    assert picture(run(poor, p._replace(months_vacant=0), now)) == picture(poor)


@settings(max_examples=120)
@given(states(apart=True), some_parameters, in_service, st.integers(0, 1))
def test_a_vacancy_disturbs_nobody_whom_no_chain_reaches(state, p, now, office):
    """The offices have no job family in common; one of them has its vacancies at work, or not yet."""
    other = state.copy()
    there = (other.posts.office == office) & (other.posts.holder == VACANT)
    other.posts.vacant_since[there] = now.month
    other.posts.arrival[there] = 5
    other.workforce.credit[other.workforce.office == office] = 0.0
    other.workforce.log_output[other.workforce.office == office] = 9.0
    quiet, busy = (people(run(s, p._replace(months_vacant=6), now)) for s in (other, state))
    for uid, person in people(state).items():
        if person["office"] != office:
            assert quiet[uid] == busy[uid]


@given(states(), some_parameters, in_service)
def test_a_reform_that_is_not_delivered_changes_nothing(state, p, now):
    never = p._replace(delivered=0.0)
    today = picture(run(state, never._replace(rule=p.today_rule, pool=p.today_pool), now))
    assert picture(run(state, never, now)) == today
    always = p._replace(delivered=1.0)
    assert picture(run(state, always, now)) == picture(
        run(state, always._replace(today_rule=p.rule, today_pool=p.pool), now)
    )


@given(states(), some_parameters, in_service)
def test_a_rule_governs_its_own_office(state, p, now):
    """The other office's rule does not count where its posts are full."""
    full = state.copy()
    full.posts.vacant_since[full.posts.office == 1] = now.month
    full.workforce.credit[full.workforce.office == 1] = 0.0
    p = p._replace(months_vacant=6, pool=np.zeros(OFFICES, np.int64), today_pool=np.zeros(OFFICES, np.int64))
    one = run(full, p, now)
    in_chain = (one.posts.office == 1) & (one.posts.holder != full.posts.holder)
    other = p._replace(rule=p.rule.copy(), today_rule=p.today_rule.copy())
    other.rule[1], other.today_rule[1] = (p.rule[1] + 1) % RULES, (p.today_rule[1] + 2) % RULES
    if not in_chain.any():
        assert picture(run(full, other, now)) == picture(one)


# Known answers: who may rise


@pytest.mark.parametrize(
    ("candidate", "type_", "months"),
    [
        ({"type": PELAKSANA[0]}, PENGAWAS[0], 48),
        ({"type": PERTAMA[0]}, PENGAWAS[0], 48),
        ({"type": PENGAWAS[0]}, ADMINISTRATOR[0], 36),
        ({"type": MUDA[0]}, ADMINISTRATOR[0], 36),
        ({"type": ADMINISTRATOR[0]}, JPT[0], 24),
        ({"type": MADYA[0]}, JPT[0], 24),
    ],
)
def test_the_level_must_have_been_held_for_its_years(candidate, type_, months):
    """PP 11/2017 art. 54 and 107: four, three and two years; ahli muda and madya count as their equals."""
    post = {"type": type_}
    functional = candidate["type"] in (MUDA[0], MADYA[0])
    held, other = ("post_month", "level_month") if functional else ("level_month", "post_month")
    for long_ago, answer in ((months, 0), (months - 1, None)):
        person = filled(**candidate, **{held: 10 - long_ago, other: 10 - months + (12 if answer == 0 else -12)})
        assert chosen(person, post=post, month=10) == answer


@pytest.mark.parametrize(
    ("type_", "target"),
    [
        (PENGAWAS[0], JPT[0]),
        (PELAKSANA[0], ADMINISTRATOR[0]),
        (ADMINISTRATOR[0], ADMINISTRATOR[0]),
        (MUDA[0], PENGAWAS[0]),
        (MADYA[0], ADMINISTRATOR[0]),
        (MADYA[1], PENGAWAS[1]),  # penyelia is below pengawas
    ],
)
def test_nobody_skips_a_level_or_moves_sideways(type_, target):
    lowest = type_ == MADYA[1]
    assert chosen(filled(type=type_), post={"type": target}) == (0 if lowest else None)


def test_jpt_is_closed_after_56():
    """PP 17/2020: at most 56 on appointment."""
    for born, answer in ((-56 * 12, 0), (-56 * 12 - 1, None)):
        person = filled(type=ADMINISTRATOR[0], birth_month=born)
        assert chosen(person, post={"type": JPT[0]}) == answer
        assert chosen(administrator_to_be(birth_month=born), post={"type": ADMINISTRATOR[0]}) == 0


@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        ({}, 0),
        ({"predicate": 0, "predicate_before": 0}, 0),
        ({"predicate": NEEDS_IMPROVEMENT}, None),
        ({"predicate_before": NEEDS_IMPROVEMENT}, None),
        ({"employment": PPPK}, None),
        ({"education": DIPLOMA}, 0),
        ({"education": UPPER_SECONDARY}, None),
        ({"rank": RANKS.index("III/b")}, 0),  # one below the floor of pengawas here, III/c
        ({"rank": RANKS.index("III/a")}, None),
        ({"family": 3}, None),
        ({"office": 1}, 0),  # nobody of the office: the city's
        ({"office": 1, "family": 3}, None),
    ],
)
def test_a_candidate_meets_what_the_post_asks(changed, answer):
    assert chosen(filled(**changed)) == answer


def test_a_manager_of_the_office_may_come_from_another_family():
    post = {"type": ADMINISTRATOR[0]}
    assert chosen(administrator_to_be(family=3), post=post) == 0
    assert chosen(administrator_to_be(family=3, office=1), post=post) is None


def test_the_office_comes_first_but_for_jpt():
    weak, strong = {"rank": 11, "office": 0}, {"rank": 13, "office": 1}
    pool = [administrator_to_be(**weak), administrator_to_be(**strong)]
    assert chosen(*pool, post={"type": ADMINISTRATOR[0]}) == 0
    assert chosen(*pool, post={"type": ADMINISTRATOR[0]}, today_pool=THE_CITY) == 1
    pool = [filled(type=ADMINISTRATOR[0], **weak | {"rank": 12}), filled(type=ADMINISTRATOR[0], **strong)]
    assert chosen(*pool, post={"type": JPT[0]}) == 1


# Known answers: who is chosen


@pytest.mark.parametrize(
    "worse",
    [
        {"rank": 11, "rank_month": -300, "entry_month": -380, "birth_month": -690},
        {"rank_month": -59, "entry_month": -380, "birth_month": -690},
        {"entry_month": -119, "birth_month": -690},
        {"birth_month": -479},
    ],
)
def test_the_seniority_list_goes_by_rank_then_time_in_it_then_service_then_age(worse):
    assert chosen(filled(**worse), filled()) == 1
    assert chosen(filled(), filled(**worse)) == 0


@pytest.mark.parametrize(
    ("rule", "better", "worse"),
    [
        (APPRAISAL, {"predicate": VERY_GOOD, "rank": 10}, {"rank": 13}),
        (SENIORITY, {"rank": 13}, {"predicate": VERY_GOOD, "rank": 12}),
        (DUK_PREDICATE, {"rank": 13}, {"predicate": VERY_GOOD, "rank": 12}),
        (WORST, {"log_output": -0.1}, {"log_output": 0.0, "predicate": VERY_GOOD, "rank": 16}),
        (BEST_IN_POST, {"log_output": 0.0, "believed": 2.0, "base": 2.0}, {"log_output": -0.1, "rank": 16, "box": 9}),
        (ASSESSED_FIT, {"believed": 3.1, "base": 2.0}, {"believed": 3.0, "base": 4.5, "rank": 16, "box": 9}),
        (ASSESSED_FIT, {"believed": (3.0, 2.0, 2.5)}, {"believed": (3.1, 1.9, 2.5)}),  # a surplus counts a quarter
        (BEST_FOR_POST, {"base": 3.0, "gain": 0.2, "believed": 2.0}, {"base": 3.1, "believed": 4.0, "rank": 16}),
        (TALENT_POOL, {"box": 7}, {"box": 6, "rank": 16, "predicate": VERY_GOOD}),
        (TALENT_POOL, {"box": 9}, {"box": 8, "rank": 16, "predicate": VERY_GOOD}),
        (TALENT_DUK, {"box": 7, "rank": 10}, {"box": 6, "rank": 16, "predicate": VERY_GOOD}),
        (TALENT_DUK, {"box": 7, "rank": 10}, {"rank": 16, "predicate": VERY_GOOD}),
        (TALENT_DUK, {"box": 7, "rank": 13}, {"box": 7, "rank": 12, "predicate": VERY_GOOD}),
        (TALENT_DUK, {"rank": 13}, {"box": 6, "rank": 12, "predicate": VERY_GOOD}),  # outside the pool the map is blind
    ],
)
def test_each_rule_has_its_own_winner(rule, better, worse):
    assert chosen(filled(**better), filled(**worse), today_rule=rule) == 0
    assert chosen(filled(**worse), filled(**better), today_rule=rule) == 1


def test_in_the_status_quo_list_and_predicate_both_count():
    """Three candidates: the two who lead the list are as good as equal there, the better predicate decides."""
    leading = [filled(rank=12), filled(rank=12, predicate=VERY_GOOD), filled(rank=9)]
    assert chosen(*leading, today_rule=DUK_PREDICATE) == 1
    assert chosen(*leading, today_rule=SENIORITY) == 0


def test_for_jpt_only_the_highest_box_opens_the_pool():
    """BKPP 2025: boxes 7 to 9 for eselon III and IV, 9 for eselon II."""
    mapped = [{"box": 8}, {"rank": 13}]
    for held, post, answer in ((PENGAWAS, ADMINISTRATOR, 0), (ADMINISTRATOR, JPT, 1)):
        pair = [filled(**{"type": held[0], "level_month": -60, "rank": 12} | changed) for changed in mapped]
        assert chosen(*pair, post={"type": post[0]}, today_rule=TALENT_DUK) == answer


def test_fit_is_to_the_vacant_post_not_to_the_own():
    """Both meet what the own post asks; an administrator needs managerial level 3. Other family: a level less."""
    manager, expert = {"believed": (3.0, 3.0, 2.5)}, {"believed": (4.5, 2.0, 2.5)}
    pair = [administrator_to_be(**expert), administrator_to_be(**manager)]
    assert chosen(*pair, post={"type": ADMINISTRATOR[0]}, today_rule=ASSESSED_FIT) == 1
    stranger = administrator_to_be(**manager, family=3)
    weaker = administrator_to_be(believed=(3.0, 2.7, 2.5))
    assert chosen(stranger, weaker, post={"type": ADMINISTRATOR[0]}, today_rule=ASSESSED_FIT) == 1


def test_the_patron_takes_the_connected():
    """In 200 pairs, whoever of two is connected; both or neither: by uid, as without luck."""
    wins = 0
    for seed in range(200):
        ties = [connected(seed, uid, 0.5) for uid in (2, 3)]
        winner = chosen(filled(rank=13), filled(rank=9), seed=seed, today_rule=PATRONAGE, ties=Ties(0.5))
        assert winner == (1 if ties == [False, True] else 0)
        wins += ties[0] != ties[1]
    assert wins > 60


def held(**changed):
    """Elections that count, with an inauguration in January 2026, month 0 of the run."""
    usual = {
        "held": True,
        "inauguration": np.array([2026, 1]),
        "cycle": 60,
        "candidates": 5,
        "frozen": 6,
        "permit": False,
    }
    return Elections(**usual | {"favour_months": 12, "rotation": 0.2} | changed)


def test_nobody_is_appointed_around_an_election_without_a_permit():
    """Six months after the inauguration and six before the candidates are determined, five months ahead of the next."""
    filled_in = [
        month
        for month in range(61)
        if chosen(filled(post_month=-60), post={"vacant_since": -60}, month=month, elections=held()) == 0
    ]
    assert filled_in == list(range(6, 49))
    assert chosen(filled(), month=0, elections=held(permit=True)) == 0
    assert chosen(filled(), month=0, elections=held(held=False)) == 0


def test_the_next_jenjang_is_no_move_that_an_election_forbids():
    assert chosen(filled(type=PERTAMA[0]), post={"type": MUDA[0]}, elections=held()) == 0


def test_the_connected_are_favoured_in_the_months_after_an_election_alone():
    """Two equals, one of them connected: preferred in months 6 … 17, else the lower uid; never by a pure rule."""
    seed = next(seed for seed in range(99) if [connected(seed, uid, 0.5) for uid in (2, 3)] == [False, True])
    for month in (6, 17, 18, 30, 47):
        for rule, answer in ((DUK_PREDICATE, 1), (TALENT_DUK, 1), (SENIORITY, 0), (ASSESSED_FIT, 0)):
            won = chosen(
                *[filled(rank=12)] * 2, month=month, seed=seed, today_rule=rule, ties=Ties(0.5), elections=held()
            )
            assert won == (answer if month < 18 else 0), (month, rule)
    at_once = held(permit=True)
    pair = [filled(rank=12)] * 2
    for month, answer in ((0, 1), (11, 1), (12, 0)):
        won = chosen(*pair, month=month, seed=seed, today_rule=TALENT_DUK, ties=Ties(0.5), elections=at_once)
        assert won == answer


@given(states(), some_parameters, in_service)
def test_without_elections_nothing_of_them_counts(state, p, now):
    off = p._replace(elections=p.elections._replace(held=False))
    other = off._replace(favour=9.0, elections=held(held=False, frozen=12))
    assert picture(run(state, off, now)) == picture(run(state, other, now))


@pytest.mark.parametrize(
    ("discipline", "until", "answer"),
    [(CLEAN, 9, 0), (GUIDANCE, 9, 0), (LIGHT, 5, None), (LIGHT, 4, 0), (MEDIUM, 9, None), (DISMISSAL, 9, None)],
)
def test_nobody_rises_under_a_sanction_while_it_lasts(discipline, until, answer):
    """PP 94/2021: light, medium or heavy, until the month in which it ends; guidance is no sanction."""
    punished = {"discipline": discipline, "discipline_until": until}
    assert chosen(filled(**punished), month=4) == answer
    assert chosen(filled(type=PERTAMA[0], **punished), post={"type": MUDA[0]}, month=4) == answer


@pytest.mark.parametrize("certificate", [NO_CERTIFICATE, PKP, PKA, PKN2])
def test_a_certificate_is_asked_where_the_law_asks_it(certificate):
    asked = {"certificate_needed": [PKP, PKA, PKN2]}
    for level, (below, above) in enumerate(
        ((PELAKSANA, PENGAWAS), (PENGAWAS, ADMINISTRATOR), (ADMINISTRATOR, JPT)), start=1
    ):
        person = filled(type=below[0], certificate=certificate)
        assert chosen(person, post={"type": above[0]}, **asked) == (0 if certificate >= level else None)
        assert chosen(person, post={"type": above[0]}) == 0


def test_a_reform_of_the_pool_reaches_the_vacancies_that_it_reaches():
    """300 vacancies, the better candidate in another office: found where the reform is delivered, and only there."""
    pair = [administrator_to_be(office=0), administrator_to_be(office=1, rank=13)]

    def won(delivered):
        plan = {"pool": THE_CITY, "rule": SENIORITY, "delivered": delivered, "post": {"type": ADMINISTRATOR[0]}}
        return {seed for seed in range(300) if chosen(*pair, seed=seed, **plan) == 1}

    assert won(0.0) == set() < won(0.4) < won(1.0) == set(range(300))


def test_the_truth_is_output_without_what_the_office_adds():
    here = state(
        vacant(type=ADMINISTRATOR[0]),
        administrator_to_be(office=0, log_output=0.1),
        administrator_to_be(office=1, log_output=0.2),
        offices={"context": [0.0, 0.3]},
    )
    p = parameters(promotion, luck=0.0, women_penalty=0.0, today_rule=WORST, today_pool=THE_CITY)
    assert holder(run(here, p, moment(0))) == 3


def test_a_deduction_costs_women_promotions_and_helps_none():
    """200 vacancies between two equals: those that a woman wins shrink with the deduction, from about half."""
    pair = (filled(sex=FEMALE), filled())
    won = [
        {seed for seed in range(200) if chosen(*pair, seed=seed, today_rule=rule, luck=0.3, women_penalty=penalty) == 0}
        for rule, penalty in ((DUK_PREDICATE, 0.0), (DUK_PREDICATE, 0.45), (DUK_PREDICATE, 5.0), (APPRAISAL, 5.0))
    ]
    assert won[3] == won[0]  # a pure rule knows no deduction
    assert won[2] == set() < won[1] < won[0]
    assert abs(len(won[0]) - 100) < 4 * math.sqrt(50)
    assert abs(len(won[1]) - 200 / (1 + math.exp(1.5))) < 4 * math.sqrt(200 * 0.18 * 0.82)


def test_a_reform_reaches_its_share_of_vacancies_and_more_of_it_those_and_others():
    """300 vacancies, each with the senior (today's choice) and the well appraised (the reform's)."""
    pair = (filled(rank=13), filled(rank=10, predicate=VERY_GOOD))

    def won(delivered):
        rules = {"rule": APPRAISAL, "today_rule": SENIORITY, "delivered": delivered}
        return {seed for seed in range(300) if chosen(*pair, seed=seed, **rules) == 1}

    reached = [won(delivered) for delivered in (0.0, 0.3, 0.7, 1.0)]
    assert reached[0] == set() < reached[1] < reached[2] < reached[3] == set(range(300))
    assert abs(len(reached[1]) - 90) < 4 * math.sqrt(63)


def test_a_reform_may_miss_a_vacancy_of_a_post_and_reach_the_next():
    """The same post under its first 60 holders: half of them by the reform."""
    pair = (filled(rank=13), filled(rank=10, predicate=VERY_GOOD))
    rules = {"rule": APPRAISAL, "today_rule": SENIORITY, "delivered": 0.5}
    reached = [chosen(*pair, post={"type": PENGAWAS[0], "ordinal": nth}, **rules) for nth in range(60)]
    assert abs(sum(reached) - 30) < 4 * math.sqrt(15)


@pytest.mark.parametrize("nth", [0, 1, 3])
def test_a_vacancy_and_its_holders_have_a_lot_of_their_own_whether_a_reform_reaches_them(nth):
    """The last of the four numbers of a vacancy: the others decide how long it waits and who is recruited."""
    seats = [filled(rank=13), filled(rank=10, predicate=VERY_GOOD), vacant(type=PENGAWAS[0], ordinal=nth)]
    rules = {"rule": APPRAISAL, "today_rule": SENIORITY, "delivered": 0.5, "luck": 0.0, "women_penalty": 0.0}
    here, p = state(*seats), parameters(promotion, **rules)
    for seed in range(40):
        by_reform = holder(run(here, p, moment(0, seed)), 2) == 2
        assert by_reform == (luck(seed, VACANCY, 2, nth)[3] < 0.5)


@pytest.mark.parametrize("delivered", [0.0, 1.0])
def test_the_rule_is_that_of_the_office_with_the_vacancy(delivered):
    """The senior of one office and the well appraised of the other: whose vacancy it is decides what counts."""
    pair = [administrator_to_be(rank=13), administrator_to_be(office=1, rank=12, predicate=VERY_GOOD)]
    for rules in ([SENIORITY, APPRAISAL], [APPRAISAL, SENIORITY]):
        for order in (pair, pair[::-1]):
            for office in (0, 1):
                named = {"rule": rules, "today_rule": [WORST] * 2} if delivered else {"today_rule": rules}
                plan = {**named, "pool": THE_CITY, "today_pool": THE_CITY, "delivered": delivered}
                won = chosen(*order, post={"type": ADMINISTRATOR[0], "office": office}, **plan)
                assert order[won].person["predicate"] == (GOOD if rules[office] == SENIORITY else VERY_GOOD)


def test_of_equals_everyone_has_the_same_chance():
    """400 vacancies, four equals; rule `random`."""
    four = [filled() for _ in range(4)]
    wins = np.bincount([chosen(*four, today_rule=RANDOM, luck=0.3, seed=seed) for seed in range(400)], minlength=4)
    assert abs(wins - 100).max() < 4 * math.sqrt(75)


# Known answers: chains


def a_ladder(**top):
    """JPT vacant, below it an administrator, a pengawas and a pelaksana, one behind the other."""
    return state(
        filled(type=PELAKSANA[0]),
        filled(type=PENGAWAS[0]),
        filled(type=ADMINISTRATOR[0]),
        vacant(type=JPT[0], **top),
        vacant(type=PENGAWAS[1], vacant_since=0),
    )


def test_whoever_rises_expects_and_resents_nothing_more_until_january():
    here = state(vacant(type=PENGAWAS[0]), filled(prospect=0.2, passed_over=0.7), filled(prospect=0.25, rank=9))
    later = people(run(here, parameters(promotion, luck=0.0), moment(0)))
    assert (later[2]["prospect"], later[2]["passed_over"], later[3]["prospect"]) == (0.0, 0.0, 0.25)


def test_one_vacancy_at_the_top_moves_the_whole_chain_in_its_month():
    later = run(a_ladder(vacant_since=-6), parameters(promotion), moment(0))
    assert [holder(later, post) for post in range(5)] == [None, 1, 2, 3, None]
    assert later.city.openings.tolist() == [0, 1, 1, 1]
    assert later.posts.vacant_since[0] == 0
    assert later.city.flows[promotion._MEN] == 3


def test_what_an_exit_leaves_waits_for_its_months():
    p, here = parameters(promotion), a_ladder(vacant_since=2)
    assert picture(run(here, p, moment(7))) == picture(here)
    assert holder(run(here, p, moment(8)), 3) == 3


def test_the_best_post_goes_first_and_nobody_has_two():
    """One administrator for two JPT posts: the first gets him, the other waits."""
    here = state(vacant(type=JPT[0]), vacant(type=JPT[0]), filled(type=ADMINISTRATOR[0]))
    later = run(here, parameters(promotion), moment(0))
    assert [holder(later, post) for post in range(3)] == [3, None, None]


# Known answers: functional ladders


@pytest.mark.parametrize(
    ("from_", "to", "credit"),
    [
        (PERTAMA[0], MUDA[0], 100.0),
        (MUDA[0], MADYA[0], 200.0),
        (PERTAMA[1], MUDA[1], 60.0),
        (MUDA[1], MADYA[1], 100.0),
    ],
)
def test_the_next_jenjang_takes_credit_and_a_vacancy_in_the_office(from_, to, credit):
    """PermenPANRB 1/2023, annex."""
    post = {"type": to, "vacant_since": 0}  # no wait
    assert chosen(filled(type=from_, credit=credit), post=post) == 0
    assert chosen(filled(type=from_, credit=credit - 0.01), post=post) is None
    assert chosen(filled(type=from_, credit=credit, office=1), post=post) is None
    assert chosen(filled(type=from_, credit=credit, predicate=NEEDS_IMPROVEMENT), post=post) is None
    assert chosen(filled(type=from_, credit=credit, predicate_before=NEEDS_IMPROVEMENT), post=post) == 0
    assert chosen(filled(type=from_, credit=credit, employment=PPPK), post=post) is None


def test_nobody_takes_two_jenjang_with_the_same_credit():
    """300 points would do for either step; they are struck off in December, and until then count no more."""
    here = state(vacant(type=MADYA[0]), vacant(type=MUDA[0]), filled(type=PERTAMA[0], credit=300.0))
    p = parameters(promotion)
    later = run(here, p, moment(0))
    assert holder(later, 1) == 3
    for month in range(1, 12):
        later = run(later, p, moment(month))
        assert holder(later, 1) == 3
    assert holder(run(later, p, moment(12)), 0) == 3


@pytest.mark.parametrize("without_predicate", [0, 1])
def test_as_many_rungs_are_taken_as_there_are_climbers(without_predicate):
    """Three vacancies of one office and jenjang for two with the credit; perhaps a third lacks the predicate."""
    here = state(
        *[vacant(type=MUDA[0]) for _ in range(3)],
        *[filled(type=PERTAMA[0]) for _ in range(2)],
        *[filled(type=PERTAMA[0], predicate=NEEDS_IMPROVEMENT)] * without_predicate,
    )
    later = run(here, parameters(promotion), moment(0))
    assert {holder(later, post) for post in range(3)} == {4, 5, None}


def test_a_ladder_is_filled_from_the_top_down():
    here = state(
        vacant(type=MADYA[0]),
        filled(type=MUDA[0], credit=200.0),
        filled(type=PERTAMA[0], credit=100.0),
        filled(type=PERTAMA[0], credit=100.0, rank=8),
    )
    later = run(here, parameters(promotion, luck=0.0, today_rule=SENIORITY), moment(0))
    assert [holder(later, post) for post in range(4)] == [2, 3, None, 4]


def test_what_a_higher_jenjang_leaves_is_open_when_the_lower_one_is_served():
    """Both posts of the lower jenjang are then vacant, and the one climber takes the first of them."""
    here = state(
        filled(type=MUDA[0], credit=200.0), vacant(type=MUDA[0]), vacant(type=MADYA[0]), filled(type=PERTAMA[0])
    )
    later = run(here, parameters(promotion), moment(0))
    assert [holder(later, post) for post in range(4)] == [4, None, 1, None]


def test_a_climber_takes_the_place_of_a_recruit_on_the_way():
    here = state(vacant(type=MUDA[0], arrival=6), filled(type=PERTAMA[0]))
    later = run(here, parameters(promotion), moment(0))
    assert holder(later) == 2
    assert later.posts.arrival[0] == NEVER


# Known answers: what everybody may expect


def test_chances_of_equals_are_their_share_of_the_openings():
    """40 equals, 5 posts one level up, turnover .08: .4 openings a year."""
    n = 40
    here = crowd(n, filled(), *[vacant(type=PENGAWAS[0]) for _ in range(5)])
    p = parameters(promotion, women_penalty=0.0)
    later = after(promotion.expect, here, p, moment(0)).workforce
    assert_allclose(later.prospect, (1 - math.exp(-0.4 / n)) * 0.5, rtol=1e-7)
    here.city.openings[1] = 3.0
    seen = after(promotion.expect, here, p, moment(12)).workforce
    assert_allclose(seen.prospect, (1 - math.exp(-0.5 * (0.4 + 3.0) / n)) * 0.5, rtol=1e-7)
    first = after(promotion.expect, here, p, moment(0)).workforce
    assert_allclose(first.prospect, later.prospect)


@pytest.mark.parametrize(
    ("rule", "fairness"),
    [(RANDOM, 0.0), (WORST, -1.0 / math.sqrt(1 + 0.3**2 * math.pi**2 / 6)), (APPRAISAL, 0.5)],
)
def test_fairness_is_the_correlation_of_score_and_truth(rule, fairness):
    """Truth −1, 0, 1 in SD units of √1.5; predicates 4, 5, 5 or 4, 4, 5 have correlation .866 with it."""
    out = (-0.2, 0.0, 0.2)
    three = [filled(log_output=o, predicate=VERY_GOOD if o > 0.1 else GOOD) for o in out]
    p = parameters(promotion, today_rule=rule, women_penalty=0.0)
    later = after(promotion.expect, state(*three, vacant(type=PENGAWAS[0])), p, moment(0))
    expected = math.sqrt(0.75) / math.sqrt(1 + 0.3**2 * math.pi**2 / 6) if rule == APPRAISAL else fairness
    assert_allclose(later.city.fairness, [0.0, expected, 0.0, 0.0], atol=1e-7)
    assert_allclose(later.workforce.passed_over, 1.0 - expected, atol=1e-7)


def test_with_fewer_than_three_eligible_nothing_is_said():
    here = state(filled(), filled(), vacant(type=PENGAWAS[0]), city={"fairness": 0.7})
    later = after(promotion.expect, here, parameters(promotion), moment(0))
    assert not later.city.fairness[1:].any()
    assert not later.workforce.prospect.any()
    assert not later.workforce.passed_over.any()


def test_whoever_rose_within_the_year_is_not_passed_over():
    seats = [filled(promoted_month=month, log_output=o) for month, o in ((-11, 0.1), (-12, 0.2), (NEVER, 0.4))]
    p = parameters(promotion, today_rule=RANDOM, women_penalty=0.0)
    later = after(promotion.expect, state(*seats, vacant(type=PENGAWAS[0])), p, moment(0)).workforce
    assert_allclose(later.passed_over, [0.0, 1.0, 1.0], atol=1e-9)
    assert (later.prospect > 0.0).all()


def test_a_reform_in_part_is_expected_in_part():
    """A reform that reaches half of the openings: half of today's fairness and chances, half of the reform's."""
    seats = [filled(log_output=o, rank=r) for o, r in ((-0.2, 13), (0.0, 12), (0.2, 11))]
    here = state(*seats, vacant(type=PENGAWAS[0]))
    plan = {"rule": RANDOM, "today_rule": SENIORITY, "women_penalty": 0.0}
    later = [after(promotion.expect, here, parameters(promotion, delivered=d, **plan), moment(0)) for d in (0, 0.5, 1)]
    fairness = [s.city.fairness[1] for s in later]
    chances = np.array([-np.log1p(-s.workforce.prospect / 0.5) for s in later])
    assert_allclose(fairness[1], 0.5 * (fairness[0] + fairness[2]))
    assert_allclose(chances[1], 0.5 * (chances[0] + chances[2]))
    assert chances[0][0] > 10.0 * chances[0][2]
    assert_allclose(fairness[0], -1.0 / math.sqrt(1 + 0.3**2 * math.pi**2 / 6), rtol=1e-6)
    assert fairness[2] == 0.0


def test_the_education_of_every_kind_of_post_here_is_that_of_the_examples():
    """The examples above rest on it."""
    assert [int(types().least_education[t]) for t in (PENGAWAS[0], JPT[0])] == [DIPLOMA, BACHELOR]


def test_one_expects_what_the_posts_of_the_level_ask_on_average():
    """Administrators of two families, who ask the same; nobody is a stranger to the average post."""
    people_ = [administrator_to_be(believed=b, log_output=o) for b, o in ((2.0, -0.2), (3.0, 0.0), (4.0, 0.2))]
    people_[1] = administrator_to_be(believed=3.0, log_output=0.0, family=3)
    here = state(*people_, vacant(type=ADMINISTRATOR[0]), vacant(type=ADMINISTRATOR[1]))
    p = parameters(promotion, today_rule=ASSESSED_FIT)
    later = after(promotion.expect, here, p, moment(0))
    w, required = p.fit.weights[2], (3.0, 3.0, 2.5)
    fits = [sum(w[k] * (b - r if b < r else 0.25 * (b - r)) for k, r in enumerate(required)) for b in (2.0, 3.0, 4.0)]
    z = (np.array(fits) - np.mean(fits)) / np.std(fits)
    truth = np.array([-1.0, 0.0, 1.0]) * math.sqrt(1.5)
    assert_allclose(later.city.fairness[2], np.mean(z * truth) / math.sqrt(1 + 0.3**2 * math.pi**2 / 6), atol=1e-7)
    odds = np.exp(z / 0.3)
    assert_allclose(later.workforce.prospect, (1 - np.exp(-0.16 * odds / odds.sum())) * 0.6, rtol=1e-5)


def test_the_connected_expect_more_in_the_year_after_an_election_and_only_then():
    n = 40
    here = crowd(n, filled(post_month=-60, level_month=-60), *[vacant(type=PENGAWAS[0]) for _ in range(5)])
    p = parameters(promotion, women_penalty=0.0, favour=0.3, ties=Ties(0.5), elections=held(permit=True))
    ties = np.array([connected(1, uid, 0.5) for uid in range(1, n + 1)])
    hopes = after(promotion.expect, here, p, moment(0)).workforce.prospect
    assert hopes[ties].min() > 1.5 * hopes[~ties].max()
    assert len(set(after(promotion.expect, here, p, moment(12)).workforce.prospect.tolist())) == 1


@given(contests, some_parameters, st.integers(-24, -1), st.integers(0, 2**63 - 1))
def test_in_burn_in_one_hopes_what_one_would_in_the_first_month(state, p, month, seed):
    p = p._replace(elections=p.elections._replace(held=False))
    early, first = (picture(after(promotion.expect, state, p, moment(m, seed))) for m in (month, 0))
    assert early == first


def test_from_box_seven_the_pool_is_open_on_a_functional_ladder_too():
    pair = filled(type=PERTAMA[0]), filled(type=PERTAMA[0], box=7)
    assert chosen(*pair, post={"type": MUDA[0]}, today_rule=TALENT_POOL) == 1


def test_what_is_asked_on_average_counts_every_post_and_the_box_of_its_level():
    """Three administrators' posts ask managerial level 3, a fourth 5."""
    here = state(*[vacant(type=ADMINISTRATOR[0])] * 3, vacant(type=ADMINISTRATOR[1]), vacant(type=JPT[0]))
    managerial = here.types.required[1].copy()
    managerial[ADMINISTRATOR[1]] = 5.0
    table = here.types._replace(required=(here.types.required[0], managerial, here.types.required[2]))
    asked = [candidates.asked_on_average(table, here.posts, level, np.array([7, 8, 9])) for level in (2, 3)]
    assert [(a.managerial, a.level, a.family, a.least_box) for a in asked] == [(3.5, 2, -1, 8), (4.0, 3, -1, 9)]


def test_the_truth_of_fit_is_competence_with_what_was_learned_in_each_dimension():
    for k in range(3):
        gain = tuple(0.4 * (k == other) for other in range(3))
        pair = administrator_to_be(base=(2.0, 2.0, 2.0)), administrator_to_be(base=(2.0, 2.0, 2.0), gain=gain)
        assert chosen(*pair, post={"type": ADMINISTRATOR[0]}, today_rule=BEST_FOR_POST) == 1


def test_without_luck_the_best_of_a_pool_may_expect_every_opening():
    """Three ranks, the seniority list: z of 1.22 and 0, told apart by e^{1.22/.05} at the least spread of hopes."""
    here = state(*[filled(rank=rank) for rank in (11, 12, 13)], vacant(type=PENGAWAS[0]))
    p = parameters(promotion, today_rule=SENIORITY, women_penalty=0.0, luck=0.0)
    hopes = after(promotion.expect, here, p, moment(0)).workforce.prospect
    assert_allclose(hopes, [0.0, 0.0, (1 - math.exp(-0.08)) * 0.5], atol=1e-9)
