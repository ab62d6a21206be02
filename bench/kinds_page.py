"""The exact index beside that of the release before, as a section of docs/bench.md: FTS5 is a column beside ours."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.machine import ROOT

FIGURES = ROOT / "docs" / "bench-kinds.json"
SIZE, ADDED, SLOWER = 1.15, 100.0, 3.0
OURS = "positions by the searcher"
_TITLES = {"one": "The corpus", "ten": "Ten times the corpus"}

HEAD = """## Positions beside FTS5

Positions beside the index of the release before in SQLite's FTS5, over the same catalog: `python -m bench.index_kinds`,
which takes FTS5 from the history of this project (commit 82b2e77, the last that wrote it). Latencies are the
processor's milliseconds in turns, question by question, the median of three rounds that begin with empty caches.
"ranked" is the order of all reports with totals, and the card of the first: as pages ask it, wording read and copies
folded ("by the searcher", as FTS5 is asked), and of the index alone ("by arrays"). Building counts one process, without
reading and folding; "one report added" the store alone, with its fsyncs. Ten times is ten times 2,185 texts of the
corpus; FTS5 is there the index that a reindex made, and tantivy was asked in turns with an earlier state of positions
(p95 2.83 ms then). An import without accelerators is of every fourth text, with all of its processes (`python -m
bench.accelerators`). Without numpy, at ten times: 100 random phrases p95 49 ms, the worst of 20 common ones 332 ms, so
that none comes near the two seconds after which a question is stopped."""


def known() -> dict[str, Any]:
    """The figures as they were measured, {} where none were."""
    return dict(json.loads(FIGURES.read_text(encoding="utf-8"))) if FIGURES.exists() else {}


def section(figures: Mapping[str, Any]) -> str:
    """The section's text."""
    archives = (_archive(_TITLES[name], figures[name]) for name in _TITLES if name in figures)
    return "\n\n".join(
        [HEAD, _table(("to reach", "wanted", "measured", "reached"), list(_targets(figures))), *archives]
    )


def _targets(figures: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    one, ten = figures.get("one"), figures.get("ten")
    if one is not None and "seconds" in one["builds"].get("fts5", ()):
        ratio = one["builds"]["fts5"]["seconds"] / one["builds"]["positions"]["seconds"]
        yield _target("building, beside tokens and FTS5", 3, ratio)
    for name, archive in ((_TITLES[name], figures[name]) for name in _TITLES if name in figures):
        if "fts5" not in archive["builds"]:
            continue
        size = archive["builds"]["positions"]["bytes"] / archive["builds"]["fts5"]["bytes"]
        yield f"size beside FTS5: {name.lower()}", "≤ 1.15 ×", f"{size:.2f} ×", "yes" if size <= SIZE else "**no**"
    if ten is not None and "ranked, fts5" in ten["random"]:
        fts5, ours = (ten["random"][f"ranked, {column}"] for column in ("fts5", OURS))
        yield _target("ten times: a random phrase, ranked with totals, p95", 10, fts5["p95"] / ours["p95"])
        fts5, ours = (ten["common"][f"ranked, {column}"] for column in ("fts5", OURS))
        yield _target("ten times: the sum of 20 common phrases", 10, fts5["mean"] / ours["mean"])
        yield _target("ten times: the worst of them", 10, fts5["most"] / ours["most"])
    if ten is not None:
        wall = ten["added"]["wall"]
        yield "ten times: one report added is found", "≤ 100 ms", f"{wall:.0f} ms", "yes" if wall <= ADDED else "**no**"
    for archive, wanted in ((ten, 1.5), (one, 0.5)):
        if archive is not None and "ids, tantivy" in archive["random"]:
            ratio = archive["random"]["ids, tantivy"]["p95"] / archive["random"]["ids, positions"]["p95"]
            times = "ten times" if archive is ten else "one time"
            yield _target(f"{times}: ids alone, p95, as fast as tantivy's pairs", wanted, ratio)
    if "accelerators" in figures:
        seconds = figures["accelerators"]
        ratio = seconds["positions, without"] / seconds["positions, with"]
        name = "an import without accelerators, beside one with them"
        yield name, f"≤ {SLOWER:g} ×", f"{ratio:.2f} ×", "yes" if ratio <= SLOWER else "**no**"


def _target(name: str, wanted: float, ratio: float) -> tuple[str, str, str, str]:
    return (
        name,
        f"≥ {wanted:g} ×",
        f"{ratio:.2f} ×" if ratio < wanted * 2 else f"{ratio:.0f} ×",
        "yes" if ratio >= wanted else "**no**",
    )


def _archive(title: str, one: Mapping[str, Any]) -> str:
    text = f"### {title}: {one['reports']:,} reports, {one['characters']:,} folded characters\n\n{one['machine']}\n\n"
    return text + _builds(one["builds"]) + "\n\n" + _questions(one["random"], one["common"])


def _builds(builds: Mapping[str, Any]) -> str:
    base, rows = builds.get("fts5", {}), []
    for kind, build in builds.items():
        seconds, before = build.get("seconds"), base.get("seconds")
        rows.append(
            (
                kind,
                f"{seconds:.1f}" if seconds else "–",
                f"{1e9 * seconds / builds['positions']['characters']:.0f}" if seconds else "–",
                f"{before / seconds:.2f} ×" if seconds and before else "–",
                f"{build['bytes'] / 1e6:.1f}",
                f"{build['bytes'] / base['bytes']:.2f} ×" if base else "–",
                f"{build['peak_mib']:.0f}" if "peak_mib" in build else "–",
            )
        )
    head = ("building", "processor s", "ns a character", "as fast as FTS5", "MB", "size beside FTS5", "peak MiB")
    return _table(head, rows)


def _questions(random: Mapping[str, Any], common: Mapping[str, Any]) -> str:
    rows = []
    for column, latency in random.items():
        beside = f"{column.partition(',')[0]}, fts5"
        base, often, known = random.get(beside), common.get(beside), common[column]
        rows.append(
            (
                column,
                *(f"{latency[name]:.2f}" for name in ("p50", "p95", "p99")),
                f"{base['p95'] / latency['p95']:.1f} ×" if base else "–",
                f"{20 * known['mean']:.1f}",
                f"{known['most']:.2f}",
                f"{often['mean'] / known['mean']:.1f} × / {often['most'] / known['most']:.1f} ×" if often else "–",
            )
        )
    head = ("300 random phrases, ms", "p50", "p95", "p99", "p95 beside FTS5", "20 common: sum", "worst", "beside FTS5")
    return _table(head, rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *rows))
