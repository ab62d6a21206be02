"""What a question is asked of: stretches of a segment, each a unit of one kind, and the parts in which places count."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.index.embedded.positions.arrays.protocol import Arrays, Ints
from indexer.index.embedded.positions.arrays.stretch_protocol import Spans
from indexer.index.embedded.positions.units.text_units import Choice, Level
from indexer.query.model import Phrase


@dataclass(frozen=True, eq=False, slots=True)
class Context:
    """`stretches` are units of the kind `level`. `whole`: they are all reports. `chosen`: None where no part is chosen.

    `wider`: that of which these are some; what has been found there holds here. `seed`: a wording that stands in each
    of them, as is known.
    """

    stretches: Spans
    level: Level
    chosen: Choice | None = None
    whole: bool = False
    wider: Context | None = None
    seed: Phrase | None = None

    def __len__(self) -> int:
        return len(self.stretches.starts)

    def some(self, k: Arrays, at: Ints) -> Context:
        """Only the stretches of these numbers."""
        if len(at) == len(self):
            return self
        return Context(k.some(self.stretches, at), self.level, self.chosen, wider=self, seed=self.seed)
