"""Luck as a pure function: the same identity, purpose and index meet the same luck in every scenario.

Philox4x32-10 (Salmon et al. 2011, doi 10.1145/2063384.2063405): ten rounds turn a counter of four words,
under a key of two, into four words that look random. Nothing is stored, so no order of rows, number of
workers or other process can change a draw.

A *block* has a name (one of the numbers below), an identity and an index; its four words serve up to four
purposes, which the table says. An identity is a person's uid for a life event and a lasting trait (index: the
month of the run, the year, 0), the hash of (uid, post) for a match, that of (post, ordinal) for a vacancy, a
line's or office's own number for demand and leniency.
"""

import math

import numpy as np

from karier.compiled import rule
from karier.maths import cosine_of_turn, log

# Blocks, and which word serves what. Their numbers are part of every stored result: append, never renumber.
IDENTITY = 0  # hash of two numbers
RUN = 1  # (replication): the run's own seed
BELIEF = 2  # (hash of the parameter's name; replication): word 0 the draw of a belief
PERSON = 3  # (uid; 0): word 0 sex, 1 education, 2 age, 3 rank or place in a queue of equals
TRAIT = 4  # (uid; 0): words 0+1 lasting quality u, 2+3 own level of motivation
COMPETENCE = 5  # (uid; 0): words 0+1 general, 2+3 technical
COMPETENCE_MORE = 6  # (uid; 0): words 0+1 managerial, 2+3 sociocultural
HEADROOM = 7  # (uid; 0): words 0, 1, 2 ceiling in each dimension; 3 family
LIFE = 8  # (uid; month): word 0 death, 1 resignation, 2 transfer, 3 renewal of the contract
YEAR = 9  # (uid; year): words 0+1 luck in performance, 2+3 noise in the rating
COURSE = 10  # (uid; year): word 0 month of the course, 1 its dimension, 2 lottery for places, 3 delivery
MATCH = 11  # (hash of uid and post; ordinal): word 0 the Gumbel term of a candidate
VACANCY = 12  # (post; ordinal): word 0 priority in the formasi round, 1 filled or without applicants,
#               2 withdrawal, 3 which rule decides where a reform is delivered in part
DEMAND = 13  # (line; month): words 0+1 cases
LENIENCY = 14  # (office; year): words 0+1 the rater's leniency, 2 the office's luck with the last place of training,
#                3 its luck with the last award
ASSESSMENT = 15  # (uid; 0 on the first day, else month + 1): words 0+1 error of assessed technical, 2+3 managerial
ASSESSMENT_MORE = 16  # (uid; the same): words 0+1 sociocultural
OPENING = 17  # (uid; 0): word 0 month in rank, 1 month in post, 2 contract, 3 predicates before the start
SEAT = 18  # (post; 0): word 0 lottery for the seats that stand empty on the first day, 1 who sits where,
#            2 since when a seat stands empty
FORMATION = 19  # (uid; year): word 0 opting in to mentoring, 1 lot of the match, 2 lot for coaching, 3 for leadership
CONDUCT = 20  # (uid; month): word 0 misconduct, 1 its detection, 2 gravity or error, 3 appeal
CHANGE = 21  # (line; month): word 0 how many improvements
TIES = 22  # (uid; 0): word 0 connection to those in power, 1 lot of the round of assessments, 2 certificate then
TURN = 23  # (uid; month): word 0 early retirement, 1 conversion of non-ASN, 2+3 what a panel of awards sees
PROGRAMME = 24  # (office; year): words 0, 1, 2 the office's luck with the last place of PKP, PKA, PKN II, 3 candidates
QUOTA = 25  # (office; year): word 0 whether the office keeps the quota of predicates
COACHES = 26  # (office; year): word 0 the office's luck with the last place of coaching
ROTATION = 27  # (uid; month): word 0 lot of a rotation of managers
TRANSFER = 28  # (uid; level): words 0+1 what a new level makes of technical competence, 2+3 of managerial
TRANSFER_MORE = 29  # (uid; level): words 0+1 of sociocultural
# On the first day sex, education, age and rank come from the margins, so PERSON serves: word 0 month in the level,
# 1 month of entry, 2 month of birth. HEADROOM's word 3 tells whose own job family differs from the post's.

# Unsigned throughout: signed overflow has no defined result in compiled code.
_WORD = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_MULTIPLY_0, _MULTIPLY_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL_0, _WEYL_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_UNIT = 2.3283064365386963e-10  # 2⁻³²

Words = tuple[np.uint64, np.uint64, np.uint64, np.uint64]


@rule
def philox(c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64) -> Words:
    """Four random words from a counter (c0…c3) and a key (k0, k1): 32 bits each, held in 64."""
    for _ in range(10):
        left, right = _MULTIPLY_0 * c0, _MULTIPLY_1 * c2
        c0, c1 = (right >> _HALF) ^ c1 ^ k0, right & _WORD
        c2, c3 = (left >> _HALF) ^ c3 ^ k1, left & _WORD
        k0, k1 = (k0 + _WEYL_0) & _WORD, (k1 + _WEYL_1) & _WORD
    return c0, c1, c2, c3


@rule
def words(seed: int, block: int, who: int, index: int) -> Words:
    """The four words of a block. seed, who: 0 … 2⁶³−1; index: −2³¹ … 2³¹−1, negative in burn-in."""
    identity, key = np.uint64(who), np.uint64(seed)
    return philox(
        identity & _WORD,
        identity >> _HALF,
        np.uint64(np.int64(index) + 2147483648),
        np.uint64(block),
        key & _WORD,
        key >> _HALF,
    )


@rule
def unit(word: np.uint64) -> float:
    """A number in (0, 1) from one word: never 0, never 1."""
    return (float(word) + 0.5) * _UNIT


@rule
def normal(first: np.uint64, second: np.uint64) -> float:
    """A standard normal from two words (Box & Muller 1958)."""
    return math.sqrt(-2.0 * log(unit(first))) * cosine_of_turn(unit(second))


@rule
def gumbel(word: np.uint64) -> float:
    """A standard Gumbel (type I extreme value) from one word."""
    return -log(-log(unit(word)))


@rule
def identity(first: int, second: int) -> int:
    """One number for two, 0 … 2⁶³−1, the same under every seed: a recruit is (post, ordinal)."""
    high, low, _, _ = words(0, IDENTITY, first, second)
    return np.int64(((high & np.uint64(0x7FFFFFFF)) << _HALF) | low)  # type: ignore[return-value]


def run_seed(seed: int, replication: int) -> int:
    """The luck of replication r under a study's seed, the same in every scenario of the study."""
    high, low, _, _ = words(seed, RUN, replication, 0)
    return int(((int(high) & 0x7FFFFFFF) << 32) | int(low))


def name_hash(name: str) -> int:
    """A text as an identity: FNV-1a, 63 bits."""
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value >> 1
