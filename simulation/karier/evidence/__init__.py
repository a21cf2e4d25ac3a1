"""The register of evidence: what was read, where, and how sure the reading is."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILES = ("law", "statistics", "effects")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def register(folder: Path = Path(__file__).parent) -> dict[str, dict[str, Any]]:
    """Every entry by its id, `law.<key>`, `statistics.<key>` or `effects.<key>`."""
    entries = {}
    for stem in FILES:
        path = folder / f"{stem}.yaml"
        for key, entry in yaml.load(path.read_text("utf-8"), Loader=_Loader).items():  # noqa: S506  # a safe loader
            entries[f"{stem}.{key}"] = entry
    return entries


def status(identifier: str) -> str | None:
    """`seen`, `secondary`, `unconfirmed`, …; None where the register has no such id."""
    entry = register().get(identifier)
    return None if entry is None else str(entry.get("status", "")).split(" ", 1)[0]
