"""A roster becomes a place: what it says is there on the first day, what is wrong is told by row and column."""

import csv
import json

import numpy as np
import openpyxl
import pyarrow.parquet as pq
import pytest

from karier import cli, population
from karier.model import CareerModel
from karier.population.establishment import NO_LINE
from karier.population.jobs import CATEGORIES, CATEGORY
from karier.population.roster import OF_A_ROSTER
from karier.randomness import identity
from karier.roster import check, held_against, read, standing
from karier.roster.columns import COLUMNS, REQUIRED
from karier.roster.files import Raw
from karier.scenario import BadInput, Scenario, load
from karier.state.lines import DOCKET
from karier.state.posts import VACANT
from karier.state.workforce import EDUCATIONS, EMPLOYMENTS, MASTER, PNS, RANKS

TOY = ("setda", "dukcapil", "kecamatan-utara", "kecamatan-selatan", "puskesmas", "sekolah")
GOOD = {"id": "N1", "birth_month": "1985-03", "sex": "P", "employment": "pns", "office": "dukcapil"}


def karier(capsys, *arguments):
    code = cli.main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def written(path, rows, header=None):
    header = header or list(dict.fromkeys(key for row in rows for key in row))
    lines = [header] + [[row.get(name, "") for name in header] for row in rows]
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for line in lines:
            book.active.append(line)
        book.save(path)
    else:
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(lines)
    return path


def everybody():
    """The people of the place `toy` as a roster."""
    state = population.build(load("toy"), 3)
    staff, rows = state.workforce, []
    for i in range(state.people):
        born = 12 * 2026 + int(staff.birth_month[i])
        rows.append(
            {
                "id": f"1985{i:08d}",
                "birth_month": f"{born // 12}-{born % 12 + 1:02d}",
                "sex": "LP"[staff.sex[i]],
                "employment": EMPLOYMENTS[staff.employment[i]],
                "office": TOY[staff.office[i]],
                "category": CATEGORIES[CATEGORY[staff.type[i]]],
                "education": EDUCATIONS[staff.education[i]] if i % 2 else "",
                "rank": RANKS[staff.rank[i]] if staff.employment[i] == PNS else "",
                "predicate": "sangat baik" if i % 3 == 0 else "",
            }
        )
    return rows


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("roster")
    path = written(folder / "kota.xlsx", everybody())
    assert cli.main(["roster", "import", str(path), "--place", "toy", "--out", str(folder)]) == 0
    return folder / "kota.yaml"


def test_the_people_of_the_roster_are_the_place(imported):
    rows, state = everybody(), population.build(load(imported), 1)
    staff = state.workforce
    assert state.people == len(rows)
    order = sorted(range(len(rows)), key=lambda i: rows[i]["id"])
    row_of = {int(identity(number, OF_A_ROSTER)): rows[i] for number, i in enumerate(order)}
    for i in range(state.people):
        row = row_of[int(staff.uid[i])]
        born = 12 * 2026 + int(staff.birth_month[i])
        assert f"{born // 12}-{born % 12 + 1:02d}" == row["birth_month"]
        assert TOY[staff.office[i]] == row["office"]
        assert EMPLOYMENTS[staff.employment[i]] == row["employment"]
        assert CATEGORIES[CATEGORY[staff.type[i]]] == row["category"]
        assert row["education"] in ("", EDUCATIONS[staff.education[i]])
        assert row["rank"] in ("", RANKS[staff.rank[i]])
        assert staff.entry_month[i] - staff.birth_month[i] >= 18 * 12
    assert (state.posts.holder[staff.post] == np.arange(state.people)).all()
    assert (state.posts.holder >= 0).sum() == state.people <= len(state.posts.holder)


def test_what_is_on_record_stands_on_the_first_day(imported):
    staff = CareerModel(load(imported), 1).state.workforce
    rows = sorted(everybody(), key=lambda row: row["id"])
    number = {int(identity(n, OF_A_ROSTER)): n for n in range(len(rows))}
    best = [staff.predicate[i] for i in range(len(staff.uid)) if rows[number[int(staff.uid[i])]]["predicate"]]
    assert best == [5] * len(best)
    assert len(best) >= len(rows) // 3


