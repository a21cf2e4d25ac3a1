"""What the lines did in a month, added up: for the support that offices feel, the baseline and the observer.

Sums run in the order of the lines, which is the place's.
"""

from typing import NamedTuple

from karier.compiled import compiled
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
    pay: int  # rupiah, of the staff posted there


@compiled
def totals(lines: Lines) -> Totals:
    """Sums over counter and docket lines."""
    valid_hours, capacity, paid_hours = 0.0, 0.0, 0.0
    arrivals, valid, errors, turned_away, backlog, pay = 0, 0, 0, 0, 0, 0
    for j in range(len(lines.kind)):
        if lines.kind[j] == COUNTER or lines.kind[j] == DOCKET:
            valid_hours += lines.valid[j] * lines.unit_hours[j]
            capacity += lines.capacity[j]
            paid_hours += lines.paid_hours[j]
            arrivals += lines.arrivals[j]
            valid += lines.valid[j]
            errors += lines.errors[j]
            turned_away += lines.turned_away[j]
            backlog += lines.backlog[j]
            pay += lines.pay[j]
    return Totals(valid_hours, capacity, paid_hours, arrivals, valid, errors, turned_away, backlog, pay)


@compiled
def mean_quality(lines: Lines, kind: int) -> float:
    """Quality of the lines of a kind without a queue, weighted by paid hours; 0 where there is none."""
    total, paid = 0.0, 0.0
    for j in range(len(lines.kind)):
        if lines.kind[j] == kind:
            total += lines.quality[j] * lines.paid_hours[j]
            paid += lines.paid_hours[j]
    return total / paid if paid > 0.0 else 0.0
