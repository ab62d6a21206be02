"""Many texts at once with numpy: what `TextArrays` asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from indexer.index.embedded.positions.arrays.numpy_stretches import changes
from indexer.index.embedded.positions.arrays.protocol import SEPARATOR
from indexer.index.embedded.positions.arrays.text_protocol import Ints, KeyLists, Mask, Standing, Turn

_CODE, _WORD = np.uint64(21), np.uint64(32)
_SHORT = (1 << 16) - 1
_ALONE = 4096
"""Places from which on a list is looked through by itself and not laid beside others."""


class NumpyTexts:
    """Many texts at once, with numpy."""

    def turns(self, numbers: Sequence[int], texts: Sequence[str], keys: Ints, ends: Ints) -> list[Turn]:
        if not texts or not len(keys):
            return []
        text, at, wanted = _pairs(texts)
        each, back = np.unique(wanted, return_inverse=True)
        slots = np.minimum(keys.searchsorted(each), len(keys) - 1)
        many = (ends[slots + 1].astype(np.int64) - ends[slots])[back]
        lacking = np.zeros(len(texts), bool)
        lacking[text[(keys[slots] != each)[back]]] = True
        kept = np.flatnonzero(~lacking[text])
        kept = kept[np.lexsort((slots[back[kept]], many[kept], text[kept]))]
        return _covering(np.asarray(numbers, np.int64), text[kept], at[kept], slots[back[kept]])

    def part(self, turn: Turn, first: int, last: int) -> Turn:
        begin, end = np.searchsorted(turn.texts, (first, last))
        return Turn(*(one[begin:end] for one in turn))

    def begun(self, turn: Turn, lists: KeyLists) -> Standing:
        row = lists.keys.searchsorted(turn.keys)
        sizes = lists.sizes[row]
        begins = np.cumsum(lists.sizes) - lists.sizes
        shift = begins[row] - (np.cumsum(sizes) - sizes)
        at = np.arange(int(sizes.sum())) + np.repeat(shift, sizes)
        # What stands too near to the beginning comes out high above all: the first pair is not there.
        places = lists.places[at] - np.repeat(turn.distances.astype(np.uint32), sizes)
        return Standing(np.repeat(turn.texts, sizes), places)

    def laid_texts(self, texts: Sequence[str]) -> tuple[Ints, Ints]:
        codes = np.frombuffer(SEPARATOR.join([*texts, ""]).encode("utf-32-le", "surrogatepass"), "<u4")
        starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
        return codes.astype(np.uint16) if codes.max(initial=0) <= _SHORT else codes, starts

    def holding_text(self, laid: tuple[Ints, Ints], text: str) -> tuple[Ints, Ints]:
        codes, starts = laid
        wanted = list(map(ord, text))
        if max(wanted) > _SHORT and codes.dtype == np.uint16:
            return starts[:0], starts[:0]
        equal = codes == wanted[0]
        if len(wanted) > 1:  # most places fall out with the second character
            equal[:-1] &= codes[1:] == wanted[1]
        at = np.flatnonzero(equal)
        for step, code in enumerate(wanted[2:], 2):
            at = at[at + step < len(codes)]
            at = at[codes[at + step] == code]
        numbers = starts.searchsorted(at, "right") - 1
        numbers = numbers[changes(numbers)]
        return numbers, starts[numbers + 1] - starts[numbers] - 1

    def each_once(self, keys: Ints) -> Ints:
        return np.unique(keys)

    def asked(self, standing: Standing, turn: Turn) -> Ints:
        begins, ends = (standing.texts.searchsorted(turn.texts, side) for side in ("left", "right"))
        return np.unique(turn.keys[begins < ends])

    def narrowed(self, standing: Standing, turn: Turn, lists: KeyLists) -> Standing:
        if not len(lists.keys) or not len(standing.texts):
            return standing
        row = np.minimum(lists.keys.searchsorted(turn.keys), len(lists.keys) - 1)
        here = lists.keys[row] == turn.keys
        begins, ends = (standing.texts.searchsorted(turn.texts[here], side) for side in ("left", "right"))
        order = np.argsort(row[here], kind="stable")  # list by list: what is read lies together
        begins, many = begins[order], (ends - begins)[order]
        shift = begins - (np.cumsum(many) - many)
        at = np.arange(int(many.sum())) + np.repeat(shift, many)
        wanted = standing.places[at] + np.repeat(turn.distances[here][order].astype(np.uint32), many)
        flags = np.ones(len(standing.texts), bool)
        flags[at] = _stand(np.repeat(row[here][order], many), wanted, lists)
        return Standing(standing.texts[flags], standing.places[flags])

    def holding_texts(self, texts: Ints, owners: Ints, first: int, may: Mask) -> Iterator[tuple[int, list[int]]]:
        reports = owners.astype(np.int64) + first
        once = np.flatnonzero((changes(texts) | changes(reports)) & may[reports])
        texts, held = texts[once], reports[once].tolist()
        begins = np.flatnonzero(changes(texts))
        stops = [*begins[1:].tolist(), len(texts)]
        for text, begin, stop in zip(texts[begins].tolist(), begins.tolist(), stops, strict=False):
            yield text, held[begin:stop]


def _pairs(texts: Sequence[str]) -> tuple[Ints, Ints, Ints]:
    """Of all pairs of the texts, each of two characters at least: the text, where in it, the key."""
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    inner = np.ones(len(codes), bool)
    inner[np.cumsum(sizes) - 1] = False  # the last character of a text begins no pair
    keys = ((codes[:-1] << _CODE) | codes[1:])[inner[:-1]]
    text = np.repeat(np.arange(len(texts)), sizes - 1)
    return text, np.arange(len(keys)) - np.repeat(np.cumsum(sizes - 1) - sizes + 1, sizes - 1), keys


def _covering(numbers: Ints, text: Ints, at: Ints, slots: Ints) -> list[Turn]:
    """`text` ascending, the rarest pair of each text first. A pair whose characters are covered already is none."""
    if not len(text):
        return []
    begins = np.flatnonzero(changes(text))
    sizes = np.diff(np.append(begins, len(text)))
    rank = np.arange(len(text)) - np.repeat(begins, sizes)
    place = at + np.repeat(begins + np.arange(len(begins)), sizes)  # of its first character among all of them
    covered = np.zeros(len(text) + len(begins), bool)
    taken = np.zeros(len(numbers), np.int64)
    turn = np.full(len(text), -1)
    by_rank = np.argsort(rank, kind="stable")
    stops = np.cumsum(np.bincount(rank)).tolist()
    for begin, stop in zip([0, *stops], stops, strict=False):
        some = by_rank[begin:stop]
        some = some[~(covered[place[some]] & covered[place[some] + 1])]
        covered[place[some]] = covered[place[some] + 1] = True
        turn[some] = taken[text[some]]
        taken[text[some]] += 1
    found = (np.flatnonzero(turn == number) for number in range(int(turn.max()) + 1))
    return [Turn(numbers[text[some]], at[some], slots[some]) for some in found]


def _stand(row: Ints, wanted: Ints, lists: KeyLists) -> Ints:
    """Does each of `wanted` stand in the list of its row? Rows ascend."""
    found = np.zeros(len(wanted), bool)
    ends = np.cumsum(lists.sizes)
    alone = lists.sizes >= _ALONE
    for number in np.unique(row[alone[row]]).tolist():
        begin, stop = row.searchsorted((number, number + 1))
        places = lists.places[ends[number] - lists.sizes[number] : ends[number]]
        found[begin:stop] = _among(places, wanted[begin:stop])
    rest = ~alone[row]
    if rest.any():
        few = np.repeat(~alone, lists.sizes)
        held = np.repeat(np.arange(len(lists.keys), dtype=np.uint64)[~alone] << _WORD, lists.sizes[~alone])
        held |= lists.places[few] if alone.any() else lists.places
        found[rest] = _among(held, (row[rest].astype(np.uint64) << _WORD) | wanted[rest])
    return found


def _among(held: Ints, wanted: Ints) -> Ints:
    at = held.searchsorted(wanted)
    return held[np.minimum(at, len(held) - 1)] == wanted if len(held) else np.zeros(len(wanted), bool)
