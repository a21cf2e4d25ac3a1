"""Tables from margins: iterative proportional fitting, and whole numbers that keep every margin exactly.

Deming & Stephan 1940 (doi 10.1214/aoms/1177731829) for the fit. Whole numbers come one margin at a time: a table of
two ways with whole margins always has a rounding that keeps them (Bacharach 1966, doi 10.1287/mnsc.12.9.732), found
here by augmenting paths; the next margin then splits each cell of it.
"""

from collections.abc import Sequence
from math import fsum

import numpy as np

from karier.arrays import BoolArray, FloatArray, IntArray
from karier.compiled import compiled

_ROUNDS = 5_000
_TOLERANCE = 1e-7  # people
_GRACE = 0.5  # people: a fit this close is whole to the person once rounded


class Contradiction(ValueError):  # noqa: N818
    """Margins that no table can meet."""


def apportion(weight: FloatArray, total: int, owed: FloatArray | None = None) -> IntArray:
    """`total` whole units in proportion to weights (n,) by largest remainder; of equals the first gets more.

    owed: (n,) what earlier calls rounded away, counted with the remainder and brought up to date in place, so that
    many small shares do not all favour the same.
    """
    if total == 0:
        return np.zeros(len(weight), np.int64)
    whole = fsum(weight.tolist())
    if whole <= 0.0:
        raise Contradiction(f"{total} are to be shared out, but every weight is zero")
    exact = weight * (total / whole)
    floor = np.floor(exact + 1e-9)
    units: IntArray = floor.astype(np.int64)
    claim = exact - floor + (0.0 if owed is None else owed)
    claim[exact - floor <= 1e-9] = -np.inf  # whole already
    first = np.argsort(-claim, kind="stable")
    units[first[: total - int(units.sum())]] += 1
    if owed is not None:
        owed += exact - units
    return units


def rake(weight: FloatArray, of: IntArray, targets: Sequence[FloatArray], names: Sequence[str] = ()) -> FloatArray:
    """Cells scaled until every margin holds.

    Args:
        weight: (cells,) the association to keep; impossible cells are left out or zero.
        of: (margins, cells) the category of each cell.
        targets: for each margin, the wanted total by category; all with one sum.
        names: what messages call the margins.

    Raises:
        Contradiction: if the margins cannot be met; names margin and category.
    """
    widest = max(len(t) for t in targets)
    wanted = np.zeros((len(targets), widest))
    for k, target in enumerate(targets):
        wanted[k, : len(target)] = target
    fitted = np.ascontiguousarray(weight, np.float64).copy()
    _rake(fitted, np.ascontiguousarray(of), wanted, _ROUNDS, _TOLERANCE)
    for k, target in enumerate(targets):
        got = np.bincount(of[k], fitted, len(target))
        error = np.abs(got - target)
        if error.max(initial=0.0) > _GRACE:
            at = int(error.argmax())
            name = names[k] if names else f"margin {k}"
            raise Contradiction(f"{name} (category {at}): {target[at]:g} wanted, the other margins leave {got[at]:.1f}")
    return fitted


def whole_cells(weight: FloatArray, of: IntArray, targets: Sequence[IntArray], names: Sequence[str] = ()) -> IntArray:
    """Whole numbers near the fitted cells (cells,) with every margin exact; arguments as for `rake`."""
    left = np.flatnonzero(weight > 0.0)
    fitted = rake(weight[left], of[:, left], [t.astype(np.float64) for t in targets], names)
    row, rows = of[0, left], targets[0].astype(np.int64)
    for k in range(1, len(targets)):
        if k > 1:
            wanted = [t.astype(np.float64) for t in (rows, *targets[k:])]
            still = (" and ".join(names[:k]), *names[k:]) if names else ()
            fitted = rake(fitted, np.vstack([row, of[k:, left]]), wanted, still)
        width = len(targets[k])
        table = np.bincount(row * width + of[k, left], fitted, len(rows) * width).astype(np.float64)
        counts = rounded(table.reshape(len(rows), width), rows, targets[k].astype(np.int64)).ravel()
        pair = row * width + of[k, left]
        kept = counts[pair] > 0
        left, fitted, pair = left[kept], fitted[kept], pair[kept]
        cell, row = np.unique(pair, return_inverse=True)
        rows = counts[cell]
    cells = np.zeros(len(weight), np.int64)
    cells[left] = rows[row]
    if len(np.unique(row)) != len(row):
        raise Contradiction("two cells share all their categories")
    return cells


