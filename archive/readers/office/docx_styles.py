"""A Word file's styles and lists: which level of heading a paragraph is, and the number Word prints before it.

The words of a number are in `list_numbers`; the paragraph's own words in `docx`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.readers.office.list_numbers import counted
from archive.readers.zip_package import Element

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_PLACEHOLDER = re.compile("%([1-9])")
_LEVELS = 9
_BASES = 20
"""Styles based on styles: so many steps are followed, circles are cut."""
_NO_BLANK_AFTER = "、，。．.：:）)】〕]·"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it counts, what it prints (%1 is the number of level 1)."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None

    @classmethod
    def of(cls, element: Element) -> Level:
        """The level that a `w:lvl` describes."""
        restart = element.value("lvlRestart")
        return cls(
            _int(element.value("start"), 1),
            element.value("numFmt") or "decimal",
            element.value("lvlText") or "",
            element.value("suff") or "tab",
            element.find("isLgl") is not None,
            None if restart is None else _int(restart, 0),
        )


@dataclass(slots=True)
class List:
    """One abstract list: its levels, and how far it has counted."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)

    def step(self, level: int, levels: Mapping[int, Level]) -> None:
        """Count one more on `level`; deeper levels begin anew."""
        self.counts[level] = self.counts[level] + 1 if level in self.counts else levels.get(level, Level()).start
        for deeper in range(level + 1, _LEVELS):
            restart = levels.get(deeper, Level()).restart
            if restart is None or (restart and level < restart):
                self.counts.pop(deeper, None)

    def printed(self, level: int, levels: Mapping[int, Level]) -> str:
        """The number as it stands before the paragraph."""
        own = levels.get(level, Level())
        if own.form in ("bullet", "none"):
            return ""
        label = _PLACEHOLDER.sub(lambda found: self._number(int(found[1]) - 1, own, levels), own.text)
        blank = " " if label and own.suffix != "nothing" and label[-1] not in _NO_BLANK_AFTER else ""
        return label + blank

    def _number(self, level: int, own: Level, levels: Mapping[int, Level]) -> str:
        of = levels.get(level, Level())
        return counted(self.counts.get(level, of.start), "decimal" if own.legal else of.form)


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says that matters here."""

    heading: int | None
    list_id: str | None
    list_level: int | None
    based_on: str | None


class Styles:
    """The styles and lists of one file. `number` counts, so paragraphs are asked for in order, each once."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self._styles = {} if styles is None else dict(map(_style, _named(styles, "style")))
        self._lists: dict[str, List] = {}
        self._uses: dict[str, tuple[str, dict[int, Level]]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        if numbering is not None:
            self._read_lists(numbering)

    def _read_lists(self, numbering: Element) -> None:
        for abstract in _named(numbering, "abstractNum"):
            levels = {_int(lvl.attributes.get("ilvl"), 0): Level.of(lvl) for lvl in _named(abstract, "lvl")}
            self._lists[abstract.attributes.get("abstractNumId", "")] = List(levels)
        for use in _named(numbering, "num"):
            identity = use.attributes.get("numId", "")
            abstract_id = use.value("abstractNumId") or ""
            levels = dict(self._lists[abstract_id].levels) if abstract_id in self._lists else {}
            for override in _named(use, "lvlOverride"):
                level = _int(override.attributes.get("ilvl"), 0)
                own = override.find("lvl")
                if own is not None:
                    levels[level] = Level.of(own)
                start = override.value("startOverride")
                if start is not None:
                    self._restarts.setdefault(identity, {})[level] = _int(start, 1)
            self._uses[identity] = (abstract_id, levels)

    def heading(self, properties: Element | None) -> int | None:
        """The level of heading, 1–9, that a paragraph's properties make it; None for text."""
        own = None if properties is None else properties.value("outlineLvl")
        if own is not None:
            return _outline(own)
        return next((style.heading for style in self._chain(properties) if style.heading is not None), None)

    def number(self, properties: Element | None) -> str:
        """The number that Word prints before the paragraph with these properties; "" for none."""
        identity, level = self._list_of(properties)
        use = self._uses.get(identity or "0")
        if use is None or use[0] not in self._lists:
            return ""
        abstract, levels = self._lists[use[0]], use[1]
        restart = self._restarts.get(identity or "", {}).pop(level, None)
        if restart is not None:  # the first paragraph of a list that starts anew
            abstract.counts[level] = restart - 1
        abstract.step(level, levels)
        return abstract.printed(level, levels)

    def _list_of(self, properties: Element | None) -> tuple[str | None, int]:
        identity = None if properties is None else properties.value("numPr", "numId")
        stated = None if properties is None else properties.value("numPr", "ilvl")
        level = None if stated is None else _int(stated, 0)
        for style in self._chain(properties):
            if identity is not None and level is not None:
                break
            identity = identity if identity is not None else style.list_id
            level = level if level is not None else style.list_level
        return identity, min(max(level or 0, 0), _LEVELS - 1)

    def _chain(self, properties: Element | None) -> list[Style]:
        name = None if properties is None else properties.value("pStyle")
        chain: list[Style] = []
        while name in self._styles and len(chain) < _BASES:
            chain.append(self._styles[name])
            name = chain[-1].based_on
        return chain


def _style(element: Element) -> tuple[str, Style]:
    named = _HEADING.fullmatch((element.value("name") or "").strip())
    outline = element.value("pPr", "outlineLvl")
    level = element.value("pPr", "numPr", "ilvl")
    return element.attributes.get("styleId", ""), Style(
        _outline(outline) if outline is not None else int(named[1]) if named else None,
        element.value("pPr", "numPr", "numId"),
        None if level is None else _int(level, 0),
        element.value("basedOn"),
    )


def _outline(value: str) -> int | None:
    level = _int(value, _LEVELS)
    return level + 1 if 0 <= level < _LEVELS else None


def _named(element: Element, name: str) -> list[Element]:
    return [child for child in element.elements() if child.name == name]


def _int(value: str | None, default: int) -> int:
    return int(value) if value is not None and re.fullmatch("-?[0-9]{1,6}", value) else default
