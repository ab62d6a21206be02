"""校对: the form, the findings at their places, the draft back as Word, the same for programs; 核对引文 of a few."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, render_template, request, send_file

from archive.errors import ArchiveError, UsageError
from indexer.export import proofed_docx
from indexer.forms.proofing import VerifiedQuotationsForm, message_of, proof_form, verified_form
from indexer.proofing.draft import Draft, draft_of_file, draft_of_text
from indexer.proofing.draft_check import Options, Proof, proof
from indexer.proofing.house_list import house_list
from indexer.proofing.quotations import Verifier
from indexer.tables.table_reader import MAX_BYTES
from web.http.error_pages import status_of
from web.http.json_answers import answered
from web.http.language import say, told
from web.http.uploaded_name import own_name
from web.pages.proofing.proofed import MOST, shown
from web.state.app_state import app_state

blueprint = Blueprint("proofing", __name__)

ASKED = 50
"""Quotations that one address may hold."""


@blueprint.get("/proof")
def form() -> str:
    """The form for a draft."""
    return _page()


@blueprint.post("/proof")
def look() -> tuple[str, int]:
    """What was found in the draft. Nothing of it is kept."""
    try:
        found, _ = _proofed()
    except ArchiveError as problem:
        return _page(problem=told(problem)), status_of(problem)
    return _page(found), 200


@blueprint.post("/proof.json")
def twin() -> Response:
    """The same as data."""
    return answered(proof_form(_proofed()[0], say))


@blueprint.post("/proof.docx")
def word() -> Response | tuple[str, int]:
    """The draft as Word, every finding a comment at its place."""
    try:
        found, data = _proofed()
        made = proofed_docx.commented(found, say, data)
    except ArchiveError as problem:
        return _page(problem=told(problem)), status_of(problem)
    stem = found.draft.name.rpartition(".")[0] or say("proof.nav")
    name = say("proof.file", name=stem[:80])
    return send_file(BytesIO(made), mimetype=WORD, as_attachment=True, download_name=name)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/verify.json")
def verify() -> Response:
    """Whether the archive has what is quoted in `q` (several), to the character."""
    quotations = [text for text in request.args.getlist("q") if text.strip()]
    if not quotations or len(quotations) > ASKED:
        raise UsageError("usage.bad_parameter", name="q", value=str(len(quotations)))
    verifier = Verifier(app_state().searcher)
    return answered(VerifiedQuotationsForm([verified_form(verifier.verify(text)) for text in quotations]))


def _proofed() -> tuple[Proof, bytes | None]:
    """What was found, and the bytes of the draft's file where it is one."""
    draft, data = draft_of_request()
    listed = request.files.get("list")
    options = Options(
        circles=request.form.get("circles") == "1",
        own=request.form.get("unit", "").strip() or None,
        house_list=house_list(listed.stream.read(MAX_BYTES + 1), own_name(listed))
        if listed and listed.filename
        else (),
    )
    return proof(draft, app_state().searcher, options), data


def draft_of_request() -> tuple[Draft, bytes | None]:
    """The draft that was pasted or chosen, and the bytes of its file. Raises UsageError and ReadError."""
    file = request.files.get("file")
    if file is not None and file.filename:
        data = file.stream.read()
        return draft_of_file(data, own_name(file)), data
    return draft_of_text(request.form.get("text", "").replace("\r\n", "\n")), None


def _page(found: Proof | None = None, problem: str | None = None) -> str:
    return render_template(
        "proofing/proof.html",
        found=found,
        passages=shown(found) if found else (),
        message=lambda finding: message_of(finding, say),
        pasted=request.form.get("text", "") if request.method == "POST" else "",
        problem=problem,
        most=MOST,
        reports=app_state().overview().reports,
        megabytes=MAX_BYTES >> 20,
    )
