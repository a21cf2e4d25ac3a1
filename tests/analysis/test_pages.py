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

from karier.analysis import (
    answers,
    caveats,
    comparison_figures,
    comparison_page,
    group_figures,
    scenario_page,
    style,
    supplements,
)
from karier.analysis.labels import place_labels
from karier.analysis.language import Language, texts
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
    assert len(table.head) == 12
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


def of_levers(results, scenario, **changes):
    """The study with other entries in all levers of a scenario."""
    rows = [dict(row) for row in results.study["scenarios"]]
    row = next(row for row in rows if row["name"] == scenario)
    row["levers"] = {name: lever | changes for name, lever in row["levers"].items()}
    return dataclasses.replace(results, folder=None, study=results.study | {"scenarios": rows})


SCALE = [["2026-01-01", 1.0], ["2027-01-01", 0.24], ["2028-01-01", 0.28]]


def test_a_scaled_dose_replaces_a_part_of_the_exits_and_is_not_told_as_full(results):
    monthly = results.tables["monthly"].assign(headcount=lambda t: 15_000 - 40.0 * t.month)
    falling = dataclasses.replace(results, tables={**results.tables, "monthly": monthly})
    (full,) = caveats.still_shrinking(view(of_levers(falling, "semarang+recruitment"), "en"), "semarang+recruitment")
    assert "although every exit is replaced" in full
    part_of = of_levers(falling, "semarang+recruitment", scale=SCALE)
    (said,) = caveats.still_shrinking(view(part_of, "en"), "semarang+recruitment")
    assert "every exit is replaced" not in said
    assert "its dose is 24–28%" in said
    # 0.45 today, 1.1 planned, carried out by 0.8: 0.45 + 0.24 · 0.8 · 0.65 and 0.45 + 0.28 · 0.8 · 0.65
    assert "about 0.57–0.60 places per exit" in said


def test_the_plan_tells_the_scaled_dose_and_that_its_description_tells_the_full_plan(results):
    shown = view(of_levers(results, "semarang+training", scale=SCALE), "id", save=False)
    parts = scenario_page.introduction(shown, "semarang+training")
    table = next(part for part in parts if isinstance(part, Table))
    assert (table.rows[0][6].text, table.rows[0][6].small) == ("24–28%", ("(anggaran sama)",))
    assert any("menceritakan rencana penuh" in text for text in words(parts))
    plain = view(of_levers(results, "semarang+training"), "id", save=False)
    parts = scenario_page.introduction(plain, "semarang+training")
    assert next(part for part in parts if isinstance(part, Table)).rows[0][6].text == "100%"
    assert not any("menceritakan rencana penuh" in text for text in words(parts))


def test_three_sentences_come_first_and_errors_are_read_beside_rewards(results):
    rewarding = of_levers(results, "semarang+training", section="rewards")
    shown = view(rewarding, "en", save=False)
    first, others = answers.answers(shown)
    assert len(first) == 3
    assert first[0].startswith("Largest sure gain (90% interval excludes 0): capacity efficiency, More training")
    assert first[2].startswith("Worse than the status quo")
    assert any("More training rewards output; errors do not rise but fall" in text for text in others)
    table = next(part for part in comparison_page.answer(shown) if isinstance(part, Table))
    assert "Error rate (percentage points)" in table.head


def test_below_ten_replications_nothing_is_ranked_coloured_or_filled(tmp_path):
    from analysis import fake_study
    from karier.analysis.results import read

    shown = view(read(fake_study.write(tmp_path / "few", 4, 9, 3)), "id", save=False)
    parts = comparison_page.answer(shown)
    said = " ".join(words(parts))
    for claim in ("arah belum pasti", "tidak dapat dibedakan", "terbaik: ", "paling sering", "abu-abu: interval"):
        assert claim not in said
    table = next(part for part in parts if isinstance(part, Table))
    assert {cell.tone for row in table.rows for cell in row[:-2]} == {""}  # without the prices
    notes = " ".join(words([*comparison_page.forest(shown), *comparison_page.who(shown)]))
    assert "memuat 0" not in notes
    assert "tanda kosong dan tanpa warna" in notes


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


def test_a_strategy_has_its_colour_in_every_study_and_none_is_taken_twice():
    one = style.colours(["semarang", "semarang+training", "semarang+rewards"])
    other = style.colours(["toy", "toy+own_idea", "toy+rewards", "toy+mentoring", "toy+training"])
    assert one["semarang+training"] == other["toy+training"]
    assert one["semarang+rewards"] == other["toy+rewards"]
    twice = ["a", "a+training", "b+training", "a+training+rewards", "a+assessment"]
    for given in (style.colours, style.markers):
        assert len({given(twice)[name] for name in twice[1:]}) == 4


def test_a_queue_that_stays_small_has_a_linear_axis_with_two_ticks_and_no_note_on_it():
    small, large = np.array([-0.6, 0.02]), np.array([-3.0, 40.0])
    for drawn, noted in ((small, False), (large, True)):
        with style.mpl.rc_context(style.LOOK):
            figure = Figure()
            FigureCanvasAgg(figure)
            axes = figure.subplots()
            axes.plot(drawn, [0, 1])
            comparison_figures.measured(axes.xaxis, Language("id"), "turnaround_days", drawn, ticks=3, sign=True)
            low, high = axes.get_xlim()
            assert sum(low <= tick <= high for tick in axes.get_xticks()) >= 2
        assert (axes.get_xscale() == "symlog") == noted
        assert bool(comparison_figures.stretched_note(Language("id"), {"turnaround_days": drawn})) == noted


def test_lines_that_hide_one_another_are_said_to_be_the_same():
    axes = Figure().subplots()
    style.same(axes, Language("id"), [np.array([1.0, 2.0]), np.array([1.0, 2.1])])
    assert not axes.texts
    style.same(axes, Language("id"), [np.array([1.0, 2.0]), np.array([1.0, 2.0])])
    assert [text.get_text() for text in axes.texts] == ["sama"]


def test_a_tile_that_is_clear_is_never_written_as_nothing():
    told = group_figures._told
    assert told(Language("en"), 0.00004, 0.00001, True) == "+0.00004"
    assert told(Language("en"), 2.345, 0.31, True) == "+2.35"
    assert told(Language("en"), 0.00004, 0.3, False) == "0.00"


def test_the_years_of_money_that_was_left_are_named():
    assert supplements.spans([2027, 2028, 2030]) == "2027–2028, 2030"


def test_budget_is_told_year_by_year(results):
    shown = view(dataclasses.replace(results, folder=None), "en", save=False)
    said = list(words(supplements.budget(shown)))
    lost = "Rp 43.8 billion (25% of the budget of all years) could not be absorbed, in 2027–2031."
    assert f"Promotion by performance predicate: {lost}" in said
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
