"""Draws are pure, inside their range, and triangular."""

import math
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karier.scenario.beliefs import at_quantiles, triangular
from karier.scenario.parameter import leaves


def values(s):
    return {p.name: p.value for p in chain.from_iterable(section.values() for section in s.parameters.values())}


def test_draw_depends_on_seed_name_and_replication_alone(town):
    s = town()
    first = [values(s.drawn(1, r)) for r in range(3)]
    more = [values(s.drawn(1, r)) for r in reversed(range(10))][::-1]
    assert first == more[:3]
    assert first[0] != first[1]
    assert values(s.drawn(2, 0)) != first[0]


def test_strategies_are_paired(town):
    assert values(town().drawn(1, 4)) == values(town("courses.yaml").drawn(1, 4))


def test_another_value_elsewhere_moves_no_other_draw(town):
    moved = {
        k for k, v in values(town(set=["course.gain=0.3"]).drawn(1, 0)).items() if v != values(town().drawn(1, 0))[k]
    }
    assert moved == {"course.gain"}


def test_laws_decisions_and_texts_are_not_drawn(town):
    base, drawn = values(town()), values(town().drawn(1, 0))
    assert {k for k in base if base[k] != drawn[k]} == {
        "course.fidelity",
        "course.gain",
        "pay.grades",
        "pay.months",
        "pay.count",
        "lines.ktp.annual_rate",
        "lines.ktp.utilisation",
    }


def test_each_leaf_has_its_own_draw_inside_the_range_and_dates_share_it(town):
    s = town(more="parameters: {course.gain: {2026-01-01: 0.5, 2027-01-01: 0.5}}\n").drawn(1, 1)
    low, high = values(s)["pay.grades"]["low"], values(s)["pay.grades"]["high"]
    assert len({*low, *high}) == 3
    assert all(0 <= value <= 9 for value in (*low, *high))
    assert len(set(values(s)["course.gain"].values())) == 1


def test_whole_numbers_stay_whole(town):
    counts = {values(town().drawn(1, r))["pay.count"] for r in range(60)}
    assert all(type(count) is int for count in counts)
    assert counts <= set(range(2, 13))
    assert len(counts) > 5


def test_mean_of_many_draws_is_that_of_the_triangle(town):
    s, n = town(), 4000
    gains = [values(s.drawn(7, r))["course.gain"] for r in range(n)]
    low, mode, high = 0.3, 0.6, 1.2
    deviation = math.sqrt((low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18.0)
    assert abs(sum(gains) / n - (low + mode + high) / 3.0) < 4.0 * deviation / math.sqrt(n)
    assert min(gains) >= low
    assert max(gains) <= high


def test_beliefs_are_drawn_once(town):
    with pytest.raises(ValueError, match="drawn already"):
        town().drawn(1, 0).drawn(1, 1)


@settings(deadline=None)
@given(u=st.floats(2**-33, 1 - 2**-33), ends=st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3).map(sorted))
def test_quantile_inverts_the_distribution_and_stays_inside(u, ends):
    low, mode, high = ends
    value = triangular(u, low, mode, high)
    assert low <= value <= high
    if high - low > 1e-3 and low + 1e-3 < mode < high - 1e-3:
        below = (value - low) ** 2 / ((high - low) * (mode - low))
        above = 1.0 - (high - value) ** 2 / ((high - low) * (high - mode))
        assert (below if value < mode else above) == pytest.approx(u, abs=1e-6)


def test_known_quantiles():
    assert triangular(0.5, 0.0, 0.5, 1.0) == 0.5
    assert triangular(0.125, 0.0, 0.5, 1.0) == 0.25
    assert triangular(0.3, 2.0, 2.0, 2.0) == 2.0


def test_at_quantiles_stands_at_shares_of_the_distribution(town):
    s = town()
    beliefs = [p for section in s.parameters.values() for p in section.values() if p.drawn]

    def at(share):
        moved = at_quantiles(s.parameters, dict.fromkeys((p.name for p in beliefs), share))
        return {p.name: p for p in chain.from_iterable(section.values() for section in moved.values())}

    low, middle, high = at(0.0), at(0.5), at(1.0)
    for p in beliefs:
        leaf = {n: next(v for _, v in leaves(where[p.name].value)) for n, where in enumerate((low, middle, high))}
        assert (leaf[0], leaf[2]) == p.range
        assert leaf[0] <= leaf[1] <= leaf[2]
        assert p.form == "whole" or p.range[0] == p.range[1] or leaf[0] < leaf[1] < leaf[2]
    still = {k: v for k, v in values(s).items() if k not in {p.name for p in beliefs}}
    assert still == {k: low[k].value for k in still}


def test_a_belief_without_a_share_is_an_error(town):
    with pytest.raises(KeyError):
        at_quantiles(town().parameters, {})
