"""How a rule is compiled: one set of options, one cache.

No `fastmath`, no parallel sums: a compiled rule and the same rule in plain Python give the same bits.
For the same reason rules take exp and log from `maths.py`, and sums run in `fixed` point.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

Rule = TypeVar("Rule", bound=Callable[..., Any])


def source_digest(package: Path = Path(__file__).parent) -> str:
    """SHA-256 over every module's path and text: the code's version, also part of a run's identity."""
    digest = hashlib.sha256()
    for module in sorted(package.rglob("*.py")):
        digest.update(f"{module.relative_to(package).as_posix()}\0".encode())
        digest.update(module.read_bytes())
    return digest.hexdigest()


_HOME = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
CACHE = _HOME / "karier" / f"{source_digest()[:16]}-numba{numba.__version__}"


def compiled(loop: Rule) -> Rule:
    """Compile a loop at its first call; `.py_func` of the result is the loop in plain Python.

    Numba's cache watches only the file that holds a function, not the rules it calls in other files:
    after an edit a loop would go on with the old rule. So the cache is named after all of our source.
    """
    return _compile(loop)


def rule(equation: Rule) -> Rule:
    """Compile a scalar rule and put its body where it is called, so that the loop around it vectorises."""
    return _compile(equation, forceinline=True)


def _compile(function: Rule, **options: bool) -> Rule:
    usual, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(CACHE)
    try:
        return cast(Rule, numba.njit(cache=True, error_model="numpy", **options)(function))
    finally:
        numba.config.CACHE_DIR = usual
