"""baogao serve: the pages behind `http_server`, on loopback unless told otherwise. No pages of its own.

Each process has a workspace of its own, opened after it was forked: SQLite's connections must not be. What has to be
the same in all of them, the key that signs tokens, is made before.
"""

from __future__ import annotations

import argparse
import errno
import gc
import logging
import secrets
import signal
import socket
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import ArchiveError, UsageError
from indexer import settings as settings_room
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.cli.value_types import count
from indexer.logs import configuration
from indexer.maintenance import backup_schedule, upkeep
from indexer.processes.allocator import give_back, one_heap
from indexer.settings import Settings
from indexer.workspace import Workspace
from web.app import create_app
from web.http import metrics
from web.http.security import MAX_BODY
from web.serving import browser, exposure, http_server, supervisor, warm_up
from web.serving.exposure import is_loopback
from web.serving.listener import (
    ABSENT,
    Counts,
    Listener,
    opened,
)
from web.serving.warm_up import COLLECTED
from web.state.rate_limits import RateLimits
from web.state.shared_memory import SharedMemory

THREADS = 8
THREADS_OF_MANY = 4
"""A thread: in one process, and in each of several. They share an interpreter's lock: more would only wait for it."""

IN_TURN = frozenset({"/search", "/search.json"})
"""What is nothing but work for the processor, and as quick as nothing else of the kind."""
LIMIT = 64
_log = logging.getLogger(__name__)


