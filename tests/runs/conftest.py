"""One year of the toy city: real runs, small enough to make many."""

import pytest

from karier.scenario import load


@pytest.fixture(scope="session")
def scenarios():
    return load("toy", years=1), load("toy+recruitment", years=1)
