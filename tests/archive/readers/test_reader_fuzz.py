"""Every reader is fed with damaged files: no crash, none over its time, no silent emptiness.

FUZZ_INPUTS says how many a format (60; `make fuzz`: 2,000), FUZZ_SEED where to begin.
"""

from __future__ import annotations

import io
import json
import os
import random
import time
import zipfile
from collections.abc import Iterator

import pytest

from archive.errors import ReadError
from archive.ingest import ingest
from archive.messages import LANGUAGES
from archive.readers.registry import container_for
from indexer.processes.sandbox import MEGABYTE, Limits, run
from tests.sample_files import SAMPLES
from tests.shared_files import shared

INPUTS = int(os.environ.get("FUZZ_INPUTS", "60"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
SECONDS = 10.0
AT_A_TIME = 50
"""Inputs a child: a child for each would take longer than the reading."""
LIMITS = Limits(memory=1024 * MEGABYTE, processor=600, wall=SECONDS)
CORPUS = {
    ".doc": ("corpus", "formats", "doc_人民警察体能测评标准_2019.doc"),
    ".pdf": ("corpus", "formats", "pdf_网络安全法.pdf"),
}


def mutated(data: bytes, random_: random.Random, most: int = 8) -> bytes:
    """`data` with up to `most` pieces flipped, cut out, doubled, or filled with noise."""
    out = bytearray(data)
    for _ in range(random_.randint(1, most)):
        if not out:
            break
        place, length = random_.randrange(len(out)), random_.choice((1, 1, 2, 4, 16, 200))
        kind = random_.randrange(5)
        if kind == 0:
            out[place] ^= 1 << random_.randrange(8)
        elif kind == 1:
            del out[place : place + length]
        elif kind == 2:
            out[place:place] = out[place : place + length] * random_.choice((1, 3, 50))
        elif kind == 3:
            out[place : place + length] = random_.randbytes(length)
        else:
            out[place : place + length] = (
                random_.choice((b"\0", b"\xff", b"<", b"9" * 9, b"-1", b"{", b"&#0;")) * length
            )
    return bytes(out[: random_.randrange(len(out))]) if random_.random() < 0.1 and out else bytes(out)


def mutated_inside(data: bytes, random_: random.Random) -> bytes:
    """A zip with one of its parts damaged, so that the damage gets past the zip's own checks."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    victim = random_.choice(sorted(parts))
    parts[victim] = mutated(parts[victim], random_, 2)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def fed(data: bytes, suffix: str, seed: int, count: int) -> Iterator[bytes]:
    """In the child: what became of each input, and the seconds it took."""
    for number in range(seed, seed + count):
        random_ = random.Random(number)
        inside = data[:2] == b"PK" and random_.random() < 0.7
        damaged = mutated_inside(data, random_) if inside else mutated(data, random_)
        begun = time.process_time()
        result = became(damaged, f"报告{suffix}")
        yield json.dumps([number, result, time.process_time() - begun]).encode()


def became(data: bytes, name: str) -> str:
    """ "text", or the code of the error."""
    container = container_for(name)
    try:
        if container is not None:
            return "text" if list(container.members(data, name)) else "nothing"
        return "text" if ingest(data, name).passages else "nothing"
    except ReadError as error:
        return error.code if error.message("zh") and error.message("en") else "no message"


def check(data: bytes, suffix: str, inputs: int = INPUTS) -> None:
    outcomes: dict[str, int] = {}
    for start in range(SEED, SEED + inputs, AT_A_TIME):
        for piece in run(fed, data, suffix, start, min(AT_A_TIME, SEED + inputs - start), limits=LIMITS):
            number, result, seconds = json.loads(piece)
            outcomes[result] = outcomes.get(result, 0) + 1
            assert seconds < SECONDS, f"input {number} took {seconds:.1f} s"
    assert sum(outcomes.values()) == inputs
    assert set(outcomes) <= {"text", *LANGUAGES["zh"]}, outcomes
    assert outcomes.get("text", 0) > inputs * 0.02, f"hardly any input got through, so little was tried: {outcomes}"


@pytest.mark.parametrize("suffix", sorted(SAMPLES))
def test_damaged_files_give_text_or_a_named_error(suffix: str) -> None:
    check(SAMPLES[suffix](), suffix)


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.parametrize("suffix", sorted(CORPUS))
def test_damaged_real_files_give_text_or_a_named_error(suffix: str) -> None:
    check(shared(*CORPUS[suffix]).read_bytes(), suffix, INPUTS // 10)  # long ones: a tenth takes as long


def test_an_unnamed_exception_would_be_seen() -> None:
    with pytest.raises(Exception, match="died"):
        list(run(fed, None, ".txt", 1, 1, limits=LIMITS))
