"""A text object of an OFD to runs with their place on the page (GB/T 33190—2016, 11): TextCode, its deltas, its matrix.

A run is what is drawn in one direction without a wide gap. Its characters are kept in the file's order, which is the
order of reading; where they stand is told by the deltas.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median

from archive.readers.pages.ofd_package import figures
from archive.readers.zip_package import Element

Matrix = tuple[float, float, float, float, float, float]
"""x' = a·x + c·y + e, y' = b·x + d·y + f."""

SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
ASCENT = 0.86
"""The share of a letter's height above its base line."""

_GAP = 3.0
"""Of the letters' size: beyond such a gap something else begins, as the next cell of a table."""
_WIDE = "\u2e80"  # from here on a letter is as wide as high
_LONGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one direction. `left` to `bottom` is its box in millimetres, y downwards, as seen with the page turned so
    that its letters stand upright: `angle` says by how many degrees clockwise they lie. `vertical` is whether they
    stand below each other; None for a single letter, which does not tell. `drawn` is whether it has any colour.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    angle: int
    vertical: bool | None
    drawn: bool = True


def composed(outer: Matrix, inner: Matrix) -> Matrix:
    """The matrix that does `inner` first, then `outer`."""
    a, b, c, d, e, f = outer
    p, q, r, s, t, u = inner
    return a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f


def object_matrix(element: Element, outer: Matrix) -> Matrix:
    """From the space of an object to the page's: its matrix CTM, then the corner of its boundary."""
    box = figures(element.attributes.get("Boundary"))
    own = figures(element.attributes.get("CTM"))
    moved = composed(outer, (1.0, 0.0, 0.0, 1.0, box[0], box[1])) if len(box) == 4 else outer
    return composed(moved, (own[0], own[1], own[2], own[3], own[4], own[5])) if len(own) == 6 else moved


def runs_of(element: Element, outer: Matrix, *, drawn: bool) -> Iterator[Run]:
    """The runs of a text object that stands in a space with the matrix `outer` to the page's."""
    box = figures(element.attributes.get("Boundary"))
    tall = box[3] if len(box) == 4 else 0.0
    size = next(iter(figures(element.attributes.get("Size"))), 0.0) or tall or 1.0
    stretch = next(iter(figures(element.attributes.get("HScale"))), 1.0) or 1.0
    drawing = _Drawing(object_matrix(element, outer), size, stretch, _turned(element, "CharDirection"), drawn=drawn)
    reading = _turned(element, "ReadDirection")
    x, y = 0.0, min(tall, size) * ASCENT
    for code in element.elements():
        if code.name != "TextCode":
            continue
        x = next(iter(figures(code.attributes.get("X"))), x)
        y = next(iter(figures(code.attributes.get("Y"))), y)
        text = code.text().strip("\r\n\t")
        yield from drawing.runs(text, _places(code, text, (x, y), size * stretch, reading), reading)


@dataclass(slots=True)
class _Drawing:
    """How the letters of one object are drawn."""

    matrix: Matrix
    size: float
    stretch: float
    turned: int
    drawn: bool

    def runs(self, text: str, places: Sequence[tuple[float, float]], reading: int) -> Iterator[Run]:
        vertical = _is_vertical(places, reading)
        below = vertical if vertical is None or self.turned % 180 == 0 else not vertical  # as the letters are turned
        start = 0
        for end in [*_ends(places, self.size, vertical=vertical is True), len(text)]:
            run = self._run(text[start:end], places[start:end], vertical=below)
            if run is not None:
                yield run
            start = end

    def _run(self, text: str, places: Sequence[tuple[float, float]], *, vertical: bool | None) -> Run | None:
        """One run; None where nothing is seen."""
        shown = [place for character, place in zip(text, places, strict=True) if not character.isspace()]
        if not shown:
            return None
        a, b, c, d, _, _ = self.matrix
        angle = round(math.degrees(math.atan2(b, a))) + self.turned
        across, up = math.hypot(a, b), math.hypot(c, d)
        size = self.size * up
        # The letters' first and last points, in the space of the page turned upright.
        ends = [self._upright(place, angle) for place in (shown[0], shown[-1])]
        width = max(_advance(text.rstrip()[-1], self.size) * self.stretch * across, 0.01)
        left, right = min(x for x, _ in ends), max(x for x, _ in ends) + width
        low, high = max(y for _, y in ends), min(y for _, y in ends)
        return Run(
            " ".join(text.split()),
            left,
            high - ASCENT * size,
            right,
            low + (1 - ASCENT) * size,
            size,
            angle % 360,
            vertical if len(shown) > 1 or vertical else None,
            self.drawn,
        )

    def _upright(self, place: tuple[float, float], angle: int) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        x, y = a * place[0] + c * place[1] + e, b * place[0] + d * place[1] + f
        cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        return x * cosine + y * sine, y * cosine - x * sine


