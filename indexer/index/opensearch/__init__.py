"""The distributed engine: the same answers from an OpenSearch cluster. Derived, like every index, from the catalog.

connection       the client, its errors, its retries       mapping      what a report becomes there, how it is analysed
substrings       phrases and words as queries              conditions   what answers; card_conditions by its card
plan             a question made ready: what is counted    scripts      orders and sums as the cluster computes them
ranked_reports   a whole answer, a page of it at a time    ranked_hits  hits as rows, in 64 bits; hits, facet_buckets
engine           the protocol, on an alias                 card_cache   the cards of all reports, for whoever wants all
address          what a setting says
"""

from __future__ import annotations

from indexer.index.opensearch.address import Address
from indexer.index.opensearch.engine import OpenSearchEngine

__all__ = ["Address", "OpenSearchEngine"]
