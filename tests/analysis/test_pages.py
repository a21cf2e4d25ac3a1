"""Every section of both pages in both languages, without a warning; and what the reader must find in it."""

import dataclasses
import re
import warnings

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from karier.analysis import comparison_figures, comparison_page, scenario_page, style, supplements
from karier.analysis.labels import place_labels
from karier.analysis.language import texts
from karier.analysis.parts import Bullets, Folded, Paragraph, Picture, Table, flat
from karier.analysis.view import view

KEY = re.compile(
    r"\b(" + "|".join(sorted({re.escape(key.split(".")[0]) for key in texts() if "." in key})) + r")\.[a-z_]{3,}\b"
)


def words(parts):
    """All that a reader reads, pictures' alternative texts included."""
    for part in flat(parts):
        if isinstance(part, Table):
            yield from (part.caption, *part.head, *part.notes)
            yield from (text for row in part.rows for cell in row for text in (cell.text, *cell.small))
        elif isinstance(part, Bullets):
            yield from part.items
        else:
            yield part.alt if isinstance(part, Picture) else part.text


@pytest.fixture(scope="module", params=["id", "en"])
def seen(request, results):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield view(dataclasses.replace(results, folder=None), request.param)


@pytest.mark.parametrize("section", comparison_page.SECTIONS, ids=lambda s: s.__name__)
def test_comparison(seen, section):
    parts = section(seen)
    said = list(words(parts))
    assert all(said[i] is not None for i in range(len(said)))
    assert not [text for text in said if KEY.search(text) or "{" in text or "nan" in text.split()]
    for part in flat(parts):
        check(part)


def check(part):
    data, about = part._repr_mimebundle_()
    assert data["text/plain"] is not None
    html = part.html()
    assert not re.search(r'(src|href)="(?!data:|#)', html)
    if isinstance(part, Picture):
        assert data["image/png"]
        assert about["image/png"]["alt"] == part.alt
        assert "fedcba9876543210" in part.alt  # the run key stands at the foot
        assert "Monte Carlo" in part.alt  # and what the interval contains
        assert b"<dc:date>" not in part.svg


@pytest.mark.parametrize("scenario", ["semarang", "semarang+training"])
def test_scenario(seen, scenario):
    parts = scenario_page.whole(seen, scenario)
    said = list(words(parts))
    assert not [text for text in said if KEY.search(text) or "{" in text or "nan" in text.split()]
    for part in parts:
        check(part)
    plan = next((part for part in parts if isinstance(part, Table)), None)
    if scenario == "semarang+training":
        planned = [[cell.text for cell in row] for row in plan.rows]
        assert planned[0][2:4] == ["20%", "50%"]
        assert planned[1][2:4] == ["20 JP", "40 JP"]


def test_the_first_screen_answers(seen):
    parts = comparison_page.answer(seen)
    table = next(part for part in parts if isinstance(part, Table))
    assert len(table.rows) == 4
    assert len(table.head) == 11
    assert parts.index(table) == 3  # after the title, what is compared, and where the status quo leads
    assert any(isinstance(part, Bullets) for part in parts)


@pytest.mark.parametrize(("scenarios", "replications", "years"), [(1, 2, 1), (2, 1, 2), (3, 4, 3)])
def test_small_studies(tmp_path, scenarios, replications, years):
    from analysis import fake_study
    from karier.analysis.results import read

    results = read(fake_study.write(tmp_path / "small", scenarios, replications, years))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shown = view(results, "id", save=False)
        parts = [part for section in comparison_page.SECTIONS for part in section(shown)]
        parts += scenario_page.whole(shown, results.scenarios[-1])
    said = list(words(parts))
    assert any("terlalu sedikit" in text for text in said)
    assert not any("lebih baik daripada" in text for text in said)


def test_figures_are_saved_in_three_formats_and_the_same_each_time(results, tmp_path):
    from karier.analysis import comparison_figures

    pictures = []
    for name in ("one", "two"):
        there = dataclasses.replace(results, folder=tmp_path / name)
        pictures.append(comparison_figures.forest(view(there, "id")))
    for kind in ("svg", "pdf", "png"):
        one, two = (
            (tmp_path / name / "figures" / f"comparison-forest.id.{kind}").read_bytes() for name in ("one", "two")
        )
        assert one == two
    assert pictures[0] == pictures[1]


def test_what_is_folded_stands_open_in_a_notebook():
    inside = Paragraph("inside")
    assert [part.text for part in flat([Folded("title", [inside])])] == ["title", "inside"]


