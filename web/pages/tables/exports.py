"""Results as files (Word, Excel, csv, JSON lines) and on paper (打印核查单), by the address of the search itself. What
stands in them is `indexer.export.answer_file`'s.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from flask import Blueprint, Response, render_template, send_file
from markupsafe import Markup

from archive.errors import QueryError
from indexer.export import concordance_file
from indexer.export.answer_file import File, file, head_lines
from indexer.export.printed_record import Findings, findings
from indexer.search.answer import MarkedPassage, Request
from indexer.search.concordance import ORDERS
from web.http import urls
from web.http.language import say
from web.markup import marked, places_of
from web.pages.search.asking import Asked, ask
from web.state.app_state import app_state

blueprint = Blueprint("exports", __name__)

ON_PAPER = 2_000
"""Passages of a record: some 400 pages."""


@blueprint.get("/export.docx", defaults={"form": "docx"})
@blueprint.get("/export.xlsx", defaults={"form": "xlsx"})
@blueprint.get("/export.csv", defaults={"form": "csv"})
@blueprint.get("/export.jsonl", defaults={"form": "jsonl"})
def export(form: str) -> Response:
    """The whole answer of the search as a file, with its query, mode, scope and time at the head."""

    def made(wanted: Request) -> File:
        return file(app_state().searcher, wanted, form, say)

    return _sent(ask(_wanted(), made))


@blueprint.get("/concordance.docx", defaults={"form": "docx"})
@blueprint.get("/concordance.xlsx", defaults={"form": "xlsx"})
@blueprint.get("/concordance.csv", defaults={"form": "csv"})
@blueprint.get("/concordance.jsonl", defaults={"form": "jsonl"})
def places(form: str) -> Response:
    """Every place of the search on a line, as a file, in the order of the page."""
    by = urls.one_of("by", ORDERS)

    def made(wanted: Request) -> File:
        return concordance_file.file(app_state().searcher, wanted, by, form, say)

    return _sent(ask(_wanted(), made))


def _sent(asked: Asked[File]) -> Response:
    if asked.found is None:
        assert asked.problem is not None
        raise asked.problem
    data, name = BytesIO(asked.found.data), asked.found.name
    return send_file(data, mimetype="application/octet-stream", as_attachment=True, download_name=name)


@blueprint.get("/record")
def record() -> str:
    """打印核查单: every passage with its 出处, below how, in what and when it was asked."""

    def made(wanted: Request) -> Findings:
        return findings(app_state().searcher, wanted, most=ON_PAPER)

    asked = ask(_wanted(), made)
    if asked.found is None:
        assert asked.problem is not None
        raise asked.problem
    return render_template(
        "search/results_record.html",
        found=asked.found,
        head=head_lines(asked.found.head, say),
        record=asked.found.head.record,
        notice=asked.notice,
        back=urls.searched("search.results"),
        words=words,
        wide=False,
    )


def words(passage: MarkedPassage) -> Markup:
    """A passage whole, its places marked."""
    return marked(passage.text, places_of(passage.marks))


def _wanted() -> Request:
    wanted = replace(urls.asked(), page=1, limit=0)
    if not wanted.query.strip():
        raise QueryError("query.empty")
    return wanted
