"""The engine protocol on a cluster: an alias names the live index, its state lies in a document of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from indexer import deadline
from indexer.analysis.analyzer import Analyzer
from indexer.document import Card, Document
from indexer.index.base import Engine, Proposal, State
from indexer.index.opensearch.address import Address
from indexer.index.opensearch.card_cache import CardCache, CardCaches
from indexer.index.opensearch.connection import ConflictError, Connection
from indexer.index.opensearch.filling import Filling
from indexer.index.opensearch.hits import WHOLE, held_by, hits_of, holding
from indexer.index.opensearch.indices import Indices
from indexer.index.opensearch.layout import mapping
from indexer.index.opensearch.layout.substrings import Condition, every, phrase_query
from indexer.index.opensearch.questions import conditions
from indexer.index.opensearch.questions.card_conditions import LIVE
from indexer.index.opensearch.questions.plan import plan_of, plan_of_scores
from indexer.index.opensearch.questions.unit_conditions import unsettled
from indexer.index.opensearch.ranked_reports import MOST_DOUBTFUL, RankedOnCluster
from indexer.index.part import AskedOnly, Fonds
from indexer.index.ranked import RankedQuestion, RankedReports
from indexer.query.model import Query

WORN = 4
"""Worn where the marks of what is gone are more than a quarter of the reports, and more than a thousand."""
AT_ONCE = 1_000
"""Reports whose cards are fetched by their ids in one request."""
FEW = 20_000
"""… and in several; the cards of more are those of the listing, which is fetched for them and kept."""
ASKED_AT_ONCE = 64
"""Texts whose holders are asked for in one request."""
SCORED = MOST_DOUBTFUL
"""Reports whose scores are asked for at once: each of them may have to be counted on its text."""


class OpenSearchEngine:
    """One archive's index in a cluster, behind the alias `baogao-ARCHIVE`. Raises EngineError("index.unreachable").

    Who only answers questions is not `patient`: what a cluster in trouble does not take at once is left to the writers.
    """

    name = "opensearch"
    outlined = True

    def __init__(
        self,
        address: Address,
        analyzer: Analyzer,
        archive: str,
        *,
        patient: bool = True,
        index: str = "",
        fonds: Fonds | None = None,
        known: CardCaches | None = None,
        filling: Filling | None = None,
    ) -> None:
        """`index`: a concrete one instead of the alias. `fonds`: see `within`; `known` what is shared with another.

        `filling`: by which an index is filled that nobody asks yet.
        """
        self.address = address
        self._analyzer = analyzer
        self._archive = archive
        self._patient = patient
        self._listings = known or CardCaches(Connection(address, patient=patient))
        self._connection = self._listings.connection
        self.alias = f"baogao-{archive.lower()}"
        self._indices = Indices(self._connection, self.alias, address)
        self._fixed = index
        self._filling = filling
        self._fonds = fonds
        self._held: tuple[Condition, ...] = () if fonds is None else ({"terms": {"fonds": sorted(fonds)}},)
        self._fingerprint = mapping.fingerprint(analyzer)
        self.processes: int | None = None
        """That fill a new index; None for as many as the machine has cores."""

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
        if self._filling is None:
            self._connection.bulk(mapping.actions(index, iter(put), self._analyzer))
        else:
            self._filling.put(put)
            if not last_change and not removed:  # more is to come, and nobody asks before
                return
            self._filling.finish()
        gone = set(removed) - {document.id for document in put}
        self._connection.bulk(mapping.removals(index, iter(sorted(gone)), max(last_change, 1)))
        self._connection.patient("POST", f"/{index}/_refresh")
        self._remember(index, last_change)

    def propose(self, query: Query) -> Proposal:
        """What can be said there exactly, with the marks where they can be counted; else what is necessary for it."""
        answer = self._ranked(RankedQuestion(query, order="newest"))
        if answer is not None:
            return Proposal(answer.counts(), exact=True)
        exact = conditions.condition(query) is not None and not unsettled(query)
        found = holding(self._connection, self._target, [conditions.proposed(query), *self._held])
        return Proposal(dict.fromkeys(found), exact)

    def score(self, query: Query, ids: Collection[str]) -> Mapping[str, float]:
        """Relevance by `ranking`, over the cluster's frequencies."""
        names, found = sorted(ids), dict[str, float]()
        for at in range(0, len(names), SCORED):
            deadline.check()
            plan = plan_of_scores(query, names[at : at + SCORED], self._analyzer, self._held)
            if plan.phrases or plan.words:
                rows = RankedOnCluster(self._connection, self._target, plan).rows(0, SCORED)
                found.update((row.id, row.score) for row in rows if row.score)
        return found

    def cards(self, ids: Collection[str] | None = None) -> Mapping[str, Card]:
        """Few by their ids; many, and all, from the listing of this process, level with the index."""
        if ids is not None and len(ids) <= (AT_ONCE if self._listings.begun else FEW):
            return self._few(sorted(ids))
        known = self._level().cards
        if self._fonds is not None:
            known = {name: card for name, card in known.items() if card.fonds in self._fonds}
        return dict(known) if ids is None else {name: known[name] for name in ids if name in known}

    def ranked(self, question: RankedQuestion) -> RankedReports | None:
        """A page of it asks for a page; None where the cluster cannot say the question exactly."""
        return self._ranked(question)

    def within(self, fonds: Fonds) -> Engine:
        """The same index as if it held only their reports: what is asked is narrowed, and so is what is counted by."""
        narrowed = OpenSearchEngine(
            *(self.address, self._analyzer, self._archive),
            patient=self._patient,
            index=self._fixed,
            fonds=fonds,
            known=self._listings,
        )
        return _Part(self, narrowed, fonds)

    def holders(self, texts: Sequence[str]) -> Sequence[Collection[str]] | None:
        """Many texts are one request."""
        found: list[Collection[str]] = []
        for at in range(0, len(texts), ASKED_AT_ONCE):
            deadline.check()
            asked = [every([phrase_query(text), *self._held]) for text in texts[at : at + ASKED_AT_ONCE]]
            found += held_by(self._connection, self._target, asked)
        return found

    def reports(self) -> int:
        """How many reports may be asked."""
        body = {"size": 0, "track_total_hits": True, "query": every([LIVE, *self._held])}
        return int(self._connection.search(f"/{self._target}/_search", body, **WHOLE)["hits"]["total"]["value"])

    @contextmanager
    def replacement(self) -> Iterator[Engine]:
        """A new index that the alias names in one step when it is done; the one before stays for who still reads it."""
        name = self._indices.create(replicas=0)
        filling = Filling(self.address, self._analyzer, name, processes=self.processes)
        about = (self.address, self._analyzer, self._archive)
        fresh = OpenSearchEngine(*about, patient=self._patient, index=name, filling=filling)
        try:
            yield fresh
            filling.finish()
            self._indices.spread(name)
            before = self._indices.take_over(name)
        except BaseException:
            self._indices.drop(name)
            raise
        finally:
            filling.close()
            fresh.close()
        self._indices.clear({name, before})

    def close(self) -> None:
        """Let the connections go."""
        self._connection.close()

    @property
    def _target(self) -> str:
        """What is asked: the alias, so that whoever takes over meanwhile answers; gone, it is "index.damaged"."""
        return self._fixed or self.alias

    def _ranked(self, question: RankedQuestion) -> RankedOnCluster | None:
        plan = plan_of(question, self._analyzer, self._held)
        if plan is None:
            return None
        answer = RankedOnCluster(self._connection, self._target, plan)
        return answer if answer.settled() else None

    def _few(self, ids: Sequence[str]) -> dict[str, Card]:
        found: dict[str, Card] = {}
        for at in range(0, len(ids), AT_ONCE):
            deadline.check()
            asked = every([{"terms": {"id": ids[at : at + AT_ONCE]}}, LIVE, *self._held])
            body = {"query": asked, "size": AT_ONCE, "sort": ["_doc"], "_source": ["card"]}
            for hit in hits_of(self._connection, f"/{self._target}/_search", body):
                card = mapping.card_of(hit["_source"])
                found[card.id] = card
        return found

    def _level(self) -> CardCache:
        index = self._index()
        kept = self._kept(index) if index else None
        return CardCache() if index is None or kept is None else self._listings.level(index, kept["last_change"])

    def _index(self) -> str | None:
        """The concrete index that is asked now."""
        return self._fixed or self._indices.live()

    def _begun(self) -> str:
        name = self._indices.create(replicas=self.address.replicas)
        self._indices.take_over(name)
        return self._index() or name

    def _kept(self, index: str) -> dict[str, Any] | None:
        found = self._connection.found(f"/{index}/_doc/{mapping.STATE}")
        return found["_source"]["state"] if found else None

    def _remember(self, index: str, last_change: int) -> None:
        body = {"state": {"last_change": last_change, "fingerprint": self._fingerprint}}
        parameters = {"version": last_change + 1, "version_type": "external_gte"}
        with suppress(ConflictError):  # another process has brought it further meanwhile
            self._connection.patient("PUT", f"/{index}/_doc/{mapping.STATE}", body, **parameters)