def test_markup_in_labels_is_shown_as_it_is():
    assert "<b>" not in Paragraph("a <b> & *c*").html()
    assert Paragraph("a*b_c")._repr_mimebundle_()[0]["text/markdown"] == r"a\*b\_c"


def test_nothing_to_compare_is_said(results):
    monthly = results.tables["monthly"]
    cut = monthly[(monthly.scenario != "semarang") | (monthly.replication < 0) | (monthly.month < 5)]
    with pytest.raises(ValueError, match="no replication is complete"):
        view(dataclasses.replace(results, tables={**results.tables, "monthly": cut}), "id")


def test_where_the_status_quo_leads_is_said_at_once(results):
    staff = results.tables["monthly"].assign(headcount=lambda t: 14_130 - 57 * t.month)
    shown = view(
        dataclasses.replace(results, tables={**results.tables, "monthly": staff}, folder=None), "id", save=False
    )
    said = list(words(comparison_page.answer(shown)))
    assert any(text.startswith("Bila kebijakan saat ini diteruskan dari 2026 sampai 2031: jumlah peg") for text in said)
    today = list(words(comparison_page.today(shown)))
    assert any("0,45 formasi per pegawai keluar, angka PNS" in text for text in today)
    assert {"Pelatihan", "20%", "DUK dan predikat kinerja"} <= set(today)
    assert any("lembur" in text for text in words(comparison_page.limits(shown)))
    assert any("recruitment.replacement" in text for text in words(comparison_page.limits(shown)))


def test_full_replacement_that_loses_staff_says_why(results):
    staff = results.tables["monthly"].assign(headcount=lambda t: 14_130 - 57 * t.month)
    shown = view(
        dataclasses.replace(results, tables={**results.tables, "monthly": staff}, folder=None), "en", save=False
    )
    said = list(words(scenario_page.outcome(shown, "semarang+recruitment")))
    assert any("although every exit is replaced" in text for text in said)
    assert not any("although every exit" in text for text in words(scenario_page.outcome(shown, "semarang+training")))


def test_women_who_gain_by_a_rule_without_deduction_gain_by_construction(results):
    cohorts = results.tables["cohorts"].copy()
    women = (cohorts.sex == "female") & (cohorts.scenario == "semarang+promotion")
    cohorts.loc[women, "promotions"] *= 1.5
    shown = view(
        dataclasses.replace(results, tables={**results.tables, "cohorts": cohorts}, folder=None), "en", save=False
    )
    said = " ".join(words(comparison_page.who(shown)))
    assert "under the status quo: women 2.6" in said
    assert "deduction from women's scores" in said
    assert "no finding" in said


def test_the_sentence_on_half_of_the_gain_rounds_as_the_figure_does(results):
    from karier.analysis import sentences

    shown = view(dataclasses.replace(results, folder=None), "en", save=False)
    yearly = np.repeat([[0.0, 0.2, 0.496, 0.8, 1.0, 1.0]], 10, axis=0)
    for (scenario, name), change in shown.changes.items():
        if name == "capacity_efficiency":
            alike = dataclasses.replace(change, yearly=yearly, status_quo=np.ones(10), strategy=np.full(10, 2.0))
            shown.changes[scenario, name] = alike
    (said,) = sentences.arrivals(shown)
    assert "in 2027; its mean reaches half of the final difference in 2028" in said


def test_every_tile_can_be_read_and_what_is_not_clear_is_quiet():
    for colour in (style.HIGHER, style.LOWER):
        for strength in np.linspace(0, 1, 21):
            ground = style.tint(colour, strength)
            assert style.contrast(style.ink(ground), ground) >= 4.5
    assert style.contrast(style.QUIET, style.UNCLEAR) >= 4.5
    assert style.contrast("black", "white") == pytest.approx(21)


def test_an_end_is_told_as_the_last_month(results):
    lever = {"start": "2027-01-01", "until": "2030-01-01"}
    assert scenario_page.when(view(results, "id", save=False), lever) == "Januari 2027 sampai Desember 2029"


def test_who_joins_later_is_told_with_the_month(results):
    lever = {"offices": ["dukcapil"], "joining": [["2028-01-01", ["puskesmas"]], ["2029-07-01", "all"]]}
    said = scenario_page.where(view(results, "en", save=False), lever)
    assert re.fullmatch(r".+; from January 2028 also .+; from July 2029 also all offices", said)


