"""Types of arguments: what a number on the command line may be."""

from __future__ import annotations

import argparse


def count(text: str) -> int:
    """A whole number of at least 0 and at most 1,000,000."""
    if not text.isascii() or not text.isdigit() or len(text) > 7 or int(text) > 1_000_000:
        raise argparse.ArgumentTypeError(f"not a count from 0 to 1000000: {text[:40]!r}")
    return int(text)


def year(text: str) -> int:
    """A year from 1900 to 2100."""
    if not text.isascii() or not text.isdigit() or not 1900 <= int(text[:5]) <= 2100:
        raise argparse.ArgumentTypeError(f"not a year from 1900 to 2100: {text[:40]!r}")
    return int(text)
