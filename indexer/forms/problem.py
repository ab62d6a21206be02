"""The form of an error: under --json on standard error, and of every address that answers JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from archive.errors import ArchiveError
from indexer.forms.form import ABSENT, Absent


@dataclass(frozen=True, slots=True)
class ProblemForm:
    """An error: a stable code, and a sentence for people."""

    code: str
    message: str
    position: Annotated[int | Absent, "Of a query: the character, from 0."] = ABSENT
    number: Annotated[str | Absent, "Of a fault of ours: under which it stands in the log."] = ABSENT


@dataclass(frozen=True, slots=True)
class ErrorForm:
    """What is answered where something went wrong."""

    error: ProblemForm


@dataclass(frozen=True, slots=True)
class FailedQueryForm:
    """A query of several that could not be asked."""

    query: str
    error: ProblemForm


def problem_form(error: ArchiveError, language: str, message: str | None = None) -> ProblemForm:
    """The contract's error object, with its own message or another one."""
    position = ABSENT if error.position is None else error.position
    return ProblemForm(error.code, error.message(language) if message is None else message, position)
