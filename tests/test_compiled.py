"""Compiled and plain are the same model, and the compiler's cache never outlives the rules."""

import hashlib
import importlib
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import karier
from karier.compiled import cache_folder, source_digest
from karier.model import CareerModel

PACKAGE = Path(karier.__file__).parent
SETTINGS = {"run.burn_in_months": 12}
MONTHS = 13  # from January to January: every act of the calendar

A_YEAR = f"""
import importlib, pickle, sys
from karier.scenario import load
from karier.model import CareerModel
from test_compiled import MONTHS, SETTINGS, lived

fixed = pickle.load(open(sys.argv[1], "rb"))
importlib.import_module("karier.population.build")._fixed = lambda place: fixed  # plain raking takes minutes
print(lived(CareerModel(load({"toy+training"!r}, set=SETTINGS, years=2), 7)))
"""

A_TABLE = """
import numpy as np
from karier.processes import learning
from karier.rules.coached import Coaching
from karier.rules.fit import Parameters as Fit
from karier.rules.programmes import Classes
fit = Fit(0.25, 1.0, np.array([[0.5, 0.25, 0.25]] * 4))
classes = Classes(np.array([4]), np.array([100]))
p = learning.Parameters(0.01, 24.0, 0.63, 0.6, 40.0, 20.0, 11.0, 0.02, 0.28, 0.73, 1.0, fit, Coaching(6), classes)
tables = np.empty(24), np.empty((4, 3)), np.empty((4, 3))
learning._tables(p, *tables)
print(tables[1][0].tolist())
"""

ANOTHER_RULE = """

@rule
def use(weights, level, k):
    return 0.75
"""


def lived(model):
    """The bits of everything after some months: all tables and what was observed."""
    for _ in range(MONTHS):
        model.step()
    digest = hashlib.sha256()
    state = model.state
    for table in (state.workforce, state.posts, state.offices, state.lines, state.city, state.baseline):
        for column in table:
            for part in column if isinstance(column, tuple) else (column,):
                digest.update(part.tobytes())
    digest.update(repr(sorted((name, values.tolist()) for name, values in model.monthly.items())).encode())
    digest.update(repr(model.yearly).encode())
    return digest.hexdigest()


def run(code, package, *arguments, **env):
    path = os.pathsep.join([str(package.parent), str(Path(__file__).parent)])
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | {"PYTHONPATH": path} | env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_year_in_plain_python_gives_the_same_bits(tmp_path):
    """Opening, burn-in and thirteen months under a plan; margins are made once, compiled."""
    s = karier.load("toy+training", set=SETTINGS, years=2)
    compiled, build = lived(CareerModel(s, 7)), importlib.import_module("karier.population.build")
    (tmp_path / "fixed").write_bytes(pickle.dumps(build.fixed(s.status_quo())))
    assert compiled == run(A_YEAR, PACKAGE, str(tmp_path / "fixed"), NUMBA_DISABLE_JIT="1")
    assert compiled != lived(CareerModel(s, 8))


def test_an_edit_to_a_rule_in_another_file_is_seen(tmp_path):
    """Numba alone would go on with the old `use`: it watches only the file of the function compiled."""
    package, cache = tmp_path / "karier", {"XDG_CACHE_HOME": str(tmp_path), "NUMBA_DISABLE_JIT": "0"}
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "processes" / "__init__.py").write_text("")
    assert run(A_TABLE, package, **cache) == "[1.0, 0.5, 0.5]"
    with (package / "rules" / "fit.py").open("a") as rules:
        rules.write(ANOTHER_RULE)
    assert run(A_TABLE, package, **cache) == "[0.75, 0.75, 0.75]"


@pytest.mark.parametrize("how", ["edited", "renamed", "added", "moved text", "posterior", "table"])
def test_the_digest_sees_every_change(tmp_path, how):
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(f"x = '{name}'\n")
    (tmp_path / "notes.txt").write_text("no code")
    (tmp_path / "parameters").mkdir()
    (tmp_path / "rules").mkdir()
    (tmp_path / "parameters" / "posterior.csv").write_text("draw,a\n0,1\n")
    before = source_digest(tmp_path)
    (tmp_path / "notes.txt").write_text("other notes")
    assert source_digest(tmp_path) == before
    if how == "edited":
        (tmp_path / "a.py").write_text("x = 'A.py'\n")
    elif how == "renamed":
        (tmp_path / "a.py").rename(tmp_path / "c.py")
    elif how == "added":
        (tmp_path / "c.py").write_text("")
    elif how == "posterior":
        (tmp_path / "parameters" / "posterior.csv").write_text("draw,a\n0,2\n")
    elif how == "table":
        (tmp_path / "rules" / "table.npy").write_bytes(b"1")
    else:
        (tmp_path / "a.py").write_text("")
        (tmp_path / "b.py").write_text("x = 'a.py'\nx = 'b.py'\n")
    assert source_digest(tmp_path) != before


def test_the_cache_of_a_file_is_named_after_all_it_imports():
    """An edit compiles again what can depend on it, and nothing else."""

    def after(edited, file):
        before = cache_folder(PACKAGE / file)
        return before != cache_folder_after(edited, file)

    def cache_folder_after(edited, file):
        text = (PACKAGE / edited).read_bytes()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "read_bytes", lambda p: original(p) + b"#" if p == PACKAGE / edited else original(p))
            assert (PACKAGE / edited).read_bytes() != text
            return cache_folder(PACKAGE / file)

    original = Path.read_bytes
    assert after("rules/fit.py", "processes/learning.py")
    assert after("maths.py", "processes/learning.py")
    assert after("compiled.py", "processes/learning.py")
    assert after("state/city.py", "processes/learning.py")  # through state/__init__.py
    assert not after("processes/training.py", "processes/learning.py")
    assert not after("cli/app.py", "processes/learning.py")


def test_every_loop_lies_in_the_cache_of_its_file():
    code = (
        "from pathlib import Path; from karier.processes import learning as l;"
        "from karier.compiled import cache_folder;"
        "print(Path(l._learn._cache.cache_path).parent == cache_folder(Path(l.__file__)))"
    )
    assert run(code, PACKAGE, NUMBA_DISABLE_JIT="0") == "True"


def test_no_float_sum_depends_on_a_flag():
    """Nothing in the package asks the compiler for fast or parallel arithmetic."""
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text()
        assert "fastmath=" not in text, path
        assert "parallel=" not in text, path
        if path.name != "compiled.py":
            assert "njit" not in text, path
