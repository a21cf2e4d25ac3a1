"""A table's entries for many rows at once.

A look-up inside a loop that computes keeps the compiler from working on several rows together. So a loop over people
that is worth it first gathers what it needs, then computes without look-ups and without branches.
"""

from typing import Any

import numpy as np

from karier.arrays import FloatArray, IntArray, SingleTriple
from karier.compiled import compiled, rule

Four = tuple[float, float, float, float]


@rule
def gather(table: Any, index: Any, out: Any) -> None:
    """out[i] = table[index[i]]."""
    for i in range(len(index)):
        out[i] = table[index[i]]


@rule
def four(table: FloatArray) -> Four:
    """A table of the four levels as numbers, taken once before a loop."""
    return table[0], table[1], table[2], table[3]


@rule
def of_level(level: int, table: Four) -> float:
    """The level's number by comparing: unlike a look-up it lets a loop work on several rows at once."""
    return table[0] if level == 0 else table[1] if level == 1 else table[2] if level == 2 else table[3]


@rule
def three(columns: SingleTriple, i: int) -> tuple[float, float, float]:
    """A row's values in the three dimensions."""
    return np.float64(columns[0][i]), np.float64(columns[1][i]), np.float64(columns[2][i])


@rule
def standardised(value: Any, mean: FloatArray, sd: FloatArray, level: Any, out: FloatArray) -> None:
    """out[i]: the value in SD from the mean of its level."""
    means, sds = four(mean), four(sd)
    for i in range(len(level)):
        out[i] = (np.float64(value[i]) - of_level(level[i], means)) / of_level(level[i], sds)


@rule
def marked(marks: Any, mark: int, out: IntArray) -> int:
    """Rows with a mark, into `out`; returns how many."""
    n = 0
    for i in range(len(marks)):
        out[n] = i
        n += marks[i] == mark
    return n


@rule
def above(values: Any, least: int, out: IntArray) -> int:
    """Rows with more than that, into `out`; returns how many."""
    n = 0
    for i in range(len(values)):
        out[n] = i
        n += values[i] > least
    return n


@compiled
def tally(group: Any, out: IntArray) -> None:
    """Adds up how many rows there are of each group; those of group −1 belong to none."""
    for i in range(len(group)):
        if group[i] >= 0:
            out[group[i]] += 1


@compiled
def group_rows(group: Any, rows: IntArray, start: IntArray, order: IntArray) -> None:
    """The rows, group by group: `order[start[g] : start[g + 1]]`; start comes as zeros, one more than groups."""
    for i in rows:
        start[group[i] + 1] += 1
    for g in range(1, len(start)):
        start[g] += start[g - 1]
    taken = start.copy()
    for i in rows:
        order[taken[group[i]]] = i
        taken[group[i]] += 1
