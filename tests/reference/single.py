"""What is left of a number in a column of float32."""

import numpy as np


def single(x):
    return float(np.float32(x))
