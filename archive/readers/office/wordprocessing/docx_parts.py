"""The parts of a Word package: which one is the text, what refers to what, and which part nobody reads.

After ECMA-376 part 2 (packages and their relationships). Addresses outside the package are never followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import Protocol

from archive.errors import ReadError
from archive.readers.line_joining import shows
from archive.readers.zip_package import Element

_WITHOUT_TEXT = frozenset(
    {"styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "numbering", "theme", "themeOverride"}
    | {"customXml", "customXmlProps", "glossaryDocument", "core-properties", "extended-properties", "custom-properties"}
    | {"commentsExtended", "commentsIds", "commentsExtensible", "people", "commentsEx", "thumbnail", "image", "font"}
    | {"diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing", "chartStyle", "chartColorStyle"}
    | {"printerSettings", "attachedTemplate", "keyMapCustomizations", "vbaProject", "wordVbaData", "recipientData"}
    | {"origin", "signature", "certificate", "activeXControlBinary", "control", "documenttasks", "ui", "extensibility"}
    | {"oleObject", "package", "metadata/core-properties", "attachedToolbars", "mailMergeSource", "customUI", "frame"}
)
"""Kinds of relationships to parts whose words are no text of the paper, or that are counted where they are shown."""
_READ = frozenset(
    {"officeDocument", "footnotes", "endnotes", "comments", "header", "footer", "aFChunk", "diagramData", "chart"}
    | {"chartEx"}
)


class Source(Protocol):
    """What holds the parts: a zip, or one XML file with all of them in it."""

    name: str

    def __contains__(self, part: str) -> bool:
        """Whether there is such a part."""
        ...

    def parts(self) -> tuple[str, ...]:
        """The names of all parts."""
        ...

    def bytes(self, part: str) -> bytes:
        """A part as it is."""
        ...

    def xml(self, part: str) -> Element:
        """A whole part as one element."""
        ...

    def subtrees(self, part: str, wanted: Callable[[str], str]) -> Iterator[Element]:
        """The outermost elements of a part that `wanted` says to take."""
        ...


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the kind of relationship, and the part's name; "" where it is outside of the package."""

    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part with what it refers to, by identity."""

    name: str
    relations: Mapping[str, Relation]

    @classmethod
    def of(cls, source: Source, name: str) -> Part:
        """The part `name` of `source`; "" is the package itself."""
        return cls(name, _relations(source, name))

    def related(self, kind: str, source: Source) -> list[str]:
        """The parts of `source` that this one refers to as `kind`."""
        return [to.target for to in self.relations.values() if to.kind == kind and to.target in source]

    def target(self, identity: str | None, source: Source) -> str | None:
        """The part of `source` that `identity` stands for; None where there is none."""
        found = self.relations.get(identity or "")
        return found.target if found is not None and found.target in source else None


def main_part(source: Source) -> str:
    """The part with the text. Raises `read.wrong_format` where the package is something else."""
    for target in Part.of(source, "").relations.values():
        if target.kind == "officeDocument":
            if not target.target.endswith(".xml") or "word" not in target.target:
                raise ReadError("read.wrong_format", name=source.name, expected="docx", found=_kind(source))
            return target.target
    if "word/document.xml" in source:
        return "word/document.xml"
    raise ReadError("read.wrong_format", name=source.name, expected="docx", found=_kind(source))


def unread_parts(source: Source, main: Part) -> int:
    """How many parts, besides the text in `main`, hold text although no reader knows what they are."""
    known = {"[Content_Types].xml", main.name}
    for name in source.parts():
        if name.endswith(".rels"):
            folder, _, file = name.rpartition("_rels/")
            relations = _relations(source, folder + file.removesuffix(".rels"))
            known |= {to.target for to in relations.values() if to.kind in _WITHOUT_TEXT or to.kind in _READ}
    others = (name for name in source.parts() if name.endswith(".xml") and name not in known)
    return sum(_holds_text(source, name) for name in others if not name.startswith(("docProps/", "customXml/")))


def _holds_text(source: Source, name: str) -> bool:
    try:
        return shows(source.xml(name).text())
    except ReadError:  # no XML: whatever it is, it was not read
        return True


def _kind(source: Source) -> str:
    kinds = {"xl/": "xlsx", "ppt/": "pptx", "OFD.xml": "ofd", "content.xml": "odt"}
    return next((kind for mark, kind in kinds.items() if any(part.startswith(mark) for part in source.parts())), "zip")


def _relations(source: Source, part: str) -> dict[str, Relation]:
    folder, _, file = part.rpartition("/")
    rels = join(folder, "_rels", f"{file}.rels")
    if rels not in source:
        return {}
    found = {}
    for number, relation in enumerate(source.xml(rels).elements()):
        kind = relation.attributes.get("Type", "").rpartition("/")[2]
        outside = relation.attributes.get("TargetMode") == "External"
        target = "" if outside else _target(dirname(part), relation)
        found[relation.attributes.get("Id") or f"#{number}"] = Relation(kind, target)
    return found


def _target(folder: str, relation: Element) -> str:
    target = relation.attributes.get("Target", "")
    return normpath(target if target.startswith("/") else join("/", folder, target)).lstrip("/")
