"""出处 in each of its forms, for a passage or for the whole report: a page to copy from, and its JSON twin."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from archive.errors import UsageError
from archive.model import CELL, Record
from archive.text.extent import extent
from indexer.forms.notebook import ExtentForm, source_form
from indexer.search.citation import Citations, Source
from web.http import urls
from web.http.json_answers import answered
from web.pages.reports.versions import version_of
from web.state.app_state import app_state

blueprint = Blueprint("citing", __name__, url_prefix="/reports")

FORMS = ("plain", "gbt7714", "markdown")
QUOTED = 3_000
"""Code points of a passage up to which it is quoted whole."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A report or a passage of it (from 1), from code point `start` of that on."""

    record: Record
    passage: int | None
    start: int

    @property
    def words(self) -> str:
        """What is quoted: the passage; of one that nobody would quote whole its first sentences from `start` on."""
        text = self.record.report.passages[(self.passage or 1) - 1].text
        if len(text) <= QUOTED:
            return text
        first, last = extent(text, self.start, min(self.start + QUOTED, len(text)))
        last = min(last, first + 2 * QUOTED)
        return ("……" if first else "") + text[first:last] + ("……" if last < len(text) else "")

    @property
    def source(self) -> Source:
        """All forms of its source."""
        citations = Citations(self.record.report, self.record.source)
        return citations.source_of(self.passage, self.start, self.words) if self.passage else citations.whole()


@blueprint.get("/<report_id>/cite")
def show(report_id: str) -> str:
    """The forms, each to be copied; `passage` chooses a paragraph, `start` a code point of it, `version` a version."""
    return render_template("reports/cite.html", cited=_wanted(report_id), forms=FORMS)


@blueprint.get("/<report_id>/cite.json")
def twin(report_id: str) -> Response:
    """The same for programs."""
    cited = _wanted(report_id)
    return answered(source_form(cited.record, cited.passage, cited.source))


@blueprint.get("/<report_id>/extent.json")
def quotable(report_id: str) -> Response:
    """How far to quote around code points [start, end) of a passage: the sentences, or what a reader has `chosen`."""
    cited = _wanted(report_id)
    text = cited.record.report.passages[(cited.passage or 1) - 1].text
    end = urls.whole("end", 0, 0, urls.LONGEST_PASSAGE)
    if cited.passage is None or not cited.start < end <= len(text):
        raise UsageError("usage.bad_parameter", name="end", value=str(end))
    chosen = urls.one_of("chosen", ("0", "1")) == "1"
    first, last = extent(text, cited.start, end, chosen=chosen)
    place = f"{cited.record.id}.{cited.record.version}.{cited.passage}.{first}.{last}{'.chosen' if chosen else ''}"
    words = text[first:last].replace("\r", "").replace("\n", "").replace(CELL, "\t")
    citation = Citations(cited.record.report, cited.record.source).of(cited.passage, first)
    return answered(ExtentForm(cited.passage, first, last, words, citation, place))


def _wanted(report_id: str) -> Cited:
    here = app_state()
    version = urls.whole("version", 0, 0, urls.MAX_PAGE)
    record = version_of(here, report_id, version) if version else here.record(report_id)
    passage = urls.whole("passage", 0, 0, urls.MAX_PAGE)
    start = urls.whole("start", 0, 0, urls.LONGEST_PASSAGE)
    if passage > len(record.report.passages):
        raise UsageError("usage.bad_parameter", name="passage", value=str(passage))
    if start and (not passage or start >= len(record.report.passages[passage - 1].text)):
        raise UsageError("usage.bad_parameter", name="start", value=str(start))
    return Cited(record, passage or None, start)
