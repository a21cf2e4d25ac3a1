"""The study `quick`, carried out once for all tests, and small notebooks to execute."""

import contextlib
import os
import shutil

import nbformat
import pytest

from karier import cli

PARAMETERS = 'scenario: str = "toy"  # name of the scenario\nyears: int = 3  # how long'
PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}


@contextlib.contextmanager
def alone(path):
    """One process at a time, where the system has such locks."""
    with path.open("w") as file:
        with contextlib.suppress(ImportError):
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def quick(tmp_path_factory):
    """results/quick, made by `karier study quick`; several test processes share it."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root
    folder, done = root / "quick-study" / "quick", root / "quick.done"
    with alone(root / "quick.lock"):
        if not done.exists():
            assert cli.main(["study", "quick", "--out", str(folder), "--lang", "en"]) == 0
            done.touch()
    return folder


@pytest.fixture
def copy_of_quick(quick, tmp_path):
    """A study folder that a test may change."""
    return shutil.copytree(quick, tmp_path / "quick")


@pytest.fixture
def notebook(tmp_path):
    """Write a template with those cells: notebook("name", "1 + 1", …)."""

    def write(name, *cells, parameters=PARAMETERS):
        made = nbformat.v4.new_notebook(metadata={"kernelspec": PYTHON})
        made.cells = [nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})]
        made.cells += [nbformat.v4.new_code_cell(cell) for cell in cells]
        path = tmp_path / f"{name}.ipynb"
        nbformat.write(made, path)
        return path

    return write
