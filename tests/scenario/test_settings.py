"""What a place or the user sets: typed by the parameter, with its source, for the plan where there is one."""

from datetime import date

import pytest

from karier.scenario import BadInput


def value(s, name):
    section, _, key = name.partition(".")
    return s.parameters[section][key].value


@pytest.mark.parametrize(
    ("setting", "name", "expected"),
    [
        ("course.hours=40", "course.hours", 40.0),
        ("course.hours = 4e1", "course.hours", 40.0),
        ("course.seats=12", "course.seats", 12),
        ("course.seats=12.0", "course.seats", 12),
        ("course.by_lot=true", "course.by_lot", True),
        ("course.rule=merit", "course.rule", "merit"),
        ("course.start=2027-01-01", "course.start", date(2027, 1, 1)),
        ("course.start=never", "course.start", "never"),
        ("course.offices=all", "course.offices", "all"),
        ("course.offices=dukcapil,klinik", "course.offices", ["dukcapil", "klinik"]),
        ("course.mix={technical: 1}", "course.mix", {"technical": 1.0, "managerial": 0.3, "social": 0.2}),
        ("course.mix.social=0.9", "course.mix", {"technical": 0.5, "managerial": 0.3, "social": 0.9}),
        ("pay.grades.high=[4]", "pay.grades", {"low": [1.0, 2.0], "high": [4.0]}),
        ("pay.months=[3, 4, 5]", "pay.months", [3, 4, 5]),
        (
            "course.hours={2026-01-01: 10, 2028-01-01: 20}",
            "course.hours",
            {date(2026, 1, 1): 10.0, date(2028, 1, 1): 20.0},
        ),
        ("lines.ktp.promised_days=5", "lines.ktp.promised_days", 5.0),
    ],
)
def test_text_is_read_by_the_parameters_type(town, setting, name, expected):
    found = value(town(set=[setting]), name)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("course.hours", "course.hours is no setting; allowed: section.key=value"),
        ("=3", "=3 is no setting"),
        ("course.hors=3", "did you mean course.hours"),
        ("course.hours=", "--set: course.hours: is empty; allowed: a value"),
        ("course.hours=many", "many is a text, not a number"),
        ("course.hours=121", "course.hours: 121 is out of range; allowed: 0 to 120 JP"),
        ("course.hours=.nan", "not a finite number"),
        ("course.hours=[1", "did not find expected"),
        ("course.hours=!!python/name:os.system", "tags that build objects are refused"),
        ("course.seats=1.5", "is not a whole number"),
        ("course.rule=meritt", "did you mean merit"),
        ("course.by_lot=yes", "yes is a text; allowed: true or false"),
        ("nothing=3", "nothing is no known section"),
    ],
)
def test_bad_setting_is_told(town, setting, words):
    with pytest.raises(BadInput, match=words) as refusal:
        town(set=[setting])
    assert "--set" in str(refusal.value)


def test_texts_and_mappings_set_the_same(town):
    one = town(set=["course.hours=40", "course.rule=merit"])
    other = town(set={"course.hours": 40, "course.rule": "merit"})
    assert one == other
    assert one != town()


def test_decision_of_a_planned_section_is_the_plans_and_a_belief_the_places(town):
    s = town("courses.yaml", set=["course.hours=60", "course.gain=0.7", "course.start=2028-01-01", "pay.count=6"])
    assert value(s, "course.hours") == 20.0
    assert s.levers["course"].planned["hours"].value == 60.0
    assert s.levers["course"].start == date(2028, 1, 1)
    assert value(s, "course.gain") == 0.7
    assert value(s, "pay.count") == 6
    assert s.status_quo() == town(set=["course.gain=0.7", "pay.count=6"])


def test_plan_may_be_given_an_end(town):
    assert town("courses.yaml", set=["course.until=2029-01-01"]).levers["course"].until == date(2029, 1, 1)
    with pytest.raises(BadInput, match="2026-01-01 is not after the start"):
        town("courses.yaml", set=["course.until=2026-01-01"])


def test_what_the_user_sets_says_so_and_is_not_drawn(town):
    s = town(set=["course.gain=0.7"])
    gain = s.parameters["course"]["gain"]
    assert (gain.source, gain.kind, gain.evidence, gain.fixed) == ("set by the user", "assumption", (), True)
    assert value(s.drawn(1, 0), "course.gain") == 0.7


def test_place_sets_value_alone_or_with_its_source(town):
    s = town(
        more="""
        parameters:
          course.gain: 0.7
          course.hours: {value: 24, source: Perwal, kind: law, evidence: [law.training_pppk], range: [10, 30]}
          pay.age: {value: 60, source: a letter, kind: estimate}
          course.mix.technical: 0.6
        """
    )
    gain, hours, age = s.parameters["course"]["gain"], s.parameters["course"]["hours"], s.parameters["pay"]["age"]
    assert gain.kind == "assumption"
    assert gain.source.startswith("set in ")
    assert gain.source.endswith("town.yaml")
    assert (gain.range, gain.unit, gain.drawn) == ((0.3, 1.2), "level", True)
    assert (hours.value, hours.range, hours.kind, hours.evidence) == (24.0, (10.0, 30.0), "law", ("law.training_pppk",))
    assert (age.value, age.kind, age.source) == (60, "estimate", "a letter")
    assert value(s, "course.mix")["technical"] == 0.6
