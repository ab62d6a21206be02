"""Where reports are kept: the truth. Everything else (index, page) is made from it and asks it through `Catalog`."""

from archive.catalog.base import Catalog, EditCatalog, ReadCatalog
from archive.catalog.edits import By, Confirmed, Edit, EditedReport, Edits, Undone
from archive.catalog.fonds import Fonds, FondsRegister, Grant, Right
from archive.catalog.imports import Import, ImportedFile, Imports
from archive.catalog.near_duplicates import Near, Pair, Texts
from archive.catalog.rosters import Roster, Rosters
from archive.catalog.serialization import KeptForm
from archive.catalog.values import (
    Arrival,
    Change,
    Counts,
    Duplicate,
    Entry,
    Filter,
    Finding,
    Outcome,
    Sort,
    Unread,
    Version,
)

__all__ = [
    "Arrival",
    "By",
    "Catalog",
    "Change",
    "Confirmed",
    "Counts",
    "Duplicate",
    "Edit",
    "EditCatalog",
    "EditedReport",
    "Edits",
    "Entry",
    "Filter",
    "Finding",
    "Fonds",
    "FondsRegister",
    "Grant",
    "Import",
    "ImportedFile",
    "Imports",
    "KeptForm",
    "Near",
    "Outcome",
    "Pair",
    "ReadCatalog",
    "Right",
    "Roster",
    "Rosters",
    "Sort",
    "Texts",
    "Undone",
    "Unread",
    "Version",
]
