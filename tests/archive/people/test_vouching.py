"""Those for whom somebody vouches: whose account it is, in which groups; and a directory that knows the password."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.errors import AccessError
from archive.people.opening import open_people
from archive.people.passwords import Passwords
from archive.people.people import People, PeopleRules
from archive.people.vouching import GroupNames, Vouched

NOW = 1_800_000_000
HERE = "192.0.2.7"
ISSUER = "https://id.example.org"


@dataclass
class Typed:
    """A directory in which names and passwords stand as they are typed; it counts how often it was asked."""

    known: dict[tuple[str, str], Vouched]
    source: str = "ldaps://directory.example.org"
    asked: list[str] = field(default_factory=list)

    def vouch(self, name: str, password: str) -> Vouched | None:
        self.asked.append(name)
        return self.known.get((name, password))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[People]:
    rules = PeopleRules(group_names=GroupNames.of("Office Staff=办公室; a=b=督查科"))
    people = People(open_people(tmp_path), rules)
    for group in ("办公室", "督查科", "领导"):
        people.groups.add(group)
    yield people
    people.close()


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(AccessError) as raised:
        action()
    return raised.value.code


def groups(people: People, vouched: Vouched) -> frozenset[str]:
    return people.accounts.groups_of(people.signed_on(vouched, NOW).number)


def test_the_account_is_the_subject_s_whatever_it_is_called_today(office: People) -> None:
    first = office.signed_on(Vouched(ISSUER, "1", "张三"), NOW)
    again = office.signed_on(Vouched(ISSUER, "1", "张叁"), NOW + 1)
    assert (first.number, first.name, again.name) == (again.number, "张三", "张三")
    assert not again.has_password
    assert not again.roles


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Vouched(ISSUER, "2", "张三"), id="another person of that name"),
        pytest.param(Vouched("https://elsewhere.example", "1", "张三"), id="the same number of another issuer"),
        pytest.param(Vouched(ISSUER, "2", "张三\u3000"), id="written alike"),
    ],
)
def test_two_people_of_one_name_have_two_accounts(office: People, other: Vouched) -> None:
    first = office.signed_on(Vouched(ISSUER, "1", "张三"), NOW)
    second = office.signed_on(other, NOW)
    assert first.number != second.number
    assert second.name == "张三 (2)"


def test_an_account_with_a_password_is_nobody_s_to_take(office: People) -> None:
    number = office.accounts.add("admin", "$argon2id$hash", NOW, ["admin"])
    taken = office.signed_on(Vouched(ISSUER, "1", "admin"), NOW)
    assert taken.number != number
    assert not taken.roles


def test_an_account_without_one_waits_for_its_owner_and_is_taken_once(office: People) -> None:
    number = office.accounts.add("li", "", NOW, ["audit"])
    assert office.signed_on(Vouched(ISSUER, "7", "LI"), NOW).number == number
    assert office.signed_on(Vouched(ISSUER, "8", "li"), NOW).number != number


def test_an_account_whose_owner_has_a_code_for_a_password_is_not_taken(office: People) -> None:
    number = office.accounts.add("li", "", NOW)
    office.invitations.make(office.accounts.named("li"), NOW)
    assert office.signed_on(Vouched(ISSUER, "7", "li"), NOW).number != number


@pytest.mark.parametrize("source", ["", ISSUER])
def test_a_disabled_account_stays_closed(office: People, source: str) -> None:
    number = office.accounts.add("li", "", NOW, source=source, subject="7")
    office.accounts.disable(office.accounts.add("a", "", NOW, ["admin"]), disabled=False)
    office.accounts.disable(number, disabled=True)
    assert code_of(lambda: office.signed_on(Vouched(ISSUER, "7", "li"), NOW)) == "people.wrong_login"
    assert len(office.accounts.list()) == 2


@pytest.mark.parametrize(
    ("there", "here"),
    [
        pytest.param(("办公室", "督查科"), {"办公室", "督查科"}, id="called the same"),
        pytest.param(("office staff",), {"办公室"}, id="renamed, whatever its case"),
        pytest.param(("a=b",), {"督查科"}, id="a name with the sign in it"),
        pytest.param(("保密室",), set(), id="not known here: it is not made"),
        pytest.param((), set(), id="in none"),
    ],
)
def test_groups_are_those_of_the_source(office: People, there: tuple[str, ...], here: set[str]) -> None:
    assert groups(office, Vouched(ISSUER, "1", "张三", ("领导",))) == {"领导"}
    assert groups(office, Vouched(ISSUER, "1", "张三", there)) == here


def test_a_source_that_says_nothing_of_groups_leaves_them(office: People) -> None:
    account = office.signed_on(Vouched(ISSUER, "1", "张三", ("领导",)), NOW)
    assert groups(office, Vouched(ISSUER, "1", "张三", None)) == {"领导"}
    assert account.number == 1


@pytest.mark.parametrize("setting", ["办公室", "=办公室", "a=", "a=b;c"])
def test_a_setting_without_sense_is_none(setting: str) -> None:
    with pytest.raises(ValueError, match="="):
        GroupNames.of(f"x=y;{setting}")


def test_a_directory_opens_what_no_password_of_ours_does(office: People) -> None:
    passwords = Passwords()
    directory = Typed({("zhang", "good"): Vouched("ldaps://d", "uuid=1", "zhang", ("办公室",))})
    account = office.log_in(passwords, "zhang", "good", HERE, NOW, directory)
    assert (account.source, account.subject) == ("ldaps://d", "uuid=1")
    assert office.accounts.groups_of(account.number) == {"办公室"}
    assert code_of(lambda: office.log_in(passwords, "zhang", "bad", HERE, NOW, directory)) == "people.wrong_login"
    assert code_of(lambda: office.log_in(passwords, "nobody", "good", HERE, NOW, directory)) == "people.wrong_login"
    assert code_of(lambda: office.log_in(passwords, "zhang", "good", HERE, NOW)) == "people.wrong_login"


def test_a_password_of_ours_never_reaches_the_directory(office: People) -> None:
    passwords = Passwords()
    office.accounts.add("admin", passwords.hash("山高 水长 日月 同辉"), NOW, ["admin"])
    directory = Typed({("admin", "theirs"): Vouched("ldaps://d", "uuid=1", "admin")})
    assert code_of(lambda: office.log_in(passwords, "admin", "theirs", HERE, NOW, directory)) == "people.wrong_login"
    assert office.log_in(passwords, "admin", "山高 水长 日月 同辉", HERE, NOW, directory).name == "admin"
    assert directory.asked == []


def test_who_tried_too_often_is_not_asked_about(office: People) -> None:
    passwords = Passwords()
    directory = Typed({("zhang", "good"): Vouched("ldaps://d", "uuid=1", "zhang")})
    for _ in range(5):
        code_of(lambda: office.log_in(passwords, "zhang", "bad", HERE, NOW, directory))
    assert code_of(lambda: office.log_in(passwords, "zhang", "good", HERE, NOW, directory)) == "people.wrong_login"
    assert len(directory.asked) == 5
