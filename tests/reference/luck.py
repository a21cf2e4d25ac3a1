"""A block's four words as numbers in (0, 1)."""

from karier.randomness import words


def luck(seed, block, who, index):
    return [(int(word) + 0.5) / 2**32 for word in words(seed, block, who, index)]
