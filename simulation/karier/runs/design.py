"""Which runs: scenarios × replications under one seed; a run's key is its identity."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from karier.compiled import PACKAGE, source_digest
from karier.scenario import BadInput, Scenario
from karier.scenario.errors import bad, shown

FORMAT = 1  # of the manifest
CODE = source_digest()  # of the code as this process has loaded it
EQUATIONS = ("model.py", "population", "processes", "rules", "state")  # the files and rooms that decide a number


class Run(NamedTuple):
    """One run of a design."""

    scenario: int  # its place among the design's scenarios
    replication: int
    key: str


@dataclass(frozen=True)
class Design:
    """Every scenario with every replication.

    Replication r has one luck and, unless `fixed_parameters`, one draw of the beliefs; both are functions of
    (seed, r) alone, so that a difference between two scenarios is never a difference of luck.
    """

    scenarios: tuple[Scenario, ...]
    seed: int
    replications: int
    fixed_parameters: bool = False

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """All runs, scenario after scenario in the order given, replications in order."""
        keys = [scenario.key() for scenario in self.scenarios]
        return tuple(
            Run(row, replication, self._key(row, keys[row], replication))
            for row in range(len(keys))
            for replication in range(self.replications)
        )

    @cached_property
    def key(self) -> str:
        """What stands in small print under a figure: 16 hexadecimal digits for all runs together."""
        return _digest([run.key for run in self.runs])[:16]

    def _key(self, row: int, scenario_key: str, replication: int) -> str:
        months = self.scenarios[row].months
        return _digest([scenario_key, self.seed, replication, self.fixed_parameters, months, CODE])

    def to_dict(self) -> dict[str, Any]:
        """All that is needed to make the same runs again, JSON-able."""
        return {
            "format": FORMAT,
            "seed": self.seed,
            "replications": self.replications,
            "fixed_parameters": self.fixed_parameters,
            "code": CODE,
            "run_key": self.key,
            "scenarios": [scenario.to_dict() for scenario in self.scenarios],
        }

    @classmethod
    def from_dict(cls, data: Any, where: str) -> "Design":
        """The design that a manifest describes.

        Raises:
            BadInput: `data` is no manifest of ours; `where` names the file.
        """
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise bad(where, "", "is no manifest of karier", "the manifest.json of an earlier run")
        scenarios = data.get("scenarios")
        if not isinstance(scenarios, list) or not scenarios or not isinstance(data.get("fixed_parameters"), bool):
            raise bad(where, "", "is a damaged manifest", "the manifest.json of an earlier run, as it was written")
        try:
            return cls(
                scenarios=tuple(Scenario.from_dict(one) for one in scenarios),
                seed=_whole(data, "seed", 0, 2**63 - 1),
                replications=_whole(data, "replications", 1, 1_000_000),
                fixed_parameters=data["fixed_parameters"],
            )
        except BadInput as error:
            raise BadInput(f"{where}: {error}") from None


def model_digest() -> str:
    """SHA-256 over the files of EQUATIONS: unlike CODE it stays when a command or a page changes."""
    found = [path for name in EQUATIONS for path in sorted((PACKAGE / name).rglob("*.py")) or [PACKAGE / name]]
    texts = [(path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8")) for path in found]
    return _digest([list(pair) for pair in texts])


def _whole(data: dict[str, Any], key: str, low: int, high: int) -> int:
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise bad("", key, f"{shown(value)} is no whole number", f"{low} to {high}")
    return value


def _digest(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
