"""Word files written as one XML file: Word 2003 XML (WordprocessingML 2003) and flat packages (Flat OPC).

Office systems export both under the name .doc. A flat package holds the parts of a docx one after the other. Word 2003
XML has the text in elements of the same names, its lists and running heads elsewhere; it is brought into the form of a
docx here and read as one. Pictures stand in both as base64 and are never text.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping

from archive.errors import ReadError
from archive.readers.base import Reading, check_size
from archive.readers.office.docx import reading_of
from archive.readers.office.rendering.number_formats import FORM_OF_CODE
from archive.readers.office.word_kinds import is_word_xml
from archive.readers.zip_package import Element, subtrees

FORMAT = "doc"
EDITION = 2

_MAIN = "word/document.xml"
_CHUNK = 1 << 16
_DECLARATION = re.compile(rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9-]{1,40})["'][^>]{0,200}?\?>""")
_CHINESE = frozenset({b"gb2312", b"gbk", b"gb18030", b"big5"})


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # XML says its own
    """The blocks of such a file. Raises `ReadError`: `read.wrong_format` for other XML, `read.damaged`,
    `read.has_doctype`, `read.too_deep`, `read.too_large`.
    """
    check_size(data, name)
    if not is_word_xml(data):
        raise ReadError("read.wrong_format" if data.strip() else "read.empty", name=name, expected="doc", found="xml")
    body = _in_utf_8(data.lstrip(b" \r\n\t"))
    chunks = (body[place : place + _CHUNK] for place in range(0, len(body), _CHUNK))
    root = next(subtrees(chunks, name, lambda _: "take"), None)
    if root is None:
        raise ReadError("read.damaged", name=name, problem="no root element")
    parts = _parts_of_package(root) if root.name == "package" else _parts_of_2003(root)
    return reading_of(_Loose(name, parts))


def _in_utf_8(data: bytes) -> bytes:
    """XML in a Chinese encoding as UTF-8, since the parser knows none; other XML as it is."""
    stated = _DECLARATION.match(data)
    if stated is None or stated[1].lower() not in _CHINESE:
        return data
    codec = "big5hkscs" if stated[1].lower() == b"big5" else "gb18030"
    return data[stated.end() :].decode(codec, "replace").encode()


class _Loose:
    """Parts that are already read; stands where a zip does."""

    def __init__(self, name: str, parts: Mapping[str, Element | bytes]) -> None:
        self.name = name
        self._parts = parts

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def parts(self) -> tuple[str, ...]:
        return tuple(self._parts)

    def bytes(self, part: str) -> bytes:
        found = self._parts[part]
        return found.text().encode() if isinstance(found, Element) else found

    def xml(self, part: str) -> Element:
        found = self._parts.get(part, b"")
        if isinstance(found, Element):
            return found
        raise ReadError("read.damaged", name=self.name, problem=f"{part} is no XML")

    def subtrees(self, part: str, wanted: Callable[[str], str]) -> Iterator[Element]:
        return _outermost(self.xml(part), wanted)


def _outermost(element: Element, wanted: Callable[[str], str]) -> Iterator[Element]:
    decision = wanted(element.name)
    if decision == "take":
        yield element
    elif decision != "skip":
        for child in element.elements():
            yield from _outermost(child, wanted)


def _parts_of_package(root: Element) -> dict[str, Element | bytes]:
    parts: dict[str, Element | bytes] = {}
    for part in root.elements():
        name = part.attributes.get("name", "").lstrip("/")
        xml, binary = part.find("xmlData"), part.find("binaryData")
        inner = None if xml is None else next(xml.elements(), None)
        if inner is not None:
            parts[name] = inner
        elif binary is not None:
            parts[name] = _decoded(binary.text())
    return parts


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def _parts_of_2003(root: Element) -> dict[str, Element | bytes]:
    """A document's parts as a docx has them: styles, lists, and the running heads, which stand in its sections."""
    body = root.find("body") or Element("body", {})
    heads = [element for element in body.walk() if element.name in ("hdr", "ftr")]
    parts: dict[str, Element | bytes] = {_MAIN: body}
    targets = []
    if (styles := root.find("styles")) is not None:
        parts["word/styles.xml"] = styles
        targets.append(("styles", "styles.xml"))
    if (lists := root.find("lists")) is not None:
        parts["word/numbering.xml"] = _numbering(lists)
        targets.append(("numbering", "numbering.xml"))
    for number, head in enumerate(heads):
        parts[f"word/head{number}.xml"] = head
        targets.append(("header", f"head{number}.xml"))
    relations = [
        Element("Relationship", {"Type": kind, "Target": target, "Id": f"r{number}"})
        for number, (kind, target) in enumerate(targets)
    ]
    parts["word/_rels/document.xml.rels"] = Element("Relationships", {}, [*relations])
    for element in root.walk():
        _modernised(element)
    return parts


def _modernised(element: Element) -> None:
    """A paragraph's list as a docx names it: w:listPr with w:ilfo is w:numPr with w:numId."""
    if element.name == "listPr":
        element.name = "numPr"
        for child in element.elements():
            child.name = "numId" if child.name == "ilfo" else child.name


def _numbering(lists: Element) -> Element:
    abstract, uses = [], []
    for element in lists.elements():
        at = element.attributes
        if element.name == "listDef":
            levels = [_level(level) for level in element.elements() if level.name == "lvl"]
            links = [
                Element("numStyleLink", link.attributes) for link in element.elements() if link.name == "listStyleLink"
            ]
            abstract.append(Element("abstractNum", {"abstractNumId": at.get("listDefId", "")}, [*links, *levels]))
        elif element.name == "list":
            of = Element("abstractNumId", {"val": element.value("ilst") or ""})
            overrides = [_override(one) for one in element.elements() if one.name == "lvlOverride"]
            uses.append(Element("num", {"numId": at.get("ilfo", "")}, [of, *overrides]))
    return Element("numbering", {}, [*abstract, *uses])


def _override(element: Element) -> Element:
    inside = [_level(child) if child.name == "lvl" else child for child in element.elements()]
    return Element("lvlOverride", element.attributes, [*inside])


def _level(level: Element) -> Element:
    code = level.value("nfc") or "0"
    form = FORM_OF_CODE.get(int(code) if code.isdecimal() and len(code) < 4 else 0, "decimal")
    inside = [child for child in level.elements() if child.name != "nfc"]
    return Element("lvl", level.attributes, [Element("numFmt", {"val": form}), *inside])
