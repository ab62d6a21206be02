"""As what each page stands in the record of deeds. A page in no table is read where it is got, changes by POST."""

from __future__ import annotations

from collections.abc import Mapping

from archive.people.audit_chain import Kind

SEARCHES = frozenset(
    {
        *("search.results", "api.search", "advanced.twin", "similar.page", "similar.twin", "proofing.verify"),
        *("concordance.show", "concordance.twin", "feeds.show", "assistants.ask"),
        *("listing.index", "api.reports", "saved.show", "saved.twin", "sharing.show", "sharing.twin"),
        *("checklist.show", "checklist.make", "checklist.as_json", "roster.show", "roster.as_json"),
        *("overlap.show", "overlap.twin", "overlap.look", "overlap.survey", "overlap.survey_twin"),
        *("proofing.look", "proofing.twin"),
        *("wordings.index", "wordings.list_twin", "wordings.show", "wordings.twin", "rising.show", "rising.twin"),
        *("numbers.show", "numbers.twin"),
    }
)
EXPORTS = frozenset(
    {
        *("exports.export", "exports.places", "exports.record", "taking_out.as_zip", "reports.original"),
        *("clippings.as_file", "clippings.text", "checklist.export", "checklist.record"),
        *("register.export", "roster.export", "proofing.word", "record.export"),
    }
)
"""What leaves as a file or on paper."""
QUIET = frozenset(
    {
        *("static", "api.openapi", "api.health", "search.home", "search.opensearch", "assistants.about"),
        *("manual.help_page", "manual.twin", "about.page", "advanced.form", "suggestions.suggest"),
        *("clippings.token", "demo.state", "bringing.page", "bringing.take_more", "proofing.form", "register.form"),
        *("scans.picture", "first_password.form"),
    }
)
"""What shows no report beyond what the page around it has recorded, or changes nothing by itself: pieces of a page, of
an import whose beginning and end are recorded, and what may be meant while somebody types.
"""
ALSO: Mapping[tuple[str, str], Kind] = {
    ("register.look", "POST"): "read",
    ("overlap.begin", "POST"): "search",
}
"""What is neither read by GET nor changed by POST."""
ADMINISTERS = frozenset(
    {
        *("admin", "people", "person", "groups", "group", "fonds", "rights"),
        *("jobs", "index", "storage", "backups", "record"),
    }
)
"""Blueprints whose POSTs are the administrators' work."""


def kind_of(endpoint: str, method: str) -> Kind | None:
    """As what a request is recorded; None: not at all. Logging in and out is recorded where it is decided."""
    if endpoint in QUIET or method == "OPTIONS":
        return None
    if endpoint in SEARCHES:
        return "search"
    if endpoint in EXPORTS:
        return "export"
    if (endpoint, method) in ALSO:
        return ALSO[endpoint, method]
    if endpoint.partition(".")[0] in ADMINISTERS:
        return "administer" if method == "POST" else "read"
    return "change" if method == "POST" else "read"
