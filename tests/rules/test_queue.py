"""Queues: exact values, agreement with theory, laws on crowded grids, twins to the bit."""

import importlib.util
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from karier.rules import counter_table as counters
from karier.rules.counter_table import counter_day, table
from karier.rules.queue import LONGEST_MONTHS, docket_month
from reference import queue as slow

HOURS = 150.0  # a month
OPEN = 7.5  # a day

STAFF = st.sampled_from([0.0, 1e-6, 0.3, 0.999, 1.0, 1.001, 2.0, 2.5, 3.0, 5.0, 9.7, 30.0])
LOAD = st.sampled_from([0.0, 0.1, 0.5, 0.8, 0.9, 0.95, 0.99, 1.0, 1.01, 1.1, 1.5, 4.0])
MORE = st.sampled_from([1.0001, 1.01, 1.2, 2.0])
BACKLOG = st.sampled_from([0.0, 0.5, 1.0, 3.0, 20.0, 400.0, 1e4, 1e6])
RATE = st.sampled_from([0.02, 0.25, 1.0, 6.0])


# A month of a docket


@pytest.mark.parametrize("n", [0.5, 1.0, 2.6, 8.0, 40.0])
@pytest.mark.parametrize("load", [0.05, 0.5, 0.8, 0.95])
def test_a_long_month_ends_in_the_steady_state(n, load):
    steady = slow.in_system(n, load)
    for backlog in (0.0, 5.0 * steady):
        m = docket_month(backlog, load * n, n, 1.0, 1e7, 5.0)
        assert m.queue == pytest.approx(steady, rel=0.0015 if load > 0.3 else 0.02)
        assert m.turnaround_hours == pytest.approx(steady / (load * n), rel=0.0015 if load > 0.3 else 0.02)
        assert m.utilisation == pytest.approx(load, rel=1e-4)


@pytest.mark.parametrize("n", [1, 3, 10])
@pytest.mark.parametrize("load", [0.5, 0.9])
def test_the_steady_state_waits_as_theory_says(n, load):
    """Sojourn in M/M/n: exponential waiting of mean 1/(n(1 − ρ)) with chance C, then service."""
    chance, theta = slow.erlang_c(n, n * load), n * (1.0 - load)

    def slower(t):
        if math.isclose(theta, 1.0):
            both = math.exp(-t) * (1.0 + t)
        else:
            both = (math.exp(-theta * t) - theta * math.exp(-t)) / (1.0 - theta)
        return chance * both + (1.0 - chance) * math.exp(-t)

    for promised in (0.5, 2.0, 6.0):
        m = docket_month(slow.in_system(n, load), load * n, float(n), 1.0, 1e6, promised)
        assert m.on_time_share == pytest.approx(1.0 - slower(promised), abs=0.002)
    assert slower(m.p90_hours) == pytest.approx(0.1, rel=0.01)


def test_half_a_month_s_queue_at_full_load():
    """M/M/3, ρ = 1, and M/M/10, ρ = .95: 15-minute cases, 160 h from empty. Exact by the chain of all states."""
    busy = slow.Room(3, 1.0, 640.0).wait_until(640.0)
    exact_mean, exact_end = busy.past @ busy.number / 640.0, busy.p @ busy.number
    assert exact_mean == pytest.approx(33.531, abs=5e-4)
    assert exact_end == pytest.approx(50.033, abs=5e-4)
    assert busy.waiting(busy.past) / 640.0 == pytest.approx(30.609, abs=5e-4)
    ours = docket_month(0.0, 12.0, 3.0, 4.0, 160.0, 1.0)
    assert ours.mean_queue == pytest.approx(exact_mean, rel=0.005)
    assert ours.queue == pytest.approx(exact_end, rel=0.006)
    wide = slow.Room(10, 0.95, 640.0).wait_until(640.0)
    ours = docket_month(0.0, 38.0, 10.0, 4.0, 160.0, 1.0)
    assert ours.mean_queue == pytest.approx(wide.past @ wide.number / 640.0, rel=0.005)


