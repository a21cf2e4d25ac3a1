from collections.abc import Callable

import pytest

from factories_scenario import parameters_in, plan_in, town_in
from karier.scenario import Scenario, load


@pytest.fixture
def town(tmp_path) -> Callable[..., Scenario]:
    """Load the test's town: `town("courses.yaml", set=…, more=…)`."""

    def loaded(*plans: str, more: str = "", **settings) -> Scenario:
        if "courses.yaml" in plans and not (tmp_path / "courses.yaml").exists():
            plan_in(tmp_path)
        path = town_in(tmp_path, more)
        name = "+".join([str(path), *(str(tmp_path / plan) for plan in plans)])
        return load(name, parameters=parameters_in(tmp_path), **settings)

    return loaded
