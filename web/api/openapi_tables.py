"""The description's part about tables and files: 核查表, 登记表, exports."""

from __future__ import annotations

from indexer.export.answer_file import FORMS
from indexer.forms.checklist import ChecklistForm, ReceiptsForm, RostersForm
from indexer.forms.overlap import OverlapForm, SurveyForm
from indexer.forms.proofing import ProofForm, VerifiedQuotationsForm
from indexer.forms.topics import ReportSetsForm
from indexer.overlap.shared_passages import VIEWS
from indexer.search.answer import SHOWINGS
from web.api import openapi_parts as parts
from web.api.openapi_reading import LINES
from web.api.schemas import Json
from web.http.urls import LIST_SORTS
from web.pages.reports.report_list import NARROWED_BY
from web.pages.tables.checklist_request import BIES

CHECKLIST: tuple[Json, ...] = (
    *map(parts.text, ("list", "roster", "collection", "year", "period")),
    parts.choice("by", BIES),
    parts.choice("literal", ("0", "1")),
    parts.text("order"),
    parts.choice("copies", SHOWINGS),
    parts.text("topic"),
)
LISTED_BY = (parts.choice("sort", LIST_SORTS), *(parts.text(name, several=True) for name in NARROWED_BY))
COLLECTION = (parts.text("collection"),)
SURVEY = (parts.choice("view", VIEWS), parts.choice("masked", ("0", "1")))
OVERLAP = (parts.text("report"), *SURVEY)
LONG = "The same for long lists"

PATHS: dict[str, Json] = {
    "/checklist": {
        "get": parts.page("Wordings × units or reports: who has written what", (*CHECKLIST, parts.PAGE)),
        "post": parts.form("The same with lists from files; a roster may be kept"),
    },
    "/checklist.csv": {"get": parts.file("The checklist as csv", CHECKLIST), "post": parts.form(LONG)},
    "/checklist.xlsx": {"get": parts.file("The checklist for Excel", CHECKLIST), "post": parts.form(LONG)},
    "/checklist/record": {"get": parts.page("The checklist for paper", CHECKLIST), "post": parts.form(LONG)},
    "/checklist/rosters/remove": {"post": parts.form("Forget a collection's roster")},
    "/api/checklist": {"get": parts.json("Wordings × units or reports", CHECKLIST, ChecklistForm)},
    "/roster": {
        "get": parts.page("Who has handed in for a collection", COLLECTION),
        "post": parts.form("Keep a roster under its collection's name"),
    },
    "/roster.json": {"get": parts.json("Who has handed in for a collection", COLLECTION, ReceiptsForm)},
    "/rosters.json": {"get": parts.json("All rosters", (), RostersForm)},
    "/roster.csv": {"get": parts.file("Who has handed in as csv", COLLECTION)},
    "/roster.xlsx": {"get": parts.file("Who has handed in for Excel", COLLECTION)},
    "/topics": {"get": parts.page("All topics: sets of reports that people make")},
    "/topics.json": {"get": parts.json("All topics", (), ReportSetsForm)},
    "/topics/add": {
        "get": parts.page("The form for putting reports in, or a search", (*parts.SEARCH, parts.text("from"))),
        "post": parts.form("Put reports into a topic, or keep a search as one"),
    },
    "/topics/change": {"post": parts.form("Take reports out of a topic, or forget it")},
    "/overlap": {
        "get": parts.page("Passages of a report that stand in others", OVERLAP),
        "post": parts.files("Passages of a draft that stand in reports"),
    },
    "/overlap/whole": {
        "get": parts.page("Every report and how much of it stands elsewhere", SURVEY),
        "post": parts.form("Begin, go on with or stop the survey"),
    },
    "/overlap/whole.json": {"get": parts.json("Every report and how much of it stands elsewhere", SURVEY, SurveyForm)},
    "/overlap.json": {"get": parts.json("Passages of a report that stand in others", OVERLAP, OverlapForm)},
    "/proof": {"get": parts.page("The form for a draft"), "post": parts.files("What is to be looked at in a draft")},
    "/proof.json": {"post": parts.files("The same as data", answer=ProofForm)},
    "/proof.docx": {"post": parts.files("The draft as Word, every finding a comment")},
    "/verify.json": {
        "get": parts.json(
            "Does the archive have these words, to the character?",
            (parts.text("q", several=True),),
            VerifiedQuotationsForm,
        )
    },
    "/register": {
        "get": parts.page("The form for a register"),
        "post": parts.form("What a register would change"),
    },
    "/register/apply": {"post": parts.form("Make the changes that were shown")},
    "/register.csv": {"get": parts.file("The register as csv", LISTED_BY)},
    "/register.xlsx": {"get": parts.file("The register for Excel", LISTED_BY)},
    **{f"/export.{name}": {"get": parts.file(f"All results as {name}", parts.FOUND)} for name in FORMS},
    **{f"/concordance.{name}": {"get": parts.file(f"All places as {name}", LINES)} for name in FORMS},
    "/export.zip": {
        "get": parts.file(
            "The reports of a search or of a list as texts, with metadata and a manifest",
            (*parts.FOUND, *LISTED_BY, parts.choice("form", ("txt", "md")), parts.choice("originals", ("0", "1"))),
            "application/zip",
        )
    },
    "/record": {"get": parts.page("All results for paper", parts.FOUND)},
}
