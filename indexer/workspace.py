"""The composition root: opens a home's catalog, engine and searcher as they are needed. No logic of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from archive.catalog import Catalog
from archive.catalog.opening import identity, open_catalog
from archive.errors import CatalogError, UsageError
from archive.people.opening import FILE
from archive.storage.network_drive import network_kind
from indexer import settings as settings_room
from indexer.analysis import synonyms
from indexer.analysis.analyzer import Analyzer, analyzer
from indexer.analysis.synonyms import Synonyms
from indexer.index import sync
from indexer.index.base import Engine
from indexer.index.fallback import FallbackEngine
from indexer.search.cross_passage import FILE as SEAMS
from indexer.search.cross_passage import CrossPassages
from indexer.search.searcher import Searcher
from indexer.settings import Settings

if TYPE_CHECKING:
    from archive.people.people import People
    from indexer.index.bulk_follow import BulkFollow
    from indexer.search.suggest import Suggester

READER_SECONDS = 0.5


class Workspace:
    """A home and its parts. Each part opens at first use, so that a cold command loads only what it needs.

    `writing` opens the catalog for change and makes the home where there is none; `looking` leaves even the index as it
    is; `answering` is for whoever has readers waiting.
    """

    def __init__(
        self,
        home: Path,
        *,
        writing: bool = False,
        looking: bool = False,
        answering: bool = False,
        settings: Settings | None = None,
    ) -> None:
        self.home = home
        self.writing = writing
        self.looking = looking
        self.answering = answering
        self.settings = settings or settings_room.load(home)

    @cached_property
    def catalog(self) -> Catalog:
        """The truth. Raises CatalogError: "home.missing" where there is none and nothing may be written,
        "home.network_drive" where locks and fsync cannot be relied on.
        """
        if self.settings.catalog:
            return self._shared_catalog()
        kind = None if self.settings.network_drive == "allow" else network_kind(self.home)
        if kind is not None:
            raise CatalogError("home.network_drive", home=str(self.home), kind=kind)
        return open_catalog(self.home, read_only=not self.writing, lock_seconds=self.settings.lock_seconds)

    def _shared_catalog(self) -> Catalog:
        """On PostgreSQL; the home then holds originals alone, and may lie on a drive that all nodes share."""
        settings = self.settings
        if not settings.catalog.startswith(("postgresql://", "postgres://")):
            raise UsageError("settings.bad_value", name="catalog", value=settings.catalog, where="settings")
        try:
            return open_catalog(
                self.home,
                read_only=not self.writing,
                lock_seconds=settings.lock_seconds,
                address=settings.catalog,
                password=settings.secret("catalog", self.home),
            )
        except ModuleNotFoundError as missing:
            raise UsageError("settings.extra_missing", extra="postgresql", name=str(missing.name)) from missing

    @cached_property
    def people(self) -> People:
        """Who may come in. Raises CatalogError as the catalog does, "home.missing" where only reading makes none."""
        from archive.people.opening import open_people  # most commands need nobody
        from archive.people.people import People, PeopleRules
        from archive.people.vouching import GroupNames

        settings = self.settings
        if settings.catalog:
            assert self.catalog  # it knows what is wrong with an address
        database = open_people(
            self.home,
            read_only=not self.writing,
            lock_seconds=settings.lock_seconds,
            address=settings.catalog,
            password=settings.secret("catalog", self.home) if settings.catalog else "",
        )
        rules = PeopleRules(
            separate_duties=settings.separate_duties,
            idle=60 * settings.session_minutes,
            absolute=3600 * settings.session_hours,
            group_names=GroupNames.of(settings.sign_on_groups),
        )
        return People(database, rules)

    def known_people(self) -> People | None:
        """The people, where there is an account; looked at anew each time, as a command may make one meanwhile."""
        if not self.settings.catalog and not (self.home / FILE).exists():
            return None
        try:
            return self.people if self.people.accounts.count() else None
        except CatalogError as problem:
            if problem.code != "home.missing":
                raise
            return None

    @cached_property
    def analyzer(self) -> Analyzer:
        """The words' cutter, with the home's user dictionary."""
        return analyzer(self.settings.dictionary(self.home))

    @cached_property
    def engine(self) -> Engine:
        """The derived index that the settings name."""
        assert self.catalog  # it makes the home, whose identity the index bears
        if self.settings.engine == "memory":
            from indexer.index.memory import MemoryEngine

            return MemoryEngine(self.analyzer)
        if self.settings.engine == "embedded":
            from indexer.index.embedded.engine import EmbeddedEngine

            # Whoever reads waits but a moment for the index: what it lacks is answered from the texts.
            patient = self.writing and not self.answering
            seconds = self.settings.lock_seconds if patient else min(READER_SECONDS, self.settings.lock_seconds)
            folder, archive = self.home / "index", identity(self.home)
            return EmbeddedEngine(folder, self.analyzer, lock_seconds=seconds, archive=archive, read_only=self.looking)
        if self.settings.engine.startswith("opensearch:"):
            return self._distributed()
        raise UsageError("settings.bad_value", name="engine", value=self.settings.engine, where="settings")

    def _distributed(self) -> Engine:
        try:
            from indexer.index.opensearch import Address, OpenSearchEngine, address
        except ModuleNotFoundError as missing:
            raise UsageError("settings.extra_missing", extra="opensearch", name=str(missing.name)) from missing
        settings = self.settings
        cluster = Address(
            address.hosts_of(settings.engine),
            user=settings.opensearch_user,
            password=settings.secret("opensearch", self.home),
            ca=str(self.home / settings.opensearch_ca) if settings.opensearch_ca else "",
            shards=settings.shards,
            replicas=settings.replicas,
        )
        patient = self.writing and not self.answering
        return OpenSearchEngine(cluster, self.analyzer, identity(self.home), patient=patient)

    @cached_property
    def searcher(self) -> Searcher:
        """Asks the engine, decides on the catalog's text; what the index lacks is replayed, or read from the texts."""
        standing = FallbackEngine(
            self.engine, self.catalog, self.analyzer, renew=not self.answering, looking=self.looking
        )
        seams = CrossPassages(self.catalog, self.home / "index" / SEAMS) if self.settings.engine == "embedded" else None
        return Searcher(self.catalog, standing, self.analyzer, self.synonyms, seams)

    @cached_property
    def suggester(self) -> Suggester:
        """Titles, quoted terms and words of the archive; the list lies beside the index."""
        from indexer.search import suggest  # what it loads is for those who ask it

        return suggest.Suggester(self.catalog, self.analyzer, self.home / "index" / suggest.FILE)

    @cached_property
    def synonyms(self) -> Synonyms:
        """The home's groups of wordings."""
        return Synonyms(self.home / synonyms.FILE)

    @contextmanager
    def alongside(self, expected: int) -> Iterator[BulkFollow | None]:
        """What indexes an import of `expected` files while it goes on; None where that gains nothing."""
        if self.settings.engine != "embedded":
            yield None
            return
        from indexer.index.bulk_follow import alongside
        from indexer.index.embedded.engine import EmbeddedEngine

        assert isinstance(self.engine, EmbeddedEngine)
        with alongside(self.catalog, self.engine, expected) as index:
            yield index

    def catch_up(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Bring the index level with the catalog; how many changes that took."""
        return sync.catch_up(self.catalog, self.engine, progress=progress, renew=not self.answering)

    def close(self) -> None:
        """Close what was opened."""
        for name in ("engine", "people", "catalog"):
            part = self.__dict__.pop(name, None)
            if part is not None:
                part.close()
        self.__dict__.pop("searcher", None)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
