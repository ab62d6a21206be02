"""Of which reports absence is never claimed: not all of them was read, or an earlier edition of a reader read them.

Every statement that a wording stands nowhere, or not in some report, asks here first.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.catalog import ReadCatalog
from archive.readers import editions
from archive.readers.left_out import PARTLY_READ


@dataclass(frozen=True, slots=True)
class PartlyRead:
    """Ids of live reports. `noticed`: their reader left something out or may have misread a character; `older`: an
    earlier edition of their reader gave their text.
    """

    noticed: frozenset[str] = frozenset()
    older: frozenset[str] = frozenset()

    def __contains__(self, report_id: str) -> bool:
        return report_id in self.noticed or report_id in self.older

    def __len__(self) -> int:
        return len(self.noticed | self.older)


def partly_read(catalog: ReadCatalog) -> PartlyRead:
    """As of now. Raises CatalogError."""
    return PartlyRead(frozenset(catalog.noticed(PARTLY_READ)), frozenset(editions.older(catalog.editions())))
