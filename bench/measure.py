"""One round: every peer builds from the same files, is asked the same questions, and is judged by the same truth."""

from __future__ import annotations

import json
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.cold import measure_cold
from bench.corpus import COMMON, HAN, Laid, new_files, precise_queries, random_phrases
from bench.figures import Latency, Measured, Round, Way
from bench.machine import description
from bench.peers import peers
from bench.peers.base import Peer, common_folder
from bench.process import FailedError, Run, run
from bench.truth import Right, judged, passages_of, truth

OURS = "baogao"
SAME = (OURS, "opensearch")
"""Their passages are ours: a wider answer is an error, not another notion of what a text is."""
TOO_SLOW = 60.0
"""Seconds of a build, above which a peer is left out at ten times the corpus: it would take over ten minutes."""


@dataclass(frozen=True, slots=True)
class Questions:
    """What everyone is asked, and the right answers to `phrases` and the common ones, as far as they were scanned."""

    phrases: list[str]
    bare: list[str]
    precise: list[str]
    rights: list[Right]
    common_rights: list[Right]


def one_round(
    laid: Laid,
    folder: Path,
    *,
    asked: int,
    scanned: int,
    plain: Laid | None,
    before: Round | None,
    slow: float = TOO_SLOW,
) -> Round:
    """Ours, then each peer. `plain`: the same texts as .txt; `before`: the round at a tenth, which tells the peers that
    are too `slow` to be measured.
    """
    begun = time.monotonic()
    every = peers()
    phrases = random_phrases(laid.texts, asked)
    bare = random_phrases(laid.texts, 200, seed=8, kind=HAN)
    home = folder / OURS
    _say("building", every[OURS].name)
    built = _build(OURS, laid, home)
    ours = _taken_apart(home, plain, folder) if plain is not None else {}
    _say("scanning for", f"{scanned} right answers")
    wanted = [*phrases[:scanned], *COMMON]
    rights = truth(laid.texts, passages_of(home, laid.files), wanted)
    questions = Questions(phrases, bare, precise_queries(laid.texts, 200), rights[:scanned], rights[scanned:])
    found = [_asked(OURS, every[OURS], built, laid, home, questions)]
    for word, peer in every.items():
        if word != OURS:
            known = next((one for one in before.peers if one.name == peer.name), None) if before else None
            if known is None or (not known.missing and known.build_seconds <= slow):
                found.append(_peer(word, peer, laid, folder, questions))
    return Round(
        machine=description(),
        files=len(laid.files),
        characters=laid.characters,
        text_bytes=laid.text_bytes,
        minutes=(time.monotonic() - begun) / 60,
        peers=tuple(found),
        ours=ours,
        index="positions",
    )


def _peer(word: str, peer: Peer, laid: Laid, folder: Path, questions: Questions) -> Measured:
    """Measured, or named as missing."""
    missing = peer.missing()
    if missing:
        return Measured(peer.name, peer.about, missing=f"not installed: {missing}")
    try:
        _say("building", peer.name)
        built = _build(word, laid, folder / word) if peer.builds else Run(0.0, 0.0, "")
        return _asked(word, peer, built, laid, folder / word, questions)
    except FailedError as problem:
        return Measured(peer.name, peer.about, missing=f"failed: {problem}")
    finally:
        shutil.rmtree(folder / word, ignore_errors=True)


def _build(word: str, laid: Laid, folder: Path) -> Run:
    folder.mkdir(parents=True)
    job = json.dumps({"files": list(map(str, laid.files))})
    return run((sys.executable, "-m", "bench.peers", word, "build", str(folder)), stdin=job)


def _asked(word: str, peer: Peer, built: Run, laid: Laid, folder: Path, questions: Questions) -> Measured:
    _say("asking", peer.name)
    index_bytes, disk_bytes = _size(peer.index_of(folder)), _size(folder)
    new = common_folder(laid.files) / "new"
    try:
        job: dict[str, Any] = {"files": list(map(str, laid.files)), "new": new_files(new)}
        job.update(phrases=questions.phrases, common=COMMON, bare=questions.bare, precise=questions.precise)
        words = (sys.executable, "-m", "bench.peers", word, "ask", str(folder))
        answers = json.loads(run(words, stdin=json.dumps(job)).out)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return Measured(
        name=peer.name,
        about=peer.about,
        build_seconds=built.seconds,
        build_mib=built.peak_mib,
        index_bytes=0 if peer.in_memory else index_bytes,
        disk_bytes=0 if peer.in_memory else disk_bytes,
        ask_mib=answers["peak_mib"],
        ways=tuple(_way(name, way, questions, ours=word in SAME) for name, way in answers["ways"].items()),
        bare=Latency.of(answers["bare"]) if answers["bare"] else None,
        precise=Latency.of(answers["precise"]) if answers["precise"] else None,
        added_seconds=answers["added"],
    )


def _way(name: str, way: dict[str, Any], questions: Questions, *, ours: bool) -> Way:
    judgement = judged(questions.rights, way["answers"][: len(questions.rights)], ours=ours)
    common = judged(questions.common_rights, way["common_answers"], ours=ours)
    return Way(
        name=name,
        asked=judgement.asked,
        random=Latency.of(way["seconds"]),
        common=Latency.of(way["common"]),
        right=judgement.right,
        files=judgement.files,
        missed=judgement.missed,
        wrong=judgement.wrong,
        common_right=common.right,
    )


def _taken_apart(home: Path, plain: Laid | None, folder: Path) -> dict[str, float]:
    """Of ours alone: indexing without reading, import without Markdown, cold starts."""
    _say("taking apart", "indexing alone, plain text, cold starts")
    ours = {"reindex_seconds": run((sys.executable, "-m", "indexer.cli", "--home", str(home), "reindex")).seconds}
    if plain is not None:
        ours["plain_seconds"] = _build(OURS, plain, folder / "plain-home").seconds
        shutil.rmtree(folder / "plain-home")
    cold = measure_cold(home)
    return {**ours, "cold_quoted": cold.quoted, "cold_bare": cold.bare, "cold_python": cold.python}


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _say(what: str, whom: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what} {whom}", file=sys.stderr, flush=True)
