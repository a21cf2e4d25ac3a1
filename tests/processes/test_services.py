"""Services: equal to their slow twin; cases conserved, more hands never worse; who counts where."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from cities import opened
from factories import (
    JPT,
    NO_LINE,
    after,
    filled,
    kinds,
    moment,
    moments,
    parameters,
    picture,
    plain,
    state,
    states,
)
from karier.processes import services
from karier.processes.services import (
    cases,
    count_staff,
    error_share,
    expected_cases,
    month_hours,
    serve,
    wanted_hours,
)
from karier.randomness import DEMAND, normal, words
from karier.rules.demand import Demand, case_hours
from karier.rules.stakes import Stakes, gamed
from karier.rules.totals import mean_quality, totals
from karier.state.lines import CASELOAD, COUNTER, DOCKET, SUPPORT
from karier.state.workforce import PNS, PPPK_PART_TIME
from laws import check_order, check_writes
from reference import services as slow

HOURS = 37.5 * 52 / 12  # of a month
DAY = 7.5
by_office = st.tuples(*[st.sampled_from([0.1, 0.0, 0.5])] * 2).map(np.array)
some = st.builds(
    partial(parameters, services),
    gaming_speed=st.sampled_from([0.2, 0.0, 0.6]),
    gaming_error=st.sampled_from([1.0, 0.0, 3.0]),
    demand=st.builds(
        Demand, st.sampled_from([np.ones(2), np.array([1.5, 0.5])]), by_office, st.sampled_from([0.5, 0.9])
    ),
    stakes=st.builds(Stakes, *[by_office] * 4),
    part_time_share=st.sampled_from([0.4, 0.6, 1.0]),
    error_rate=st.sampled_from([0.01, 0.05, 0.15]),
    error_competence=st.sampled_from([0.0, 0.1, 0.3]),
    season=st.sampled_from([1.0, 0.9]),
    staffing=st.sampled_from([0.0, 0.3, 0.6]),
    support_scale=st.sampled_from([0.05, 0.2]),
    flexible=st.sampled_from([0.2, 0.0, 0.5]),
)
P = parameters(services, demand=Demand(np.ones(2), np.zeros(2), 0.5))  # nothing online
FIXED = P._replace(flexible=0.0)  # everybody stays at their own line


def at_work(s, p=FIXED):
    """A state whose lines stand as after a month of work."""
    return after(serve, s, p, moment(0))


def line(table, j):
    """One row of a table of lines."""
    return {name: column[j].tolist() for name, column in table._asdict().items()}


# The twins


@given(states(), some, moments)
def test_fast_and_slow_agree_to_the_bit(s, p, now):
    view = picture(s)
    slow.serve(view, kinds(), p, now)
    assert picture(after(serve, s, p, now)) == view


@given(st.floats(0.001, 0.5), st.floats(-5.0, 5.0), st.floats(0.0, 1.0), st.floats(-0.5, 0.5))
def test_errors_compiled_and_plain(base, technical, slope, gaming):
    assert error_share(base, technical, slope, gaming) == plain(error_share)(base, technical, slope, gaming)


@given(st.integers(0, 3), *[st.floats(0.0, 1.0)] * 4)
def test_hours_of_a_case_and_gaming_compiled_and_plain(kind, a, b, c, d):
    assert case_hours(a, kind, b, c, d) == plain(case_hours)(a, kind, b, c, d) >= 0.0
    assert gamed(a, b, c, d) == plain(gamed)(a, b, c, d)
    assert gamed(a, b, a, b) == 0.0


@given(st.floats(0.0, 1e6), st.floats(-6.0, 6.0))
def test_cases_compiled_and_plain(mean, z):
    assert cases(mean, z) == plain(cases)(mean, z) == slow.poisson(mean, z)
    assert month_hours(37.5) == plain(month_hours)(37.5) == HOURS


@given(st.integers(0, 9999), st.floats(0.0, 1e4), st.floats(0.0, 0.5), st.floats(0.1, 5.0))
def test_hours_wanted_compiled_and_plain(arrivals, queue, error, pace):
    wanted = wanted_hours(arrivals, queue, error, pace, 0.8)
    assert wanted == plain(wanted_hours)(arrivals, queue, error, pace, 0.8)
    assert wanted == pytest.approx((arrivals / (1.0 - error) + queue) / pace / 0.8)


# The laws


@given(states(), some, moments, st.data())
def test_the_order_of_rows_does_not_matter(s, p, now, data):
    check_order(serve, s, p, now, data)


@given(states(), some, moments)
def test_writes_only_what_it_declares(s, p, now):
    check_writes(s, after(serve, s, p, now), services.WRITES)


@given(states(), some, moments, st.integers(1, 6))
def test_every_case_is_somewhere(s, p, first, months):
    """arrivals = valid + change of the backlog + turned away, to the case, every month and line."""
    s = s.copy()
    for month in range(first.month, first.month + months):
        before = s.lines.backlog.copy()
        serve(s, p, moment(month, first.seed))
        rest, queue = s.lines, (s.lines.kind == COUNTER) | (s.lines.kind == DOCKET)
        counted = rest.valid + rest.turned_away + np.where(rest.kind == DOCKET, rest.backlog - before, 0)
        assert_array_equal(rest.arrivals[queue], counted[queue])
        for name in ("arrivals", "valid", "errors", "turned_away", "backlog", "queue", "capacity", "staff"):
            assert (getattr(rest, name)[queue] >= 0).all(), name
        assert (rest.turned_away[rest.kind == DOCKET] == 0).all()


@given(states(), some, moments)
def test_shares_and_times_stay_in_their_range(s, p, now):
    rest = after(serve, s, p, now).lines
    queue = (rest.kind == COUNTER) | (rest.kind == DOCKET)
    for name in ("on_time_share", "error_rate"):
        assert ((getattr(rest, name)[queue] >= 0.0) & (getattr(rest, name)[queue] <= 1.0)).all(), name
    assert (rest.utilisation[queue] >= 0.0).all()
    assert (rest.utilisation[queue] <= 9.99).all()
    for name in ("turnaround_days", "p90_turnaround_days"):
        assert (getattr(rest, name)[queue] > 0.0).all(), name
        assert np.isfinite(getattr(rest, name)).all(), name


@given(states(), some, moments, st.floats(0.0, 1.0))
def test_who_is_absent_does_no_work(s, p, now, rest_of_absence):
    """Less absence, everybody at their own line: more staff, more capacity; files and visitors are late nowhere."""
    present, p = s.copy(), p._replace(flexible=0.0)
    present.workforce.absence[:] *= rest_of_absence
    few, many = after(serve, s, p, now).lines, after(serve, present, p, now).lines
    queue = (few.kind == COUNTER) | (few.kind == DOCKET)
    assert (many.staff >= few.staff).all()
    assert_array_equal(many.paid_hours, few.paid_hours)
    assert_array_equal(many.arrivals, few.arrivals)
    same_speed = queue & (many.speed >= few.speed)  # another mix of people may be slower on average
    assert (many.capacity[same_speed] >= few.capacity[same_speed] * (1 - 1e-8)).all()
    docket = same_speed & (few.kind == DOCKET) & (few.staff > 0)
    assert (many.on_time_share[docket] >= few.on_time_share[docket] - 1e-6).all()
    assert (many.valid[docket] >= few.valid[docket] - 1).all()
    counter = same_speed & (few.kind == COUNTER) & (few.staff > 0)
    assert (many.on_time_share[counter] >= few.on_time_share[counter] - 0.02).all()  # the table's own error
    assert (many.turned_away[counter] <= few.turned_away[counter] * 1.02 + 1).all()


@settings(max_examples=30)
@given(st.sampled_from([0, 1]), st.integers(0, 2**40), st.sampled_from([0.05, 0.2, 0.5, 2.0]))
def test_one_more_colleague_never_makes_citizens_wait_longer(j, seed, rate):
    """n identical clerks, then n + 1: on-time share up, turnaround down, counter and docket."""
    last = None
    for n in range(1, 9):
        seats = [filled(line=j, uid=uid, output=1.0, absence=0.0) for uid in range(1, n + 1)]
        s = state(*seats, lines={"annual_rate": rate, "unit_hours": 0.25, "queue": 0.0, "backlog": 0})
        now = line(after(serve, s, P, moment(3, seed)).lines, j)
        if last is not None:
            assert now["arrivals"] == last["arrivals"]
            assert now["on_time_share"] >= last["on_time_share"] - (0.0 if j else 0.02)
            assert now["turnaround_days"] <= last["turnaround_days"] * (1.0 + 1e-9 if j else 1.02)
            assert now["valid"] >= last["valid"] - 1
            assert now["utilisation"] <= last["utilisation"]
        last = now


@given(states(), some, moments, st.floats(0.0, 1.0))
def test_faster_work_is_more_capacity(s, p, now, more):
    fast, p = s.copy(), p._replace(flexible=0.0)
    fast.workforce.output[:] *= 1.0 + more
    low, high = after(serve, s, p, now).lines, after(serve, fast, p, now).lines
    assert_allclose(high.speed, low.speed * (1.0 + more), rtol=1e-6)
    assert_array_equal(high.staff, low.staff)
    assert (high.capacity >= low.capacity).all()


@given(states(), some, moments, st.floats(0.0, 2.0))
def test_who_knows_the_trade_errs_less(s, p, now, more):
    better = s.copy()
    better.workforce.gain[0][:] += more
    low, high = after(serve, s, p, now).lines, after(serve, better, p, now).lines
    queue = (low.kind == COUNTER) | (low.kind == DOCKET)
    assert (high.error_rate[queue] <= low.error_rate[queue]).all()


@given(states(), some, moments)
def test_a_line_feels_only_the_staff_of_its_office_and_its_citizens(s, p, now):
    """Lines of the second office do not care who works in the first."""
    other = s.copy()
    here = other.workforce.office == 0
    other.workforce.absence[here] = 0.9
    other.workforce.output[here] *= 0.5
    one, two = picture(after(serve, s, p, now)), picture(after(serve, other, p, now))
    assert one["lines"][2:] == two["lines"][2:]


@given(states(), some, moments)
def test_who_serves_no_line_counts_only_as_hours_to_lend(s, p, now):
    """Not their speed, competence or motivation; managers not at all; and where nothing is lent, nobody."""
    other, loose = s.copy(), s.workforce.line == NO_LINE
    other.workforce.output[loose] *= 2.0
    other.workforce.motivation[loose] *= 0.5
    other.workforce.gain[0][loose] += 1.0
    other.workforce.absence[loose & (s.workforce.level > 0)] = 1.0
    assert picture(after(serve, other, p, now))["lines"] == picture(after(serve, s, p, now))["lines"]
    p = p._replace(flexible=0.0)
    other.workforce.absence[loose] = 1.0
    assert picture(after(serve, other, p, now))["lines"] == picture(after(serve, s, p, now))["lines"]


# Lending


@given(states(), some, moments)
def test_lending_makes_no_hours(s, p, now):
    """An office's lines together have at most the hours of all its staff; each keeps 1 − φ of its own."""
    alone, lent = (after(serve, s, p._replace(flexible=phi), now).lines for phi in (0.0, p.flexible))
    idle = np.zeros(2)
    view = picture(s)
    for office in range(2):
        idle[office] = slow.spare(office, view, p) / HOURS
        here = alone.office == office
        assert lent.staff[here].sum() <= alone.staff[here].sum() + p.flexible * idle[office] + 1e-9
    assert (lent.staff >= (1.0 - p.flexible) * alone.staff - 1e-12).all()
    assert (lent.staff[alone.staff == 0.0] == 0.0).all()
    filled_lines = alone.staff > 0.0
    assert_allclose((lent.paid_hours / np.maximum(lent.staff, 1e-300))[filled_lines],
                    (alone.paid_hours / np.maximum(alone.staff, 1e-300))[filled_lines], rtol=1e-12)  # fmt: skip


