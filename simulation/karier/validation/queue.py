"""Queues: Erlang's values from the rule that the dockets use."""

import math

from karier.rules.queue import erlang_c
from karier.validation.pattern import chosen

PATIENCE_SECONDS, CASE_SECONDS, ERLANGS = 30.0, 600.0, 5.0


def erlang(_seed: int) -> tuple[float, ...]:
    """Chances of waiting, the mean wait, and shares answered in time with 6, 7 and 8 agents."""
    answered = (
        1.0 - erlang_c(n, ERLANGS) * math.exp(-(n - ERLANGS) * PATIENCE_SECONDS / CASE_SECONDS) for n in (6.0, 7.0, 8.0)
    )
    return erlang_c(3.0, 2.0), erlang_c(3.0, 2.0) / (3.0 - 2.0), erlang_c(55.0, 48.0), *answered


CHECKS = (
    (
        "erlang",
        chosen("queue", ("erlang_c_3_2", "wait_3_2", "erlang_c_55_48", "answered_6", "answered_7", "answered_8")),
        erlang,
        1,
    ),
)
