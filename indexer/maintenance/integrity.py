"""Is an archive sound, and what can be mended: catalog, originals, index and manifest held against each other.

`findings` changes nothing, not a byte of the home. `repair` never deletes an original. Prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive.catalog import Catalog, Finding
from archive.errors import ArchiveError, CatalogError, EngineError
from archive.ingest import ingest
from indexer.document import document_of
from indexer.index import sync
from indexer.index.base import Engine
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.workspace import Workspace

HARMLESS = frozenset({"catalog.original_unused"})
"""Left by an interrupted import: told, but the archive is sound."""


def findings(workspace: Workspace) -> Iterator[Finding]:
    """What is not sound in the catalog and its originals, then in the index, then where the two differ."""
    catalog = workspace.catalog
    unreadable = False
    for finding in catalog.verify():
        yield finding
        unreadable = unreadable or finding.code in ("catalog.damaged", "catalog.report_damaged")
    if not unreadable:
        yield from _of_index(catalog, workspace.engine)


def _of_index(catalog: Catalog, engine: Engine) -> Iterator[Finding]:
    if isinstance(engine, EmbeddedEngine):
        harms = [Finding("check.index_damaged", {"path": str(path), "problem": what}) for path, what in engine.harms()]
        yield from harms
        if harms:
            return
    state, last = engine.state(), catalog.last_change()
    if state.last_change != last:
        yield Finding("check.index_behind", {"behind": abs(last - state.last_change)})
        return
    if last:
        yield from _differences(catalog, engine)


def _differences(catalog: Catalog, engine: Engine) -> Iterator[Finding]:
    kept = set(catalog.ids())
    try:
        cards = engine.cards()
    except EngineError as problem:
        yield Finding("check.index_damaged", {"path": str(problem.evidence.get("path")), "problem": problem.code})
        return
    for name in sorted(kept - cards.keys()):
        yield Finding("check.not_indexed", {"id": name})
    for name in sorted(cards.keys() - kept):
        yield Finding("check.indexed_in_vain", {"id": name})
    for record in catalog.records(sorted(kept & cards.keys())):
        document = document_of(record)
        same = not isinstance(engine, EmbeddedEngine) or engine.holds(document)
        if cards[record.id] != document.card or not same:
            yield Finding("check.card_differs", {"id": record.id})


def repair(workspace: Workspace) -> list[str]:
    """Mend what `findings` tells and what can be mended; what was done. The workspace must be writing."""
    catalog, done = workspace.catalog, []
    for finding in list(catalog.verify()):
        if finding.code in ("catalog.original_missing", "catalog.original_damaged"):
            mended = _bring_back(catalog, str(finding.evidence["sha256"]))
        elif finding.code == "catalog.report_damaged":
            mended = _read_again(catalog, str(finding.evidence["id"]), finding.evidence["version"])
        else:
            mended = False
        if mended:
            done.append(finding.code)
    if any(finding.code not in HARMLESS for finding in _of_index(catalog, workspace.engine)):
        sync.rebuild(catalog, workspace.engine)
        done.append("index")
    return done


def _bring_back(catalog: Catalog, sha256: str) -> bool:
    """An original from the place it came from, if the same bytes are still there."""
    for removed in (False, True):
        for entry in catalog.list(removed=removed):
            if any(version.sha256 == sha256 for version in catalog.versions(entry.id)):
                try:
                    if catalog.put_back(Path(entry.location).read_bytes(), sha256):
                        return True
                except OSError:
                    continue
    return False


def _read_again(catalog: Catalog, report_id: str, version: object) -> bool:
    """A version's text from its own original."""
    number = version if isinstance(version, int) else None
    try:
        folder, _, name = catalog.source(report_id).rpartition("/")
        report = ingest(catalog.original(report_id, number), name, folder=folder)
        return catalog.read_anew(report_id, number, report)
    except (ArchiveError, CatalogError):
        return False
