"""What a web page shows that is not in its text: pictures, other pages inside it, drawings; counted, to be named."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive.readers.markup.elements import is_hidden

_PIXELS = re.compile(r"\s*([0-9]{1,5})(?:px)?\s*", re.IGNORECASE)
_STYLED = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([0-9]{1,5})px", re.IGNORECASE)
_FLOATS = re.compile(r"position\s*:\s*fixed", re.IGNORECASE)  # over the page: a site's helper, an advertisement
_WIDE, _HIGH = 400, 200
"""A picture of so many pixels can hold text that is read."""
_SMALL = 16
"""A frame or picture with a side below so many pixels shows nothing: such ones count visitors."""
_EMBEDDED = 40_000  # characters of a picture that stands in the page itself, about 30 kB


def kind_of(name: str, attributes: Mapping[str, str]) -> str:
    """What an element is that the page shows and its text does not hold: a kind of `left_out`, `scripts`, `other
    pictures` that may be small; "" for any other.
    """
    if name == "script":
        return "scripts"
    if name == "math":
        return "objects"
    if name not in ("img", "canvas", "iframe", "object", "embed") or is_hidden(attributes):
        return ""
    sides = _sides(attributes)
    if name == "canvas":
        return "objects" if _is_large(sides) else ""
    if _FLOATS.search(attributes.get("style", "")) or any(side < _SMALL for side in sides.values()):
        return ""
    if name == "img":
        stored = len(attributes.get("src", "")) > _EMBEDDED
        return "pictures" if _is_large(sides) or stored else "other pictures"
    place = attributes.get("data" if name == "object" else "src", "").strip().lower()
    return "embedded_files" if (place and place != "about:blank") or "srcdoc" in attributes else ""


def _is_large(sides: Mapping[str, int]) -> bool:
    return sides.get("width", 0) >= _WIDE and sides.get("height", 0) >= _HIGH


def _sides(attributes: Mapping[str, str]) -> dict[str, int]:
    """Width and height in pixels, as far as the element says them."""
    sides = {side.lower(): int(pixels) for side, pixels in _STYLED.findall(attributes.get("style", ""))}
    for side in ("width", "height"):
        if side not in sides and (told := _PIXELS.fullmatch(attributes.get(side, ""))):
            sides[side] = int(told[1])
    return sides
