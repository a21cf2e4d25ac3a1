"""The files that say what is needed agree: pyproject.toml, requirements.lock, environment.yml."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LINES = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
LOCK = {name: Version(version) for name, _, version in (line.partition("==") for line in LINES)}
NEEDED = [
    Requirement(text)
    for text in (
        *PROJECT["project"]["dependencies"],
        *PROJECT["dependency-groups"]["dev"],
        *PROJECT["build-system"]["requires"],
    )
]


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_lock_is_flat_bare_sorted_and_says_each_name_once():
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line) for line in LINES)
    names = [line.partition("==")[0] for line in LINES]
    assert sorted(set(names)) == sorted(names)
    assert [canonical(name) for name in names] == names


@pytest.mark.parametrize("needed", NEEDED, ids=str)
def test_the_lock_has_a_fitting_version_of_all_that_is_needed(needed):
    assert LOCK[canonical(needed.name)] in needed.specifier


def test_the_environment_has_the_same_python_and_takes_its_versions_from_the_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    assert environment["name"] == PROJECT["project"]["name"]
    conda = {Requirement(d).name: Requirement(d) for d in environment["dependencies"] if isinstance(d, str)}
    assert set(conda) == {"python", "pip"}
    assert conda["python"].specifier == SpecifierSet(PROJECT["project"]["requires-python"])
    (pip,) = [d["pip"] for d in environment["dependencies"] if isinstance(d, dict)]
    assert "-c requirements.lock" in pip
    assert "-e ." in pip


def test_the_package_is_entered_through_the_command_line():
    assert PROJECT["project"]["scripts"] == {"karier": "karier.cli:main"}


def test_the_wheel_carries_scenarios_and_notebooks():
    inside = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert inside == {"scenarios": "karier/scenarios", "notebooks": "karier/notebooks"}


def test_a_wheel_works_alone(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    code = (
        "import karier.cli, karier.studies.execute as e; from pathlib import Path;"
        "here = Path(karier.cli.__file__).parents[1]; assert e.templates() == here / 'notebooks', e.templates();"
        "assert (e.templates() / 'scenario.ipynb').exists(); raise SystemExit(karier.cli.main(['show', 'toy']))"
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "installed")}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "toy" in done.stdout
