"""IP ASN: equal to its slow twin; the regulation's tables, person by person."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities import opened, scenario
from factories import (
    ADMINISTRATOR,
    JPT,
    PELAKSANA,
    PENGAWAS,
    PERTAMA,
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
from karier.evidence import register
from karier.model import parameters as of
from karier.processes import ip_asn
from karier.processes.ip_asn import competence, measure, sanction, scheme
from karier.state.workforce import (
    BACHELOR,
    CLEAN,
    DIPLOMA,
    DISMISSAL,
    DOCTOR,
    GOOD,
    GUIDANCE,
    HEAVY,
    LIGHT,
    LOW,
    MASTER,
    MEDIUM,
    NEEDS_IMPROVEMENT,
    NO_CERTIFICATE,
    NON_ASN,
    PKA,
    PKN2,
    PKP,
    PRIMARY,
    UPPER_SECONDARY,
    VERY_GOOD,
    VERY_LOW,
)
from laws import check_order, check_writes
from reference import ip_asn as slow

NONE = parameters(ip_asn, seminar=0.0, functional_training=0.0)
ALL = parameters(ip_asn, seminar=1.0, functional_training=1.0)
some = st.builds(partial(parameters, ip_asn), seminar=share, functional_training=share)


@given(states(), some, moments)
def test_fast_and_slow_agree_to_the_bit(s, p, now):
    view = picture(s)
    slow.measure(view, kinds(), p, now)
    assert picture(after(measure, s, p, now)) == view


@given(st.integers(0, 2), share, st.booleans(), share, st.integers(0, 5), st.integers(-40, 90), st.integers(0, 3))
def test_rules_compiled_and_plain(kind, programme, technical, seminar, state_, until, level):
    for f, args in (
        (competence, (kind, programme, technical, seminar, ALL.competence)),
        (sanction, (state_, until, 24, 60)),
        (scheme, (level, kind)),
    ):
        assert f(*args) == plain(f)(*args)


@given(states(), some, moments, st.data())
def test_the_order_of_rows_does_not_matter(s, p, now, data):
    check_order(measure, s, p, now, data)


@given(states(), some, moments)
def test_writes_only_what_it_declares(s, p, now):
    check_writes(s, after(measure, s, p, now), ip_asn.WRITES)


@given(states(), some, moments, st.sampled_from(["education", "jp_year", "predicate", "certificate"]))
def test_nothing_that_counts_lowers_the_index(s, p, now, what):
    better = s.copy()
    column = getattr(better.workforce, what)
    column[:] = {"education": DOCTOR, "jp_year": 40.0, "predicate": VERY_GOOD, "certificate": PKN2}[what]
    low, high = (after(measure, x, p, now).city.ip_asn[0] for x in (s, better))
    assert 0.0 <= low <= high <= 100.0


# The regulation


def index(p=NONE, month=0, **person):
    usual = {
        "education": BACHELOR,
        "jp_year": 0.0,
        "predicate": GOOD,
        "certificate": NO_CERTIFICATE,
        "discipline": CLEAN,
    }
    return after(measure, state(filled(**(usual | person))), p, moment(month)).city.ip_asn[0]


def test_the_weights_are_25_40_30_5():
    weights = register()["law.ip_asn_weights"]["value"]
    best = {"education": DOCTOR, "jp_year": 20.0, "predicate": VERY_GOOD, "certificate": PKN2}
    assert index(ALL, type=JPT[0], **best) == 100.0
    assert weights == {
        "qualification": NONE.qualification.max(),
        "competence": index(ALL, type=JPT[0], jp_year=20.0, certificate=PKN2) - index(type=JPT[0]),
        "performance": NONE.performance.max(),
        "discipline": NONE.discipline.max(),
    }
    assert all(row.sum() == weights["competence"] for row in NONE.competence)


@pytest.mark.parametrize(
    ("education", "points"),
    [(PRIMARY, 1), (UPPER_SECONDARY, 5), (DIPLOMA, 10), (BACHELOR, 15), (MASTER, 20), (DOCTOR, 25)],
)
def test_qualification(education, points):
    assert index(education=education) == points + 25 + 5


@pytest.mark.parametrize(
    ("predicate", "points"), [(VERY_LOW, 1), (LOW, 5), (NEEDS_IMPROVEMENT, 15), (GOOD, 25), (VERY_GOOD, 30), (0, 25)]
)
def test_performance(predicate, points):
    assert index(predicate=predicate) == 15 + points + 5


@pytest.mark.parametrize(
    ("kind", "person", "without", "with_both"),
    [
        (JPT, {"certificate": PKN2}, 15.0, 25.0),
        (JPT, {"certificate": PKA}, 0.0, 10.0),
        (ADMINISTRATOR, {"certificate": PKA}, 15.0, 25.0),
        (ADMINISTRATOR, {"certificate": PKP}, 0.0, 10.0),
        (PENGAWAS, {"certificate": PKP, "jp_year": 20.0}, 30.0, 40.0),
        (PENGAWAS, {"jp_year": 19.5}, 0.0, 10.0),
        (PERTAMA, {"jp_year": 20.0}, 15.0, 40.0),
        (PERTAMA, {"certificate": PKN2}, 0.0, 25.0),
        (PELAKSANA, {"jp_year": 20.0}, 22.5, 40.0),
        (PELAKSANA, {"jp_year": 40.0, "certificate": PKP}, 22.5, 40.0),
        (PELAKSANA, {}, 0.0, 17.5),
    ],
)
def test_competence_by_kind_of_post(kind, person, without, with_both):
    """Without seminar and functional training; and where all have both."""
    rest = 15 + 25 + 5
    assert index(type=kind[0], **person) == rest + without
    assert index(ALL, type=kind[0], **person) == rest + with_both


@pytest.mark.parametrize(
    ("discipline", "points"), [(CLEAN, 5), (GUIDANCE, 5), (LIGHT, 3), (MEDIUM, 2), (HEAVY, 1), (DISMISSAL, 1)]
)
def test_discipline_counts_five_years(discipline, points):
    assert index(discipline=discipline, discipline_until=6) == 40 + points
    assert index(month=65, discipline=discipline, discipline_until=6) == 40 + points
    assert index(month=66, discipline=discipline, discipline_until=6) == 45


def test_the_city_has_the_mean_of_its_civil_servants():
    s = state(filled(education=DOCTOR), filled(education=BACHELOR), filled(education=PRIMARY, employment=NON_ASN))
    assert after(measure, s, NONE, moment(0)).city.ip_asn[0] == (25 + 15) / 2 + 25 + 5
    assert after(measure, state(filled(employment=NON_ASN)), NONE, moment(0)).city.ip_asn[0] == 0.0


def test_semarang_opens_with_its_index():
    s = opened("semarang")
    p = of(measure, scenario("semarang"), moment(0))
    assert 0.0 < s.city.ip_asn[0] < 100.0
    assert after(measure, s, p, moment(0)).city.ip_asn[0] == s.city.ip_asn[0]
    trained = s.copy()
    trained.workforce.jp_year[:] = np.where(trained.workforce.jp_year < 20.0, 20.0, trained.workforce.jp_year)
    assert after(measure, trained, p, moment(0)).city.ip_asn[0] > s.city.ip_asn[0] + 5.0
