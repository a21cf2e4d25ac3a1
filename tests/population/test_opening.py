"""The first day: margins exact, nobody where they cannot be, luck only where luck belongs."""

from functools import cache

import numpy as np
import pytest

from karier import population
from karier.population import establishment, jobs, who
from karier.population.margins import apportion
from karier.rules import people as traits
from karier.scenario import bind, load
from karier.scenario.place import GENERAL, GROUPS, MANAGERS
from karier.state.lines import COUNTER, DOCKET, KINDS
from karier.state.posts import NO_ARRIVAL, VACANT
from karier.state.workforce import (
    EDUCATIONS,
    EMPLOYMENTS,
    NEVER,
    NON_ASN,
    PNS,
    PPPK,
    PPPK_PART_TIME,
    RANKS,
)

PLACES = ("toy", "semarang")
both = pytest.mark.parametrize("name", PLACES)


@cache
def place(name):
    return load(name)


@cache
def state(name, seed=1):
    return population.build(place(name), seed)


@cache
def bound(kind, name, section="population"):
    return bind(kind, place(name), section, place(name).before())


def value(name, key):
    return place(name).parameters["population"][key].value


def age_years(staff):
    """Completed years as the margins count them: on 1 December before the start."""
    return (-staff.birth_month - 2) // 12


def of(name, employment):
    staff = state(name).workforce
    rows = staff.employment == employment
    return {c: getattr(staff, c)[rows] for c in ("sex", "education", "rank", "type", "level")} | {
        "age": age_years(staff)[rows]
    }


# Margins


def test_semarang_has_the_numbers_that_were_published():
    staff, posts = state("semarang").workforce, state("semarang").posts
    assert len(posts.office) == 22_000
    assert np.bincount(staff.employment, minlength=4).tolist() == [7_000, 5_646, 2_354, 0]
    managers = posts.level > 0
    assert (posts.holder[managers] != VACANT).mean() == pytest.approx(0.95, abs=0.001)
    assert managers[posts.holder != VACANT].sum() == 770  # 11 % of the PNS
    assert (posts.holder[managers] == VACANT).sum() == 41
    assert (posts.holder[~managers] == VACANT).sum() == 22_000 - 15_000 - 41


@both
def test_every_margin_of_the_pns_is_exact(name):
    got = of(name, PNS)
    m = bound(who.Margins, name)
    n = int(m.employed[PNS])
    education = np.bincount(got["education"], minlength=7)
    assert [education[:3].sum(), education[3], education[4:].sum()] == apportion(m.education_pns, n).tolist()
    assert education[:3].tolist() == apportion(m.education_within[:3], int(education[:3].sum())).tolist()
    golongan = np.add.reduceat(np.bincount(got["rank"], minlength=17), [0, 4, 8, 12])
    assert golongan.tolist() == apportion(m.golongan_pns, n).tolist()
    assert np.bincount(got["sex"]).tolist() == apportion(m.sex_pns, n).tolist()
    category = jobs.CATEGORY[got["type"]]
    structural = int((category >= jobs.PENGAWAS).sum())
    functional = int(((category >= jobs.SKILLED) & (category < jobs.PENGAWAS)).sum())
    assert [functional, n - structural - functional] == apportion(m.kinds_of_post[1:], n - structural).tolist()
    assert structural == pytest.approx(m.kinds_of_post[0] * n, abs=1.0)


@both
@pytest.mark.parametrize("employment", [PPPK, PPPK_PART_TIME])
def test_every_margin_of_those_on_contract_is_exact(name, employment):
    got = of(name, employment)
    m = bound(who.Margins, name)
    n = int(m.employed[employment])
    education = m.education_pppk if employment == PPPK else m.education_part_time
    assert np.bincount(got["education"], minlength=7).tolist() == apportion(education, n).tolist()
    assert np.bincount(got["sex"]).tolist() == apportion(m.sex_contract, n).tolist()
    bands = [int(((got["age"] >= low) & (got["age"] <= high)).sum()) for low, high in who.BANDS]
    assert bands == apportion(m.age_contract, n).tolist()
    group = apportion(m.posts_pppk if employment == PPPK else m.posts_part_time, n)
    teachers = (jobs.FAMILY[got["type"]] == jobs.EDUCATION).sum()
    assert teachers == group[GROUPS.index("education")]
    assert (jobs.CATEGORY[got["type"]] < jobs.SKILLED).sum() == group[-1]