@pytest.mark.parametrize(
    ("n", "load", "start", "error"),
    [(1, 0.7, 0, 0.001), (3, 0.8, 0, 0.001), (8, 0.85, 0, 0.001), (10, 0.95, 0, 0.002), (3, 1.0, 0, 0.003),
     (3, 1.2, 0, 0.004), (1, 0.9, 12, 0.002), (4, 0.7, 60, 0.02)],
)  # fmt: skip
def test_lateness_against_the_chain_of_all_states(n, load, start, error):
    room = slow.Room(n, load, 75.0, start).wait_until(75.0)
    m = docket_month(float(start), load * n, float(n), 1.0, 75.0, 4.0)
    assert room.slower(room.past / 75.0, m.p90_hours) == pytest.approx(0.1, abs=error)
    assert m.on_time_share == pytest.approx(1.0 - room.slower(room.past / 75.0, 4.0), abs=error)


@pytest.mark.parametrize("files", [150, 196, 199, 200, 204, 211])  # on the coarse numbers and between them
def test_a_heavy_backlog_waits_its_turn(files):
    """So many files ahead, one an hour: as many hours and the own one, give or take what chance can do in a month."""
    room = slow.Room(1, 1.0, HOURS, files).wait_until(HOURS)
    m = docket_month(float(files), 1.0, 1.0, 1.0, HOURS, 160.0)
    assert m.turnaround_hours == pytest.approx(files, rel=0.01)
    for hours, share in ((0.99 * m.p90_hours, 1.0), (1.01 * m.p90_hours, -1.0)):  # within 1 % in hours
        assert share * (room.slower(room.past / HOURS, hours) - 0.1) > 0.0


def test_a_promise_kept_and_one_broken_under_a_heavy_backlog():
    room = slow.Room(1, 1.0, HOURS, 200).wait_until(HOURS)
    m = docket_month(200.0, 1.0, 1.0, 1.0, HOURS, 160.0)
    assert m.on_time_share == pytest.approx(1.0 - room.slower(room.past / HOURS, 160.0), abs=0.005)
    assert docket_month(200.0, 1.0, 1.0, 1.0, HOURS, 270.0).on_time_share > 0.98


@given(BACKLOG, LOAD, STAFF, RATE)
def test_cases_are_conserved_and_staff_are_the_limit(backlog, load, n, rate):
    arrivals = load * max(n, 0.3) * rate
    m = docket_month(backlog, arrivals, n, rate, HOURS, 40.0)
    assert m.queue == pytest.approx(backlog + arrivals * HOURS - m.served, rel=1e-12, abs=1e-9)
    assert 0.0 <= m.served <= n * rate * HOURS
    assert m.queue >= 0.0
    assert 0.0 <= m.on_time_share <= 1.0
    assert 0.0 <= m.utilisation <= 1.0
    assert m.served == pytest.approx(m.utilisation * n * rate * HOURS)
    if 0.0 < m.turnaround_hours < LONGEST_MONTHS * HOURS and m.served > 0.0:  # Little
        assert m.turnaround_hours * m.served == pytest.approx(m.mean_queue * HOURS, rel=1e-9)
    assert all(math.isfinite(x) for x in m)


