"""The parameter files: complete, sourced, and each read by exactly the process it belongs to."""

import importlib
import pkgutil
from datetime import date
from typing import get_type_hints

import pytest

import karier.processes
from factories_scenario import parameters_in
from karier import evidence
from karier.scenario import BadInput, binding, defaults, load
from karier.scenario.levers import RESERVED, is_lever
from karier.scenario.parameter import Parameter, parameter
from karier.scenario.sections import section

LABEL = {"id": "a", "en": "a"}
GOOD = {
    "label": LABEL,
    "value": 0.5,
    "unit": "x",
    "range": [0, 1],
    "kind": "assumption",
    "role": "belief",
    "source": "x",
}


PROCESSES = sorted(info.name for info in pkgutil.iter_modules(karier.processes.__path__))


def read_by(kind):
    """The keys of the file that a class of parameters takes: computed fields and nested classes are none."""
    hints = get_type_hints(kind)
    nested = {f for f, hint in hints.items() if isinstance(hint, type) and issubclass(hint, tuple)}
    return [f for f in hints if f != "delivered" and not f.startswith("today_") and f not in nested]


def written(name):
    """The keys of a file; those that open a lever are read by the lever."""
    entries = defaults()[name]
    return [key for key in entries if not (is_lever(entries) and key in RESERVED)]


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_reads_its_file_field_by_field(name):
    kind = importlib.import_module(f"karier.processes.{name}").Parameters
    own = [f for f in read_by(kind) if f in defaults()[name]]
    assert own == [key for key in written(name) if key in own]  # the same order


@pytest.fixture(scope="module")
def bound():
    """Every class that a run binds, by section: two years and the opening of the smallest place."""
    from karier.model import CareerModel

    found, bind = {}, binding._bind

    def seen(kind, s, section, day):
        found.setdefault(section, set()).add(kind)
        return bind(kind, s, section, day)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(binding, "_bind", seen)
        CareerModel(load("toy+training", years=2), 271828).run_model()
    return found


def test_no_parameter_is_read_by_nothing(bound):
    unread = {
        name: sorted(set(written(name)) - {f for kind in bound.get(name, ()) for f in read_by(kind)})
        for name in defaults()
    }
    assert not {name: keys for name, keys in unread.items() if keys}


def test_default_lies_inside_its_range_and_beliefs_have_room():
    for entries in defaults().values():
        for p in entries.values():
            if p.drawn and p.range:
                assert p.range[0] < p.range[1], f"{p.name} is a belief without doubt"


def test_register_has_only_statuses_that_are_understood():
    known = {"seen", "secondary", "unconfirmed", "contradicted", "verify", "estimate"}
    assert {evidence.status(identifier) for identifier in evidence.register()} <= known
    assert evidence.status("law.nothing_of_the_kind") is None


def test_good_entry_is_a_parameter():
    p = parameter("x.y", GOOD, "x.yaml")
    assert isinstance(p, Parameter)
    assert (p.form, p.drawn, p.at(date(2026, 1, 1))) == ("real", True, 0.5)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"source": None}, "x.yaml: x.y.source: is missing"),
        ({"source": "  "}, "x.y.source: is missing"),
        ({"range": None}, "x.y.range: is missing; allowed: .low, high. for every number"),
        ({"range": [1, 0]}, "ends before it begins"),
        ({"range": [0]}, "is no range"),
        ({"value": 2.0}, "x.y: 2.0 is out of range; allowed: 0 to 1 x"),
        ({"value": None}, "x.y.value: is missing"),
        ({"value": {"a": 0.5, "b": 3}}, "x.y.b: 3 is out of range"),
        ({"value": [0.5, [0.1]]}, "x.y.value: .* is uneven"),
        ({"value": {date(2024, 1, 1): 0.1, date(2025, 1, 1): 7}}, "7 is out of range"),
        ({"value": {date(2024, 1, 1): {"a": 0.1}, date(2025, 1, 1): {"b": 0.2}}}, "b is no known key"),
        ({"value": "x", "range": None}, "x.y.choices: is missing"),
        ({"value": "x", "choices": ["y"]}, "x is no known choice"),
        ({"kind": "guess"}, "x.y.kind: guess is no known word here; allowed: law, statistic, estimate, assumption"),
        ({"kind": "law"}, "a law cites nothing"),
        ({"kind": "statistic", "evidence": ["statistics.none"]}, "statistics.none is no known id"),
        ({"kind": "law", "evidence": ["effects.cognitive_ability_to_performance"]}, "secondary"),
        ({"role": None}, "x.y.role: is missing; allowed: belief, decision"),
        ({"scope": "desk"}, "x.y.scope: desk is no known word here"),
        ({"label": {"en": "a"}}, "x.y.label.id: is missing"),
        ({"label": {"en": "a", "de": "b"}}, "no text in two languages"),
        ({"colour": "red"}, "colour is no known field of a parameter"),
    ],
)
def test_bad_entry_is_told(change, words):
    with pytest.raises(BadInput, match=words):
        parameter("x.y", GOOD | change, "x.yaml")


def test_statistic_may_be_secondary_and_a_law_must_be_seen():
    cited = {"evidence": ["effects.cognitive_ability_to_performance"]}
    assert parameter("x.y", GOOD | cited | {"kind": "statistic"}, "x.yaml").evidence == tuple(cited["evidence"])


def test_file_of_parameters_must_be_a_mapping_of_entries(tmp_path):
    folder = parameters_in(tmp_path, odd="a: 3\n")
    with pytest.raises(BadInput, match="parameters/odd.yaml: odd.a: is a whole number; allowed: a mapping with label"):
        section(folder / "odd.yaml")


WORDS = {"id": "a, b", "en": "c"}


@pytest.mark.parametrize("field", ["solves", "fitted_to"])
def test_what_a_value_was_fitted_to_is_told_in_both_languages(field):
    assert getattr(parameter("x.y", GOOD | {field: WORDS}, "x.yaml"), field) == WORDS
    assert getattr(parameter("x.y", GOOD, "x.yaml"), field) is None
    with pytest.raises(BadInput, match=rf"x\.y\.{field}: .* is no text in two languages"):
        parameter("x.y", GOOD | {field: "a"}, "x.yaml")


def test_another_value_was_fitted_to_nothing_but_still_solves():
    from karier.scenario import Scenario, load

    s = load("toy", set=["promotion.women_penalty=0.5", "presence.mean_absence=0.06"])
    assert s.parameters["promotion"]["women_penalty"].fitted_to is None
    assert s.parameters["presence"]["mean_absence"].solves
    again = Scenario.from_dict(s.to_dict())
    assert again.parameters["presence"]["mean_absence"].solves == s.parameters["presence"]["mean_absence"].solves


def test_every_constant_that_is_solved_names_its_target():
    """What baseline.py, who.py and citizens.py solve, by the field that holds the target."""
    from karier.scenario import load

    solved = {p.name for section in load("toy").parameters.values() for p in section.values() if p.solves}
    assert solved == {
        "appraisal.shares", "assessment.validity", "citizens.bad_over_good", "motivation.coaching_effect",
        "performance.output_cv", "performance.stability", "performance.stability_complex", "performance.validity_drive",
        "performance.validity_fit", "population.retirements", "presence.mean_absence",
        *(f"lines.{line}.utilisation" for line in ("ktp", "akta", "loket", "poli")),
    }  # fmt: skip
