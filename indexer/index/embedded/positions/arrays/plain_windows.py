"""The smallest stretch of a passage that holds all wordings which stand in it, of many passages, in plain Python."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from indexer.index.embedded.positions.arrays.stretch_protocol import Ints, Spans, Windows
from indexer.index.wording_nearness import Nearness


class PlainWindows:
    """Windows in plain Python."""

    def windows(self, wordings: Sequence[Spans], stretches: Spans) -> Windows:
        spans = sorted(
            (start, end, number)
            for number, one in enumerate(wordings)
            for start, end in zip(one.starts, one.ends, strict=True)
        )
        held, places, starts, ends = [], [], [], []
        for low, high in zip(stretches.starts, stretches.ends, strict=True):
            inside = spans[bisect_left(spans, (low, 0, 0)) : bisect_left(spans, (high, 0, 0))]
            start, end = _smallest(inside)
            held.append(sum({1 << number for _, _, number in inside}))
            places.append(len(inside))
            starts.append(start)
            ends.append(end)
        return Windows(held, places, Spans(starts, ends))

    def worths(
        self, windows: Windows, lengths: Sequence[int], sentences: tuple[Ints, Ints], prose: Ints
    ) -> list[float]:
        found = []
        starts, ends, _ = windows.smallest
        rows = zip(windows.held, windows.places, starts, ends, *sentences, prose, strict=True)
        for held, places, start, end, first, last, running in rows:
            inside = [length for number, length in enumerate(lengths) if held >> number & 1]
            near = Nearness(len(inside), max(0, end - start - sum(inside)), first == last, bool(running), places)
            found.append(near.worth(len(lengths)))
        return found

    def leading(self, owners: Ints, most: int) -> Ints:
        return [at for at, owner in enumerate(owners) if at < most or owners[at - most] != owner]


def _smallest(spans: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    wanted = len({number for _, _, number in spans})
    begin, end = spans[0][0], spans[-1][1]
    latest: dict[int, int] = {}
    for start, stop, number in spans:
        latest[number] = start
        first = min(latest.values())
        if len(latest) == wanted and stop - first < end - begin:
            begin, end = first, stop
    return begin, end
