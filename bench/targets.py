"""What was to be reached, each beside what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.figures import Measured, Round


@dataclass(frozen=True, slots=True)
class Target:
    """One promise about speed or size."""

    name: str
    wanted: str
    found: str
    reached: bool


def targets(one: Round, ten: Round | None) -> list[Target]:
    """All that the rounds can tell; a peer that is missing leaves its targets out."""
    return [*_imports(one), *_questions(one), *([] if ten is None else _at_ten(ten))]


def _imports(one: Round) -> Iterator[Target]:
    ours = one.peers[0]
    for word, about, seconds, least in (
        ("jieba + Whoosh, naive", "naive build, Markdown", ours.build_seconds, 3.5),
        ("jieba + Whoosh, naive", "naive build, plain text", one.ours.get("plain_seconds", 0.0), 5.0),
        ("Recoll", "recollindex", ours.build_seconds, 2.0),
    ):
        peer = _peer(one, word)
        if peer is not None and seconds:
            ratio = peer.build_seconds / seconds
            yield Target(f"whole import beside the {about}", f"≥ {least} ×", f"{ratio:.1f} ×", ratio >= least)
    tantivy, seconds = _peer(one, "tantivy"), one.ours.get("reindex_seconds", 0.0)
    if tantivy is not None and seconds:
        ratio = tantivy.build_seconds / seconds
        yield Target("indexing alone beside tantivy's words and pairs", "≥ 1 ×", f"{ratio:.1f} ×", ratio >= 1)
    share = ours.index_bytes / one.text_bytes
    yield Target("index beside the UTF-8 text", "≤ 1.6 ×", f"{share:.2f} ×", share <= 1.6)
    yield Target("peak memory of the import", "< 1,024 MiB", f"{ours.build_mib:.0f} MiB", ours.build_mib < 1024)
    if one.ours:
        quoted, bare = one.ours["cold_quoted"], one.ours["cold_bare"]
        yield Target("a cold `baogao search`, quoted", "≤ 0.4 s", f"{quoted:.2f} s", quoted <= 0.4)
        yield Target("a cold `baogao search`, bare", "≤ 0.6 s", f"{bare:.2f} s", bare <= 0.6)


def _questions(one: Round) -> Iterator[Target]:
    ours = one.peers[0]
    reports, ranked = ours.ways
    right = sum(way.right + way.common_right for way in ours.ways)
    asked = sum(way.asked + 20 for way in ours.ways)
    yield Target("exact answers", "all", f"{right} of {asked}", right == asked)
    yield _below("phrase, reports and their total, p50", reports.random.p50, 0.5)
    yield _below("phrase, reports and their total, p95", reports.random.p95, 3)
    yield _below("phrase, ranked with totals of matches, p95", ranked.random.p95, 10)
    if ours.bare is not None:
        yield _below("bare query, a whole page, p95", ours.bare.p95, 25)
    if ours.precise is not None:
        yield _below("in one sentence, paragraph or part, or near: a whole page, p95", ours.precise.p95, 50)
    if ours.added_seconds is not None:
        yield _below("one report added is found", 1000 * ours.added_seconds, 150)


def _at_ten(ten: Round) -> Iterator[Target]:
    ours = ten.peers[0]
    yield _below("ten times: phrase, reports and their total, p95", ours.ways[0].random.p95, 20)
    yield _below("ten times: phrase, ranked with totals of matches, p95", ours.ways[1].random.p95, 80)
    if ours.added_seconds is not None:
        yield _below("ten times: one report added is found", 1000 * ours.added_seconds, 150)
    yield Target("ten times: memory of the asking process", "≤ 400 MiB", f"{ours.ask_mib:.0f} MiB", ours.ask_mib <= 400)


def _below(name: str, milliseconds: float, limit: float) -> Target:
    return Target(name, f"≤ {limit:g} ms", f"{milliseconds:.2f} ms", milliseconds <= limit)


def _peer(one: Round, name: str) -> Measured | None:
    return next((peer for peer in one.peers if peer.name == name and not peer.missing), None)
