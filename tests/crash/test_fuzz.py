"""Whatever is typed: an answer or an error that is told, within two seconds; and a question without end is stopped."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import pytest

from archive.errors import QueryError
from indexer import deadline
from indexer.answer import MODES, SORTS, Request
from indexer.workspace import Workspace
from tests.crash.launcher import Launcher
from tests.crash.world import WORDINGS, World, rounds, tell

PIECES = (
    *WORDINGS,
    *(
        "“",
        "”",
        '"',
        "'",
        "「",
        "」",
        "《",
        "》",
        "(",
        ")",
        "（",
        "）",
        "[",
        "]",
        "{",
        "}",
        "<",
        ">",
        "：",
        ":",
        "*",
        "?",
    ),
    *(
        "-",
        "－",
        "—",
        "……",
        "|",
        "OR",
        "AND",
        "NOT",
        "或",
        "且",
        "不含",
        "NEAR/3",
        "NEAR/999999",
        "EXCEPT",
        "..",
        "~",
        "^",
    ),
    *(
        "年:",
        "年：2020..2022",
        "单位:",
        "标题:(",
        "部分:打算",
        "同段:(",
        "同句:(",
        "段:",
        "类型:",
        "文号:〔2022〕",
        "年:99999999999",
    ),
    *("\0", "\x1f", "\x1b[31m", "\u200b", "\ufeff", "\u202e", "\ud800", "\U0010ffff", "\t", "\n", "\u3000", " ", "  "),
    *(
        "的",
        "一",
        "。",
        "，",
        "0",
        "１９９３",
        "xxx",
        "第*次",
        "＊",
        "%",
        "_",
        "\\",
        "/",
        "//",
        "../..",
        "';--",
        "<script>",
    ),
    *("黨建", "下ー步", "㏂", "ｱ", "é", "e\u0301", "𠮷", "👨‍👩‍👧", "ﷺ", "ß", "İ", "ﬀ"),
)


def query(dice: random.Random) -> str:
    kind = dice.random()
    if kind < 0.7:
        return dice.choice(("", " ")).join(dice.choices(PIECES, k=dice.randint(1, 12)))
    if kind < 0.8:
        return dice.choice(PIECES) * dice.choice((10, 100, 1000, 5000))
    if kind < 0.9:
        return "".join(chr(dice.randrange(0x110000)) for _ in range(dice.randint(1, 40)))
    return " ".join(dice.choices((*WORDINGS, "的", "一", "。"), k=dice.randint(5, 60)))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("fuzz"), random.Random(31))
    world.run(world.add([str(world.folder / "files" / f"{n}.txt") for n in range(60)]))
    big = world.folder / "files" / "big.txt"
    big.write_text("\n".join(world.text() for _ in range(600)) + "的" * 50_000 + "\n", encoding="utf-8")
    with Launcher() as launcher:
        assert launcher(world.home, "add", str(big)).code == 0
    return world


@pytest.fixture
def workspace(world: World) -> Iterator[Workspace]:
    with Workspace(world.home) as workspace:
        yield workspace


@pytest.mark.timeout(3600)
def test_every_query_is_answered_or_refused_in_two_seconds(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    dice, wanted = random.Random(7), rounds(300, 10_000)
    slow, codes, worst = [], dict[str, int](), 0.0
    workspace.searcher.tally(Request("党建"))
    for _ in range(wanted):
        typed = query(dice)
        request = Request(
            typed,
            mode=dice.choice(MODES),
            sort=dice.choice(SORTS),
            limit=dice.choice((0, 20)),
            literal=dice.random() < 0.2,
            facets=dice.random() < 0.3,
        )
        begun = time.thread_time()
        try:
            workspace.searcher.search(request).as_json()
            code = "answered"
        except QueryError as error:
            code = error.code
            assert error.message("zh")  # noqa: PT017 # each refusal can be said
        took = time.thread_time() - begun  # of the processor: other work on the machine is not the question's
        codes[code] = codes.get(code, 0) + 1
        worst = max(worst, took)
        if took > 2:
            slow.append((round(took, 2), typed[:80]))
    told = dict(sorted(codes.items(), key=lambda pair: -pair[1]))
    tell(capsys, f"{wanted} queries, slowest {worst:.2f} s of the processor: {told}")
    assert slow == []


@pytest.mark.timeout(600)
def test_the_command_line_never_breaks(world: World) -> None:
    dice = random.Random(17)
    with Launcher() as launcher:
        for _ in range(rounds(60, 1_000)):
            typed = query(dice).replace("\0", "")[:3000]
            words = [typed.encode("utf-8", "replace").decode("utf-8")]
            done = launcher(world.home, "search", "--json", "--limit", "3", *words)
            assert done.code in (0, 1, 2), (typed, done)
            assert "Traceback" not in done.err, (typed, done.err)


def test_a_question_without_end_is_stopped(workspace: Workspace) -> None:
    """The time is over before it begins: whichever part looks at the clock says so."""
    workspace.searcher.tally(Request("党建"))
    for typed in ("同段:(党建责任 整改落实)", "党建责任 -廉政教育", "的"):
        with pytest.raises(QueryError) as told, deadline.limited(-1.0):
            workspace.searcher.search(Request(typed, facets=True))
        assert told.value.code == "query.timeout"
    assert workspace.searcher.tally(Request("党建")).rows, "and the next question is answered"
