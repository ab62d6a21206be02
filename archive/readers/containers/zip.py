"""A zip of files to its members, one by one, counted as they are inflated; nothing is written to a disk.

Names are text only: they become part of a report's place, never a path. Old Chinese archives name files in GB18030
without saying so.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from archive.errors import ReadError
from archive.readers import base
from archive.readers.base import Member
from archive.readers.containers.member_names import clean, distinct
from archive.readers.system_files import PassedOver

MAX_MEMBERS = 20_000
MAX_WHOLE = 1024 * 1024 * 1024
"""All members of one zip together, in bytes as inflated."""

_CHUNK = 1 << 16
_UTF8 = 0x800
_ENCRYPTED = 0x1
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error),
    *(ValueError, IndexError, OverflowError, NotImplementedError),
)


def members(source: Path | bytes, name: str) -> Iterator[Member]:
    """The files of a zip, and at the end, without a name, the summary of those that are nobody's paper.

    Raises `ReadError`: `read.damaged`, `read.empty`, `read.too_many_parts`, `read.too_large`.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except _BROKEN as problem:
        raise ReadError("read.damaged", name=name, problem=str(problem)) from problem
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > MAX_MEMBERS:
            raise ReadError("read.too_many_parts", name=name, limit=MAX_MEMBERS)
        if not infos:
            raise ReadError("read.empty", name=name)
        yield from _each(archive, infos, name)


def _each(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], name: str) -> Iterator[Member]:
    whole, taken, passed_over = 0, set[str](), PassedOver()
    for info in infos:
        inner = _name(info)
        if passed_over.has(inner):
            continue
        inner = distinct(inner, taken)
        if info.flag_bits & _ENCRYPTED:
            yield Member(inner, b"", ReadError("import.encrypted", name=inner))
            continue
        member = _inflated(archive, info, inner)
        whole += len(member.data)
        if whole > MAX_WHOLE:
            raise ReadError("read.too_large", name=name, size=whole, limit=MAX_WHOLE)
        yield member
    summary = passed_over.summary(name)
    if summary is not None:
        yield Member("", b"", summary)


def _inflated(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Member:
    data = bytearray()
    try:
        with archive.open(info) as file:
            while chunk := file.read(_CHUNK):
                data += chunk
                if len(data) > base.MAX_BYTES:
                    error = ReadError("read.too_large", name=name, size=len(data), limit=base.MAX_BYTES)
                    return Member(name, b"", error)
    except _BROKEN as problem:
        return Member(name, b"", ReadError("read.damaged", name=name, problem=str(problem)))
    return Member(name, bytes(data))


def _name(info: zipfile.ZipInfo) -> str:
    """The name as text, without steps out of the zip."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        raw = info.orig_filename.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("gb18030", "replace")
    return clean(name)
