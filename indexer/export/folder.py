"""Reports taken out of the archive into a folder: a text a report, what is known of each as csv and JSON lines, the
originals where they are wanted, and a manifest with the SHA-256 of every file.

All is written beside the folder, under a name that ends with `.partial`; the manifest comes last, and then the folder
gets its name: one that was broken off never looks whole, and the next call clears it away.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import BinaryIO

from archive.catalog import ReadCatalog
from archive.errors import UsageError
from archive.model import MASTHEAD_FIELDS, Record
from archive.outline_sections import path_at
from archive.storage import disk
from indexer.export.file_names import safe_name
from indexer.export.folder_layout import FORMAT, MANIFEST, METADATA, ORIGINALS, REPORTS, SUMS, TABLE
from indexer.export.printed_record import now
from indexer.export.record_lines import program
from indexer.export.report_text import Form, Kept, text_of
from indexer.export.xlsx_writer import FORMULA

UNFINISHED = ".partial"
COLUMNS = (*("file", "id", "version", *MASTHEAD_FIELDS, "format", "source", "imported", "sha256", "original", "kept"),)

Told = Callable[[int], object]


@dataclass
class Written:
    """What was written: reports by how faithful their text is, bytes, and the reports that went meanwhile."""

    reports: int = 0
    bytes: int = 0
    kept: dict[Kept, int] = field(default_factory=lambda: {"exact": 0, "folded": 0, "changed": 0})


@dataclass
class _Sums:
    """Writes files of the folder, and their sums beside."""

    root: Path
    out: BinaryIO
    written: Written
    seen: set[bytes] = field(default_factory=set)

    def is_new(self, data: bytes) -> bool:
        """Are these the first such bytes? An archive takes the same bytes twice for one report."""
        digest = hashlib.sha256(data).digest()
        known = digest in self.seen
        self.seen.add(digest)
        return not known

    def keep(self, place: str, data: bytes) -> None:
        (self.root / place).write_bytes(data)
        self.enter(place, hashlib.sha256(data).hexdigest())
        self.written.bytes += len(data)

    def enter(self, place: str, digest: str) -> None:
        self.out.write(f"{digest}  {place}\n".encode())


def export(
    catalog: ReadCatalog,
    ids: Sequence[str],
    target: Path,
    *,
    form: Form = "txt",
    originals: bool = False,
    asked: Mapping[str, object] | None = None,
    told: Told = lambda _: None,
) -> Written:
    """The live reports of `ids` into the new folder `target`. `asked`: how they were chosen, for the manifest.

    Raises UsageError: "export.not_empty" where something stands at `target`, "usage.unwritable_file".
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError("export.not_empty", path=str(target))
    work = target.with_name(target.name + UNFINISHED)
    try:
        _clear(work)
        for folder in (REPORTS, *((ORIGINALS,) if originals else ())):
            (work / folder).mkdir(parents=True)
        written = _fill(catalog, ids, work, form, originals=originals, asked=dict(asked or {}), told=told)
        if target.exists():
            target.rmdir()
        disk.put_in_place(work, target)
    except OSError as problem:
        raise UsageError("usage.unwritable_file", path=str(work), problem=problem.strerror or "") from problem
    return written


def _clear(work: Path) -> None:
    """What an export that was broken off has left; nothing else is touched."""
    ours = {REPORTS, ORIGINALS, SUMS, METADATA, TABLE, MANIFEST}
    if work.is_dir() and {path.name for path in work.iterdir()} <= ours:
        shutil.rmtree(work)
    elif work.exists():
        raise UsageError("export.not_empty", path=str(work))


def _fill(
    catalog: ReadCatalog,
    ids: Sequence[str],
    work: Path,
    form: Form,
    *,
    originals: bool,
    asked: Mapping[str, object],
    told: Told,
) -> Written:
    written = Written()
    with (work / SUMS).open("wb") as out, (work / METADATA).open("wb") as lines, (work / TABLE).open("wb") as table:
        table.write(b"\xef\xbb\xbf" + _row(COLUMNS))
        sums = _Sums(work, out, written)
        for record in catalog.records(ids):
            said = _one(catalog, record, sums, form, originals=originals)
            lines.write(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
            table.write(_row([said[name] for name in COLUMNS]))
            written.reports += 1
            told(written.reports)
        lines.flush()
        table.flush()
        for place in (METADATA, TABLE):
            sums.enter(place, disk.digest(work / place))
    manifest = {
        "format": FORMAT,
        "program": f"baogao {program()}",
        "at": now(),
        "asked": asked,
        "reports": written.reports,
        "kept": written.kept,
        "originals": originals,
        "sha256": {SUMS: disk.digest(work / SUMS)},
    }
    disk.write_whole(
        work / MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode(), lasting=True
    )
    return written


def _one(catalog: ReadCatalog, record: Record, sums: _Sums, form: Form, *, originals: bool) -> dict[str, object]:
    """Write a report; what is known of it."""
    head = record.report.masthead
    made = text_of(record.report, form)
    if not sums.is_new(made.data):
        made = text_of(record.report, "md", mark=record.id)
    stem = f"{safe_name(head.title or PurePath(record.source).stem)}_{record.id}"
    file, original = f"{REPORTS}/{stem}.{made.form}", None
    sums.keep(file, made.data)
    sums.written.kept[made.kept] += 1
    if originals:
        suffix = safe_name(PurePath(record.source.replace("!/", "/")).suffix.lstrip("."))
        original = f"{ORIGINALS}/{stem}.{suffix.lower()}"
        sums.keep(original, catalog.original(record.id))
    return {
        "file": file,
        "id": record.id,
        "version": record.version,
        **{name: getattr(head, name) for name in MASTHEAD_FIELDS},
        "title_derived": head.title_derived,
        "format": record.report.format,
        "source": record.source,
        "imported": record.added_at,
        "sha256": record.sha256,
        "original": original,
        "kept": made.kept,
        "paths": list(_paths(record)),
    }


def _paths(record: Record) -> Iterator[dict[str, object]]:
    """From which passage on which heading path holds; passages are numbered from 1."""
    path: tuple[str, ...] | None = None
    for number in range(1, len(record.report.passages) + 1):
        here = tuple(section.heading for section in path_at(record.report.sections, number, 0))
        if here != path:
            path = here
            yield {"passage": number, "path": list(here)}


def _row(cells: Iterable[object]) -> bytes:
    """A row of csv; what a spreadsheet would compute is text."""
    out = io.StringIO(newline="")
    texts = ("" if cell is None else str(cell) for cell in cells)
    csv.writer(out).writerow("'" + text if text.startswith(FORMULA) else text for text in texts)
    return out.getvalue().encode("utf-8", "replace")
