"""The helper that compiles ahead keeps up with the model."""

import pytest

from karier.runs import warming


def test_every_step_that_is_taken_for_the_compilers_sake_works(scenarios):
    for step in warming.steps(scenarios[1]):
        step()


def test_the_helper_ends_with_what_it_helps(scenarios):
    with pytest.raises(ZeroDivisionError), warming.help_compiling(scenarios[0], "fork"):
        raise ZeroDivisionError
    assert warming.multiprocessing.active_children() == []
