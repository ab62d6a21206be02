"""Those for whom somebody vouches: whose account it is, in which groups; and a directory that knows the password."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.errors import AccessError
from archive.people.account import GIVEN
from archive.people.opening import open_people
from archive.people.passwords import Passwords
from archive.people.people import People, PeopleRules
from archive.people.setup_codes import INVITED_SECONDS, MOST_FAILED
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


NAMED = "Li 张"


def active(people: People) -> None:
    people.accounts.add(NAMED, "$argon2id$hash", NOW, ["admin"])


def given(people: People) -> None:
    """A first password, not changed yet."""
    people.accounts.add(NAMED, "$argon2id$hash", GIVEN)


def invited(people: People) -> None:
    people.accounts.add(NAMED, "", NOW, ["audit"])
    people.invitations.make(people.accounts.named(NAMED), NOW)


def expired(people: People) -> None:
    people.accounts.add(NAMED, "", NOW - INVITED_SECONDS, ["admin"])
    people.invitations.make(people.accounts.named(NAMED), NOW - INVITED_SECONDS)


def swept(people: People) -> None:
    """Expired, and no trace of the code is left."""
    expired(people)
    assert not people.invitations.matches(people.accounts.named(NAMED), "AAAAA-AAAAA", NOW)


def failed(people: People) -> None:
    """Its code was tried wrongly until it was good no longer."""
    invited(people)
    for _ in range(MOST_FAILED):
        people.invitations.matches(people.accounts.named(NAMED), "AAAAA-AAAAA", NOW)


def reset(people: People) -> None:
    """Its owner had a password once, and another code since, which has expired."""
    active(people)
    people.accounts.give_password(people.accounts.named(NAMED).number, "")
    people.invitations.make(people.accounts.named(NAMED), NOW - INVITED_SECONDS)


def disabled(people: People) -> None:
    people.accounts.add("another", "", NOW, ["admin"])
    people.accounts.disable(people.accounts.add(NAMED, "$argon2id$hash", NOW), disabled=True)


def locked(people: People) -> None:
    active(people)
    for _ in range(50):
        people.attempts.admit(NAMED, HERE, NOW)


def marked_no_more(people: People) -> None:
    """An administrator has let it be taken, and has given it a code instead before anybody came."""
    number = people.accounts.add(NAMED, "", NOW, awaits_sign_on=True)
    people.accounts.give_password(number, "")


LOCAL = (active, given, invited, expired, swept, failed, reset, disabled, locked, marked_no_more)
WRITTEN = (NAMED, "li 张", "LI 张", "Ｌｉ　张", "  Li   张 ")


@pytest.mark.parametrize("made", LOCAL)
def test_an_account_of_this_place_is_nobody_s_to_take(office: People, made: Callable[[People], None]) -> None:
    """Whatever its state, however the name is written there: refused by name, and nothing has changed."""
    made(office)
    before = office.accounts.list()
    for written in WRITTEN:
        assert code_of(lambda: office.signed_on(Vouched(ISSUER, "7", written), NOW)) == "people.name_is_local"  # noqa: B023 # called at once
    assert office.accounts.list() == before


@pytest.mark.parametrize("written", WRITTEN)
def test_one_that_is_marked_for_sign_on_is_taken_once(office: People, written: str) -> None:
    number = office.accounts.add(NAMED, "", NOW, ["audit"], awaits_sign_on=True)
    taken = office.signed_on(Vouched(ISSUER, "7", written), NOW)
    assert (taken.number, taken.source, taken.awaits_sign_on) == (number, ISSUER, False)
    assert taken.roles == {"audit"}
    assert office.signed_on(Vouched(ISSUER, "8", written), NOW).number != number
    assert office.signed_on(Vouched(ISSUER, "7", "renamed"), NOW).number == number


def test_a_name_that_people_may_choose_takes_nothing(office: People) -> None:
    """Where the claim that the office has set is missing, what else the provider calls them opens no marked account."""
    number = office.accounts.add(NAMED, "", NOW, awaits_sign_on=True)
    chosen = Vouched(ISSUER, "7", NAMED, by_rule=False)
    assert code_of(lambda: office.signed_on(chosen, NOW)) == "people.name_is_local"
    assert office.signed_on(Vouched(ISSUER, "8", NAMED), NOW).number == number


@pytest.mark.parametrize("made", [active, expired, locked])
def test_an_administrator_links_an_account_of_this_place(office: People, made: Callable[[People], None]) -> None:
    """Neither its password nor its code opens it from then on; a lock for wrong passwords is none for a sign-on."""
    made(office)
    number = office.accounts.named(NAMED).number
    office.await_sign_on(office.accounts.named(NAMED))
    assert office.accounts.hash_of(number) == ""
    assert not office.invitations.until(office.accounts.named(NAMED), NOW - INVITED_SECONDS)
    assert office.signed_on(Vouched(ISSUER, "7", NAMED), NOW).number == number


def test_a_person_whom_the_provider_knows_anew_gets_the_old_account_by_an_administrator_alone(office: People) -> None:
    """Deleted there and made again, or the provider has moved: another subject is another person."""
    old = office.signed_on(Vouched(ISSUER, "7", "li"), NOW)
    assert office.signed_on(Vouched(ISSUER, "8", "li"), NOW).name == "li (2)"
    office.await_sign_on(old)
    assert office.signed_on(Vouched("https://new.example.org", "1", "li"), NOW).number == old.number
    assert office.signed_on(Vouched(ISSUER, "7", "li"), NOW).number != old.number


@pytest.mark.parametrize("source", ["", ISSUER])
def test_a_disabled_account_stays_closed(office: People, source: str) -> None:
    number = office.accounts.add("li", "", NOW, source=source, subject="7", awaits_sign_on=not source)
    office.accounts.disable(office.accounts.add("a", "", NOW, ["admin"]), disabled=False)
    office.accounts.disable(number, disabled=True)
    assert code_of(lambda: office.signed_on(Vouched(ISSUER, "7", "li"), NOW)) == "people.sign_on_disabled"
    assert len(office.accounts.list()) == 2


def test_a_directory_takes_no_account_of_this_place_either(office: People) -> None:
    expired(office)
    passwords = Passwords()
    directory = Typed({(NAMED, "good"): Vouched("ldaps://d", "uuid=1", NAMED)})
    assert code_of(lambda: office.log_in(passwords, NAMED, "bad", HERE, NOW, directory)) == "people.wrong_login"
    assert code_of(lambda: office.log_in(passwords, NAMED, "good", HERE, NOW, directory)) == "people.name_is_local"


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