def test_without_a_local_figure_the_published_age_bands_hold_to_the_person():
    age = of("toy", PNS)["age"]
    bands = [int(((age >= low) & (age <= high)).sum()) for low, high in who.BANDS]
    assert bands == apportion(bound(who.Margins, "toy").age_pns, 115).tolist()


def test_ages_are_tilted_until_the_first_year_retires_as_many_as_the_city_says():
    """A verification, not a validation: the ages were fitted to it. Within 1 %, since people are whole."""
    staff, types = state("semarang").workforce, state("semarang").types
    left = staff.birth_month + types.retirement_months[staff.type] + 1  # the month after that of the birthday
    first_year = (staff.employment == PNS) & (left < 12)
    assert left.min() >= 0  # nobody should have left before
    assert first_year.sum() == pytest.approx(650, abs=7)
    fixed = population.fixed(place("semarang"))
    assert who.first_year_retirements(fixed.who, bound(jobs.Jobs, "semarang")) == first_year.sum()


@pytest.mark.parametrize("wanted", [2, 4, 6, 8])
def test_the_tilt_meets_other_numbers_as_well(wanted):
    s = load("toy", set={"population.retirements": wanted})
    fixed = population.fixed(s)
    assert who.first_year_retirements(fixed.who, bind(jobs.Jobs, s, "population", s.before())) == pytest.approx(
        wanted, abs=2
    )


# What cannot be


@both
def test_pns_hold_only_ranks_that_education_and_post_allow(name):
    got = of(name, PNS)
    p, ranks = bound(jobs.Jobs, name), bound(who.Ranks, name, "rank")
    floor = bound(who.Margins, name).rank_floor
    category = jobs.CATEGORY[got["type"]]
    assert (got["rank"] >= floor[got["education"]]).all()
    assert (got["education"] >= p.least_education[category]).all()
    pelaksana, manager = category < jobs.SKILLED, category >= jobs.PENGAWAS
    assert (got["rank"] <= ranks.top_by_education[got["education"]])[pelaksana].all()
    assert (got["rank"] <= p.top_rank[category])[~pelaksana].all()
    assert (got["rank"] >= p.least_rank[category] - 1)[manager].all()  # one below may be appointed
    functional = ~pelaksana & ~manager
    assert (got["rank"] >= p.least_rank[category])[functional].all()  # jenjang and rank agree


@both
def test_nobody_is_too_young_or_past_the_age_of_the_post(name):
    staff, types = state(name).workforce, state(name).types
    december = -1 - staff.birth_month  # age in months in the last month before the run
    assert (december <= types.retirement_months[staff.type]).all()
    m = bound(who.Margins, name)
    steps = np.maximum(staff.rank - m.rank_floor[staff.education], 0)
    least = m.entry_age[staff.education] + np.where(staff.employment == PNS, m.least_years_per_rank * steps, 0)
    assert (age_years(staff) >= np.floor(least)).all()
    assert age_years(staff).min() >= 18
    assert age_years(staff)[staff.employment != PNS].min() >= 20


@both
def test_only_pns_manage_and_contracts_start_on_the_first_rung(name):
    staff, types = state(name).workforce, state(name).types
    contract = staff.employment != PNS
    assert (staff.level[contract] == 0).all()
    assert (types.jenjang[staff.type[contract]] <= 1).all()


@both
def test_months_follow_from_one_another(name):
    staff = state(name).workforce
    pns = staff.employment == PNS
    assert (staff.contract_end[pns] == NEVER).all()
    assert (staff.contract_end[~pns] > 0).all()
    assert (staff.contract_end[~pns] <= 60).all()
    full = staff.employment == PPPK
    assert (staff.entry_month[full] < 0).all()
    assert (staff.entry_month[full] >= -60).all()  # rounds of 2021 to 2025
    part = staff.employment == PPPK_PART_TIME
    assert (staff.entry_month[part] == 0).all()
    assert (staff.contract_end[part] == 12).all()  # one year from January 2026
    assert (staff.post_month >= staff.level_month)[~part].all()
    assert (staff.post_month[part] <= 0).all()  # they served before as non-ASN
    assert (staff.level_month >= staff.entry_month).all()
    assert (staff.rank_month >= staff.entry_month).all()
    assert (staff.rank_month <= 0).all()
    assert (staff.rank_month[pns] > -48).all()
    entered = (staff.entry_month - staff.birth_month) / 12
    assert (entered >= 18).all()
    assert np.median(entered[pns]) == pytest.approx(29, abs=4)


