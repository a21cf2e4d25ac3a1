"""From YAML to plain numbers: places, strategies, shocks and studies; each parameter with unit, range, kind and source.

The files in parameters/ are the schema: a scenario can override only what stands there.
"""

from karier.scenario import catalogue
from karier.scenario.binding import bind, change_days
from karier.scenario.errors import BadInput
from karier.scenario.levers import Lever
from karier.scenario.loading import load
from karier.scenario.parameter import Parameter
from karier.scenario.record import lever_record
from karier.scenario.scenario import Place, Scenario
from karier.scenario.sections import defaults
from karier.scenario.study import Study, load_study

__all__ = [
    "BadInput",
    "Lever",
    "Parameter",
    "Place",
    "Scenario",
    "Study",
    "bind",
    "catalogue",
    "change_days",
    "defaults",
    "lever_record",
    "load",
    "load_study",
]
