"""What is counted once of each report: its characters and its quoted terms. Kept in a file beside the index, it
follows the catalog's change log; nothing is lost with it.

`counted` is the seam: what a report gives hangs on its text alone, so that an import may count it as well as a
question.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from archive.catalog import ReadCatalog
from archive.storage import disk

FILE = "wordings.json"
VERSION = 1
TERM = range(2, 17)
"""Characters of a quoted term; longer ones are sentences."""

_QUOTED = re.compile(
    "(?:“(?P<double>[^“”‘’「」『』，。；：！？,;:!?\\s]{2,16})”|‘(?P<single>[^“”‘’「」『』，。；：！？,;:!?\\s]{2,16})’"
    "|「(?P<corner>[^“”‘’「」『』，。；：！？,;:!?\\s]{2,16})」|『(?P<white>[^“”‘’「」『』，。；：！？,;:!?\\s]{2,16})』)"
    "(?P<means>[，,]?\\s*(?:是|系)?指)?"
)
"""GB/T 15834: a term between marks of one kind, without a stop inside. After 所称, before 是指: a definition. It begins
with the mark alone, so that a text is passed over quickly.
"""
_CALLED = ("称", "称为", "称之为", "称作")
_HAN = re.compile("[\u3400-\u9fff]")


class Counted(NamedTuple):
    """Of one report as of catalog change `change`. `characters` are those that are no white space, as word processors
    count them; `quoted`: term as written -> places, `defined`: those of them that the report defines somewhere.
    """

    change: int
    characters: int
    quoted: Mapping[str, int]
    defined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holdings:
    """The reports of the archive by id, as of catalog change `change`."""

    change: int = 0
    reports: Mapping[str, Counted] = field(default_factory=dict)

    def characters(self, report_id: str) -> int:
        """Of a report; 0 where it has come only just now."""
        found = self.reports.get(report_id)
        return found.characters if found is not None else 0


def counted(change: int, texts: Sequence[str]) -> Counted:
    """What the passages of one report give."""
    quoted: Counter[str] = Counter()
    defined: set[str] = set()
    for term, is_definition in quotations("\n".join(map(_paired, texts))):
        quoted[term] += 1
        if is_definition:
            defined.add(term)
    return Counted(change, sum(map(len, "\n".join(texts).split())), quoted, tuple(sorted(defined)))


def quotations(text: str) -> Iterator[tuple[str, bool]]:
    """The quoted terms of a text in order; is each defined there (以下简称“…”, “…”是指)?"""
    for found in _QUOTED.finditer(text):
        term = found["double"] or found["single"] or found["corner"] or found["white"]
        if _HAN.search(term):
            yield term, bool(found["means"]) or _is_called(text, found.start())


def _is_called(text: str, mark: int) -> bool:
    """Do 称：, 称之为 stand before the mark?"""
    while mark and text[mark - 1].isspace():
        mark -= 1
    if mark and text[mark - 1] in ":：":
        mark -= 1
    return text.endswith(_CALLED, 0, mark)


def followed(kept: Holdings | None, catalog: ReadCatalog) -> Holdings:
    """The holdings as of now: only what has changed since `kept` is read. None: nothing is known, all is read.

    A file that was kept is passed with `change` 0: then every report's own change tells whether it is still true, even
    where the catalog was put back from a copy.
    """
    now = catalog.last_change()
    if kept is not None and kept.change == now:
        return kept
    reports = dict(kept.reports) if kept is not None and kept.change < now else {}
    after = kept.change if reports and kept is not None else 0
    known = set(reports) if after else set()
    stale: dict[str, int] = {}
    for change in catalog.changes(after=after):
        known.add(change.id)
        if change.kind == "remove":
            reports.pop(change.id, None)
        elif change.id not in reports or reports[change.id].change != change.number:
            stale[change.id] = change.number
    for gone in reports.keys() - known:  # of a file: purged since
        del reports[gone]
    if stale:
        everything = not reports
        for name, texts in catalog.texts(None if everything else list(stale)):
            if name in stale:
                reports[name] = counted(stale[name], texts)
    return Holdings(now, reports)


def read(path: Path) -> Holdings | None:
    """The kept file, to be followed from the beginning; None where there is none that this program made."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body["made"] != VERSION:
            return None
        rows = body["reports"].items()
        return Holdings(0, {name: Counted(row[0], row[1], row[2], tuple(row[3])) for name, row in rows})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None


def write(path: Path, holdings: Holdings) -> None:
    """Keep them. Raises OSError."""
    body = {"made": VERSION, "reports": holdings.reports}
    disk.write_whole(path, json.dumps(body, ensure_ascii=False).encode(), lasting=False)


def _paired(text: str) -> str:
    """Straight marks as the curly ones they stand for, where a passage has them in pairs."""
    if '"' not in text:
        return text
    pieces = text.split('"')
    if len(pieces) < 3 or len(pieces) % 2 == 0:
        return text
    return "".join(piece + ("”" if at % 2 else "“") for at, piece in enumerate(pieces[:-1])) + pieces[-1]
