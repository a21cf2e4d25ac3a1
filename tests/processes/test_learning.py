"""Learning: equal to its slow twin, obedient to its laws, and as large as the trials it is taken from."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from cities import opened
from factories import (
    MUDA,
    NO_LINE,
    PELAKSANA,
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
from karier.processes import leadership, learning
from karier.processes.learning import (
    Courses,
    dose,
    from_class,
    from_coaching,
    from_course,
    kept,
    learn,
    on_the_job,
    settle,
)
from karier.rules.coached import Coaching, goes_on
from karier.rules.plans import weakest
from karier.rules.programmes import jp_before
from laws import check_order, check_strangers, check_writes
from reference import learning as slow

rates = st.sampled_from([0.0, 0.01, 0.03])
some = st.builds(
    partial(parameters, learning),
    job_rate=rates,
    job_half_life=st.sampled_from([12.0, 24.0]),
    effect=st.sampled_from([0.4, 0.63, 0.8]),
    breadth=st.sampled_from([0.3, 0.6, 1.0]),
    scale_jp=st.sampled_from([10.0, 20.0]),
    forget_half_life=st.sampled_from([6.5, 11.0]),
    consolidation=st.sampled_from([0.0, 0.02, 0.05]),
    leadership_effect=st.sampled_from([0.73, 0.0, 3.0]),
    coaching_effect=st.sampled_from([0.0, 0.28, 2.0]),
    coaching=st.builds(Coaching, st.sampled_from([6, 3, 12])),
)
carried = st.builds(lambda p, share: p._replace(transfer=share), some, st.sampled_from([1.0, 0.0, 0.6]))
courses = st.builds(
    lambda s, h, m: Courses(np.array([s, 0.4]), np.array([h, 20.0]), np.array([m, 1.0 - m, 0.0])),
    share,
    st.sampled_from([0.0, 20.0, 60.0]),
    share,
)


# Some families have so little headroom that a course could lift people above their ceiling
@st.composite
def crowded(draw):
    s = draw(states())
    s.baseline.headroom[:] *= draw(st.sampled_from([1.0, 0.1]))
    return s


def competence(s):
    return np.stack([base + gain for base, gain in zip(s.workforce.base, s.workforce.gain, strict=True)])


def ceiling(s):
    return np.stack(s.workforce.ceiling)


# The twins


@given(crowded(), carried, moments)
def test_fast_and_slow_agree_to_the_bit(s, p, now):
    view = picture(s)
    slow.learn(view, kinds(), p, now.month, now.seed)
    assert picture(after(learn, s, p, now)) == view


@given(crowded(), some, courses)
def test_the_opening_gain_is_its_twins(s, p, usual):
    view, new = picture(s), s.copy()
    slow.settle(view, kinds(), p, usual)
    settle(new, p, usual)
    assert picture(new) == view


levels = st.floats(0.0, 4.0)


@given(levels, share, share, st.floats(0.0, 120.0), some)
def test_rules_compiled_and_plain_give_the_same_bits(room, usage, factor, jp, p):
    assert on_the_job(room, usage, factor, 0.01) == plain(on_the_job)(room, usage, factor, 0.01)
    assert dose(jp, p.scale_jp) == plain(dose)(jp, p.scale_jp)
    assert from_course(jp, room, 0.6, 0.5, p) == plain(from_course)(jp, room, 0.6, 0.5, p)
    assert from_class(int(jp), 60, room, 0.6, 0.5, p) == plain(from_class)(int(jp), 60, room, 0.6, 0.5, p)
    assert jp_before(389, 4, int(jp)) == plain(jp_before)(389, 4, int(jp))
    assert from_coaching(room, 0.6, 0.5, p) == plain(from_coaching)(room, 0.6, 0.5, p)
    assert kept(usage, p.forget_half_life) == plain(kept)(usage, p.forget_half_life)


@given(st.lists(levels, min_size=9, max_size=9), moments, st.integers(-32_000, 40))
def test_whom_and_on_what_to_coach_compiled_and_plain(numbers, now, end):
    assert weakest(*numbers) == plain(weakest)(*numbers) in range(3)
    assert goes_on(now.month, end) == plain(goes_on)(now.month, end)


# The laws


@given(states(), carried, moments, st.data())
def test_the_order_of_rows_does_not_matter(s, p, now, data):
    check_order(learn, s, p, now, data)


@given(crowded(), some, moments, st.data())
def test_more_hours_of_training_and_no_one_knows_less(s, p, now, data):
    """Person by person and dimension by dimension."""
    more = s.copy()
    more.workforce.course_jp[:] += data.draw(st.sampled_from([0.0, 1.0, 20.0, 100.0]))
    less, most = after(learn, s, p, now), after(learn, more, p, now)
    assert (competence(most) >= competence(less) - 1e-15).all()


@given(states(), some, moments, st.sampled_from(["effect", "breadth", "job_rate"]))
def test_what_teaches_more_leaves_no_one_behind(s, p, now, name):
    better = p._replace(**{name: getattr(p, name) * 1.5})
    assert (competence(after(learn, s, better, now)) >= competence(after(learn, s, p, now)) - 1e-15).all()


@given(crowded(), some, moments, st.data())
def test_more_from_partners_or_a_coach_and_no_one_knows_less(s, p, now, data):
    more = s.copy()
    for taught in more.workforce.taught:
        taught[:] += data.draw(st.sampled_from([0.0, 0.125, 1.0]))
    more.workforce.coaching_end[:] = np.maximum(more.workforce.coaching_end, data.draw(st.sampled_from([-100, 0, 40])))
    less, most = after(learn, s, p, now), after(learn, more, p, now)
    assert (competence(most) >= competence(less) - 1e-15).all()


@given(crowded(), some, moments)
def test_nobody_outgrows_their_ceiling(s, p, now):
    """Those above it (gains made elsewhere) learn nothing."""
    before, reached = competence(s), competence(after(learn, s, p, now))
    assert (reached <= np.maximum(before, ceiling(s)) + 1e-12).all()


@given(states(), some, moments)
def test_base_never_falls_and_gain_never_goes_below_nothing(s, p, now):
    new = after(learn, s, p, now)
    assert (np.stack(new.workforce.base) >= np.stack(s.workforce.base)).all()
    assert (np.stack(new.workforce.gain) >= 0.0).all()


@given(states(), some, st.integers(-24, -1))
def test_the_base_stands_still_in_burn_in(s, p, month):
    new = after(learn, s, p, moment(month))
    assert_array_equal(np.stack(new.workforce.base), np.stack(s.workforce.base))


@given(states(), carried, moments)
def test_a_person_does_not_feel_strangers(s, p, now):
    """With nobody else there, everybody learns the same."""
    check_strangers(learn, s, p, now)


@given(states(), carried, moments)
def test_writes_only_what_it_declares(s, p, now):
    check_writes(s, after(learn, s, p, now), learning.WRITES)


def test_consolidation_moves_competence_and_makes_none():
    """Off: the same sum; on: the same sum, another split."""
    s = state(filled(base=4.0, ceiling=4.0, gain=1.0, type=MUDA[0]))
    off, on = (after(learn, s, parameters(learning, consolidation=rho, job_rate=0.0), moment(0)) for rho in (0.0, 0.05))
    assert_allclose(competence(on), competence(off), rtol=1e-15)
    assert on.workforce.gain[0][0] == pytest.approx(0.95)
    assert on.workforce.base[0][0] == pytest.approx(4.05)


# Known answers


def test_half_of_a_gain_without_use_is_lost_at_eleven_months():
    """Technical competence in a post with no use for it (weight 0): 2^(−months/11) (Tatel & Ackerman 2025)."""
    p = parameters(learning)
    p = p._replace(fit=p.fit._replace(weights=np.array([[0.0, 0.5, 0.5]] * 4)))
    s = state(filled(base=3.0, ceiling=3.0, gain=(0.8, 0.8, 0.8)))
    left = []
    for month in range(14):
        learn(s, p, moment(month))
        left.append(s.workforce.gain[0][0])
    assert_allclose(left, 0.8 * 0.5 ** (np.arange(1, 15) / 11.0), rtol=1e-12)
    half = 1 + next(month for month, gain in enumerate(left) if gain <= 0.4 * (1 + 1e-12))
    assert 11 * 0.9 <= half <= 11 * 1.1


def test_what_is_used_does_not_fade():
    """Staff use technical competence most (use 1): the sum stays, whatever the half-life."""
    s = state(filled(base=3.0, ceiling=3.0, gain=0.8))
    new = after(learn, s, parameters(learning, forget_half_life=6.5), moment(0))
    assert competence(new)[0, 0] == pytest.approx(3.8)
    assert competence(new)[1, 0] < 3.8


@pytest.mark.parametrize(("months_in_post", "share_left"), [(0, 1.0), (24, 0.5), (48, 0.25), (719, 2**-29.9583)])
def test_the_job_teaches_less_every_two_years(months_in_post, share_left):
    """Δbase = λ0·use·headroom·2^(−months/24): .01 a month of one level of headroom."""
    s = state(filled(base=3.0, gain=0.0, ceiling=4.0, post_month=6 - months_in_post))
    new = after(learn, s, parameters(learning), moment(6))
    assert new.workforce.base[0][0] - 3.0 == pytest.approx(0.01 * share_left, rel=1e-4)
    assert new.workforce.base[1][0] - 3.0 == pytest.approx(0.01 * share_left / 6.0, rel=1e-4)


def test_the_reference_course_teaches_the_effect_at_mean_headroom():
    p = parameters(learning, breadth=1.0)
    assert from_course(40.0, 0.9, 0.6, 0.9, p) == pytest.approx(0.63 * 0.6)
    assert from_course(40.0, 0.45, 0.6, 0.9, p) == pytest.approx(0.63 * 0.6 / 2.0)
    assert from_course(40.0, 9.0, 0.6, 0.9, p) == pytest.approx(0.63 * 0.6 * 2.0)
    assert from_course(40.0, 0.05, 3.0, 0.1, p) == 0.05
    assert from_course(20.0, 0.9, 0.6, 0.9, p) / from_course(40.0, 0.9, 0.6, 0.9, p) == pytest.approx(
        (1 - np.exp(-1)) / (1 - np.exp(-2))
    )


@pytest.mark.parametrize("what", ["no hours", "no headroom", "below nothing"])
def test_no_course_teaches(what):
    p = parameters(learning)
    room = {"no hours": 1.0, "no headroom": 0.0, "below nothing": -2.0}[what]
    assert from_course(0.0 if what == "no hours" else 40.0, room, 0.6, 0.5, p) == 0.0


def test_only_the_dimension_of_the_course_is_taught():
    for k in range(3):
        s = state(filled(base=3.0, gain=0.0, ceiling=4.0, course_jp=40.0, course_dimension=k))
        idle = state(filled(base=3.0, gain=0.0, ceiling=4.0, course_jp=0.0, course_dimension=k))
        p, now = parameters(learning), moment(3)
        taught = competence(after(learn, s, p, now)) > competence(after(learn, idle, p, now)) + 0.05
        assert taught[:, 0].tolist() == [j == k for j in range(3)]


@pytest.mark.parametrize("k", range(3))
def test_a_simulated_trial_finds_the_effect_that_was_put_in(k):
    """Half of Semarang's people, drawn by lot, get 40 JP; what is taught is the whole competence (φ = 1).

    d on the competence, in its SD within the family, one month later: .63 ± .05 (Arthur et al. 2003: verification).
    """
    s = opened("semarang")
    treated = np.random.default_rng(5).random(s.people) < 0.5
    s.workforce.course_jp[:] = np.where(treated, 40.0, 0.0)
    s.workforce.course_dimension[:] = k
    before = competence(s)[k]
    learn(s, parameters(learning, breadth=1.0), moment(0))
    grown = competence(s)[k] - before
    family = s.types.family[s.workforce.type]
    d = grown / s.baseline.competence_sd[family, k]
    assert d[treated].mean() - d[~treated].mean() == pytest.approx(0.63, abs=0.05)


def test_a_simulated_trial_of_coaching_finds_the_effect_that_was_put_in():
    """Half of Semarang's people, by lot, are coached for six months on what they are believed weakest in.

    d .28 on that dimension at the end, without forgetting (Jones et al. 2016: verification).
    """
    s = opened("semarang")
    p, coached = parameters(learning, forget_half_life=1e6), np.random.default_rng(5).random(s.people) < 0.5
    s.workforce.course_jp[:] = 0.0
    s.workforce.coaching_end[:] = np.where(coached, 6, s.workforce.coaching_end)
    before, staff = competence(s), s.workforce
    for month in range(6):
        learn(s, p, moment(month))
    gaps = p.fit.weights[staff.level].T * (np.stack(s.types.required)[:, staff.type] - np.stack(staff.believed))
    k, family = gaps.argmax(axis=0), s.types.family[staff.type]
    d = (competence(s) - before)[k, np.arange(s.people)] / s.baseline.competence_sd[family, k]
    assert d[coached].mean() - d[~coached].mean() == pytest.approx(0.28, abs=0.05)


def test_the_classes_of_a_programme_teach_together_what_one_course_of_their_hours_would():
    """Four months of a PKA on .73 SD0 of managerial competence, and only on that; each at the headroom of the first."""
    p = parameters(learning, job_rate=0.0, forget_half_life=1e9, consolidation=0.0)
    s = state(filled(base=3.0, gain=0.0, ceiling=100.0, programme=2, programme_end=4, certificate=0))
    for month in range(1, 5):
        leadership.run(s, parameters(leadership), moment(month))
        learn(s, p, moment(month))
    jp = float(p.classes.jp[1])
    whole = 0.6 * 0.73 * s.baseline.competence_sd[0, 1] * dose(jp, 20.0) / dose(40.0, 20.0) * 2.0
    assert [float(gain[0]) for gain in s.workforce.gain] == pytest.approx([0.0, whole, 0.0])
    assert s.workforce.certificate[0] == 2


def test_what_partners_taught_is_gained_up_to_the_ceiling():
    s = state(filled(base=3.0, gain=0.0, ceiling=(4.0, 3.0625, 3.0), taught=0.125))
    new = after(learn, s, parameters(learning, job_rate=0.0, forget_half_life=1e9, consolidation=0.0), moment(0))
    assert [float(gain[0]) for gain in new.workforce.gain] == pytest.approx([0.125, 0.0625, 0.0])


@given(crowded(), some, courses)
def test_the_opening_gain_never_lifts_anyone_above_the_ceiling(s, p, usual):
    new = s.copy()
    settle(new, p, usual)
    assert (competence(new) <= np.maximum(ceiling(s), np.stack(s.workforce.base)) + 1e-12).all()
    assert (np.stack(new.workforce.gain) >= 0.0).all()


def test_the_opening_gain_is_where_a_year_of_courses_balances_a_year_of_losses():
    """Everybody gets a twelfth of the usual courses every month: the mean gain hardly moves in two years."""
    seat = partial(filled, line=NO_LINE, base=3.0, ceiling=4.0)
    s = state(seat(), seat(type=MUDA[0]), seat(type=PELAKSANA[1]))
    p = parameters(learning)
    settle(s, p, Courses(np.array([0.5, 0.5]), np.array([20.0, 20.0]), np.array([0.4, 0.3, 0.3])))
    start = np.stack(s.workforce.gain)
    monthly = start * [
        [1.0 - slow.half_life(1.0 - slow.use(0, k, p.fit), 11.0) * (1.0 - 0.02 * slow.use(0, k, p.fit))]
        for k in range(3)
    ]
    for month in range(-24, 0):
        learn(s, p, moment(month))
        for k in range(3):
            s.workforce.gain[k][:] += monthly[k]
    assert_allclose(np.stack(s.workforce.gain), start, rtol=1e-12)
