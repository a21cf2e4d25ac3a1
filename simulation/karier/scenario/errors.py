"""The one error a person who writes scenarios meets, and how it is worded."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any

_SHOWN = 80  # characters of a value, items of a list of names: a message is read, not searched
_NAMES = 24


class BadInput(ValueError):  # noqa: N818
    """Names the file, the key, the value and what is allowed; the command line prints it and exits 2."""


def bad(file: str, key: str, problem: str, allowed: str = "") -> BadInput:
    """One sentence: ``file: key: problem; allowed: …``."""
    where = ": ".join(part for part in (file, key) if part)
    tail = f"; allowed: {allowed}" if allowed else ""
    return BadInput(f"{where}: {problem}{tail}" if where else f"{problem}{tail}")


def unknown(file: str, key: str, what: str, name: object, known: Iterable[str]) -> BadInput:
    """A name that does not exist, the nearest that does, and the list."""
    names = list(known)
    near = get_close_matches(str(name), names, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]}?" if near else ""
    listed = ", ".join(names[:_NAMES]) + (f", … ({len(names)})" if len(names) > _NAMES else "")
    return bad(file, key, f"{shown(name)} is no known {what}{hint}", listed or "none")


def shown(value: Any) -> str:
    """A value in a message: on one line, cut if long, control characters made visible."""
    text = str(value) if isinstance(value, str | date) else repr(value)
    text = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
    return f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text or "''"