def busy(first, second, phi, **lines):
    """A counter and a docket of one office, two people each, with these yearly cases a head; staff of both."""
    seats = [filled(line=j, output=1.0, absence=0.0) for j in (0, 0, 1, 1)]
    usual = {"unit_hours": 0.5, "usual_load": 0.8, "queue": 0.0, "backlog": 0}
    s = state(*seats, lines=usual | {"annual_rate": [first, second, 0, 0, 0]} | lines)
    return at_work(s, P._replace(flexible=phi)).lines


def test_hours_follow_the_load():
    """16,000 people at the counter, 28,000 at the docket: the busier line has help, the quieter one gives it."""
    own = busy(0.2, 0.2, 0.0).staff[0]
    quiet, more = busy(0.05, 0.2, 0.2).staff, busy(0.3, 0.2, 0.2).staff
    assert quiet[0] < own < quiet[1]
    assert quiet[:2].sum() == more[:2].sum() == pytest.approx(2 * own)
    assert quiet[0] < more[0]
    cases = busy(0.3, 0.2, 0.2)
    want = [cases.arrivals[j] / (1 - cases.error_rate[j]) * 0.5 / 0.8 for j in (0, 1)]
    assert more[0] == pytest.approx(0.8 * own + 0.2 * 2 * own * want[0] / sum(want))


