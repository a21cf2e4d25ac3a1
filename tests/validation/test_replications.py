"""Published results in the engine's own processes: orders with few seeds, closed forms; and the engine is what runs.

The sizes, over many seeds, are measured by `karier validate-model`.
"""

import json
import math

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from karier.cli import main
from karier.processes import appraisal, exits, motivation, performance, promotion, recruitment
from karier.scenario import BadInput, catalogue
from karier.state.posts import VACANT
from karier.validation.pattern import patterns
from karier.validation.replications import bartholomew, checks, fetta, figures, keyfitz, lazear, pluchino, stage
from karier.validation.replications.reading import read, replication
from karier.validation.suite import CHECKS

YEARS = 160  # of a pyramid: from 35 on those of the first day retire


# The stage


def test_every_step_above_the_lowest_is_served_from_the_top_by_the_step_below():
    """A lower window sees steps again which the one above it has filled."""
    for steps in range(1, 12):
        served = []
        for window in stage.windows(stage.Organisation(tuple(range(steps, 0, -1)), 3.0)):
            level = window.types.level.astype(int)
            for step in np.flatnonzero(level > 0)[::-1]:
                if level[step] == level[step - 1] + 1:
                    served.append(int(step))
        assert list(dict.fromkeys(served)) == list(range(steps - 1, 0, -1))


def test_all_posts_are_filled_and_people_know_where_they_sit():
    w = pluchino.world()
    state = pluchino.opened(w, 1)
    for nth in range(1, 50):
        pluchino.year(state, w, stage.under(w.promotion, w.source, "random"), 0.0, 1, nth)
        staff = state.workforce
        assert (state.posts.holder != VACANT).all()
        assert sorted(state.posts.holder.tolist()) == list(range(160))
        assert np.array_equal(staff.type, state.posts.type[staff.post])
        assert np.array_equal(staff.rank, staff.type)
        assert np.bincount(staff.type).tolist() == [81, 41, 21, 11, 5, 1]


def test_a_year_moves_people_up_one_step_and_the_old_and_incompetent_out():
    w = pluchino.world()
    state = pluchino.opened(w, 2)
    p, rose = stage.under(w.promotion, w.source, "random"), 0
    for nth in range(1, 60):
        before = dict(zip(state.workforce.uid.tolist(), state.workforce.type.tolist(), strict=True))
        low = state.workforce.base[0] < pluchino.to_engine(4.0)
        old = 12 * nth - state.workforce.birth_month > 12 * 60
        due = set(state.workforce.uid[low | old].tolist())
        pluchino.year(state, w, p, 0.0, 2, nth)
        later = dict(zip(state.workforce.uid.tolist(), state.workforce.type.tolist(), strict=True))
        assert set(before) - set(later) == due
        steps = [later[uid] - step for uid, step in before.items() if uid in later]
        assert set(steps) <= {0, 1}
        rose += sum(steps)
        assert all(later[uid] == 0 for uid in set(later) - set(before))
    assert rose > 100


def test_ages_are_normal_within_their_bounds():
    found = stage.drawn(3, np.arange(1, 4_001), 25.0, 5.0, 18.0, 60.0)
    assert found.min() >= 18.0
    assert found.max() <= 60.0
    z = (18.0 - 25.0) / 5.0  # the mean of a normal cut off below
    cut = 5.0 * math.exp(-0.5 * z * z) / math.sqrt(2 * math.pi) / (0.5 * math.erfc(z / math.sqrt(2)))
    assert found.mean() == pytest.approx(25.0 + cut, abs=0.25)


def test_competence_is_normal_on_the_papers_scale_and_the_start_is_as_computed():
    """N(7, 2) held within 1 … 10 has mean 6.94: 69.4 % of the highest efficiency (evidence: 69.4)."""
    w = pluchino.world()
    starts = [pluchino.path("random", "peter", seed, 1)[0] for seed in range(12)]
    assert np.mean(starts) == pytest.approx(69.4, abs=1.2)
    base = np.concatenate([pluchino.opened(w, seed).workforce.base[0] for seed in range(12)])
    paper = 1.0 + (base - 1.0) * 9.0 / 4.0
    assert paper.mean() == pytest.approx(6.94, abs=0.12)
    assert paper.std() == pytest.approx(1.9, abs=0.12)


# Pluchino et al.


def test_if_competence_carries_over_the_best_beat_the_lot_and_the_lot_the_worst():
    found = [pluchino.changes(seed, YEARS) for seed in range(2)]
    best, worst, lot = (np.mean([f["common_sense", rule] for f in found]) for rule in pluchino.RULES)
    assert best > lot + 2.0
    assert lot > worst + 2.0


def test_if_peter_is_right_the_worst_beat_the_lot_and_the_best_fall_below_the_start():
    found = [pluchino.changes(seed, YEARS) for seed in range(2)]
    best, worst, lot = (np.mean([f["peter", rule] for f in found]) for rule in pluchino.RULES)
    assert worst > lot + 4.0
    assert lot > best + 4.0
    assert best < -3.0


