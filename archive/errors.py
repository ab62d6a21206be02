"""The one error tree of the archive; every error carries a stable code and its evidence.

    ArchiveError
    ├── ReadError        a file could not become a report          read.*   import.*
    ├── CatalogError     the truth could not be read or changed    catalog.*  home.*  disk.*
    ├── QueryError       a query cannot be understood              query.*
    ├── EngineError      the derived index cannot answer           index.*  disk.full
    ├── AccessError      who asks is not known, or may not         people.*
    └── UsageError       a command or a setting is wrong           usage.*  settings.*

Codes are a contract; the words for people live in `archive.messages`. A library's own error is
caught in the file that owns the library and becomes one of these; nothing else leaks.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from archive import messages


class ArchiveError(Exception):
    """Root of all errors: a stable `code` and the `evidence` its message is made of.

    `position`, where given, is the 0-based code point in the query as typed. `words`: code -> key of its message, where
    the kind of error has words of its own for a code.
    """

    words: ClassVar[Mapping[str, str]] = MappingProxyType({})

    def __init__(self, code: str, *, position: int | None = None, **evidence: object) -> None:
        self.code = code
        self.position = position
        self.evidence: Mapping[str, object] = MappingProxyType(evidence)
        super().__init__(self.message("en"))

    def message(self, language: str = "zh", *, page: bool = False) -> str:
        """The sentence for people, in `language` ("zh" or "en"): what, where, what next; a page's has no commands."""
        evidence = dict(self.evidence)
        if self.position is not None:
            evidence.setdefault("position", self.position + 1)
        code = self.words.get(self.code, self.code)
        return messages.text(messages.on_page(code, language) if page else code, language, **evidence)

    def as_json(self, language: str = "zh") -> dict[str, object]:
        """The contract's error object: {"code", "message"} and "position" where there is one."""
        body: dict[str, object] = {"code": self.code, "message": self.message(language)}
        if self.position is not None:
            body["position"] = self.position
        return body

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders (parsing runs in children) with their evidence whole."""
        return (_rebuild, (type(self), self.code, self.position, dict(self.evidence)))


def _rebuild(kind: type[ArchiveError], code: str, position: int | None, evidence: dict[str, object]) -> ArchiveError:
    return kind(code, position=position, **evidence)


class ReadError(ArchiveError):
    """A file could not become a report."""


class CatalogError(ArchiveError):
    """The catalog or an original could not be read, kept or changed."""


class QueryError(ArchiveError):
    """A query cannot be understood; `position` points at the character."""


class EngineError(ArchiveError):
    """The derived index cannot answer; it can always be rebuilt from the catalog.

    `disk.full` here: the reports are kept already, only the index has to wait for room.
    """

    words = MappingProxyType({"disk.full": "index.disk_full"})


class AccessError(ArchiveError):
    """Who asks is not known here, or may not do that; or what is said of people cannot be."""


class UsageError(ArchiveError):
    """A command, an option or a setting is wrong; nothing was touched."""