# Seats


@both
def test_seats_and_people_point_at_each_other(name):
    s = state(name)
    staff, posts = s.workforce, s.posts
    assert (posts.holder[staff.post] == np.arange(s.people)).all()
    assert (posts.holder != VACANT).sum() == s.people
    for column in ("office", "line", "type", "level"):
        np.testing.assert_array_equal(getattr(staff, column), getattr(posts, column)[staff.post])
    np.testing.assert_array_equal(posts.level, s.types.level[posts.type])
    np.testing.assert_array_equal(posts.ordinal, (posts.holder != VACANT).astype(int))
    assert (posts.arrival == NO_ARRIVAL).all()
    assert len(np.unique(staff.uid)) == s.people
    assert s.people < len(s.store.uid) <= len(posts.office)


@both
def test_every_office_has_its_head_and_its_managers(name):
    s = state(name)
    head = s.offices.head_post
    np.testing.assert_array_equal(s.posts.office[head], np.arange(len(head)))
    wanted = [MANAGERS.index(o.head) + 1 for o in place(name).place.offices]
    assert s.posts.level[head].tolist() == wanted
    managers = np.bincount(s.posts.office[s.posts.level > 0], minlength=len(head))
    np.testing.assert_array_equal(s.offices.managers, managers)


@both
@pytest.mark.parametrize("seed", range(3))
def test_every_line_has_staff_of_its_own_office(name, seed):
    s = state(name, seed)
    posted = s.posts.line >= 0
    np.testing.assert_array_equal(s.lines.office[s.posts.line[posted]], s.posts.office[posted])
    assert (s.posts.level[posted] == 0).all()
    staff = np.bincount(s.workforce.line[s.workforce.line >= 0], minlength=len(s.lines.kind))
    assert staff.min() >= 1
    assert staff[np.isin(s.lines.kind, (COUNTER, DOCKET))].min() >= 2


@both
def test_lines_say_what_the_place_says(name):
    s, lines = place(name), state(name).lines
    rows = population.fixed(s).frame.rows
    p = s.parameters["lines"]
    for row, template in enumerate(rows.template):
        line = list(s.place.lines)[template]
        assert KINDS[lines.kind[row]] == s.place.lines[line].kind
        if f"{line}.promised_minutes" in p:
            assert lines.promised_days[row] == p[f"{line}.promised_minutes"].value / 450
        if f"{line}.promised_days" in p:
            assert lines.promised_days[row] == p[f"{line}.promised_days"].value
    for template, line in enumerate(s.place.lines):
        of_it = rows.template == template
        rate = p[f"{line}.annual_rate"].value if f"{line}.annual_rate" in p else 0.0
        districts = lines.population_row[of_it]
        for district in np.unique(districts):  # the offices of a district share its cases
            assert lines.annual_rate[of_it][districts == district].sum() == pytest.approx(rate)


def test_all_kinds_of_line_stand_in_both_places():
    assert set(state("toy").lines.kind) == set(state("semarang").lines.kind) == {0, 1, 2, 3}


def test_puskesmas_and_kecamatan_are_those_of_the_register():
    kinds = [o.kind for o in place("semarang").place.offices]
    assert kinds.count("puskesmas") == 35
    assert kinds.count("kecamatan") == kinds.count("school_group") == 16
    assert {"dukcapil", "dpmptsp", "rsud"} <= {o.id for o in place("semarang").place.offices}


def test_population_is_linear_between_the_years_published():
    city = state("semarang").city
    mijen = city.population[place("semarang").place.kecamatan.index("Mijen")]
    assert mijen[4] == 122_796  # 2030
    assert mijen[0] == pytest.approx(100_328 + (122_796 - 100_328) / 5)
    assert mijen[30] == mijen[19] == 177_508  # 2045 and after


# Luck


@both
def test_the_same_seed_gives_the_same_bits(name):
    again = population.build(place(name), 1)
    for a, b in zip(again.store, state(name).store, strict=True):
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))
    for table in ("posts", "offices", "lines", "city"):
        for a, b in zip(getattr(again, table), getattr(state(name), table), strict=True):
            np.testing.assert_array_equal(a, b)


