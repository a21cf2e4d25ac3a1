"""Monte-Carlo errors stand beside every interval: in cells, sentences and beneath figures."""

import dataclasses
from math import sqrt

import numpy as np
import pytest

from karier.analysis import comparison_page, errors, scenario_page, sentences, style, supplements
from karier.analysis.headlines import HEADLINES, changes, middle_error
from karier.analysis.parts import Picture, Table, flat
from karier.analysis.view import view


@pytest.fixture(scope="module", params=["id", "en"])
def seen(request, results):
    return view(dataclasses.replace(results, folder=None), request.param)


@pytest.fixture(scope="module")
def parts(seen):
    """All parts of both pages; figures have their words but are not drawn."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(style, "draw", lambda name, title, foot, *_, **__: Picture(name, b"", b"", 1, " ".join(foot)))
        sections = [part for section in comparison_page.SECTIONS for part in section(seen)]
        return flat([*sections, *scenario_page.whole(seen, "semarang+training")])


def test_every_figure_with_an_interval_tells_the_largest_error_of_its_middles(seen, parts):
    beginning = seen.language("figure.error", errors="|").split("|")[0]
    pictures = [part for part in parts if isinstance(part, Picture)]
    assert len(pictures) > 15
    assert [p.name for p in pictures if beginning not in p.alt] == []


def test_every_cell_with_an_interval_has_an_error(seen, parts):
    tables = [t for t in parts if isinstance(t, Table)]
    cells = [cell for t in tables for row in t.rows for cell in row[1:] if any("[" in line for line in cell.small)]
    outcomes = [cell for cell in cells if not any("program" in line for line in cell.small)]  # prices are ratios
    assert len(outcomes) > 60
    with_error = [cell for cell in outcomes if any(line.startswith("± ") for line in cell.small)]
    ratios = 2 * len(seen.results.strategies)
    assert len(outcomes) - len(with_error) <= ratios


def test_the_error_told_is_that_of_the_middle(seen):
    change = changes(seen.results)["semarang+training", "ikm"]
    assert change.error == pytest.approx(change.paired.std(ddof=1) / sqrt(10))
    error = seen.language.number(change.error, 3)
    assert comparison_page.difference(seen, change).small[1] == f"± {error}"
    assert f" Monte Carlo {error}" in sentences.span(seen, change).replace("Monte-Carlo error", "Monte Carlo")
    (note,) = errors.note(seen, {"ikm": np.stack([change.paired, 0 * change.paired])})
    assert error in note


def test_a_runaway_queue_does_not_carry_the_error_of_its_median(seen):
    values = np.append(np.linspace(1.0, 2.0, 19), 3_000.0)
    assert middle_error("turnaround_days", values) < 0.2
    assert middle_error("ikm", values) > 100


def test_one_replication_has_no_error(seen):
    assert errors.note(seen, {name: np.ones((3, 1)) for name in HEADLINES}) == []
    assert errors.line(seen.language, "–") == ()


def test_the_targets_tell_errors_of_what_moves(seen):
    table = next(p for p in flat(supplements.targets(seen)) if isinstance(p, Table))
    moved = [cell for row in table.rows for cell in row[1:] if any("[" in line for line in cell.small)]
    assert moved
    assert all(any(line.startswith("± ") for line in cell.small) for cell in moved)
