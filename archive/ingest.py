"""A file becomes a report: the only place that knows the order. What each step does lives in its own room.

bytes ─ reader ─► blocks ─► passages ─ masthead, outline ─► Report
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import replace
from importlib import import_module

from archive import secrecy
from archive.errors import ReadError
from archive.masthead.extract import read_masthead
from archive.model import Block, Passage, Report
from archive.outline.extract import read_outline
from archive.readers import Reading
from archive.readers.editions import edition_for
from archive.readers.registry import reader_for
from archive.text.radicals import in_ideographs


def ingest(data: bytes, name: str, *, folder: str = "", encoding: str | None = None) -> Report:
    """The report in the file `name` with the bytes `data`, below the folder `folder`.

    `encoding` decodes it where the caller knows better. Raises `ReadError`: `read.unknown_format`, `read.empty`
    where no text came out, `import.marked_secret` (nothing of such a file may be kept: no setting changes that), and
    what the reader of the format names; then nothing of the file was used.
    """
    reader = reader_for(name)
    return _report(reader.read(data, name, encoding), reader.FORMAT, name, folder)


def ingest_scan(data: bytes, name: str, *, folder: str = "") -> Generator[tuple[int, int], None, Report]:
    """The report in the pictures of the file `name`, recognised: returned, after how many of how many pages are done
    was yielded before each.

    Ask `archive.readers.ocr.engine.available` first. Raises `ReadError` as `ingest` does.
    """
    scan = import_module("archive.readers.ocr.scan")  # loaded when asked for: few files are scans
    reading = yield from scan.read(data, name)
    return _report(reading, reader_for(name).FORMAT, name, folder)


def _report(reading: Reading, form: str, name: str, folder: str) -> Report:
    marked = secrecy.mark(reading.blocks, reading.apart)
    if marked is not None:
        raise ReadError("import.marked_secret", name=name, mark=marked)
    passages = passages_of(reading.blocks)
    if not passages:
        raise ReadError("read.empty", name=name)
    written = in_ideographs(passages)
    masthead = read_masthead(written, name=name, folder=folder, metadata=reading.metadata)
    return Report(
        # A plain dict: reports are made in child processes, and a read-only view of one cannot be pickled.
        masthead=replace(masthead, evidence=dict(masthead.evidence)),
        passages=passages,
        sections=read_outline(written),
        format=form,
        encoding=reading.encoding,
        notices=reading.notices,
        edition=edition_for(name),
    )


def passages_of(blocks: Iterable[Block]) -> tuple[Passage, ...]:
    """The blocks that carry text, numbered from 1; a page break carries none."""
    written = (block for block in blocks if block.kind != "page_break" and block.text)
    return tuple(
        Passage(number, block.text, block.kind, block.level, block.page, block.scan, None, block.columns, block.stored)
        for number, block in enumerate(written, 1)
    )
