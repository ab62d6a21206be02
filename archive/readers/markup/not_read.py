"""What a web page shows that is not in its text: pictures, other pages inside it, drawings; counted, to be named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from archive.model import Notice
from archive.readers.left_out import left_out
from archive.readers.markup.elements import is_hidden

_PIXELS = re.compile(r"\s*([0-9]{1,5})(?:px)?\s*", re.IGNORECASE)
_STYLED = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([0-9]{1,5})px", re.IGNORECASE)
_FEW = 40
"""A page with fewer characters may be shown by its pictures or scripts alone."""
_DESCRIBED = 200
"""So many pictures' words are looked for in the text."""
_SAYS = 8  # code points
_HAN = re.compile("[\u3400-\u9fff]{4}")
_FLOATS = re.compile(r"position\s*:\s*fixed", re.IGNORECASE)  # over the page: a site's helper, an advertisement
_WIDE, _HIGH = 400, 200
"""A picture of so many pixels can hold text that is read."""
_SMALL = 16
"""A frame or picture with a side below so many pixels shows nothing: such ones count visitors."""
_EMBEDDED = 40_000  # characters of a picture that stands in the page itself, about 30 kB


@dataclass(slots=True)
class NotRead:
    """What one page holds beside its text. `counts`: pictures that may hold text by their size, others, pages,
    drawings, scripts. `described` are words (`alt`) that say what one of the other pictures shows, without blanks.
    """

    counts: Counter[str] = field(default_factory=Counter)
    described: list[str] = field(default_factory=list)

    def note(self, name: str, attributes: Mapping[str, str]) -> None:
        """Counts an element that begins, if the page shows it."""
        kind = _kind(name, attributes)
        if not kind:
            return
        self.counts[kind] += 1
        words = attributes.get("alt", "")
        if kind == "others" and len(words) >= _SAYS and _HAN.search(words):
            self.described.append("".join(words.split()))

    def notices(self, title: str, texts: Sequence[str]) -> tuple[Notice, ...]:
        """What is told of it beside those texts. Scripts are named, and all pictures, where hardly any text stands; a
        picture too that is said to show words which stand nowhere in text or title.
        """
        few = sum(map(len, texts)) < _FEW
        whole = "".join("".join([title, *texts]).split()) if self.described else ""
        unsaid = sum(words not in whole for words in self.described[:_DESCRIBED])
        named = (
            ("pictures", self.counts["pictures"] + (self.counts["others"] if few else unsaid)),
            ("embedded_files", self.counts["pages"]),
            ("objects", self.counts["drawings"]),
            ("macros_and_scripts", self.counts["scripts"] * few),
        )
        return tuple(notice for kind, count in named for notice in left_out(kind, count))


def _kind(name: str, attributes: Mapping[str, str]) -> str:
    """The count of `NotRead` that an element belongs to; "" for none."""
    if name == "script":
        return "scripts"
    if name == "math":
        return "drawings"
    if name not in ("img", "canvas", "iframe", "object", "embed") or is_hidden(attributes):
        return ""
    sides = _sides(attributes)
    if name == "canvas":
        return "drawings" if _is_large(sides) else ""
    if _FLOATS.search(attributes.get("style", "")) or any(side < _SMALL for side in sides.values()):
        return ""
    if name == "img":
        stored = len(attributes.get("src", "")) > _EMBEDDED
        return "pictures" if _is_large(sides) or stored else "others"
    place = attributes.get("data" if name == "object" else "src", "").strip().lower()
    return "pages" if (place and place != "about:blank") or "srcdoc" in attributes else ""


def _is_large(sides: Mapping[str, int]) -> bool:
    return sides.get("width", 0) >= _WIDE and sides.get("height", 0) >= _HIGH


def _sides(attributes: Mapping[str, str]) -> dict[str, int]:
    """Width and height in pixels, as far as the element says them."""
    sides = {side.lower(): int(pixels) for side, pixels in _STYLED.findall(attributes.get("style", ""))}
    for side in ("width", "height"):
        if side not in sides and (told := _PIXELS.fullmatch(attributes.get(side, ""))):
            sides[side] = int(told[1])
    return sides
