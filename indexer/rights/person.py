"""What a named person of this home sees: `--as NAME` of the terminal, for whoever runs the archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from archive.catalog import ReadCatalog
from indexer.search.searcher import Searcher
from indexer.settings import Settings
from indexer.workspace import Workspace

if TYPE_CHECKING:
    from indexer.rights.reader import Reader
    from indexer.search.suggest import Suggester


class Archive(Protocol):
    """What verbs that ask need of an archive: all of it, or a person's view."""

    @property
    def catalog(self) -> ReadCatalog:
        """The reports that may be read."""

    @property
    def searcher(self) -> Searcher:
        """Answers over these reports alone."""

    @property
    def suggester(self) -> Suggester:
        """What stands in these reports."""


def reader_named(home: Path, settings: Settings, name: str) -> Reader:
    """The person of that name with their groups and roles as of now.

    Raises AccessError for a name that there is not, CatalogError("home.missing") where there are no accounts.
    """
    from archive.people.account import duties_of
    from archive.people.opening import open_people  # a search by the home's owner needs none of it
    from archive.people.people import People
    from indexer.rights.reader import Reader

    secret = settings.secret("catalog", home) if settings.catalog else ""
    people = People(open_people(home, read_only=True, address=settings.catalog, password=secret))
    try:
        account = people.accounts.named(name)
        roles = duties_of(account.roles, separate=settings.separate_duties)
        return Reader(account.name, people.accounts.groups_of(account.number), roles)
    finally:
        people.close()


def as_seen(workspace: Workspace, name: str | None) -> Archive:
    """The archive as the person of that name sees it; None: all of it. Raises as `reader_named`."""
    if name is None:
        return workspace
    from indexer.rights.view import Views  # as above

    reader = reader_named(workspace.home, workspace.settings, name)
    return Views(workspace.catalog, workspace.searcher, workspace.suggester).of(reader)
