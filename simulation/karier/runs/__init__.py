"""From a key to tables: one run, an ensemble of them, and the store that keeps them."""

from karier.runs.design import CODE, Design, Run
from karier.runs.ensemble import Ensemble, RunFailed, complete, cores, ensemble
from karier.runs.progress import Progress, display
from karier.runs.run import run
from karier.runs.store import Store
from karier.runs.tables import NAMES, SCHEMAS, Tables

__all__ = [
    "CODE",
    "NAMES",
    "SCHEMAS",
    "Design",
    "Ensemble",
    "Progress",
    "Run",
    "RunFailed",
    "Store",
    "Tables",
    "complete",
    "cores",
    "ensemble",
    "display",
    "run",
]
