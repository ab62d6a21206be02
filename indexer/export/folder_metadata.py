"""A folder that was exported comes in again: its texts as reports, and of each what was known of it where it was.

What the texts say by themselves is read from them as from any other; only where that differs is it corrected.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from archive.catalog import Catalog
from archive.catalog.values import Value
from archive.errors import CatalogError
from archive.masthead.corrections import validated
from archive.model import MASTHEAD_FIELDS
from indexer.export.folder_layout import FORMAT, MANIFEST, METADATA, REPORTS

BATCH = 500
MOST_BYTES = 1 << 30
"""Of the metadata of one folder."""

Known = Mapping[str, Mapping[str, Value | None]]
"""The name of a text's file -> the fields of its masthead."""


def is_exported(folder: Path) -> bool:
    """Is it a whole export? One that was broken off has no manifest."""
    try:
        with (folder / MANIFEST).open("rb") as file:
            said = json.loads(file.read(1 << 20))
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and said.get("format") == FORMAT and (folder / REPORTS).is_dir()


def known_of(folder: Path) -> Known:
    """What its metadata says of each file. A line that is damaged says nothing."""
    found: dict[str, Mapping[str, Value | None]] = {}
    path = folder / METADATA
    if path.stat().st_size > MOST_BYTES:
        return found
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            try:
                said = json.loads(line)
                name = str(said["file"]).removeprefix(f"{REPORTS}/")
                fields = {field: said[field] for field in MASTHEAD_FIELDS}
                derived = bool(said["title_derived"])
            except (ValueError, KeyError, TypeError):
                continue
            if derived and fields["title"] is not None:  # corrected in its brackets it stays a derived one
                fields["title"] = f"［{fields['title']}］"
            found[name] = fields
    return found


def correct(catalog: Catalog, files: Mapping[str, str], known: Known) -> int:
    """Let the reports (id -> the name of their file) say what was known of them; how many had to be corrected.

    A value that no correction may have (a title as long as a page) stays as it was read.
    """
    done = 0
    ids = [name for name, file in files.items() if file in known]
    for start in range(0, len(ids), BATCH):
        wanted = {}
        for name, _, head in catalog.mastheads(ids[start : start + BATCH]):
            if head.cleared or any(one.origin == "correction" for one in head.evidence.values()):
                continue  # a person has seen to it here, or it was done before
            shown = f"［{head.title}］" if head.title_derived and head.title is not None else head.title
            now = {**{field: getattr(head, field) for field in MASTHEAD_FIELDS}, "title": shown}
            other = {
                field: value
                for field, value in known[files[name]].items()
                if now[field] != value and _can_be(field, value)
            }
            if other:
                wanted[name] = other
        catalog.edit_all(wanted)
        done += len(wanted)
    return done


def _can_be(field: str, value: Value | None) -> bool:
    try:
        validated(field, value)
    except CatalogError:
        return False
    return True
