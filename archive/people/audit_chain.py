"""The audit record as values: a line, the hash that ties it to the one before, and what is wrong with a chain. No I/O.

Line n holds the SHA-256 of line n-1 and of its own fields (one canonical JSON of them, as in RFC 8785): whoever
changes, drops, adds or moves a line breaks every hash behind it. A cut end leaves a sound chain: only a hash that was
written down elsewhere (log, backup, paper) shows it, which is why `verdict` takes such witnesses.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["login", "search", "read", "export", "change", "administer", "refused"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Way = Literal["page", "program", "assistant", "command", "service"]
"""A browser, a program with a token or at an address for programs, an assistant, the terminal, the service itself."""

NOTHING_BEFORE = "0" * 64
"""The hash before the first line that ever was."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did or tried, before it has its place in the record.

    `who` is the account's name, at the terminal the system's; `act` the endpoint or verb; `address` where from; `view`
    the key of what was readable; `what` which reports and questions it was about, never a report's text; `outcome`
    "done", "nothing", or a stable code.
    """

    kind: Kind
    act: str
    who: str = ""
    way: Way = "page"
    address: str = ""
    view: str = ""
    what: str = "{}"
    outcome: str = "done"


@dataclass(frozen=True, slots=True)
class Line:
    """A deed in its place. `at` is UTC, ISO 8601 with milliseconds; hashes are 64 hexadecimal digits."""

    number: int
    at: str
    deed: Deed
    before: str
    hash: str


@dataclass(frozen=True, slots=True)
class Witness:
    """The hash that line `number` had when somebody wrote it down."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Pruned:
    """The last line that was deleted because it was old enough: where the kept chain begins."""

    number: int = 0
    hash: str = NOTHING_BEFORE


Wrong = Literal["changed", "missing", "untied", "cut", "replaced", "unattested"]
"""A line whose fields are not those of its hash; one that is not there; one that does not follow the one before; an end
that is cut off, or another than a witness saw; a beginning that was cut off and not pruned.
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is wrong, and the number of the line where it is."""

    wrong: Wrong
    number: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked through: how many lines, from which on, up to which; `fault` is None for a sound record."""

    lines: int
    first: int
    last: Witness
    fault: Fault | None


def what_of(values: Mapping[str, object]) -> str:
    """What a deed was about as JSON on one line; the keys in order of their names."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def digest(number: int, at: str, deed: Deed, before: str) -> str:
    """The hash of a line with these fields. A change of this form breaks every archive's record."""
    fields = [number, at, deed.kind, deed.act, deed.who, deed.way, deed.address, deed.view, deed.what, deed.outcome]
    canonical = json.dumps([*fields, before], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def tied(number: int, at: str, deed: Deed, before: str) -> Line:
    """The deed as line `number` behind the line whose hash is `before`."""
    return Line(number, at, deed, before, digest(number, at, deed, before))


def verdict(lines: Iterable[Line], pruned: Pruned, witnesses: Iterable[Witness] = ()) -> Verdict:
    """Is the record whole, from the line behind `pruned` on? `lines` come in the order of their numbers.

    A witness of a line that was pruned since says nothing, unless it is of the last one.
    """
    seen = {one.number: one.hash for one in witnesses}
    if seen.get(pruned.number, pruned.hash) != pruned.hash:
        return Verdict(0, pruned.number + 1, Witness(pruned.number, pruned.hash), Fault("replaced", pruned.number))
    count, last, attested = 0, Witness(pruned.number, pruned.hash), pruned.number == 0
    for line in lines:
        wrong = _wrong(line, last, seen)
        if wrong is not None:
            return Verdict(count, pruned.number + 1, last, wrong)
        attested = attested or attests(line.deed, pruned)
        count, last = count + 1, Witness(line.number, line.hash)
    fault = None if attested else Fault("unattested", pruned.number)
    beyond = [number for number in seen if number > last.number]
    if beyond:
        fault = Fault("cut", last.number + 1)
    return Verdict(count, pruned.number + 1, last, fault)


def _wrong(line: Line, last: Witness, seen: Mapping[int, str]) -> Fault | None:
    if line.number != last.number + 1:
        return Fault("missing", last.number + 1)
    if line.before != last.hash:
        return Fault("untied", line.number)
    if line.hash != digest(line.number, line.at, line.deed, line.before):
        return Fault("changed", line.number)
    if seen.get(line.number, line.hash) != line.hash:
        return Fault("replaced", line.number)
    return None


PRUNING = "audit.prune"
"""The act of the line that says what was pruned: it stands in the chain that it cuts, so it cannot be made up alone."""


def pruning(pruned: Pruned, lines: int) -> Deed:
    """The deed that attests a pruning of `lines` lines up to `pruned`."""
    what = what_of({"until": pruned.number, "hash": pruned.hash, "lines": lines})
    return Deed("administer", PRUNING, way="service", what=what)


def attests(deed: Deed, pruned: Pruned) -> bool:
    """Does that line of the record say that it was pruned up to there?"""
    if deed.act != PRUNING:
        return False
    told = json.loads(deed.what)
    return (told.get("until"), told.get("hash")) == (pruned.number, pruned.hash)
