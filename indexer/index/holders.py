"""Which reports hold each of many texts, by any engine: asked for together where it can, else one after the other."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from indexer import deadline
from indexer.index.base import Engine
from indexer.query.model import Phrase


def holders(engine: Engine, texts: Sequence[str]) -> Sequence[Collection[str]]:
    """For each folded text, none of them empty, the ids of the reports that hold it. Raises QueryError, EngineError."""
    together = engine.holders(texts)
    return [_proposed(engine, text) for text in texts] if together is None else together


def _proposed(engine: Engine, text: str) -> Collection[str]:
    deadline.check()
    return engine.propose(Phrase(text, text)).counts.keys()