def test_a_heavy_backlog_calls_for_help():
    lines = busy(0.2, 0.05, 0.5, queue=[0.0, 400.0, 0.0, 0.0, 0.0])
    assert lines.staff[1] > 1.3 * busy(0.2, 0.05, 0.5).staff[1]


def test_people_without_a_line_help_out_and_managers_do_not():
    seats = [filled(line=0, absence=0.0), filled(absence=0.0), filled(type=JPT[0], absence=0.0)]
    p = parameters(services, flexible=0.5)
    s = state(*seats, lines={"annual_rate": 9.0, "queue": 0.0})  # far more cases than two people can do
    one = (HOURS - DAY) / HOURS
    assert at_work(s, p).lines.staff[0] > one
    alone = state(seats[0], seats[2], lines={"annual_rate": 9.0, "queue": 0.0})
    assert at_work(alone, p).lines.staff[0] == pytest.approx(one)


def test_nothing_is_lent_across_offices():
    seats = [filled(line=0), filled(line=4, office=1), filled(office=1)]
    s = state(*seats, lines={"annual_rate": [9.0, 0.0, 0.0, 0.0, 0.01]})
    assert at_work(s, P).lines.staff[0] == pytest.approx(at_work(s, FIXED).lines.staff[0])


# Known answers: staff


