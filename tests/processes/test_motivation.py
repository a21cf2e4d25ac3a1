"""Motivation: equal to its slow twin; every driver pulls the way it should, at its own speed."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from factories import (
    DIPLOMA,
    MUDA,
    PELAKSANA,
    PENGAWAS,
    after,
    filled,
    kinds,
    moment,
    moments,
    parameters,
    picture,
    plain,
    share,
    state,
    states,
)
from karier.processes import motivation
from karier.processes.motivation import coaching_pull, ladder_shut, move, target
from karier.rules.coached import Coaching
from karier.state.workforce import CLEAN, GUIDANCE, LIGHT, NOBODY
from laws import check_order, check_strangers, check_writes
from reference import motivation as slow


def at_stake(share):
    """Stakes with this share of pay at stake in both offices."""
    usual = parameters(motivation).stakes
    return usual._replace(stake=np.full_like(usual.stake, share))


logit = st.sampled_from([0.0, 0.06, 1.2]) | st.floats(0.0, 3.0)
some = st.builds(
    partial(parameters, motivation),
    speed_half_life=st.sampled_from([2.0, 6.0, 24.0]),
    incentive=logit,
    stakes=share.map(lambda b: at_stake(b)),
    prospect=logit,
    grievance=logit,
    growth=logit,
    overload=logit,
    stagnation=logit,
    recognition=logit,
    guidance=logit,
    distrust=logit,
    mentoring=logit,
    coaching_effect=st.sampled_from([0.51, 0.0, 0.7]),
    coaching=st.builds(Coaching, st.sampled_from([6, 3, 12])),
    last_months=st.sampled_from([12, 24, 48]),
)


def drives(s, p, now=None):
    new = after(move, s, p, now or moment(3))
    return dict(zip(new.workforce.uid.tolist(), new.workforce.drive.tolist(), strict=True))


def one(**changed):
    """A single person's drive after a month."""
    tables = {name: changed.pop(name) for name in ("offices", "city") if name in changed}
    p = changed.pop("p", parameters(motivation))
    return drives(state(filled(**changed), **tables), p)[1]


# The twins


@given(states(), some, moments)
def test_fast_and_slow_agree_to_the_bit(s, p, now):
    view = picture(s)
    slow.move(view, kinds(), p, now.month)
    assert picture(after(move, s, p, now)) == view


@given(st.floats(-3.0, 3.0), *[share] * 6, *[st.sampled_from([0.0, 1.0])] * 4, share, some)
def test_rules_compiled_and_plain_give_the_same_bits(
    own, inc, v, out, growth, load, watched, shut, awarded, guided, mentored, coached, p
):
    arguments = (own, inc, v, out, growth, load, shut, awarded, guided, watched, mentored, coached, p)
    assert target(*arguments) == plain(target)(*arguments)
    assert coaching_pull(own, load, 6, 6.0) == plain(coaching_pull)(own, load, 6, 6.0)


@given(st.integers(0, 3), st.integers(0, 3), st.integers(0, 16), st.integers(0, 16), st.integers(-5, 60))
def test_the_ladder_compiled_and_plain(level, jenjang, rank, top, left):
    shut = ladder_shut(level, jenjang, rank, top, left, 24)
    assert shut == plain(ladder_shut)(level, jenjang, rank, top, left, 24)
    assert shut in (0.0, 1.0)


# The laws


@given(states(), some, moments, st.data())
def test_the_order_of_rows_does_not_matter(s, p, now, data):
    check_order(move, s, p, now, data)


@given(states(most=8), some, moments)
def test_a_person_does_not_feel_strangers(s, p, now):
    check_strangers(move, s, p, now)


@given(states(), some, moments)
def test_writes_only_what_it_declares(s, p, now):
    check_writes(s, after(move, s, p, now), motivation.WRITES)


@given(states(), some, moments)
def test_motivation_is_the_drive_on_the_scale_from_nothing_to_one(s, p, now):
    new = after(move, s, p, now).workforce
    assert_allclose(new.motivation, 1.0 / (1.0 + np.exp(-new.drive)), rtol=1e-7)  # a float32


