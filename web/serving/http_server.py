"""The HTTP server: waitress, so that no reader can keep the others out. The only waitress. No pages.

waitress itself takes 100 connections a process, closes what is idle after two minutes, and waits for ever for a request
that comes byte by byte. Here thousands are taken; a request has to come at a rate, as with Apache's mod_reqtimeout
(https://httpd.apache.org/docs/2.4/mod/mod_reqtimeout.html); an answer has to be read; and where there is no room, the
connection that has been idle longest makes some.
"""

from __future__ import annotations

import logging
import select
import socket
import sys
import time
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import MultiSocketServer, TcpWSGIServer
from waitress.task import ErrorTask, WSGITask

from web.serving.dispatcher import Dispatcher

if sys.platform != "win32":
    import resource

_log = logging.getLogger(__name__)

CONNECTIONS = 4000
"""Open at once in a process, where its system has as many files; one that is idle makes room for the next."""
BY_SELECT = 400
"""Where there is only select, as on Windows, which takes 512 sockets there."""
SPARE_FILES = 256
"""Files that a process has open beside its connections: databases, indexes, uploads, pipes of its children."""
IDLE_SECONDS = 20.0
"""A connection that has been answered is kept so long for the next request."""
REQUEST_SECONDS, BYTES_A_SECOND = 20.0, 500
"""A request has to be there after so long, and a second later for every so many bytes of it."""
READ_SECONDS, READ_A_SECOND = 60.0, 10_000
"""Whoever takes nothing of an answer for so long is gone, or takes it slower than so many bytes a second: a thread may
be waiting for them. What the system holds in its own buffers, some megabytes, counts as taken.
"""
LOOK_SECONDS = 1
"""Between two looks at who is late."""


def raise_file_limit() -> None:
    """As many files as the system lets this process have; its default is some 1,024."""
    if sys.platform == "win32":
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in (hard, CONNECTIONS + SPARE_FILES):  # macOS says “infinity” and then takes no such number
        if soft != resource.RLIM_INFINITY and (wanted == resource.RLIM_INFINITY or wanted > soft):
            try:
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            except (OSError, ValueError):
                continue
        return


def most_connections() -> int:
    """How many connections this process takes."""
    if not hasattr(select, "poll"):
        return BY_SELECT
    if sys.platform == "win32":
        return BY_SELECT
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return CONNECTIONS if soft == resource.RLIM_INFINITY else max(64, min(CONNECTIONS, soft - SPARE_FILES))


class Refusal(ErrorTask):  # type: ignore[misc] # waitress ships no types
    """The answer to what is no request, which no page hears of."""

    def execute(self) -> None:
        """Send it, and log it as a request is."""
        super().execute()
        told = {"method": "-", "route": "-", "status": int(self.status[:3]), "bytes": self.content_length}
        _log.info("no request", extra={"fields": told})


class Answer(WSGITask):  # type: ignore[misc] # as above
    """An answer to one request. waitress closes the connection behind each whose length is not told beforehand, though
    its chunks say where it ends (RFC 9112, 7.1): whoever searches on would have to connect anew for every page.
    """

    def set_close_on_finish(self) -> None:
        """Close the connection behind this answer, unless it is only that its length is not known. One that fails in
        the middle is no whole answer: there waitress closes by itself.
        """
        known_end = self.chunked_response and self.request.command != "HEAD"  # whose answer has no chunks
        if self.wrote_header or not known_end:
            super().set_close_on_finish()

    def write(self, data: bytes) -> None:
        """The next piece of the answer. Its head goes with the first one: two writes would wake its reader twice."""
        if self.wrote_header:
            super().write(data)
            return
        held: list[bytes] = []
        self.channel.held = held
        try:
            super().write(data)
        finally:
            self.channel.held = None
        self.channel.write_soon(b"".join(held))


