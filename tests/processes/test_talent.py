"""The talent map: equal to its slow twin; thirds by thirds, numbered as the regulation has it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities import opened, scenario
from factories import (
    ADMINISTRATOR,
    PELAKSANA,
    after,
    filled,
    kinds,
    moment,
    moments,
    parameters,
    people,
    picture,
    plain,
    state,
    states,
)
from karier.evidence import register
from karier.model import parameters as of
from karier.processes import talent
from karier.processes.talent import band, place_in_boxes
from karier.state.workforce import GOOD, LOW, NEEDS_IMPROVEMENT, NEVER, VERY_GOOD
from laws import check_order, check_writes
from reference import talent as slow

P = parameters(talent)
THIRDS = np.array([1 / 3, 2 / 3])


@given(states(), moments)
def test_fast_and_slow_agree_to_the_bit(s, now):
    view = picture(s)
    slow.place_in_boxes(view, kinds(), P, now)
    assert picture(after(place_in_boxes, s, P, now)) == view


@given(st.integers(1, 400), st.data())
def test_bands_compiled_and_plain_are_exact_thirds(n, data):
    place = data.draw(st.integers(0, n - 1))
    assert band(place, n, THIRDS) == plain(band)(place, n, THIRDS) == slow.third(place, n)


@given(states(), moments, st.data())
def test_the_order_of_rows_does_not_matter(s, now, data):
    check_order(place_in_boxes, s, P, now, data)


@given(states(), moments)
def test_writes_only_what_it_declares(s, now):
    check_writes(s, after(place_in_boxes, s, P, now), talent.WRITES)


@given(states(), moments)
def test_mapped_is_who_has_a_valid_assessment(s, now):
    later = after(place_in_boxes, s, P, now).workforce
    assert ((later.box > 0) == (later.believed_month > max(now.month, 0) - 36)).all()


@given(states(), moments, st.sampled_from([1, 2, 3]))
def test_who_rises_on_one_axis_falls_on_neither(s, now, k):
    """One person believed more of, or rated better: their own bands do not fall."""
    before = people(after(place_in_boxes, s, P, now))
    for row in range(s.people):
        better = s.copy()
        if k == 3:
            better.workforce.predicate[row] = VERY_GOOD
        else:
            better.workforce.believed[k][row] += 1.0
        old, new = (
            bands(x[int(s.workforce.uid[row])]["box"]) for x in (before, people(after(place_in_boxes, better, P, now)))
        )
        assert old[0] <= new[0]
        assert old[1] <= new[1]


def bands(box):
    return next((pair for pair, number in slow.NUMBERS.items() if number == box), (-1, -1))


# Known answers


def test_the_numbers_are_those_of_the_annex():
    law = register()["law.nine_boxes_performance_x_potential"]["value"]
    levels, rows = ("low", "middle", "high"), ("below_expectation", "meets_expectation", "above_expectation")
    assert P.boxes.tolist() == [[law[row][level] for level in levels] for row in rows]
    assert P.boxes.tolist() == [[1, 3, 6], [2, 5, 8], [4, 7, 9]]


def nine(**same):
    """Nine people: three predicates by three beliefs."""
    return [
        filled(uid=10 * a + b, predicate=predicate, believed=believed, **same)
        for a, predicate in enumerate((NEEDS_IMPROVEMENT, GOOD, VERY_GOOD))
        for b, believed in enumerate((2.0, 2.5, 3.5), start=1)
    ]


def test_three_predicates_by_three_beliefs_fill_the_nine_boxes():
    boxes = {uid: x["box"] for uid, x in people(after(place_in_boxes, state(*nine()), P, moment(0))).items()}
    assert boxes == {1: 1, 2: 3, 3: 6, 11: 2, 12: 5, 13: 8, 21: 4, 22: 7, 23: 9}


def test_equals_are_parted_by_seniority():
    """All good, all believed alike: the longest in rank stand highest, on both axes."""
    s = state(*(filled(uid=9 - k, rank_month=-12 * (k + 1), rank=12) for k in range(6)))
    boxes = {uid: x["box"] for uid, x in people(after(place_in_boxes, s, P, moment(0))).items()}
    assert boxes == {9: 1, 8: 1, 7: 5, 6: 5, 5: 9, 4: 9}


def test_levels_are_compared_apart():
    lower = nine()
    upper = [filled(uid=100 + k, type=ADMINISTRATOR[0], predicate=VERY_GOOD, believed=4.0) for k in range(3)]
    mixed = people(after(place_in_boxes, state(*lower, *upper), P, moment(0)))
    alone = people(after(place_in_boxes, state(*lower), P, moment(0)))
    assert all(mixed[uid]["box"] == alone[uid]["box"] for uid in alone)
    assert [mixed[100 + k]["box"] for k in range(3)] == [1, 5, 9]  # equals: by uid


def test_a_result_lapses_after_three_years_and_the_box_with_it():
    dates = {-35: True, -36: False, NEVER: False, 0: True, -20: True}
    for since, mapped in dates.items():
        s = state(filled(believed_month=since, box=7))
        assert (after(place_in_boxes, s, P, moment(0)).workforce.box[0] > 0) == mapped
    s = state(filled(believed_month=0, box=7))
    assert [int(after(place_in_boxes, s, P, moment(m)).workforce.box[0]) for m in (24, 35, 36, 48)] == [5, 5, 0, 0]


def test_who_is_alone_stands_in_the_middle():
    for predicate in (LOW, VERY_GOOD):
        assert after(place_in_boxes, state(filled(predicate=predicate)), P, moment(0)).workforce.box[0] == 5


def test_who_is_not_rated_yet_counts_as_good():
    three = [filled(uid=k, predicate=rating) for k, rating in enumerate((NEEDS_IMPROVEMENT, 0, VERY_GOOD))]
    boxes = after(place_in_boxes, state(*three), P, moment(0)).workforce.box
    good = [filled(uid=k, predicate=rating) for k, rating in enumerate((NEEDS_IMPROVEMENT, GOOD, VERY_GOOD))]
    assert boxes.tolist() == after(place_in_boxes, state(*good), P, moment(0)).workforce.box.tolist()
    assert len(set(boxes.tolist())) == 3


def test_a_wider_middle_leaves_fewer_in_the_corners():
    s = state(*(filled(uid=k + 1, rank_month=-k, type=PELAKSANA[0]) for k in range(20)))
    narrow, wide = (
        after(place_in_boxes, s, parameters(talent, cuts=cuts), moment(0)).workforce.box
        for cuts in ((0.4, 0.6), (0.1, 0.9))
    )
    assert (narrow == 5).sum() == 4
    assert (wide == 5).sum() == 16


def test_semarang_opens_with_3000_mapped_a_third_of_them_high_on_each_axis():
    s = opened("semarang")
    mapped = s.workforce.box[s.workforce.box > 0]
    assert len(mapped) == pytest.approx(3000, abs=30)
    for high in ([4, 7, 9], [6, 8, 9]):
        assert np.isin(mapped, high).mean() == pytest.approx(1 / 3, abs=0.01)
    p = of(place_in_boxes, scenario("semarang"), moment(0))
    assert people(after(place_in_boxes, s, p, moment(0))) == people(s)
