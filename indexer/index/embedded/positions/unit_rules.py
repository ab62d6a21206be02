"""The rules by which an index of positions was made, and their editions: with another rule it has to be made anew.

A unit that was cut by one rule and asked by another would lie. So the fingerprint of an index names the rule of
sentences, of clauses, of turns and parts, and how characters become numbers; each is told by the rule itself wherever
that can be written down.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from archive import doubts
from indexer import document, passage_table
from indexer.index import wording_nearness
from indexer.index.embedded.positions.arrays.protocol import SEPARATOR
from indexer.query.nodes import counts, parts, proximity

LAYOUT = 7
"""Of a segment's sections and of how characters become numbers; a new number makes indexes be built anew."""


def fingerprint() -> str:
    """The editions of all rules, in one word."""
    rules = (
        counts.SENTENCE.pattern,
        "".join(sorted(proximity.CLAUSE_ENDS)),
        " ".join(parts.PARTS),
        wording_nearness.CLAUSE_ENDS,
        str(document.OUTLINE_EDITION),
        str(passage_table.EDITION),
        str(doubts.EDITION),
    )
    return f"positions-{LAYOUT}-" + "-".join(
        hashlib.blake2b(rule.encode(), digest_size=4).hexdigest() for rule in rules
    )


def sentence_starts(text: str) -> Iterator[int]:
    """Where sentences begin in passages laid one below the other."""
    return map(re.Match.start, counts.SENTENCE.finditer(text))


def clause_ends() -> str:
    """What no gap goes past: the signs that end a clause, and the end of a passage."""
    return "".join(sorted(proximity.CLAUSE_ENDS)) + SEPARATOR


def part_numbers() -> Mapping[str | None, int]:
    """From 1 on, in their order; 0 for no part. One of an older catalog, that no question names, comes after all."""
    return {None: 0, **{part: number for number, part in enumerate(parts.PARTS, 1)}}
