"""How an address answers a JSON form. What the forms are: `indexer.forms`."""

from __future__ import annotations

from flask import Response, jsonify

from indexer.forms.form import to_json
from web.http import server_paths


def answered(form: object) -> Response:
    """The form as a response; its keys stand in the order in which they are described."""
    return jsonify(server_paths.without(to_json(form)))
