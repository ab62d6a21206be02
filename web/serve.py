"""baogao serve: the page behind waitress, on loopback unless told otherwise. The only waitress. No pages."""

from __future__ import annotations

import argparse
import errno
import ipaddress
import logging
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

import waitress
from waitress.server import BaseWSGIServer, MultiSocketServer

from archive.errors import EngineError, UsageError
from indexer import settings as settings_room
from indexer.commands.arguments import Parser
from indexer.commands.terminal import Terminal
from indexer.commands.values import count
from indexer.workspace import Workspace
from web import create_app
from web.desk import KEY, warm
from web.security import MAX_BODY

THREADS = 8


class Serve:
    """The verb `serve`, found by the command line through the entry point `baogao.commands`."""

    def configure(self, parser: Parser) -> None:
        """Where to listen."""
        parser.option("--host", metavar="HOST", default=None)
        parser.option("--port", metavar="PORT", type=count, default=None)

    def run(self, arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
        """Serve until told to end (Ctrl+C, SIGTERM). Raises UsageError where it may not or cannot listen."""
        settings = settings_room.load(home, host=arguments.host, port=arguments.port)
        _check_host(settings.host, named=arguments.host is not None)
        hosts = [*_names(settings.host), *settings.trusted_hosts.replace(",", " ").split()]
        with Workspace(home, writing=True, settings=settings) as workspace:
            # Better now than before the first reader; where another process holds the index, searches do without.
            with suppress(EngineError):
                workspace.catch_up()
            app = create_app(workspace, hosts=hosts)
            server = _listen(app, settings.host, settings.port)
            if not is_loopback(settings.host):
                terminal.err.write(terminal.say("web.serve.open", host=settings.host) + "\n")
            terminal.print(terminal.say("web.serve.at", address=_address(server, settings.host)), flush=True)
            logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short queue is no news
            signal.signal(signal.SIGTERM, _end)
            threading.Thread(target=warm, args=(app.extensions[KEY],), daemon=True).start()
            try:
                server.run()
            finally:
                server.close()
        return 0


command = Serve()


def is_loopback(host: str) -> bool:
    """Does only this machine reach an address of that name?"""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _check_host(host: str, *, named: bool) -> None:
    """There is no login yet: beyond loopback only at a person's own word, never by a setting that is forgotten."""
    if not is_loopback(host) and not named:
        raise UsageError("web.serve.not_alone", host=host)


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


def _listen(app: object, host: str, port: int) -> BaseWSGIServer | MultiSocketServer:
    try:
        return waitress.create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            max_request_body_size=MAX_BODY,
            clear_untrusted_proxy_headers=True,
        )
    except (OSError, ValueError, OverflowError) as problem:
        taken = isinstance(problem, OSError) and problem.errno == errno.EADDRINUSE
        code = "web.serve.taken" if taken else "web.serve.cannot"
        raise UsageError(code, host=host, port=port, problem=str(problem)) from problem


def _address(server: BaseWSGIServer | MultiSocketServer, host: str) -> str:
    port = getattr(server, "effective_port", None) or server.effective_listen[0][1]
    shown = host if host not in ("0.0.0.0", "::", "::1") else "localhost"  # noqa: S104 # shown, not bound
    return f"http://{shown}:{port}/"


def _end(_: int, __: FrameType | None) -> None:
    sys.exit(0)
