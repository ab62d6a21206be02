"""A log line a request: method, route, status, milliseconds, bytes. Never what an address asks for, nor who asks.

This is WSGI around the whole application, so that what fails outside of its error handlers is logged and answered too.
"""

from __future__ import annotations

import itertools
import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask, request

from archive import messages
from indexer.logs import context, faults
from web.http import metrics
from web.http.urls import is_for_programs

WSGIEnvironment = dict[str, Any]
StartResponse = Callable[..., Callable[[bytes], object]]
WSGIApplication = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]

ROUTE = "baogao.route"
"""The key of a request's environment under which its route stands, as it is written in the code: no value of it."""

_log = logging.getLogger(__name__)
_numbers = itertools.count(1)


def register(app: Flask) -> None:
    """Let every answer of the application have its line; before anything else looks at a request."""
    app.before_request(_note_route)
    app.wsgi_app = AccessLog(app.wsgi_app)  # type: ignore[method-assign] # how Flask wants it wrapped


def _note_route() -> None:
    if request.url_rule is not None:
        request.environ[ROUTE] = request.url_rule.rule


@dataclass
class _Line:
    """What becomes known of one answer while it is sent."""

    environ: WSGIEnvironment
    number: int
    begun: float
    status: str = "500"
    length: int = 0
    announced: int = 0

    def write(self) -> None:
        """Write the line of one answered request into the log."""
        seconds = time.perf_counter() - self.begun
        told = {
            "method": self.environ.get("REQUEST_METHOD", "-"),
            "route": self.environ.get(ROUTE, "-"),
            "status": int(self.status[:3]),
            "ms": round(seconds * 1000, 1),
            "bytes": self.length,
        }
        method, route = str(self.environ.get("REQUEST_METHOD", "-")), str(self.environ.get(ROUTE, "-"))
        metrics.answered(method, route, int(self.status[:3]), seconds)
        _log.info("request", extra={"fields": told})


class AccessLog:
    """A WSGI application around another."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as `inner` does; the line is written when the answer is sent or given up."""
        line = _Line(environ, next(_numbers), time.perf_counter())

        def started(status: str, headers: list[tuple[str, str]], *failed: Any) -> Callable[[bytes], object]:
            line.status = status
            line.announced = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
            return start_response(status, headers, *failed)

        with context.working("request", line.number):
            try:
                body: Iterable[bytes] = self._inner(environ, started)
            except Exception as error:  # noqa: BLE001 # a bug outside of the error handlers: logged, and answered in short
                body = [_unforeseen(error, environ, started)]
        if type(body) is environ.get("wsgi.file_wrapper"):  # the server sends a file itself, without a thread
            line.length = line.announced
            line.write()
            return body
        return _Counted(body, line)


class _Counted:
    """The pieces of an answer, counted as they are sent."""

    def __init__(self, body: Iterable[bytes], line: _Line) -> None:
        self._body = body
        self._line = line

    def __iter__(self) -> Iterator[bytes]:
        pieces = iter(self._body)
        while True:
            # For each piece anew: between them whoever takes them goes on with work of its own, in the same context.
            with context.working("request", self._line.number):
                piece = next(pieces, None)
            if piece is None:
                return
            self._line.length += len(piece)
            yield piece

    def close(self) -> None:
        """The answer is sent, or nobody waits for it any more."""
        with context.working("request", self._line.number):
            try:
                close = getattr(self._body, "close", None)
                if close is not None:
                    close()
            finally:
                self._line.write()


def _unforeseen(error: Exception, environ: WSGIEnvironment, start_response: StartResponse) -> bytes:
    number = faults.recorded(error)
    message = messages.text("server.error", number=number)
    if is_for_programs(str(environ.get("PATH_INFO", ""))):
        told = {"error": {"code": "server.error", "message": message, "number": number}}
        body, kind = json.dumps(told, ensure_ascii=False), "application/json"
    else:
        body, kind = message + "\n", "text/plain; charset=utf-8"
    sent = body.encode()
    start_response("500 Internal Server Error", [("Content-Type", kind), ("Content-Length", str(len(sent)))])
    return sent
