"""Which recogniser of text in pictures (OCR) this machine has: the extra `ocr`, tesseract with Chinese, or none.

Nothing is fetched: models lie in the installed package or beside the program.
"""

from __future__ import annotations

import shutil
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from archive.readers.ocr.recognised import Recogniser


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
    return cast("Recogniser", import_module(f"archive.readers.ocr.{available()}_lines"))


class _Speaking(Protocol):
    def speaks_chinese(self) -> bool: ...


def _tesseract() -> _Speaking:
    return cast("_Speaking", import_module("archive.readers.ocr.tesseract_lines"))
