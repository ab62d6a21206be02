"""What a query means, once: `spans` decides match, marks and count. The nodes live beside this, by what they say:
`tree` (phrases and how they are joined), `fields` (a report's face), `parts` (部分), `within` (wordings in relation),
`scopes` (in one sentence, passage or section). No syntax here.
"""

from indexer.query.fields import Face, Field, Known, Periods, Years
from indexer.query.parts import PARTS, Part
from indexer.query.scopes import Scope
from indexer.query.tree import All, Any, Not, Phrase, Query, Terms, Wording, Words, WordsOf, all_of, positive_phrases
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
    "positive_phrases",
]
