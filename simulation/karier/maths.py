"""exp, log, the logistic curve and normals, with the same bits on every machine and in plain Python.

libm differs between versions and processors; these use only + − × ÷ √ and moves of bits, which IEEE 754 fixes.
Errors are at most 1 ulp for exp and log (tested against mpmath). Sums run in fixed point, so that their order
cannot matter.
"""

import math
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic, overload

from karier.compiled import rule

_LOG2E = 1.4426950408889634
_LN2_HIGH = 6.93147180369123816490e-01  # its low 32 bits are zero, so that k·high is exact
_LN2_LOW = 1.90821492927058770002e-10
_SHIFT = 6755399441055744.0  # 1.5·2⁵²: adding it rounds to a whole number, which stands in the low bits
_SHIFT_BITS = 0x4338000000000000
_MANTISSA = 0x000FFFFFFFFFFFFF
_ONE = 0x3FF0000000000000
_SQRT_HALF_BITS = 0x3FE6A09E667F3BCD

FIXED = 1 << 30  # one unit of `fixed`


def bits_of(x: float) -> int:
    """The 64 bits of a double, as a signed integer."""
    return int(np.float64(x).view(np.int64))


def double_of(bits: int) -> float:
    """The double with these 64 bits."""
    return float(np.int64(bits).view(np.float64))


@intrinsic  # type: ignore[untyped-decorator]
def _to_bits(_context: Any, x: Any) -> Any:
    return types.int64(types.float64), lambda _c, builder, _s, args: builder.bitcast(args[0], ir.IntType(64))


@intrinsic  # type: ignore[untyped-decorator]
def _to_double(_context: Any, bits: Any) -> Any:
    return types.float64(types.int64), lambda _c, builder, _s, args: builder.bitcast(args[0], ir.DoubleType())


@overload(bits_of, inline="always")
def _bits_of(x):  # type: ignore[no-untyped-def]  # Numba compares the two signatures
    return lambda x: _to_bits(x)


@overload(double_of, inline="always")
def _double_of(bits):  # type: ignore[no-untyped-def]
    return lambda bits: _to_double(bits)


@rule
def exp(x: float) -> float:
    """eˣ; x is first brought into −700 … 700."""
    x = min(max(x, -700.0), 700.0)
    shifted = x * _LOG2E + _SHIFT
    k = shifted - _SHIFT
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    p = 1.6059043836821613e-10  # Taylor to 1/13!: the rest is below 10⁻¹⁷ for |r| ≤ ln 2 / 2
    p = p * r + 2.08767569878681e-09
    p = p * r + 2.505210838544172e-08
    p = p * r + 2.755731922398589e-07
    p = p * r + 2.7557319223985893e-06
    p = p * r + 2.48015873015873e-05
    p = p * r + 0.0001984126984126984
    p = p * r + 0.001388888888888889
    p = p * r + 0.008333333333333333
    p = p * r + 0.041666666666666664
    p = p * r + 0.16666666666666666
    p = p * r + 0.5
    power = double_of((bits_of(shifted) - _SHIFT_BITS + 1023) << 52)
    return (1.0 + (r + r * r * p)) * power


@rule
def log(x: float) -> float:
    """ln x for normal doubles x > 0: ln m + k·ln 2 with m between √½ and √2."""
    bits = bits_of(x)
    k = (bits - _SQRT_HALF_BITS) >> 52
    m = double_of(bits - (k << 52))
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    # atanh series, economised as in every libm: |error| < 2⁻⁵⁸
    p = 1.479819860511658591e-01
    p = p * z + 1.531383769920937332e-01
    p = p * z + 1.818357216161805012e-01
    p = p * z + 2.222219843214978396e-01
    p = p * z + 2.857142874366239149e-01
    p = p * z + 3.999999999940941908e-01
    p = p * z + 6.666666666666735130e-01
    half = 0.5 * f * f
    low = s * (half + z * p) + float(k) * _LN2_LOW
    return float(k) * _LN2_HIGH - ((half - low) - f)


@rule
def logistic(x: float) -> float:
    """1 / (1 + e⁻ˣ)."""
    return 1.0 / (1.0 + exp(-x))


@rule
def normal_cdf(x: float) -> float:
    """Φ(x) by Abramowitz & Stegun 26.2.17, |error| < 7.5·10⁻⁸."""
    size = abs(x)
    t = 1.0 / (1.0 + 0.2316419 * size)
    p = 1.330274429
    p = p * t - 1.821255978
    p = p * t + 1.781477937
    p = p * t - 0.356563782
    p = p * t + 0.319381530
    tail = exp(-0.5 * size * size) * 0.3989422804014327 * t * p
    return tail if x < 0.0 else 1.0 - tail


@rule
def power(x: float, g: float) -> float:
    """x^g for x > 0."""
    return exp(g * log(x))


@rule
def half_life(months: float, half: float) -> float:
    """2^(−months/half): what is left after some months; `half` in months, above 0."""
    return exp(-0.6931471805599453 * months / half)


@rule
def cosine_of_turn(u: float) -> float:
    """cos 2πu for u in [0, 1]."""
    quarter = math.floor(4.0 * u + 0.5)
    r = (4.0 * u - quarter) * 1.5707963267948966  # −π/4 … π/4
    z = r * r
    s = -7.647163731819816e-13
    s = s * z + 1.605904383682161e-10
    s = s * z - 2.505210838544172e-08
    s = s * z + 2.7557319223985893e-06
    s = s * z - 0.0001984126984126984
    s = s * z + 0.008333333333333333
    s = s * z - 0.16666666666666666
    sine = r + r * z * s
    c = 4.779477332387385e-14
    c = c * z - 1.1470745597729725e-11
    c = c * z + 2.08767569878681e-09
    c = c * z - 2.755731922398589e-07
    c = c * z + 2.48015873015873e-05
    c = c * z - 0.001388888888888889
    c = c * z + 0.041666666666666664
    c = c * z - 0.5
    cosine = 1.0 + z * c
    q = int(quarter) & 3
    size = sine if q & 1 else cosine
    return -size if q == 1 or q == 2 else size


@rule
def fixed(x: float) -> int:
    """x as a whole number of 2⁻³⁰: integers add up to the same in any order. |x| summed must stay below 8·10⁹."""
    return int(math.floor(x * 1073741824.0 + 0.5))


@rule
def unfixed(total: int) -> float:
    """A sum of `fixed` numbers as a float."""
    return total / 1073741824.0


@rule
def fixed_sum(values: Any) -> int:
    """The sum of an array in fixed point."""
    total = 0
    for i in range(len(values)):
        total += fixed(np.float64(values[i]))
    return total


def exact_mean(values: Any) -> float:
    """The mean of an array of floats in fixed point, the same in any order and on any machine; 0 for none."""
    whole = np.floor(np.asarray(values, np.float64) * FIXED + 0.5).astype(np.int64)
    return int(whole.sum()) / FIXED / max(whole.size, 1)


def exact_sd(values: Any) -> float:
    """The population SD of an array of floats, as `exact_mean`."""
    away = np.asarray(values, np.float64) - exact_mean(values)
    return math.sqrt(exact_mean(away * away))
