"""A csv or tsv file to blocks. How bytes decode is `decoding`'s, how rows read is `sheet`'s."""

from __future__ import annotations

import csv
import io

from archive.errors import ReadError
from archive.readers import reading
from archive.readers.decoding import decode
from archive.readers.reading import Reading, check_size
from archive.readers.sheet import blocks_of

FORMAT = "csv"

_SEPARATORS = ",\t;，"
_SAMPLE = 20


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """The rows. Raises `ReadError`: `read.undecodable`, `read.not_text`, `read.too_large`, `read.damaged`."""
    check_size(data, name)
    decoded = decode(data, name, encoding)
    csv.field_size_limit(reading.MAX_BYTES)
    rows = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=_separator(decoded.text))
    try:
        return Reading(tuple(blocks_of(rows)), decoded.encoding)
    except csv.Error as problem:
        raise ReadError("read.damaged", name=name, problem=str(problem)) from problem


def _separator(text: str) -> str:
    """The mark that the first lines hold most of; the comma where none does."""
    sample = "\n".join(text[:20_000].split("\n")[:_SAMPLE])
    return max(_SEPARATORS, key=sample.count)
