"""python -m bench.load: many who search and one who imports, for minutes, against a real `baogao serve` of two cores.

Every searcher is a thread with a connection of its own that asks, reads the answer, thinks, and asks again, as a person
at a browser does; what is asked are wordings that stand in the texts, pages, lists and programs' questions mixed. The
importer sends the second half of the texts through the page, file by file. Prints how many answers came with which
status, and p50, p95 and p99 of the milliseconds until an answer was there; exit 1 where any had a status from 500 up.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from indexer.cli.main import main as baogao
from tests.served_process import serving
from tests.shared_files import SEEDS, SHARED

CORES = 2
MOST_TEXTS = 600
"""Texts of the corpus, half of which are there at the beginning and half are imported meanwhile."""
KINDS = {
    "page": (60, "/search?q={q}"),
    "filtered page": (10, "/search?q={q}&sort=newest&scope=paragraph"),
    "program": (15, "/search.json?q={q}"),
    "concordance": (5, "/concordance?q={q}"),
    "list": (10, "/reports?sort=newest"),
}
"""Kind of question to its weight among all and its address."""
PERCENTILES = (50, 95, 99)


@dataclass
class Answers:
    """What came back, of all threads."""

    milliseconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def took(self, kind: str, status: int, seconds: float) -> None:
        """One answer."""
        with self.lock:
            self.milliseconds[kind].append(seconds * 1000)
            self.statuses[status] += 1

    def failed(self, problem: Exception) -> None:
        """None came."""
        with self.lock:
            self.lost[type(problem).__name__] += 1


@dataclass(frozen=True)
class Load:
    """Where, until when (on the clock of `time.monotonic`), how long a person thinks, and what stands in the texts."""

    address: str
    until: float
    think: float
    texts: Sequence[Path]
    answers: Answers

    def asked(self, connection: http.client.HTTPConnection, kind: str, path: str) -> bytes:
        """The body of one answer, timed."""
        begun = time.monotonic()
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        self.answers.took(kind, answer.status, time.monotonic() - begun)
        return body

    def connected(self) -> http.client.HTTPConnection:
        """A connection of its own."""
        return http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)

    def search(self, number: int) -> None:
        """One searcher, until the time is over."""
        dice = random.Random(number)
        names, weights = [*KINDS], [weight for weight, _ in KINDS.values()]
        connection = self.connected()
        while time.monotonic() < self.until:
            (kind,) = dice.choices(names, weights)
            try:
                self.asked(connection, kind, KINDS[kind][1].format(q=quote(wording(dice, self.texts))))
            except (OSError, http.client.HTTPException) as problem:
                connection.close()  # a connection that was idle for long is closed by the server: as browsers do
                if not isinstance(problem, (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)):
                    self.answers.failed(problem)
            pause = min(dice.expovariate(1 / self.think) if self.think else 0.0, self.until - time.monotonic())
            threading.Event().wait(max(pause, 0.0))
        connection.close()

    def bring_in(self, files: Sequence[Path]) -> int:
        """The importer, file by file; how many were sent."""
        with closing(self.connected()) as connection:
            connection.request("GET", "/import")
            page = connection.getresponse()
            cookie = (page.getheader("Set-Cookie") or "").partition(";")[0]
            found = re.search('csrf_token" value="([^"]+)', page.read().decode())
        assert found
        for sent, path in enumerate(files):
            if time.monotonic() >= self.until:
                return sent
            with closing(self.connected()) as connection:
                begun = time.monotonic()
                headers = {"Cookie": cookie, "Content-Type": "multipart/form-data; boundary=b"}
                connection.request("POST", "/import", _form(found[1], path), headers)
                answer = connection.getresponse()
                answer.read()
                self.answers.took("import", answer.status, time.monotonic() - begun)
            self._until_done(answer.getheader("Location") or "")
        return len(files)

    def _until_done(self, place: str) -> None:
        with closing(self.connected()) as connection:
            while place and time.monotonic() < self.until:
                body: dict[str, object] = json.loads(self.asked(connection, "import's state", place + ".json"))
                if body.get("state") != "running":
                    return
                threading.Event().wait(0.5)


def wording(dice: random.Random, texts: Sequence[Path]) -> str:
    """Two to six characters of a text, now and then two of them."""
    text = re.sub(r"[^\u4e00-\u9fff]+", "", dice.choice(texts).read_text(encoding="utf-8", errors="ignore")) or "报告"
    length, start = dice.randint(2, 6), dice.randrange(max(1, len(text) - 6))
    first = text[start : start + length]
    return first if dice.random() < 0.7 else f"{first} {text[:2]}"


def _form(token: str, path: Path) -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
    head += f'--b\r\nContent-Disposition: form-data; name="files"; filename="{path.name}"\r\n\r\n'
    return head.encode() + path.read_bytes() + b"\r\n--b--\r\n"


def corpus() -> tuple[list[Path], list[Path]]:
    """Texts for the beginning, and those to be imported: of the shared corpus, else the seeds both times."""
    found = (
        sorted(path for path in (SHARED / "corpus").rglob("*.*") if path.suffix in (".txt", ".md")) if SHARED else []
    )
    if not found:
        return sorted(SEEDS.glob("*.txt")), sorted(SEEDS.glob("*.txt"))
    dice = random.Random(1)
    chosen = dice.sample(found, min(MOST_TEXTS, len(found)))
    return chosen[: len(chosen) // 2], chosen[len(chosen) // 2 :]


def percentile(values: Sequence[float], percent: int) -> float:
    """The value below or at which so many percent lie (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * percent // 100) - 1)]


def _table(answers: Answers, write: Callable[[str], object]) -> None:
    write(f"{'':18}{'answers':>9}" + "".join(f"{f'p{each} ms':>10}" for each in PERCENTILES))
    everything = [value for kind, values in answers.milliseconds.items() if "import" not in kind for value in values]
    for kind, values in [*answers.milliseconds.items(), ("all searches", everything)]:
        if values:
            row = "".join(f"{percentile(values, each):10.0f}" for each in PERCENTILES)
            write(f"{kind:18}{len(values):9}{row}")
    write("statuses: " + ", ".join(f"{status}: {count}" for status, count in sorted(answers.statuses.items())))
    write(f"without an answer: {dict(answers.lost) or 'none'}")


def main() -> int:
    """Run it, as long and as hard as asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--searchers", type=int, default=50)
    parser.add_argument("--think", type=float, default=2.0, help="mean seconds between an answer and the next question")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:CORES]))
    first, later = corpus()
    answers = Answers()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        assert baogao(["add", "--home", str(home), *map(str, first)]) in (0, 1)
        with serving(home) as (_, address), ThreadPoolExecutor(options.searchers + 1) as crowd:
            load = Load(address, time.monotonic() + options.seconds, options.think, first, answers)
            importing = crowd.submit(load.bring_in, later)
            searching = [crowd.submit(load.search, number) for number in range(options.searchers)]
            for each in searching:
                each.result()
            brought = importing.result()
    print(
        f"{options.searchers} searchers and one importer, {options.seconds:g} s, {len(first)} files and {brought} more"
    )
    print(f"on {CORES} cores; load of the machine at the end {os.getloadavg()[0]:.1f}")
    _table(answers, print)
    return 1 if any(status >= 500 for status in answers.statuses) or answers.lost else 0


if __name__ == "__main__":
    sys.exit(main())
