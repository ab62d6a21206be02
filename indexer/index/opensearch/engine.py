"""The engine protocol on a cluster: an alias names the live index, its state lies in a document of its own."""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from archive.errors import EngineError
from archive.text.fold import fold_text
from indexer.analysis.analyzer import Analyzer
from indexer.document import Card, Document
from indexer.index import ranking
from indexer.index.base import Engine, Proposal, State
from indexer.index.opensearch import mapping, phrase_counts
from indexer.index.opensearch.address import Address
from indexer.index.opensearch.card_cache import CardCache, CardCaches
from indexer.index.opensearch.connection import ConflictError, Connection
from indexer.index.part import AskedOnly, Fonds
from indexer.index.ranked import RankedQuestion, RankedReports
from indexer.index.set_algebra import Algebra
from indexer.query.model import Query

WORN = 4
"""Worn where the marks of what is gone are more than a quarter of the reports, and more than a thousand."""
SPREAD_SECONDS = 60
LEFT_BEHIND = 24 * 3600.0
"""Seconds after which an index that nobody took over is what a dead process left."""


class OpenSearchEngine:
    """One archive's index in a cluster, behind the alias `baogao-ARCHIVE`. Raises EngineError("index.unreachable").

    Who only answers questions is not `patient`: what a cluster in trouble does not take at once is left to the writers.
    """

    name = "opensearch"
    outlined = False

    def __init__(
        self, address: Address, analyzer: Analyzer, archive: str, *, patient: bool = True, index: str = ""
    ) -> None:
        self.address = address
        self._analyzer = analyzer
        self._archive = archive
        self._patient = patient
        self._connection = Connection(address, patient=patient)
        self._listings = CardCaches(self._connection)
        self.alias = f"baogao-{archive.lower()}"
        self._fixed = index
        self._fingerprint = mapping.fingerprint(analyzer)

    def state(self) -> State:
        """What the cluster holds, as of its last update; nothing where another fold or analyzer made it."""
        index = self._index()
        kept = self._kept(index) if index else None
        if index is None or kept is None or kept["fingerprint"] != self._fingerprint:
            return State(0, 0, "")
        counts = self._connection.request("POST", f"/{index}/_search", _COUNTED, allow_partial_search_results="false")
        total, gone = counts["hits"]["total"]["value"], counts["aggregations"]["gone"]["doc_count"]
        worn = gone > 1000 and gone * WORN > total
        return State(kept["last_change"], total - gone, self._fingerprint, worn)

    def update(self, documents: Iterable[Document], removed: Collection[str], last_change: int) -> None:
        """Idempotent, and safe beside another process that does the same: the newer version of a report stays."""
        index = self._index() or self._begun()
        kept = self._kept(index)
        if kept is not None and kept["last_change"] > last_change:
            return
        put = list(documents)
        self._connection.bulk(mapping.actions(index, iter(put), self._analyzer))
        gone = set(removed) - {document.id for document in put}
        self._connection.bulk(mapping.removals(index, iter(sorted(gone)), max(last_change, 1)))
        self._connection.patient("POST", f"/{index}/_refresh")
        self._remember(index, last_change)

    def propose(self, query: Query, fonds: Fonds | None = None) -> Proposal:
        """Phrases, fields and what is made of them exactly; the rest as what is necessary for it.

        Of the reports of these fonds (None: of all).
        """
        index, listing = self._level(fonds)
        if index is None:
            return Proposal({}, exact=True)
        counted: dict[str, Mapping[str, int]] = {}

        def counts(text: str) -> Mapping[str, int]:
            if text not in counted:
                found = phrase_counts.phrase_counts(self._connection, index, text, fonds)
                counted[text] = {name: count for name, count in found.items() if name in listing.cards}
            return counted[text]

        return Algebra(counts, lambda: listing.cards, lambda: listing.cards).propose(query)

    def score(self, query: Query, ids: Collection[str], fonds: Fonds | None = None) -> Mapping[str, float]:
        """Relevance by `ranking`, over the cluster's frequencies."""
        index, listing = self._level(fonds)
        if index is None:
            return {}
        lengths = listing.lengths
        figures = ranking.Figures(
            lengths=lengths,
            average=sum(lengths.values()) / len(lengths) if lengths else 0.0,
            phrase=lambda text: phrase_counts.phrase_counts(self._connection, index, text, fonds),
            word=lambda word: phrase_counts.word_counts(self._connection, index, word, fonds),
            titles=lambda: {name: fold_text(card.title or "") for name, card in listing.cards.items()},
        )
        return ranking.scores(query, [name for name in ids if name in lengths], figures, self._analyzer)

    def cards(self, ids: Collection[str] | None = None, fonds: Fonds | None = None) -> Mapping[str, Card]:
        """From the listing of this process, level with the index."""
        _, listing = self._level(fonds)
        if ids is None:
            return dict(listing.cards)
        return {name: listing.cards[name] for name in ids if name in listing.cards}

    def within(self, fonds: Fonds) -> Engine:
        """The same over the reports of these fonds: a filter in every search, which changes no score."""
        return _Part(self, fonds)

    def ranked(self, question: RankedQuestion) -> RankedReports | None:
        """None: what matches is proposed, scored and put in order by the searcher."""
        del question
        return None

    def holders(self, texts: Sequence[str]) -> Sequence[Collection[str]] | None:
        """None: each text is proposed by itself."""
        del texts
        return None

    @contextmanager
    def replacement(self) -> Iterator[Engine]:
        """A new index that the alias names in one step when it is done; the one before stays for who still reads it."""
        name = self._new_name()
        self._create(name, replicas=0)
        fresh = OpenSearchEngine(self.address, self._analyzer, self._archive, patient=self._patient, index=name)
        try:
            yield fresh
            self._spread(name)
            before = self._taken_over(name)
        except BaseException:
            with suppress(EngineError):
                self._connection.request("DELETE", f"/{name}")
            raise
        finally:
            fresh.close()
        self._clear({name, before})

    def close(self) -> None:
        """Let the connections go."""
        self._connection.close()

    def _level(self, fonds: Fonds | None = None) -> tuple[str | None, CardCache]:
        index = self._index()
        kept = self._kept(index) if index else None
        if index is None or kept is None:
            return None, CardCache()
        return index, self._listings.level_of(index, kept["last_change"], fonds)

    def _index(self) -> str | None:
        """The concrete index behind the alias now."""
        if self._fixed:
            return self._fixed
        found = self._connection.found(f"/_alias/{self.alias}")
        return max(found) if found else None

    def _begun(self) -> str:
        name = self._new_name()
        self._create(name, replicas=self.address.replicas)
        self._taken_over(name)
        return self._index() or name

    def _new_name(self) -> str:
        return f"{self.alias}-{time.time_ns():020d}-{secrets.token_hex(3)}"

    def _create(self, name: str, *, replicas: int) -> None:
        self._connection.patient("PUT", f"/{name}", mapping.index_body(self.address.shards, replicas))

    def _spread(self, name: str) -> None:
        """The copies that were left out while building; the cluster makes them, a small one at once."""
        settings = {"index": {"number_of_replicas": self.address.replicas}}
        self._connection.patient("PUT", f"/{name}/_settings", settings)
        status = "green" if self.address.replicas else "yellow"
        with suppress(EngineError):  # a cluster of too few nodes never gets there; it answers all the same
            parameters = {"wait_for_status": status, "timeout": f"{SPREAD_SECONDS}s"}
            self._connection.request("GET", f"/_cluster/health/{name}", seconds=SPREAD_SECONDS + 5, **parameters)

    def _taken_over(self, name: str) -> str | None:
        before = self._index()
        actions: list[dict[str, Any]] = [{"add": {"index": name, "alias": self.alias}}]
        if before:
            actions.insert(0, {"remove": {"index": f"{self.alias}-*", "alias": self.alias}})
        self._connection.patient("POST", "/_aliases", {"actions": actions})
        return before

    def _clear(self, kept: Collection[str | None]) -> None:
        """Indices of this archive that no reader can be inside any more."""
        found = self._connection.found(f"/{self.alias}-*/_settings", filter_path=_AGE) or {}
        now = time.time()
        live = self._index()
        for name, told in found.items():
            age = now - int(told["settings"]["index"]["creation_date"]) / 1000
            older = name < min(filter(None, kept))
            if name not in kept and name != live and (older or age > LEFT_BEHIND):
                with suppress(EngineError):
                    self._connection.request("DELETE", f"/{name}")

    def _kept(self, index: str) -> dict[str, Any] | None:
        found = self._connection.found(f"/{index}/_doc/{mapping.STATE}")
        return found["_source"]["state"] if found else None

    def _remember(self, index: str, last_change: int) -> None:
        body = {"state": {"last_change": last_change, "fingerprint": self._fingerprint}}
        parameters = {"version": last_change + 1, "version_type": "external_gte"}
        with suppress(ConflictError):  # another process has brought it further meanwhile
            self._connection.patient("PUT", f"/{index}/_doc/{mapping.STATE}", body, **parameters)


_AGE = "*.settings.index.creation_date"
_COUNTED = {
    "size": 0,
    "track_total_hits": True,
    "query": {"exists": {"field": "id"}},
    "aggs": {"gone": {"filter": {"term": {"gone": True}}}},
}


class _Part(AskedOnly):
    """The reports of some fonds."""

    def __init__(self, whole: OpenSearchEngine, fonds: Fonds) -> None:
        super().__init__(whole, fonds)
        self._cluster = whole

    def propose(self, query: Query) -> Proposal:
        """As the whole, filtered in the cluster."""
        return self._cluster.propose(query, self.fonds)

    def score(self, query: Query, ids: Collection[str]) -> Mapping[str, float]:
        """As the whole, by the figures of these reports."""
        return self._cluster.score(query, ids, self.fonds)

    def cards(self, ids: Collection[str] | None = None) -> Mapping[str, Card]:
        """From the listing of this process."""
        return self._cluster.cards(ids, self.fonds)
