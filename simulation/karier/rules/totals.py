"""What the lines did in a month, added up: for the support that offices feel, the baseline and the observer."""

import math
from typing import NamedTuple

from karier.state.lines import COUNTER, DOCKET, Lines


class Totals(NamedTuple):
    """Of all lines with a queue, for one month."""

    valid_hours: float  # standard hours of valid cases
    capacity: float  # standard hours of valid cases that the staff could have done
    paid_hours: float
    arrivals: int
    valid: int
    errors: int
    turned_away: int
    backlog: int


def totals(lines: Lines) -> Totals:
    """Sums over counter and docket lines, in the order of the lines."""
    q = (lines.kind == COUNTER) | (lines.kind == DOCKET)
    return Totals(
        valid_hours=math.fsum((lines.valid * lines.unit_hours)[q].tolist()),
        capacity=math.fsum(lines.capacity[q].tolist()),
        paid_hours=math.fsum(lines.paid_hours[q].tolist()),
        arrivals=int(lines.arrivals[q].sum()),
        valid=int(lines.valid[q].sum()),
        errors=int(lines.errors[q].sum()),
        turned_away=int(lines.turned_away[q].sum()),
        backlog=int(lines.backlog[q].sum()),
    )


def mean_quality(lines: Lines, kind: int) -> float:
    """Quality of the lines of a kind without a queue, weighted by paid hours; 0 where there is none."""
    of = lines.kind == kind
    paid = math.fsum(lines.paid_hours[of].tolist())
    return math.fsum((lines.quality[of] * lines.paid_hours[of]).tolist()) / paid if paid > 0.0 else 0.0
