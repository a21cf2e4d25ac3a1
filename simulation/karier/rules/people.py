"""What a person brings along (model-spec 2, 4): a pure function of (seed, uid, type of post).

    c_k = r0_k + κ·(r_k − r0_k) + gap_k + shift + s·(√g·Z + √(1 − g)·Z_k), within 1 … 5
    ceiling_k = min(5, c_k + 2h·U_k)

r0_k is asked where a career to the post begins: whoever rose has grown into a share κ of what is asked above it.

Used for the people of the first day and for recruits, so that both are draws of one world.
"""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray, Triple
from karier.compiled import compiled, rule
from karier.randomness import COMPETENCE, COMPETENCE_MORE, HEADROOM, TRAIT, normal, unit, words
from karier.state.posts import Types
from karier.state.workforce import PNS

LOWEST, HIGHEST = 1.0, 5.0  # the regulation's scale of competence (PermenPANRB 38/2017)
EDUCATION, HEALTH = 1, 2  # families whose posts ask for a profession of their own


class Parameters(NamedTuple):
    """Units, ranges and sources: parameters/people.yaml."""

    gap: FloatArray  # (3,) technical, managerial, sociocultural
    grown: float
    spread: float
    general: float
    headroom: float
    drive_mean: float
    drive_spread: float
    other_family: float
    entry_rank_pns: IntArray  # (7,) by education
    entry_rank_pppk: IntArray  # (7,)


class Traits(NamedTuple):
    """Of n people, in the order of their uids."""

    base: Triple  # level 1–5
    ceiling: Triple
    lasting: FloatArray  # SD
    own_drive: FloatArray  # logit
    family: IntArray  # own job family


# Rules


@rule
def competence(centre: float, spread: float, general: float, z_general: float, z_own: float) -> float:
    """c = centre + s·(√g·Z + √(1 − g)·Z_k), in levels; g: share of variance common to the three dimensions."""
    c = centre + spread * (math.sqrt(general) * z_general + math.sqrt(1.0 - general) * z_own)
    return min(max(c, LOWEST), HIGHEST)


@rule
def grown_into(required: float, at_entry: float, share: float) -> float:
    """r_entry + κ·(r − r_entry): where people on average stand who rose to a post from where careers begin."""
    return at_entry + share * (required - at_entry)


@rule
def ceiling(base: float, headroom: float, luck: float) -> float:
    """Potential, in levels: uniform between base and base + 2h, at most 5; its mean lies h above the base."""
    return min(base + 2.0 * headroom * luck, HIGHEST)


@rule
def own_family(family: int, luck: float, share: float) -> int:
    """Teachers and health staff have their post's family; of the others a share has one of the two others."""
    if family == EDUCATION or family == HEALTH or luck >= share:  # noqa: SIM109
        return family
    later = luck >= 0.5 * share
    if family == 0:
        return 4 if later else 3
    if family == 3:
        return 4 if later else 0
    return 3 if later else 0


# Loops


@compiled
def _traits(seed: int, uid: IntArray, kind: IntArray, types: Types, p: Parameters, shift: float, out: Traits) -> None:
    for i in range(len(uid)):
        t = kind[i]
        a0, a1, a2, a3 = words(seed, COMPETENCE, uid[i], 0)
        b0, b1, b2, b3 = words(seed, COMPETENCE_MORE, uid[i], 0)
        h0, h1, h2, h3 = words(seed, HEADROOM, uid[i], 0)
        t0, t1, t2, t3 = words(seed, TRAIT, uid[i], 0)
        z = normal(a0, a1)
        e = types.entry[t]
        centre0 = grown_into(types.required[0][t], types.required[0][e], p.grown) + p.gap[0] + shift
        centre1 = grown_into(types.required[1][t], types.required[1][e], p.grown) + p.gap[1] + shift
        centre2 = grown_into(types.required[2][t], types.required[2][e], p.grown) + p.gap[2] + shift
        technical = competence(centre0, p.spread, p.general, z, normal(a2, a3))
        managerial = competence(centre1, p.spread, p.general, z, normal(b0, b1))
        social = competence(centre2, p.spread, p.general, z, normal(b2, b3))
        out.base[0][i], out.base[1][i], out.base[2][i] = technical, managerial, social
        out.ceiling[0][i] = ceiling(technical, p.headroom, unit(h0))
        out.ceiling[1][i] = ceiling(managerial, p.headroom, unit(h1))
        out.ceiling[2][i] = ceiling(social, p.headroom, unit(h2))
        out.lasting[i] = normal(t0, t1)
        out.own_drive[i] = p.drive_mean + p.drive_spread * normal(t2, t3)
        out.family[i] = own_family(types.family[t], unit(h3), p.other_family)


# Acts


def traits(seed: int, uid: IntArray, kind: IntArray, types: Types, p: Parameters, shift: float) -> Traits:
    """Traits of people by uid (n,) for the type of post they enter (n,); shift: levels, for a selected intake."""
    n = len(uid)
    out = Traits(_triple(n), _triple(n), np.empty(n), np.empty(n), np.empty(n, np.int64))
    _traits(seed, uid, kind, types, p, float(shift), out)
    return out


def entry_rank(employment: IntArray, education: IntArray, p: Parameters) -> IntArray:
    """Rank at entry by education (PP 99/2000 for PNS; golongan I … XVII as 0 … 16 for PPPK); both (n,)."""
    return np.where(employment == PNS, p.entry_rank_pns[education], p.entry_rank_pppk[education])


def _triple(n: int) -> Triple:
    return np.empty(n), np.empty(n), np.empty(n)