def test_hours_of_a_month():
    """37.5 a week (Perpres 21/2023) × 52/12, less 12 days of leave a year, absence, JP of 45 minutes, mentoring."""
    full = {"line": 0, "absence": 0.1, "course_jp": 15.0, "leadership_jp": 5, "mentor_hours": 8, "employment": PNS}
    half = {"employment": PPPK_PART_TIME, "course_jp": 0.0, "leadership_jp": 0, "mentor_hours": 0}
    s = state(filled(**full), filled(**full | half))
    count_staff(s, P)
    present = ((HOURS - DAY) * 0.9 - 15.0 - 8.0, 0.6 * (HOURS - DAY) * 0.9)
    assert s.lines.paid_hours[0] == pytest.approx(1.6 * HOURS)
    assert s.lines.staff[0] == pytest.approx(sum(present) / HOURS)
    assert s.lines.paid_hours[1:].tolist() == [0.0] * 4


def test_speed_is_the_mean_of_those_present():
    seats = [filled(line=0, absence=a, output=x) for a, x in ((0.0, 1.2), (0.5, 0.6), (1.0, 9.0))]
    s = state(*seats)
    count_staff(s, P)
    assert s.lines.speed[0] == pytest.approx((1.2 + 0.3) / 1.5)
    assert s.lines.staff[0] == pytest.approx(1.5 * (HOURS - DAY) / HOURS)


def test_competence_and_conduct_are_measured_from_what_the_post_asks():
    """In SD of the family, from its usual distance: technical 3.0 asked, sociocultural 2.5; motivation one SD up."""
    b = state(filled()).baseline
    keen = b.drive_mean[0] + b.drive_sd[0]
    s = state(filled(line=1, base=(3.5, 1.0, 3.0), gain=0.0, motivation=keen))
    usual = s.baseline.gap[0] = (-0.4, 0.1, 0.3)
    count_staff(s, P)
    assert s.lines.technical[1] == pytest.approx(0.5 / 0.5 - usual[0])
    assert s.lines.conduct[1] == pytest.approx(0.5 * (1.0 + 0.5 / 0.5 - usual[2]))


def test_more_training_than_hours_leaves_nobody_below_nothing():
    s = state(filled(line=0, course_jp=900.0))
    count_staff(s, P)
    assert (s.lines.staff[0], s.lines.speed[0]) == (0.0, 0.0)


# Known answers: cases


