"""What a right answer is: by plain scans of the texts, as they stand and folded. No index has a part in it.

A peer knows nothing of our fold, and nobody should lose by that. So an answer is right where it holds every file in
which the wording stands character for character inside one passage, and no file in which it stands under no reading:
as it is, in NFKC and lower case, folded, or folded with the line breaks dropped. Ours has to be the scan of the folded
passages itself, no more and no less.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.text.fold import fold_passages, fold_text
from indexer.workspace import Workspace

_BETWEEN = "\x00"


class Scanned:
    """Texts joined into one, so that Python's `find` goes through all of them at once."""

    def __init__(self, texts: Iterable[str]) -> None:
        parts = list(texts)
        self.joined = _BETWEEN.join(parts)
        self.starts: list[int] = []
        at = 0
        for part in parts:
            self.starts.append(at)
            at += len(part) + 1
        self.starts.append(at)

    def holding(self, wording: str) -> frozenset[int]:
        """The numbers of the texts that hold it."""
        found: set[int] = set()
        at = self.joined.find(wording)
        while at >= 0:
            number = bisect_right(self.starts, at) - 1
            found.add(number)
            at = self.joined.find(wording, self.starts[number + 1])
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Right:
    """Of one wording: the scan of the folded passages, and between what a peer's answer has to lie."""

    passages: frozenset[int]
    at_least: frozenset[int]
    at_most: frozenset[int]


@dataclass(frozen=True, slots=True)
class Judged:
    """Of `asked` wordings `right` answers; of `files` true ones how many `missed`, and how many `wrong` ones came."""

    asked: int
    right: int
    files: int
    missed: int
    wrong: int


def truth(texts: Sequence[str], passages: Sequence[Sequence[str]], phrases: Sequence[str]) -> list[Right]:
    """Of each phrase; `passages` are those of the same texts."""
    folded = Scanned("\n".join(fold_passages(of_one)) for of_one in passages).holding
    raw = Scanned(texts).holding
    nfkc = Scanned(map(_nfkc, texts)).holding
    together = Scanned(map(fold_text, texts)).holding
    rights: list[Right] = []
    for phrase in phrases:
        inside, plain = folded(fold_text(phrase)), raw(phrase)
        most = inside | plain | nfkc(_nfkc(phrase)) | together(fold_text(phrase))
        rights.append(Right(inside, inside & plain, most))
    return rights


def passages_of(home: Path, files: Sequence[Path]) -> list[Sequence[str]]:
    """The passages of each file, as our readers cut them: what the promise speaks of."""
    with Workspace(home) as workspace:
        numbers = {entry.id: entry.location for entry in workspace.catalog.list()}
        by_location = {numbers[name]: texts for name, texts in workspace.catalog.texts()}
    return [by_location[str(path)] for path in files]


def judged(rights: Sequence[Right], answers: Sequence[Collection[int]], *, ours: bool) -> Judged:
    """How the answers compare; a peer that asked a sample is judged by its sample."""
    right = files = missed = wrong = 0
    for truth_of, answer in zip(rights, answers, strict=False):
        found = set(answer)
        least, most = (truth_of.passages,) * 2 if ours else (truth_of.at_least, truth_of.at_most)
        files += len(least)
        missed += len(least - found)
        wrong += len(found - most)
        right += least <= found <= most
    return Judged(len(answers), right, files, missed, wrong)


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