def test_the_same_seed_gives_the_same_path():
    one, other = (pluchino.path("worst", "peter", 7, 60) for _ in range(2))
    assert np.array_equal(one, other)
    assert not np.array_equal(one, pluchino.path("worst", "peter", 8, 60))


# Closed forms


def test_the_fall_after_promotion_is_the_formulas():
    assert lazear.expected(0.0) == pytest.approx(1.0 / math.sqrt(math.pi))
    assert lazear.expected(1.0) == pytest.approx(0.9164, abs=5e-5)
    for threshold in (0.0, 1.0):
        falls = np.concatenate([lazear.falls(threshold, seed) for seed in range(3)])
        share = 0.5 * math.erfc(threshold / 2.0)
        assert len(falls) == pytest.approx(12_000 * share, rel=0.06)  # whoever meets the standard, and nobody else
        assert falls.mean() == pytest.approx(lazear.expected(threshold), abs=4.0 * falls.std() / math.sqrt(len(falls)))


def test_without_luck_nothing_falls():
    assert lazear.expected(1.0, luck_sd=1e-9) == pytest.approx(0.0, abs=1e-9)


def test_the_push_stands_still_at_the_published_sizes_and_the_engine_pulls_the_dual():
    assert_allclose(bartholomew.published(), [500.0, 1000.0 / 3.0, 500.0 / 3.0])
    from_lowest, from_middle, recruits, *sizes = bartholomew.measure(3)
    assert from_lowest == pytest.approx(0.10, abs=0.004)
    assert from_middle == pytest.approx(0.05, abs=0.004)
    assert recruits == pytest.approx(100.0, abs=4.0)
    assert_allclose(sizes, 2 * [500.0, 1000.0 / 3.0, 500.0 / 3.0])


def test_a_vacancy_at_the_top_pulls_one_person_up_at_each_step_and_one_recruit():
    for flows in bartholomew.years(5):
        left = flows.wastage * (1500, 1000, 500)
        rose = flows.promoted * (1500, 1000, 500)
        assert_allclose(rose, [left[1] + left[2], left[2], 0.0])
        assert flows.recruits == pytest.approx(left.sum())


def test_without_deaths_the_equation_is_an_exponential_alone(monkeypatch):
    """x = −ln((e^{−rα} + e^{−rβ})/2)/r; without growth the middle, 42.5."""
    w = keyfitz.world()
    monkeypatch.setattr(keyfitz, "world", lambda: w._replace(exits=w.exits._replace(death_at_50=0.0)))
    assert keyfitz.expected(0.0) == pytest.approx(42.5)
    middle = -math.log(0.5 * (math.exp(-0.4) + math.exp(-1.3))) / 0.02
    assert keyfitz.expected(0.02) == pytest.approx(middle, abs=1e-3)
    ages = keyfitz.promotions(0.02, 1)
    assert ages.mean() == pytest.approx(middle, abs=0.1)
    assert ages.std() < 0.2  # strictly by age


def test_the_patterns_are_those_of_the_equation():
    targets = [patterns(checks.STEM)[f"keyfitz_{name}"].target for name in ("still", "growing", "delay")]
    assert_allclose(targets, keyfitz.equation(), atol=1e-4)
    targets = [patterns(checks.STEM)[f"lazear_fall_{x}"].target for x in (0, 1)]
    assert_allclose(targets, [lazear.expected(0.0), lazear.expected(1.0)], atol=5e-5)


def test_an_establishment_that_shrinks_is_refused():
    with pytest.raises(ValueError, match="opened"):
        keyfitz.promotions(-0.01, 1)


def test_the_end_of_growth_delays_careers():
    still, growing, delay = keyfitz.measure(4)
    assert (still, growing, delay) == pytest.approx(keyfitz.equation(), abs=0.6)
    assert delay == pytest.approx(still - growing)


# Fetta et al.


def test_merit_has_the_best_case_of_all_and_peter_turns_the_worst_rule_round():
    """Of the paper's two halves the engine shows the first; docs/replications.md tells of the second."""
    merit = [np.mean([_last(fetta.MERIT, share, seed) for seed in range(2)]) for share in (0.0, 1.0)]
    worst = [np.mean([_last("worst", share, seed) for seed in range(2)]) for share in (0.0, 1.0)]
    assert merit[1] > max(*worst, merit[0]) + 2.0
    assert worst[0] > worst[1]