class Serve:
    """The verb `serve`, found by the command line through the entry point `baogao.commands`."""

    def configure(self, parser: Parser) -> None:
        """Where to listen, and with how many processes."""
        parser.option("--host", metavar="HOST", default=None)
        parser.option("--port", metavar="PORT", type=count, default=None)
        parser.option("--processes", metavar="N", type=count, default=None)
        parser.option("--read-only", action="store_true", default=None)
        parser.option("--open", action="store_true")

    def run(self, arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
        """Serve until told to end (Ctrl+C, SIGTERM). Raises UsageError where it may not or cannot listen."""
        flags = {name: getattr(arguments, name) for name in ("host", "port", "processes", "read_only")}
        settings = settings_room.load(home, **flags)
        there = f"http://{settings.host}:{settings.port}/"
        if arguments.open and is_loopback(settings.host) and browser.already(there):
            terminal.print(terminal.say("web.serve.already", address=there), flush=True)
            browser.open_at(there)
            return 0
        hosts = [*_names(settings.host), *settings.trusted_hosts.replace(",", " ").split()]
        many = _many(settings.processes)
        with Workspace(home, writing=True, answering=True, settings=settings) as workspace:
            exposure.check(workspace)
            fault = warm_up.prepare(workspace)
            doors = _listen(settings.host, settings.port)
        gc.collect()
        give_back()
        if settings.plain_http and not is_loopback(settings.host):
            terminal.err.write(terminal.say("web.serve.open", host=settings.host) + "\n")
        for setting in settings.without_effect:
            _log.warning("%s is set and has no effect any more", setting)
        if many > 1 and not supervisor.possible():
            terminal.err.write(terminal.say("web.serve.one") + "\n")
            many = 1
        terminal.err.flush()
        terminal.print(terminal.say("web.serve.at", address=_address(doors[0], settings.host)), flush=True)
        if arguments.open:
            browser.open_at(_address(doors[0], settings.host))
        configuration.watch_threads()
        http_server.raise_file_limit()
        told = {"host": settings.host, "port": doors[0].getsockname()[1], "processes": many}
        _log.info("serving", extra={"fields": told})
        service = _Service(home, settings, hosts, doors, terminal, fault)
        with _counting(settings, home):
            service.together(many) if many > 1 else service.alone()
        return 0


@dataclass
class _Service:
    """All that a serving process is made of, before any is begun."""

    home: Path
    settings: Settings
    hosts: Sequence[str]
    doors: Sequence[Listener]
    terminal: Terminal
    fault: str
    """The number of a bug that the first questions met; "" for none."""

    shared: SharedMemory | None = None
    limits: RateLimits = field(default_factory=RateLimits)

    def __post_init__(self) -> None:
        self.key = secrets.token_bytes(32)

    def alone(self) -> None:
        """Serve in this process."""
        signal.signal(signal.SIGTERM, supervisor.on_sigterm)
        metrics.at_place(0)
        self._look_after()
        self._serve(THREADS, 1)

    def together(self, many: int) -> None:
        """Serve in `many` processes, until this one is told to end."""
        counts = Counts(many)
        self.shared = SharedMemory()
        self.limits = RateLimits(many)

        def work(place: int) -> None:
            counts.set(place, 0)
            metrics.at_place(place)
            self.limits.place = place
            for door in self.doors:
                door.share(counts, place)
            if place == 0:
                self._look_after()
            try:
                self._serve(THREADS_OF_MANY, many)
            except ArchiveError as problem:
                self.terminal.error(problem)
                raise SystemExit(1) from problem

        def gone(place: int) -> None:
            counts.set(place, ABSENT)

        supervisor.Supervisor(many, work, self._told, gone, warm_up.let_go).run()
        for door in self.doors:
            door.close()

    def _look_after(self) -> None:
        upkeep.begin(self.home, self.settings)
        backup_schedule.begin(self.home, self.settings)

    def _serve(self, threads: int, processes: int) -> None:
        gc.set_threshold(*COLLECTED)
        one_heap()
        threading.Thread(target=warm_up.keep_tidy, name="tidying up", daemon=True).start()
        with Workspace(self.home, writing=True, answering=True, settings=self.settings) as workspace:
            app = create_app(
                workspace, hosts=self.hosts, key=self.key, shared=self.shared, limits=self.limits, processes=processes
            )
            threading.Thread(target=warm_up.warm, args=(app, self.fault), name="warming up", daemon=True).start()
            most_body = max(MAX_BODY, self.settings.max_upload_mb << 20)
            proxy = self.settings.trusted_proxy
            http_server.serve(app, self.doors, threads=threads, most_body=most_body, proxy=proxy, in_turn=IN_TURN)

    def _told(self, how: str, seconds: float) -> None:
        metrics.restarted()
        _log.info("a process ended and is followed by another", extra={"fields": {"how": how, "after_s": seconds}})
        self.terminal.err.write(self.terminal.say("web.serve.again", how=how, seconds=f"{seconds:g}") + "\n")
        self.terminal.err.flush()


command = Serve()


@contextmanager
def _counting(settings: Settings, home: Path) -> Iterator[None]:
    """Counters for /metrics where they are wanted, in a new folder that goes when the server ends."""
    if settings.metrics == metrics.OFF:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="baogao-metrics-") as folder:
        metrics.begin(Path(folder), settings, home)
        try:
            yield
        finally:
            metrics.end()


def _many(wanted: int) -> int:
    """How many processes are to serve; no machine has use for more than `LIMIT`."""
    if wanted > LIMIT:
        raise UsageError("settings.bad_value", name="processes", value=wanted, where="settings")
    return wanted or supervisor.by_default()


def _names(host: str) -> Sequence[str]:
    """The names by which readers may call a server that listens there."""
    if is_loopback(host):
        return ()
    if host not in ("0.0.0.0", "::"):  # noqa: S104 # compared, not bound
        return (host,)
    name = socket.gethostname()
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(name, None)}
    except OSError:
        found = set()
    return (name, *sorted(found))


def _listen(host: str, port: int) -> Sequence[Listener]:
    try:
        return opened(host, port)
    except (OSError, ValueError, OverflowError) as problem:
        taken = isinstance(problem, OSError) and problem.errno == errno.EADDRINUSE
        code = "web.serve.taken" if taken else "web.serve.cannot"
        raise UsageError(code, host=host, port=port, problem=str(problem)) from problem


def _address(door: Listener, host: str) -> str:
    shown = host if host not in ("0.0.0.0", "::", "::1") else "localhost"  # noqa: S104 # shown, not bound
    return f"http://{shown}:{door.getsockname()[1]}/"