@given(BACKLOG, LOAD, STAFF, RATE, MORE)
def test_more_work_or_fewer_staff_never_help(backlog, load, n, rate, more):
    arrivals = load * max(n, 0.3) * rate
    m = docket_month(backlog, arrivals, n, rate, HOURS, 40.0)
    pressed = {
        "arrivals": docket_month(backlog, arrivals * more, n, rate, HOURS, 40.0),
        "staff": docket_month(backlog, arrivals, n / more, rate, HOURS, 40.0),
        "speed": docket_month(backlog, arrivals, n, rate / more, HOURS, 40.0),
        "backlog": docket_month(backlog * more, arrivals, n, rate, HOURS, 40.0),
    }
    for what, worse in pressed.items():
        assert worse.queue >= m.queue * (1 - 1e-9) - 1e-9, what
        assert worse.mean_queue >= m.mean_queue * (1 - 1e-9) - 1e-9, what
        assert worse.on_time_share <= m.on_time_share + 1e-9, what
        assert worse.p90_hours >= m.p90_hours * (1 - 1e-7), what
        if what != "arrivals" or backlog == 0.0:  # new cases behind an old backlog dilute the month's mean
            assert worse.turnaround_hours >= m.turnaround_hours * (1 - 1e-9), what


@given(BACKLOG, LOAD, STAFF, RATE)
def test_small_differences_stay_small(backlog, load, n, rate):
    arrivals = load * max(n, 0.3) * rate
    m = docket_month(backlog, arrivals, n, rate, HOURS, 40.0)
    near = docket_month(backlog + 1e-7, arrivals + 1e-9, n + 1e-9, rate, HOURS, 40.0)
    assert near.queue == pytest.approx(m.queue, rel=1e-5, abs=1e-4)
    assert near.on_time_share == pytest.approx(m.on_time_share, abs=1e-4)
    assert near.utilisation == pytest.approx(m.utilisation, abs=1e-4)


def test_extreme_conditions():
    nobody = docket_month(12.0, 2.0, 0.0, 1.0, HOURS, 40.0)
    assert nobody.queue == pytest.approx(12.0 + 2.0 * HOURS)
    assert (nobody.served, nobody.on_time_share) == pytest.approx((0.0, 0.0), abs=1e-12)
    assert nobody.turnaround_hours == nobody.p90_hours == LONGEST_MONTHS * HOURS
    quiet = docket_month(0.0, 0.0, 3.0, 0.5, HOURS, 40.0)
    assert (quiet.queue, quiet.mean_queue, quiet.served) == (0.0, 0.0, 0.0)
    assert quiet.turnaround_hours == pytest.approx(2.0)  # what a case would take: its work
    assert quiet.p90_hours == pytest.approx(2.0 * math.log(10.0), rel=1e-3)
    part_time = docket_month(0.0, 0.0, 0.5, 0.5, HOURS, 40.0)
    assert part_time.turnaround_hours == pytest.approx(4.0)
    cleared = docket_month(30.0, 0.0, 3.0, 0.5, HOURS, 40.0)
    assert cleared.queue < 1e-9
    assert cleared.served == pytest.approx(30.0)
    flood = docket_month(1e6, 1e4, 3.0, 0.5, HOURS, 40.0)
    assert flood.served == pytest.approx(3.0 * 0.5 * HOURS, rel=1e-5)
    assert flood.queue == pytest.approx(1e6 + 1e4 * HOURS, rel=1e-3)
    beyond = docket_month(1e9, 1.0, 3.0, 0.5, HOURS, 40.0)
    assert beyond.served == pytest.approx(3.0 * 0.5 * HOURS, rel=1e-5)


# A day at a counter

AT_NODES = ((1, 0.8), (3, 1.0), (12, 1.2), (25, 0.932))
BETWEEN = [(n, load) for n in (1, 2, 7, 14, 22) for load in (0.45, 0.74, 0.86, 0.954, 0.99, 1.006, 1.044, 1.17, 1.36)]
BETWEEN += [(35, load) for load in (0.86, 0.99, 1.17)]
DAYS_BETWEEN = (6.4, 7.4, 10.5, 22.0, 42.0, 95.0)


