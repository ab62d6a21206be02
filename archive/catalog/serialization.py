"""A report in its kept form: the passages' texts as one text, all else as compact JSON with a version. No I/O."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast, overload

from archive.errors import CatalogError
from archive.model import BlockKind, Evidence, Masthead, Notice, Passages, Report, ScanLine, Section, StoredValue
from archive.outline_sections import Sections

VERSION = 1
SEPARATOR = "\x1e"
"""Between two passages' texts: ASCII's own record separator, which no text of a document holds."""

KINDS: Mapping[str, BlockKind] = {"h": "heading", "p": "paragraph", "r": "row", "b": "page_break"}
LETTERS: Mapping[BlockKind, str] = {kind: letter for letter, kind in KINDS.items()}

ESCAPE = "\x1b"
_NONE = "\x1bN"  # no text at all, which is not one empty text
_TO_ESCAPE = re.compile("[\x1b\x1e]")
_ESCAPED = {"\x1b": "\x1bE", "\x1e": "\x1bR"}
_UNESCAPED = {escaped: plain for plain, escaped in _ESCAPED.items()}
_TO_UNESCAPE = re.compile("\x1b[ER]")

_SUM = ',"sum":"'
_EDITION = re.compile(r'\{"v":\d+,"edition":(\d+)')
_MASTHEAD_KEY = '"masthead":'
HEAD = 48
"""Characters of a structure that hold its version and edition."""

Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A report in its kept form, and what is asked of it without taking that apart: the masthead as it was read."""

    masthead: Masthead
    format: str
    edition: int
    notices: tuple[Notice, ...]
    texts: str
    structure: str

    @classmethod
    def of(cls, report: Report) -> KeptForm:
        """The kept form of `report`."""
        texts, structure = texts_of(report), structure_of(report)
        return cls(report.masthead, report.format, report.edition, report.notices, texts, structure)

    @property
    def report(self) -> Report:
        """The whole report, taken out of it."""
        return report_of(self.texts, self.structure)


def join_texts(texts: Iterable[str]) -> str:
    """Texts as one, such that `split_texts` gives them back whatever characters they hold."""
    whole = tuple(texts)
    return SEPARATOR.join(kept_texts(whole)) if whole else _NONE


def kept_texts(texts: Sequence[str]) -> Sequence[str]:
    """Each of the texts as it stands among the others when they are kept as one."""
    joined = SEPARATOR.join(texts)
    if ESCAPE in joined or joined.count(SEPARATOR) >= max(len(texts), 1):
        return [_TO_ESCAPE.sub(_escape, text) for text in texts]
    return texts


def split_texts(joined: str) -> tuple[str, ...]:
    """The texts that were joined."""
    if joined == _NONE:
        return ()
    texts = joined.split(SEPARATOR)
    if ESCAPE in joined:
        return tuple(_TO_UNESCAPE.sub(_unescape, text) for text in texts)
    return tuple(texts)


def _escape(found: re.Match[str]) -> str:
    return _ESCAPED[found[0]]


def _unescape(found: re.Match[str]) -> str:
    return _UNESCAPED[found[0]]


def texts_of(report: Report) -> str:
    """The passages' texts, joined."""
    return join_texts(report.texts)


def structure_of(report: Report) -> str:
    """All of a report but its passages' texts, as JSON.

    One letter a passage for its kind; levels and pages only where they change, as they are mostly absent or the same.
    """
    passages = Passages.of(report.passages)
    body: Json = {
        "v": VERSION,
        **({"edition": report.edition} if report.edition != 1 else {}),  # early in the text: see `edition_of`
        "format": report.format,
        "encoding": report.encoding,
        "masthead": masthead_json(report.masthead),
        "kinds": "".join(map(LETTERS.__getitem__, passages.kinds)),
        "levels": _runs(passages.levels),
        "pages": _runs(passages.pages),
        "sections": [
            [s.number, s.title, s.level, s.passage, s.start, s.end, s.part, s.part_confidence] for s in report.sections
        ],
        **_doubted(report.sections),
        "notices": [[notice.code, dict(notice.evidence)] for notice in report.notices],
        **_scanned(passages),
        **_tabular(passages),
    }
    plain = dumps(body)
    return f'{plain[:-1]}{_SUM}{_sum(texts_of(report), plain)}"}}'


