"""A table's entries for many rows at once.

A look-up inside a loop that computes keeps the compiler from working on several rows together. So a loop over people
that is worth it first gathers what it needs, then computes without look-ups and without branches.
"""

from typing import Any

from karier.arrays import FloatArray, IntArray
from karier.compiled import compiled, rule


@rule
def gather(table: Any, index: Any, out: Any) -> None:
    """out[i] = table[index[i]]."""
    for i in range(len(index)):
        out[i] = table[index[i]]


@rule
def standardised(value: FloatArray, mean: FloatArray, sd: FloatArray, index: Any, out: FloatArray) -> None:
    """out[i]: the value in SD from the mean of its group, which index[i] names."""
    for i in range(len(index)):
        out[i] = (value[i] - mean[index[i]]) / sd[index[i]]


@rule
def marked(marks: Any, mark: int, out: IntArray) -> int:
    """Rows with a mark, into `out`; returns how many."""
    n = 0
    for i in range(len(marks)):
        out[n] = i
        n += marks[i] == mark
    return n


@compiled
def tally(group: Any, out: IntArray) -> None:
    """Adds up how many rows there are of each group; those of group −1 belong to none."""
    for i in range(len(group)):
        if group[i] >= 0:
            out[group[i]] += 1
