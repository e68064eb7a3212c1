"""A number of eight runs at once, for compiled code: `a * b + c` on lanes is a vector instruction (§M32, ADR 0052).

A row of a state array holds one quantity of `LANES` runs side by side. `take` and `put` read and write a row;
between them a lane is a plain number, and every operation works on each run by itself: no run can change a bit of
its neighbours.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, cast

from llvmlite import ir
from numba.core import types
from numba.core.typing.templates import ConcreteTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, models, register_model

LANES = 8

_FLOAT = ir.DoubleType()
_FLOATS = ir.VectorType(_FLOAT, LANES)
_BITS = ir.VectorType(ir.IntType(1), LANES)


class Lane(types.Type):
    """One number in each of the runs."""

    def __init__(self) -> None:
        super().__init__("monazite.lane")


class Mask(types.Type):
    """Yes or no in each of the runs."""

    def __init__(self) -> None:
        super().__init__("monazite.mask")


LANE, MASK = Lane(), Mask()


@register_model(Lane)
class _LaneModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _FLOATS)


@register_model(Mask)
class _MaskModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _BITS)


def _wide(context: Any, builder: Any, value: Any, kind: Any) -> Any:
    """The value as lanes: a plain number is the same in each."""
    if kind == LANE:
        return value
    number = context.cast(builder, value, kind, types.float64)
    one = builder.insert_element(ir.Constant(_FLOATS, ir.Undefined), number, ir.IntType(32)(0))
    same = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(one, ir.Constant(_FLOATS, ir.Undefined), same)


def _operator(symbols: tuple[Any, ...], given: Any, emit: Callable[[Any, Any, Any], Any]) -> None:
    """Teach the compiler what an operator does to two lanes, or a lane and a number."""
    pairs = ((LANE, LANE), (LANE, types.float64), (types.float64, LANE))

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        left, right = (_wide(context, builder, *pair) for pair in zip(args, sig.args, strict=True))
        return emit(builder, left, right)

    for symbol in symbols:
        cases = [signature(given, *pair) for pair in pairs]
        cast("Any", infer_global(symbol))(
            type("LaneOperator", (ConcreteTemplate,), {"cases": cases})
        )
        for pair in pairs:
            lower_builtin(symbol, *pair)(lower)


_operator((operator.add, operator.iadd), LANE, lambda b, x, y: b.fadd(x, y))
_operator((operator.sub, operator.isub), LANE, lambda b, x, y: b.fsub(x, y))
_operator((operator.mul, operator.imul), LANE, lambda b, x, y: b.fmul(x, y))
_operator((operator.truediv, operator.itruediv), LANE, lambda b, x, y: b.fdiv(x, y))
_operator((operator.lt,), MASK, lambda b, x, y: b.fcmp_ordered("<", x, y))
_operator((operator.gt,), MASK, lambda b, x, y: b.fcmp_ordered(">", x, y))
_operator((operator.le,), MASK, lambda b, x, y: b.fcmp_ordered("<=", x, y))
_operator((operator.ge,), MASK, lambda b, x, y: b.fcmp_ordered(">=", x, y))


def _row(context: Any, builder: Any, kind: Any, array: Any, row: Any) -> Any:
    """Address of a row of a state array."""
    data = context.make_array(kind)(context, builder, array).data
    at = builder.gep(data, [builder.mul(row, row.type(LANES))])
    return builder.bitcast(at, _FLOATS.as_pointer())


def _take(_typing: Any, array: Any, row: Any) -> Any:
    def emit(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        place = context.cast(builder, args[1], sig.args[1], types.intp)
        address = _row(context, builder, sig.args[0], args[0], place)
        return builder.load(address, align=8)

    return LANE(array, row), emit


def _put(_typing: Any, array: Any, row: Any, value: Any) -> Any:
    def emit(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        place = context.cast(builder, args[1], sig.args[1], types.intp)
        address = _row(context, builder, sig.args[0], args[0], place)
        wide = _wide(context, builder, args[2], sig.args[2])
        builder.store(wide, address, align=8)
        return context.get_dummy_value()

    return types.none(array, row, value), emit


def _chosen(sign: str) -> Callable[..., Any]:
    def typed(_typing: Any, left: Any, right: Any) -> Any:
        def emit(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            x, y = (_wide(context, builder, *pair) for pair in zip(args, sig.args, strict=True))
            return builder.select(builder.fcmp_ordered(sign, x, y), x, y)

        return LANE(left, right), emit

    return typed


def _pick(_typing: Any, mask: Any, yes: Any, no: Any) -> Any:
    def emit(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        x = _wide(context, builder, args[1], sig.args[1])
        y = _wide(context, builder, args[2], sig.args[2])
        return builder.select(args[0], x, y)

    return LANE(mask, yes, no), emit


def _same(_typing: Any, value: Any) -> Any:
    def emit(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return _wide(context, builder, args[0], sig.args[0])

    return LANE(value), emit


def _some(_typing: Any, mask: Any) -> Any:
    def emit(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        whole = builder.bitcast(args[0], ir.IntType(LANES))
        return builder.icmp_unsigned("!=", whole, whole.type(0))

    return types.boolean(mask), emit


take = cast("Callable[..., Any]", intrinsic(_take))
put = cast("Callable[..., None]", intrinsic(_put))
pick = cast("Callable[..., Any]", intrinsic(_pick))
same = cast("Callable[..., Any]", intrinsic(_same))
some = cast("Callable[..., bool]", intrinsic(_some))
least = cast("Callable[..., Any]", intrinsic(_chosen("<")))
most = cast("Callable[..., Any]", intrinsic(_chosen(">")))
