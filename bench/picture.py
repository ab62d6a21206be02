"""The figures as a picture: four panels of bars, drawn as SVG by hand. It follows the reader's light or dark scheme."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from bench.figures import Measured, Round, Way

WIDTH, LEFT, BAR, GAP, VALUE = 860, 250, 16, 8, 110
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600; font-size: 15px } .small { font-size: 12px; fill: #59636e }
.ours { fill: #b3261e } .peer { fill: #7d8894 } .track { fill: #eff2f5 }
.all { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .small { fill: #9198a1 } .ours { fill: #ff8a80 } .peer { fill: #848d97 }
  .track { fill: #21262d } .all { fill: #0d1117 }
}"""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a panel: its name, its figure (None: there is none), and the figure in words."""

    name: str
    figure: float | None
    words: str
    ours: bool


def picture(one: Round, ten: Round | None) -> str:
    """docs/pictures/bench.svg."""
    panels = [
        ("Time to index, seconds (less is better)", _bars(one, _build), False),
        ("Index on the disk, times the text (less is better)", _bars(one, _index(one)), False),
        (
            "One phrase of 1,000, all reports, p95 in milliseconds (less is better; each step is ten times)",
            _p95(one),
            True,
        ),
        ("Right answers to 1,000 random phrases, per cent (more is better)", _right(one), False),
    ]
    if ten is not None:
        panels.append(("Ten times the corpus: one phrase, p95 in milliseconds", _p95(ten), True))
    top, drawn = 44, []
    for title, bars, by_tens in panels:
        drawn.append(_panel(title, bars, top, by_tens=by_tens))
        top += 34 + len(bars) * (BAR + GAP) + 14
    size = f'viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}"'
    return f"""<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">
<title>Baogao beside its peers: time to index, size, latency, right answers</title>
<style>{STYLE}</style>
<rect class="all" width="{WIDTH}" height="{top}"/>
<text class="small" x="16" y="24">{one.characters / 1e6:.1f} million characters · {escape(one.machine)}</text>
{"".join(drawn)}</svg>
"""


def _panel(title: str, bars: Sequence[Bar], top: int, *, by_tens: bool) -> str:
    figures = [bar.figure for bar in bars if bar.figure is not None]
    room = WIDTH - LEFT - VALUE
    lines = [f'<text class="title" x="16" y="{top + 18}">{escape(title)}</text>\n']
    for number, bar in enumerate(bars):
        y = top + 34 + number * (BAR + GAP)
        share = _share(bar.figure, figures, by_tens=by_tens) if bar.figure is not None else 0.0
        kind = "ours" if bar.ours else "peer"
        lines.append(
            f'<text x="{LEFT - 10}" y="{y + 13}" text-anchor="end">{escape(bar.name)}</text>'
            f'<rect class="track" x="{LEFT}" y="{y}" width="{room}" height="{BAR}" rx="3"/>'
            f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{room * share:.1f}" height="{BAR}" rx="3"/>'
            f'<text x="{WIDTH - VALUE + 10}" y="{y + 13}">{escape(bar.words)}</text>\n'
        )
    return "".join(lines)


def _share(figure: float, figures: Sequence[float], *, by_tens: bool) -> float:
    if not by_tens:
        return figure / max(figures) if max(figures) > 0 else 0.0
    low = math.floor(math.log10(max(0.8 * min(figures), 1e-3)))  # so that the least has a bar, too
    high = math.ceil(math.log10(max(*figures, 1e-2)))
    return (math.log10(max(figure, 1e-3)) - low) / max(1, high - low)


def _bars(one: Round, figure: Callable[[Measured], tuple[float | None, str]]) -> list[Bar]:
    return [
        Bar(_name(peer), None, "missing", ours=False)
        if peer.missing
        else Bar(_name(peer), *figure(peer), ours=peer is one.peers[0])
        for peer in one.peers
    ]


def _build(peer: Measured) -> tuple[float | None, str]:
    return (peer.build_seconds, f"{peer.build_seconds:.1f}") if peer.build_seconds else (None, "none")


def _index(one: Round) -> Callable[[Measured], tuple[float | None, str]]:
    def figure(peer: Measured) -> tuple[float | None, str]:
        share = peer.index_bytes / one.text_bytes
        return (share, f"{share:.2f}") if share else (None, "none")

    return figure


def _p95(one: Round) -> list[Bar]:
    return [
        Bar(_name(peer, way), way.random.p95, f"{way.random.p95:,.2f}", ours=peer is one.peers[0])
        for peer, way in _ways(one)
    ]


def _right(one: Round) -> list[Bar]:
    return [
        Bar(_name(peer, way), 100 * way.right / way.asked, f"{100 * way.right / way.asked:.1f}", peer is one.peers[0])
        for peer, way in _ways(one)
        if way.asked
    ]


def _ways(one: Round) -> list[tuple[Measured, Way]]:
    return [(peer, way) for peer in one.peers for way in (peer.ways[:1] if peer is one.peers[0] else peer.ways)]


def _name(peer: Measured, way: Way | None = None) -> str:
    name = peer.name
    if way is None or len(peer.ways) < 2 or way.name == "reports":
        return name
    return f"{name}, {way.name.removeprefix('phrase of ')}"
