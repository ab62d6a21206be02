"""Passwords: which are good enough, what is kept of them, how many are looked at at once."""

from __future__ import annotations

import threading

import pytest

from archive.errors import AccessError
from archive.people import passwords as room
from archive.people.password_rules import check
from archive.people.passwords import Passwords


def problem(password: str, name: str = "zhang") -> str:
    try:
        check(password, name)
    except AccessError as found:
        return found.code.removeprefix("people.password_")
    return "good"


@pytest.mark.parametrize(
    ("password", "told"),
    [
        pytest.param("山高水长日月同辉春风", "good", id="ten characters of Chinese"),
        pytest.param("correct horse battery", "good", id="words that have nothing to do with each other"),
        pytest.param("kp7-Xq2mvL", "good", id="ten at random"),
        pytest.param("张三丰的宝剑在山洞里", "good", id="a sentence"),
        pytest.param("kp7-Xq2mv", "short", id="nine"),
        pytest.param("", "short", id="none"),
        pytest.param("长" * 257, "long", id="longer than a password is read"),
        pytest.param("1234567890", "common", id="digits in a row"),
        pytest.param("0987654321abc", "common", id="digits in a row backward"),
        pytest.param("13800138000", "common", id="a telephone"),
        pytest.param("110101199001011", "common", id="an old identity card"),
        pytest.param("aaaaaaaaaaaa", "common", id="one letter"),
        pytest.param("好好好好好好好好好好", "common", id="one character"),
        pytest.param("abcabcabcabc", "common", id="a piece again and again"),
        pytest.param("woaini1314520", "common", id="the most usual one in Chinese"),
        pytest.param("WoAiNi5201314", "common", id="in capitals"),
        pytest.param("Password123!", "common", id="a word and what policies ask for"),
        pytest.param("Admin@2026!", "common", id="an administrator's"),
        pytest.param("!!baogao20261130", "common", id="this program's name"),
        pytest.param("1qaz2wsx3edc", "common", id="columns of the keyboard"),
        pytest.param("qwertyuiop12", "common", id="a row of the keyboard"),
        pytest.param("ａｂｃｄｅｆｇｈｉｊ", "common", id="full width"),
        pytest.param("zhang19900101", "name", id="the name and a birthday"),
        pytest.param("gnahz12345678", "name", id="the name backward"),
        pytest.param("ZHANGzhang2026", "name", id="the name twice"),
        pytest.param("zhang correct horse battery", "good", id="the name among much else"),
    ],
)
def test_which_passwords_are_good_enough(password: str, told: str) -> None:
    assert problem(password) == told


def test_a_short_name_forbids_nothing() -> None:
    assert problem("kp7-Xq2mvL", name="k") == "good"


def test_what_is_kept_tells_its_cost() -> None:
    assert Passwords().hash("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_is_one_however_it_is_composed() -> None:
    """é as one character and as two, and the same in full width."""
    ours = Passwords()
    hashed = ours.hash("caf\u00e9 ABC")
    assert ours.matches(hashed, "cafe\u0301 ABC")
    assert ours.matches(hashed, "cafe\u0301 ＡＢＣ")
    assert not ours.matches(hashed, "cafe ABC")
    assert not ours.matches("", "cafe ABC")
    assert not ours.matches("no hash", "cafe ABC")


def test_a_hash_of_another_cost_is_old() -> None:
    today = Passwords().hash("x")
    assert Passwords().is_old(today.replace("m=19456", "m=8192"))
    assert not Passwords().is_old(today)


def test_who_waits_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """All turns are taken by hashes that take as long as the test wants."""
    monkeypatch.setattr(room, "PATIENCE", 0.01)
    ours, begun, go_on = Passwords(1), threading.Event(), threading.Event()

    def long() -> None:
        begun.set()
        go_on.wait(20)

    busy = threading.Thread(target=lambda: ours.in_turn(long))
    busy.start()
    begun.wait(20)
    with pytest.raises(AccessError) as raised:
        ours.hash("x")
    go_on.set()
    busy.join()
    assert raised.value.code == "people.busy"
    assert ours.hash("x")
