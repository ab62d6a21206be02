"""A pasted 出处, and the passage that it names. How a source is written lives in `citation`; nothing is searched here.

What stands before the dashes is the quotation: where the place cannot be found any more (a new version), its words can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.catalog import Entry, ReadCatalog
from archive.model import Record
from archive.text.fold import fold, fold_text
from archive.text.stretches import Stretches
from indexer.search.citation import SCANNED, Citations, title_of

_HEAD = re.compile(r"(?s)(?P<text>.*)——(?=[《［])(?P<source>.+)\Z")
_TAIL = re.compile(r"(?:（第\d+页）)?(?:" + re.escape(SCANNED) + r")?[。.]?\Z")
_ENDS = re.compile("[》］]")
_NEXT = re.compile("[（，。]|$")
LONGEST = 3000
"""Characters of what is pasted: a quotation of a page and its source."""


@dataclass(frozen=True, slots=True)
class Cited:
    """What a source names: a report, and the passage where it could be found (None: only the report), with the code
    point `start` of it where the words stand, else the heading.
    """

    report_id: str
    passage: int | None
    start: int = 0


def find(catalog: ReadCatalog, pasted: str) -> Cited | None:
    """The passage that a pasted source names; None where it is no source, or of no report or of several here."""
    found = _HEAD.match(pasted.strip()) if len(pasted) <= LONGEST and "——" in pasted else None
    if found is None:
        return None
    source, text = found["source"].strip(), fold_text(found["text"]).strip("….")
    named = [record for record in catalog.records(_ids(catalog, source)) if source.startswith(_title(record))]
    exact = [record for record in named if f"——{source}".startswith(Citations(record.report, record.source).head())]
    for chosen in (exact, named):
        holding = [record for record in chosen if text and any(text in line for line in _folded(record))]
        for candidates in (holding, chosen):
            if len(candidates) == 1:
                return Cited(candidates[0].id, *_at(candidates[0], source, text))
    return None


def _ids(catalog: ReadCatalog, source: str) -> list[str]:
    """The reports that have one of the titles with which the source may begin."""
    closed = [found.end() for found in _ENDS.finditer(source)][:20]
    begun = [found.start() for found in _NEXT.finditer(source)][
        :20
    ]  # a title that begins with a title mark has no more
    titles = {source[1 : end - 1] for end in closed} | {source[:end] for end in (*closed, *begun)}
    entries: Iterator[Entry] = catalog.list({"title": sorted(title for title in titles if title)})
    return [entry.id for entry in entries]


def _title(record: Record) -> str:
    """With its marks, as the source begins."""
    head = record.report.masthead
    return title_of(head.title, head.title_derived, record.source)


def _folded(record: Record) -> Iterator[str]:
    return (fold_text(passage.text) for passage in record.report.passages)


def _at(record: Record, source: str, text: str) -> tuple[int | None, int]:
    """Passage and code point: by place and words, by place, by words, whichever tells first."""
    place = _place(record, source)
    here = dict(_standing(record, place)) if place else {}
    if text:
        lines = list(_folded(record))
        holding = [number for number in here if text in lines[number - 1]]
        anywhere = [number for number, line in enumerate(lines, 1) if text in line]
        if holding or (anywhere and (not here or len(anywhere) == 1)):
            number = (holding or anywhere)[0]
            start = lines[number - 1].index(text)
            original = record.report.passages[number - 1].text
            return number, Stretches(original, fold).original(start, start + len(text)).start
    return next(iter(here.items()), (None, 0))


def _place(record: Record, source: str) -> str:
    citations = Citations(record.report, record.source)
    head = citations.head().removeprefix("——")
    if source.startswith(head):
        rest = source[len(head) :]
    else:  # unit or year were corrected since
        rest = re.sub(r"\A（[^（）]*）", "", source[len(_title(record)) :])
    return _TAIL.sub("", rest).lstrip("，,").strip()


def _standing(record: Record, place: str) -> Iterator[tuple[int, int]]:
    """The passages whose source says that place, with the first heading that runs into them for which it does."""
    citations = Citations(record.report, record.source)
    starts: dict[int, list[int]] = {}
    for section in record.report.sections:
        starts.setdefault(section.passage, []).append(section.start)
    for passage in record.report.passages:
        offsets: Sequence[int] = (0, *starts.get(passage.number, ()))
        for offset in offsets:
            if citations.place(passage.number, offset) == place:
                yield passage.number, offset
                break
