"""How processes are started: forked from one that has loaded what they need, where the system can, else begun anew.

A program has one such process. What it loads is told by whoever starts it first: the readers of an import, a sandbox.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from multiprocessing.context import ForkServerContext, SpawnContext

from indexer.processes.signals import undisturbed


def context(modules: Sequence[str]) -> ForkServerContext | SpawnContext:
    """In which processes are started that need these modules; one that cannot be loaded is left to them."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["__main__", *modules])
    return found


def begin(modules: Sequence[str]) -> None:
    """Let these modules be loaded already, while this process does something else. Raises OSError."""
    if isinstance(context(modules), ForkServerContext):
        from multiprocessing import forkserver

        with undisturbed():
            forkserver.ensure_running()