def test_money_of_the_status_quo_has_no_note_on_bands(results):
    shown = view(dataclasses.replace(results, folder=None), "id", save=False)
    (picture,) = [part for part in scenario_page.cost(shown, "semarang") if isinstance(part, Picture)]
    assert "tanpa interval" in picture.alt
    assert "Pita dan garis" not in picture.alt


def test_twelve_scenarios_have_colours_and_marks_of_their_own():
    names = [str(n) for n in range(13)]
    assert len(set(style.colours(names).values())) == 13
    assert len(set(style.markers(names[:12]).values()) | {"o"}) == 11
    assert all(style.contrast(colour, "white") >= 2 for colour in style.colours(names).values())


def test_budget_is_told_year_by_year(results):
    shown = view(dataclasses.replace(results, folder=None), "en", save=False)
    said = list(words(supplements.budget(shown)))
    assert "Promotion by performance predicate: Rp 43.8 billion (25% of the budget) could not be absorbed." in said
    assert "−25.0%" in said


def test_targets_without_good_or_bad_are_not_coloured_so(results):
    shown = view(dataclasses.replace(results, folder=None), "en", save=False)
    (table,) = [part for part in flat(supplements.targets(shown)) if isinstance(part, Table)]
    rows = {row[0].text: row[1:] for row in table.rows}
    assert {cell.tone for cell in rows["Training"]} <= {"", "quiet"}
    assert "better" in {cell.tone for cell in rows["Technical competence"]}


def test_a_levers_own_target_is_marked_with_its_expected_direction(results):
    shown = view(dataclasses.replace(results, folder=None), "en", save=False)
    assert supplements.own_targets(shown, "semarang+training") == supplements.OWN["training"]
    (table,) = [part for part in flat(supplements.targets(shown)) if isinstance(part, Table)]
    column = list(table.head).index("More training")
    rows = {row[0].text: row[column] for row in table.rows}
    assert rows["Technical competence"].small[-1] == "↑ as expected"
    assert not any("↑" in line or "↓" in line for line in rows["Entries"].small)
    up, none = np.linspace(1, 2, 20), np.linspace(-1, 1, 20)
    change = next(iter(shown.changes.values()))
    for paired, expected, said in ((up, 1, "reached"), (up, -1, "missed"), (none, 1, "unclear")):
        alike = dataclasses.replace(change, name="ikm", status_quo=np.zeros(20), strategy=paired)
        assert supplements.reached(alike, expected) == said


@pytest.mark.parametrize(("panels", "columns"), [(1, 1), (4, 4), (5, 5), (6, 3), (8, 4), (9, 3), (12, 4)])
def test_the_last_row_of_panels_has_few_gaps(panels, columns):
    assert comparison_figures.across(panels) == columns


def test_prices_that_overlap_make_no_winner(results):
    from karier.analysis import sentences
    from karier.analysis.statistics import Price

    shown = view(dataclasses.replace(results, folder=None), "en", save=False)
    one, two = shown.results.strategies[:2]
    near = {one: Price(2.0, 1.0, 4.0, "price"), two: Price(5.0, 3.0, 9.0, "price")}
    far = {one: Price(2.0, 1.0, 4.0, "price"), two: Price(9.0, 5.0, 19.0, "price")}
    assert "order is not certain" in sentences._least(shown, "ikm", "say.cheapest", near)
    assert "order" not in sentences._least(shown, "ikm", "say.cheapest", far)


def test_labels_beside_crowded_points_do_not_overlap():
    canvas = FigureCanvasAgg(Figure(figsize=(5, 4.6)))
    axes = canvas.figure.subplots()
    points = np.random.default_rng(1).normal([[1.0, 1.0]] * 5 + [[0.0, 0.0]] * 3, 0.02)
    axes.plot(*points.T, "o")
    axes.margins(0.3)
    place_labels(axes, points, [f"strategy {i} with\na second line" for i in range(8)])
    boxes = [Text.get_window_extent(text) for text in axes.texts]
    assert len(boxes) == 8
    assert not any(Bbox.intersection(a, b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_slim_svg_keeps_the_scale_of_glyphs_and_the_colours():
    svg = b'<g>\n     <path d="M 160.034684 -9.583368" transform="scale(0.015625)" style="stroke: #me79dc"/>\n</g>'
    slim = b'<g>\n<path d="M 160.034 -9.583" transform="scale(0.015625)" style="stroke: #me79dc"/>\n</g>'
    assert style._slim(svg) == slim
