"""Which reports of an archive may hold passages of a text: asked for by short pieces, so that every engine can answer.

Pieces lie close enough that a run of `PIECE + STEP - 1` characters holds one, whatever was changed around it. Half of
the reports are those with the most pieces, rare ones weighing more; the others are chosen so that each piece that
stands anywhere stands in one of them: formula is in many reports and never left out.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from indexer import deadline
from indexer.overlap.masking import NAME, NUMBER
from indexer.overlap.shared_runs import PIECE
from indexer.query.model import Phrase
from indexer.search.searcher import Searcher

_NO_WORDING = re.compile(f"[\n\x1f{NUMBER}{NAME}]")
STEP = 4
MOST_PIECES = 6_000
"""Pieces of one text; a longer one has them further apart."""
MOST = 80
"""Reports that are read."""


def pieces_of(text: str) -> dict[str, list[int]]:
    """The pieces of a joined text that are asked for, with where they begin."""
    step = max(STEP, math.ceil(len(text) / MOST_PIECES))
    pieces: defaultdict[str, list[int]] = defaultdict(list)
    for at in range(0, len(text) - PIECE + 1, step):
        piece = text[at : at + PIECE]
        if not _NO_WORDING.search(piece):
            pieces[piece].append(at)
    return pieces


def candidates(
    searcher: Searcher, pieces: Mapping[str, Sequence[int]], among: Collection[str] | None, without: Collection[str]
) -> dict[str, list[int]]:
    """Report -> where in the text the pieces begin that it holds; of at most `MOST` reports. `among`: only of these."""
    total = max(1, len(searcher.engine.cards()))
    holders: dict[str, list[str]] = {}
    scores: defaultdict[str, float] = defaultdict(float)
    for piece in pieces:
        deadline.check()
        names = [
            name
            for name in searcher.engine.propose(Phrase(piece, piece)).counts
            if name not in without and (among is None or name in among)
        ]
        if names:
            holders[piece] = names
            weight = math.log1p(total / len(names))
            for name in names:
                scores[name] += weight
    chosen = _chosen(holders, scores)
    found: dict[str, list[int]] = {name: [] for name in chosen}
    for piece, names in holders.items():
        for name in names:
            if name in found:
                found[name] += pieces[piece]
    return {name: sorted(places) for name, places in found.items()}


def _chosen(holders: Mapping[str, Sequence[str]], scores: Mapping[str, float]) -> Collection[str]:
    """The best half; then one for each piece that no chosen report holds, as long as there is room."""
    ranked = sorted(scores, key=lambda name: (-scores[name], name))
    chosen = dict.fromkeys(ranked[: MOST // 2])
    for names in holders.values():
        if len(chosen) < MOST and not any(name in chosen for name in names):
            chosen[max(names, key=lambda name: (scores[name], name))] = None
    chosen.update(dict.fromkeys(ranked[: MOST - len(chosen)]))
    return chosen
