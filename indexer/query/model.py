"""What a query means, once: `spans` decides match, marks and count. The nodes live beside this, by what they say:
`phrase`, `joins` (all, any, not), `loose` (words apart), `fields` (a report's face), `parts` (部分), `within` (wordings
in relation), `scopes` (in one sentence, passage or section). `tree` is what they have in common. No syntax here.
"""

from indexer.query.nodes.boolean import (
    All,
    Any,
    Not,
    all_of,
)
from indexer.query.nodes.fields import (
    Face,
    Field,
    Known,
    Periods,
    Years,
)
from indexer.query.nodes.node import (
    Query,
    Terms,
    Wording,
    positive_phrases,
)
from indexer.query.nodes.parts import PARTS, Part
from indexer.query.nodes.phrase import Phrase
from indexer.query.nodes.proximity import (
    Except,
    Gapped,
    Near,
    is_wording,
)
from indexer.query.nodes.scopes import Scope
from indexer.query.nodes.term import Term
from indexer.query.nodes.words_apart import Words, WordsOf, loosened

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
    "Term",
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