@pytest.mark.parametrize(("n", "load"), AT_NODES)
def test_the_table_is_exact_at_its_nodes(n, load):
    room = slow.Room(n, load, 50.0)
    for day in (6.0, 11.5, 50.0):
        room.wait_until(day)
        found = counter_day(table(), n * load, float(n), 1.0, day, 1.0)
        mean = room.past / day
        assert found.wait_hours * n * load == pytest.approx(room.waiting(mean), rel=1e-5)
        assert found.turned_away_share * n * load * day == pytest.approx(room.waiting(room.p), rel=1e-5)
        if day > 2.0 * found.p90_hours:
            assert room.slower(mean, found.p90_hours) == pytest.approx(0.1, abs=1e-4)


@pytest.mark.parametrize(("n", "load"), BETWEEN)
def test_within_two_per_cent_between_nodes(n, load):
    room = slow.Room(n, load, DAYS_BETWEEN[-1])
    for day in DAYS_BETWEEN:
        room.wait_until(day)
        found = counter_day(table(), n * load, float(n), 1.0, day, 1.0)
        waiting, left = room.waiting(room.past) / day, room.waiting(room.p)
        if waiting > 0.05:
            assert found.wait_hours * n * load == pytest.approx(waiting, rel=0.02)
        if left > 0.05:
            assert found.turned_away_share * n * load * day == pytest.approx(left, rel=0.02)


@pytest.mark.parametrize("n", [1, 2, 5, 9, 18])
@pytest.mark.parametrize("load", [0.7, 0.94, 1.08, 1.4])
def test_served_within_the_promise(n, load):
    for day, error in ((9.0, 0.035), (45.0, 0.012)):
        for promised in (0.3, 1.5, 4.0):
            found = counter_day(table(), n * load, float(n), 1.0, day, promised)
            assert found.on_time_share == pytest.approx(slow.day_on_time(n, load, day, promised), abs=error)


@pytest.mark.parametrize(
    ("n", "load", "day", "error"),
    [(2, 0.9, 500.0, 0.03), (5, 1.2, 500.0, 0.02), (3, 2.5, 40.0, 0.02), (3, 1.8, 40.0, 0.02), (60, 1.05, 12.0, 0.1)],
)
def test_beyond_the_table(n, load, day, error):
    room = slow.Room(n, load, day).wait_until(day)
    found = counter_day(table(), n * load, float(n), 1.0, day, 1.0)
    assert found.wait_hours * n * load == pytest.approx(room.waiting(room.past) / day, rel=error)
    assert found.turned_away_share * n * load * day == pytest.approx(room.waiting(room.p), rel=error)
    if found.p90_hours < day:
        assert room.slower(room.past / day, found.p90_hours) == pytest.approx(0.1, abs=0.02)


@given(STAFF, LOAD, st.sampled_from([0.2, 1.0, 6.0, 20.0, 60.0]), MORE)
def test_a_crowd_or_fewer_staff_never_help(n, load, rate, more):
    arrivals, promised = load * max(n, 0.3) * rate, 0.25
    day = counter_day(table(), arrivals, n, rate, OPEN, promised)
    pressed = (
        counter_day(table(), arrivals * more, n, rate, OPEN, promised),
        counter_day(table(), arrivals, n / more, rate, OPEN, promised),
        counter_day(table(), arrivals, n, rate / more, OPEN, promised),
    )
    for worse in pressed:
        assert worse.wait_hours >= day.wait_hours * (1 - 1e-9)
        assert worse.turned_away_share >= day.turned_away_share - 1e-9
        assert worse.p90_hours >= day.p90_hours * (1 - 1e-4)
        assert worse.on_time_share <= day.on_time_share + 2e-4
    assert 0.0 <= day.on_time_share <= 1.0 - day.turned_away_share
    assert 0.0 <= day.wait_hours <= OPEN
    assert 0.0 <= day.utilisation <= 1.0
    begun = arrivals * OPEN * (1.0 - day.turned_away_share)  # nobody works longer than the day and one service
    assert begun <= 1.002 * n * rate * OPEN + max(n, 1.0)
    assert all(math.isfinite(x) for x in day)