def _turned(element: Element, attribute: str) -> int:
    told = figures(element.attributes.get(attribute))
    return round(told[0] / 90) * 90 % 360 if told else 0


def _places(
    code: Element, text: str, start: tuple[float, float], size: float, reading: int
) -> list[tuple[float, float]]:
    """Where each letter's base line begins. Without any delta they follow each other in the direction of reading."""
    steps = max(0, len(text) - 1)
    across, down = (_deltas(code.attributes.get(name), steps) for name in ("DeltaX", "DeltaY"))
    if across is None and down is None:
        x, y = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[reading]
        widths = [_advance(character, size) if x else size for character in text[:steps]]
        across, down = [x * width for width in widths], [y * width for width in widths]
    none = [0.0] * steps
    xs, ys = accumulate(across or none, initial=start[0]), accumulate(down or none, initial=start[1])
    return list(zip(xs, ys, strict=True))


def _deltas(told: str | None, steps: int) -> list[float] | None:
    """As many deltas as steps: `g n v` stands for n times v (GB/T 33190—2016, 11.3), a missing one for none."""
    if told is None or not told.strip():
        return None
    deltas: list[float] = []
    words = iter(told[:_LONGEST].split())
    for word in words:
        if len(deltas) >= steps:
            break
        times = 1
        if word == "g":
            times, word = int(_figure(next(words, "0"))), next(words, "0")
        deltas += [_figure(word)] * min(max(times, 0), steps - len(deltas))
    return deltas[:steps] + [0.0] * (steps - len(deltas))


def _figure(word: str) -> float:
    return next(iter(figures(word)), 0.0)


def _advance(character: str, size: float) -> float:
    return size if character >= _WIDE or character in "“”‘’…—" else size / 2


def _is_vertical(places: Sequence[tuple[float, float]], reading: int) -> bool | None:
    """Whether letters stand below each other; for one letter what the object says, None where it says nothing."""
    if len(places) < 2:
        return True if reading in (90, 270) else None
    across = sum(abs(one[0] - other[0]) for one, other in pairwise(places))
    return sum(abs(one[1] - other[1]) for one, other in pairwise(places)) > across


def _ends(places: Sequence[tuple[float, float]], size: float, *, vertical: bool) -> Iterator[int]:
    """Where a run ends before the text does: at a wide gap, and where a line begins."""
    along = int(vertical)
    steps = [other[along] - one[along] for one, other in pairwise(places)]
    off = [abs(other[1 - along] - one[1 - along]) for one, other in pairwise(places)]
    if not steps:
        return
    usual = median(map(abs, steps))
    gap = max((1 + _GAP) * size, 2.5 * usual)
    back = usual >= 0 and sum(step < 0 for step in steps) * 2 <= len(steps)
    for index, (step, aside) in enumerate(zip(steps, off, strict=True)):
        if aside > 0.6 * size or abs(step) > gap or (back and step < -size):
            yield index + 1
