"""The scenario of a replication: the engine's parameters as the paper has them, and the paper's own set-up.

A file of scenarios/replications/ holds label, description, source, `parameters` by `section.key` (what the engine
reads) and `setup` (what the stage and the adapter read). A paper's world is not ours, so its values need not lie in
our ranges; each takes the file's source.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from karier.scenario import Scenario, bind, catalogue, load
from karier.scenario.binding import Bound
from karier.scenario.errors import bad, unknown
from karier.scenario.parameter import labels, leaves
from karier.scenario.reader import kind_of, read_mapping
from karier.scenario.sections import find, replaced

KIND = "replications"
KEYS = ("label", "description", "source", "parameters", "setup")
UNDER = "toy"  # whose parameters stand where the paper says nothing


class Replication(NamedTuple):
    """A paper's world, ready to be bound."""

    scenario: Scenario
    setup: Mapping[str, Any]

    def bind(self, kind: type[Bound], section: str) -> Bound:
        """The parameters of a process, the same on every day."""
        return bind(kind, self.scenario, section, self.scenario.start)


@cache
def replication(name: str) -> Replication:
    """A shipped replication by its name."""
    return read(catalogue.shipped(KIND, name, "", "replicate"))


def read(path: Path) -> Replication:
    """A file of scenarios/replications/. BadInput, with file and key, for what is missing or unknown."""
    file = catalogue.called(path)
    content = read_mapping(path, file)
    for key in content:
        if key not in KEYS:
            raise unknown(file, "", "key here", key, KEYS)
    for key in KEYS:
        if key not in content:
            raise bad(file, key, "is missing", ", ".join(KEYS))
        if key in ("parameters", "setup") and not isinstance(content[key], dict):
            raise bad(file, key, f"is {kind_of(content[key])}", "a mapping")
    under = load(UNDER)
    sections = {name: dict(entries) for name, entries in under.parameters.items()}
    for dotted, value in content["parameters"].items():
        replaced(sections, dotted, _entry(sections, dotted, value, content["source"], file), file)
    label, description = (labels(content[key], file, key) for key in ("label", "description"))
    scenario = replace(under, name=path.stem, label=label, description=description, parameters=sections, bound={})
    return Replication(scenario, content["setup"])


def _entry(sections: Any, dotted: str, value: Any, source: str, file: str) -> dict[str, Any]:
    """The value with a range that reaches as far as it does."""
    name, key, _ = find(sections, dotted, file)
    p = sections[name][key]
    entry = {"value": value, "kind": "assumption", "source": source}
    if p.range is None:
        return entry
    numbers = [leaf for _, leaf in leaves(value)]
    return entry | {"range": [min(p.range[0], *numbers), max(p.range[1], *numbers)]}
