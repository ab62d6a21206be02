"""The distributed engine: the same answers from an OpenSearch cluster. Derived, like every index, from the catalog.

layout           what a report becomes there               questions    a question as conditions, plan and scripts
connection       the client, its errors, its retries       filling      many reports into a new index
ranked_reports   a whole answer, a page of it at a time    ranked_hits  hits as rows, in 64 bits; facet_buckets
mark_sums        marks by year and by part                 hits         of a search, from anywhere in their order
engine           the protocol, on an alias (indices)       card_cache   the cards of all reports, for whoever wants all
address          what a setting says
"""

from __future__ import annotations

from indexer.index.opensearch.address import Address
from indexer.index.opensearch.engine import OpenSearchEngine

__all__ = ["Address", "OpenSearchEngine"]
