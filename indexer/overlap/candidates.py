"""Which reports of an archive may hold passages of a text: asked for by short pieces, so that every engine can answer.

Pieces lie close enough that a run of `PIECE + STEP - 1` characters holds one, whatever was changed around it. Each
passage of the text chooses its own reports, those with the most of its pieces, rare ones weighing more: a copied
paragraph in a long report is not drowned by what the rest of it shares with others, and formula has its reports, too.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from heapq import nlargest

from indexer import deadline
from indexer.index.holders import holders
from indexer.overlap.masking import NAME, NUMBER
from indexer.overlap.shared_runs import LOOKS, PIECE, JoinedText
from indexer.search.searcher import Searcher

_NO_WORDING = re.compile(f"[\n\x1f{NUMBER}{NAME}]")
STEP = 4
MOST_PIECES = 6_000
"""Pieces of one text; a longer one has them further apart."""
A_PASSAGE, LEAST = 3, 2
"""Reports that a passage chooses, and the pieces of it that one must hold."""
MOST = 300
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
    searcher: Searcher,
    text: JoinedText,
    among: Collection[str] | None,
    without: Collection[str],
    total: int,
) -> dict[str, list[int]]:
    """Report -> where in the text the pieces begin that it holds; of at most `MOST` reports. `among`: only of these.

    `total`: how many reports there are, by which a piece is rare.
    """
    scores: defaultdict[int, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    pieces = pieces_of(text.text)
    every = holders(searcher.engine, list(pieces))
    for number, (stands, held) in enumerate(zip(pieces.values(), every, strict=True)):
        if number % LOOKS == 0:
            deadline.check()
        weight = math.log1p(total / max(1, len(held)))
        for passage in {text.passage_at(at) for at in stands}:
            weights = scores[passage]
            for name in held:
                weights[name].append(weight)
    places: dict[str, list[int]] = {name: [] for name in _chosen(scores, among, without)}
    for stands, held in zip(pieces.values(), every, strict=True):
        for name in places.keys() & held:
            places[name] += stands
    return {name: sorted(stands) for name, stands in places.items()}


def _chosen(
    scores: Mapping[int, Mapping[str, Sequence[float]]], among: Collection[str] | None, without: Collection[str]
) -> Collection[str]:
    """The reports that the passages choose, those of the greatest weight in one passage first."""
    best: dict[str, float] = {}
    for held in scores.values():
        deadline.check()
        told = (
            (sum(weights), name)
            for name, weights in held.items()
            if len(weights) >= LEAST and name not in without and (among is None or name in among)
        )
        for score, name in nlargest(A_PASSAGE, told):
            best[name] = max(score, best.get(name, 0.0))
    return sorted(best, key=lambda name: (-best[name], name))[:MOST]
