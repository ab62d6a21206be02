"""Giving an import up: what came in through the page and still waits is deleted, and the record says so."""

from __future__ import annotations

from archive.catalog import EditCatalog
from archive.errors import ReadError
from indexer.ingest.upload_spool import UploadSpool


def give_up(catalog: EditCatalog, spool: UploadSpool, number: int) -> int:
    """The bytes that are free again. What the import has kept already stays kept.

    Raises ReadError: `import.no_such`, `import.running` where somebody is at it, `import.closed` where nothing is left
    to be given up; CatalogError where the record cannot be written, though the files are gone by then: on a full disk
    there is no room for the record before.
    """
    found = catalog.imports.get(number)
    if found is None:
        raise ReadError("import.no_such", number=number)
    with catalog.imports.holding(number) as mine:
        if not mine:
            raise ReadError("import.running", number=number)
        waits = spool.bytes_of(number)
        if found.state == "done" or (found.state == "stopped" and not spool.holds(number)):
            raise ReadError("import.closed", number=number)
        spool.abandon(number)
        catalog.imports.end(number, ReadError("import.given_up", number=number))
    return waits
