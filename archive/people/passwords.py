"""Passwords: hashed by Argon2id, few at once. The only argon2. Which passwords are good enough: `password_rules`.

Costs are OWASP's for Argon2id (19 MiB, two passes, one lane; Password Storage Cheat Sheet).
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from archive.errors import AccessError
from archive.people.password_rules import LONGEST

MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
T = TypeVar("T")

AT_ONCE = 4
"""Hashes that are made at the same time: each takes its memory and a processor."""
PATIENCE = 2.0
"""Seconds that a log-in waits for its turn; then it is told to come again."""


class Passwords:
    """Hashes and checks, at most `at_once` at a time."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._turns = threading.BoundedSemaphore(max(1, at_once))
        self._hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID)
        self._nobody = ""

    def hash(self, password: str) -> str:
        """What is kept of a password. Raises AccessError("people.busy")."""
        return self.in_turn(lambda: self._hasher.hash(_normal(password)))

    def matches(self, hashed: str, password: str) -> bool:
        """Is it the password of that hash? For "" False after the same time. Raises AccessError("people.busy")."""
        if not self._nobody:
            self._nobody = self.hash("nobody's")
        right = self.in_turn(lambda: self._verified(hashed or self._nobody, _normal(password)))
        return right and bool(hashed)

    def is_old(self, hashed: str) -> bool:
        """Was it made at another cost than today's?"""
        return self._hasher.check_needs_rehash(hashed)

    def _verified(self, hashed: str, password: bytes) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    def in_turn(self, action: Callable[[], T]) -> T:
        """Do it when there is room for one more. Raises AccessError("people.busy")."""
        if not self._turns.acquire(timeout=PATIENCE):
            raise AccessError("people.busy")
        try:
            return action()
        finally:
            self._turns.release()


def _normal(password: str) -> bytes:
    """The same however a keyboard composes it (NIST SP 800-63B, 5.1.1.2: NFKC); what no password can be is cut off."""
    return unicodedata.normalize("NFKC", password[: LONGEST + 1]).encode("utf-8", "replace")
