"""What a recogniser of text in pictures (OCR) gives: lines with their boxes in pixels, a picture at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Recognised:
    """A line as read: its text, how sure the recogniser is (0 to 1), its box in pixels from the upper left corner.

    `under_seal`: red ink is across it, so that a stroke may be lost.
    """

    text: str
    confidence: float
    left: float
    top: float
    right: float
    bottom: float
    under_seal: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom


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
