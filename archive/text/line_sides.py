"""What stands on either side of a place, on one line of a fixed width: no number and no word is torn at its ends.

A line break inside a passage is the margin's, so what it parts is one number; cells of a table are kept apart.
"""

from __future__ import annotations

from archive.model import CELL
from archive.text.extent import torn


def before(text: str, at: int, width: int) -> str:
    """At most `width` characters up to `at`."""
    reach = _looked_at(width)
    shown = on_one_line(text[max(0, at - reach) : at])
    while len(shown) < _looked_at(width) and reach < at:
        reach *= 2
        shown = on_one_line(text[max(0, at - reach) : at])
    return whole_before(shown, width)


def behind(text: str, at: int, width: int) -> str:
    """At most `width` characters from `at` on."""
    reach = _looked_at(width)
    shown = on_one_line(text[at : at + reach])
    while len(shown) < _looked_at(width) and at + reach < len(text):
        reach *= 2
        shown = on_one_line(text[at : at + reach])
    return whole_after(shown, width)


def whole_before(text: str, most: int) -> str:
    """The last `most` code points of a text, and none of a number or a word that this would tear: it may be fewer.

    Of what is longer than that by itself the last piece is given, where nothing else would be left.
    """
    start = at = max(0, len(text) - most)
    while torn(text, at):
        at += 1
    if start == at or text[at:].strip():
        return text[at:]
    first = start
    while at - first <= most and torn(text, first):
        first -= 1
    return text[start:] if at - first > most else text[at:]


def whole_after(text: str, most: int) -> str:
    """The first ones, as `whole_before` gives the last ones."""
    end = at = min(len(text), most)
    while torn(text, at):
        at -= 1
    if end == at or text[:at].strip():
        return text[:at]
    last = end
    while last - at <= most and torn(text, last):
        last += 1
    return text[:end] if last - at > most else text[:at]


def on_one_line(text: str) -> str:
    """Without line breaks, cells of a table apart."""
    return text.replace("\r", "").replace("\n", "").replace(CELL, "│")


def _looked_at(width: int) -> int:
    """So many characters tell whether what a cut tears is longer than a line."""
    return 2 * width + 1
