"""What of a report's text is indexed by its division: sentences and passages as units, passages by part. No requests.

A unit is a nested document of the report: a sentence, a passage of several sentences, or both where a passage is one
sentence. What is asked of one sentence or passage by itself is asked of it. A passage belongs to one part, and its text
is indexed once more in the field of that part; those in which the part changes are `torn`: only the text tells where a
mark in them begins. Text of no part stands in no such field: it is what remains.

Only wordings of two characters and more are found in either: single characters are asked of the text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from indexer import document
from indexer.document import Document, Turn
from indexer.query.nodes import counts
from indexer.query.nodes.parts import OUTSIDE, PARTS, Part

MOST_UNITS = 5_000
"""Units of one report; of those with more it is only said that they are `undivided`. The cluster takes 10,000."""
SENTENCE, PASSAGE = "同句", "同段"
FIELDS: Mapping[str, str] = {name: f"part.p{number}" for number, name in enumerate(PARTS) if name != OUTSIDE}
"""The field of each part's passages."""
TORN = "torn"
UNITS = "unit"


def divided(report: Document) -> dict[str, Any]:
    """The fields of a report that hold its text by units and parts."""
    parts, torn = _parts(report)
    found: dict[str, Any] = {
        "outline": {"turns": [list(turn) for turn in report.outline or ()]},
        "parts": _with_room(report),
        "part": {FIELDS[name].partition(".")[2]: passages for name, passages in parts.items()},
        TORN: torn,
    }
    units = _units(report.passages)
    return {**found, "undivided": True} if len(units) > MOST_UNITS else {**found, UNITS: units}


def outline_of_source(source: Mapping[str, Any]) -> tuple[Turn, ...]:
    """The outline that a report was put in with."""
    return tuple(Turn(*turn) for turn in source.get("outline", {}).get("turns", ()))


def fingerprint() -> str:
    """The editions of the rules by which texts are divided."""
    rules = (counts.SENTENCE.pattern, " ".join(PARTS), str(document.OUTLINE_EDITION))
    return hashlib.blake2b("\n".join(rules).encode(), digest_size=6).hexdigest()


def _units(passages: Sequence[str]) -> list[dict[str, Any]]:
    units: list[dict[str, Any]] = []
    for passage in passages:
        sentences = counts.SENTENCE.findall(passage)
        if len(sentences) == 1:
            units.append({"t": passage, "of": [SENTENCE, PASSAGE]})
        elif passage:
            units.append({"t": passage, "of": [PASSAGE]})
            units += ({"t": sentence, "of": [SENTENCE]} for sentence in sentences)
        if len(units) > MOST_UNITS:
            break
    return units


def _with_room(report: Document) -> list[str]:
    """The parts that have any text, that of what stands in none among them."""
    named = {turn.part or OUTSIDE for turn in report.outline or ()} | {OUTSIDE}
    return [name for name in PARTS if name in named and Part(name).matches(report)]


def _parts(report: Document) -> tuple[dict[str, list[str]], list[str]]:
    """The passages of each part that has a field, and those in which the part changes."""
    found: dict[str, list[str]] = {}
    torn: list[str] = []
    turns, at, part = report.outline or (), 0, None
    for number, passage in enumerate(report.passages, 1):
        begun: list[tuple[int, str | None]] = [(0, part)]
        while at < len(turns) and turns[at].passage == number:
            begun.append((turns[at].start, turns[at].part))
            at += 1
        part = begun[-1][1]
        ends = [*(start for start, _ in begun[1:]), len(passage)]
        held = {name for (start, name), end in zip(begun, ends, strict=True) if start < end}
        if len(held) > 1:
            torn.append(passage)
        else:
            for name in held & FIELDS.keys():
                found.setdefault(str(name), []).append(passage)
    return found, torn
