"""python -m bench.assistants: how long an assistant waits at /mcp, over HTTP, for an archive of the open corpus.

A real `baogao serve`; a client that connects (a new connection, `initialize`, `tools/list`) and calls each tool with
wordings, sentences and reports drawn from the texts (seeded). Counted are milliseconds by the clock until an answer is
read, and those of the processor that the serving processes took for it: on a busy machine the first are too many.
Prints a table; --write puts it into docs/assistants.md. `--home` asks an archive that is there already.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from indexer.cli.main import main as baogao
from indexer.workspace import Workspace
from tests.served_process import children, serving
from tests.shared_files import ROOT, SEEDS, shared

TABLE = ROOT / "docs" / "assistants.md"
MARKER = "<!-- written by `python -m bench.assistants --write` -->"
END = "<!-- end -->"
CALLS, CONNECTIONS = 40, 20
TEXTS = 200
"""Texts from which is drawn what is asked."""
TICK = 1000 / os.sysconf("SC_CLK_TCK")
Json = dict[str, Any]


@dataclass
class Times:
    """Milliseconds by the clock, and of the processor altogether."""

    clock: list[float] = field(default_factory=list)
    processor: float = 0.0

    def row(self, name: str) -> str:
        """A line of the table."""
        p50, p95 = statistics.median(self.clock), statistics.quantiles(self.clock, n=20)[-1]
        return f"| {name} | {p50:.0f} | {p95:.0f} | {self.processor / len(self.clock):.0f} |"


class Client:
    """Over one connection that stays open."""

    def __init__(self, address: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)

    def ask(self, method: str, **params: Any) -> Json:
        """The result of a message. Raises KeyError for an error."""
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        self.connection.request("POST", "/mcp", json.dumps(message).encode(), headers)
        answer: Json = json.loads(self.connection.getresponse().read())["result"]
        return answer

    def connect(self) -> None:
        """What a client asks before anybody asks it."""
        self.ask(
            "initialize", protocolVersion="2025-11-25", capabilities={}, clientInfo={"name": "bench", "version": "1"}
        )
        self.ask("tools/list")


def _questions(texts: dict[str, list[str]], dice: random.Random) -> dict[str, Callable[[], Json]]:
    """For each tool, what makes the next call of it."""

    def passage() -> tuple[str, int, str]:
        while True:
            name = dice.choice([*texts])
            number = dice.randrange(len(texts[name]))
            if len(texts[name][number]) > 60:
                return name, number + 1, texts[name][number]

    def piece(least: int, most: int) -> str:
        text = passage()[2]
        start = dice.randrange(len(text) - most)
        return text[start : start + dice.randint(least, most)]

    def altered() -> str:
        words = piece(20, 40)
        at = dice.randrange(4, len(words) - 4)
        return words[:at] + "鑫" + words[at + 1 :]

    def read() -> Json:
        name, number, _ = passage()
        return {"report": name, "passage": number}

    return {
        "search": lambda: {"query": piece(4, 10), "literal": True},
        "concordance": lambda: {"query": piece(4, 8), "literal": True},
        "count": lambda: {"query": piece(4, 8), "literal": True, "by": dice.choice(("year", "unit", "type"))},
        "read": read,
        "list_reports": lambda: {"year": dice.randint(2000, 2024)},
        "verify_quotations": lambda: {"quotations": [piece(12, 40)]},
        "verify_quotations, altered": lambda: {"quotations": [altered()]},
        "similar": lambda: {"sentence": piece(30, 50)},
        "term": lambda: {"wording": piece(4, 6)},
        "proof": lambda: {"text": "\n".join(passage()[2] for _ in range(5))},
        "overlap": lambda: {"report": dice.choice([*texts])},
        "help": dict,
    }


def measured(home: Path, calls: int) -> Iterator[str]:
    """The lines of the tables."""
    texts: dict[str, list[str]] = {}
    with Workspace(home) as workspace:
        ids = random.Random(22).sample(sorted(workspace.catalog.ids()), TEXTS)
        for name, passages in workspace.catalog.texts(ids):
            if any(len(one) > 60 for one in passages):
                texts[name] = list(passages)
    with serving(home, "--processes", "1") as (process, address):
        _until_ready(address)
        spent = _spent(process.pid)
        connecting = Times()
        for _ in range(CONNECTIONS):
            with _timed(connecting, spent), closing((client := Client(address)).connection):
                client.connect()
        yield from ("| what | p50 ms | p95 ms | of the processor |", "| --- | ---: | ---: | ---: |")
        yield connecting.row("connect")
        client, every, busy = Client(address), Times(), 0
        for name, question in _questions(texts, random.Random(22)).items():
            times, tool = Times(), name.partition(",")[0]
            for _ in range(calls):
                arguments = question()
                with _timed(times, spent):
                    result = client.ask("tools/call", name=tool, arguments=arguments)
                if result["isError"]:  # a machine that is too busy says so after the tool's time
                    assert result["structuredContent"]["error"]["code"] == "query.busy", (name, arguments, result)
                    busy += 1
            every.clock += times.clock
            every.processor += times.processor
            yield times.row(f"`{tool}`{name.removeprefix(tool)}")
        yield every.row("all of them")
    told = f"By the clock of a machine whose {os.cpu_count()} cores had {os.getloadavg()[0]:.0f} to serve"
    yield from ("", f"{told}; {busy} calls were answered `query.busy`.")


@contextmanager
def _timed(times: Times, spent: Callable[[], float]) -> Iterator[None]:
    before, begun = spent(), time.perf_counter()
    yield
    times.clock.append((time.perf_counter() - begun) * 1000)
    times.processor += spent() - before


def _spent(parent: int) -> Callable[[], float]:
    """Milliseconds of the processor that a process and its children have had."""

    def spent() -> float:
        fields = [
            Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in (parent, *children(parent))
        ]
        return sum(int(some[11]) + int(some[12]) for some in fields) * TICK

    return spent


def _until_ready(address: str) -> None:
    """Until what a service prepares when it starts is there."""
    client = Client(address)
    while client.ask("tools/call", name="term", arguments={"wording": "工作"})["isError"]:
        time.sleep(1)


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m bench.assistants", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/assistants.md")
    parser.add_argument("--home", type=Path, help="an archive of the open corpus that is there already")
    parser.add_argument("--calls", type=int, default=CALLS, help="calls of each tool")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="baogao-assistants-") as folder:
        home = arguments.home or Path(folder) / "home"
        if arguments.home is None and baogao(["add", "--home", str(home), str(shared("corpus")), str(SEEDS)]) == 2:
            return 2
        table = "\n".join(measured(home, arguments.calls))
    print(table)
    if arguments.write:
        before, _, rest = TABLE.read_text(encoding="utf-8").partition(MARKER)
        TABLE.write_text(f"{before}{MARKER}\n\n{table}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
