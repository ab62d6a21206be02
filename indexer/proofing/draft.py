"""A text on its way to being a paper: passages as a reader of files gives them, or the lines of what was pasted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from archive.errors import UsageError
from archive.model import Report
from archive.text.fold import fold_passages
from indexer.ingest.parser_pool import File, parse, parse_apart
from indexer.processes.wire_format import Parsed

LONGEST = 5_000_000
"""Code points of a draft; a long report has some fifty thousand."""
PASTED = "draft.txt"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proofed: the report that the text would be, under the name it came with."""

    name: str
    report: Report

    @property
    def texts(self) -> Sequence[str]:
        """The passages, in order."""
        return self.report.texts

    @property
    def folded(self) -> tuple[str, ...]:
        """The passages as searches see them."""
        return fold_passages(self.texts)


def draft_of_text(text: str) -> Draft:
    """What was pasted, a passage a line. Raises UsageError `proof.empty`, `proof.too_long`."""
    _admitted(len(text))
    if not text.strip():
        raise UsageError("proof.empty")
    return _read(PASTED, parse(_file(text.encode("utf-8", "replace"), PASTED, "utf-8")))


def draft_of_file(data: bytes, name: str) -> Draft:
    """A file, read in a sandbox as an import reads it. Raises ReadError as its reader, UsageError as for a text."""
    return _read(name, parse_apart(_file(data, name, None), recognise=False))


def _file(data: bytes, name: str, encoding: str | None) -> File:
    return File(name, name, data, hashlib.sha256(data).hexdigest(), encoding)


def _read(name: str, report: Parsed) -> Draft:
    if not isinstance(report, Report):
        if report.code == "read.empty":
            raise UsageError("proof.empty") from report
        raise report
    _admitted(sum(map(len, report.texts)))
    return Draft(name, report)


def _admitted(length: int) -> None:
    if length > LONGEST:
        raise UsageError("proof.too_long", length=length, limit=LONGEST)
