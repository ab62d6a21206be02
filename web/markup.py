"""The only HTML made in Python: marked text with its faces, and Markdown's inline marks, sanitised. The only nh3.

A match is one `<mark>`, whatever it crosses: faces and emphasis are split at its edges, never the other way round.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise

import nh3
from markupsafe import Markup, escape

from archive.model import CELL, Passage
from archive.text.extent import whole_words
from archive.text.fold import fold_text
from indexer.search.answer import Mark
from indexer.search.similar import Likeness, Piece
from web.http.urls import PLACE

_DROPPED = "\x1d"  # stands for a character that is not shown; readers let no such character through
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1c\x1e\x7f-\x9f\ud800-\udfff]")
_WIDE = "[⺀-鿿豈-﫿＀-￯　-〿“”‘’…—𠀀-\U0003ffff]"
_WRITTEN = re.compile(f"[&<>\"'{_DROPPED}{CELL}]").search
"""What is written otherwise than it is read."""
_BREAK = re.compile(rf"(?<={_WIDE})[\r\n]|[\r\n](?={_WIDE})")
_OPENING = Markup("<mark>")
_SECOND = Markup('<mark class="second">')
_BETWEEN_CELLS = Markup('<span class="cell"> │ </span>')

AROUND = 24
"""Characters shown on either side of a stretch that is compared."""
INLINE_TAGS = {"strong", "em", "b", "i", "code", "del", "s", "sub", "sup", "a"}
_PLAIN_PREFIX = re.compile(r"\d+[.、)）]?\s*")


@dataclass(frozen=True, slots=True)
class Style:
    """A face or an emphasis over [start, end) of a passage: a tag of `INLINE_TAGS` or span, with class or address."""

    start: int
    end: int
    tag: str = "span"
    name: str = ""
    href: str = ""

    def opening(self) -> Markup:
        """The start tag of the element, with its attributes."""
        if self.tag == "a":
            return Markup('<a href="{}" rel="noopener noreferrer nofollow">').format(self.href)
        return Markup('<{} class="{}">').format(self.tag, self.name) if self.name else Markup("<{}>").format(self.tag)

    def closing(self) -> Markup:
        """The end tag of the element."""
        return Markup("</{}>").format(self.tag)


@dataclass(frozen=True, slots=True)
class Place:
    """A mark to draw: its span, which term it is of, and its number on the page (0: without an anchor)."""

    start: int
    end: int
    term: int = 0
    number: int = 0
    current: bool = False

    def opening(self) -> Markup:
        """The start tag of its `<mark>`."""
        if not (self.current or self.number):
            return _SECOND if self.term > 0 else _OPENING
        names = " ".join(name for name, on in (("second", self.term > 0), ("now", self.current)) if on)
        anchor = f' id="m{self.number:d}"' if self.number else ""
        styled = f' class="{names}"' if names else ""
        return Markup(f"<mark{anchor}{styled}>")  # noqa: S704 # a number and names of our own


def places_of(marks: Iterable[Mark]) -> tuple[Place, ...]:
    """Marks without anchors, as a list of results draws them."""
    return tuple(Place(mark.start, mark.end, mark.term) for mark in marks)


def marked(
    text: str,
    places: Sequence[Place] = (),
    styles: Sequence[Style] = (),
    *,
    start: int = 0,
    end: int | None = None,
    anchor: int = 0,
) -> Markup:
    """[start, end) of a passage's text as HTML: escaped, one `<mark>` a place, styles inside; offsets in the text.

    `anchor`: the code point, but not the first, before which the anchor stands that an address names (`urls.PLACE`).
    """
    stop = len(text) if end is None else end
    if not styles and not anchor and _apart(places, start, stop):
        return _marked(text, places, start, stop)
    before = max(start - 1, 0)  # whether a line end is a blank is seen on both its sides
    shown = _shown(text[before : stop + 1])
    spans = [(place.start, place.end) for place in places] + [(style.start, style.end) for style in styles]
    edges = {min(max(edge, start), stop) for span in ((start, stop), *spans, (anchor or start, stop)) for edge in span}
    cuts = sorted(edges)
    opened = {place.start: place for place in places if start <= place.start < stop}
    closed = {place.end for place in places if start < place.end <= stop}
    out: list[Markup] = []
    waiting = sorted(range(len(styles)), key=lambda index: styles[index].start, reverse=True)
    over: list[int] = []  # the styles that cover what is printed, in their order
    for left, right in pairwise(cuts):
        if anchor and left == anchor:
            out.append(Markup('<span id="{}"></span>').format(PLACE))
        if left in opened:
            out.append(opened[left].opening())
        over = [index for index in over if styles[index].end >= right]
        while waiting and styles[waiting[-1]].start <= left:
            index = waiting.pop()
            if styles[index].end >= right:
                insort(over, index)
        out.append(_styled(shown[left - before : right - before], [styles[index] for index in over]))
        if right in closed:
            out.append(Markup("</mark>"))
    return Markup("".join(out))  # noqa: S704 # all of it markup


def _apart(places: Sequence[Place], start: int, stop: int) -> bool:
    """Do the places lie in [start, stop) one behind the other?"""
    at = start
    for place in places:
        if place.start < at or place.end <= place.start:
            return False
        at = place.end
    return at <= stop


def _marked(text: str, places: Sequence[Place], start: int, stop: int) -> Markup:
    """`marked` where nothing crosses anything: most passages of a list of results."""
    before = max(start - 1, 0)
    shown = _shown(text[before : stop + 1])
    words = _as_it_is if _WRITTEN(shown) is None else _escaped
    out: list[str] = []
    at = start
    for place in places:
        if place.start > at:
            out.append(words(shown[at - before : place.start - before]))
        out += (place.opening(), words(shown[place.start - before : place.end - before]), "</mark>")
        at = place.end
    if at < stop:
        out.append(words(shown[at - before : stop - before]))
    return Markup("".join(out))  # noqa: S704 # all of it markup


def _as_it_is(text: str) -> str:
    return text


def _escaped(text: str) -> str:
    return _styled(text, ())


def _shown(text: str) -> str:
    """The text without what no page may hold, and without line ends between wide characters."""
    kept = text if text.isprintable() else _CONTROL.sub("�", text)
    return _BREAK.sub(_DROPPED, kept) if "\n" in kept or "\r" in kept else kept


def compared(likeness: Likeness) -> Markup:
    """The stretch of a passage that resembles a sentence: what only the passage has inserted, what it lacks deleted."""
    near = max(0, likeness.start - AROUND), min(len(likeness.text), likeness.end + AROUND)
    start, end = whole_words(likeness.text, *near)
    before = marked(likeness.text, start=start, end=likeness.start)
    after = marked(likeness.text, start=likeness.end, end=end)
    stretches = Markup("").join(_stretch(piece, likeness.text) for piece in likeness.pieces)
    return Markup('{}<span class="around">{}</span>{}<span class="around">{}</span>{}').format(
        "……" if start else "", before, stretches, after, "……" if end < len(likeness.text) else ""
    )


def _stretch(piece: Piece, text: str) -> Markup:
    if piece.tag == "same":
        return marked(text, start=piece.start, end=piece.end)
    end = piece.end
    while end > piece.start and not fold_text(text[end - 1]):  # marks and blanks differ from nothing
        end -= 1
    gone = Markup("<del>{}</del>").format(marked(piece.sentence)) if piece.tag != "added" else Markup("")
    come = Markup("<ins>{}</ins>").format(marked(text, start=piece.start, end=end)) if end > piece.start else Markup("")
    return gone + come + marked(text, start=end, end=piece.end)


def _styled(text: str, styles: Sequence[Style]) -> Markup:
    kept = text.replace(_DROPPED, "") if _DROPPED in text else text
    words = _BETWEEN_CELLS.join(escape(piece) for piece in kept.split(CELL)) if CELL in kept else escape(kept)
    for style in reversed(styles):
        words = style.opening() + words + style.closing()
    return words


def emphasis(html: str, passages: Sequence[Passage]) -> dict[int, tuple[Style, ...]]:
    """The inline marks of rendered Markdown `html` as styles over the passages that were read from it.

    The html is sanitised first. Its characters and the passages' are laid side by side, white space aside, so the
    text that is shown is the passage's own, and matches stand where the searcher found them. A passage whose words
    are not found in order has no styles: its text is still shown whole.
    """
    safe = nh3.clean(
        html,
        tags=INLINE_TAGS | {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "br"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    walk = _Walk()
    walk.feed(safe)
    walk.close()
    stream = "".join(walk.characters)
    styles: dict[int, tuple[Style, ...]] = {}
    at = 0
    for passage in passages:
        found = _aligned(stream, passage.text, at)
        if found is None:
            continue
        at, offsets = found
        begun, at = at, at + len(offsets)
        styles[passage.number] = tuple(_over(offsets, begun, walk.runs))
    return {number: over for number, over in styles.items() if over}


def _aligned(stream: str, text: str, at: int) -> tuple[int, list[int]] | None:
    """Where in the stream the text stands, from `at` on, and the text's offset of each of its characters there."""
    for prefix in (0, _prefix(text)):
        offsets = [index for index in range(prefix, len(text)) if not text[index].isspace() and text[index] != CELL]
        begun = stream.find("".join(text[index] for index in offsets), at) if offsets else -1
        if begun >= 0:
            return begun, offsets
    return None


def _prefix(text: str) -> int:
    """Where the words begin after a list's number, which the reader writes out and html does not."""
    match = _PLAIN_PREFIX.match(text)
    return match.end() if match else 0


def _over(offsets: Sequence[int], begun: int, runs: Iterable[tuple[int, int, str, str]]) -> Iterable[Style]:
    for start, end, tag, href in runs:
        left, right = max(start - begun, 0), min(end - begun, len(offsets))
        if left < right:
            yield Style(offsets[left], offsets[right - 1] + 1, tag, href=href)


class _Walk(HTMLParser):
    """The characters of sanitised html but for white space, and the runs of its inline tags over them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.characters: list[str] = []
        self.runs: list[tuple[int, int, str, str]] = []
        self._open: list[tuple[str, int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An inline tag opens."""
        if tag in INLINE_TAGS and (tag != "a" or dict(attrs).get("href")):
            self._open.append((tag, len(self.characters), dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        """The innermost open tag of that name ends here."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == tag:
                name, start, href = self._open.pop(index)
                self.runs.append((start, len(self.characters), name, href))
                return

    def handle_data(self, data: str) -> None:
        """Take text: marked where places lie in it."""
        self.characters.extend(character for character in data if not character.isspace())
