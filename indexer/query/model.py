"""The query tree's nodes under one name: what a query means, once. How each is typed is said in `parser`.

A query is a frozen value; `Query.spans` decides match, marks and count. The nodes lie in `nodes`: `phrase`, `boolean`
(all, any, not), `words_apart`, `fields` (a report's face), `parts` (部分), `proximity` (wordings in relation), `scopes`
(in one sentence, passage or section); `node` is what they have in common.
"""

from indexer.query.nodes.boolean import (
    All,
    Any,
    Not,
    all_of,
)
from indexer.query.nodes.date_range import Dates
from indexer.query.nodes.fields import (
    Face,
    Field,
    Known,
    Periods,
    Years,
)
from indexer.query.nodes.node import (
    Finder,
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
from indexer.query.nodes.words_apart import Words, WordsOf, loosened, wordings

__all__ = [
    "PARTS",
    "All",
    "Any",
    "Dates",
    "Except",
    "Face",
    "Field",
    "Finder",
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
    "wordings",
]
