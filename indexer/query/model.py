"""What a query means, once: `spans` decides match, marks and count. The nodes live beside this, by what they say:
`phrase`, `joins` (all, any, not), `loose` (words apart), `fields` (a report's face), `parts` (部分), `within` (wordings
in relation), `scopes` (in one sentence, passage or section). `tree` is what they have in common. No syntax here.
"""

from indexer.query.fields import Face, Field, Known, Periods, Years
from indexer.query.joins import All, Any, Not, all_of
from indexer.query.loose import Words, WordsOf, loosened
from indexer.query.parts import PARTS, Part
from indexer.query.phrase import Phrase
from indexer.query.scopes import Scope
from indexer.query.tree import Query, Terms, Wording, positive_phrases
from indexer.query.within import Except, Gapped, Near, is_wording

__all__ = [
    "PARTS",
    "All",
    "Any",
    "Except",
    "Face",
    "Field",
    "Gapped",
    "Known",
    "Near",
    "Not",
    "Part",
    "Periods",
    "Phrase",
    "Query",
    "Scope",
    "Terms",
    "Wording",
    "Words",
    "WordsOf",
    "Years",
    "all_of",
    "is_wording",
    "loosened",
    "positive_phrases",
]
