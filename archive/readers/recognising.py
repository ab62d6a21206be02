"""What a recogniser of text in pictures gives, and which one this machine has. How each is used lives beside.

Nothing is fetched: models lie in the installed package or beside the program.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast


@dataclass(frozen=True, slots=True)
class Recognised:
    """A line as read: its text, how sure the recogniser is (0 to 1), its box in pixels from the upper left corner."""

    text: str
    confidence: float
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One picture with its lines, in no particular order; width and height in pixels."""

    width: float
    height: float
    lines: tuple[Recognised, ...]


class Recogniser(Protocol):
    """A module of this room that reads pictures."""

    def sheets(self, data: bytes, name: str) -> Iterator[Sheet]:
        """The pictures in the file (a tiff may hold several), one by one. Raises `ReadError` for no picture."""
        ...


@cache
def available() -> str | None:
    """The recogniser here: "rapidocr" (the extra `ocr`), "tesseract" with Chinese, or None."""
    if find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None:
        return "rapidocr"
    if shutil.which("tesseract") is not None:
        return "tesseract" if _tesseract().speaks_chinese() else None
    return None


def recogniser() -> Recogniser:
    """The one of this machine; ask `available` first."""
    return cast("Recogniser", import_module(f"archive.readers.{available()}_lines"))


class _Speaking(Protocol):
    def speaks_chinese(self) -> bool: ...


def _tesseract() -> _Speaking:
    return cast("_Speaking", import_module("archive.readers.tesseract_lines"))
