"""The `city:` block: compact in the file, one record an office, refusals that name file and key."""

from copy import deepcopy

import pytest

from karier.scenario import BadInput
from karier.scenario.place import parse_city

LABEL = {"id": "a", "en": "b"}
BLOCK = {
    "population": {"source": "invented", "kecamatan": {"Utara": {2025: 300}, "Tengah Kota": {2025: 100, 2030: 120}}},
    "kinds": {
        "kecamatan": {
            "label": {"id": "Kecamatan {kecamatan}", "en": "{kecamatan} office"},
            "family": "administration",
            "head": "administrator",
            "managers": {"pengawas": 2.0},
            "staff": {"general_administration": 10.0},
            "source": "invented",
        },
        "puskesmas": {
            "label": {"id": "Puskesmas {kecamatan} {number}", "en": "Clinic {kecamatan} {number}"},
            "family": "health",
            "head": "pengawas",
            "staff": {"health": 4.0},
            "source": "invented",
        },
    },
    "offices": [
        {"kind": "kecamatan", "each": "kecamatan", "size": {"Utara": 2.0, "Tengah Kota": 1.0}},
        {"kind": "puskesmas", "each": "kecamatan", "by": "population", "number": {"Utara": 2}},
        {"kind": "kecamatan", "id": "setda", "label": LABEL, "size": 3.0, "family": "finance"},
    ],
    "lines": {
        "loket": {
            "label": LABEL,
            "kind": "counter",
            "offices": ["kecamatan"],
            "share": 0.5,
            "source": "invented",
            "parameters": {"annual_rate": {}, "utilisation": {}, "promised_minutes": {}},
        }
    },
}


def changed(path, value):
    block = deepcopy(BLOCK)
    inner = block
    for key in path[:-1]:
        inner = inner[key]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return block


def test_one_record_an_office():
    city = parse_city(BLOCK, "x.yaml")
    assert [o.id for o in city.offices] == [
        "kecamatan-utara",
        "kecamatan-tengah-kota",
        "puskesmas-utara-1",
        "puskesmas-utara-2",
        "setda",
    ]
    utara, tengah, first, second, setda = city.offices
    assert utara.label == {"id": "Kecamatan Utara", "en": "Utara office"}
    assert (utara.kecamatan, tengah.kecamatan, setda.kecamatan) == ("Utara", "Tengah Kota", None)
    assert (utara.managers, utara.staff) == ({"pengawas": 4.0}, {"general_administration": 20.0})
    assert tengah.staff == {"general_administration": 10.0}
    assert first.label["id"] == "Puskesmas Utara 1"
    assert first.staff == second.staff == {"health": 4.0 * 2 * 0.75 / 2}  # half of what Utara's 300 of 400 claim
    assert (setda.family, setda.head, setda.staff) == ("finance", "administrator", {"general_administration": 30.0})
    assert city.kecamatan == ("Utara", "Tengah Kota")
    assert city.population["Tengah Kota"] == {2025: 100, 2030: 120}
    assert [o.id for o in city.served_by("loket")] == ["kecamatan-utara", "kecamatan-tengah-kota", "setda"]
    assert set(city.parameters()) == {"loket.annual_rate", "loket.utilisation", "loket.promised_minutes"}


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("population", "source"), None, "city.population.source: Field required"),
        (("population", "kecamatan"), {}, "at least one kecamatan"),
        (("population", "kecamatan", "Utara"), {2025: 0}, "at least one person"),
        (("population", "evidence"), ["statistics.nothing"], "not in the register"),
        (("kinds", "kecamatan", "head"), "mayor", "mayor is none of pengawas"),
        (("kinds", "kecamatan", "family"), "magic", "magic is none of administration"),
        (("kinds", "kecamatan", "staff"), {"wizards": 1.0}, "wizards is none of"),
        (("kinds", "kecamatan", "staff"), {"health": -1.0}, "weight of health"),
        (("kinds", "kecamatan", "label"), {"id": "a"}, "city.kinds.kecamatan.label"),
        (("kinds", "kecamatan", "colour"), "red", "city.kinds.kecamatan.colour: Extra inputs"),
        (("kinds", "kecamatan", "source"), "", "city.kinds.kecamatan.source"),
        (("offices",), [], "city.offices"),
        (("offices", 0, "kind"), "kecamatn", "did you mean kecamatan"),
        (("offices", 0, "each"), None, "either id or each"),
        (("offices", 1, "number"), {"Utarra": 1}, "did you mean Utara"),
        (("offices", 0, "size"), 0.0, "sizes are numbers above 0"),
        (("offices", 2, "label"), None, "needs a label"),
        (("offices", 2, "kecamatan"), "Selatan", "no known kecamatan"),
        (("offices", 2, "id"), "kecamatan-utara", "kecamatan-utara stands there twice"),
        (("offices", 2, "managers"), {"king": 1.0}, "king is none of"),
        (("lines", "loket", "offices"), ["kecamatan", "dukcapil"], "dukcapil is no known office or kind"),
        (("lines", "loket", "kind"), "docket", "a docket has annual_rate, utilisation, promised_days"),
        (("lines", "loket", "kind"), "queue", "city.lines.loket.kind"),
        (("lines", "loket", "share"), 1.5, "city.lines.loket.share"),
        (("lines", "loket", "staff"), ["wizards"], "wizards is none of"),
    ],
)
def test_refusals_name_the_file_the_key_and_what_is_allowed(path, value, said):
    with pytest.raises(BadInput) as caught:
        parse_city(changed(path, value), "x.yaml")
    assert str(caught.value).startswith("x.yaml: city")
    assert said in str(caught.value)
