"""Wordings looked for in many texts in plain Python: what `WordingArrays` asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from indexer.index.embedded.positions.arrays.pieces.wording_protocol import Telling


class PlainWordings:
    """Wordings looked for, in plain Python."""

    texts_at_once = 8_192

    def sought(self, telling: Telling) -> _Sought:
        return _Sought(telling)


class _Sought:
    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._taken: list[tuple[int, Sequence[str]]] = []
        self._held: dict[str, list[int]] = {}

    def take(self, number: int, wordings: Sequence[str]) -> None:
        self._taken.append((number, wordings))
        for wording in wordings:
            self._held.setdefault(wording, [])

    def look_in(self, number: int, text: str) -> None:
        length, common = self._telling.length, self._telling.common
        for piece in self._held.keys() & {text[at : at + length] for at in range(len(text) - length + 1)}:
            if len(self._held[piece]) <= common:
                self._held[piece].append(number)

    def sharing(self) -> Iterator[tuple[int, Sequence[int]]]:
        first, share = self._telling.first, self._telling.share
        for number, wordings in self._taken:
            counted: Counter[int] = Counter()
            for some in (wordings[:first], wordings[first:]):
                for wording in some:
                    self._count(counted, self._held[wording], number)
                if not counted:
                    break
            least = share * len(wordings)
            yield number, [other for other, times in counted.most_common() if times >= least]

    def _count(self, counted: Counter[int], holding: Sequence[int], mine: int) -> None:
        if 1 < len(holding) <= self._telling.common:
            counted.update(other for other in sorted(holding) if other != mine)
