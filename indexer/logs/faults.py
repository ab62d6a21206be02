"""Unexpected errors: each is logged whole under a short number that whoever met it is told. No messages."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Mapping

NUMBER_BYTES = 4
"""Of a fault's number: eight hexadecimal digits."""

_log = logging.getLogger(__name__)
_ATTRIBUTE = "baogao_fault"


def recorded(error: BaseException, *, at: str = "", told: bool = False) -> str:
    """Log an unexpected error with its trace; its number. The same error again is not logged twice.

    `at`: what was under way, in words of ours. `told`: somebody at a terminal hears of it in words for people, and a
    log on that same terminal leaves it out.
    """
    known: str | None = getattr(error, _ATTRIBUTE, None)
    if known is not None:
        return known
    number = secrets.token_hex(NUMBER_BYTES)
    setattr(error, _ATTRIBUTE, number)
    fields = {"number": number, "at": at} if at else {"number": number}
    _log.error("unexpected error", exc_info=error, extra={"fields": fields, "told": told})
    return number


def debugging(environ: Mapping[str, str] = os.environ) -> bool:
    """Does somebody want traces on the terminal (BAOGAO_DEBUG)?"""
    return environ.get("BAOGAO_DEBUG", "") not in ("", "0")


def not_told_otherwise(record: logging.LogRecord) -> bool:
    """A filter for the terminal: what a person was told there already is no line."""
    return not getattr(record, "told", False)


def kind_of(name: str) -> str:
    """What a log says in place of a file's name: its suffix, "" where it has none that is one."""
    suffix = os.path.splitext(name)[1]  # noqa: PTH122 # a name, not a path
    return suffix.lower() if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= 6 else ""
