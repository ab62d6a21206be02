"""The index of a large archive built anew in a process of its own: what that takes, with the processes that help it, is
given back at its end, where a process that serves would keep it for good.

`python -m indexer.maintenance.rebuild_process HOME ANSWERING ONLY_IF_STALE` is that process (each 0 or 1). It tells on
its standard output, a line of JSON each, how far it is ([done, of]) and what went wrong ({"code", "evidence"}), and
ends when nobody reads that any more.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

from archive.catalog import Catalog
from archive.errors import ArchiveError, CatalogError, EngineError
from indexer.index import sync
from indexer.index.base import Engine
from indexer.index.sync import Progress
from indexer.workspace import Workspace

FEW = 300
"""Reports up to which the index is built where it is asked for: no process that helps is worth its start there."""
NICE = 5
"""Steps of priority below those who answer."""


def level(workspace: Workspace, progress: Progress | None = None) -> int:
    """Bring the index level with the catalog, as `Workspace.catch_up`; where it is built anew, elsewhere."""
    anew = partial(rebuilt, workspace)
    return sync.catch_up(
        workspace.catalog, workspace.engine, progress=progress, renew=not workspace.answering, anew=anew
    )


def rebuilt(
    workspace: Workspace,
    catalog: Catalog,
    engine: Engine,
    *,
    progress: Progress | None = None,
    only_if_stale: bool = False,
) -> int:
    """As `sync.rebuild`, in a process of its own where there are many reports and the index lies in the home. Raises
    EngineError, "index.build_failed" also where that process was ended, and CatalogError.
    """
    here = partial(sync.rebuild, catalog, engine, progress=progress, only_if_stale=only_if_stale)
    if workspace.settings.engine != "embedded" or catalog.counts().reports <= FEW:
        return here()
    words = [str(workspace.home), f"{workspace.answering:d}", f"{only_if_stale:d}"]
    try:
        child = subprocess.Popen(  # our own interpreter and module
            [sys.executable, "-m", "indexer.maintenance.rebuild_process", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
    except OSError:  # a service may be forbidden to
        return here()
    with child:
        try:
            return _followed(child, progress)
        finally:
            child.kill()  # who waited was told to end; nothing where it has ended itself


def _followed(child: subprocess.Popen[str], progress: Progress | None) -> int:
    """How many reports it has put in."""
    assert child.stdout is not None
    reports = 0
    for line in child.stdout:
        told = json.loads(line)
        if isinstance(told, dict):
            kind = CatalogError if told["catalog"] else EngineError
            raise kind(told["code"], **told["evidence"])
        reports, of = told
        if progress is not None and reports < of:
            progress(reports, of)
    if child.wait():
        raise EngineError("index.build_failed", problem=f"exit {child.returncode}")
    return reports


def _tell(told: object) -> None:
    try:
        sys.stdout.write(json.dumps(told, default=str) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(1)  # even the end of the interpreter would write there; what is half built, the next one sweeps


def main(home: str, answering: str, only_if_stale: str) -> int:
    """Build it and tell; the exit status is 0 also where something was told that went wrong."""
    if hasattr(os, "nice"):
        with suppress(OSError):  # a service may be forbidden to (systemd: SystemCallFilter)
            os.nice(NICE)
    try:
        with Workspace(Path(home), writing=True, answering=answering == "1") as workspace:
            reports = sync.rebuild(
                workspace.catalog,
                workspace.engine,
                progress=lambda done, of: _tell([done, of]),
                only_if_stale=only_if_stale == "1",
            )
        _tell([reports, reports])
    except ArchiveError as problem:
        told = {"code": problem.code, "evidence": dict(problem.evidence), "catalog": isinstance(problem, CatalogError)}
        _tell(told)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
