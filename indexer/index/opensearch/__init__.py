"""The distributed engine: the same answers from an OpenSearch cluster. Derived, like every index, from the catalog.

connection   the client, its errors, its retries         layout     what a report becomes there, and how it is analysed
counting     how often a phrase or a word stands where   listing    cards and lengths, level with the index
engine       the protocol, on an alias                   address    what a setting says
"""

from __future__ import annotations

from indexer.index.opensearch.address import Address
from indexer.index.opensearch.engine import OpenSearchEngine

__all__ = ["Address", "OpenSearchEngine"]
