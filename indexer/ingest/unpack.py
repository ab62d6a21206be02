"""Files that hold files (zip, mail) taken apart in a sandbox; how each format is, is told in `archive.readers`."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

from archive.errors import ReadError
from archive.readers import Member
from archive.readers.registry import container_for
from indexer.logs import faults
from indexer.processes import sandbox
from indexer.processes.wire_format import error_of, read_error

MAX_DEPTH = 3
"""Zips in mails in zips: so many levels are opened."""

_log = logging.getLogger(__name__)


def members(source: Path | bytes, name: str, depth: int = 1) -> Iterator[Member]:
    """The files inside `source`, called `name`, and inside those; the outer name and `!/` stand before the inner one.

    A container that fails is a member itself, with name "", or with its place inside, and its error.
    """
    try:
        for member in _apart(source, name):
            if container_for(member.name) is None or member.error is not None:
                yield member
            elif depth == MAX_DEPTH:
                yield Member(member.name, member.data, ReadError("read.too_deep", name=member.name, limit=MAX_DEPTH))
            else:
                yield from _inside(member, depth)
    except ReadError as error:
        yield Member("", b"", error)


def _inside(outer: Member, depth: int) -> Iterator[Member]:
    for inner in members(outer.data, outer.name, depth + 1):
        if inner.name:
            yield Member(f"{outer.name}!/{inner.name}", inner.data, inner.error)
        else:
            yield Member(outer.name, outer.data, inner.error)


def _apart(source: Path | bytes, name: str) -> Iterator[Member]:
    """The members as a child takes them out. Raises ReadError."""
    try:
        for piece in sandbox.run(_pieces, source, name):
            head, _, data = piece.partition(b"\n")
            body = json.loads(head)
            if body["name"] is None:
                raise read_error(body)
            yield Member(str(body["name"]), data, read_error(body) if "code" in body else None)
    except sandbox.StoppedError as stopped:
        _log.warning("taking a %s apart was stopped (%s) %s", faults.kind_of(name), stopped.reason, stopped.detail)
        raise error_of(stopped, name) from stopped
    except (ValueError, KeyError, TypeError) as problem:
        _log.warning("what took a %s apart answered nonsense (%s)", faults.kind_of(name), type(problem).__name__)
        raise ReadError("read.crashed", name=name) from problem


def _pieces(source: Path | bytes, name: str) -> Iterator[bytes]:
    """In the child: a line of JSON and the bytes for each member."""
    container = container_for(name)
    assert container is not None
    try:
        for member in container.members(source, name):
            yield _head(member.name, member.error) + member.data
    except ReadError as error:
        yield _head(None, error)
    except OSError as problem:
        yield _head(None, ReadError("read.unreadable", name=name, problem=problem.strerror or type(problem).__name__))


def _head(name: str | None, error: ReadError | None) -> bytes:
    body: dict[str, object] = {"name": name}
    if error is not None:
        body |= {"code": error.code, "evidence": dict(error.evidence)}
    return json.dumps(body).encode() + b"\n"
