"""What is done before the first reader comes, so that nobody waits for it, and tidied up when nobody does. No pages.

A bug in it is no reason not to serve: it is logged under its number, which `/health` tells, and readers are answered.
"""

from __future__ import annotations

import gc
import logging
import time
from contextlib import suppress
from dataclasses import dataclass

from flask import Flask

from archive.errors import ArchiveError, EngineError
from indexer.index.embedded import left_open
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.logs import faults
from indexer.maintenance import rebuild_process
from indexer.processes.allocator import give_back
from indexer.search.answer import Request
from indexer.workspace import Workspace
from web.localized_templates import LocalizedEnvironment
from web.state import app_state

COLLECTED = (100_000, 50, 1000)
"""The collector's thresholds: what is kept at hand is many objects without a circle, and to look through them holds a
reader up for a twentieth of a second and more. A page leaves a dozen objects in circles: they go when nobody waits.
"""
LOOK, RESTING = 0.4, 0.02
"""Seconds between two looks at whether it is time to tidy up, and the processor's from one to the next up to which a
process is at rest: then it is.
"""
AT_WORK, WORKED = 25, 0.5
"""Looks after which it is while readers are answered, too: what was given back has to be had again. And the processor's
seconds that a process has worked since the last time: it takes a few milliseconds.
"""
QUESTIONS = ("工作报告", "“工作”", "工作 同句 报告", "部分:问题 工作")
"""One of each kind, which load the modules that all questions need."""
TEMPLATES = (
    *("search/results.html", "base.html", "shared/macros.html", "shared/bar.html", "shared/part.html"),
    *("shared/marks.html", "search/asking.html", "search/likeness.html", "search/views.html", "search/copies.html"),
    *("search/writings.html", "tables/outs.html", "charts/of_results.html", "charts/year_chart.html"),
    *("reports/report.html", "search/home.html"),
)
"""Those that a process compiles before a reader asks for them: a page of results with all that it is made of."""

_log = logging.getLogger(__name__)


def prepare(workspace: Workspace) -> str:
    """Level the index and ask the first questions: better now than before the first reader, and once for all processes,
    which share what is loaded by then. The number of a bug that it met, "" for none. Raises CatalogError.
    """
    try:
        try:
            rebuild_process.level(workspace)
        except EngineError:  # another process holds the index, or it waits for upkeep: searches do without
            return ""
        with suppress(ArchiveError):  # what goes wrong here the readers will be told themselves
            for question in QUESTIONS:
                workspace.searcher.search(Request(question, limit=1, passages=1, across=True, facets=True))
            if isinstance(workspace.engine, EmbeddedEngine):
                workspace.engine.leave_open()
    except ArchiveError:
        raise
    except Exception as bug:  # noqa: BLE001 # most questions may be answered: the log has its trace
        return _recorded(bug, "the first questions")
    return ""


def warm(app: Flask, fault: str = "") -> None:
    """What the first readers of a process would wait for. `fault`: of the start."""
    assert isinstance(app.jinja_env, LocalizedEnvironment)
    here: app_state.AppState = app.extensions[app_state.KEY]
    here.start_fault = fault
    try:
        app.jinja_env.prepare(TEMPLATES)
        app_state.warm(here)
    except Exception as bug:  # noqa: BLE001 # as above
        here.start_fault = fault or _recorded(bug, "warming up")
    give_back()


def let_go() -> None:
    """In the process from which the others are forked: an index that is in force no more does not stay open here."""
    if left_open.sweep():
        give_back()


def keep_tidy() -> None:
    """Tidy up from time to time, for as long as the process lives."""
    turns = Turns()
    while True:
        time.sleep(LOOK)
        if turns.due(time.process_time()):
            tidy_up()


def tidy_up() -> None:
    """Free what is in circles, of what is new since the last time; let the system have what was freed: what questions
    took for a moment lies between what is kept, and no end of the heap goes back by itself.
    """
    gc.collect(1)
    give_back()


@dataclass
class Turns:
    """When it is time to tidy up, by the seconds that the processor has worked for this process until each look."""

    tidied: float = 0.0
    last: float = 0.0
    looks: int = 0

    def due(self, spent: float) -> bool:
        """Is it time now?"""
        resting, self.last, self.looks = spent - self.last <= RESTING, spent, self.looks + 1
        if spent - self.tidied <= WORKED or not (resting or self.looks >= AT_WORK):
            return False
        self.tidied, self.looks = spent, 0
        return True


def _recorded(bug: Exception, at: str) -> str:
    number = faults.recorded(bug, at=at)
    _log.error("a bug was met before any reader came; readers are answered", extra={"fields": {"number": number}})
    return number
