"""Whatever stands in a file or on the command line: a scenario, or BadInput; never another error."""

from contextlib import suppress

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories_scenario import PLAN, TOWN, parameters_in
from karier.scenario import BadInput, Scenario, load, load_study
from karier.scenario.reader import parse

WORDS = [
    "course.hours",
    "start",
    "until",
    "set",
    "value",
    "source",
    "all",
    "never",
    "technical",
    "course",
    "range",
    "kind",
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 200) | st.sampled_from([2**70, -(2**70)]),
    st.floats(-3, 200, allow_nan=False),
    st.dates(),
    st.sampled_from(WORDS) | st.text(max_size=5),
)
KEYS = st.sampled_from(WORDS) | st.integers(0, 3) | st.dates() | st.text(max_size=4)
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)
MANY = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


def paths(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from paths(item, (*path, key))


def replaced(value, path, new):
    if not path:
        return new
    if isinstance(value, dict):
        return value | {path[0]: replaced(value[path[0]], path[1:], new)}
    return [replaced(item, path[1:], new) if place == path[0] else item for place, item in enumerate(value)]


PLACE = yaml.safe_load(TOWN) | {
    "levers": yaml.safe_load(PLAN)["levers"],
    "parameters": {"course.gain": {"value": 0.5, "source": "x", "kind": "estimate", "range": [0.4, 0.6]}},
    "strategies": [],
    "extends": "other.yaml",
}
STUDY = {"label": PLACE["label"], "description": PLACE["label"], "place": "toy", "scenarios": ["toy"], "years": 3}


@MANY
@given(path=st.sampled_from(sorted(paths(PLACE), key=str)), new=TREES)
def test_a_place_with_anything_anywhere(tmp_path, path, new):
    (tmp_path / "other.yaml").write_text("shocks: []\n")
    content = replaced(PLACE, path, new)
    (tmp_path / "town.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    with suppress(BadInput):
        s = load(str(tmp_path / "town.yaml"), parameters=parameters_in(tmp_path))
        assert Scenario.from_dict(s.to_dict()) == s
        s.drawn(1, 0)


@MANY
@given(path=st.sampled_from(sorted(paths(STUDY), key=str)), new=TREES)
def test_a_study_with_anything_anywhere(tmp_path, path, new):
    (tmp_path / "study.yaml").write_text(yaml.safe_dump(replaced(STUDY, path, new), allow_unicode=True), "utf-8")
    with suppress(BadInput):
        load_study(tmp_path / "study.yaml")


@MANY
@given(
    text=st.text(max_size=40)
    | st.lists(st.sampled_from([*WORDS, ".", "=", "{", "}", "[", "]", ":", ",", "1"])).map("".join)
)
def test_a_setting_of_any_text(town, text):
    with suppress(BadInput):
        town(set=[text])
    with suppress(BadInput):
        town(set=["course.hours=" + text, "course.mix=" + text])


@MANY
@given(data=st.text(max_size=60))
def test_any_text_is_parsed_or_refused(data):
    with suppress(BadInput):
        parse(data, "test")


@MANY
@given(name=st.text(max_size=30))
def test_any_name_is_no_scenario(name):
    with pytest.raises(BadInput):
        load(f"{name}\0")
    with suppress(BadInput):
        load(name)
    with suppress(BadInput):
        load_study(name)


@MANY
@given(path=st.lists(st.sampled_from(["a", "..", ".", "/", "etc"]), min_size=1, max_size=4).map("/".join))
def test_no_reference_leads_out(tmp_path, path):
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    (tmp_path / "a").write_text(TOWN)
    (home / "town.yaml").write_text(f"extends: '{path}/a'\n")
    with pytest.raises(BadInput):
        load(str(home / "town.yaml"), parameters=parameters_in(tmp_path))
