"""`karier validate-model`: the patterns, measured and judged, as a table or as JSON."""

import json
import sys

from karier.runs.ensemble import cores
from karier.validation.pattern import Found
from karier.validation.suite import validate


def validate_model(seeds: int, jobs: int | None, only: tuple[str, ...], lang: str, as_json: bool) -> None:
    """Print every pattern with target, accepted values, value, interval and verdict, the failing ones too."""
    rows: list[Found] = []
    for found in validate(seeds, jobs or cores(), only):
        rows += found
        if not as_json:
            for row in found:
                print(_line(row, lang), flush=True)
    if as_json:
        print(json.dumps([row.to_dict() for row in rows], ensure_ascii=False, indent=1))
    failed = sum(not row.passed for row in rows)
    print(f"{len(rows)} patterns, {failed} failed", file=sys.stderr)


def _line(row: Found, lang: str) -> str:
    low, high = row.interval
    accepted = " to ".join(_short(bound) for bound in row.pattern.accepted)
    return (
        f"{'pass' if row.passed else 'FAIL'}  {row.pattern.name:<34} target {_short(row.pattern.target):>9} "
        f"({accepted})  value {_short(row.value):>9} [{_short(low)}, {_short(high)}] {row.pattern.unit} — "
        f"{row.pattern.title[lang]}"
    )


def _short(value: float) -> str:
    return f"{value:.4g}"
