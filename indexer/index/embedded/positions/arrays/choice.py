"""Which way many numbers are handled on this machine."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

from indexer.index.embedded.positions.arrays.plain_arrays import PlainArrays
from indexer.index.embedded.positions.arrays.protocol import Arrays


@cache
def arrays() -> Arrays:
    """With numpy where it can be had, else in plain Python."""
    try:
        if find_spec("numpy") is not None:
            from indexer.index.embedded.positions.arrays.numpy_arrays import NumpyArrays

            return NumpyArrays()
    except ImportError:  # it is there and cannot be loaded: as if it were not
        pass
    return plain()


@cache
def plain() -> Arrays:
    """In plain Python, wherever it runs."""
    return PlainArrays()
