"""跨段: where a wording runs over the end of a passage that does not end a sentence. Never part of the exact totals.

The ends of such passages and the beginnings of what follows lie one after the other in a file beside the index, made
from the catalog, with a list of them by the two characters between which each passage ends: a wording that runs over
such an end has these two side by side, so a question looks at few of them and at no report. What has changed since the
file was made is read from the catalog itself. It is derived; nothing is lost with it.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import threading
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.catalog import ReadCatalog
from archive.storage import disk
from archive.text.fold import FINGERPRINT, fold_passages
from indexer import deadline
from indexer.document import Place

FILE = "seams.bin"
VERSION = b"baogao seams 4\n"
ORDER = array("Q", [1]).tobytes().hex()
"""How this machine writes numbers."""
LONGEST = 64
"""Folded characters of a wording that is looked for; of longer ones nobody expects a passage's end in the middle."""
RENEWED = 5000
"""Changes since the file was made from which on it is made anew."""
ENDS = frozenset("。!?;…")
"""What ends a sentence in folded text (`indexer.query.nodes.scopes`); closing marks have been folded away."""


@dataclass(frozen=True, slots=True)
class Seam:
    """Passage `passage` (from 1) does not end a sentence: its last `left` characters are the beginning of `text`."""

    passage: int
    length: int
    left: int
    text: str


def seams_of(passages: Sequence[str]) -> Iterator[Seam]:
    """The seams of a report's folded passages. A short passage that ends no sentence itself is run over, too."""
    for index, passage in enumerate(passages[:-1]):
        if not passage or passage[-1] in ENDS:
            continue
        left = passage[1 - LONGEST :]
        right = ""
        for following in passages[index + 1 :]:
            right += following
            if len(right) >= LONGEST - 1 or (following and following[-1] in ENDS):
                break
        if right:
            yield Seam(index + 1, len(passage), len(left), left + right[: LONGEST - 1])


def over(seam: Seam, text: str) -> int | None:
    """Where in `seam.text` the wording begins that runs over the passage's end: the first such place, if any."""
    at = seam.text.find(text, max(0, seam.left - len(text) + 1))
    return at if 0 <= at < seam.left else None


def places_over(passages: Sequence[str], text: str) -> list[tuple[Place, ...]]:
    """The places over passage ends, in order, each in pieces: one a passage."""
    found = []
    for seam in seams_of(passages):
        at = over(seam, text)
        if at is not None:
            start = seam.length - seam.left + at
            found.append(tuple(_pieces(passages, seam.passage, start, len(text))))
    return found


def _pieces(passages: Sequence[str], number: int, start: int, length: int) -> Iterator[Place]:
    while length:
        end = min(len(passages[number - 1]), start + length)
        if end > start:
            yield Place(number, start, end)
        length -= end - start
        number, start = number + 1, 0


@dataclass(frozen=True)
class _Held:
    """As of `change`: ids, the first seam of each, where each seam begins in `body`, the bytes of its left side, and
    the passage that ends there.

    `base` is where the seams begin in `body`. `order`: the seams by their keys (`_key`), which `keys` has ascending.
    """

    change: int
    ids: Sequence[str]
    firsts: array[int]
    starts: array[int]
    lefts: array[int]
    passages: array[int]
    keys: array[int]
    order: array[int]
    body: mmap.mmap | bytes
    base: int = 0

    @property
    def columns(self) -> Sequence[array[int]]:
        """What there is once for each seam, in the order of the file."""
        return self.starts, self.lefts, self.passages, self.keys, self.order


