"""The array types of the package's signatures; shapes stand in the docstrings."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Byte = NDArray[np.int8]
Short = NDArray[np.int16]
Int = NDArray[np.int32]
Single = NDArray[np.float32]  # read as np.float64(x[i]): two float32 would compute as such, and float() leaves one
Triple = tuple[FloatArray, FloatArray, FloatArray]  # technical, managerial, sociocultural
SingleTriple = tuple[Single, Single, Single]
