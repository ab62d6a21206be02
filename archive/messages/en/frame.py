"""The words of the frame in English: the places of the bar, the skip links, the display settings."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "web.nav.check": "Check",
    "web.nav.missing": "Who is missing",
    "web.nav.manage": "Manage",
    "web.nav.more": "More",
    "web.skip.results": "Skip to results",
    "web.skip.filters": "Skip to filters",
    "web.look.density": "Rows",
    "web.density.compact": "Compact",
    "web.density.roomy": "Roomy",
}
