"""The zip gate: the only way into files that are zips of XML (docx, xlsx, odt, ofd). What a part means lives elsewhere.

Nothing is extracted to a disk and no announced size is believed: bytes are counted while they are inflated. XML is read
as a stream; a DOCTYPE is refused, since entities can make a bomb of any file or pull in another one.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO
from xml.parsers import expat

from archive.errors import ReadError
from archive.readers.base import check_size

MAX_ENTRIES = 2_000
MAX_PART = 96 * 1024 * 1024
"""The largest part that is read, in bytes as inflated."""
MAX_WHOLE = 192 * 1024 * 1024
"""All parts of a file that are read, together, in bytes as inflated."""
MAX_DEPTH = 256
"""Elements inside elements; Word's own files stay below 60, five nested tables included."""

_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError, IndexError, OverflowError)


@dataclass(slots=True)
class Element:
    """An XML element without namespaces: name, attributes, and what is in it in order, text and elements."""

    name: str
    attributes: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    def elements(self) -> Iterator[Element]:
        """The elements directly inside."""
        return (child for child in self.inside if isinstance(child, Element))

    def find(self, *path: str) -> Element | None:
        """The first element at the end of `path`, a name a step."""
        here = self
        for name in path:
            for child in here.inside:
                if isinstance(child, Element) and child.name == name:
                    here = child
                    break
            else:
                return None
        return here

    def value(self, *path: str, attribute: str = "val") -> str | None:
        """An attribute of the element at the end of `path`; None where either is missing."""
        found = self.find(*path)
        return None if found is None else found.attributes.get(attribute)

    def walk(self) -> Iterator[Element]:
        """The element and all below it, in order; depth is bounded by the gate."""
        yield self
        for child in self.elements():
            yield from child.walk()

    def text(self) -> str:
        """All text below, in order."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.inside)


class Package:
    """A zip of XML parts. Raises `ReadError`: `read.damaged`, `import.encrypted`, `read.wrong_format`,
    `read.too_many_parts`, `read.too_large`, `read.too_deep`, `read.has_doctype`.
    """

    def __init__(self, data: bytes, name: str, expected: str) -> None:
        check_size(data, name)
        self.name = name
        self._read = 0
        _check_signature(data, name, expected)
        self._zip = _opened(data, name)
        infos = self._zip.infolist()
        if len(infos) > MAX_ENTRIES:
            raise ReadError("read.too_many_parts", name=name, limit=MAX_ENTRIES)
        self._infos = {info.filename: info for info in infos}
        if len(self._infos) != len(infos):
            raise ReadError("read.damaged", name=name, problem="two parts of one name")

    def __contains__(self, part: str) -> bool:
        return part in self._infos

    def parts(self) -> tuple[str, ...]:
        """The names of all parts."""
        return tuple(self._infos)

    def stream(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, counted as they come."""
        info = self._infos.get(part)
        if info is None:
            raise ReadError("read.damaged", name=self.name, problem=f"no part {part}")
        if info.flag_bits & 1:
            raise ReadError("import.encrypted", name=self.name)
        if info.compress_type not in _METHODS:
            raise ReadError("read.damaged", name=self.name, problem=f"compression {info.compress_type}")
        read = 0
        try:
            with self._zip.open(info) as file:
                while chunk := _next(file):
                    read += len(chunk)
                    self._read += len(chunk)
                    self._check_read(read)
                    yield chunk
        except _BROKEN as problem:
            raise ReadError("read.damaged", name=self.name, problem=str(problem)) from problem

    def _check_read(self, read: int) -> None:
        for size, limit in ((read, MAX_PART), (self._read, MAX_WHOLE)):
            if size > limit:
                raise ReadError("read.too_large", name=self.name, size=size, limit=limit)

    def bytes(self, part: str) -> bytes:
        """A part as it is."""
        return b"".join(self.stream(part))

    def xml(self, part: str) -> Element:
        """A whole part as one element, for small parts."""
        roots = list(self.subtrees(part, lambda _: "take"))
        if not roots:
            raise ReadError("read.damaged", name=self.name, problem=f"{part} is empty")
        return roots[0]

    def subtrees(self, part: str, wanted: Callable[[str], str]) -> Iterator[Element]:
        """The outermost elements of a part that `wanted` says to "take", each as soon as it is read.

        What it says to "skip" is passed over with all below it; else what is below is asked.
        """
        return subtrees(self.stream(part), self.name, wanted)


def subtrees(chunks: Iterable[bytes], name: str, wanted: Callable[[str], str]) -> Iterator[Element]:
    """The outermost wanted elements of the XML in `chunks`, of the file `name`, as `Package.subtrees` gives them."""
    builder = _Builder(name, wanted)
    for chunk in chunks:
        builder.feed(chunk, last=False)
        yield from builder.taken()
    builder.feed(b"", last=True)
    yield from builder.taken()


class _Builder:
    """Feeds expat and keeps what is wanted."""

    def __init__(self, name: str, wanted: Callable[[str], str]) -> None:
        self._name = name
        self._wanted = wanted
        self._open: list[Element] = []
        self._done: list[Element] = []
        self._depth = 0
        self._skipping = 0
        parser = expat.ParserCreate(namespace_separator="\n")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        self._parser = parser

    def feed(self, chunk: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as problem:
            raise ReadError("read.damaged", name=self._name, problem=str(problem)) from problem
        except (LookupError, ValueError) as problem:  # an encoding that Python does not know, or cannot offer expat
            raise ReadError("read.damaged", name=self._name, problem=str(problem)) from problem

    def taken(self) -> Iterator[Element]:
        done, self._done = self._done, []
        return iter(done)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ReadError("read.too_deep", name=self._name, limit=MAX_DEPTH)
        if self._skipping:
            return
        local = _local(name)
        if not self._open:
            decision = self._wanted(local)
            if decision == "skip":
                self._skipping = self._depth
            if decision != "take":
                return
        element = Element(local, {_local(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].inside.append(element)
        self._open.append(element)

    def _end(self, _: str) -> None:
        if self._skipping == self._depth:
            self._skipping = 0
        elif self._open and not self._skipping:
            element = self._open.pop()
            if not self._open:
                self._done.append(element)
        self._depth -= 1

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].inside.append(text)

    def _doctype(self, *_: object) -> None:
        raise ReadError("read.has_doctype", name=self._name)


def is_encrypted(data: bytes) -> bool:
    """Whether `data` is the shell that Office puts around a file with a password."""
    return data.startswith(_OLE) and _ENCRYPTED in data


def is_ole(data: bytes) -> bool:
    """Whether `data` is a compound file, as .doc, .wps and .xls are."""
    return data.startswith(_OLE)


def _check_signature(data: bytes, name: str, expected: str) -> None:
    if not data:
        raise ReadError("read.empty", name=name)
    if is_encrypted(data):
        raise ReadError("import.encrypted", name=name)
    if data[:2] != b"PK":
        found = next((kind for mark, kind in _SIGNATURES if data.lstrip()[:8].startswith(mark)), "?")
        raise ReadError("read.wrong_format", name=name, expected=expected, found=found)


_SIGNATURES = (
    (_OLE, "doc / wps / xls"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"<", "html / xml"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
)


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (*_BROKEN, NotImplementedError) as problem:
        raise ReadError("read.damaged", name=name, problem=str(problem)) from problem


def _next(file: IO[bytes]) -> bytes:
    return file.read(_CHUNK)


@lru_cache(maxsize=4096)  # formats have some hundred names, and each stands in a file thousands of times
def _local(name: str) -> str:
    return name.rpartition("\n")[2]
