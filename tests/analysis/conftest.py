"""A study's folder of invented tables, made once a session."""

import pytest

from analysis import fake_study
from karier.analysis.results import read


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return fake_study.write(tmp_path_factory.mktemp("studies") / "invented", scenarios=4, replications=10, years=6)


@pytest.fixture(scope="session")
def results(folder):
    return read(folder)
