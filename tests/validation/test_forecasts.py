"""The register of forecasts: what is registered stays as it was, and is scored by known numbers or refused clearly."""

import json
from pathlib import Path

import pytest

from karier.cli import main
from karier.scenario import BadInput
from karier.validation import forecasts
from karier.validation.forecasts import Row

REGISTER = Path(__file__).resolve().parents[2] / "forecasts"
FOLDERS = sorted(path for path in REGISTER.iterdir() if path.is_dir())
ROWS = [
    Row("pns", 2026, "people", (0.0, 1.0, 2.0, 3.0, 4.0)),
    Row("ikm", 2027, "25–100", (70.0, 75.0, 80.0, 85.0, 90.0)),
]
TOLD = {
    "format": 1, "registered": "2026-11-28", "scenario": "toy", "scenario_key": "k", "start": "2026-01-01",
    "months": 60, "seed": 1, "replications": 20, "code": "c", "levels": [], "series": ["pns", "ikm"],
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "forecasts" / "2026-11-28-toy"
    forecasts.register(ROWS, TOLD, made)
    return made


def observations(tmp_path, text):
    path = tmp_path / "observed.csv"
    path.write_text(text, "utf-8")
    return path


# The registered ones


def test_there_is_a_register():
    assert FOLDERS
    files = {f"{folder.name}/{name}" for folder in FOLDERS for name in (forecasts.TABLE, forecasts.MANIFEST)}
    assert set(forecasts.registered(REGISTER)) == files


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_registered_forecast_is_as_it_was_and_complete(folder):
    rows = forecasts.read(folder)
    manifest = json.loads((folder / forecasts.MANIFEST).read_text("utf-8"))
    assert folder.name.startswith(manifest["registered"])
    years = range(forecasts.FIRST, forecasts.LAST + 1)
    assert [row[:2] for row in rows] == [(name, year) for name in manifest["series"] for year in years]
    assert {"pns", "pppk", "retirements", "vacancies", "capacity_efficiency", "ikm", "on_time_share"} <= {
        r.series for r in rows
    }
    assert all(list(row.quantiles) == sorted(row.quantiles) for row in rows)


# Registering


def test_what_is_written_is_read_again(folder):
    assert forecasts.read(folder) == forecasts.read(folder / forecasts.TABLE) == ROWS


@pytest.mark.parametrize("name", [forecasts.TABLE, forecasts.MANIFEST])
def test_a_changed_file_is_refused(folder, name):
    text = (folder / name).read_text("utf-8")
    (folder / name).write_text(text.replace("2026", "2025"), "utf-8")
    with pytest.raises(BadInput, match=f"{name}: is not the file that SHA256SUMS registered"):
        forecasts.read(folder)


def test_a_folder_is_registered_once(folder):
    before = (folder.parent / forecasts.SUMS).read_text("utf-8")
    with pytest.raises(BadInput, match="never changed"):
        forecasts.register(ROWS[:1], TOLD, folder)
    forecasts.register(ROWS, TOLD, folder.with_name("2027-01-01-toy"))
    assert (folder.parent / forecasts.SUMS).read_text("utf-8").startswith(before)
    assert forecasts.read(folder) == forecasts.read(folder.with_name("2027-01-01-toy")) == ROWS


def test_a_forecast_starts_where_the_register_does():
    with pytest.raises(BadInput, match="starts on 2020-07-01"):
        forecasts.made("semarang-2020", 1, 2)


# Scoring


def test_figures_are_scored_by_their_quantiles(folder, tmp_path):
    found = forecasts.score(
        forecasts.read(folder), observations(tmp_path, "year,series,value,source\n2026,pns,10,x\n2027,ikm,72,\n")
    )
    assert found[0].crps == pytest.approx(2 * (0.05 * 10 + 0.25 * 9 + 0.5 * 8 + 0.75 * 7 + 0.95 * 6) / 5)
    assert [(r.inside_50, r.inside_90) for r in found] == [(False, False), (False, True)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "series: is no column"),
        ("series,value\npns,1\n", "year: is no column"),
        ("series,year,value\n", "holds no figures"),
        ("series,year,value\npsn,2026,1\n", "line 2: psn is no series|line 2: 'psn' is no series"),
        ("series,year,value\npns,2031,1\n", "line 2: 2031 is no year of the forecast; allowed: 2026 to 2027"),
        ("series,year,value\npns,soon,1\n", "line 2: soon is no year"),
        ("series,year,value\npns,2026,7.000,5\n\npns,2026\n", "line 3|line 4"),
        ("series,year,value\npns,2026,many\n", "line 2: many is no number"),
        ("series,year,value\npns,2026,nan\n", "line 2: nan is no number"),
        ("series,year,value\npns,2026,1\npns,2026,2\n", "line 3: pns 2026 stands twice"),
    ],
)
def test_bad_observations_are_told_line_by_line(folder, tmp_path, capsys, text, said):
    path = observations(tmp_path, text)
    with pytest.raises(BadInput, match=said):
        forecasts.score(forecasts.read(folder), path)
    assert main(["forecast", "score", str(folder), str(path)]) == 2
    assert str(path) in capsys.readouterr().err


def test_the_command_scores_as_table_and_as_json(folder, tmp_path, capsys):
    path = observations(tmp_path, "series,year,value\npns,2026,2\n")
    assert main(["forecast", "score", str(folder), str(path)]) == 0
    assert "pns 2026" in capsys.readouterr().out
    assert main(["forecast", "score", str(folder), str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["points"][0]["crps"] == pytest.approx(2 * (0.05 * 2 + 0.25 + 0.25 + 0.05 * 2) / 5)
    assert told["coverage_90"] is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["forecast", "score", "nowhere", "nothing.csv"], "is missing"),
        (["forecast", "register", "semarang", "--out", "."], "never changed"),
        (["hindcast", "semarang"], "has no published figures"),
        (["hindcast", "--replications", "0"], "is not allowed"),
    ],
)
def test_commands_refuse_what_makes_no_sense(capsys, arguments, said):
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
