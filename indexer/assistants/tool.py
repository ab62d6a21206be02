"""What a tool is, and who calls one. All of them only read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from archive import messages
from archive.catalog import ReadCatalog
from archive.errors import ArchiveError, CatalogError
from archive.model import Record
from indexer import deadline
from indexer.assistants.answer_page import Part
from indexer.assistants.argument_check import text
from indexer.assistants.cursor import LONGEST, NAME
from indexer.assistants.links import link
from indexer.document import Card
from indexer.search.citation import Citations
from indexer.search.searcher import Searcher
from indexer.wordings.wordings import Wordings

Json = dict[str, Any]

CURSOR = text("next_cursor of the answer before, with the same other arguments: the next part of it.", LONGEST)


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom a tool answers: over which archive, in which language, and at which address the pages are (without /).

    `wordings`: gives what is counted of 提法 already, where somebody keeps it; QueryError("query.busy") until it is.
    """

    searcher: Searcher
    language: str
    address: str
    wordings: Callable[[], Wordings] | None = None
    asked: Callable[[Json, str], None] | None = None
    """Told of each call before it is answered: what was asked, and the outcome ("answered", or a code of ours). Raises
    ArchiveError where nothing may be answered that cannot be recorded.
    """

    shown: Callable[[ArchiveError], ArchiveError] = lambda error: error
    """What of an error is for whoever asks."""

    prepare: Callable[[], None] = lambda: None
    """Called before each tool: what is loaded once takes none of the first question's time."""

    @property
    def catalog(self) -> ReadCatalog:
        """The catalog that the searcher asks."""
        return self.searcher.catalog

    def say(self, code: str, /, **evidence: object) -> str:
        """A text of the message table in the caller's language."""
        return messages.text(code, self.language, **evidence)

    def record(self, report_id: str) -> Record:
        """The live report of that id. Raises CatalogError("catalog.no_such_report")."""
        record = self.searcher.document_cache.record(report_id)
        if record is None:
            raise CatalogError("catalog.no_such_report", id=report_id[:80])
        return record

    def place(self, citations: Citations, report_id: str, passage: int, start: int = 0) -> Json:
        """What every passage bears: its number, its 出处, and the link that opens it."""
        return {
            "passage": passage,
            "source": citations.of(passage, start),
            "link": link(self.address, report_id, passage, start),
        }

    def base(self) -> Json:
        """What was looked through: of the reports `partly_read`, and of the files `unread`, absence says nothing."""
        counts = self.catalog.counts()
        return {"reports": counts.reports, "partly_read": len(self.searcher.partly_read()), "unread": counts.unread}


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its name and what it is for, what it takes, what it answers, and how from the item `first` on.

    `seconds` of the processor at most; by the clock twice as many on a busy machine.
    """

    name: str
    title: str
    description: str
    answer: Callable[[Caller, Mapping[str, Any], int], Part]
    parameters: Mapping[str, Json]
    answers: Json
    required: tuple[str, ...] = ()
    seconds: float = deadline.SECONDS

    @property
    def taken(self) -> Mapping[str, Json]:
        """What it takes, the cursor too."""
        return {**self.parameters, NAME: CURSOR}

    def described(self) -> Json:
        """As `tools/list` has it (MCP 2025-11-25, Tool)."""
        schema = {
            "type": "object",
            "properties": dict(self.taken),
            "required": list(self.required),
            "additionalProperties": False,
        }
        hints = {"readOnlyHint": True, "destructiveHint": False, "idempotentHint": True, "openWorldHint": False}
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "inputSchema": schema,
            "outputSchema": self.answers,
            "annotations": {"title": self.title, **hints},
        }


def face(card: Card) -> Json:
    """What tells a report from others."""
    return {"id": card.id, "title": card.title, "unit": card.unit, "year": card.year, "type": card.type}
