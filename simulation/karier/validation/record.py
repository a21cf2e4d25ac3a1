"""What a suite found, kept: patterns.json of a run, and reference.json, the last full result under version control."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from karier.runs.tables import write_json
from karier.scenario.errors import bad
from karier.validation.pattern import Found
from karier.validation.suite import CHECKS

NAME = "patterns.json"
REFERENCE = Path(__file__).parent / "reference.json"


def write(found: Sequence[Found], path: Path) -> None:
    """Values by pattern, ten digits each: the reader knows the rest."""
    values = {f.pattern.name: [float(f"{value:.10g}") for value in f.values] for f in found}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(values, path)
    except OSError as error:
        raise bad(str(path), "", error.strerror or "cannot be written", "a folder that may be written") from None


def read(path: Path) -> list[Found]:
    """What a file holds of the patterns that there are now, in their order."""
    try:
        values: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        raise bad(str(path), "", "is no result of karier validate-model", f"a {NAME}") from None
    known = [p for check in CHECKS for p in check.patterns]
    return [Found(p, tuple(values[p.name])) for p in known if p.name in values]