def test_whoever_is_passed_over_by_an_unfair_rule_shows_less(monkeypatch):
    w = fetta.world()
    found = {}
    for grievance in (0.0, 0.6):
        hurt = w._replace(motivation=w.motivation._replace(grievance=grievance))
        monkeypatch.setattr(fetta, "world", lambda hurt=hurt: hurt)
        found[grievance] = {rule: _last(rule, 1.0, 1) for rule in (fetta.MERIT, "worst")}
    assert found[0.6]["worst"] < found[0.0]["worst"] - 5.0
    assert found[0.6][fetta.MERIT] == pytest.approx(found[0.0][fetta.MERIT], abs=1.0)


def _last(rule, share, seed):
    seen = fetta.path(rule, share, seed, 80)
    return seen[40:].mean() - seen[0]


# The engine is what runs


@pytest.mark.parametrize(
    ("module", "act", "run"),
    [
        (promotion, "fill", lambda: pluchino.path("best_in_post", "common_sense", 1, 60)[-1]),
        (exits, "leave_service", lambda: pluchino.path("random", "peter", 1, 60)[-1]),
        (performance, "perform", lambda: pluchino.path("best_in_post", "common_sense", 1, 60)[-1]),
        (recruitment, "arrive", lambda: pluchino.path("random", "peter", 1, 60)[-1]),
        (appraisal, "appraise", lambda: lazear.falls(1.0, 1).mean()),
        (promotion, "fill", lambda: bartholomew.years(1)[-1].promoted[0]),
        (promotion, "expect", lambda: fetta.path("worst", 1.0, 1, 60)[-1]),
        (motivation, "move", lambda: fetta.path("worst", 1.0, 1, 60)[-1]),
        (exits, "leave_service", lambda: keyfitz.promotions(0.0, 1).mean()),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_without_the_engines_act_there_is_another_result(monkeypatch, module, act, run):
    usual = run()
    monkeypatch.setattr(module, act, lambda *_: None)
    assert run() != pytest.approx(usual, abs=1e-6)


# As checks, tables, figures and a command


def test_every_replication_has_a_scenario_a_check_and_a_figure():
    names = set(catalogue.known("replications"))
    assert names == set(checks.PAPERS) == set(figures.FIGURES)
    assert names <= {check.name for check in CHECKS}
    told = [pattern.name for check in CHECKS if check.name in names for pattern in check.patterns]
    assert told == list(patterns(checks.STEM))


@pytest.mark.parametrize("name", ["lazear", "bartholomew", "keyfitz"])
def test_a_measure_gives_one_value_a_pattern(name):
    check = next(c for c in CHECKS if c.name == name)
    assert len(check.measure(0)) == len(check.patterns)


DATA = {
    "pluchino": pd.DataFrame(
        [(h, rule, y, 60.0 + y) for h in pluchino.HYPOTHESES for rule in pluchino.RULES for y in range(3)],
        columns=["hypothesis", "rule", "year", "efficiency"],
    ),
    "fetta": pd.DataFrame(
        [(rule, share, 10.0 * share) for rule in fetta.RULES for share in (0.0, 1.0)],
        columns=["rule", "share", "change"],
    ),
}


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("name", list(checks.PAPERS))
def test_a_figure_is_a_function_of_its_data(name, lang):
    data = DATA[name] if name in DATA else checks.figure_data(name)
    figure = figures.FIGURES[name](data, lang)
    for axes in figure.axes:
        assert axes.get_xlabel()
        assert all(text.get_text() for text in axes.get_legend().get_texts())
    drawn = np.concatenate([line.get_ydata() for axes in figure.axes for line in axes.lines])
    shown = {"pluchino": "efficiency", "fetta": "change"}.get(name, "engine")
    assert set(data[shown]) <= set(drawn.tolist())


def test_a_parameter_of_a_replication_may_lie_outside_our_range_and_names_the_paper():
    p = replication("bartholomew").scenario.parameters["exits"]["transfer"]
    assert p.value == 1.2
    assert p.range[1] == 1.2
    assert "Bartholomew" in p.source


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("extra: 1\n", "extra"),
        ("parameters: {promotion.lucky: 1.0}\n", "promotion.luck"),
        ("parameters: [1]\n", "a mapping"),
        ("", "setup"),
    ],
)
def test_a_broken_file_is_refused(tmp_path, changed, said):
    label = "{id: satu, en: one}"
    lines = f"label: {label}\ndescription: {label}\nsource: a paper\n" + changed
    if "parameters" not in changed:
        lines += "parameters: {}\n"
    path = tmp_path / "mine.yaml"
    path.write_text(lines if said == "setup" else lines + "setup: {}\n")
    with pytest.raises(BadInput, match=said):
        read(path)


def test_one_command_repeats_a_result(capsys):
    assert main(["replicate", "lazear", "--seeds", "2", "--jobs", "1", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["pattern"] for row in rows] == ["lazear_fall_0", "lazear_fall_1"]
    assert all(row["seeds"] == 2 for row in rows)


def test_an_unknown_name_is_bad_input(capsys):
    assert main(["replicate", "lazar"]) == 2
    assert "lazear" in capsys.readouterr().err
