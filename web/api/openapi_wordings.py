"""The description's part about wordings: 提法, quoted terms, what rises and falls."""

from __future__ import annotations

from indexer.forms.wording import QuotedTermsForm, RisingForm, WordingForm
from indexer.numbers.numbers_form import WordingNumbersForm
from indexer.wordings.quoted_terms import KINDS, TERM_ORDERS
from web.api import openapi_parts as parts
from web.api.schemas import Json
from web.pages.wordings.term_chart import MEASURES

LISTED = (parts.choice("kind", KINDS), parts.choice("sort", TERM_ORDERS), parts.text("find"), parts.PAGE)
GROUPS = (parts.text("rising"), parts.text("against"), parts.choice("kind", KINDS))
MEASURE = parts.choice("measure", MEASURES)
WORDING = parts.in_path("wording")

PATHS: dict[str, Json] = {
    "/terms": {
        "get": parts.page(
            "The terms in quotation marks; with w the use of a wording, or of several in one picture",
            (parts.text("w", several=True), MEASURE, *LISTED),
        )
    },
    "/terms.json": {"get": parts.json("The terms in quotation marks", LISTED, QuotedTermsForm)},
    "/terms/{wording}": {"get": parts.page("How a wording is used", (WORDING, MEASURE))},
    "/terms/{wording}.json": {"get": parts.json("How a wording is used", (WORDING,), WordingForm)},
    "/numbers": {"get": parts.page("The figures in one sentence with a wording", (parts.text("w"),))},
    "/numbers.json": {
        "get": parts.json("The figures in one sentence with a wording", (parts.text("w"),), WordingNumbersForm)
    },
    "/rising": {"get": parts.page("What rises and falls between two groups of papers", GROUPS)},
    "/rising.json": {"get": parts.json("What rises and falls between two groups of papers", GROUPS, RisingForm)},
}
