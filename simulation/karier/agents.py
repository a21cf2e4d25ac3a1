"""Mesa's AgentSet, its reading half, over the rows of a table: a window made on demand, never a store."""

from collections.abc import Callable, Iterator
from typing import Any

import mesa
import numpy as np
import pandas as pd
from mesa.agent import GroupBy

from karier.arrays import IntArray
from karier.state.workforce import Workforce


class CivilServant:
    """One row, read by column name; `unique_id` and `model` are what Mesa's collectors ask for."""

    __slots__ = ("model", "_row", "_staff")

    def __init__(self, model: mesa.Model, staff: Workforce, row: int) -> None:
        self.model, self._staff, self._row = model, staff, row

    @property
    def unique_id(self) -> int:
        """The uid."""
        return int(self._staff.uid[self._row])

    def __getattr__(self, name: str) -> Any:
        if name not in Workforce._fields:
            raise AttributeError(f"a civil servant has no {name!r}; known: {Workforce._fields}")
        return _row(getattr(self._staff, name), self._row)


class Agents:
    """Some rows of the workforce, as they stand: after the model's next step ask the model again."""

    def __init__(self, model: mesa.Model, staff: Workforce, rows: IntArray | None = None) -> None:
        self.model, self._staff = model, staff
        self._rows = np.arange(len(staff.uid)) if rows is None else rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[CivilServant]:
        return (CivilServant(self.model, self._staff, row) for row in self._rows)

    def __getitem__(self, index: int) -> CivilServant:
        return CivilServant(self.model, self._staff, self._rows[index])

    def get(self, name: str) -> Any:
        """The column's values for these rows, as a copy; (n, 3) for what has three dimensions."""
        return _row(getattr(self._staff, name), self._rows)

    def agg(self, name: str, func: Callable[[Any], Any]) -> Any:
        """One function of one column."""
        return func(self.get(name))

    def select(self, keep: Callable[[CivilServant], bool]) -> "Agents":
        """Those for whom `keep` is true."""
        return self._where(np.array([keep(agent) for agent in self], dtype=bool))

    def sort(self, name: str, ascending: bool = False) -> "Agents":
        """By one column; equals keep their order."""
        order = np.argsort(self.get(name) if ascending else -self.get(name), kind="stable")
        return self._where(order)

    def groupby(self, name: str) -> GroupBy:
        """Mesa's GroupBy over the values of one column."""
        values = self.get(name)
        return GroupBy({value.item(): self._where(values == value) for value in np.unique(values)})

    def to_frame(self) -> pd.DataFrame:
        """One row a person; three columns for what has three dimensions."""
        columns: dict[str, Any] = {}
        for name in Workforce._fields:
            values = self.get(name)
            columns |= {f"{name}_{k}": values[:, k] for k in range(3)} if values.ndim == 2 else {name: values}
        return pd.DataFrame(columns).set_index("uid")

    def _where(self, rows: IntArray | np.ndarray[Any, np.dtype[np.bool_]]) -> "Agents":
        return Agents(self.model, self._staff, self._rows[rows])


def _row(column: Any, rows: Any) -> Any:
    return np.stack([part[rows] for part in column], axis=-1) if isinstance(column, tuple) else column[rows]
