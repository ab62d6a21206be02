"""The house's own list of wordings: how each has to be written, since when, and from where that is known. Excel or csv,
a wording a row: 规范表述, 出处, 日期, 误写 (several with 、 between).

The archive ships no list and judges no wording: only that a draft differs from what the list's owner wrote down.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.errors import UsageError
from archive.text.fold import Folded, fold, fold_text
from indexer.proofing.finding import Finding, Place, found
from indexer.search.similar import edits
from indexer.tables.table_reader import rows_of

LEAST = 4
"""Folded characters of a wording for which slips are looked for; of a shorter one another word differs by one."""
MOST = 5_000
COLUMNS = {
    "wording": ("规范表述", "提法", "wording", "表述"),
    "source": ("出处", "来源", "source"),
    "date": ("日期", "时间", "date"),
    "wrong": ("误写", "错误写法", "wrong"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording as it has to be, its source and date as told, and ways of writing that are wrong."""

    text: str
    source: str = ""
    date: str = ""
    wrong: tuple[str, ...] = ()


def house_list(data: bytes, name: str) -> tuple[Wording, ...]:
    """The list in a table. Raises ReadError as every table does, UsageError `proof.bad_list` without a wording."""
    lines = rows_of(data, name)
    head = (
        {
            column: at
            for at, cell in enumerate(lines[0].cells)
            for column, names in COLUMNS.items()
            if cell.strip() in names
        }
        if lines
        else {}
    )
    if "wording" not in head:
        head, rows = {"wording": 0, "source": 1, "date": 2, "wrong": 3}, lines
    else:
        rows = lines[1:]

    def cell(cells: Sequence[str], column: str) -> str:
        at = head.get(column, -1)
        return cells[at].strip() if 0 <= at < len(cells) else ""

    found_ = [
        Wording(text, cell(line.cells, "source"), cell(line.cells, "date"), _several(cell(line.cells, "wrong")))
        for line in rows
        if (text := cell(line.cells, "wording"))
    ]
    if not found_ or len(found_) > MOST:
        raise UsageError("proof.bad_list", name=name, count=len(found_), limit=MOST)
    return tuple(found_)


def wordings(texts: Sequence[str], known: Sequence[Wording]) -> Iterator[Finding]:
    """Where the draft has a wrong way of the list, or a wording of it with one character wrong, missing, or extra."""
    right = {fold_text(wording.text): wording for wording in known}
    wrong = {fold_text(way): wording for wording in known for way in wording.wrong}
    index = _index([text for text in right if len(text) >= LEAST])
    for at, text in enumerate(texts, 1):
        back = fold(text)
        taken: list[tuple[int, int]] = [
            match.span() for folded in right if folded for match in re.finditer(re.escape(folded), back.text)
        ]
        for way, wording in wrong.items():
            for match in re.finditer(re.escape(way), back.text):
                if not _within(match.span(), taken):
                    taken.append(match.span())
                    yield _finding(at, text, back, match.span(), wording, "wrong")
        for start, end, folded in _slips(back.text, index):
            if not _within((start, end), taken):
                taken.append((start, end))
                yield _finding(at, text, back, (start, end), right[folded], "slip")


def _finding(at: int, text: str, back: Folded, span: tuple[int, int], wording: Wording, case: str) -> Finding:
    where = back.original(*span)
    stands = text[where.start : where.end]
    source = " ".join(word for word in (wording.source, wording.date) if word)
    return found(
        "wording",
        case,
        Place(at, where.start, where.end),
        stands,
        certainty="sure" if case == "wrong" else "look",
        better=wording.text,
        source=source,
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(way for way in re.split("[、；;\n|]", cell) if way.strip())


def _within(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in taken)


def _index(folded: Sequence[str]) -> dict[str, set[str]]:
    """The first and the last two characters of each wording: of two texts with one slip one of them is the same."""
    index: defaultdict[str, set[str]] = defaultdict(set)
    for text in folded:
        index[text[:2]].add(text)
        index[text[-2:]].add(text)
    return index


def _slips(text: str, index: dict[str, set[str]]) -> Iterator[tuple[int, int, str]]:
    """[start, end) where a wording of the index stands with one slip, and that wording."""
    for at in range(len(text) - 1):
        for wording in index.get(text[at : at + 2], ()):
            ends = wording.endswith(text[at : at + 2])
            for length in (len(wording), len(wording) - 1, len(wording) + 1):
                start = at + 2 - length if ends and not wording.startswith(text[at : at + 2]) else at
                stands = text[max(0, start) : start + length]
                if start >= 0 and len(stands) == length and stands != wording and _one_slip(stands, wording):
                    yield start, start + length, wording
                    break


def _one_slip(stands: str, wording: str) -> bool:
    if re.search("[，。；：、（）0-9]", stands):
        return False
    if sorted(stands) == sorted(wording):  # two neighbours swapped
        apart = [at for at, (one, other) in enumerate(zip(stands, wording, strict=True)) if one != other]
        return len(apart) == 2 and apart[1] == apart[0] + 1
    if stands[0] != wording[0] or stands[-1] != wording[-1]:
        return False
    changed = [(b - a, d - c) for same, a, b, c, d in edits(stands, wording) if not same]
    return len(changed) == 1 and max(changed[0]) == 1
