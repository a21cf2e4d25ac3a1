"""How a rule is compiled: one set of options, one cache.

No `fastmath`, no parallel sums: a compiled rule and the same rule in plain Python give the same bits.
For the same reason rules take exp and log from `maths.py`, and sums run in `fixed` point.
"""

import hashlib
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite.binding as llvm
import numba

from karier.calls import Loop

# A loop over twenty columns works on several rows at once only if they do not overlap, which is asked before it begins;
# LLVM stops at eight such questions. No result changes.
llvm.set_option("karier", "--runtime-memory-check-threshold=128")

Rule = TypeVar("Rule", bound=Callable[..., Any])


PACKAGE = Path(__file__).parent
_HOME = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
CACHE = _HOME / "karier"
_IMPORT = re.compile(r"^\s*from (karier[\w.]*) import (\([^)]*\)|.*)$|^\s*import (karier[\w.]*)", re.MULTILINE)


def source_digest(package: Path = PACKAGE) -> str:
    """SHA-256 over every module, table of a rule and posterior: the code's version, part of a run's identity."""
    tables = (*package.glob("rules/*.npy"), *package.glob("parameters/*.csv"))
    return _digest(package, sorted((*package.rglob("*.py"), *tables)))


def cache_folder(file: Path, package: Path = PACKAGE) -> Path:
    """Where the loops of a file are cached: named after its text, that of all it imports of ours, and Numba."""
    return CACHE / f"{_digest(package, sorted(sources(file, package)))[:16]}-numba{numba.__version__}"


def sources(file: Path, package: Path = PACKAGE) -> set[Path]:
    """The file and every module of the package which it imports, directly or not."""
    found, waiting = set(), [file]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting.extend(_imported(module, package))
    return found


@cache
def _imported(file: Path, package: Path) -> list[Path]:
    names = []
    for module, given, plain in _IMPORT.findall(file.read_text()):
        names += [plain] if plain else [module, *(f"{module}.{name}" for name in re.findall(r"\w+", given))]
    paths = [package.joinpath(*name.split(".")[1:]) for name in names]
    return [found for path in paths for found in (path.with_suffix(".py"), path / "__init__.py") if found.exists()]


def _digest(package: Path, modules: list[Path]) -> str:
    digest = hashlib.sha256()
    for module in modules:
        digest.update(f"{Path(os.path.relpath(module, package)).as_posix()}\0".encode())
        digest.update(module.read_bytes())
    return digest.hexdigest()


def compiled(loop: Rule) -> Rule:
    """Compile a loop at its first call; `.py_func` of the result is the loop in plain Python.

    Numba's cache watches only the file that holds a function, not the rules it calls in other files:
    after an edit a loop would go on with the old rule. So the cache is named after all files it can depend on.
    """
    made = _compile(loop, no_cpython_wrapper=True)
    if made is not loop:  # with NUMBA_DISABLE_JIT it is
        made.__class__ = Loop
        made.__dict__["made_for_python"] = lambda: _compile(loop, "python")
    return made


def rule(equation: Rule) -> Rule:
    """Compile a scalar rule and put its body where it is called, so that the loop around it vectorises."""
    return _compile(equation, forceinline=True)


def _compile(function: Rule, part: str = "", **options: bool) -> Rule:
    # no entry for C: nobody calls a loop from there, and each costs compiling; part: of the cache
    usual, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(_cache_of(function.__code__.co_filename) / part)
    try:
        return cast(Rule, numba.njit(cache=True, no_cfunc_wrapper=True, error_model="numpy", **options)(function))
    finally:
        numba.config.CACHE_DIR = usual


@cache
def _cache_of(file: str) -> Path:
    return cache_folder(Path(file))
