"""The parts of an OFD package (GB/T 33190—2016, 7): its documents, their pages, templates, resources and annotations.

What stands in a page is told in `ofd_objects`; the zip gate is `zip_package`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath

from archive.errors import ReadError
from archive.readers.zip_package import Element, Package

Box = tuple[float, float, float, float]
"""Left, top, width and height, in millimetres."""

A4: Box = (0.0, 0.0, 210.0, 297.0)

_FIGURES = re.compile(r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]{1,3})?")
_LONGEST = 400  # code points of a list of figures that is read: a matrix or a box has six
_LARGEST = 1e6
_OTHERS = ("Annotations", "Attachments", "Extensions", "CustomTags")
_TAKEN = frozenset({"CommonData", "Pages", *_OTHERS})
_WORDS = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the package: `pages` as id and part in order, `templates` by id, the page's `box` by default.

    `resources` are the parts that may hold graphic units. `others` are parts beside the pages by what they are
    (Annotations, Attachments, Extensions, CustomTags).
    """

    folder: str
    pages: tuple[tuple[str, str], ...]
    templates: Mapping[str, str]
    resources: tuple[str, ...]
    box: Box
    others: Mapping[str, str]


def opened(data: bytes, name: str) -> Package:
    """The package. Raises `ReadError`: what `Package` raises; `read.wrong_format` for another zip; `import.encrypted`
    where parts are encrypted after GM/T 0099—2020, which may replace what they showed.
    """
    package = Package(data, name, "ofd")
    if any(part.lower() == "encryptions.xml" for part in package.parts()):
        raise ReadError("import.encrypted", name=name)
    if "OFD.xml" not in package:
        raise ReadError("read.wrong_format", name=name, expected="ofd", found="zip")
    return package


def documents(package: Package) -> Iterator[Document]:
    """All documents in the package, in order, each in its current version. Raises `read.damaged` for a missing page."""
    for body in package.xml("OFD.xml").elements():
        root = body.find("DocRoot")
        if body.name == "DocBody" and root is not None:
            yield _document(package, _current(package, body) or located(package, root.text(), ""))


def located(package: Package, place: str, *folders: str) -> str:
    """The part at `place`, seen from the first of `folders` where there is one: programs differ in what they start
    from. Where there is none, the first that was looked for.
    """
    place = place.strip()
    bases = ("",) if place.startswith("/") else (*folders, "")
    sought = [normpath(join("/", base, place)).lstrip("/") for base in bases]
    return next((part for part in sought if part in package), sought[0])


def figures(text: str | None) -> list[float]:
    """The figures in an attribute; those beyond measure are none."""
    found = map(float, _FIGURES.findall((text or "")[:_LONGEST]))
    return [figure for figure in found if abs(figure) < _LARGEST]


def box_of(area: Element | None) -> Box | None:
    """The page's box of an area (CT_PageArea); None where none is said."""
    told = area.find("PhysicalBox") if area is not None else None
    box = figures(told.text()) if told is not None else []
    return (box[0], box[1], box[2], box[3]) if len(box) == 4 and box[2] > 0 and box[3] > 0 else None


def annotation_parts(package: Package, document: Document) -> dict[str, list[str]]:
    """The parts with annotations, by the id of their page (GB/T 33190—2016, 15)."""
    listed = document.others.get("Annotations", "")
    found: dict[str, list[str]] = {}
    for page in package.xml(listed).elements() if listed in package else ():
        place = page.find("FileLoc")
        if page.name == "Page" and place is not None:
            part = located(package, place.text(), dirname(listed), document.folder)
            found.setdefault(page.attributes.get("PageID", ""), []).append(part)
    return found


def attached(package: Package, document: Document) -> int:
    """The number of files attached to the document (GB/T 33190—2016, 17)."""
    listed = document.others.get("Attachments", "")
    if listed not in package:
        return 0
    return sum(element.name == "Attachment" for element in package.xml(listed).walk())


def unread_parts(package: Package, document: Document) -> int:
    """The number of parts beside the pages that hold words: extensions and custom tags."""
    count = 0
    for kind in ("Extensions", "CustomTags"):
        part = document.others.get(kind, "")
        if part not in package:
            continue
        root = package.xml(part)
        places = [element.text() for element in root.walk() if element.name in ("FileLoc", "ExtendData")]
        parts = [located(package, place, dirname(part), document.folder) for place in places]
        count += _WORDS.search(_without_places(root)) is not None
        count += sum(part.endswith(".xml") and _holds_words(package, part) for part in parts if part in package)
    return count


def _holds_words(package: Package, part: str) -> bool:
    return _WORDS.search(package.xml(part).text()) is not None


def _without_places(root: Element) -> str:
    kept = (element for element in root.walk() if element.name not in ("FileLoc", "ExtendData"))
    return "".join(piece for element in kept for piece in element.inside if isinstance(piece, str))


def _current(package: Package, body: Element) -> str | None:
    """The root of the version that is marked as current (GB/T 33190—2016, 19)."""
    versions = body.find("Versions")
    for version in versions.elements() if versions is not None else ():
        if version.attributes.get("Current", "").strip() not in ("true", "1"):
            continue
        part = located(package, version.attributes.get("BaseLoc", ""), "")
        root = package.xml(part).find("DocRoot") if part in package else None
        if root is not None:
            place = located(package, root.text(), dirname(part), "")
            return place if place in package else None
    return None


def _document(package: Package, part: str) -> Document:
    top = {element.name: element for element in package.subtrees(part, _wanted)}
    folder = dirname(part)
    common = top.get("CommonData") or Element("CommonData", {})
    pages = tuple(_places(package, top.get("Pages"), "Page", folder))
    missing = next((page for _, page in pages if page not in package), None)
    if missing is not None:
        raise ReadError("read.damaged", name=package.name, problem=f"no page {missing}")
    named = ((kind, top[kind].text()) for kind in _OTHERS if kind in top)
    return Document(
        folder,
        pages,
        dict(_places(package, common, "TemplatePage", folder)),
        resources(package, common, folder),
        box_of(common.find("PageArea")) or A4,
        {kind: located(package, place, folder) for kind, place in named},
    )


def resources(package: Package, holder: Element, *folders: str) -> tuple[str, ...]:
    """The parts with resources that `holder` names."""
    named = (child.text() for child in holder.elements() if child.name in ("PublicRes", "DocumentRes", "PageRes"))
    return tuple(part for place in named if (part := located(package, place, *folders)) in package)


def _places(package: Package, holder: Element | None, name: str, folder: str) -> Iterator[tuple[str, str]]:
    for child in holder.elements() if holder is not None else ():
        if child.name == name:
            yield child.attributes.get("ID", ""), located(package, child.attributes.get("BaseLoc", ""), folder)


def _wanted(name: str) -> str:
    return "below" if name == "Document" else "take" if name in _TAKEN else "skip"
