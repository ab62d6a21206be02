"""Requests that carry files: their limits, and where the bytes go while they come in. What is done then: `uploads`.

Everything else a browser sends is small (`security.MAX_BODY`). A file goes straight into the home's `incoming` folder
under a name of ours; what no page keeps is gone at the end of its request.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any, cast

from flask import Flask, current_app, request
from flask import Request as FlaskRequest

from archive.errors import CatalogError
from indexer.ingest.upload_spool import Upload, UploadSpool

KEY = "baogao.incoming"
CARRYING = frozenset({"bringing.take", "bringing.take_more"})
"""The endpoints that take files."""
MOST_FILES = 900
"""Files of one request; scripts send more in parts."""
MARGIN = 8 << 20
"""Bytes that stay free on the disk."""


class Request(FlaskRequest):
    """A request whose files are written where they will be read."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.drafts: list[Upload] = []

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.endpoint not in CARRYING:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        draft = incoming().draft()
        self.drafts.append(draft)
        return cast("IO[bytes]", draft)  # it writes, seeks and reads, which is all that a form's parser does

    def close(self) -> None:
        """What nobody has kept goes away, also where the client stopped in the middle."""
        for draft in self.drafts:
            draft.discard()
        super().close()


def incoming() -> UploadSpool:
    """The files that wait, of the application that answers the current request."""
    found: UploadSpool = current_app.extensions[KEY]
    return found


def received() -> Sequence[tuple[Upload, str]]:
    """The files of the current request with what the client calls them; fields left empty are none."""
    files = [file for field in ("files", "folder") for file in request.files.getlist(field)]
    return [(cast("Upload", file.stream), file.filename) for file in files if file.filename]


def limits() -> None:
    """Before the body is read. Raises CatalogError("disk.full") where it would not fit."""
    if request.endpoint not in CARRYING:
        return
    request.max_content_length = current_app.config["MAX_UPLOAD"]
    length = request.content_length or 0
    if length + MARGIN > incoming().free():
        raise CatalogError("disk.full", path=str(incoming().folder), problem="no room for the files")


def register(app: Flask, home_incoming: UploadSpool, megabytes: int) -> None:
    """Let the application take files; before CSRF is looked at, which reads the form."""
    app.request_class = Request
    app.extensions[KEY] = home_incoming
    home_incoming.sweep()
    app.config["MAX_UPLOAD"] = megabytes << 20
    app.before_request(limits)
