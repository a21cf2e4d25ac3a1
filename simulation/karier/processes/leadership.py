"""Leadership programmes (model-spec 5.2): PKP for pengawas, PKA for administrator, PKN II for JPT pratama.

Once a year each programme takes in managers of its level who lack its certificate, PKN II also some who may become
JPT, by a score within each office's places. Participants are in class some hours a month, lead a change
project, and hold the certificate at the end. What is learned is in `learning.py`, what projects do in `innovation.py`.
"""

from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.randomness import FORMATION, PROGRAMME, TIES, gumbel, unit, words
from karier.rules.budget import Budget
from karier.state import Moment, State
from karier.state.offices import Offices
from karier.state.posts import Types
from karier.state.workforce import GOOD, NO_CERTIFICATE, PKN2, PNS, Workforce

WRITES = {"certificate", "programme", "programme_end", "leadership_jp", "offices.participants", "offices.projects"}

ADMINISTRATOR, MADYA = 0, 1  # who may become JPT: columns of `candidate_months`
_MADYA_RUNG = 6
NOT_ELIGIBLE, HOLDER, CANDIDATE = 0, 1, 2
_LOT = 3  # word of the candidates' last place; those of the programmes come before it


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/leadership.yaml. Programmes: PKP, PKA, PKN II."""

    share: FloatArray  # (offices, 3) of managers without the certificate who begin in a year
    candidates: FloatArray  # (offices,) of them a year for PKN II, per JPT
    intake_month: IntArray  # (3,) of the calendar
    months: IntArray  # (3,)
    jp: IntArray  # (3,) in class
    need_weight: float
    predicate_weight: float
    seniority_weight: float
    months_left: int
    candidate_rank: int
    candidate_months: IntArray  # (2,) as administrator, as ahli madya
    candidate_age: float
    certified: FloatArray  # (3,)
    budget: Budget


# Rules


@rule
def may_stay(age_months: int, retirement_months: int, months_left: int) -> bool:
    """Long enough in service still for the programme to be of use."""
    return retirement_months - age_months >= months_left


@rule
def may_become_jpt(level: int, rung: int, months: int, rank: int, age_months: int, p: Parameters) -> bool:
    """Administrator or ahli madya for some months, rank IV/a, not above 55: LAN's conditions for PKN II."""
    enough = (level == 2 and months >= p.candidate_months[ADMINISTRATOR]) or (
        rung == _MADYA_RUNG and months >= p.candidate_months[MADYA]
    )
    return enough and rank >= p.candidate_rank and age_months <= p.candidate_age * 12.0


@rule
def claim(gap: float, predicate: int, years: float, luck: float, p: Parameters) -> float:
    """Score for a place: weights × (believed managerial gap in levels, predicate above good, years at the level)."""
    rated = float(predicate - GOOD) if predicate > 0 else 0.0
    return p.need_weight * gap + p.predicate_weight * rated + p.seniority_weight * years + luck


@rule
def class_jp(jp: int, months: int, nth: int) -> int:
    """JP of the nth month (from 0) of a programme: whole numbers that add up to its JP."""
    return jp * (nth + 1) // months - jp * nth // months


@rule
def held(level: int, luck: float, certified: FloatArray) -> int:
    """The certificate a manager holds on the first day: that of the level, else by the same lot of the level below."""
    for programme in range(level, NO_CERTIFICATE, -1):
        share = certified[programme - 1]
        if luck < share:
            return programme
        luck = (luck - share) / (1.0 - share)
    return NO_CERTIFICATE


# Loops


@compiled
def _claims(
    staff: Workforce, types: Types, programme: int, p: Parameters, now: tuple[int, int, int], group: IntArray,
    score: FloatArray,
) -> None:  # fmt: skip
    """Who may begin a programme, as what (group), and how strong each claim is; now: seed, year, month."""
    seed, year, month = now
    for i in range(len(staff.uid)):
        group[i] = NOT_ELIGIBLE
        if staff.employment[i] != PNS or staff.programme[i] != NO_CERTIFICATE or staff.certificate[i] >= programme:
            continue
        t, ell, age = staff.type[i], staff.level[i], month - staff.birth_month[i]
        since = staff.level_month[i] if ell > 0 else staff.post_month[i]
        if ell == programme:
            group[i] = HOLDER if may_stay(age, types.retirement_months[t], p.months_left) else NOT_ELIGIBLE
        elif programme == PKN2 and may_become_jpt(ell, types.rung[t], month - since, staff.rank[i], age, p):
            group[i] = CANDIDATE
        if group[i] != NOT_ELIGIBLE:
            _, _, _, w3 = words(seed, FORMATION, staff.uid[i], year)
            gap = max(types.required[1][t] - np.float64(staff.believed[1][i]), 0.0)
            score[i] = claim(gap, staff.predicate[i], (month - since) / 12.0, gumbel(w3), p)