@given(states(), some, moments)
def test_everybody_goes_towards_the_target_and_never_past_it(s, p, now):
    view, new = picture(s), drives(s, p, now)
    for uid, who in view["people"].items():
        office = view["offices"][who["office"]]
        aim = slow.target(who, kinds()[who["type"]], office, view["city"]["validity"][0], p, max(now.month, 0))
        low, high = sorted((who["drive"], aim))
        assert low - 1e-12 <= new[uid] <= high + 1e-12


@given(states(), some, st.sampled_from(["prospect", "jp_year"]), moments)
def test_hope_and_growth_never_lower_the_drive(s, p, name, now):
    more = s.copy()
    getattr(more.workforce, name)[:] += 0.3
    low, high = drives(s, p, now), drives(more, p, now)
    assert all(high[uid] >= low[uid] for uid in low)


@given(states(), some, moments)
def test_being_passed_over_and_overload_never_raise_it(s, p, now):
    passed, loaded, unfair, watched = (s.copy() for _ in range(4))
    passed.workforce.passed_over[:] += 0.5
    loaded.offices.utilisation[:] += 0.2
    unfair.offices.award_grievance[:] += 0.3
    watched.offices.monitored[:] += 0.3
    usual = drives(s, p, now)
    for worse in (drives(other, p, now) for other in (passed, loaded, unfair, watched)):
        assert all(worse[uid] <= usual[uid] for uid in usual)


@given(states(), some, moments)
def test_an_award_or_guidance_never_lowers_it(s, p, now):
    clean, awarded, guided = s.copy(), s.copy(), s.copy()
    clean.workforce.award[:] = 0
    awarded.workforce.award[:] = 1
    clean.workforce.discipline[:], guided.workforce.discipline[:] = CLEAN, GUIDANCE
    usual = drives(clean, p, now)
    for better in (drives(awarded, p, now), drives(guided, p, now)):
        assert all(better[uid] >= usual[uid] - 1e-12 for uid in usual)


@given(states(), some, moments)
def test_a_mentor_or_a_coach_never_lowers_it(s, p, now):
    alone, mentored, coached = s.copy(), s.copy(), s.copy()
    alone.workforce.mentor[:], mentored.workforce.mentor[:] = NOBODY, 0
    alone.workforce.coaching_end[:] = coached.workforce.mentor[:] = mentored.workforce.coaching_end[:] = NOBODY
    coached.workforce.coaching_end[:] = 40
    usual = drives(alone, p, now)
    for better in (drives(mentored, p, now), drives(coached, p, now)):
        assert all(better[uid] >= usual[uid] - 1e-12 for uid in usual)


@given(states(), some, moments)
def test_pay_at_stake_counts_by_what_the_measure_is_worth(s, p, now):
    """More at stake never lowers the drive where predicates follow output; where they say nothing it is lost."""
    more = p._replace(stakes=at_stake(p.stakes.stake[0] + 0.2))
    low, high = drives(s, p, now), drives(s, more, now)
    assert all(high[uid] >= low[uid] for uid in low)
    s.city.validity[0] = 0.0
    assert drives(s, p, now) == drives(s, more, now)


# Known answers


@pytest.mark.parametrize("half", [2.0, 6.0, 24.0])
@pytest.mark.parametrize("months", [3, 6, 12])
def test_coaching_adds_half_an_sd_of_own_drive_by_its_end_and_then_it_fades(half, months):
    """d .51 (Jones et al. 2016) of the .6 logit by which own drive varies, whatever its months and the speed."""
    p = parameters(motivation, speed_half_life=half, coaching=Coaching(months))
    s = state(filled(own_drive=0.5, drive=0.5, rank=9, coaching_end=months), city={"validity": 0.0})
    for month in range(months):
        move(s, p, moment(month))
    assert s.workforce.drive[0] - 0.5 == pytest.approx(0.51 * 0.6, rel=1e-9)
    for month in range(months, months + int(half)):
        move(s, p, moment(month))
    assert s.workforce.drive[0] - 0.5 == pytest.approx(0.51 * 0.6 / 2.0, rel=1e-9)


