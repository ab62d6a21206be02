"""Lines of a picture by the program tesseract with its Chinese data, where an administrator has installed it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from archive.errors import ReadError
from archive.readers.ocr.recognised import Recognised, Sheet
from archive.readers.pages.paragraphs import seam

LANGUAGE = "chi_sim"
SECONDS = 100
"""For one file; the sandbox ends a little later."""
_PAGE, _WORD = 1, 5  # levels of a row in tesseract's TSV
_LEVEL, _PAGE_NUMBER, _BLOCK, _PARAGRAPH, _LINE = 0, 1, 2, 3, 4
_LEFT, _TOP, _WIDTH, _HEIGHT, _CONFIDENCE, _TEXT = 6, 7, 8, 9, 10, 11


def speaks_chinese() -> bool:
    """Whether the data for simplified Chinese are there."""
    try:
        listed = subprocess.run(
            [_program(), "--list-langs"], stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE in listed.stdout.decode("utf-8", "replace").split()


def sheets(data: bytes, name: str) -> Iterator[Sheet]:
    """The pictures of a png, jpg, tiff or bmp. Raises `ReadError` `read.damaged`, `read.too_slow`."""
    with tempfile.TemporaryDirectory(prefix="baogao-") as folder:
        path = Path(folder, "picture")  # never the name that a stranger gave it
        path.write_bytes(data)
        command = [_program(), str(path), "stdout", "-l", LANGUAGE, "--psm", "3", "tsv"]
        try:
            done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
        except subprocess.TimeoutExpired as problem:
            raise ReadError("read.too_slow", name=name, seconds=SECONDS) from problem
    if done.returncode:
        raise ReadError("read.damaged", name=name, problem=done.stderr.decode("utf-8", "replace").strip()[-200:])
    yield from sheets_of(done.stdout.decode("utf-8", "replace"))


def sheets_of(table: str) -> Iterator[Sheet]:
    """The pictures in tesseract's TSV."""
    rows = [row.split("\t") for row in table.splitlines()[1:]]
    rows = [row for row in rows if len(row) > _TEXT or (len(row) == _TEXT and row[_LEVEL] != str(_WORD))]
    for _, page in groupby(rows, key=lambda row: row[_PAGE_NUMBER]):
        own = list(page)
        size = next((row for row in own if row[_LEVEL] == str(_PAGE)), None)
        width, height = (float(size[_WIDTH]), float(size[_HEIGHT])) if size else (1.0, 1.0)
        words = [row for row in own if row[_LEVEL] == str(_WORD) and row[_TEXT].strip()]
        lines = (list(group) for _, group in groupby(words, key=lambda row: (row[_BLOCK], row[_PARAGRAPH], row[_LINE])))
        yield Sheet(width, height, tuple(map(_line, lines)))


def _line(words: Sequence[Sequence[str]]) -> Recognised:
    text = ""
    for word in words:
        text = seam(text, word[_TEXT].strip())
    lefts, tops = [float(word[_LEFT]) for word in words], [float(word[_TOP]) for word in words]
    rights = [float(word[_LEFT]) + float(word[_WIDTH]) for word in words]
    bottoms = [float(word[_TOP]) + float(word[_HEIGHT]) for word in words]
    confidence = round(min(float(word[_CONFIDENCE]) for word in words) / 100, 3)
    return Recognised(text, max(confidence, 0.0), min(lefts), min(tops), max(rights), max(bottoms))


def _program() -> str:
    return shutil.which("tesseract") or "tesseract"
