"""Money: equal to its slow twin, to the rupiah; and to cells of the tables of the law."""

from datetime import date
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import (
    JPT,
    NO_LINE,
    PELAKSANA,
    PENGAWAS,
    after,
    filled,
    kept,
    kinds,
    moment,
    moments,
    parameters,
    picture,
    plain,
    share,
    shuffled,
    state,
    states,
    undeclared,
)
from karier.processes import money
from karier.processes.money import LONGEST_SERVICE
from karier.rules.awards import Awards
from karier.scenario import bind, load
from karier.state.city import COST_LINES, FLOWS
from karier.state.workforce import (
    CLEAN,
    GOOD,
    GUIDANCE,
    HEAVY,
    LIGHT,
    MEDIUM,
    NEEDS_IMPROVEMENT,
    NON_ASN,
    PNS,
    PPPK,
    PPPK_PART_TIME,
    RANKS,
    VERY_GOOD,
    VERY_LOW,
)
from reference import money as slow

GOLONGAN = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
)
PLACES = FLOWS.index("places_opened")

some_parameters = st.builds(
    partial(parameters, money),
    probation_share=st.sampled_from([0.8, 0.33, 1.0]),
    probation_months=st.sampled_from([12, 6, 0]),
    pppk_years=st.sampled_from([32.0, 7.0, 26.0]),
    allowance_scale=st.sampled_from([1.0, 0.0, 1.1]),
    allowance_by_predicate=st.sampled_from([[0.4, 0.55, 0.7, 1.0, 1.0], [0.25, 0.5, 0.6, 0.9, 1.0]]),
    allowance_pppk=st.sampled_from([0.5, 0.0, 1.0 / 3.0]),
    training_per_jp=st.sampled_from([60_000, 0, 33_333]),
    recruitment_per_place=st.sampled_from([5_000_000, 0, 7]),
    sanction_cut=st.sampled_from([0.25, 0.0, 1.0]),
    assessment_per_person=st.sampled_from([1_000_000, 3]),
    monitoring_per_person=st.sampled_from([10_000, 33_333]),
    awards=st.builds(lambda award, raised: awards(award, raised), st.sampled_from([5_000_000, 7]), share),
)
whole = st.integers


def awards(award=0, raised=0.0):
    """What an award and a raise are worth in the first office; nothing in the other."""
    return Awards(np.array([award, 0]), np.array([raised, 0.0]))


def run(state, p, now):
    return after(money.settle, state, p, now)


def costs(month=0, p=None, **person):
    """The month's cost lines of one person, rupiah."""
    ledger = run(state(filled(**person)), p or parameters(money), moment(month)).city.ledger
    return dict(zip(COST_LINES, ledger.tolist(), strict=True))


# The twins


@given(states(), some_parameters, moments)
def test_fast_and_slow_agree_to_the_rupiah(state, p, now):
    world = picture(state)
    slow.settle(world, kinds(), p, now)
    assert picture(run(state, p, now)) == world


@given(whole(0, 16), whole(0, 60), st.floats(26, 33), st.floats(0, 2), share, share)
def test_a_rule_compiled_and_plain_give_the_same_rupiah(rank, years, span, scale, part, status):
    p = parameters(money)
    for rule, args in (
        (money.pay_step, (years, p.base_pay_from[rank], 18)),
        (money.on_scale, (p.pppk_low[rank], p.pppk_high[rank], float(years), span)),
        (money.allowance, (p.allowance[rank], scale, part, status)),
    ):
        assert rule(*args) == plain(rule)(*args) >= 0


# The laws


@given(states(), some_parameters, moments)
def test_the_ledger_is_the_sum_of_the_offices_and_the_round(state, p, now):
    after_pay = run(state, p, now)
    city = after_pay.city
    of_the_city = np.zeros(len(COST_LINES), np.int64)
    of_the_city[money.RECRUITMENT] = state.city.flows[PLACES] * p.recruitment_per_place
    assert city.ledger.tolist() == (city.office_cost.sum(axis=0) + of_the_city).tolist()
    assert (city.office_cost >= 0).all()
    assert 0 <= after_pay.lines.pay.sum() <= city.ledger[[money.BASE_PAY, money.ALLOWANCE, money.REWARDS]].sum()


@given(states(), some_parameters, moments, whole(0, 1))
def test_an_office_pays_its_own_people_alone(state, p, now, office):
    here = state.workforce.office == office
    together, alone = run(state, p, now).city, run(kept(state, here), p, now).city
    assert together.office_cost[office].tolist() == alone.office_cost[office].tolist()
    assert not alone.office_cost[1 - office, : money.RECRUITMENT].any()


@given(states(), some_parameters, moments, whole(0, 999))
def test_the_order_of_rows_does_not_matter(state, p, now, seed):
    assert picture(run(shuffled(state, seed), p, now)) == picture(run(state, p, now))