def test_half_of_the_way_in_six_months():
    s, p = state(filled(own_drive=1.0, drive=0.0, rank=9), city={"validity": 0.0}), parameters(motivation)
    for month in range(6):
        move(s, p, moment(month))
    assert s.workforce.drive[0] == pytest.approx(0.5, rel=1e-12)
    for month in range(6, 120):
        move(s, p, moment(month))
    assert s.workforce.drive[0] == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    ("changed", "logits"),
    [  # each driver at its usual strength, in logits of the target, all else neutral
        ({}, 0.0),
        ({"city": {"validity": 0.4}}, 1.5 * 0.1 * 0.4),
        ({"prospect": 0.0625}, 1.2 * 0.0625),
        ({"jp_year": 10.0}, 0.03),
        ({"jp_year": 20.0}, 0.06),
        ({"jp_year": 200.0}, 0.06),
        ({"passed_over": 0.5}, -0.03),
        ({"mentor": 0}, 0.06),
        ({"coaching_end": 4}, 0.51 * 0.6 / 0.5),
        ({"coaching_end": 3}, 0.0),
        ({"award": 1}, 0.06),
        ({"award": 1, "offices": {"award_grievance": 0.5}}, 0.06),
        ({"award": 0, "offices": {"award_grievance": 0.5}}, -0.03),
        ({"passed_over": 0.5, "offices": {"award_grievance": 0.25}}, -0.045),
        ({"discipline": GUIDANCE, "discipline_until": 4}, 0.06),
        ({"discipline": GUIDANCE, "discipline_until": 3}, 0.0),
        ({"discipline": LIGHT, "discipline_until": 4}, 0.0),
        ({"offices": {"monitored": 0.8}}, -0.06),
        ({"offices": {"monitored": 0.3}}, 0.0),
        ({"offices": {"monitored": 0.1}}, 0.0),
        ({"offices": {"utilisation": 0.9}}, 0.0),
        ({"offices": {"utilisation": 1.2}}, -0.09),
        ({"offices": {"utilisation": 9.0}}, -0.3),
        ({"type": PELAKSANA[0], "education": DIPLOMA, "rank": 10}, -0.06),
        ({"type": PELAKSANA[0], "education": DIPLOMA, "rank": 9}, 0.0),
        ({"type": MUDA[0], "education": DIPLOMA, "rank": 10}, 0.0),
        ({"type": PENGAWAS[0], "education": DIPLOMA, "rank": 10}, 0.0),
        ({"birth_month": 3 - (58 * 12 - 24)}, -0.06),
        ({"birth_month": 3 - (58 * 12 - 25)}, 0.0),
    ],
)
def test_every_driver_moves_the_target_by_its_coefficient(changed, logits):
    neutral = {"own_drive": 0.5, "drive": 0.5, "rank": 9, "city": {"validity": 0.0}}
    step = 1.0 - 0.5 ** (1 / 6)
    assert one(**neutral | changed) - 0.5 == pytest.approx(step * logits, abs=1e-14)


def test_nobody_ages_in_burn_in():
    """Two years before retirement in month 0: so too in every month before, and not a month earlier in birth."""
    p = parameters(motivation)
    for months_left, shut in ((24, -0.06), (25, 0.0)):
        s = state(filled(birth_month=months_left - 58 * 12, rank=9, own_drive=0.5, drive=0.5), city={"validity": 0.0})
        step = 1.0 - 0.5 ** (1 / 6)
        for month in (-24, -1, 0):
            assert drives(s, p, moment(month))[1] - 0.5 == pytest.approx(step * shut, abs=1e-14)
    assert drives(s, p, moment(1))[1] < 0.5


def test_pay_itself_is_no_driver():
    """An unconditional raise is nowhere among what moves η (de Ree et al. 2018): no parameter speaks of its amount."""
    pleased = one(city={"pay_satisfaction": 1.0, "usual_raise": 1.0})
    assert pleased == one(city={"pay_satisfaction": 0.0, "usual_raise": 0.0})
    names = set(motivation.Parameters._fields)
    assert not {name for name in names if "pay" in name or "raise" in name}
    assert np.isfinite(one())
