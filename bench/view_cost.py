"""python -m bench.view_cost HOME: what a view costs a page of results, beside the same page over the whole archive.

HOME is changed, so make a copy of an archive first: a tenth of its reports goes into a 分库 of its own. One person
reads everything, one all but that tenth (as many hits as before, and every filter at work), one the tenth alone. The
processor's time of each page, asked for the first time, by turns.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from flask.testing import FlaskClient

from bench.corpus import COMMON
from bench.machine import description
from indexer.settings import load
from indexer.workspace import Workspace
from web.app import create_app

FONDS = "bench"
READS = {"all but a tenth": "", "a tenth": FONDS}
"""Who reads which 分库; whoever reads everything is an administrator."""
WHOLE = "everything"
BATCH = 500
MOST = 1.2
"""How many times the whole archive's page a view's may cost."""


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--share", type=float, default=0.1, help="of the reports, that go into the 分库")
    options = parser.parse_args()
    settings = load(options.home, search_limit=0, plain_http=True)
    with Workspace(options.home, writing=True, settings=settings) as workspace:
        _divide(workspace, options.share)
        clients = _people(workspace)
        questions = _questions(workspace, options.questions)
        for client in clients.values():
            _time(client, "预热")  # what is made once: the view, the templates
        times: dict[str, list[float]] = {name: [] for name in clients}
        for question in questions:
            order = random.Random(question).sample(sorted(clients), len(clients))
            asked = {name: _time(clients[name], question) for name in order}
            if None not in asked.values():  # too long for somebody on this machine: of no use for a comparison
                for name, one in asked.items():
                    times[name].append(one or 0.0)
        reports = workspace.catalog.counts().reports
    asked_of = f"{len(times[WHOLE])} of {len(questions)} questions"
    print(f"{description()}\n{reports} reports, index = {settings.index}, {asked_of}\n")
    print("| who reads | median ms | p95 ms | of everything, in all | of everything, median |\n" + "| --- " * 5 + "|")
    for name, measured in times.items():
        ratios = [mine / whole for mine, whole in zip(measured, times[WHOLE], strict=True)]
        middle, p95 = statistics.median(measured), statistics.quantiles(measured, n=20)[-1]
        share = sum(measured) / sum(times[WHOLE])
        print(f"| {name} | {middle:.1f} | {p95:.1f} | {share:.2f} | {statistics.median(ratios):.2f} |")
    print(f"\nAt most {MOST}.")


def _divide(workspace: Workspace, share: float) -> None:
    """Put some of the reports into a 分库; where it is there, they are."""
    register = workspace.catalog.fonds
    if register.get(FONDS) is None:
        register.add(FONDS, FONDS)
        ids = sorted(workspace.catalog.ids())
        chosen = random.Random(3).sample(ids, int(len(ids) * share))
        for start in range(0, len(chosen), BATCH):
            register.move(chosen[start : start + BATCH], FONDS)
    for group, key in READS.items():
        register.grant(group, key, "read")
    begun = time.process_time()
    workspace.catch_up()
    print(f"index level after {time.process_time() - begun:.0f} s of the processor", flush=True)


def _people(workspace: Workspace) -> dict[str, FlaskClient]:
    """A browser of each, logged in."""
    people, now = workspace.people, int(time.time())
    app = create_app(workspace)
    clients: dict[str, FlaskClient] = {}
    for name in (WHOLE, *READS):
        account = people.accounts.find(name)
        roles = ["admin"] if name == WHOLE else []
        number = people.accounts.add(name, "", now, roles) if account is None else account.number
        if not roles:
            if name not in people.groups.list():
                people.groups.add(name)
            people.groups.put(name, number)
        clients[name] = app.test_client()
        clients[name].set_cookie("baogao_login", people.sessions.begin(people.accounts.named(name), now, "127.0.0.1"))
    return clients


def _questions(workspace: Workspace, count: int) -> Sequence[str]:
    """Common words, and pieces of the texts themselves."""
    dice, found = random.Random(5), list(COMMON)
    ids = dice.sample(sorted(workspace.catalog.ids()), 200)
    for _, passages in workspace.catalog.texts(ids):
        text = "".join(passages)[:2000]
        start = dice.randrange(max(1, len(text) - 8))
        piece = "".join(sign for sign in text[start : start + dice.randint(2, 6)] if "\u4e00" <= sign <= "\u9fff")
        if len(piece) > 1:
            found.append(piece)
    return list(dict.fromkeys(found))[:count]


def _time(client: FlaskClient, question: str) -> float | None:
    """Milliseconds of the processor for a page; None for one that was given up."""
    begun = time.process_time()
    answer = client.get("/search", query_string={"q": question})
    taken = 1000 * (time.process_time() - begun)
    assert answer.status_code in (200, 503), answer.status_code
    return taken if answer.status_code == 200 else None


if __name__ == "__main__":
    main()