@pytest.mark.parametrize("edge", ["n = 1", "n = 40", "first load", "last load", "first day", "last day"])
def test_no_step_at_the_edges_of_the_table(edge):
    n, load, hours = 3.0, 0.9, 40.0
    sides = []
    for side in (1.0 - 1e-9, 1.0 + 1e-9):
        n = side if edge == "n = 1" else 40.0 * side if edge == "n = 40" else 3.0
        load = {"first load": counters.LOADS[0] * side, "last load": counters.LOADS[-1] * side}.get(edge, 1.1)
        hours = {"first day": counters.DAYS[0] * side, "last day": counters.DAYS[-1] * side}.get(edge, 40.0)
        sides.append(counter_day(table(), n * load, n, 1.0, hours, 0.5))
    assert np.allclose(*sides, rtol=1e-6)


def test_extreme_days():
    nobody = counter_day(table(), 12.0, 0.0, 6.0, OPEN, 0.25)
    assert (nobody.turned_away_share, nobody.on_time_share, nobody.wait_hours) == (1.0, 0.0, OPEN / 2.0)
    hardly = counter_day(table(), 12.0, 1e-7, 6.0, OPEN, 0.25)
    assert hardly.turned_away_share == pytest.approx(1.0, abs=1e-6)
    assert hardly.wait_hours == pytest.approx(OPEN / 2.0, abs=1e-4)
    empty = counter_day(table(), 0.0, 3.0, 6.0, OPEN, 0.25)
    assert empty.on_time_share == pytest.approx(1.0)
    assert (empty.wait_hours, empty.turned_away_share) == pytest.approx((0.0, 0.0), abs=1e-9)
    assert empty.p90_hours == pytest.approx(math.log(10.0) / 6.0)
    siege = counter_day(table(), 1e6, 3.0, 6.0, OPEN, 0.25)
    assert siege.turned_away_share > 0.9999
    assert siege.wait_hours == pytest.approx(OPEN / 2.0, rel=1e-3)


# The recipe and the twins


def test_the_recipe_makes_the_table():
    path = Path(__file__).parents[2] / "tools" / "make_counter_table.py"
    spec = importlib.util.spec_from_file_location("make_counter_table", path)
    recipe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recipe)
    for n, load in ((1, 0.1), (4, 1.012), (10, 1.6)):
        i, j = counters.SERVERS.index(n), counters.LOADS.index(load)
        assert np.allclose(recipe.values(n, load), table().values[i, j], rtol=1e-6, atol=1e-6)
    assert np.allclose(table().curves[[0, -1], 10], [math.exp(-1.0), 0.5])
    assert counters.longer(table(), 9.0, 1.0, 0.0) == pytest.approx(math.exp(-9.0), rel=1e-3)
    even, shares = recipe.curve(2.0, [0.5, 1.0, 2.5])
    ours = [counters.longer(table(), wait, 1.0, even) for wait in (0.5, 1.0, 2.5)]
    assert np.allclose(ours, shares, atol=1e-3)


GRID = """
from karier.rules.counter_table import counter_day, table
from karier.rules.queue import docket_month
found = []
for n in (0.0, 0.4, 1.0, 2.5, 7.3, 44.0):
    for load in (0.0, 0.3, 0.9, 1.0, 1.3, 3.0):
        for backlog in (0.0, 5.0, 300.0, 1e6):
            found.extend(docket_month(backlog, load * max(n, 0.2) * 0.7, n, 0.7, 140.0, 30.0))
        for rate in (0.3, 5.0, 60.0):
            found.extend(counter_day(table(), load * max(n, 0.2) * rate, n, rate, 7.5, 0.3))
print(" ".join(float(x).hex() for x in found))
"""


def test_plain_python_gives_the_same_bits():
    def run(disable):
        path = {"PYTHONPATH": os.pathsep.join(sys.path), "NUMBA_DISABLE_JIT": disable}
        done = subprocess.run([sys.executable, "-c", GRID], env=os.environ | path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    assert run("0") == run("1")
