"""The styles of an OpenDocument text: which hide their words, which list and level a paragraph's style brings along.

After ISO/IEC 26300 (ODF 1.2), 16.2 (styles) and 20.266 (text:display).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.readers.zip_package import Element

_BASES = 20


@dataclass(frozen=True, slots=True)
class _Style:
    parent: str
    hidden: bool | None
    list_style: str | None
    font: str | None


@dataclass(slots=True)
class TextStyles:
    """The styles of characters, paragraphs and sections that were met."""

    _styles: dict[tuple[str, str], _Style] = field(default_factory=dict)
    _fonts: dict[str, str] = field(default_factory=dict)

    def learn(self, styles: Element) -> None:
        """The styles and the declarations of fonts among `styles`."""
        for style in styles.elements():
            if style.name == "style":
                at = style.attributes
                shown = style.value("text-properties", attribute="display")
                self._styles[at.get("family", ""), at.get("name", "")] = _Style(
                    at.get("parent-style-name", ""),
                    None if shown is None else shown == "none",
                    at.get("list-style-name"),
                    style.value("text-properties", attribute="font-name"),
                )
            elif style.name == "font-face":
                self._fonts[style.attributes.get("name", "")] = style.attributes.get("font-family", "").strip("'\"")

    def hides(self, family: str, name: str | None) -> bool:
        """Whether the style says that its words are not shown."""
        return next((one.hidden for one in self._chain(family, name) if one.hidden is not None), False)

    def font(self, family: str, name: str | None) -> str | None:
        """The font of Latin letters that the style states, which is the one that signs are written in."""
        stated = next((one.font for one in self._chain(family, name) if one.font is not None), None)
        return None if stated is None else self._fonts.get(stated) or stated

    def list_style(self, name: str | None) -> str | None:
        """The list style that a paragraph style brings along; "" where it takes one away."""
        return next((one.list_style for one in self._chain("paragraph", name) if one.list_style is not None), None)

    def _chain(self, family: str, name: str | None) -> list[_Style]:
        chain: list[_Style] = []
        while (found := self._styles.get((family, name or ""))) is not None and len(chain) < _BASES:
            chain.append(found)
            name = found.parent
        return chain
