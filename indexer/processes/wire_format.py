"""What a child says of a file, on its way over the border: a report or an error as JSON, checked when it arrives."""

from __future__ import annotations

import json

from archive.catalog.serialization import report_of, structure_of, texts_of
from archive.errors import ArchiveError, ReadError
from archive.messages import LANGUAGES
from archive.model import Report
from indexer.processes import sandbox

Parsed = Report | ArchiveError


def sent(parsed: Parsed) -> bytes:
    """In the child: what was read as bytes."""
    if isinstance(parsed, Report):
        body = {"texts": texts_of(parsed), "structure": structure_of(parsed)}
    else:
        body = {"code": parsed.code, "evidence": dict(parsed.evidence)}  # type: ignore[dict-item]
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")


def received(answer: bytes) -> Parsed:
    """What a child says, checked as far as its form goes. Raises ValueError, KeyError, TypeError, CatalogError."""
    body = json.loads(answer)
    if "code" not in body:
        return report_of(body["texts"], body["structure"])
    error = read_error(body)
    error.message("en")  # KeyError for a code or evidence that no message knows
    return error


def read_error(body: dict[str, object]) -> ReadError:
    """An error that crossed the border as its code and evidence. Raises KeyError, TypeError."""
    code, evidence = body["code"], body["evidence"]
    if code not in LANGUAGES["en"] or not isinstance(evidence, dict):
        raise KeyError(code)
    return ReadError(str(code), **evidence)


def error_of(stopped: sandbox.StoppedError, name: str, seconds: int = sandbox.LIMITS.processor) -> ReadError:
    """What a child that was stopped means for the file `name`, for which it had so many seconds."""
    if stopped.reason == "time":
        return ReadError("read.too_slow", name=name, seconds=seconds)
    if stopped.reason in ("memory", "answer"):
        return ReadError("read.out_of_memory", name=name)
    return ReadError("read.crashed", name=name)