def test_demand_follows_population_season_and_participation():
    s = state(filled(), lines={"annual_rate": 0.12}, city={"participation": 0.9})
    s.city.population[0] = 16000.0 + 100.0 * np.arange(61)
    out = np.empty(5)
    expected_cases(s.lines, s.city, 0, 1.0, out)
    assert_allclose(out, [160.0, 280.0, 280.0, 280.0, 120.0])  # first kecamatan, the whole city (thrice), the second
    expected_cases(s.lines, s.city, 3, 0.5, out)
    assert_allclose(out[:2], [81.5, 141.5])
    expected_cases(s.lines, s.city, 600, 1.0, out)
    assert out[0] == pytest.approx(220.0)  # the last year known stays
    serve(s, parameters(services, season=0.5), moment(36, seed=4))
    luck = normal(*words(4, DEMAND, 0, 36)[:2])
    assert s.lines.arrivals[0] == cases(163.0 * 0.5 * 0.9, luck)


@pytest.mark.parametrize("mean", [5.0, 40.0, 900.0])
def test_cases_are_as_many_and_as_varied_as_poisson(mean):
    z = np.random.default_rng(1).standard_normal(40_000)
    drawn = np.array([cases(mean, x) for x in z])
    assert drawn.mean() == pytest.approx(mean, rel=0.01)
    assert drawn.var() == pytest.approx(mean, rel=0.035)  # 1 %, and the error of 40,000 draws
    assert cases(0.0, 3.0) == 0
    assert cases(0.5, -5.0) >= 0


@given(st.floats(0.0, 1e4), st.floats(0.0, 1e3), st.floats(-4.0, 4.0))
def test_more_demand_never_brings_fewer_cases(mean, more, z):
    if mean > 4.0 or z >= -2.0 * np.sqrt(max(mean, 1e-12)):  # where the expansion holds
        assert cases(mean + more, z) >= cases(mean, z)


def test_errors_at_mean_competence_are_the_base_rate():
    def log_odds(e):
        return np.log(e / (1.0 - e))

    assert error_share(0.05, 0.0, 0.1, 0.0) == pytest.approx(0.05)
    assert log_odds(error_share(0.05, 1.0, 0.1, 0.0)) - log_odds(0.05) == pytest.approx(-0.1)
    assert log_odds(error_share(0.05, 1.0, 0.1, 0.3)) - log_odds(0.05) == pytest.approx(0.2)


# Known answers: what makes a case shorter, and what only looks so


def both(first, then, j, **lines):
    """A counter or docket as `first` has it and as `then` has it."""
    seats = [filled(line=j, absence=0.0, output=1.1) for _ in range(2)]
    usual = {"annual_rate": 0.05, "unit_hours": 0.5, "queue": 0.0, "backlog": 0}
    return tuple(line(at_work(state(*seats, lines=usual | lines), p).lines, j) for p in (first, then))


@pytest.mark.parametrize("j", [0, 1])
def test_what_improvements_save_is_saved_of_every_case(j):
    seats = [filled(line=j), filled(line=j)]
    usual = {"annual_rate": 0.05, "queue": 0.0, "backlog": 0}
    today, better = (line(at_work(state(*seats, lines=usual | {"saving": s})).lines, j) for s in (0.0, 0.2))
    assert better["capacity"] == pytest.approx(today["capacity"] / 0.8)
    assert better["utilisation"] == pytest.approx(today["utilisation"] * 0.8)
    assert better["turnaround_days"] < today["turnaround_days"]
    assert better["arrivals"] == today["arrivals"]


@pytest.mark.parametrize("j", [0, 1])
def test_cases_online_take_less_time_at_the_counter_alone(j):
    """.1 → .6 of cases online, each saving half of its time: 1 − .5·.6 of τ0 instead of 1 − .5·.1."""
    some, more = (FIXED._replace(demand=FIXED.demand._replace(online=np.array([x, 0.1]))) for x in (0.1, 0.6))
    today, online = both(some, more, j)
    ratio = 0.95 / 0.7 if j == 0 else 1.0
    assert online["capacity"] == pytest.approx(today["capacity"] * ratio)
    assert online["arrivals"] == today["arrivals"]


def test_a_surge_brings_cases_to_the_offices_it_hits():
    surge = FIXED._replace(demand=FIXED.demand._replace(surge=np.array([1.5, 1.0])))
    mean = 0.05 * 16000 / 12
    luck = normal(*words(1, DEMAND, 0, 0)[:2])
    today, more = both(FIXED, surge, 0)
    assert (today["arrivals"], more["arrivals"]) == (cases(mean, luck), cases(1.5 * mean, luck))
    elsewhere = FIXED._replace(demand=FIXED.demand._replace(surge=np.array([1.0, 1.5])))
    assert both(FIXED, elsewhere, 0) == (today, today)