def sound(texts: str, structure: str) -> bool:
    """Whether both are as they were written: SQLite's pages have no checksums, so they carry their own."""
    rest, mark, tail = structure.rpartition(_SUM)
    return bool(mark) and tail == f'{_sum(texts, rest + "}")}"}}'


def _sum(texts: str, structure: str) -> str:
    return hashlib.blake2b(f"{texts}\0{structure}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def report_of(texts: str, structure: str, masthead: Masthead | None = None) -> Report:
    """The report that was taken apart, with this masthead in place of the one as read, where it is given.

    Raises CatalogError("catalog.newer_schema") for a form of a later program.
    """
    body: Json = json.loads(structure if masthead is None else _without_masthead(structure))
    if body["v"] > VERSION:
        raise CatalogError("catalog.newer_schema", found=body["v"], known=VERSION)
    kinds, levels = body["kinds"], body["levels"]
    count = len(kinds)
    passages = Passages(
        texts=split_texts(texts),
        kinds=_Later(count, lambda: [KINDS[letter] for letter in kinds]),
        levels=_Later(count, lambda: _spread(levels, count)),
        pages=_spread(body["pages"], count),
        scans=_sparse(body.get("scans", {}), count, _scan_lines, _scan_lines([])),
        recognised=_sparse(body.get("recognised", {}), count, str, None),
        columns=_columns(body.get("columns", []), count),
        stored=_sparse(body.get("stored", {}), count, _stored_values, ()),
    )
    return Report(
        masthead=masthead or masthead_of(body["masthead"]),
        passages=passages,
        sections=_sections(body),
        format=body["format"],
        encoding=body["encoding"],
        notices=tuple(Notice(code, evidence) for code, evidence in body["notices"]),
        edition=body.get("edition", 1),
    )


def _without_masthead(structure: str) -> str:
    """A structure without the masthead as it was read, which is long: its key and the following one stand in no value,
    where each quotation mark has a backslash before it.
    """
    start, end = structure.find(f",{_MASTHEAD_KEY}"), structure.find(',"kinds":"')
    return structure[:start] + structure[end:] if 0 < start < end else structure


class _Later(Sequence[T]):
    """A column that few ask for, of `size` values, made when the first one is."""

    __slots__ = ("_made", "_make", "_size")

    def __init__(self, size: int, make: Callable[[], Sequence[T]]) -> None:
        self._size, self._make = size, make
        self._made: Sequence[T] | None = None

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self._all()[index]

    def __iter__(self) -> Iterator[T]:
        return iter(self._all())

    def __repr__(self) -> str:
        """As of the column that it stands for."""
        return repr(list(self))

    def __reduce__(self) -> tuple[type[list[T]], tuple[Sequence[T]]]:
        """For another process: what was made."""
        return list, (self._all(),)

    def _all(self) -> Sequence[T]:
        if self._made is None:
            self._made = self._make()
        return self._made


def edition_of(structure: str) -> int:
    """The edition of the reader that gave it, from its first characters; 1 where none is told."""
    found = _EDITION.match(structure)
    return int(found[1]) if found else 1


def _doubted(sections: Sequence[Section]) -> Json:
    """The headings that are not sure, by their index: few are, and an earlier program reads past them."""
    doubted = [[index, section.confidence] for index, section in enumerate(sections) if section.confidence != "high"]
    return {"doubted": doubted} if doubted else {}


def _sections(body: Json) -> Sections:
    rows = body["sections"]
    for index, confidence in body.get("doubted", []):
        rows[index].append(confidence)  # the last of a section's values, which the others go without
    return Sections(rows)


def _scanned(passages: Passages) -> Json:
    """What only recognised passages have, by their numbers."""
    scans = {
        str(number): [[line.start, line.confidence, line.page] for line in scan]
        for number, scan in enumerate(passages.scans, 1)
        if scan
    }
    recognised = {str(number): text for number, text in enumerate(passages.recognised, 1) if text is not None}
    return {name: value for name, value in (("scans", scans), ("recognised", recognised)) if value}


def _tabular(passages: Passages) -> Json:
    """What only rows of sheets have: the names of their columns, where they change, and stored values by number."""
    columns: list[list[Any]] = []
    before: tuple[str, ...] = ()
    for index, names in enumerate(passages.columns):
        if names is not before and names != before:
            before = names
            columns.append([index, before])
    stored = {
        str(number): [[value.cell, value.place, value.value] for value in values]
        for number, values in enumerate(passages.stored, 1)
        if values
    }
    return {name: value for name, value in (("columns", columns), ("stored", stored)) if value}


def _columns(runs: list[list[Any]], count: int) -> list[tuple[str, ...]]:
    spread: list[tuple[str, ...]] = [()] * count
    ends = [run[0] for run in runs[1:]] + [count]
    for (start, names), end in zip(runs, ends, strict=False):
        spread[start:end] = [tuple(map(str, names))] * (end - start)
    return spread


def _stored_values(values: list[list[Any]]) -> tuple[StoredValue, ...]:
    return tuple(StoredValue(int(cell), str(place), str(value)) for cell, place, value in values)


def _scan_lines(lines: list[list[Any]]) -> tuple[ScanLine, ...]:
    return tuple(ScanLine(int(start), float(confidence), int(page)) for start, confidence, page in lines)


def _sparse(values: Mapping[str, Any], count: int, form: Callable[[Any], T], default: T) -> list[T]:
    """For each passage what few of them have."""
    if not values:
        return [default] * count
    return [form(values[str(number)]) if str(number) in values else default for number in range(1, count + 1)]


def masthead_json(masthead: Masthead) -> Json:
    """A masthead's fields that are known, and its evidence."""
    body: Json = {name: getattr(masthead, name) for name in _MASTHEAD if getattr(masthead, name) is not None}
    if masthead.title_derived:
        body["title_derived"] = True
    if masthead.cleared:
        body["cleared"] = list(masthead.cleared)
    if masthead.evidence:
        body["evidence"] = {
            name: [found.value, found.text, found.origin, found.confidence, found.passage]
            for name, found in masthead.evidence.items()
        }
    return body


def masthead_of(body: Mapping[str, Any]) -> Masthead:
    """The masthead that `masthead_json` took apart."""
    evidence = {name: Evidence(*found) for name, found in body.get("evidence", {}).items()}
    known = {name: body[name] for name in _MASTHEAD if name in body}
    cleared = tuple(body.get("cleared", ()))
    return Masthead(title_derived=body.get("title_derived", False), evidence=evidence, cleared=cleared, **known)


def masthead_in(structure: str) -> Masthead:
    """The masthead of a structure, without the rest of it: it stands before everything that is long."""
    body, _ = json.JSONDecoder().raw_decode(structure, structure.index(_MASTHEAD_KEY) + len(_MASTHEAD_KEY))
    return masthead_of(body)


_MASTHEAD = ("title", "unit", "person", "number", "addressee", "date", "year", "period", "type")


def dumps(value: object) -> str:
    """Compact JSON in its own characters; what JSON does not know (a path in a notice's evidence) as text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def loads(text: str) -> Json:
    """A JSON object that `dumps` wrote."""
    return cast("Json", json.loads(text))


def _runs(values: Sequence[int | None]) -> list[list[int | None]]:
    """[first index, value] wherever the value changes; None is what holds before the first."""
    runs: list[list[int | None]] = []
    before: int | None = None
    for index, value in enumerate(values):
        if value != before:
            runs.append([index, value])
            before = value
    return runs


def _spread(runs: list[list[Any]], count: int) -> list[int | None]:
    values: list[int | None] = [None] * count
    ends = [run[0] for run in runs[1:]] + [count]
    for (start, value), end in zip(runs, ends, strict=False):
        values[start:end] = [value] * (end - start)
    return values
