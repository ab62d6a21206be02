"""python -m bench.import_stages [N]: what becomes of a file before it is kept, every Nth text of the corpus, by stages.

The processor's nanoseconds a character in one process: reading, masthead, outline, folding, cutting words, and the way
between two processes.
"""

from __future__ import annotations

import argparse
import pickle
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from archive import secrecy
from archive.errors import ReadError
from archive.ingest import ingest, passages_of
from archive.masthead.extract import read_masthead
from archive.model import Passages
from archive.outline.extract import read_outline
from archive.readers.registry import reader_for
from archive.text.fold import fold_passages
from archive.text.radicals import in_ideographs
from bench.corpus import texts
from bench.machine import description
from indexer.analysis.analyzer import analyzer
from indexer.index.embedded.word_counts import cut

Made = TypeVar("Made")


class Stages:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._words = analyzer()
        cut(["暖身"], self._words)  # loads the dictionary

    def timed(self, stage: str, do: Callable[..., Made], *given: Any, **named: Any) -> Made:
        """What `do` makes; its time counts for `stage`."""
        begun = time.process_time()
        made = do(*given, **named)
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.process_time() - begun
        return made

    def take(self, text: str, name: str) -> None:
        """One file through all stages. Raises ReadError."""
        data = text.encode()
        reading = self.timed("reading", reader_for(name).read, data, name, None)
        self.timed("marks of secrecy", secrecy.mark, reading.blocks, reading.apart)
        passages = self.timed("passages", passages_of, reading.blocks)
        written = self.timed("passages", in_ideographs, passages)
        self.timed("masthead", read_masthead, written, name=name, metadata=reading.metadata)
        self.timed("outline", read_outline, written)
        folded = self.timed("folding", fold_passages, [passage.text for passage in passages])
        self.timed("cutting words", cut, folded, self._words)
        report = ingest(data, name)
        sent = self.timed("between processes", lambda: replace(report, passages=Passages.of(report.passages)))
        self.timed("between processes", pickle.loads, self.timed("between processes", pickle.dumps, sent, -1))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.import_stages", description=__doc__)
    parser.add_argument("every", type=int, nargs="?", default=8)
    options = parser.parse_args()
    stages, characters = Stages(), 0
    for one in texts()[:: options.every]:
        try:
            stages.take(one.text, one.place.rpartition("/")[2])
        except ReadError:
            continue
        characters += len(one.text)
    print(f"{characters:,} characters on {description()}, ns a character:\n")
    for stage, seconds in [
        *sorted(stages.seconds.items(), key=lambda one: -one[1]),
        ("all", sum(stages.seconds.values())),
    ]:
        print(f"{stage}: {1e9 * seconds / characters:.0f}")


if __name__ == "__main__":
    main()
