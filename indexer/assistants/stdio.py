"""The door of a program that starts us: a message a line on standard input, an answer a line on standard output.

UTF-8 in both directions whatever the system's code page is (pipes on Windows are GBK), and a line feed alone ends a
line: bytes are read and written, so that nothing translates them. Source: MCP 2025-11-25, Transports, stdio.
"""

from __future__ import annotations

from typing import BinaryIO

from indexer.assistants.answer_page import written
from indexer.assistants.json_rpc import PARSE_ERROR, answered
from indexer.assistants.tool import Caller

LONGEST = 4 * 1024 * 1024
"""Bytes of a message; the longest text that a tool takes has far fewer."""


def serve(into: BinaryIO, out: BinaryIO, caller: Caller) -> None:
    """Answer line by line until the input ends."""
    while line := into.readline(LONGEST):
        if len(line) == LONGEST and not line.endswith(b"\n"):
            _pass_over(into)
            _write(out, _too_long())
        elif line.strip():
            answer = answered(_text(line), caller)
            if answer is not None:
                _write(out, answer)


def _text(line: bytes) -> str:
    """What is no UTF-8 becomes no JSON either."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


def _pass_over(into: BinaryIO) -> None:
    while (rest := into.readline(LONGEST)) and not rest.endswith(b"\n"):
        pass


def _too_long() -> str:
    error = {"code": PARSE_ERROR, "message": f"A message has at most {LONGEST} bytes"}
    return written({"jsonrpc": "2.0", "id": None, "error": error})


def _write(out: BinaryIO, answer: str) -> None:
    # A text may hold half of a surrogate pair that a file had: it goes out as a replacement, never as no answer.
    out.write(answer.encode("utf-8", "replace") + b"\n")
    out.flush()