@both
def test_another_seed_seats_other_people_under_the_same_margins(name):
    one, two = state(name).workforce, state(name, 2).workforce
    assert not np.array_equal(one.post, two.post)
    for column in ("employment", "sex", "education", "rank", "level", "office"):
        a, b = getattr(one, column), getattr(two, column)
        if column == "office":
            managers = (one.level > 0).sum()
            assert np.abs(np.bincount(a) - np.bincount(b)).sum() <= 2 * managers  # only their vacancies move
        else:
            np.testing.assert_array_equal(np.bincount(a), np.bincount(b))
    np.testing.assert_array_equal(np.sort(age_years(one)), np.sort(age_years(two)))
    assert not np.array_equal(one.lasting[:50], two.lasting[:50])


def test_states_share_nothing_that_a_run_could_write():
    one, two = population.build(place("toy"), 5), population.build(place("toy"), 5)
    for table in ("store", "posts", "offices", "lines", "city", "baseline"):
        for a, b in zip(getattr(one, table), getattr(two, table), strict=True):
            for x, y in zip(a, b, strict=True) if isinstance(a, tuple) else [(a, b)]:
                assert not np.shares_memory(x, y), table


def test_people_begin_at_rest():
    staff = state("toy").workforce
    for k in range(3):
        assert (staff.gain[k] == 0).all()
        base = staff.base[k].astype(np.float32)
        np.testing.assert_array_equal(staff.believed[k], base)
        assert (staff.ceiling[k] >= base).all()
    np.testing.assert_array_equal(staff.drive.astype(np.float32), staff.own_drive)
    assert (staff.promoted_month == NEVER).all()


def test_credit_fits_the_rank_held():
    """Ahli pertama III/b have earned one rank's worth at least, III/a less than one."""
    s = state("semarang")
    staff = s.workforce
    pertama = (staff.employment == PNS) & (jobs.CATEGORY[staff.type] == jobs.EXPERT)
    for rank, low in ((8, 0.0), (9, 50.0)):
        credit = staff.credit[pertama & (staff.rank == rank)]
        assert (credit >= low).all()
        assert (credit <= low + 50.0).all()
        assert (credit * 4 % 50 == 0).all()  # whole years
    assert (staff.credit[jobs.CATEGORY[staff.type] < jobs.SKILLED] == 0).all()


# Parameters


def test_mappings_have_the_keys_that_the_code_counts():
    p = {key: parameter.value for key, parameter in place("toy").parameters["population"].items()}
    for key in bound(jobs.Jobs, "toy")._fields:
        if key != "retirement_years_teachers":
            assert tuple(p[key]) == jobs.CATEGORIES, key
    assert tuple(p["employed"]) == EMPLOYMENTS
    for key in ("education_pppk", "education_part_time", "rank_floor", "entry_age"):
        assert tuple(p[key]) == EDUCATIONS, key
    assert (*p["education_within"],) == EDUCATIONS[:3] + EDUCATIONS[4:]
    assert tuple(p["functional_pns"]) == GROUPS
    for key in ("posts_pppk", "posts_part_time", "vacant_groups"):
        assert tuple(p[key]) == (*GROUPS, "pelaksana"), key
    assert tuple(p["rank_within"]) == RANKS
    assert tuple(p["managers"]) == MANAGERS
    assert tuple(f"general_{family}" for family in p["general_families"]) == GENERAL
    assert [tuple(map(int, band.split("-"))) for band in p["age_pns"]] == list(who.BANDS)
    assert list(p["age_pns"]) == list(p["age_contract"])


def test_every_parameter_is_read():
    from karier.population import people

    read = [f for kind in (who.Margins, establishment.Parameters, jobs.Jobs, people.Parameters) for f in kind._fields]
    assert read == list(place("toy").parameters["population"])
    assert list(traits.Parameters._fields) == list(place("toy").parameters["people"])


def test_nothing_of_the_population_is_drawn():
    drawn = place("toy").drawn(1, 7)
    assert drawn.parameters["population"] == place("toy").parameters["population"]
    assert population.fixed(drawn) is population.fixed(place("toy"))
    assert drawn.parameters["people"]["spread"].value != place("toy").parameters["people"]["spread"].value


def test_non_asn_can_be_there():
    s = load("toy", set={"population.employed": {"non_asn": 20}})
    staff = population.build(s, 1).workforce
    assert (staff.employment == NON_ASN).sum() == 20
    assert (staff.level[staff.employment == NON_ASN] == 0).all()