def test_a_run_is_the_same_from_its_manifest_and_other_when_the_file_is(imported, tmp_path, capsys):
    arguments = ("run", imported, "--years", 1, "--out", tmp_path / "a")
    assert karier(capsys, *arguments)[0] == 0
    assert karier(capsys, "run", tmp_path / "a" / "manifest.json", "--out", tmp_path / "b")[0] == 0
    tables = [(tmp_path / name / "tables" / "monthly.parquet").read_bytes() for name in "ab"]
    assert tables[0] == tables[1]
    s = load(imported)
    assert Scenario.from_dict(s.to_dict()).key() == s.key() != load("toy").key()
    other = tmp_path / "kota.roster.parquet"
    other.write_bytes((imported.parent / "kota.roster.parquet").read_bytes() + b" ")
    (tmp_path / "kota.yaml").write_text(imported.read_text())
    assert load(tmp_path / "kota.yaml").key() != s.key()


def test_no_id_is_kept(imported):
    for path in (imported, imported.parent / "kota.roster.parquet"):
        for row in everybody():
            assert row["id"].encode() not in path.read_bytes()


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_template_is_read_as_it_is_and_told_what_its_three_people_cannot_do(tmp_path, capsys, suffix):
    path = tmp_path / f"mine.{suffix}"
    assert karier(capsys, "roster", "template", path, "--place", "toy")[0] == 0
    before = set(tmp_path.iterdir())
    for command in (("check",), ("import", "--out", tmp_path / "new")):
        code, out, err = karier(capsys, "roster", command[0], path, "--place", "toy", *command[1:])
        assert (code, out) == (2, "")
        assert "3 people; toy has 240; nobody serves loket at kecamatan-utara (Kecamatan Utara)" in err
        assert "poli at puskesmas (Puskesmas, posts of health" in err
        assert "list the people who serve there" in err
    assert set(tmp_path.iterdir()) == before
    assert karier(capsys, "roster", "template", path)[0] == 2


def test_a_filled_template_can_be_imported_as_it_is(tmp_path, capsys):
    path = tmp_path / "mine.csv"
    assert karier(capsys, "roster", "template", path, "--place", "toy", "--filled")[0] == 0
    code, out, _ = karier(
        capsys, "roster", "import", path, "--place", "toy", "--name", "mine", "--out", tmp_path, "--json"
    )
    assert code == 0
    assert json.loads(out)["people"] == 240
    assert json.loads(out)["warnings"] == []


def test_people_of_whom_only_what_is_required_is_known_can_be_imported_and_run(tmp_path, capsys):
    """Their posts are imputed; a run asks no margin of the base place whether they may be so."""
    rows = [{name: row[name] for name in REQUIRED} for row in everybody()[::2]]
    path = written(tmp_path / "half.csv", rows)
    code, out, _ = karier(capsys, "roster", "import", path, "--place", "toy", "--out", tmp_path, "--json")
    assert code == 0
    assert json.loads(out)["people"] == len(rows)
    assert karier(capsys, "run", tmp_path / "half.yaml", "--years", 1, "--out", tmp_path / "r")[0] == 0
    lines = pq.read_table(tmp_path / "r" / "tables" / "lines.parquet").to_pylist()
    offices = {(row["line"], row["office"]) for row in lines}
    assert offices >= {("ktp", "dukcapil"), ("poli", "puskesmas"), ("loket", "kecamatan-selatan")}


def test_people_who_all_sit_in_one_office_leave_others_without_posts(tmp_path, capsys):
    path = written(
        tmp_path / "one.csv", [GOOD | {"id": str(k), "office": "setda", "category": "clerk"} for k in range(500)]
    )
    code, out, err = karier(capsys, "roster", "check", path, "--place", "toy")
    assert (code, out) == (2, "")
    assert (
        "the place cannot be built: dukcapil has no posts left for the line ktp; allowed: list people of every" in err
    )


def test_a_run_names_the_line_that_nobody_serves(tmp_path, capsys, monkeypatch):
    """A place that was imported by chance, or written by hand."""
    monkeypatch.setattr("karier.roster.importing.stands", lambda *_: [])
    path = written(tmp_path / "few.csv", [row for row in everybody() if row["office"] != "puskesmas"])
    assert karier(capsys, "roster", "import", path, "--place", "toy", "--out", tmp_path)[0] == 0
    code, _, err = karier(capsys, "run", tmp_path / "few.yaml", "--years", 1, "--out", tmp_path / "r")
    assert code == 2
    assert "few: service line: poli at puskesmas (Puskesmas) has 0.00 staff and" in err
    assert not (tmp_path / "r").exists()


def test_a_roster_much_smaller_than_its_place_is_imported_with_a_warning(tmp_path, capsys):
    path = written(tmp_path / "few.csv", everybody()[::3])
    code, out, _ = karier(capsys, "roster", "check", path, "--place", "toy", "--json")
    assert code == 0
    warnings = json.loads(out)["warnings"]
    assert warnings[0].startswith(f"{len(everybody()[::3])} people; toy has 240")
    whole = written(tmp_path / "all.csv", everybody())
    assert json.loads(karier(capsys, "roster", "check", whole, "--place", "toy", "--json")[1])["warnings"] == []


