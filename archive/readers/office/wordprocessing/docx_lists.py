"""The numbered lists that a Word file describes, after ECMA-376 part 1, 17.9.

How they count is told in `list_counting`; which paragraph belongs to one in `docx_styles`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive.readers.office.rendering.list_counting import Counting, Level, List, Use
from archive.readers.office.rendering.list_numbers import is_zero_padded
from archive.readers.zip_package import Element

_LINKS = 8
"""Lists that refer to lists: so many steps are followed, circles are cut."""
_OFF = ("0", "false", "off")


def lists(numbering: Element | None, list_styles: Mapping[str, str]) -> Counting:
    """The lists of a file. `list_styles` are the styles of lists, each with the list that it stands for."""
    if numbering is None:
        return Counting({}, {})
    uses = {use.attributes.get("numId", ""): use for use in named(numbering, "num")}
    found: dict[str, List] = {}
    links: dict[str, str] = {}
    for abstract in named(numbering, "abstractNum"):
        identity = abstract.attributes.get("abstractNumId", "")
        found[identity] = List({integer(lvl.attributes.get("ilvl"), 0): _level(lvl) for lvl in named(abstract, "lvl")})
        link = uses.get(list_styles.get(abstract.value("numStyleLink") or "", ""))
        if link is not None:
            links[identity] = link.value("abstractNumId") or ""
    return Counting(found, {identity: _use(use, found, links) for identity, use in uses.items()})


def _use(use: Element, found: Mapping[str, List], links: Mapping[str, str]) -> Use:
    abstract = use.value("abstractNumId") or ""
    for _ in range(_LINKS):
        abstract = links.get(abstract, abstract)
    levels = dict(found[abstract].levels) if abstract in found else {}
    restarts: dict[int, int] = {}
    for override in named(use, "lvlOverride"):
        level = integer(override.attributes.get("ilvl"), 0)
        own = override.find("lvl")
        if own is not None:
            levels[level] = _level(own)
        start = override.value("startOverride")
        if start is not None:
            restarts[level] = integer(start, 1)
    return Use(abstract, levels, restarts)


def _level(element: Element) -> Level:
    """The level that a `w:lvl` describes."""
    restart = element.value("lvlRestart")
    legal = element.find("isLgl")
    return Level(
        integer(element.value("start"), 1),
        _form(element),
        element.value("lvlText") or "",
        (element.value("suff") or "tab").lower(),
        legal is not None and legal.attributes.get("val", "1") not in _OFF,
        None if restart is None else integer(restart, 0),
        element.value("pStyle"),
    )


def _form(level: Element) -> str:
    """How a level counts; Word writes formats of later editions beside one that all programs know."""
    choice = level.find("AlternateContent", "Choice", "numFmt")
    for stated in (choice, level.find("numFmt"), level.find("AlternateContent", "Fallback", "numFmt")):
        if stated is None:
            continue
        form = stated.attributes.get("val", "decimal")
        if form != "custom":
            return form
        if is_zero_padded(stated.attributes.get("format", "")):
            return stated.attributes["format"]
    return "decimal"


def named(element: Element, name: str) -> list[Element]:
    """The elements of that name directly inside."""
    return [child for child in element.elements() if child.name == name]


def integer(value: str | None, default: int) -> int:
    """A whole number as XML states it; `default` where it states none."""
    return int(value) if value is not None and re.fullmatch("-?[0-9]{1,6}", value) else default
