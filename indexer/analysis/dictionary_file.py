"""The frequencies of jieba's dictionary, looked up in its file: for the few words of a question.

To load the dictionary takes a tenth of a second and 33 MiB (rjieba), or half a second and 100 MiB (jieba). Its file
holds a word, its frequency and its tag a line, and lines are sorted by their first character, but for those of a head
before the first word with 一. So the words with one first character lie together, and are found by halving; within them
some lines are out of order, so there words are looked for one after the other.
"""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from functools import lru_cache
from typing import IO

SIZE = 5_071_852
TOTAL = 60_101_967
"""The bytes of jieba 0.42.1's file, and the sum of its frequencies: of another file nothing is said here."""

KEPT = 4096
"""Pieces of text whose answer is remembered."""

_FIRST = "\n一 ".encode()


class DictionaryFile:
    """What `jieba.Tokenizer.FREQ` is asked, answered from the file: the frequency of a word, 0 of a piece with which
    words begin, nothing for others. `own` words with their frequencies come before. Threads may share it.
    """

    def __init__(self, file: IO[bytes], own: Mapping[str, int]) -> None:
        """Raises ValueError where the file is another, OSError where it is none that can be mapped."""
        self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if len(self._data) != SIZE:
            raise ValueError(f"{len(self._data)} bytes: not the dict.txt of jieba 0.42.1")
        self._body = self._data.find(_FIRST) + 1
        self._head = b"\n" + self._data[: self._body]
        self._heads = {line[0] for line in self._head.decode().split("\n") if line}
        self._block = lru_cache(KEPT)(self._lines)
        known = {word: self._listed(word) for word in own}
        self.total = TOTAL + sum(frequency - (known[word] or 0) for word, frequency in own.items())
        self._own = {word[:end]: 0 for word in own for end in range(1, len(word))} | dict(own)
        self._looked_up = lru_cache(KEPT)(self._found)

    def __contains__(self, piece: str) -> bool:
        return self._looked_up(piece) is not None

    def __getitem__(self, piece: str) -> int:
        found = self._looked_up(piece)
        if found is None:
            raise KeyError(piece)
        return found

    def get(self, piece: str, default: int | None = None) -> int | None:
        """The frequency of a word, 0 of the beginning of one."""
        found = self._looked_up(piece)
        return default if found is None else found

    def graph(self, text: str) -> dict[int, list[int]]:
        """Of each place of a text the last characters of the words that begin there, of itself where none does: what
        `jieba.Tokenizer.get_DAG` tells, with each piece looked up once.
        """
        known, size = self._looked_up, len(text)
        graph: dict[int, list[int]] = {}
        for begin in range(size):
            lasts = []
            for end in range(begin + 1, size + 1):
                frequency = known(text[begin:end])
                if frequency is None:
                    break
                if frequency:
                    lasts.append(end - 1)
            graph[begin] = lasts or [begin]
        return graph

    def _found(self, piece: str) -> int | None:
        own = self._own.get(piece)
        return own or (self._listed(piece) if own is None else self._listed(piece) or 0)

    def _listed(self, piece: str) -> int | None:
        if " " in piece or "\n" in piece:
            return None
        text = f"\n{piece}".encode(errors="surrogatepass")
        found = _frequency(self._data, text, *self._block(piece[0]))
        if not found and piece[0] in self._heads:
            other = _frequency(self._head, text, 0, len(self._head))
            return found if other is None else other
        return found

    def _lines(self, character: str) -> tuple[int, int]:
        """Where the body's lines that begin with the character are, with the line break before the first."""
        first = character.encode(errors="surrogatepass")
        begin, end, ahead = self._from(first, self._body, len(self._data)), len(self._data), 1 << 9
        while begin + ahead < end:  # most characters begin few lines
            after = self._data.find(b"\n", begin + ahead) + 1
            if self._data[after : after + len(first)] != first:
                end = min(after, end)
            ahead *= 4
        return begin - 1, self._from(first + b"\xff", begin, end) - 1

    def _from(self, character: bytes, low: int, high: int) -> int:
        """Where the first line of [low, high) lies whose first character is this or a later one, `high` for none."""
        while low < high:
            middle = self._data.rfind(b"\n", low - 1, (low + high) // 2 + 1) + 1
            if self._data[middle : middle + len(character)] < character:
                low = self._data.find(b"\n", middle) + 1
            else:
                high = middle
        return low


def _frequency(data: mmap.mmap | bytes, text: bytes, start: int, end: int) -> int | None:
    """Behind the line that is `text` and a blank; 0 where lines only begin with it, None where none does."""
    at = data.find(text, start, end)
    if at < 0:
        return None
    ends = at + len(text)
    if data[ends : ends + 1] != b" ":  # a longer word comes first only where lines are out of order, or alone
        at = data.find(text + b" ", ends, end)
        if at < 0:
            return 0
        ends = at + len(text)
    return int(data[ends + 1 : data.find(b" ", ends + 1)])
