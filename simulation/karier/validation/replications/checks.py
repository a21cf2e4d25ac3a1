"""The replications as checks of `karier validate-model`; each has the name of its scenario."""

from types import ModuleType

import pandas as pd

from karier.scenario.errors import unknown
from karier.validation.pattern import patterns
from karier.validation.replications import bartholomew, fetta, keyfitz, lazear, pluchino

PAPERS: dict[str, ModuleType] = {paper.NAME: paper for paper in (pluchino, lazear, bartholomew, fetta, keyfitz)}
SEEDS = {fetta.NAME: 20}  # its 25 organisations take longest
STEM = "replications"

CHECKS = tuple(
    (
        name,
        tuple(p for p in patterns(STEM).values() if p.name.startswith(f"{name}_")),
        paper.measure,
        SEEDS.get(name),
    )
    for name, paper in PAPERS.items()
)


def paper(name: str) -> ModuleType:
    """The module of a replication; BadInput with the nearest name."""
    if name not in PAPERS:
        raise unknown("", "replicate", "replication", name, list(PAPERS))
    return PAPERS[name]


def figure_data(name: str, seed: int = 0) -> pd.DataFrame:
    """What the figure of a replication shows, tidy; columns as the paper's own `figure_data` says."""
    data: pd.DataFrame = paper(name).figure_data(seed)
    return data
