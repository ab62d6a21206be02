"""The reader's language and look: chosen in the address once, kept in a cookie. Words live in `archive.messages`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import urlencode

from flask import Flask, Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from archive import messages
from archive.errors import ArchiveError
from web.http import server_paths
from web.http.urls import is_for_programs

CHOICES = {
    "lang": ("zh", "en"),
    "theme": ("system", "light", "dark"),
    "size": ("medium", "small", "large"),
    "density": ("compact", "roomy"),
}
"""What a reader may choose; the first is the default (the language's default is the browser's, then Chinese)."""
SHORT = 12
"""Characters of a word up to which a text that it stands in is remembered: counts in groups of three."""
A_YEAR = 365 * 24 * 3600


def choice(name: str) -> str:
    """What the reader has chosen, from the cookie; the default where it says nothing we know."""
    kept = request.cookies.get(f"baogao_{name}", "")
    if kept in CHOICES[name]:
        return kept
    return _browser_language() if name == "lang" else CHOICES[name][0]


def _browser_language() -> str:
    return request.accept_languages.best_match(["zh", "zh-CN", "zh-TW", "zh-HK", "en"], default="zh")[:2]


def language() -> str:
    """The language of this request: "zh" or "en", by address, cookie, then browser."""
    known: str | None = g.get("language")  # asked some hundred times a page
    if known is None:
        known = g.language = choice("lang")
    return known


def say(code: str, /, **evidence: object) -> str:
    """A text of the message table in the reader's language."""
    return _said(code, language(), evidence)


def speaker(spoken: str) -> Callable[..., str]:
    """`say` in that language, for who knows already in which one a page is."""

    def say_so(code: str, /, **evidence: object) -> str:
        return _said(code, spoken, evidence)

    return say_so


def _said(code: str, spoken: str, evidence: Mapping[str, object]) -> str:
    if not evidence:
        return in_words(code, spoken)
    for value in evidence.values():
        if type(value) is not int and (type(value) is not str or len(value) > SHORT):
            return messages.text(messages.on_page(code, spoken), spoken, **evidence)
    return _filled(code, spoken, tuple(evidence.items()))


@lru_cache(8192)
def _filled(code: str, spoken: str, evidence: tuple[tuple[str, object], ...]) -> str:
    """The same with numbers and short words, which return from page to page."""
    return messages.text(messages.on_page(code, spoken), spoken, **dict(evidence))


@lru_cache(4096)
def in_words(code: str, spoken: str) -> str:
    """A page's text that needs no evidence, in that language. KeyError for an unknown code, and where it needs some."""
    return messages.text(messages.on_page(code, spoken), spoken)


def told(error: ArchiveError) -> str:
    """An error's sentence in the reader's language, a program's as in the terminal; without paths that are not for
    them, and what no page can show is a sign.
    """
    known = server_paths.for_reader(error)
    sentence = known.message(language(), page=not is_for_programs(request.path))
    return "".join(character if character.isprintable() else "�" for character in sentence)


def remember_choice() -> AnyResponse | None:
    """`?theme=dark` on any page: kept in a cookie, then the same address without it."""
    chosen = {
        name: value for name in CHOICES if (value := request.args.get(name)) is not None and value in CHOICES[name]
    }
    if not chosen or request.method != "GET":
        return None
    rest = [(name, value) for name, value in request.args.items(multi=True) if name not in CHOICES]
    response = redirect(request.path + ("?" + urlencode(rest) if rest else ""))
    for name, value in chosen.items():
        response.set_cookie(f"baogao_{name}", value, max_age=A_YEAR, samesite="Lax", httponly=True)
    return response


def vary(response: Response) -> Response:
    """The same address answers differently by language and cookie."""
    if response.mimetype == "text/html":
        response.vary.update(("Accept-Language", "Cookie"))
    return response


def register(app: Flask) -> None:
    """Let the application speak."""
    app.before_request(remember_choice)
    app.after_request(vary)
    app.jinja_env.globals.update(say=say, language=language, choice=choice, choices=CHOICES)