class Channel(HTTPChannel):  # type: ignore[misc] # waitress ships no types
    """A reader's connection. `begun`: when the first byte of a request came that is not there yet; 0 for none.

    `answered`: when the answer that is being sent began, and `taken`: how many bytes of it the reader has taken.
    """

    task_class = Answer
    error_task_class = Refusal
    begun = 0.0
    answered, taken = 0.0, 0
    held: list[bytes] | None = None
    """What is to be written in one piece."""

    def received(self, data: bytes) -> bool:
        """The next bytes of a request."""
        taken: bool = super().received(data)
        if self.request is None:
            self.begun = 0.0
        elif not self.begun:
            self.begun = time.time()
        return taken

    @property
    def asked(self) -> str:
        """The path of the request that is to be answered next; "" for what is none."""
        return str(getattr(self.requests[0], "path", ""))

    def write_soon(self, data: Any) -> int:
        """The next piece of an answer."""
        if self.held is not None:
            self.held.append(data)
            return len(data)
        if self.total_outbufs_len:
            return int(super().write_soon(data))
        self.answered, self.taken = time.time(), 0
        sent = self._sent_at_once(data) if type(data) is bytes else 0
        return sent if sent == len(data) else sent + int(super().write_soon(data[sent:] if sent else data))

    def _sent_at_once(self, data: bytes) -> int:
        """How many of the bytes the system takes now, where nothing is waiting to be sent. waitress would put them by
        first; until they are gone its main thread sees something to send, which it cannot while this one does, and asks
        over and over.
        """
        with self.outbuf_lock:
            if not self.connected or self.total_outbufs_len:
                return 0
            try:
                sent = self.send(data, do_close=False)
            except OSError:  # waitress meets it again, and knows what to do
                return 0
            if sent:
                self.last_activity = time.time()
            return sent

    def send(self, data: bytes, do_close: bool = True) -> int:  # as waitress has it
        """What the reader's machine takes of a piece, in bytes."""
        sent = int(super().send(data, do_close=do_close))
        self.taken += sent
        return sent

    @property
    def idle(self) -> bool:
        """Is nothing asked, answered or sent?"""
        return not self.requests and self.request is None and not self.total_outbufs_len

    def late(self, now: float) -> bool:
        """Has its reader gone, or is the request too slow to be one?"""
        if self.total_outbufs_len:
            still = now - max(self.last_activity, self.answered)
            return bool(still > READ_SECONDS or now - self.answered > READ_SECONDS + self.taken / READ_A_SECOND)
        if self.requests:  # somebody works on an answer
            return False
        if self.request is None:
            return bool(now - self.last_activity > IDLE_SECONDS)
        came = int(self.request.header_bytes_received + self.request.body_bytes_received)
        return bool(now - self.begun > REQUEST_SECONDS + came / BYTES_A_SECOND)

    def readable(self) -> bool:
        """Never after it was closed: it may still be in a list that is being gone through."""
        return bool(self.connected and super().readable())

    def writable(self) -> bool:
        """Does this channel wait for room to write? As `readable`, with no wish where it is closed."""
        return bool(self.connected and super().writable())


class Server(TcpWSGIServer):  # type: ignore[misc] # as above
    """A listening socket with its readers; `limit` connections are open at once in all servers of one map."""

    channel_class = Channel
    limit = CONNECTIONS

    def handle_accept(self) -> None:
        """Take the next reader; where there is no room, whoever is least at work goes."""
        if len(self._map) >= self.limit:
            self._make_room()
        super().handle_accept()

    def maintenance(self, now: float) -> None:
        """Close the connections of those who are late."""
        for channel in [*self.active_channels.values()]:
            if channel.late(now):
                channel.handle_close()

    def _make_room(self) -> None:
        """Idle longest first; then the request that has been coming longest. Those who are answered stay."""
        waiting = [channel for channel in self._map.values() if isinstance(channel, Channel) and not channel.requests]
        if waiting:
            min(waiting, key=lambda one: (not one.idle, one.begun or one.last_activity)).handle_close()


def serve(
    app: Flask,
    doors: Sequence[socket.socket],
    *,
    threads: int,
    most_body: int,
    proxy: str = "",
    in_turn: Collection[str] = (),
) -> None:
    """Answer until SystemExit or KeyboardInterrupt ends it. `most_body`: bytes of a request's body. `in_turn`: paths
    of which one at a time is answered.

    `proxy`: the address of the one that is believed when it says for whom it asks and whether by TLS.
    """
    limit = most_connections()
    adjustments = Adjustments(
        sockets=list(doors),
        threads=threads,
        ident=None,
        max_request_body_size=most_body,
        # Where no proxy is trusted nothing believes what one says, but that there is one has to be seen (`security`).
        **(_believing(proxy) if proxy else {"clear_untrusted_proxy_headers": False}),
        asyncore_use_poll=True,
        asyncore_loop_timeout=LOOK_SECONDS,
        cleanup_interval=LOOK_SECONDS,
        channel_timeout=int(IDLE_SECONDS),
        connection_limit=sys.maxsize,  # it would stop taking readers; `Server` makes room for them
        log_socket_errors=False,  # readers go away in the middle: that is no news
    )
    dispatcher: Dispatcher[Channel] = Dispatcher(lambda channel: channel.asked in in_turn, threads)
    channels: dict[int, Any] = {}
    servers = [_server(app, door, channels, dispatcher, adjustments, limit) for door in doors]
    whole = MultiSocketServer(channels, adjustments, _addresses(servers), dispatcher)
    try:
        whole.run()
    finally:
        whole.close()


def _believing(proxy: str) -> dict[str, object]:
    """How waitress takes the word of one proxy. Of what it passes on, only what it sets itself: the last address of
    X-Forwarded-For, and X-Forwarded-Proto. A client's own X-Forwarded-Host would come through.
    """
    return {
        "trusted_proxy": proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        "clear_untrusted_proxy_headers": True,
    }


def _server(
    app: Flask,
    door: socket.socket,
    channels: dict[int, Any],
    dispatcher: Dispatcher[Channel],
    adjustments: Adjustments,
    limit: int,
) -> Server:
    told = (door.family, door.type, door.proto, door.getsockname())
    server = Server(app, channels, True, door, dispatcher=dispatcher, adj=adjustments, bind_socket=False, sockinfo=told)
    server.limit = limit
    return server


def _addresses(servers: Iterable[Server]) -> list[tuple[str, str]]:
    return [(server.effective_host, server.effective_port) for server in servers]
