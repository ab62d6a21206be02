"""python docs/make_diagrams.py: the pictures of docs/architecture.md, the way of a file and the way of a query, as SVG.

Each stop bears the folder that does the step, so that a picture is wrong as soon as a folder is renamed: a test looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

PICTURES = Path(__file__).resolve().parent / "pictures"
WIDTH, HEIGHT, GAP, MARGIN = 214, 92, 40, 16
ACROSS = 4
STYLE = """
svg { font-family: system-ui, "Noto Sans CJK SC", sans-serif; --ink: #1d2733; --soft: #5b6877; --line: #9aa7b5;
  --box: #f6f8fa; --truth: #a23b2a; --derived: #2f5d8a; --decided: #3c6e47; }
@media (prefers-color-scheme: dark) { svg { --ink: #e8edf2; --soft: #a9b5c1; --line: #6c7a88; --box: #1e252d;
  --truth: #e08a78; --derived: #8bb4de; --decided: #93c79f; } }
rect { fill: var(--box); stroke: var(--line); rx: 6 } .truth { stroke: var(--truth); stroke-width: 2 }
.derived { stroke: var(--derived); stroke-width: 2; stroke-dasharray: 6 3 }
.decided { stroke: var(--decided); stroke-width: 2 }
text { fill: var(--ink); font-size: 14px } .folder { font: 12px ui-monospace, monospace; fill: var(--soft) }
.says { font-size: 12.5px; fill: var(--soft) }
path { stroke: var(--line); fill: none; stroke-width: 1.5; marker-end: url(#tip) }
#tip path { fill: var(--line); stroke: none }
"""


@dataclass(frozen=True, slots=True)
class Stop:
    """A step on the way: what happens, in which folder, what comes out. `kind`: truth, derived, decided, or plain."""

    name: str
    folder: str
    says: str
    kind: str = ""


FILE = (
    Stop("A file arrives", "indexer/ingest", "walked, unpacked, held"),
    Stop("It is opened in a child", "indexer/processes", "memory, time, no network"),
    Stop("Bytes to blocks", "archive/readers", "one file a format"),
    Stop("Its face", "archive/masthead", "title, unit, date, year"),
    Stop("Its headings", "archive/outline", "sections and parts"),
    Stop("Kept for good", "archive/catalog", "versions, change log", "truth"),
    Stop("Its bytes", "archive/storage", "originals, synced", "truth"),
    Stop("Change log to index", "indexer/index", "what is missing is replayed", "derived"),
)
QUERY = (
    Stop("What is typed", "indexer/query", "text to a tree"),
    Stop("What is meant", "indexer/query/nodes", "spans on a text"),
    Stop("Request understood", "indexer/search", "mode, filters, scope"),
    Stop("Reports proposed", "indexer/index", "too many, never too few", "derived"),
    Stop("Texts fetched", "archive/catalog", "the text itself", "truth"),
    Stop("Places decided", "indexer/search", "verified, ranked, marked", "decided"),
    Stop("Words for people", "archive/messages", "Chinese, English"),
    Stop("A page, JSON, a line", "web/pages", "or indexer/cli", "decided"),
)


def picture(title: str, stops: Sequence[Stop]) -> str:
    """The stops in rows of four, read as a text, with an arrow from each to the next."""
    rows = -(-len(stops) // ACROSS)
    wide, high = 2 * MARGIN + ACROSS * (WIDTH + GAP) - GAP, 2 * MARGIN + rows * (HEIGHT + GAP) - GAP
    drawn = [box(number, stop) for number, stop in enumerate(stops)]
    drawn += [arrow(number) for number in range(len(stops) - 1)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n"
        '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 8 4 0 8z"/></marker>\n' + "\n".join(drawn) + "\n</svg>\n"
    )


def corner(number: int) -> tuple[int, int]:
    """The upper left corner of a stop."""
    row, column = divmod(number, ACROSS)
    return MARGIN + column * (WIDTH + GAP), MARGIN + row * (HEIGHT + GAP)


def box(number: int, stop: Stop) -> str:
    """A stop: what happens, what comes out, and where."""
    x, y = corner(number)
    return (
        f'<rect class="{stop.kind}" x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}"/>'
        f'<text x="{x + 12}" y="{y + 28}">{number + 1} · {escape(stop.name)}</text>'
        f'<text class="says" x="{x + 12}" y="{y + 51}">{escape(stop.says)}</text>'
        f'<text class="folder" x="{x + 12}" y="{y + 75}">{escape(stop.folder)}/</text>'
    )


def arrow(number: int) -> str:
    """From a stop to the next: to the right, or down to the beginning of the next row."""
    (x, y), (to_x, to_y) = corner(number), corner(number + 1)
    if y == to_y:
        return f'<path d="M{x + WIDTH} {y + HEIGHT // 2}H{to_x - 2}"/>'
    middle = y + HEIGHT + GAP // 2
    return f'<path d="M{x + WIDTH // 2} {y + HEIGHT}V{middle}H{to_x + WIDTH // 2}V{to_y - 2}"/>'


PICTURED = {
    "way-of-a-file.svg": picture("The way of a file into the archive", FILE),
    "way-of-a-query.svg": picture("The way of a query to its answer", QUERY),
}


def main() -> None:
    """Write them."""
    for name, drawn in PICTURED.items():
        (PICTURES / name).write_text(drawn, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
