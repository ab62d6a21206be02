"""The archive at a glance, for the first page and the lists: counts, years, examples that are found. No markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import attrgetter

from archive.catalog import Entry, ReadCatalog
from archive.errors import EngineError, QueryError
from archive.known_year import year_known
from indexer import deadline
from indexer.demo.collection import is_demo
from indexer.search.answer import Request
from indexer.search.searcher import Searcher
from web.state.excerpts import Excerpt, excerpts_of
from web.state.values_in_use import OFFERED

EXAMPLES = (
    "一岗双责",
    "两个确立",
    "第一责任人",
    "形式主义",
    "乡村振兴",
    "主体责任",
    "监督检查",
    "人民代表大会",
    "应当",
    "工作",
)
"""Wordings that readers look for; the first that are found are shown, commoner ones follow for other archives."""
SHOWN_EXAMPLES = 4
RECENT = 6
SPAN = 100
"""Years that the picture has room for."""
SAMPLE = re.compile(r"(?:^|/)\d{3}_[0-9a-f]{16}\.txt$")
"""The names of the five sample reports, by whichever way they came."""
LISTED = ("unit", "year", "period", "type", "format")

Value = str | int | None

VALUE: Mapping[str, Callable[[Entry], Value]] = {**{name: attrgetter(name) for name in LISTED}, "year": year_known}
"""What the values of a list go by, as those of an answer (`indexer.search.facets`)."""


@dataclass(frozen=True, slots=True)
class Example:
    """A wording that is found: its totals and one place of it."""

    query: str
    reports: int
    matches: int
    parts: tuple[tuple[str, int], ...]
    report_id: str
    title: str
    passage: int
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Overview:
    """As of catalog change `change`. `values`: field -> (value, reports), None for not known; `years` oldest first.

    `used`: field -> the values that reports have, with how many, for whoever fills one in (`values_in_use`).
    `reported`: the years that reports are about, the latest first: a collection goes by them. `demo`: the invented
    papers among the reports; `own`: those that are neither these nor the samples.
    """

    change: int
    reports: int
    unread: int
    values: Mapping[str, tuple[tuple[Value, int], ...]]
    years: tuple[tuple[int, int], ...]
    reported: tuple[int, ...]
    recent: tuple[Entry, ...]
    used: Mapping[str, Mapping[str, int]]
    demo: int = 0
    own: int = 0

    @property
    def units(self) -> int:
        """How many units are known."""
        return sum(value is not None for value, _ in self.values["unit"])


def overview_of(catalog: ReadCatalog, change: int) -> Overview:
    """The archive at a glance, counted once: reports by year, newest imports. No question is asked for it."""
    counted: dict[str, Counter[Value]] = {name: Counter() for name in LISTED}
    ids = catalog.ids()
    recent = dict.fromkeys(ids[: -RECENT - 1 : -1])
    newest: dict[str, Entry] = {}
    reported: set[int] = set()
    used: dict[str, Counter[str]] = {name: Counter() for name in OFFERED}
    demo = own = 0
    for entry in catalog.entries(ids):  # some hundred at a time: all at once would leave holes between what is kept
        for name, counter in counted.items():
            counter[VALUE[name](entry)] += 1
        for name, values in used.items():
            if (value := getattr(entry, name)) is not None:
                values[str(value)] += 1
        if entry.year is not None:
            reported.add(entry.year)
        if entry.id in recent:
            newest[entry.id] = entry
        invented = is_demo(entry.location)
        demo += invented
        own += not invented and SAMPLE.search(entry.location) is None
    counts = catalog.counts()
    return Overview(
        change=change,
        reports=counts.reports,
        unread=counts.unread,
        values={name: ordered_values(name, counter) for name, counter in counted.items()},
        years=_years(counted["year"]),
        reported=tuple(sorted(reported, reverse=True)),
        used=used,
        recent=tuple(newest[name] for name in recent if name in newest),
        demo=demo,
        own=own,
    )


def ordered_values(name: str, counter: Counter[Value]) -> tuple[tuple[Value, int], ...]:
    """The values of a filter as lists show them: most reports first, years from the latest, not known last."""

    def key(pair: tuple[Value, int]) -> tuple[object, ...]:
        value, count = pair
        return (value is None, -value if name == "year" and isinstance(value, int) else -count, str(value))

    return tuple(sorted(counter.items(), key=key))


def _years(counter: Counter[Value]) -> tuple[tuple[int, int], ...]:
    """Every year from the first to the last, those without a report too; of a wider span only the last part."""
    known = [value for value in counter if isinstance(value, int)]
    if not known:
        return ()
    first = max(min(known), max(known) - SPAN + 1)
    return tuple((year, counter[year]) for year in range(first, max(known) + 1))


def examples_of(searcher: Searcher) -> Sequence[Example]:
    """As many as can be had in the time of one question: a page that greets never waits longer, nor fails of it."""
    found: list[Example] = []
    with suppress(QueryError, EngineError), deadline.limited():  # when the time is over the page goes without the rest
        _find_examples(searcher, found)
    return found


def _find_examples(searcher: Searcher, found: list[Example]) -> None:
    for query in EXAMPLES:
        answer = searcher.search(Request(query, literal=True, limit=1, passages=1, facets=True))
        if not answer.total_matches or not answer.reports:
            continue
        first = answer.reports[0]
        excerpts = excerpts_of(first.passages[0])
        parts = tuple((str(part), count) for part, count in answer.facets.get("part", ()) if part is not None)
        card = first.card
        found.append(
            Example(
                query,
                answer.total_reports,
                answer.total_matches,
                parts,
                card.id,
                card.title or card.source,
                excerpts[0].passage,
                excerpts[0],
            )
        )
        if len(found) == SHOWN_EXAMPLES:
            return
