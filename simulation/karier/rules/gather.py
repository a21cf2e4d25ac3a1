"""A table's entries for many rows at once.

A look-up inside a loop that computes keeps the compiler from working on several rows together. So loops over people
first gather what they need, a block of rows at a time, into scratch that stays in the cache; then they compute.
"""

from typing import Any

from karier.compiled import rule

BLOCK = 1024  # rows


@rule
def gather(table: Any, index: Any, out: Any) -> None:
    """out[i] = table[index[i]]."""
    for i in range(len(index)):
        out[i] = table[index[i]]


@rule
def standardised(value: Any, mean: Any, sd: Any, index: Any, out: Any) -> None:
    """out[i]: the value in SD from the mean of its group, which index[i] names."""
    for i in range(len(index)):
        out[i] = (value[i] - mean[index[i]]) / sd[index[i]]