@given(states(), some_parameters, moments)
def test_writes_only_what_it_declares(state, p, now):
    assert undeclared(money.WRITES, state, run(state, p, now)) == set()


@given(states(), moments)
def test_twice_the_price_of_a_course_costs_twice(state, now):
    once, twice = (run(state, parameters(money, training_per_jp=price), now).city for price in (50_000, 100_000))
    assert twice.ledger[money.TRAINING] == 2 * once.ledger[money.TRAINING]
    assert twice.ledger[[0, 1, 3]].tolist() == once.ledger[[0, 1, 3]].tolist()


@given(whole(0, 16), whole(0, 40))
def test_pay_never_falls_with_years_or_rank(rank, years):
    def pay(rank, years, employment):
        return costs(month=-1, rank=rank, entry_month=-1 - 12 * years, employment=employment)["base_pay"]

    for employment in (PNS, PPPK):
        assert pay(rank, years, employment) <= pay(rank, years + 1, employment)
        assert rank == 16 or pay(rank, years, employment) < pay(rank + 1, years + 4, employment)


# Known answers


@pytest.mark.parametrize(
    ("rank", "years", "rupiah"),
    [
        ("I/a", 0, 1_685_700),
        ("I/b", 3, 1_840_800),
        ("I/b", 5, 1_898_800),
        ("I/d", 27, 2_901_400),
        ("II/a", 0, 2_184_000),
        ("II/a", 1, 2_218_400),
        ("II/a", 2, 2_218_400),
        ("II/a", 3, 2_288_200),
        ("II/a", 33, 3_643_400),
        ("II/b", 3, 2_385_000),
        ("III/a", 0, 2_785_700),
        ("III/a", 1, 2_785_700),
        ("III/a", 2, 2_873_500),
        ("III/d", 16, 4_042_500),
        ("IV/e", 0, 3_880_400),
        ("IV/e", 32, 6_373_200),
        ("IV/e", 39, 6_373_200),  # the table's last step
    ],
)
def test_base_pay_of_a_civil_servant_is_a_cell_of_the_table(rank, years, rupiah):
    """PP 5/2024; entered before the run, so without probation."""
    person = {"rank": RANKS.index(rank), "entry_month": -1 - 12 * years}
    assert costs(month=-1, **person)["base_pay"] == rupiah
    assert costs(month=10, **person)["base_pay"] == rupiah


def test_probation_pays_four_fifths_for_a_year():
    """PP 7/1977 art. 5; months 6 to 17 of someone who came in month 6."""
    person = {"rank": RANKS.index("III/a"), "entry_month": 6}
    pay = [costs(month=month, **person)["base_pay"] for month in (6, 17, 18, 29, 30)]
    assert pay == [2_228_560, 2_228_560, 2_785_700, 2_785_700, 2_873_500]
    assert costs(month=6, **person)["allowance"] == costs(month=18, **person)["allowance"] > 0


@pytest.mark.parametrize(
    ("golongan", "years", "rupiah"),
    [("IX", 0, 3_203_600), ("IX", 16, 4_232_550), ("IX", 32, 5_261_500), ("IX", 40, 5_261_500), ("XVII", 0, 4_462_500)],
)
def test_base_pay_of_a_pppk_runs_from_the_lowest_to_the_highest_of_the_golongan(golongan, years, rupiah):
    """Perpres 11/2024; no probation."""
    person = {"employment": PPPK, "rank": GOLONGAN.index(golongan), "entry_month": -12 * years}
    assert costs(**person)["base_pay"] == rupiah


@pytest.mark.parametrize(("employment", "key"), [(PPPK_PART_TIME, "part_time_pay"), (NON_ASN, "non_asn_pay")])
def test_part_time_and_non_asn_have_one_pay_and_no_allowance(employment, key):
    p = parameters(money, part_time_pay=2_600_000, non_asn_pay=2_400_000)
    paid = costs(p=p, employment=employment)
    assert paid.pop("discipline") > 0
    assert paid | {"discipline": 0} == dict.fromkeys(COST_LINES, 0) | {"base_pay": getattr(p, key)}


@pytest.mark.parametrize(
    ("type_", "employment", "predicate", "rupiah"),
    [
        (PELAKSANA[0], PNS, GOOD, 2_200_000),
        (PELAKSANA[0], PNS, VERY_GOOD, 2_200_000),
        (PELAKSANA[0], PNS, 0, 2_200_000),
        (PELAKSANA[0], PNS, NEEDS_IMPROVEMENT, 1_540_000),
        (PELAKSANA[0], PNS, VERY_LOW, 880_000),
        (PENGAWAS[0], PNS, GOOD, 6_000_000),
        (JPT[0], PNS, GOOD, 14_700_000),
        (PELAKSANA[0], PPPK, GOOD, 1_100_000),
    ],
)
def test_the_allowance_follows_class_and_predicate(type_, employment, predicate, rupiah):
    assert costs(type=type_, employment=employment, predicate=predicate, rank=8)["allowance"] == rupiah


