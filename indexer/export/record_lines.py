"""核验信息: the lines at the end of a record or an export by which it can be verified later: what was asked of which
version of the program, and each report with its number, version, date of import and the SHA-256 of its original.

They are plain text, so that they outlive Word, Excel, csv and a saved page. Whether an archive still says the same is
found out by `record_verification`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import version as installed
from typing import Literal

from archive.catalog import ReadCatalog
from archive.errors import UsageError
from indexer.search.answer import Request

Kind = Literal["answer", "checklist", "roster"]
KINDS: tuple[Kind, ...] = ("answer", "checklist", "roster")
HEAD, REPORT, ROW, LIST = "baogao-record:1 ", "baogao-report:", "baogao-row:", "baogao-list:"
NOT_ASKED = ("page", "limit", "passages", "facets", "sort")
"""Of a request: what decides about pages and order, not about what answers."""
_REPORT = re.compile(
    r"baogao-report:(\S{1,40}) v(\d{1,9}) imported (\d{4}-\d\d-\d\d) places (\d{1,12}) sha256 ([0-9a-f]{64})"
)

Value = str | int | bool | None | list[str] | dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Reference:
    """A report as the record names it; `added` is YYYY-MM-DD (UTC), `places` those that the record counts in it."""

    id: str
    version: int
    added: str
    sha256: str
    places: int = 0

    def __str__(self) -> str:
        return f"{REPORT}{self.id} v{self.version} imported {self.added} places {self.places} sha256 {self.sha256}"


@dataclass(frozen=True, slots=True)
class StateRow:
    """A row of a table: whose, its states in order (“written 2”, “absent”), whether it is due."""

    name: str
    states: tuple[str, ...]
    due: bool = False

    def __str__(self) -> str:
        said = {"name": self.name, "states": list(self.states), "due": self.due}
        return ROW + json.dumps(said, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class RecordLines:
    """All of them. `asked` and `lists` (wordings, units): what makes the answer again; `totals` by name; `at` the local
    time, to the minute.
    """

    kind: Kind
    at: str
    asked: Mapping[str, Value]
    totals: Mapping[str, int]
    references: tuple[Reference, ...] = ()
    rows: tuple[StateRow, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    program: str = field(default_factory=lambda: installed("baogao"))

    def lines(self) -> tuple[str, ...]:
        """As they are written: the question, then a line a report, then a line a row."""
        head = {
            "program": f"baogao {self.program}",
            "kind": self.kind,
            "at": self.at,
            "asked": dict(self.asked),
            "totals": dict(self.totals),
            "reports": len(self.references),
            "rows": len(self.rows),
            "lists": {name: len(items) for name, items in self.lists.items()},
        }
        return (
            HEAD + json.dumps(head, ensure_ascii=False),
            *(
                LIST + json.dumps([name, one], ensure_ascii=False)
                for name, items in self.lists.items()
                for one in items
            ),
            *map(str, self.references),
            *map(str, self.rows),
        )


@cache
def program() -> str:
    """The version of this program."""
    return installed("baogao")


def asked_of(request: Request) -> dict[str, Value]:
    """What of a request decides what answers."""
    values = {name: value for name, value in asdict(request).items() if name not in NOT_ASKED}
    values["filters"] = {name: list(chosen) for name, chosen in request.filters.items()}
    return values


def references(catalog: ReadCatalog, places: Mapping[str, int]) -> tuple[Reference, ...]:
    """The reports of `places` (by id, with how many), in that order."""
    entries = {entry.id: entry for entry in catalog.entries(places)}
    return tuple(
        Reference(name, entry.version, entry.added_at[:10], entry.sha256, count)
        for name, count in places.items()
        if (entry := entries.get(name)) is not None
    )


def read(texts: Iterable[str], name: str) -> RecordLines:
    """The lines among `texts`, the paragraphs and cells of a file called `name`.

    Raises UsageError: "record.none" where there are none, "record.damaged" where some are missing or altered.
    """
    every = (line.strip() for text in texts for line in text.splitlines())
    found = [line for line in every if line.startswith((HEAD, REPORT, ROW, LIST))]
    head = next((line for line in found if line.startswith(HEAD)), None)
    if head is None:
        raise UsageError("record.none", name=name)
    try:
        said = json.loads(head[len(HEAD) :])
        made = RecordLines(
            kind=KINDS[KINDS.index(said["kind"])],
            at=str(said["at"]),
            asked=dict(said["asked"]),
            totals={str(key): int(value) for key, value in said["totals"].items()},
            references=tuple(_references(found)),
            rows=tuple(_rows(found)),
            lists=_lists(found, said["lists"]),
            program=str(said["program"]).removeprefix("baogao "),
        )
        counted = {name: len(items) for name, items in made.lists.items()}
        whole = (len(made.references), len(made.rows), counted) == (said["reports"], said["rows"], said["lists"])
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise UsageError("record.damaged", name=name) from problem
    if not whole:
        raise UsageError("record.damaged", name=name)
    return made


def _lists(lines: Iterable[str], counts: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {name: [] for name in counts}
    for line in lines:
        if line.startswith(LIST):
            name, item = json.loads(line[len(LIST) :])
            found[name].append(str(item))
    return {name: tuple(items) for name, items in found.items()}


def _references(lines: Iterable[str]) -> Iterator[Reference]:
    for line in lines:
        if match := _REPORT.fullmatch(line):
            yield Reference(match[1], int(match[2]), match[3], match[5], int(match[4]))


def _rows(lines: Iterable[str]) -> Iterator[StateRow]:
    for line in lines:
        if line.startswith(ROW):
            said = json.loads(line[len(ROW) :])
            yield StateRow(str(said["name"]), tuple(map(str, said["states"])), bool(said["due"]))
