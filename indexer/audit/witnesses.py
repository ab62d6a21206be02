"""Where hashes of the record were written down: in a log, in a backup, on paper. Read back, they show a cut end."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from archive.errors import UsageError
from archive.people.audit_chain import Witness
from indexer.maintenance.backup import MANIFEST

_TYPED = re.compile(r"(\d{1,18}):([0-9a-f]{64})")
_LOGGED = re.compile(r'audit"?,? .*?number"?[=:] ?(\d{1,18}),? "?hash"?[=:] ?"?([0-9a-f]{64})')


def typed(words: str) -> Witness:
    """NUMBER:HASH as `baogao audit verify` prints it. Raises UsageError("audit.bad_witness")."""
    found = _TYPED.fullmatch(words.strip().lower())
    if found is None:
        raise UsageError("audit.bad_witness", words=words[:100])
    return Witness(int(found[1]), found[2])


def in_log(path: Path) -> Iterator[Witness]:
    """All that a log of ours says, as text or as JSON. Raises UsageError("audit.unreadable")."""
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if (found := _LOGGED.search(line)) is not None:
                    yield Witness(int(found[1]), found[2])
    except OSError as problem:
        raise UsageError("audit.unreadable", path=str(path), problem=problem.strerror or str(problem)) from problem


def in_backup(path: Path) -> Iterator[Witness]:
    """What a backup's manifest says, where there was a record. Raises UsageError("audit.unreadable")."""
    try:
        with zipfile.ZipFile(path) as pack:
            told = json.loads(pack.read(MANIFEST)).get("audit")
        if told is not None:
            yield Witness(int(told["number"]), str(told["hash"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, RuntimeError) as problem:
        raise UsageError("audit.unreadable", path=str(path), problem=str(problem)) from problem