def test_a_line_that_luck_may_empty_is_warned_of_with_how_often(imported):
    """One person and several posts of that type, one of them at the line: elsewhere in all other cases."""
    s = load(imported)
    state = population.build(s, 1)
    line = list(state.lines.kind).index(DOCKET)
    at = np.flatnonzero(state.posts.line == line)
    same = np.flatnonzero(
        (state.posts.office == state.posts.office[at[0]]) & (state.posts.type == state.posts.type[at[0]])
    )
    state.posts.line[at] = NO_LINE
    state.posts.line[same[0]] = line
    state.posts.holder[same] = VACANT
    state.posts.holder[same[-1]] = 0
    found = {(e.line, e.office): e.often for e in standing._empty(s, state)}
    assert len(same) > 1
    assert found["ktp", "dukcapil"] == pytest.approx(1 - 1 / len(same))


def test_more_people_than_posts_have_posts(tmp_path, capsys):
    rows = everybody()
    more = [row | {"id": f"x{i}", "category": "clerk", "employment": "pns", "rank": "", "birth_month": "1990-01"}
            for i, row in enumerate(rows)]  # fmt: skip
    path = written(tmp_path / "many.csv", rows + more)
    assert karier(capsys, "roster", "import", path, "--place", "toy", "--out", tmp_path)[0] == 0
    assert population.build(load(tmp_path / "many.yaml"), 1).people == 2 * len(rows)


def test_other_ways_to_write_sex_rank_and_office_are_read():
    row = GOOD | {"sex": "wanita", "office": "Civil registration"}
    place = held_against(load("toy"))
    raw = [row | {"id": str(k), "rank": rank} for k, rank in enumerate(("III-b", "III/b", "3b", "iii b", "3/B"))]
    raw.append(
        row | {"id": "9", "employment": "pppk", "rank": "9", "office": "Dinas Kependudukan dan Pencatatan Sipil"}
    )
    checked = check(Raw(list(raw[0]), [(k, list(r.values())) for k, r in enumerate(raw, start=2)]), place)
    assert checked.problems == []
    assert checked.values["rank"] == [9] * 5 + [8]
    assert set(checked.values["office"]) == {"dukcapil"}
    assert set(checked.values["sex"]) == {1}


def test_an_out_that_cannot_be_written_is_called_by_its_option(tmp_path, capsys):
    (tmp_path / "file").write_text("here")
    path = written(tmp_path / "all.csv", everybody())
    code, out, err = karier(capsys, "roster", "import", path, "--place", "toy", "--out", tmp_path / "file" / "deeper")
    assert (code, out) == (2, "")
    assert err.startswith(f"karier: --out: {tmp_path / 'file' / 'deeper'}: cannot be written")


def test_what_is_imputed_can_be_told_in_indonesian(tmp_path, capsys):
    path = written(tmp_path / "all.csv", everybody())
    _, out, _ = karier(capsys, "roster", "check", path, "--place", "toy", "--lang", "id")
    assert "sel kosong, diundi dari margin tempat" in out


def test_the_dictionary_names_every_column(capsys):
    code, out, _ = karier(capsys, "roster", "columns", "--json")
    assert code == 0
    assert [row["column"] for row in json.loads(out)] == [c.name for c in COLUMNS]
    assert set(REQUIRED) == {"id", "birth_month", "sex", "employment", "office"}


def test_words_of_both_languages_are_read(tmp_path):
    rows = [
        GOOD | {"id": "a", "education": "S2", "rank": "IV / a", "sex": "perempuan"},
        GOOD | {"id": "b", "education": "Master", "employment": "PPPK paruh waktu", "birth_month": "1990-12-31"},
    ]
    path = written(tmp_path / "two.csv", rows)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_text().replace(",", ";").encode())
    checked = check(read(path), held_against(load("toy")))
    assert checked.problems == []
    assert checked.values["education"] == [MASTER, MASTER]


