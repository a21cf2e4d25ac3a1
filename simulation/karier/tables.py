"""A table of columns crosses into compiled code as one pointer, not column by column.

Numba hands a NamedTuple of 50 arrays to a loop as 350 arguments and more: unpacking them took more time, at the call
and at compilation, than many a loop. Here the caller writes where each column lies (address, shape) into a block of
memory, and the loop reads from it what it uses. In plain Python a table stays the NamedTuple that it is.

A loop takes tables and writes to their columns; it cannot return or make one. Words are of 64 bits.
"""

# mypy: disable-error-code="untyped-decorator, attr-defined, misc"
# Numba and llvmlite carry no types.

import hashlib
from typing import Any, TypeVar

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.datamodel.models import OpaqueModel
from numba.core.datamodel.registry import register_default
from numba.core.imputils import lower_getattr_generic
from numba.core.pythonapi import NativeValue, unbox
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.core.typing.typeof import typeof_impl
from numba.np.arrayobj import make_array, populate_array

Class = TypeVar("Class", bound=type[Any])

WORD = 8  # bytes of an address or a length
DATA, DIMENSIONS = 16, 32  # where NumPy's array object holds its data's address and its shape's (stable ABI)


class TableType(types.Type):
    """What Numba knows of a table: each field an array in C order, or a tuple of such arrays."""

    def __init__(self, table: type[Any], columns: tuple[Any, ...]) -> None:
        self.table, self.columns = table, columns
        self.fields = dict(zip(table._fields, columns, strict=True))
        digest = hashlib.sha256(repr(columns).encode()).hexdigest()[:12]  # the whole name would be part of each symbol
        super().__init__(name=f"{table.__module__}.{table.__qualname__}_{digest}")

    @property
    def key(self) -> Any:
        """What makes two tables the same type: the class and its columns' types."""
        return self.table, self.columns

    def place(self, field: str) -> int:
        """Bytes before a field in the block."""
        names = list(self.fields)
        return sum(map(_bytes, self.columns[: names.index(field)]))


def table(columns: Class) -> Class:
    """Mark a NamedTuple of arrays as a table; one with other things in it is passed on as Numba's named tuple."""
    usual = typeof_impl.dispatch(tuple)

    @typeof_impl.register(columns)
    def _typeof(value: Any, context: Any) -> Any:
        named = usual(value, context)
        fields = tuple(named) if named is not None else ()
        return TableType(columns, fields) if fields and all(map(_fits, fields)) else named

    return columns


def _fits(column: Any) -> bool:
    return all(isinstance(array, types.Array) and array.layout == "C" for array in _arrays(column))


def _arrays(column: Any) -> tuple[Any, ...]:
    return tuple(column) if isinstance(column, types.BaseTuple) else (column,)


def _bytes(column: Any) -> int:
    return sum(WORD * (1 + array.ndim) for array in _arrays(column))


@register_default(TableType)
class _TableModel(OpaqueModel):
    def from_argument(self, builder: Any, value: Any) -> Any:
        """The block is written before the call and by nobody during it: what is read from it stays."""
        if isinstance(value, ir.Argument):
            value.add_attribute("noalias")
            value.attributes.dereferenceable = sum(map(_bytes, self._fe_type.columns))
        return value


@infer_getattr
class _TableAttribute(AttributeTemplate):
    key = TableType

    def generic_resolve(self, table: TableType, field: str) -> Any:
        return table.fields.get(field)


@unbox(TableType)
def _unbox(table: TableType, value: Any, c: Any) -> NativeValue:
    size = sum(map(_bytes, table.columns))
    block = cgutils.alloca_once(c.builder, ir.ArrayType(ir.IntType(64), size // WORD))
    block = c.builder.bitcast(block, cgutils.voidptr_t)
    at = 0
    for k, column in enumerate(table.columns):
        item = c.pyapi.tuple_getitem(value, k)
        for j, array in enumerate(_arrays(column)):
            held = c.pyapi.tuple_getitem(item, j) if isinstance(column, types.BaseTuple) else item
            held = c.builder.bitcast(held, cgutils.voidptr_t)
            _store(c.builder, block, at, _load(c.builder, held, DATA))
            shape = c.builder.inttoptr(_load(c.builder, held, DIMENSIONS), cgutils.voidptr_t)
            for d in range(array.ndim):
                _store(c.builder, block, at + WORD * (1 + d), _load(c.builder, shape, WORD * d))
            at += WORD * (1 + array.ndim)
    return NativeValue(block)


@lower_getattr_generic(TableType)
def _field(context: Any, builder: Any, table: TableType, block: Any, field: str) -> Any:
    column, at, arrays = table.fields[field], table.place(field), []
    for array in _arrays(column):
        arrays.append(_array(context, builder, array, block, at))
        at += _bytes(array)
    return context.make_tuple(builder, column, arrays) if isinstance(column, types.BaseTuple) else arrays[0]


def _array(context: Any, builder: Any, array: Any, block: Any, at: int) -> Any:
    """An array that borrows its memory: the caller of the loop keeps it alive."""
    made = make_array(array)(context, builder)
    width = context.get_abi_sizeof(context.get_data_type(array.dtype))
    address = builder.inttoptr(_load(builder, block, at), made.data.type)
    shape = [_load(builder, block, at + WORD * (1 + d)) for d in range(array.ndim)]
    strides = [context.get_constant(types.intp, width)]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    item = context.get_constant(types.intp, width)
    populate_array(made, data=address, shape=shape, strides=strides, itemsize=item, meminfo=None)
    return made._getvalue()


def _load(builder: Any, base: Any, offset: int) -> Any:
    return builder.load(_at(builder, base, offset))


def _store(builder: Any, base: Any, offset: int, value: Any) -> None:
    builder.store(value, _at(builder, base, offset))


def _at(builder: Any, base: Any, offset: int) -> Any:
    word = ir.IntType(64)
    return builder.bitcast(builder.gep(base, [word(offset)]), word.as_pointer())
