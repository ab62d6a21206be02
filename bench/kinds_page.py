"""The two kinds of exact index as a section of docs/bench.md: ratios first, FTS5 as a column beside positions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bench.machine import ROOT

FIGURES = ROOT / "docs" / "bench-kinds.json"
_TITLES = {"one": "The corpus", "ten": "Ten times the corpus"}

HEAD = """## FTS5 and positions

`index = positions` beside `index = fts5`, over the same catalog: `python -m bench.index_kinds`. Latencies are the
processor's milliseconds in turns, question by question, the median of three rounds that begin with empty caches.
"by arrays" is the order of all reports with totals as the index itself gives it; "by today's searcher" the same with an
object for each report, as pages are made today."""


def known() -> dict[str, Any]:
    """The figures as they were measured, {} where none were."""
    return dict(json.loads(FIGURES.read_text(encoding="utf-8"))) if FIGURES.exists() else {}


def section(figures: Mapping[str, Any]) -> str:
    """The section's text."""
    return "\n\n".join([HEAD, *(_archive(_TITLES[name], figures[name]) for name in _TITLES if name in figures)])


def _archive(title: str, one: Mapping[str, Any]) -> str:
    text = f"### {title}: {one['reports']:,} reports, {one['characters']:,} folded characters\n\n{one['machine']}\n\n"
    return text + _builds(one["builds"]) + "\n\n" + _questions(one["random"], one["common"])


def _builds(builds: Mapping[str, Any]) -> str:
    base, rows = builds["fts5"], []
    for kind, build in builds.items():
        seconds, before = build.get("seconds"), base.get("seconds")
        rows.append(
            (
                kind,
                f"{seconds:.1f}" if seconds else "–",
                f"{1e9 * seconds / builds['positions']['characters']:.0f}" if seconds else "–",
                f"{before / seconds:.2f} ×" if seconds and before else "–",
                f"{build['bytes'] / 1e6:.1f}",
                f"{build['bytes'] / base['bytes']:.2f} ×",
                f"{build['peak_mib']:.0f}" if "peak_mib" in build else "–",
            )
        )
    head = ("building", "processor s", "ns a character", "as fast as FTS5", "MB", "size beside FTS5", "peak MiB")
    return _table(head, rows)


def _questions(random: Mapping[str, Any], common: Mapping[str, Any]) -> str:
    rows = []
    for column, latency in random.items():
        base, often = random[f"{column.partition(',')[0]}, fts5"], common[f"{column.partition(',')[0]}, fts5"]
        known = common[column]
        rows.append(
            (
                column,
                *(f"{latency[name]:.2f}" for name in ("p50", "p95", "p99")),
                f"{base['p95'] / latency['p95']:.1f} ×",
                f"{20 * known['mean']:.1f}",
                f"{known['most']:.2f}",
                f"{often['mean'] / known['mean']:.1f} × / {often['most'] / known['most']:.1f} ×",
            )
        )
    head = ("300 random phrases, ms", "p50", "p95", "p99", "p95 beside FTS5", "20 common: sum", "worst", "beside FTS5")
    return _table(head, rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *rows))
