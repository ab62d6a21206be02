"""What is known of an index without asking it anything: which kind it is, how large, of how many pieces, how it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.catalog import Catalog
from archive.errors import ArchiveError, EngineError
from indexer.index.base import Engine, State
from indexer.index.embedded import generations
from indexer.index.embedded.positions import manifest
from indexer.settings import Settings

NOTHING = State(0, 0, "")


@dataclass(frozen=True, slots=True)
class IndexFacts:
    """`kind`: which store decides in an embedded engine, "" elsewhere; `segments`: of positions, None elsewhere;
    `behind`: changes that it has not seen; `problem`: the code of what keeps it from being opened, "" for nothing.
    """

    engine: str
    kind: str
    reports: int
    behind: int
    fingerprint: str
    worn: bool
    segments: int | None
    problem: str


def index_facts(home: Path, settings: Settings, catalog: Catalog, engine: Engine) -> IndexFacts:
    """The facts as of now. Raises CatalogError."""
    problem, state = "", NOTHING
    try:
        state = engine.state()
    except EngineError as wrong:
        problem = wrong.code
    kind, segments = _of_files(home / "index") if settings.engine == "embedded" else ("", None)
    behind = sum(1 for _ in catalog.changes(after=state.last_change))
    held = state.reports, behind, state.fingerprint, state.worn
    return IndexFacts(engine.name, kind, *held, segments, problem)


def _of_files(folder: Path) -> tuple[str, int | None]:
    """The kind of what is in force, and of positions how many segments they are."""
    try:
        names = generations.current(folder)
        if names is not None and not names.grams.startswith(generations.POSITIONS):
            return "fts5", None
        return "positions", None if names is None else len(manifest.read(folder / names.grams).parts)
    except ArchiveError:
        return "positions", None
