"""What a query means, once: `spans` decides match, marks and count. The nodes live beside this, by what they say:
`tree` (phrases and how they are joined), `fields` (a report's face), `within` (wordings in relation). No syntax here.
"""

from indexer.query.fields import Field, Years
from indexer.query.tree import All, Any, Not, Phrase, Query, Terms, Wording, Words, WordsOf, all_of, positive_phrases
from indexer.query.within import Except, Gapped, Near, Scope, is_wording

__all__ = [
    "All",
    "Any",
    "Except",
    "Field",
    "Gapped",
    "Near",
    "Not",
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
