"""Memory that all serving processes share: values by key, the latest kept. What is kept there is decided elsewhere.

Nothing is locked, so that no process which dies can leave the others waiting: a value carries the digest of its bytes,
and one that is being written over while it is read does not agree with it. Only these processes can write there, which
is why what is found may be unpickled.
"""

from __future__ import annotations

import mmap
import pickle
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b
from io import BytesIO
from operator import attrgetter
from typing import Any

SETS, WAYS = 64, 4
SLOT = 256 * 1024
"""Bytes of one value with its head; a larger one is not kept. Memory that nothing was written to is not used."""
LONG = 32
"""Characters up to which a text may keep its UTF-8."""
_HEAD = struct.Struct("<16s16sQI")


class SharedMemory:
    """Made before the processes are forked, used by each of them and by each of their threads."""

    def __init__(self, sets: int = SETS, slot: int = SLOT) -> None:
        self._sets = sets
        self._slot = slot
        self._memory = memoryview(mmap.mmap(-1, sets * WAYS * slot))

    def get(self, key: str) -> object | None:
        """A copy of the value that some process has put there; None where there is none any more."""
        name = _digest(key.encode("utf-8", "surrogatepass"))
        for at in self._slots(name):
            known, digest, _, size = _HEAD.unpack_from(self._memory, at)
            if known == name and 0 < size <= self._slot - _HEAD.size:
                value = bytes(self._memory[at + _HEAD.size : at + _HEAD.size + size])
                if _digest(name + value) == digest:
                    return pickle.loads(value)  # type: ignore[no-any-return] # noqa: S301 # written by ourselves
        return None

    def put(self, key: str, value: object) -> None:
        """Keep the value, in the place of the same key or of the oldest that may stand there."""
        name = _digest(key.encode("utf-8", "surrogatepass"))
        kept = _dumped(value)
        if len(kept) > self._slot - _HEAD.size:
            return
        at = min(self._slots(name), key=lambda at: self._rank(at, name))
        self._memory[at + _HEAD.size : at + _HEAD.size + len(kept)] = kept
        _HEAD.pack_into(self._memory, at, name, _digest(name + kept), time.monotonic_ns(), len(kept))

    def _slots(self, name: bytes) -> range:
        first = int.from_bytes(name[:4], "little") % self._sets * WAYS * self._slot
        return range(first, first + WAYS * self._slot, self._slot)

    def _rank(self, at: int, name: bytes) -> tuple[bool, int]:
        known, _, written, _ = _HEAD.unpack_from(self._memory, at)
        return known != name, written


class _Pickler(pickle.Pickler):
    """Writes a dataclass as its fields in their order: `dataclasses` asks for the names of each object's anew. Of long
    texts copies are written: one that is pickled keeps its UTF-8 for as long as it lives, half as much again as itself.
    """

    def __init__(self, file: BytesIO) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._copies: dict[int, str] = {}

    def reducer_override(self, one: object) -> Any:
        """How to make the object again."""
        kind: Any = type(one)
        known = _values_of(kind)
        if known is None:
            return NotImplemented
        values, texts = known
        return kind, self._copied(values(one), texts) if texts else values(one)

    def _copied(self, values: tuple[object, ...], texts: Sequence[int]) -> tuple[object, ...]:
        """The same with copies of the long ones among `texts`, the same of the same."""
        found = list(values)
        for at in texts:
            text = found[at]
            if isinstance(text, str) and len(text) > LONG and not text.isascii():
                copy = self._copies.get(id(text))
                if copy is None:
                    self._copies[id(text)] = copy = text[:1] + text[1:]
                found[at] = copy
        return tuple(found)


@cache
def _values_of(kind: type) -> tuple[Callable[[Any], tuple[object, ...]], Sequence[int]] | None:
    """The fields of such objects, and which of them are texts; None for what is not made of its fields alone."""
    if kind.__bases__ == (tuple,) and "_fields" in vars(kind):  # a NamedTuple
        told = vars(kind).get("__annotations__", {})
        return tuple, [at for at, name in enumerate(vars(kind)["_fields"]) if _is_text(told.get(name))]
    own = "__dataclass_fields__" in vars(kind) and "__reduce__" not in vars(kind)  # and not only a parent's
    if not is_dataclass(kind) or not own or hasattr(kind, "__post_init__"):
        return None
    every = fields(kind)
    if len(every) < 2 or not all(one.init and not one.kw_only for one in every):
        return None
    return attrgetter(*(one.name for one in every)), [at for at, one in enumerate(every) if _is_text(one.type)]


def _is_text(annotation: object) -> bool:
    """As written, or as the typing module has it of a NamedTuple."""
    return getattr(annotation, "__forward_arg__", annotation) in (str, "str", "str | None")


def _dumped(value: object) -> bytes:
    written = BytesIO()
    _Pickler(written).dump(value)
    return written.getvalue()


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()