@pytest.mark.parametrize(
    ("discipline", "until", "rupiah"),
    [(CLEAN, 9, 2_200_000), (GUIDANCE, 9, 2_200_000), (LIGHT, 9, 2_200_000), (MEDIUM, 9, 1_650_000),
     (MEDIUM, 4, 1_650_000), (MEDIUM, 3, 2_200_000), (HEAVY, 9, 1_650_000)],
)  # fmt: skip
def test_a_sanction_from_medium_on_cuts_a_quarter_of_the_allowance_while_it_lasts(discipline, until, rupiah):
    """PP 94/2021 art. 8; month 3."""
    paid = costs(month=3, discipline=discipline, discipline_until=until)
    assert (paid["allowance"], paid["base_pay"]) == (rupiah, costs(month=3)["base_pay"])


def test_a_raise_is_paid_on_all_pay_as_a_reward():
    two = state(filled(office=0, line=0), filled(office=1))
    usual, raised = (run(two, parameters(money, awards=awards(0, r)), moment(0)) for r in (0.0, 0.5))
    pay = usual.city.office_cost[0, : money.TRAINING].sum()
    assert raised.city.office_cost[:, money.REWARDS].tolist() == [pay // 2, 0]
    assert raised.lines.pay[0] == pay + pay // 2
    assert raised.city.ledger[: money.REWARDS].tolist() == usual.city.ledger[: money.REWARDS].tolist()


@pytest.mark.parametrize(
    ("counted", "line", "price"),
    [
        ("assessed", money.ASSESSMENT, 1_000_000),
        ("pairs", money.MENTORING, 300_000),
        ("coached", money.COACHING, 500_000),
        ("participants", money.LEADERSHIP, 22_783_750),
        ("awards", money.REWARDS, 5_000_000),
        ("cases", money.DISCIPLINE, 3_000_000),
        ("moved", money.PLACEMENT, 500_000),
    ],
)
def test_a_programme_costs_by_what_it_left_behind_in_the_office(counted, line, price):
    nothing = dict.fromkeys(
        ("assessed", "pairs", "coached", "participants", "awards", "cases", "moved", "monitored"), 0
    )
    here = state(filled(), offices={**nothing, counted: [0, 3]})
    city = run(here, parameters(money), moment(0)).city
    expected = np.zeros(len(COST_LINES), np.int64)
    expected[line] = 3 * price
    assert city.office_cost[1].tolist() == expected.tolist()
    assert COST_LINES[line] in (
        "assessment",
        "mentoring",
        "coaching",
        "leadership",
        "rewards",
        "discipline",
        "placement",
    )


def test_monitoring_costs_by_head_and_by_how_closely_one_looks():
    here = state(filled(), filled(), filled(office=1), offices={"monitored": [0.6, 0.0]})
    assert run(here, parameters(money), moment(0)).city.office_cost[:, money.DISCIPLINE].tolist() == [12_000, 0]


def test_a_course_costs_by_jp_in_the_office_of_who_attends():
    two = state(filled(office=1, course_jp=20.0), filled(office=0))
    city = run(two, parameters(money), moment(0)).city
    assert city.office_cost[:, money.TRAINING].tolist() == [0, 1_200_000]


def test_a_round_costs_by_place():
    one = state(filled(), city={"flows": np.where(np.arange(len(FLOWS)) == PLACES, 7, 1)})
    assert run(one, parameters(money), moment(0)).city.ledger[money.RECRUITMENT] == 35_000_000


def test_pay_of_a_line_is_that_of_those_posted_there():
    """Whoever serves no line is in none; what stood there last month is forgotten."""
    one = costs()["base_pay"] + costs()["allowance"]
    staff = [filled(line=0, office=0), filled(line=0, office=0), filled(line=3, office=1), filled(line=NO_LINE)]
    there = state(*staff, lines={"pay": [9, 9, 9, 9, 9]})
    assert run(there, parameters(money), moment(0)).lines.pay.tolist() == [2 * one, 0, 0, one, 0]


def test_no_scale_rises_longer_than_the_table_of_pay_is():
    sections = load("semarang").parameters["money"]
    assert sections["pppk_years"].range[1] <= LONGEST_SERVICE
    p = bind(money.Parameters, load("semarang"), "money", date(2026, 1, 1))
    assert p.base_pay_from.max() + 2 * p.base_pay.shape[1] <= LONGEST_SERVICE
