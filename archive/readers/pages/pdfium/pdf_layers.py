"""Layers of a pdf that a viewer does not show (optional content that is off: ISO 32000-1, 8.11), found by pypdf.

pdfium reads the text of all layers and tells the layer of none but marked text. So the names of hidden layers are told,
and objects that belong to one as a whole are emptied before pdfium sees the file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from archive.readers.pages.pypdf_pages import BROKEN

_HIDDEN = 2
"""Annotation flag (ISO 32000-1, table 165)."""


@dataclass(frozen=True, slots=True)
class Layers:
    """The file without what belongs to a hidden layer as a whole, and the names of the hidden layers."""

    data: bytes
    hidden: frozenset[bytes] = frozenset()


def without_hidden(data: bytes) -> Layers:
    """The layers of the file; it comes back as it is where none is hidden, and where pypdf does not take it."""
    if b"/OCProperties" not in data and b"/ObjStm" not in data:
        return Layers(data)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted or "/OCProperties" not in reader.root_object:
            return Layers(data)
        properties = reader.root_object["/OCProperties"].get_object()
        if not isinstance(properties, DictionaryObject):
            return Layers(data)
        hidden = frozenset(_hidden(properties))
        if not hidden:
            return Layers(data)
        shown = {_name(group) for group in _groups(properties, "/OCGs") if group.idnum not in hidden}
        names = {_name(group) for group in _groups(properties, "/OCGs") if group.idnum in hidden}
        return Layers(_emptied(data, reader, hidden), frozenset(names - shown))
    except BROKEN:  # what pdfium then reads of it is more than a viewer shows, never less
        return Layers(data)


def _hidden(properties: DictionaryObject) -> Iterator[int]:
    """The object numbers of the groups that the default configuration turns off."""
    configuration = properties["/D"].get_object()
    if not isinstance(configuration, DictionaryObject):
        return
    on = {group.idnum for group in _groups(configuration, "/ON")}
    if configuration.get("/BaseState") == "/OFF":
        yield from (group.idnum for group in _groups(properties, "/OCGs") if group.idnum not in on)
    yield from (group.idnum for group in _groups(configuration, "/OFF"))


def _groups(holder: DictionaryObject, key: str) -> Iterator[IndirectObject]:
    listed = holder.get(key, ArrayObject()).get_object()
    if isinstance(listed, ArrayObject):
        yield from (group for group in listed if isinstance(group, IndirectObject))


def _name(group: IndirectObject) -> bytes:
    """The bytes of the group's name: pdfium does not read those of UTF-16 as text."""
    found = group.get_object()
    name = found.get("/Name") if isinstance(found, DictionaryObject) else None
    return name.original_bytes if isinstance(name, TextStringObject | ByteStringObject) else b""


def _emptied(data: bytes, reader: PdfReader, hidden: frozenset[int]) -> bytes:
    """The file with forms that belong to a hidden group without content, annotations that do hidden."""
    owned = [
        found
        for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1)
        if isinstance(found := reader.get_object(number), DictionaryObject) and _is_of(found, hidden)
    ]
    if not owned:
        return data
    for found in owned:
        if isinstance(found, StreamObject):
            found.set_data(b"")
        else:
            found[NameObject("/F")] = NumberObject(_HIDDEN)
    out = io.BytesIO()
    PdfWriter(clone_from=reader).write(out)
    return out.getvalue()


def _is_of(found: DictionaryObject, hidden: frozenset[int]) -> bool:
    """Whether an object names a hidden group, or a membership all of whose groups are hidden."""
    if "/OC" not in found or "/Subtype" not in found:
        return False
    group = found.raw_get("/OC")
    if isinstance(group, IndirectObject) and group.idnum in hidden:
        return True
    member = group.get_object()
    if not isinstance(member, DictionaryObject) or "/OCGs" not in member:
        return False
    one = member.raw_get("/OCGs")
    groups = list(_groups(member, "/OCGs")) or ([one] if isinstance(one, IndirectObject) else [])
    return bool(groups) and all(group.idnum in hidden for group in groups)