BROKEN = [
    ([{k: v for k, v in GOOD.items() if k != "sex"}], "row 1: the column sex is missing"),
    ([GOOD | {"tangal": "1"}], "row 1, column 6: tangal is no known column"),
    ([GOOD | {"ofice": "x"}], "did you mean office?"),
    ([GOOD | {"sex": ""}], "row 2, sex: is empty"),
    ([GOOD, GOOD], "row 3, id: stands in row 2 already"),
    ([GOOD | {"birth_month": "March"}], "row 2, birth_month: March cannot be read"),
    ([GOOD | {"birth_month": "1985-13"}], "row 2, birth_month: 1985-13"),
    ([GOOD | {"birth_month": "2015-01"}], "row 2, birth_month: is younger than 18"),
    ([GOOD | {"birth_month": "1950-01"}], "row 2, birth_month: is past the retirement age"),
    ([GOOD | {"birth_month": "1966-01", "category": "clerk"}], "retirement age of clerk (58)"),
    ([GOOD | {"sex": "x"}], "row 2, sex: x cannot be read; allowed: one of male"),
    ([GOOD | {"employment": "honorer"}], "row 2, employment: honorer"),
    ([GOOD | {"office": "dukcapl"}], "row 2, office: dukcapl is no office of the place; did you mean dukcapil?"),
    ([GOOD | {"education": "PhD"}], "row 2, education: PhD"),
    ([GOOD | {"rank": "V/a"}], "row 2, rank: V/a"),
    ([GOOD | {"rank": "V"}], "row 2, rank: does not belong to a pns"),
    ([GOOD | {"employment": "pppk", "rank": "III/a"}], "row 2, rank: does not belong to a pppk"),
    ([GOOD | {"category": "camat"}], "row 2, category: camat"),
    ([GOOD | {"category": "pengawas", "employment": "pppk"}], "row 2, category: pengawas is held by a pppk"),
    ([GOOD | {"entry_month": "1999-01"}], "row 2, entry_month: entered younger than 18"),
    ([GOOD | {"entry_month": "2027-01"}], "row 2, entry_month: lies after the first day"),
    ([GOOD | {"entry_month": "2010-01", "rank_month": "2009-01"}], "row 2, rank_month: lies before entry_month"),
    ([GOOD | {"technical": "6"}], "row 2, technical: 6 cannot be read; allowed: a level from 1 to 5"),
    ([GOOD | {"technical": "3"}], "row 2, technical: stands alone"),
    ([GOOD | {"predicate": "hebat"}], "row 2, predicate: hebat"),
    ([GOOD | {"box": "10"}], "row 2, box: 10"),
    ([GOOD | {"office": "#REF!"}], "row 2, office: #REF!"),
]


@pytest.mark.parametrize(("rows", "said"), BROKEN, ids=[said for _, said in BROKEN])
def test_a_broken_roster_is_told_by_row_and_column_and_nothing_is_written(tmp_path, capsys, rows, said):
    path = written(tmp_path / "bad.csv", rows)
    for command in (("check",), ("import", "--out", tmp_path / "new")):
        code, out, err = karier(capsys, "roster", command[0], path, "--place", "toy", *command[1:])
        assert (code, out) == (2, "")
        assert said in err
        assert err.startswith("karier: ")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.csv", None, "No such file"),
        ("odd.txt", b"id", "ends in .txt"),
        ("empty.csv", b"\n\n", "is empty"),
        ("head.csv", b"id,birth_month,sex,employment,office\n", "nobody under it"),
        ("latin.csv", b"id\n\xe9\n", "is not UTF-8"),
        ("binary.csv", b"id\0\n1\n", "is binary"),
        ("fake.xlsx", b"not a workbook", "is no XLSX"),
        ("twice.csv", b"id,id,birth_month,sex,employment,office\n1,1,1985-01,P,pns,setda\n", "id stands there twice"),
        ("long.csv", b"id,birth_month,sex,employment,office\n1,1985-01,P,pns,setda,x,y\n", "row 2: has 7 cells"),
    ],
)
def test_a_file_that_is_no_roster(tmp_path, capsys, name, content, said):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    code, _, err = karier(capsys, "roster", "import", path, "--place", "toy", "--out", tmp_path / "new")
    assert code == 2
    assert said in err
    assert not (tmp_path / "new").exists()


def test_an_import_never_overwrites(imported, capsys):
    code, _, err = karier(
        capsys, "roster", "import", imported.parent / "kota.xlsx", "--place", "toy", "--out", imported.parent
    )
    assert code == 2
    assert "is there already; allowed: another --name or --out" in err


@pytest.mark.parametrize(
    "line", ["roster: ../kota.roster.parquet", "roster: kota.csv", "roster: 3", "roster: gone.parquet"]
)
def test_a_place_names_a_roster_beside_it(tmp_path, line):
    (tmp_path / "place.yaml").write_text(f"extends: toy\n{line}\n")
    with pytest.raises(BadInput, match="roster"):
        load(tmp_path / "place.yaml")
