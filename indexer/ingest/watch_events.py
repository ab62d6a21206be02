"""Waiting until something may have changed in folders: told by the system, or asked for every few seconds.

The only owner of watchfiles. What has changed is not believed from here: `watch_folders` looks for itself.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.storage.network_drive import network_kind

try:
    import watchfiles
except ImportError:  # no wheel for this machine: folders are looked through instead
    watchfiles = None  # type: ignore[assignment]

_log = logging.getLogger(__name__)

STEP = 0.5
"""Seconds after which whoever waits is woken anyway: files that grow are looked at again."""


def tells(folder: Path) -> bool:
    """Whether the system tells of changes in `folder`; a network share tells only of this machine's own."""
    return watchfiles is not None and folder.is_dir() and network_kind(folder) is None


def wakings(folders: Sequence[Path], stop: threading.Event, *, telling: bool, between: float) -> Iterator[bool]:
    """True when something may have changed, False after `STEP` seconds without a word; ends when `stop` is set.

    `telling` off: every `between` seconds something may have.
    """
    if telling:
        try:
            yield from _told(folders, stop)
        except (OSError, RuntimeError) as problem:  # the system watches no more folders for us (inotify's limit)
            _log.warning("folders are looked through every %s seconds instead: %s", between, problem)
    while not stop.wait(between):
        yield True


def _told(folders: Sequence[Path], stop: threading.Event) -> Iterator[bool]:
    changes = watchfiles.watch(
        *folders,
        watch_filter=None,
        debounce=int(STEP * 1000),
        step=100,
        stop_event=stop,
        rust_timeout=int(STEP * 1000),
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    for changed in changes:
        yield bool(changed)
