"""登记表: what is known of each report as a table that people fill in, and what a filled one changes. No files.

A filled cell that says something new becomes a correction; an empty one changes nothing. A table with anything wrong
changes nothing at all: each problem is told with its row and column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archive.catalog import Entry, ReadCatalog
from archive.catalog.values import Filter, Value
from archive.errors import CatalogError, UsageError
from archive.masthead.corrections import validated
from indexer.tables.table_reader import Line

FILE = "文件名/位置"
COLUMNS: Mapping[str, str] = {
    "标题": "title",
    "单位": "unit",
    "述职人": "person",
    "年度": "year",
    "报告期": "period",
    "类型": "type",
    "成文日期": "date",
    "文号": "number",
    "主送": "addressee",
}
"""Column -> field, in the order of the table; the file's stands before them."""
NAMES: Mapping[str, str] = {
    **dict.fromkeys((FILE, "文件名", "位置", "文件", "file", "source", "location"), "file"),
    **COLUMNS,
    **{field: field for field in COLUMNS.values()},
    "发文字号": "number",
    "题名": "title",
    "年份": "year",
}
"""What a column may be called -> what it is."""
MAX_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a table from being taken: a code, the row and the column (as the file calls it)."""

    code: str
    row: int
    column: str
    value: str = ""
    more: Mapping[str, object] = field(default_factory=dict)

    @property
    def evidence(self) -> dict[str, object]:
        """What its message is made of."""
        return {"row": self.row, "column": self.column, "value": self.value[:60], **self.more}


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a report that the table fills otherwise."""

    report: Entry
    field: str
    before: Value | None
    after: Value


@dataclass(frozen=True, slots=True)
class Plan:
    """What a table would do: its changes, or the problems for which it does nothing. `rows`: how many were read."""

    rows: int
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]

    def corrections(self) -> dict[str, dict[str, Value | None]]:
        """The changes by report, as the catalog takes them; none where there are problems."""
        found: defaultdict[str, dict[str, Value | None]] = defaultdict(dict)
        for change in () if self.problems else self.changes:
            found[change.report.id][change.field] = change.after
        return dict(found)


def rows(catalog: ReadCatalog, where: Filter | None = None) -> Iterator[list[str]]:
    """The table: a head, a row a report. A file is named by its source, by its place where several have that source."""
    entries = list(catalog.list(where, sort="source"))
    everywhere = _by_name(entries if where is None else catalog.list())
    yield [FILE, *COLUMNS]
    for entry in entries:
        name = entry.source if everywhere[entry.source] == [entry] else entry.location
        values = (getattr(entry, field) for field in COLUMNS.values())
        yield [name, *("" if value is None else str(value) for value in values)]


def plan(catalog: ReadCatalog, lines: Sequence[Line]) -> Plan:
    """What the table would change. Raises UsageError: `register.empty`, `register.no_file_column`."""
    if not lines:
        raise UsageError("register.empty")
    head, *filled = lines
    fields = [_field(cell) for cell in head.cells]
    if "file" not in fields:
        raise UsageError("register.no_file_column", row=head.number, known="、".join((FILE, *COLUMNS)))
    work = _Work(catalog, head, fields)
    for line in filled:
        work.take(line)
    return Plan(len(filled), tuple(work.changes), tuple(work.problems[:MAX_PROBLEMS]))


def _field(cell: str) -> str | None:
    name = "".join(cell.split()).strip("*＊")
    return NAMES.get(name) or NAMES.get(name.lower())


class _Work:
    """Goes through a table and notes what it changes and what is wrong."""

    def __init__(self, catalog: ReadCatalog, head: Line, fields: Sequence[str | None]) -> None:
        self.changes: list[Change] = []
        self.problems: list[Problem] = []
        self._head = head
        self._fields = fields
        self._places = _by_name(catalog.list())
        self._seen: dict[str, int] = {}
        known: set[str] = set()
        for cell, name in zip(head.cells, fields, strict=True):
            if name is None and cell.strip():
                self._wrong("register.unknown_column", head, cell, more={"known": "、".join((FILE, *COLUMNS))})
            elif name is not None and name != "file" and name in known:
                self._wrong("register.column_twice", head, cell)
            known.add(name or "")

    def take(self, line: Line) -> None:
        """Take one row of the table: compare it with the report that it names."""
        entry = self._report(line)
        if entry is None:
            return
        for place, name in enumerate(self._fields):
            value = bare(line.cells[place]).strip() if place < len(line.cells) else ""
            if name not in (None, "file") and value:
                self._fill(line, entry, str(name), value, self._head.cells[place])

    def _report(self, line: Line) -> Entry | None:
        names = [
            (bare(line.cells[place]).strip(), self._head.cells[place])
            for place, name in enumerate(self._fields)
            if name == "file" and place < len(line.cells) and line.cells[place].strip()
        ]
        if not names:
            self._wrong("register.no_file", line, FILE)
            return None
        found = [self._places.get(name, []) for name, _ in names]
        # The file's name and its place may stand in two columns: the report is the one that both name.
        both = [entry for entry in found[0] if all(entry in others for others in found)]
        value, column = names[0]
        if len(both) != 1:
            code = "register.unknown_file" if not both else "register.several_files"
            self._wrong(code, line, column, value, {"n": len(both)})
            return None
        if both[0].id in self._seen:
            self._wrong("register.file_twice", line, column, value, {"first": self._seen[both[0].id]})
            return None
        self._seen[both[0].id] = line.number
        return both[0]

    def _fill(self, line: Line, entry: Entry, name: str, value: str, column: str) -> None:
        before = getattr(entry, name)
        if value == ("" if before is None else str(before)):
            return
        try:
            after = validated(name, value)
        except CatalogError:
            self._wrong("register.bad_value", line, column, value)
            return
        if after is not None and after != before:
            self.changes.append(Change(entry, name, before, after))

    def _wrong(
        self, code: str, line: Line, column: str, value: str = "", more: Mapping[str, object] | None = None
    ) -> None:
        self.problems.append(Problem(code, line.number, column.strip(), value, more or {}))


def bare(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking its text for a formula."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r" else cell


def _by_name(entries: Iterable[Entry]) -> defaultdict[str, list[Entry]]:
    """Entries by source, by place, and by the file's own name: each may stand in a table."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        own = entry.source.replace("\\", "/").rpartition("/")[2]
        for name in {entry.source, entry.location, own}:
            found[name].append(entry)
    return found
