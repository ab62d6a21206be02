"""What keeps a reader safe: headers, hosts, CSRF, limits. The only Flask-WTF. No pages.

Sources: OWASP secure headers; `../shared/hostile-inputs.md` is the list the tests go through.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from typing import Any

from flask import Blueprint, Flask, Request, Response, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf

from indexer import deadline

__all__ = ["CSRFError", "generate_csrf", "is_local", "is_proxied", "protect", "without_token"]

MAX_BODY = 1024 * 1024
"""Bytes of a request's body: forms only."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ORIGINAL_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""For a file as it came: whatever it is, it runs nothing and loads nothing."""
LOOPBACK = ("127.0.0.1", "localhost")
"""Werkzeug compares names up to the first colon: an address of IPv6 cannot be trusted, there too it is localhost."""
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
"""What a proxy says of whom it asks for (RFC 7239, RFC 9110 7.6.3, and what was usual before)."""


def protect(app: Flask, hosts: Sequence[str] = (), key: bytes | None = None) -> None:
    """Limits, hosts, CSRF and headers for every answer. `hosts` are names beside loopback's that may be asked for.

    `key` signs tokens and sessions: processes that serve the same readers need the same one.
    """
    app.config.update(
        # A new key a start: tokens live as long as the service, nothing secret lies on the disk.
        SECRET_KEY=key or secrets.token_bytes(32),
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        MAX_FORM_PARTS=1000,
        TRUSTED_HOSTS=[name.lower() for name in (*LOOPBACK, *hosts)],
        SESSION_COOKIE_NAME="baogao_session",
        SESSION_COOKIE_SAMESITE="Lax",  # Strict is lost on the way back from an identity provider
        SESSION_COOKIE_HTTPONLY=True,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.session_interface = _TokenCookie()
    app.wsgi_app = _lowered_host(app.wsgi_app)  # type: ignore[method-assign] # how Flask wants it wrapped
    CSRFProtect(app)
    app.after_request(headers)


class _TokenCookie(SecureCookieSessionInterface):
    """Flask's cookie, which holds what CSRF tokens are made of and nothing of who is logged in; Secure with TLS."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie holds. Without one nothing is made ready to read it: most who read have none."""
        if request.cookies.get(self.get_cookie_name(app)):
            return super().open_session(app, request)
        return self.session_class()

    def get_cookie_secure(self, app: Flask) -> bool:
        """Is the current request's way here safe?"""
        return bool(app.config["SESSION_COOKIE_SECURE"]) or request.is_secure


def _lowered_host(inner: Callable[..., Any]) -> Callable[..., Any]:
    """Names of hosts know no case (RFC 9110, 4.2.3); Werkzeug compares them as they are written."""

    def called(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if "HTTP_HOST" in environ:
            environ["HTTP_HOST"] = str(environ["HTTP_HOST"]).lower()
        return inner(environ, start_response)

    return called


def without_token(app: Flask, blueprint: Blueprint) -> None:
    """Let the addresses of `blueprint` be posted to without a CSRF token: only where they change nothing, and where no
    other site can post to them in a reader's name (they take JSON alone and check the Origin).
    """
    app.extensions["csrf"].exempt(blueprint)


def is_local(*, any_name: bool = False) -> bool:
    """Is it somebody at this machine who asks, and not a proxy for others, by a name of the loopback or by any?"""
    name = request.host.rsplit(":", 1)[0].lower()
    try:
        asker = ip_address(request.remote_addr or "")
    except ValueError:
        return False
    return asker.is_loopback and (any_name or name in LOOPBACK) and not is_proxied()


def is_proxied() -> bool:
    """Does the request say that somebody asks for another? No browser speaks HTTP/1.0; nginx does, to what is behind
    it, where nothing else is set (`proxy_http_version`, 1.0 by default before 1.29.7).
    """
    told = any(header in request.headers for header in FORWARDED)
    return told or request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0"


def headers(response: Response) -> Response:
    """The headers of every answer; an answer that has set a stricter policy keeps it."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if response.status_code == 503:
        response.headers.setdefault("Retry-After", str(deadline.AGAIN))
    if response.status_code == 429:
        response.headers.setdefault("Retry-After", str(g.get("retry_after", deadline.AGAIN)))
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
