"""The cursor of an answer in parts: where the next part begins, of which question, as of which state of the archive.

Nothing is kept between two calls: all is in the cursor. Whoever sends it sends the same arguments again.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping

from archive.errors import UsageError

NAME = "cursor"
"""The argument in which it comes back."""
DIGEST = 9
"""Bytes by which a question is told from others."""
PLACE = 4
"""Bytes of the number at which a part begins."""
LONGEST = 4 * 12
"""Characters of a cursor with room to spare."""


def cursor_of(tool: str, arguments: Mapping[str, object], change: int, first: int) -> str:
    """The cursor of the part that begins with item `first`, counted from 0; `change`: the catalog's last one."""
    whole = first.to_bytes(PLACE, "big") + _digest(tool, arguments) + _state(change)
    return base64.urlsafe_b64encode(whole).decode("ascii")


def first_of(cursor: str, tool: str, arguments: Mapping[str, object], change: int) -> int:
    """Where the part begins. Raises UsageError: `assistant.cursor_unknown` for what is no cursor of this question,
    `assistant.cursor_expired` where the archive has changed since.
    """
    try:
        whole = base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise UsageError("assistant.cursor_unknown") from problem
    place, digest, state = whole[:PLACE], whole[PLACE : PLACE + DIGEST], whole[PLACE + DIGEST :]
    if digest != _digest(tool, arguments) or len(state) != DIGEST:
        raise UsageError("assistant.cursor_unknown")
    if state != _state(change):
        raise UsageError("assistant.cursor_expired")
    return int.from_bytes(place, "big")


def _digest(tool: str, arguments: Mapping[str, object]) -> bytes:
    asked = {name: value for name, value in arguments.items() if name != NAME}
    told = json.dumps([tool, asked], ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()


def _state(change: int) -> bytes:
    return hashlib.blake2b(str(change).encode("ascii"), digest_size=DIGEST).digest()
