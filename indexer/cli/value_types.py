"""Types of arguments: what a number on the command line may be. The words of what is wrong are put by `arguments`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from archive.errors import UsageError


def count(text: str) -> int:
    """A whole number of at least 0 and at most 1,000,000."""
    return _within(text, 0, 1_000_000)


def year(text: str) -> int:
    """A year from 1900 to 2100."""
    return _within(text, 1900, 2100)


def _within(text: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > len(str(most)) or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text[:40]} is not from {least} to {most}")
    return int(text)


def bytes_of(name: str) -> bytes:
    """The bytes of a file, of standard input where `name` is -; UsageError where that cannot be read."""
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as problem:
        raise UsageError("usage.unreadable_file", path=name, problem=problem.strerror or "") from problem


def lines_of(name: str) -> list[str]:
    """The lines of a UTF-8 file, of standard input where `name` is -; UsageError where that cannot be read."""
    try:
        text = bytes_of(name).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UsageError("usage.not_utf8", path=name, offset=problem.start) from problem
    return [line.rstrip("\r") for line in text.split("\n")]