def staked(b, verified):
    return FIXED._replace(stakes=Stakes(*(np.array([x, 0.1]) for x in (b, verified, 0.1, 0.5))))


@pytest.mark.parametrize("j", [0, 1])
def test_more_at_stake_moves_effort_to_what_is_measured(j):
    """.3 of pay beyond today's: faster by .2·.3 of P; log odds of an error up by .4·(1 − .5) − .1·(1 − .5)."""
    today, more = both(staked(0.1, 0.5), staked(0.4, 0.5), j)
    assert both(FIXED, staked(0.1, 0.5), j)[0] == today  # at today's stake nothing is gamed
    odds = [np.log(e / (1.0 - e)) for e in (today["error_rate"], more["error_rate"])]
    assert odds[1] - odds[0] == pytest.approx(0.15)
    valid = (1 - more["error_rate"]) / (1 - today["error_rate"])
    assert more["capacity"] / today["capacity"] == pytest.approx((1.1 + 0.2 * 0.3) / 1.1 * valid)
    assert more["speed"] == today["speed"] == pytest.approx(1.1)  # what people are, not what is measured


def test_what_is_verified_is_not_gamed():
    today, checked = both(staked(0.1, 0.5), staked(0.4, 1.0), 1)
    assert checked["error_rate"] < today["error_rate"]
    assert (
        both(FIXED._replace(gaming_error=0.0), staked(0.4, 0.0)._replace(gaming_error=0.0), 1)[1]["error_rate"]
        == (today["error_rate"])
    )


def test_rework_is_inside_the_load():
    """Λ = λ/(1 − e); errors are what was processed beside the valid cases: e/(1 − e) of them."""
    s = at_work(state(filled(line=1), filled(line=1), lines={"annual_rate": 0.05, "unit_hours": 0.5, "queue": 0.0}))
    one = line(s.lines, 1)
    load = one["arrivals"] / HOURS / (1 - one["error_rate"]) / (one["staff"] * one["speed"] / 0.5)
    assert one["utilisation"] == pytest.approx(load)
    assert one["errors"] == round(one["valid"] * one["error_rate"] / (1 - one["error_rate"]))
    assert one["capacity"] == pytest.approx(one["staff"] * one["speed"] * HOURS * (1 - one["error_rate"]))


def test_process_quality_of_the_office_speeds_up_its_lines():
    seats = [filled(line=j) for j in (0, 1)]
    slow_office, fast = (state(*seats, offices={"quality": q}) for q in (1.0, 1.25))
    ratio = at_work(fast).lines.capacity[:2] / at_work(slow_office).lines.capacity[:2]
    assert_allclose(ratio, 1.25)


def test_a_docket_carries_over_and_a_counter_does_not():
    """Twice as many as the staff can do: the file waits, the visitor goes home."""
    seats = [filled(line=j, absence=0.0, output=1.0) for j in (0, 1)]
    s = state(*seats, lines={"annual_rate": 0.25, "unit_hours": 2.0, "queue": 0.0, "backlog": 0})
    for month in range(6):
        serve(s, P, moment(month))
    counter, docket = line(s.lines, 0), line(s.lines, 1)
    assert docket["backlog"] > 3 * docket["valid"]
    assert docket["turned_away"] == 0
    assert counter["turned_away"] > 0.4 * counter["arrivals"]
    assert s.lines.backlog[0] == 0


@pytest.mark.parametrize("why", ["no staff", "all absent"])
def test_nobody_there(why):
    """Nothing is done: every file waits, every visitor is turned away, and no number is lost."""
    seats = [filled(line=j, absence=1.0) for j in (0, 1)] if why == "all absent" else [filled()]
    s = state(*seats, lines={"annual_rate": 0.05, "queue": 0.0, "backlog": 0})
    serve(s, P, moment(3))
    counter, docket = line(s.lines, 0), line(s.lines, 1)
    assert (counter["valid"], counter["turned_away"]) == (0, counter["arrivals"])
    assert (docket["valid"], docket["backlog"]) == (0, docket["arrivals"])
    assert counter["arrivals"] > 0
    for one in (counter, docket):
        assert one["utilisation"] == 9.99
        assert one["capacity"] == 0.0
        assert all(np.isfinite(value).all() for value in one.values())


