"""How often one account may search and take out in a minute: settings `search_limit`, `export_limit`. Only where
there are accounts: nobody's own archive is limited.
"""

from __future__ import annotations

from flask import Flask, g, request

from archive.errors import UsageError
from indexer.settings import Settings
from web.http import audited
from web.http.recording import asker_name, recorder
from web.state.rate_limits import RateLimits

CODES = {"search": "usage.searches_too_often", "export": "usage.exports_too_often"}


def register(app: Flask, settings: Settings, limits: RateLimits) -> None:
    """Refuse whoever asks too often, after it is known who asks."""
    most = {"search": settings.search_limit, "export": settings.export_limit}

    def check() -> None:
        kind = audited.kind_of(request.endpoint, request.method) if request.endpoint else None
        if kind not in CODES or not most[kind] or not recorder().has_accounts:
            return
        who = asker_name() or request.remote_addr or ""
        seconds = limits.refused(f"{kind} {who}", most[kind])
        if seconds:
            g.retry_after = seconds
            # One line a minute is enough to know of somebody who goes on asking.
            g.unrecorded = bool(limits.refused(f"refused {kind} {who}", 1))
            raise UsageError(CODES[kind], limit=most[kind], seconds=seconds)

    app.before_request(check)
