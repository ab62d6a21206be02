"""Which rows hold all of several words in one passage, though no text is kept. Phrases alone: `phrase_counts`.

FTS5's NEAR proposes: words of one passage are no farther apart than the passage is long. The positions of their tokens
and the lengths of the row's passages decide.
"""

from __future__ import annotations

import json
import struct
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from itertools import accumulate

from indexer.index.embedded.earlier_layout.phrase_counts import VOCABULARY, Ask
from indexer.index.embedded.earlier_layout.phrase_tokens import match, pairs

LONG = 500
"""Characters. In a row with a longer passage NEAR is not asked; one paragraph of a thousand is longer."""
_FEW = 64
"""Up to so many rows only their positions are read."""
_ROW = 32
"""A position is the row's number and, in so many bits, the offset: one sorted list of numbers for all rows."""

Positions = Sequence[int]


def together(ask: Ask, words: Sequence[str], eligible: Collection[int], long: Collection[int]) -> set[int]:
    """Those of the rows `eligible` in which all `words` stand in one passage; `long` have a passage over `LONG`."""
    rows = _proposed(ask, words, long).intersection(eligible)
    if len(words) == 1 or not rows:
        return rows
    positions = sorted((_positions(ask, word, rows if len(rows) <= _FEW else None) for word in words), key=len)
    return {row for row in rows if _meet([_of_row(found, row) for found in positions], _starts(ask, row))}


def _proposed(ask: Ask, words: Sequence[str], long: Collection[int]) -> set[int]:
    every = " AND ".join(map(match, words))
    if len(words) == 1:
        return _holding(ask, every)
    near = _holding(ask, f"NEAR({' '.join(map(match, words))}, {LONG})")
    return near | _holding(ask, every).intersection(long) if long else near


def _holding(ask: Ask, asked: str) -> set[int]:
    return {row for (row,) in ask("SELECT rowid FROM g WHERE g MATCH ?", (asked,))}


def _starts(ask: Ask, row: int) -> Positions:
    """Where each passage of the row begins, and behind the last one where it ends."""
    lengths = ask("SELECT passages FROM report WHERE row = ?", (row,)).fetchone()[0]
    return array("I", accumulate(struct.unpack(f"<{len(lengths) // 4}I", lengths), initial=0))


def _positions(ask: Ask, word: str, rows: Collection[int] | None) -> Positions:
    """Where the word begins, ascending: in `rows`, or in all."""
    ask(VOCABULARY, ())
    if len(word) == 1:
        return array("q", sorted(_tokens(ask, "term >= ? AND term <= ?", (word, word + "\U0010ffff"), rows)))
    first, *others = pairs(word)
    found = _tokens(ask, "term = ?", (first,), rows)
    if others:
        starts = set(found)
        for at, token in enumerate(others, 1):
            starts.intersection_update(position - at for position in _tokens(ask, "term = ?", (token,), rows))
        found = sorted(starts)
    return array("q", found)


def _tokens(ask: Ask, where: str, values: Sequence[str], rows: Collection[int] | None) -> list[int]:
    """As one text of numbers: to take each as a row of its own would cost three times as much."""
    if rows is not None:
        where += f" AND doc IN ({','.join(map(str, rows))})"
    sql = f"SELECT group_concat((doc << {_ROW}) | offset) FROM temp.v WHERE {where}"  # noqa: S608 # our own numbers
    joined: str | None = ask(sql, values).fetchone()[0]
    found: list[int] = json.loads(f"[{joined or ''}]")
    return found


def _of_row(positions: Positions, row: int) -> Positions:
    return positions[bisect_left(positions, row << _ROW) : bisect_left(positions, (row + 1) << _ROW)]


def _meet(positions: Sequence[Positions], starts: Positions) -> bool:
    """Is there a passage with a position of each list? The shortest list comes first."""
    first, *others = positions
    done = 0
    for position in first:
        offset = position & ((1 << _ROW) - 1)
        if offset < done:
            continue
        number = bisect_right(starts, offset)
        base, done = position - offset, starts[number]
        low, high = base + starts[number - 1], base + done
        if all(_any_within(found, low, high) for found in others):
            return True
    return False


def _any_within(positions: Positions, low: int, high: int) -> bool:
    at = bisect_left(positions, low)
    return at < len(positions) and positions[at] < high
