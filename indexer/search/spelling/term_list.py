"""The terms of an archive: its titles, quoted terms, words, and pairs of words that stand side by side, each with its
reports. Made from the catalog and kept in a file beside the index; nothing is lost with it.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Literal, get_args

from archive.storage import disk
from archive.text.fold import fold_text
from indexer.analysis.pinyin import initials

Kind = Literal["quoted", "title", "word", "compound"]

VERSION = 3
LONGEST = 60
"""Characters of a term."""
_TEXTS = ("texts", "kinds", "folded", "letters")
_KIND_OF: dict[str, Kind] = {kind[0]: kind for kind in get_args(Kind)}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term of the archive, what it is there, and in how many reports it stands so."""

    text: str
    kind: Kind
    reports: int


class Column:
    """Lines laid out as one text: to look through them line by line takes ten times as long, to hold each as an object
    ten times as much.
    """

    def __init__(self, joined: str) -> None:
        """`joined`: the lines, none of which is empty, with line breaks between."""
        self._text = f"\n{joined}"
        sizes = (len(line) + 1 for line in joined.split("\n")) if joined else ()
        self._starts = array("I", accumulate(sizes, initial=0))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def line(self, at: int) -> str:
        """The line of a number from 0 on."""
        return self._text[self._starts[at] + 1 : self._starts[at + 1]]

    def lines(self, wanted: str) -> Iterator[int]:
        """The numbers of the lines that hold `wanted`; a line break stands for a line's beginning."""
        at = self._text.find(wanted)
        while at >= 0:
            line = bisect_right(self._starts, at) - 1
            yield line
            if line + 1 >= len(self._starts):
                return
            at = self._text.find(wanted, self._starts[line + 1])

    def by_length(self) -> dict[int, array[int]]:
        """The numbers of the lines of each length."""
        found: dict[int, array[int]] = {}
        for at, (start, following) in enumerate(pairwise(self._starts)):
            found.setdefault(following - start - 1, array("I")).append(at)
        return found

    def __str__(self) -> str:
        return self._text[1:]


@dataclass(frozen=True)
class TermList:
    """The terms in the order of preference, in parallel columns. `kinds`: the first letter of each one's kind;
    `letters`: every way in which its initials are read (长效机制: cxjz zxjz), each behind a blank.
    """

    change: int
    texts: Column
    kinds: str
    reports: array[int]
    folded: Column
    letters: Column

    @classmethod
    def of(cls, change: int, found: Sequence[Suggestion]) -> TermList:
        """The list of these terms, none of which has a line break."""
        folded = [fold_text(one.text) for one in found]
        return cls(
            change,
            Column("\n".join(one.text for one in found)),
            "".join(one.kind[0] for one in found),
            array("I", (one.reports for one in found)),
            Column("\n".join(folded)),
            Column("\n".join("".join(f" {way}" for way in initials(one)) for one in folded)),
        )

    def __len__(self) -> int:
        return len(self.kinds)

    def term(self, at: int) -> Suggestion:
        """The term of a number from 0 on."""
        return Suggestion(self.texts.line(at), _KIND_OF[self.kinds[at]], self.reports[at])

    def beginning(self, wanted: str) -> Iterator[int]:
        """The terms that begin with a folded text, in order."""
        return self.folded.lines(f"\n{wanted}")

    def holding(self, wanted: str) -> Iterator[int]:
        """Those that hold it anywhere."""
        return self.folded.lines(wanted)

    def sounding(self, initials: str) -> Iterator[int]:
        """Those whose initials, read in one of their ways, begin so."""
        return self.letters.lines(f" {initials}")

    def of_lengths(self, lengths: Iterable[int]) -> list[int]:
        """Those with so many folded characters, in order."""
        return sorted(at for length in lengths for at in self._by_length.get(length, ()))

    def place(self, folded: str) -> int | None:
        """Where a folded term stands in the columns."""
        at = bisect_left(self._sorted, folded, key=self.folded.line)
        found = self._sorted[at] if at < len(self._sorted) else -1
        return found if found >= 0 and self.folded.line(found) == folded else None

    @cached_property
    def _by_length(self) -> dict[int, array[int]]:
        return self.folded.by_length()

    @cached_property
    def _sorted(self) -> array[int]:
        return array("I", sorted(range(len(self)), key=self.folded.line))


def write(path: Path, terms: TermList, fingerprint: str) -> None:
    """Keep the list. Raises OSError."""
    columns = {name: str(getattr(terms, name)) for name in _TEXTS}
    body = {"made": _made_by(fingerprint), "change": terms.change, "reports": terms.reports.tolist(), **columns}
    disk.write_whole(path, json.dumps(body, ensure_ascii=False).encode(), lasting=False)


def read(path: Path, fingerprint: str) -> TermList | None:
    """The kept list; None where there is none, or none that this program made."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body["made"] != _made_by(fingerprint):
            return None
        texts, folded, letters = Column(body["texts"]), Column(body["folded"]), Column(body["letters"])
        found = TermList(int(body["change"]), texts, body["kinds"], array("I", body["reports"]), folded, letters)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None
    sizes = {len(column) for column in (texts, folded, letters, found.kinds, found.reports)}
    return found if len(sizes) == 1 and set(found.kinds) <= _KIND_OF.keys() else None


def _made_by(fingerprint: str) -> str:
    return f"{VERSION} {fingerprint}"
