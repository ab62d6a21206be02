"""One peer's process: python -m bench.peers NAME build|ask FOLDER < JOB. Prints JSON.

A job is JSON: `files`; to ask, also `phrases`, `common`, `bare`, `precise` and `new` (pairs of a file to add and a
wording that only this file holds).
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from bench.peers import peers
from bench.peers.base import Peer

WARM = 5


def main(name: str, verb: str, folder: Path) -> None:
    """Build, or open and ask everything."""
    job = json.load(sys.stdin)
    files = [Path(path) for path in job["files"]]
    peer = peers()[name]
    if verb == "build":
        peer.build(files, folder)
        return
    peer.open(files, folder)
    print(json.dumps(ask(peer, job)))


def ask(peer: Peer, job: dict[str, Any]) -> dict[str, Any]:
    """Seconds and answers by way; pages of bare queries; seconds until an added file is found; the most memory."""
    ways = {}
    for way in peer.ways:
        timed(peer, job["phrases"][-WARM:], way)
        seconds, answers = timed(peer, job["phrases"][: peer.sample or None], way)
        common, common_answers = timed(peer, job["common"], way)
        ways[way] = {"seconds": seconds, "answers": answers, "common": common, "common_answers": common_answers}
    bare = pages(peer.bare, job["bare"][: peer.bare_sample or None])
    precise = pages(peer.precise, job["precise"])
    peak, found = peak_mib(), added(peer, len(job["files"]), job["new"])
    return {"ways": ways, "bare": bare, "precise": precise, "added": found, "peak_mib": peak}


def pages(ask_for: Callable[[str], bool], queries: Sequence[str]) -> list[float]:
    """Each page's seconds; none where there is no such thing."""
    seconds: list[float] = []
    for query in queries:
        begun = time.perf_counter()
        if not ask_for(query):
            break
        seconds.append(time.perf_counter() - begun)
    return seconds


def timed(peer: Peer, phrases: Sequence[str], way: str) -> tuple[list[float], list[list[int]]]:
    """Each phrase's seconds and answer."""
    seconds: list[float] = []
    answers: list[list[int]] = []
    for phrase in phrases:
        begun = time.perf_counter()
        found = peer.answers(phrase, way)
        seconds.append(time.perf_counter() - begun)
        answers.append(sorted(found))
    return seconds, answers


def added(peer: Peer, number: int, new: Sequence[tuple[str, str]]) -> float | None:
    """Median seconds from a new file to its first hit; None where the peer does not find it."""
    seconds: list[float] = []
    for order, (path, wording) in enumerate(new):
        begun = time.perf_counter()
        peer.add_one(Path(path))
        found: Collection[int] = peer.answers(wording, peer.ways[0])
        if number + order not in found:
            return None
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def peak_mib() -> float:
    """Of this process or its largest child."""
    kib = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return kib / 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
