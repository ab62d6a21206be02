"""The numbered lists of a Word file: what number each level prints, and how far each list has counted.

After ECMA-376 part 1, 17.9. The words of a number are in `list_numbers`; which paragraph has one is told in
`docx_styles`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.readers.office.rendering.list_numbers import counted, is_zero_padded
from archive.readers.zip_package import Element

LEVELS = 9
_PLACEHOLDER = re.compile("%([1-9])")
_NO_BLANK_AFTER = "、，。．.：:）)】〕]·"
_LINKS = 8
"""Lists that refer to lists: so many steps are followed, circles are cut."""
_OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it counts, what it prints (%1 is the number of level 1).

    `restart` is the level, counted from 1, after which it begins anew; None for any level above it, 0 for never.
    `style` is the paragraph style that is bound to it.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None
    style: str | None = None

    @classmethod
    def of(cls, element: Element) -> Level:
        """The level that a `w:lvl` describes."""
        restart = element.value("lvlRestart")
        legal = element.find("isLgl")
        return cls(
            integer(element.value("start"), 1),
            _form(element),
            element.value("lvlText") or "",
            (element.value("suff") or "tab").lower(),
            legal is not None and legal.attributes.get("val", "1") not in _OFF,
            None if restart is None else integer(restart, 0),
            element.value("pStyle"),
        )


@dataclass(slots=True)
class List:
    """One abstract list: its levels, and how far it has counted."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)

    def step(self, level: int, levels: Mapping[int, Level]) -> None:
        """Count one more on `level`; deeper levels begin anew."""
        self.counts[level] = self.counts[level] + 1 if level in self.counts else levels.get(level, Level()).start
        for deeper in range(level + 1, LEVELS):
            restart = levels.get(deeper, Level()).restart
            if restart is None or (restart and level < restart):
                self.counts.pop(deeper, None)

    def printed(self, level: int, levels: Mapping[int, Level]) -> str:
        """The number as it stands before the paragraph."""
        own = levels.get(level, Level())
        if own.form in ("bullet", "none"):
            return ""
        label = _PLACEHOLDER.sub(lambda found: self._number(int(found[1]) - 1, own, levels), own.text)
        return spaced(label, follows=own.suffix != "nothing")

    def _number(self, level: int, own: Level, levels: Mapping[int, Level]) -> str:
        of = levels.get(level, Level())
        return counted(self.counts.get(level, of.start), "decimal" if own.legal else of.form)


def spaced(label: str, *, follows: bool) -> str:
    """A number with the gap behind it: none after a mark that has its own, as 、 and ）."""
    return label + (" " if label and follows and label[-1] not in _NO_BLANK_AFTER else "")


class Lists:
    """The lists of one file. `number` counts, so paragraphs are asked for in order, each once."""

    def __init__(self, numbering: Element | None, list_styles: Mapping[str, str]) -> None:
        """`list_styles` are the styles of lists, each with the list that it stands for."""
        self._lists: dict[str, List] = {}
        self._links: dict[str, str] = {}
        self._uses: dict[str, tuple[str, dict[int, Level]]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._list_styles = list_styles
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Element) -> None:
        uses = {use.attributes.get("numId", ""): use for use in named(numbering, "num")}
        for abstract in named(numbering, "abstractNum"):
            levels = {integer(lvl.attributes.get("ilvl"), 0): Level.of(lvl) for lvl in named(abstract, "lvl")}
            identity = abstract.attributes.get("abstractNumId", "")
            self._lists[identity] = List(levels)
            link = uses.get(self._list_styles.get(abstract.value("numStyleLink") or "", ""))
            if link is not None:
                self._links[identity] = link.value("abstractNumId") or ""
        for identity, use in uses.items():
            self._read_use(identity, use)

    def _read_use(self, identity: str, use: Element) -> None:
        abstract_id = use.value("abstractNumId") or ""
        for _ in range(_LINKS):
            abstract_id = self._links.get(abstract_id, abstract_id)
        levels = dict(self._lists[abstract_id].levels) if abstract_id in self._lists else {}
        for override in named(use, "lvlOverride"):
            level = integer(override.attributes.get("ilvl"), 0)
            own = override.find("lvl")
            if own is not None:
                levels[level] = Level.of(own)
            start = override.value("startOverride")
            if start is not None:
                self._restarts.setdefault(identity, {})[level] = integer(start, 1)
        self._uses[identity] = (abstract_id, levels)

    def level_of_style(self, identity: str | None, style: str) -> int | None:
        """The level of the list `identity` that the paragraph style is bound to."""
        levels = self._uses.get(identity or "", ("", {}))[1]
        return next((number for number, level in levels.items() if level.style == style), None)

    def number(self, identity: str | None, level: int) -> str:
        """The number of the next paragraph of the list `identity`; "" for none."""
        use = self._uses.get(identity or "0")
        if use is None or use[0] not in self._lists:
            return ""
        abstract, levels = self._lists[use[0]], use[1]
        restart = self._restarts.get(identity or "", {}).pop(level, None)
        if restart is not None:  # the first paragraph of a list that starts anew
            abstract.counts[level] = restart - 1
        abstract.step(level, levels)
        return abstract.printed(level, levels)


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
