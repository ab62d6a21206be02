"""The reading room's words in English: places line by line, clippings, saved searches, notes, reports compared."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    # 逐处
    "web.views": "View",
    "web.views.reports": "By report",
    "web.views.places": "By place",
    "web.kwic.by.left": "Sort by left",
    "web.kwic.by.right": "Sort by right",
    "web.kwic.by.year": "Sort by year",
    "web.kwic.by.report": "Sort by report",
    "web.kwic.before": "Often before",
    "web.kwic.after": "Often after",
    "web.kwic.left_out": "Too many: only the first {n} places are listed. Add a year or a unit.",
    "web.kwic.loose": "Loose search looks for the words anywhere and lists no places. Instead:",
    "web.kwic.none": "No place holds “{q}”.",
    "web.kwic.try": "See by report what to try",
    # report by report
    "web.across.at": "Report {n} of {r}",
    "web.version": "Version {n}",
    "web.version.old": "This is version {n}; version {now} is the current one.",
    "web.version.now": "See the current one",
    "catalog.no_such_version": "Report {id} has no version {version}, or is in the trash.",
    # sources
    "web.cite": "Source",
    "web.cite.more": "More forms of the source",
    "web.cite.passage": "Paragraph",
    "web.cite.go": "Its source",
    "web.cite.plain": "Source",
    "web.cite.gbt7714": "GB/T 7714",
    "web.cite.markdown": "Markdown",
    "web.cite.words": "What is not known is left out, never guessed. A source pasted into the search box opens its passage.",
    # what readers keep
    "catalog.notebook_full": "There is no more room; nothing was kept. Take out what is no longer needed.",
    "catalog.notebook_too_long": "Longer than {limit} characters; not kept.",
    # terminal
    "say.help.kwic": "every place on a line, the wording in the middle, sorted by what stands beside it or by year",
    "say.option.order": "sort by: left, right, year, report",
    "say.kwic.before": "Often before: {words}",
    "say.kwic.after": "Often after: {words}",
    "say.kwic.left_out": "Only the first {n} places are listed.",
}
