"""A Word file's styles: which level of heading a paragraph is, which list it belongs to, what of it is hidden.

After ECMA-376 part 1, 17.7. How lists count is told in `docx_lists`; the paragraph's own words in `docx_words`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.readers.office.rendering.list_counting import LEVELS
from archive.readers.office.rendering.symbol_fonts import is_symbol_font
from archive.readers.office.wordprocessing.docx_lists import integer, lists, named
from archive.readers.zip_package import Element

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_BASES = 20
"""Styles based on styles: so many steps are followed, circles are cut."""
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says that matters here; `hidden` and `font` are of its characters, None where it says nothing."""

    heading: int | None
    list_id: str | None
    list_level: int | None
    based_on: str | None
    hidden: bool | None
    font: str | None


class Styles:
    """The styles and lists of one file. `number` counts, so paragraphs are asked for in order, each once."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        elements = [] if styles is None else named(styles, "style")
        self._styles = dict(map(_style, elements))
        self._usual = next((_style(one)[0] for one in elements if _is_usual(one)), None)
        of_lists = {
            one.attributes.get("styleId", ""): one.value("pPr", "numPr", "numId") or ""
            for one in elements
            if one.attributes.get("type") in ("numbering", "list")
        }
        self._lists = lists(numbering, of_lists)
        default = None if styles is None else styles.find("docDefaults", "rPrDefault", "rPr", "vanish")
        self._all_hidden = default is not None and _is_on(default)
        self._hides = any(style.hidden is not None for style in self._styles.values())
        self._draws = any(style.font is not None for style in self._styles.values())

    def heading(self, properties: Element | None) -> int | None:
        """The level of heading, 1–9, that a paragraph's properties make it; None for text."""
        own = None if properties is None else properties.value("outlineLvl")
        if own is not None:
            return _outline(own)
        return next((style.heading for style in self._of(properties) if style.heading is not None), None)

    def number(self, properties: Element | None) -> str:
        """The number that Word prints before the paragraph with these properties; "" for none."""
        identity, level = self._list_of(properties)
        return self._lists.number(identity, level)

    def is_hidden(self, paragraph_style: str | None, run: Element | None) -> bool:
        """Whether characters with the properties `run` in a paragraph of that style are hidden.

        A toggle property (17.7.3): what the run itself says holds; else styles of paragraph and characters that both
        set it undo each other.
        """
        own = None if run is None else run.find("vanish")
        if own is not None:
            return _is_on(own)
        if not self._hides or self._all_hidden:
            return self._all_hidden
        of_run = None if run is None else run.value("rStyle")
        return self._style_hides(paragraph_style or self._usual) != self._style_hides(of_run)

    def symbol_font(self, paragraph_style: str | None, run: Element | None) -> str | None:
        """The symbol font that such characters are drawn with; None for fonts of letters."""
        fonts = None if run is None else run.find("rFonts")
        if fonts is not None and (own := _font(fonts)) is not None:
            return own if is_symbol_font(own) else None
        if not self._draws:
            return None
        of_run = None if run is None else run.value("rStyle")
        for name in (of_run, paragraph_style or self._usual):
            found = next((style.font for style in self._chain(name) if style.font is not None), None)
            if found is not None:
                return found if is_symbol_font(found) else None
        return None

    def _style_hides(self, name: str | None) -> bool:
        return next((style.hidden for style in self._chain(name) if style.hidden is not None), False)

    def _list_of(self, properties: Element | None) -> tuple[str | None, int]:
        identity = None if properties is None else properties.value("numPr", "numId")
        stated = None if properties is None else properties.value("numPr", "ilvl")
        level = None if stated is None else integer(stated, 0)
        name = self._name(properties)
        for _ in range(_BASES):
            style = self._styles.get(name or "")
            if style is None or (identity is not None and level is not None):
                break
            if identity is None and style.list_id is not None:
                identity = style.list_id
                if level is None and style.list_level is None:
                    level = self._lists.level_of_style(identity, name or "")
            level = level if level is not None else style.list_level
            name = style.based_on
        return identity, min(max(level or 0, 0), LEVELS - 1)

    def _of(self, properties: Element | None) -> list[Style]:
        return self._chain(self._name(properties))

    def _name(self, properties: Element | None) -> str | None:
        named_style = None if properties is None else properties.value("pStyle")
        return self._usual if named_style is None else named_style

    def _chain(self, name: str | None) -> list[Style]:
        chain: list[Style] = []
        while name in self._styles and len(chain) < _BASES:
            chain.append(self._styles[name])
            name = chain[-1].based_on
        return chain


def _style(element: Element) -> tuple[str, Style]:
    title = _HEADING.fullmatch((element.value("name") or "").strip())
    outline = element.value("pPr", "outlineLvl")
    level = element.value("pPr", "numPr", "ilvl")
    vanish, fonts = element.find("rPr", "vanish"), element.find("rPr", "rFonts")
    return element.attributes.get("styleId", ""), Style(
        _outline(outline) if outline is not None else int(title[1]) if title else None,
        element.value("pPr", "numPr", "numId"),
        None if level is None else integer(level, 0),
        element.value("basedOn"),
        None if vanish is None else _is_on(vanish),
        None if fonts is None else _font(fonts),
    )


def _is_usual(style: Element) -> bool:
    return style.attributes.get("type") == "paragraph" and style.attributes.get("default", "0") not in _OFF


def _font(fonts: Element) -> str | None:
    """The font of Latin letters, which is the one that signs are written in; a theme's font is one of letters."""
    at = fonts.attributes
    return "" if "asciiTheme" in at else at.get("ascii", at.get("hAnsi"))


def _is_on(toggle: Element) -> bool:
    return toggle.attributes.get("val", "1") not in _OFF


def _outline(value: str) -> int | None:
    level = integer(value, LEVELS)
    return level + 1 if 0 <= level < LEVELS else None
