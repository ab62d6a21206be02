"""The counts that serving processes share: never more than the limit, whoever asks at once; and in time all again."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.state.rate_limits import PIECE, WINDOW, RateLimits


@given(
    limit=st.integers(1, 6),
    asked=st.lists(st.tuples(st.floats(0, 40), st.integers(0, 2), st.sampled_from("甲乙")), max_size=40),
)
def test_in_no_window_get_more_through_and_nobody_waits_in_vain(
    limit: int, asked: list[tuple[float, int, str]]
) -> None:
    """The plain way as judge: the moments at which somebody got through, kept whole."""
    limits = RateLimits(3)
    through: dict[str, list[float]] = {"甲": [], "乙": []}
    now = 1000.0
    for pause, place, who in asked:
        now += pause
        limits.place = place
        inside = [at for at in through[who] if int(at / PIECE) > int(now / PIECE) - WINDOW / PIECE]
        seconds = limits.refused(who, limit, now)
        assert bool(seconds) == (len(inside) >= limit)
        if not seconds:
            through[who].append(now)
        else:
            assert 1 <= seconds <= WINDOW + 1
            later = int((now + seconds) / PIECE)
            assert sum(int(at / PIECE) > later - WINDOW / PIECE for at in inside) < limit


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_four_processes_let_through_what_one_would() -> None:
    limits = RateLimits(4)
    pipes = []
    for place in range(4):
        read, write = os.pipe()
        if (child := os.fork()) == 0:
            limits.place = place
            passed = sum(not limits.refused("张三", 5) for _ in range(12))
            os.write(write, bytes([passed]))
            os._exit(0)
        os.close(write)
        pipes.append((child, read))
    passed = 0
    for child, read in pipes:
        passed += os.read(read, 1)[0]
        os.close(read)
        os.waitpid(child, 0)
    assert 1 <= passed <= 5
    assert sum(not limits.refused("张三", 5) for _ in range(12)) == 5 - passed


def test_the_threads_of_a_process_count_together() -> None:
    limits = RateLimits()
    with ThreadPoolExecutor(8) as threads:
        passed = list(threads.map(lambda _: not limits.refused("张三", 20), range(200)))
    assert sum(passed) == 20


def test_no_limit_is_none() -> None:
    limits = RateLimits()
    assert {limits.refused("张三", 0) for _ in range(100)} == {0}


def test_many_askers_forget_only_those_who_were_quiet() -> None:
    limits = RateLimits()
    for number in range(20_000):
        limits.refused(f"程序{number}", 5, at=1000.0 + number / 1000)
    assert sum(not limits.refused("张三", 5, at=1021.0) for _ in range(9)) == 5
