"""Waiting for imports that run in processes of their own, without sleeping."""

from __future__ import annotations

import threading

SECONDS = 120


def imported(number: int) -> None:
    """Return when every process that brings in import `number` has ended."""
    for thread in threading.enumerate():
        if thread.name == f"import-{number}":
            thread.join(SECONDS)
            assert not thread.is_alive(), f"import {number} goes on after {SECONDS} s"