class CrossPassages:
    """The seams of one catalog. `path` is where they are kept (None: in memory). Threads may share it."""

    def __init__(self, catalog: ReadCatalog, path: Path | None = None) -> None:
        self._catalog = catalog
        self._path = path
        self._guard = threading.Lock()
        self._held: _Held | None = None
        self._upto = -1
        self._changed: dict[str, tuple[Seam, ...]] = {}

    def ends(self, text: str) -> dict[str, list[int]]:
        """Live reports in which the folded wording runs over a passage's end -> which passages' (from 1, ascending)."""
        if not 2 <= len(text) <= LONGEST or "\n" in text:
            return {}
        held, changed = self._level()
        found: dict[str, list[int]] = {}
        for name, passage in _found(held, text):
            if name not in changed:
                found.setdefault(name, []).append(passage)
        for name, seams in changed.items():
            if passages := [seam.passage for seam in seams if over(seam, text) is not None]:
                found[name] = passages
        return found

    def _level(self) -> tuple[_Held, Mapping[str, tuple[Seam, ...]]]:
        """The file, and what has changed since it was made, both as of now."""
        last = self._catalog.last_change()
        with self._guard:
            held = self._held or self._read()
            if held is None or held.change > last or last - held.change > RENEWED:
                with deadline.suspended():
                    held, self._upto = self._made(last), -1
            if held is not self._held or self._upto < held.change:
                self._held, self._upto, self._changed = held, held.change, {}
            if self._upto != last:
                self._changed = {**self._changed, **self._since(self._upto)}
                self._upto = last
            return held, self._changed

    def _since(self, after: int) -> dict[str, tuple[Seam, ...]]:
        gone: dict[str, tuple[Seam, ...]] = {change.id: () for change in self._catalog.changes(after=after)}
        texts = self._catalog.texts(list(gone))
        return {**gone, **{name: tuple(seams_of(fold_passages(passages))) for name, passages in texts}}

    def _made(self, last: int) -> _Held:
        ids: list[str] = []
        firsts, starts, lefts, ends, unsorted = (array("Q") for _ in range(5))
        body = bytearray()
        for name, texts in self._catalog.texts():
            ids.append(name)
            firsts.append(len(starts))
            for seam in seams_of(fold_passages(texts)):
                starts.append(len(body))
                lefts.append(len(_bytes(seam.text[: seam.left])))
                ends.append(seam.passage)
                unsorted.append(_key(seam.text[seam.left - 1], seam.text[seam.left]))
                body += _bytes(seam.text) + b"\n"
        order = array("Q", sorted(range(len(starts)), key=unsorted.__getitem__))
        keys = array("Q", map(unsorted.__getitem__, order))
        held = _Held(last, ids, firsts, starts, lefts, ends, keys, order, bytes(body))
        if self._path is not None:
            with suppress(OSError):  # without the file they are made again next time, which is all that it saves
                _write(self._path, held)
                return self._read() or held
        return held

    def _read(self) -> _Held | None:
        if self._path is None:
            return None
        try:
            return _opened(self._path)
        except (OSError, ValueError, KeyError, TypeError, EOFError):  # none yet, or not ours
            return None


def _found(held: _Held, text: str) -> Iterator[tuple[str, int]]:
    """The id of the report for each seam that the wording runs over, and the passage that ends there."""
    seams = {seam for middle in range(1, len(text)) for seam in _parting(held, text[:middle], text[middle:])}
    for seam in sorted(seams):
        yield held.ids[bisect_right(held.firsts, seam) - 1], held.passages[seam]


def _parting(held: _Held, before: str, behind: str) -> Iterator[int]:
    """The seams whose left side ends with the one text and whose right side begins with the other."""
    key = _key(before[-1], behind[0])
    first = bisect_left(held.keys, key)
    last = bisect_right(held.keys, key, first)
    if first == last:
        return
    deadline.check()
    size, wanted = len(_bytes(before)), _bytes(before + behind)
    for seam in held.order[first:last]:
        at = held.lefts[seam] - size
        begin = held.base + held.starts[seam] + at
        if at >= 0 and held.body[begin : begin + len(wanted)] == wanted:  # what ends sooner has a line's end there
            yield seam


def _key(before: str, behind: str) -> int:
    """Of the two characters between which a passage ends."""
    return ord(before) << 32 | ord(behind)


def _write(path: Path, held: _Held) -> None:
    head = json.dumps(
        {"fold": FINGERPRINT, "change": held.change, "ids": list(held.ids), "seams": len(held.starts), "order": ORDER}
    ).encode()
    columns = (memoryview(column).cast("B") for column in (held.firsts, *held.columns))
    pieces = (len(head).to_bytes(8, "big") + head, *columns, held.body)
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    path.parent.mkdir(parents=True, exist_ok=True)
    with disk.replacing(path, lasting=False) as file:  # its digest tells whether a power cut left it whole
        file.write(VERSION + digest.digest())
        for piece in pieces:
            file.write(piece)


def _opened(path: Path) -> _Held | None:
    """None where it is not ours, of another fold or machine, or any byte of it has changed."""
    with path.open("rb") as file:
        told = file.read(len(VERSION) + hashlib.sha256().digest_size)
        body = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if told != VERSION + hashlib.sha256(memoryview(body)[len(told) :]).digest():
            return None
        head = json.loads(file.read(int.from_bytes(file.read(8), "big")))
        if head["fold"] != FINGERPRINT or head["order"] != ORDER:
            return None
        firsts = array("Q")
        firsts.fromfile(file, len(head["ids"]))
        columns = [array("Q") for _ in range(5)]
        for column in columns:
            column.fromfile(file, head["seams"])
        starts, lefts, ends, keys, order = columns
        return _Held(head["change"], head["ids"], firsts, starts, lefts, ends, keys, order, body, file.tell())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
