"""A bounded cache: what was used least recently goes first. Threads may share it. It decides nothing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class LruCache(Generic[Key, Value]):
    """Values by key, of which all together weigh at most `room`; a value weighs 1 unless `weigh` says otherwise.

    None is no value: it stands for what is not kept. What alone weighs more than `room` is not kept.
    """

    def __init__(self, room: int, weigh: Callable[[Value], int] | None = None) -> None:
        self.room = room
        self._weigh = weigh
        self._kept: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._weight = 0
        self._guard = threading.Lock()

    def get(self, key: Key) -> Value | None:
        """The value, which counts as used now; None where none is kept."""
        with self._guard:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: Key, value: Value) -> None:
        """Keep `value` in place of what was kept for `key`; the least recently used go until there is room for it."""
        weight = 1 if self._weigh is None else self._weigh(value)
        with self._guard:
            self._drop(key)
            if weight > self.room:
                return
            while self._weight + weight > self.room:
                self._weight -= self._kept.popitem(last=False)[1][1]
            self._kept[key] = value, weight
            self._weight += weight

    def get_or_make(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value, made where none is kept. Nobody waits meanwhile: two threads that ask at once both make it."""
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def drop(self, key: Key) -> None:
        """Keep nothing for `key`."""
        with self._guard:
            self._drop(key)

    def clear(self) -> None:
        """Forget all that is kept."""
        with self._guard:
            self._kept.clear()
            self._weight = 0

    def __len__(self) -> int:
        """How many values are kept."""
        return len(self._kept)

    @property
    def weight(self) -> int:
        """What all that is kept weighs together."""
        return self._weight

    def _drop(self, key: Key) -> None:
        self._weight -= self._kept.pop(key, (None, 0))[1]
