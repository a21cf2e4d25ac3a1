"""Luck: the published generator, the properties that common random numbers stand on, and who uses which word."""

import ast
import inspect
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import karier
from karier import randomness
from karier.randomness import gumbel, identity, name_hash, normal, philox, run_seed, unit, words

PACKAGE = Path(karier.__file__).parent
seeds = whos = st.integers(0, 2**63 - 1)
blocks, indices = st.integers(0, 40), st.integers(-(2**31), 2**31 - 1)
raw = st.integers(0, 2**32 - 1).map(np.uint64)


def plain(rule):
    return getattr(rule, "py_func", rule)


# The generator


@pytest.mark.parametrize(
    ("counter_and_key", "expected"),
    [  # Random123's own vectors for philox4x32-10
        ([0] * 6, "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ([0xFFFFFFFF] * 6, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0],
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
@pytest.mark.parametrize("run", [philox, plain(philox)])
def test_gives_the_published_words(run, counter_and_key, expected):
    given_words = run(*(np.uint64(word) for word in counter_and_key))
    assert " ".join(f"{int(word):08x}" for word in given_words) == expected


def test_counter_and_key_stand_where_the_docstring_says():
    """(uid low, uid high, index + 2³¹, block) under (seed low, seed high)."""
    who, seed = 0x0123456789ABCDEF, 0x7766554433221100
    parts = (0x89ABCDEF, 0x01234567, 2**31 - 5, 9, 0x33221100, 0x77665544)
    assert words(seed, 9, who, -5) == philox(*(np.uint64(part) for part in parts))


@given(seeds, blocks, whos, indices)
def test_compiled_and_plain_give_the_same_words(seed, block, who, index):
    assert words(seed, block, who, index) == plain(words)(seed, block, who, index)
    assert words(seed, block, who, index) == words(seed, block, who, index)


@pytest.mark.parametrize("kind", [np.int16, np.int32, np.int64])
def test_an_index_may_come_from_a_column(kind):
    """An ordinal is an int32, a month an int16: in plain Python too, they are the whole numbers they hold."""
    for index in (-24, 0, 300):
        for run in (words, plain(words)):
            assert run(7, 12, kind(41), kind(index)) == words(7, 12, 41, index)


@given(raw, raw)
def test_draws_compiled_and_plain_give_the_same_bits(a, b):
    assert unit(a) == plain(unit)(a)
    assert normal(a, b) == plain(normal)(a, b)
    assert gumbel(a) == plain(gumbel)(a)


@given(seeds, st.tuples(blocks, whos, indices), st.tuples(blocks, whos, indices))
def test_another_block_person_or_month_is_another_draw(seed, one, other):
    assert (words(seed, *one) == words(seed, *other)) == (one == other)


# What is made of words


@pytest.mark.parametrize("word", [0, 1, 2**31, 2**32 - 1])
def test_a_unit_lies_inside(word):
    u = unit(np.uint64(word))
    assert 0.0 < u < 1.0
    assert u == pytest.approx((word + 0.5) / 2**32, abs=1e-12)
    assert np.isfinite(gumbel(np.uint64(word)))
    assert np.isfinite(normal(np.uint64(word), np.uint64(word)))


N = 20_000


@pytest.fixture(scope="module")
def sample():
    return [words(7, randomness.YEAR, uid, 0) for uid in range(N)]


@pytest.mark.parametrize(
    ("made", "law"),
    [
        (lambda w: unit(w[0]), stats.uniform()),
        (lambda w: normal(w[0], w[1]), stats.norm()),
        (lambda w: normal(w[2], w[3]), stats.norm()),
        (lambda w: gumbel(w[3]), stats.gumbel_r()),
    ],
)
def test_draws_follow_their_law(sample, made, law):
    assert stats.kstest([made(w) for w in sample], law.cdf).pvalue > 1e-4


def test_the_words_of_a_block_are_unrelated(sample):
    u = np.array([[unit(word) for word in w] for w in sample])
    off = np.corrcoef(u.T)[np.triu_indices(4, 1)]
    assert np.abs(off).max() < 5 / np.sqrt(N)


def test_is_even_and_unrelated_between_neighbours():
    """Mean and lag correlations within five standard errors, along each axis of the key."""
    along = {
        "uids": [unit(words(7, 8, uid, 0)[0]) for uid in range(N)],
        "uids' high words": [unit(words(7, 8, uid << 32, 0)[0]) for uid in range(N)],
        "months": [unit(words(7, 8, 3, month)[0]) for month in range(-N // 2, N // 2)],
        "seeds": [unit(words(seed, 8, 3, 0)[0]) for seed in range(N)],
        "seeds' high words": [unit(words(seed << 32, 8, 3, 0)[0]) for seed in range(N)],
    }
    for axis, draws in along.items():
        x = np.array(draws) - 0.5
        assert abs(x.mean()) < 5 * np.sqrt(1 / 12 / N), axis
        assert abs((x[1:] * x[:-1]).mean() * 12) < 5 / np.sqrt(N), axis


# Identities


def test_an_identity_belongs_to_one_pair():
    pairs = [(post, ordinal) for post in range(300) for ordinal in range(60)]
    assert len({identity(*pair) for pair in pairs}) == len(pairs)
    assert all(0 <= identity(*pair) < 2**63 for pair in pairs)
    assert identity(7, 2) == plain(identity)(7, 2)
    assert identity(7, 2) != identity(2, 7)


def test_every_replication_has_a_seed_of_its_own():
    found = {run_seed(seed, r) for seed in range(20) for r in range(50)}
    assert len(found) == 1000
    assert all(0 <= one < 2**63 for one in found)
    assert run_seed(3, 4) == run_seed(3, 4)


@pytest.mark.parametrize(  # the test vectors of FNV-1a, 64 bits (Fowler, Noll & Vo)
    ("text", "published"), [("", 0xCBF29CE484222325), ("a", 0xAF63DC4C8601EC8C), ("foobar", 0x85944171F73967E8)]
)
def test_a_name_is_hashed_as_published_less_one_bit(text, published):
    assert name_hash(text) == published >> 1


# The table of blocks


BLOCKS = {name: value for name, value in vars(randomness).items() if name.isupper() and name[0] != "_"}


def test_no_two_blocks_share_a_number_and_none_was_renumbered():
    """Numbers are part of every stored result."""
    assert list(BLOCKS.values()) == list(range(len(BLOCKS)))
    assert list(BLOCKS)[:19] == [
        "IDENTITY", "RUN", "BELIEF", "PERSON", "TRAIT", "COMPETENCE", "COMPETENCE_MORE", "HEADROOM", "LIFE", "YEAR",
        "COURSE", "MATCH", "VACANCY", "DEMAND", "LENIENCY", "ASSESSMENT", "ASSESSMENT_MORE", "OPENING", "SEAT",
    ]  # fmt: skip


# Words that two modules use on purpose; every other word has one user.
SHARED = {
    ("PERSON", 0): {"population.people", "processes.recruitment"},  # first day: month in the level; recruits: sex
    ("PERSON", 2): {"population.people", "processes.recruitment"},  # first day: month of birth; recruits: age
    # the error for which `assessment_error` is solved is the one that the first assessment makes
    **{("ASSESSMENT", k): {"population.baseline", "processes.assessment"} for k in range(4)},
    **{("ASSESSMENT_MORE", k): {"population.baseline", "processes.assessment"} for k in range(2)},
}


def uses():
    """(block, word) → modules that take it, read from the package's own source."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            for child in ast.iter_child_nodes(node):
                child.parent = node
        calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "words"]
        for call in calls:
            for word in taken(call):
                found.setdefault((call.args[1].id, word), set()).add(module)
    return found


def taken(call):
    """Which of the four words a call's result is used for: those unpacked to a name, subscripted, or all."""
    parent = call.parent
    if isinstance(parent, ast.Subscript):  # by a number, or by a name that may be any
        return [parent.slice.value] if isinstance(parent.slice, ast.Constant) else list(range(4))
    if isinstance(parent, ast.GeneratorExp):  # for w in (words(…) for …): w[0], w[1]
        scope = parent
        while not isinstance(scope, ast.FunctionDef):
            scope = scope.parent
        return [n.slice.value for n in ast.walk(scope) if isinstance(n, ast.Subscript) and n.value.id == "w"]
    assert isinstance(parent, ast.Assign), ast.unparse(call)
    return [k for k, name in enumerate(parent.targets[0].elts) if name.id != "_"]


def test_no_word_serves_two_purposes():
    found = {use: modules for use, modules in uses().items() if use[0] not in ("IDENTITY", "RUN")}
    assert len(found) > 40
    for use, all_modules in found.items():  # a replication is a world of its own, with people of its own
        modules = {name for name in all_modules if "replications" not in name}
        assert not modules or modules == SHARED.get(use, modules if len(modules) == 1 else None), use


def test_the_table_names_every_word_that_is_used():
    told = {}
    block = ""
    for line in inspect.getsource(randomness).splitlines():
        name = line.partition(" = ")[0]
        block = name if name in BLOCKS else block if line.startswith("#  ") else ""
        if block:
            told[block] = told.get(block, "") + line.partition("#")[2]
    for block, word in uses():
        if block not in ("IDENTITY", "RUN"):
            text = told[block].partition("; ")[2]
            assert str(word) in text.replace("+", " ").replace(",", " ").split(), f"{block}: word {word}"
