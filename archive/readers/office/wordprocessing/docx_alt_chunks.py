"""Files taken into a Word file (w:altChunk): Word shows what is in them at their place, so it is read there.

After ECMA-376 part 1, 17.17.2.1. Chunks inside chunks are followed `MAX_DEPTH` levels; what cannot be read is counted.
"""

from __future__ import annotations

from collections import Counter
from contextvars import ContextVar
from importlib import import_module
from typing import cast

from archive.errors import ReadError
from archive.model import Block
from archive.readers.base import Reader
from archive.readers.left_out import PREFIX
from archive.readers.office.word_kinds import kind_of
from archive.readers.office.wordprocessing.docx_parts import Source

MAX_DEPTH = 3
_depth: ContextVar[int] = ContextVar("depth of chunks", default=0)
_READABLE = ("docx", "rtf", "html", "mht", "word_xml", "text")


def chunk(source: Source, name: str | None, left: Counter[str]) -> tuple[Block, ...]:
    """The blocks of the part `name`; what is not read of it is added to `left`."""
    if name is None or _depth.get() >= MAX_DEPTH:
        left["embedded_files"] += 1
        return ()
    data = source.bytes(name)
    module = kind_of(data) or "text"
    if module.rpartition(".")[2] not in _READABLE:
        left["embedded_files"] += 1
        return ()
    token = _depth.set(_depth.get() + 1)
    try:
        reading = cast("Reader", import_module(f"archive.readers.{module}")).read(data, source.name)
    except ReadError:
        left["embedded_files"] += 1
        return ()
    finally:
        _depth.reset(token)
    for notice in reading.notices:
        if notice.code.startswith(PREFIX):
            left[notice.code.removeprefix(PREFIX)] += int(str(notice.evidence.get("count", 0)))
    return reading.blocks