def rounded(table: FloatArray, rows: IntArray, columns: IntArray) -> IntArray:
    """Whole numbers near a table (r, c) with these margins; cells that are zero stay zero."""
    possible = table > 0.0
    floor = np.floor(table + 1e-9).astype(np.int64)
    cells = floor.copy()
    _take_back(cells, table, rows, columns)
    missing_rows, missing_columns = rows - cells.sum(axis=1), columns - cells.sum(axis=0)
    order = np.argsort((floor - table).ravel(), kind="stable")
    _greedy(cells, floor, possible, order, missing_rows, missing_columns)
    if not _augment(cells, floor, possible, missing_rows, missing_columns):
        raise Contradiction("a table with these margins needs cells that cannot be")
    return cells


@compiled
def _rake(weight: FloatArray, of: IntArray, wanted: FloatArray, rounds: int, tolerance: float) -> int:
    margins, cells = of.shape
    total = np.zeros(wanted.shape[1])
    for r in range(rounds):
        worst = 0.0
        for k in range(margins):
            total[:] = 0.0
            for i in range(cells):
                total[of[k, i]] += weight[i]
            for c in range(len(total)):
                worst = max(worst, abs(wanted[k, c] - total[c]))
                total[c] = wanted[k, c] / total[c] if total[c] > 0.0 else 0.0
            for i in range(cells):
                weight[i] *= total[of[k, i]]
        if worst < tolerance:
            return r
    return rounds


@compiled
def _take_back(cells: IntArray, table: FloatArray, rows: IntArray, columns: IntArray) -> None:
    """Where floors already exceed a margin (a fit that is a little off), the cells with the least claim give way."""
    for i in range(len(rows)):
        while cells[i].sum() > rows[i]:
            least = -1
            for j in range(len(columns)):
                if cells[i, j] > 0 and (least < 0 or table[i, j] - cells[i, j] < table[i, least] - cells[i, least]):
                    least = j
            cells[i, least] -= 1
    for j in range(len(columns)):
        while cells[:, j].sum() > columns[j]:
            least = -1
            for i in range(len(rows)):
                if cells[i, j] > 0 and (least < 0 or table[i, j] - cells[i, j] < table[least, j] - cells[least, j]):
                    least = i
            cells[least, j] -= 1


@compiled
def _greedy(
    cells: IntArray, floor: IntArray, possible: BoolArray, order: IntArray, rows: IntArray, columns: IntArray
) -> None:
    width = len(columns)
    for place in order:
        i, j = place // width, place % width
        if possible[i, j] and rows[i] > 0 and columns[j] > 0 and cells[i, j] <= floor[i, j]:
            cells[i, j] += 1
            rows[i] -= 1
            columns[j] -= 1


@compiled
def _augment(cells: IntArray, floor: IntArray, possible: BoolArray, rows: IntArray, columns: IntArray) -> bool:
    """Each missing unit along a shortest path of exchanges: near the floors first, then anywhere possible."""
    r, c = cells.shape
    from_row, from_column = np.empty(c, np.int64), np.empty(r, np.int64)
    queue = np.empty(r + c, np.int64)
    for start in range(r):
        while rows[start] > 0:
            end = -1
            for anywhere in range(2):
                from_row[:], from_column[:] = -1, -1
                queue[0], head, tail = start, 0, 1
                from_column[start] = c  # seen
                while head < tail and end < 0:
                    node = queue[head]
                    head += 1
                    if node < r:
                        for j in range(c):
                            free = anywhere == 1 or cells[node, j] <= floor[node, j]
                            if possible[node, j] and free and from_row[j] < 0:
                                from_row[j] = node
                                if columns[j] > 0:
                                    end = j
                                    break
                                queue[tail] = r + j
                                tail += 1
                    else:
                        for i in range(r):
                            least = 0 if anywhere == 1 else floor[i, node - r]
                            if cells[i, node - r] > least and from_column[i] < 0:
                                from_column[i] = node - r
                                queue[tail] = i
                                tail += 1
                if end >= 0:
                    break
            if end < 0:
                return False
            rows[start] -= 1
            columns[end] -= 1
            j = end
            while True:
                i = from_row[j]
                cells[i, j] += 1
                if i == start:
                    break
                j = from_column[i]
                cells[i, j] -= 1
    return True
