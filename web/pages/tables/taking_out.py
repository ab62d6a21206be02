"""打包下载: the reports of a list or of a search as texts with their metadata and a manifest, in one zip file.

What lies in it is `indexer.export.folder`'s; unpacked, it is imported elsewhere by `baogao add`.
"""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import IO

from flask import Blueprint, Response, request, send_file

from archive.errors import UsageError
from indexer.export import folder
from indexer.export.report_text import FORMS
from web.http import urls
from web.http.language import say
from web.pages.reports.report_list import entries_of, wanted_page
from web.state.app_state import app_state

blueprint = Blueprint("taking_out", __name__)

MOST = 1_000
"""Reports of a zip: some ten seconds. More are taken out on the server."""
IN_MEMORY = 8 << 20
"""Bytes of a zip before it is written to the disk."""


@blueprint.get("/export.zip")
def as_zip() -> Response:
    """The reports of the search (`q`) or of the list that the address names; `form` txt or md, `originals` 1."""
    here = app_state()
    if request.args.get("q", "").strip():
        ids = [row.card.id for row in here.searcher.tally(urls.asked()).listed]
    else:
        ids = [entry.id for entry in entries_of(here, wanted_page(), whole=True)[0]]
    if not ids:
        raise UsageError("export.nothing")
    if len(ids) > MOST:
        raise UsageError("export.folder.too_many", limit=MOST, n=len(ids))
    form, originals = urls.one_of("form", FORMS), urls.one_of("originals", ("0", "1")) == "1"
    asked = {name: values for name, values in request.args.to_dict(flat=False).items() if name in urls.CARRIED}
    made = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 # closed when it has been sent
    name = say("export.name")
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / name
        folder.export(here.catalog, ids, root, form=form, originals=originals, asked=asked)
        _pack(root, made)
    made.seek(0)
    return send_file(made, mimetype="application/zip", as_attachment=True, download_name=f"{name}.zip")


def _pack(root: Path, out: IO[bytes]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(root.parent).as_posix())