_COUNTED = {
    "size": 0,
    "track_total_hits": True,
    "query": {"exists": {"field": "id"}},
    "aggs": {"gone": {"filter": {"term": {"gone": True}}}},
}


class _Part(AskedOnly):
    """The reports of some fonds, asked of an engine that is narrowed to them."""

    def __init__(self, whole: OpenSearchEngine, narrowed: OpenSearchEngine, fonds: Fonds) -> None:
        super().__init__(whole, fonds)
        self._narrowed = narrowed

    def propose(self, query: Query) -> Proposal:
        """As the whole, filtered in the cluster."""
        return self._narrowed.propose(query)

    def score(self, query: Query, ids: Collection[str]) -> Mapping[str, float]:
        """As the whole, by the statistics of these reports."""
        return self._narrowed.score(query, ids)

    def cards(self, ids: Collection[str] | None = None) -> Mapping[str, Card]:
        """As the whole, filtered in the cluster."""
        return self._narrowed.cards(ids)

    def ranked(self, question: RankedQuestion) -> RankedReports | None:
        """A page of these reports, with the statistics of them alone."""
        return self._narrowed.ranked(question)

    def holders(self, texts: Sequence[str]) -> Sequence[Collection[str]] | None:
        """As the whole, filtered in the cluster."""
        return self._narrowed.holders(texts)

    def state(self) -> State:
        """As the whole, with the number of these reports."""
        return replace(self.whole.state(), reports=self._narrowed.reports())