@compiled
def _run(staff: Workforce, offices: Offices, p: Parameters, month: int) -> None:
    for o in range(len(offices.projects)):
        offices.projects[o] = 0
    for i in range(len(staff.uid)):
        programme = staff.programme[i]
        staff.leadership_jp[i] = 0
        if programme == NO_CERTIFICATE:
            continue
        months, left = p.months[programme - 1], max(staff.programme_end[i] - month, 0)
        staff.leadership_jp[i] = class_jp(p.jp[programme - 1], months, max(months - 1 - left, 0))
        if left == 0:
            staff.certificate[i] = max(staff.certificate[i], programme)
            staff.programme[i] = NO_CERTIFICATE
            offices.projects[staff.office[i]] += 1


@compiled
def _open(staff: Workforce, certified: FloatArray, seed: int) -> None:
    for i in range(len(staff.uid)):
        _, _, w2, _ = words(seed, TIES, staff.uid[i], 0)
        staff.certificate[i] = held(staff.level[i], unit(w2), certified)


@compiled
def _lots(seed: int, year: int, word: int, out: FloatArray) -> None:
    for office in range(len(out)):
        out[office] = unit(words(seed, PROGRAMME, office, year)[word])


# Acts


def intake(state: State, p: Parameters, now: Moment) -> None:
    """Places of the programmes that begin this month."""
    staff, offices = state.workforce, state.offices
    offices.participants[:] = 0
    for programme in np.flatnonzero(p.intake_month == now.calendar_month) + 1:
        rows = _chosen(state, p, now, int(programme))
        staff.programme[rows] = programme
        staff.programme_end[rows] = now.month + p.months[programme - 1] - 1
        offices.participants[:] += np.bincount(staff.office[rows], minlength=len(p.share))


def run(state: State, p: Parameters, now: Moment) -> None:
    """The month's classes; who ends holds the certificate and leaves a change project behind."""
    _run(state.workforce, state.offices, p, now.month)


def open_file(state: State, p: Parameters, now: Moment) -> None:
    """Month 0: who holds a certificate as the run begins."""
    _open(state.workforce, p.certified, now.seed)


def _chosen(state: State, p: Parameters, now: Moment, programme: int) -> IntArray:
    """Rows of those who get a place: managers of the level, for PKN II candidates too."""
    staff = state.workforce
    group, score = np.empty(state.people, np.int64), np.zeros(state.people)
    _claims(staff, state.types, programme, p, (now.seed, now.year, now.month), group, score)
    lacking = np.bincount(staff.office[group == HOLDER], minlength=len(p.share))
    places = _rounded(p.share[:, programme - 1] * p.budget.programme * lacking, now, programme - 1)
    chosen = _first(staff, np.flatnonzero(group == HOLDER), score, places)
    if programme == PKN2:
        heads = np.bincount(staff.office[staff.level == programme], minlength=len(p.share))
        places = _rounded(p.candidates * p.budget.programme * heads, now, _LOT)
        chosen = np.append(chosen, _first(staff, np.flatnonzero(group == CANDIDATE), score, places))
    return chosen


def _rounded(places: FloatArray, now: Moment, word: int) -> IntArray:
    """(offices,) whole places; a share of one is settled by the office's own luck."""
    luck = np.empty(len(places))
    _lots(now.seed, now.year, word, luck)
    return np.floor(places + luck).astype(np.int64)


def _first(staff: Workforce, rows: IntArray, score: FloatArray, places: IntArray) -> IntArray:
    """Of these rows the best of each office, as many as it has places; equals by uid."""
    rows = rows[np.lexsort((staff.uid[rows], -score[rows], staff.office[rows]))]
    office = staff.office[rows].astype(np.int64)
    return rows[np.arange(len(rows)) - np.searchsorted(office, office) < places[office]]
