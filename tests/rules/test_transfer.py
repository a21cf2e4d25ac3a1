"""What carries over to a higher level: all, nothing or a share, as Peter's hypothesis is true or not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from factories import ADMINISTRATOR, PENGAWAS, PERTAMA, after, crowd, filled, moment, parameters, picture, plain, state
from karier.processes import learning
from karier.rules.transfer import transferred

level = st.floats(1.0, 5.0)


def learned(here, share, month=12, seed=1):
    """Only what happens on promotion: nobody learns, forgets or settles."""
    p = parameters(learning, transfer=share, job_rate=0.0, consolidation=0.0, forget_half_life=1e9)
    return after(learning.learn, here, p, moment(month, seed))


def competence(s):
    return np.stack([base + gain for base, gain in zip(s.workforce.base, s.workforce.gain, strict=True)])


@given(level, level, st.sampled_from([0.4, 0.7]), st.floats(-4, 4))
def test_all_of_it_or_nothing_of_it_carries_over(c, centre, sd, luck):
    assert transferred(c, centre, sd, 1.0, luck) == pytest.approx(c)
    assert transferred(c, centre, sd, 0.0, luck) == transferred(1.0, centre, sd, 0.0, luck)
    assert 1.0 <= transferred(c, centre, sd, 0.5, luck) <= 5.0
    assert transferred(c, centre, sd, 0.5, luck) == plain(transferred)(c, centre, sd, 0.5, luck)


def test_where_all_carries_over_no_bit_changes():
    """One who rose this month learns like one who did not."""
    here = state(filled(type=PENGAWAS[0], level_month=12), filled(type=PENGAWAS[0]))
    later = after(learning.learn, here, parameters(learning), moment(12))
    for k in range(3):
        assert later.workforce.base[k][0] == later.workforce.base[k][1]


@pytest.mark.parametrize("share", [0.0, 0.6, 0.9])
def test_the_correlation_of_before_and_after_is_the_share(share):
    """4,000 who rose this month: mean and SD of the family around what the post asks, correlation ρ_T."""
    n = 4_000
    here = crowd(n, filled(type=PENGAWAS[0], level_month=12, ceiling=5.0))
    b, rng = here.baseline, np.random.default_rng(3)
    b.gap[:], b.competence_sd[:] = 0.0, 0.3  # so that hardly anybody meets an end of the scale
    before = np.array([3.0, 2.0, 2.5])[:, None] + 0.3 * rng.standard_normal((3, n))
    for k in range(3):
        here.workforce.base[k][:] = before[k]
    now = competence(learned(here, share))
    for k, asked in enumerate((3.0, 2.0, 2.5)):
        assert np.corrcoef(before[k], now[k])[0, 1] == pytest.approx(share, abs=4 / np.sqrt(n))
        assert now[k].mean() == pytest.approx(asked, abs=4 * 0.3 / np.sqrt(n))
        assert now[k].std() == pytest.approx(0.3, rel=0.05)
    luck = np.corrcoef(now - share * before)
    assert abs(luck[np.triu_indices(3, 1)]).max() < 4 / np.sqrt(n)


@pytest.mark.parametrize(
    "changed",
    [
        {"level_month": 11},
        {"level_month": 12, "entry_month": 12},
        {"type": PERTAMA[0], "post_month": 12, "promoted_month": 12},
    ],
)
def test_only_who_rose_this_month_begins_anew(changed):
    """Not who rose before, a newcomer, or who took the next jenjang."""
    here = state(filled(**{"type": PENGAWAS[0]} | changed))
    assert_allclose(competence(learned(here, 0.0)), competence(here))


def test_nobody_begins_anew_in_burn_in():
    here = state(filled(type=PENGAWAS[0], level_month=-12))
    p = parameters(learning, transfer=0.0)
    same = after(learning.learn, here, p._replace(transfer=1.0), moment(-12))
    assert picture(after(learning.learn, here, p, moment(-12))) == picture(same)


def test_each_level_has_luck_of_its_own_and_each_month_the_same():
    one = [
        competence(learned(state(filled(type=t[0], level_month=month)), 0.0, month))[:, 0]
        for t, month in ((PENGAWAS, 12), (PENGAWAS, 30), (ADMINISTRATOR, 12))
    ]
    assert_allclose(one[0], one[1])
    assert abs(one[0] - one[2]).max() > 0.01
