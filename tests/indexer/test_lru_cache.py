"""The bounded cache against a plain list of what was used, and under many threads."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.lru_cache import LruCache

KEYS = st.integers(0, 6)
WEIGHTS = st.integers(0, 9)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), KEYS, WEIGHTS),
        st.tuples(st.just("get"), KEYS, st.just(0)),
        st.tuples(st.just("make"), KEYS, WEIGHTS),
        st.tuples(st.just("drop"), KEYS, st.just(0)),
        st.tuples(st.just("clear"), st.just(0), st.just(0)),
    ),
    max_size=60,
)


class Plain:
    """The same, said the slow way: pairs in the order of their last use."""

    def __init__(self, room: int, weigh: Callable[[int], int]) -> None:
        self.room, self.weigh = room, weigh
        self.pairs: list[tuple[int, int]] = []

    def weight(self) -> int:
        return sum(self.weigh(value) for _, value in self.pairs)

    def get(self, key: int) -> int | None:
        for pair in self.pairs:
            if pair[0] == key:
                self.pairs.remove(pair)
                self.pairs.append(pair)
                return pair[1]
        return None

    def drop(self, key: int) -> None:
        self.pairs = [pair for pair in self.pairs if pair[0] != key]

    def put(self, key: int, value: int) -> None:
        self.drop(key)
        if self.weigh(value) <= self.room:
            self.pairs.append((key, value))
            while self.weight() > self.room:
                del self.pairs[0]


@pytest.mark.parametrize("weighed", [False, True], ids=["by number", "by weight"])
@given(room=st.integers(0, 12), steps=STEPS)
def test_it_keeps_what_a_plain_list_of_uses_keeps(weighed: bool, room: int, steps: list[tuple[str, int, int]]) -> None:
    cache: LruCache[int, int] = LruCache(room, abs) if weighed else LruCache(room)
    plain = Plain(room, abs if weighed else lambda _: 1)
    for step, key, value in steps:
        if step == "put":
            cache.put(key, value)
            plain.put(key, value)
        elif step == "get":
            assert cache.get(key) == plain.get(key)
        elif step == "make":
            known = plain.get(key)
            if known is None:
                plain.put(key, value)
            assert cache.get_or_make(key, lambda value=value: value) == (value if known is None else known)  # type: ignore[misc]
        elif step == "drop":
            cache.drop(key)
            plain.drop(key)
        else:
            cache.clear()
            plain.pairs = []
        assert (len(cache), cache.weight) == (len(plain.pairs), plain.weight())
        assert cache.weight <= room
    for key, value in list(plain.pairs):
        assert cache.get(key) == value


def test_what_could_not_be_made_is_made_when_it_is_asked_again() -> None:
    cache: LruCache[str, int] = LruCache(2)

    def fail() -> int:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 # our own
        cache.get_or_make("甲", fail)
    assert len(cache) == 0
    assert cache.get_or_make("甲", lambda: 1) == 1
    assert cache.get_or_make("甲", fail) == 1


def test_many_threads_get_their_own_values_and_the_bound_holds() -> None:
    cache: LruCache[int, tuple[int, str]] = LruCache(50, lambda value: len(value[1]))
    wrong: list[object] = []
    ready = threading.Barrier(8)

    def work(seed: int) -> None:
        ready.wait()
        for turn in range(2000):
            key = (turn * 7 + seed) % 23
            value = cache.get_or_make(key, lambda key=key: (key, "x" * (key % 9)))  # type: ignore[misc]
            if value != (key, "x" * (key % 9)) or cache.weight > 50:
                wrong.append((key, value, cache.weight))
            if turn % 11 == seed:
                cache.drop(key)
            if turn % 501 == seed:
                cache.clear()

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    kept = [value for value in map(cache.get, range(23)) if value is not None]
    assert (len(cache), cache.weight) == (len(kept), sum(len(text) for _, text in kept))
