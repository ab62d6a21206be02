"""A search as it is kept: the query string of its page's address, which page, terminal and topics read alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import parse_qs, urlencode

from archive.errors import UsageError
from indexer.search.answer import FILTERS, MODES, SCOPES, SHOWINGS, SORTS, Request

NOT_KNOWN = "none"
"""A filter's value for “not known” as addresses have it."""
MOST_FIELDS = 200

Choice = TypeVar("Choice", bound=str)


def request_of(address: str) -> Request:
    """The search of an address that was kept, all pages of it. Raises UsageError("usage.bad_parameter")."""
    try:
        values = parse_qs(address.lstrip("?"), max_num_fields=MOST_FIELDS)
    except ValueError as problem:
        raise UsageError("usage.bad_parameter", name="address", value=address[:40]) from problem
    return Request(
        query=values.get("q", [""])[0],
        mode=_one(values, "mode", MODES),
        sort=_one(values, "sort", SORTS),
        limit=0,
        literal=_one(values, "literal", ("0", "1")) == "1",
        ignore_punctuation=_one(values, "ignore_punctuation", ("0", "1")) == "1",
        scope=_one(values, "scope", SCOPES),
        copies=_one(values, "copies", SHOWINGS),
        filters={
            name: tuple("" if value == NOT_KNOWN else value for value in values[name])
            for name in FILTERS
            if values.get(name)
        },
    )


def address_of(request: Request) -> str:
    """The address under which a search is kept; what goes without saying is left out."""
    plain = Request(request.query)
    pairs = [("q", request.query)] if request.query else []
    told = {name: getattr(request, name) for name in ("mode", "sort", "scope", "copies")}
    pairs += [(name, value) for name, value in told.items() if value != getattr(plain, name)]
    pairs += [(name, "1") for name in ("literal", "ignore_punctuation") if getattr(request, name)]
    pairs += [(name, value or NOT_KNOWN) for name, values in request.filters.items() for value in values]
    return urlencode(pairs)


def _one(values: dict[str, list[str]], name: str, allowed: Sequence[Choice]) -> Choice:
    value = values.get(name, [allowed[0]])[0]
    for known in allowed:
        if known == value:
            return known
    raise UsageError("usage.bad_parameter", name=name, value=value[:40])