def test_no_demand():
    s = state(*(filled(line=j) for j in (0, 1)), lines={"annual_rate": 0.0, "queue": 0.0, "backlog": 0})
    serve(s, P, moment(3))
    for j in (0, 1):
        one = line(s.lines, j)
        assert (one["arrivals"], one["valid"], one["errors"], one["backlog"]) == (0, 0, 0, 0)
        assert one["utilisation"] == 0.0
        assert one["on_time_share"] == pytest.approx(1.0, abs=0.05)


def test_a_backlog_is_worked_off_as_valid_cases():
    s = state(
        filled(line=1), filled(line=1), lines={"annual_rate": 0.0, "unit_hours": 0.5, "queue": 80.0, "backlog": 80}
    )
    serve(s, P, moment(3))
    assert (s.lines.valid[1], s.lines.backlog[1]) == (80, 0)


# Known answers: lines without a queue, and what offices feel


def test_quality_is_output_presence_and_staffing():
    """Mean P × presence × (staff/standard)^.3: staff and standard in paid hours, so that absence counts once."""
    seats = [filled(line=2, absence=0.2, output=1.1) for _ in range(3)]
    s = at_work(state(*seats))
    presence = (HOURS - DAY) * 0.8 / HOURS
    ratio = 3 * HOURS / s.baseline.line_hours[2]
    assert s.lines.quality[2] == pytest.approx(1.1 * presence * ratio**0.3)
    assert s.lines.quality[3] == 0.0  # nobody there


def test_support_reaches_the_other_offices_alone():
    """z = (quality/usual − 1)/scale, for offices that are not themselves there to support."""
    s = at_work(state(filled(line=3, office=1)))
    assert s.offices.supporting.tolist() == [0, 1]
    z = (s.lines.quality[3] / s.baseline.support_quality[0] - 1.0) / 0.1
    assert s.offices.support.tolist() == [pytest.approx(z), 0.0]
    assert z != 0.0
    s.baseline.support_quality[0] = 0.0  # while the baseline is still being lived
    assert at_work(s).offices.support.tolist() == [0.0, 0.0]


def test_an_office_feels_the_load_of_its_own_lines_by_their_size():
    seats = [filled(line=0), filled(line=1), filled(line=1), filled(line=4, office=1)]
    s = at_work(state(*seats, lines={"annual_rate": 0.05}))
    load, size = s.lines.utilisation, s.lines.capacity
    mixed = (load[0] * size[0] + load[1] * size[1]) / (size[0] + size[1])
    assert_allclose(s.offices.utilisation, [mixed, load[4]])
    assert at_work(state(filled(line=2))).offices.utilisation.tolist() == [0.0, 0.0]


def test_totals_are_those_of_lines_with_a_queue():
    s = at_work(state(*(filled(line=j) for j in range(4))))
    s.lines.pay[:] = [3, 5, 7, 11, 13]
    all_of, queue = totals(s.lines), [0, 1, 4]
    for name in ("arrivals", "valid", "errors", "turned_away", "backlog", "pay"):
        assert getattr(all_of, name) == getattr(s.lines, name)[queue].sum()
    assert all_of.paid_hours == pytest.approx(2 * HOURS)
    assert all_of.valid_hours == pytest.approx((s.lines.valid * s.lines.unit_hours)[queue].sum())
    assert all_of.capacity == pytest.approx(s.lines.capacity[queue].sum())


def test_mean_quality_weighs_by_paid_hours():
    s = state(filled())
    s.lines.kind[:3], s.lines.quality[:3], s.lines.paid_hours[:3] = CASELOAD, [1.0, 2.0, 9.0], [300.0, 100.0, 0.0]
    assert mean_quality(s.lines, CASELOAD) == pytest.approx(1.25)
    assert mean_quality(s.lines, COUNTER) == 0.0
    assert mean_quality(s.lines, SUPPORT) == 1.0


# A whole city


@pytest.mark.parametrize("name", ["toy", "semarang"])
def test_lines_open_at_the_load_they_were_solved_for(name):
    """τ0 is such that the baseline's load is the place's; a year of demand later it is near."""
    s = opened(name)
    queue = (s.lines.kind == COUNTER) | (s.lines.kind == DOCKET)
    assert np.abs(s.lines.utilisation[queue] - s.lines.usual_load[queue]).mean() < 0.1
    assert (s.lines.staff > 0).all()
    posted = np.bincount(s.workforce.line[s.workforce.line >= 0], minlength=len(s.lines.kind))
    assert (s.lines.staff[~queue] <= posted[~queue]).all()  # nobody counts twice
