"""What every store of people promises: accounts, groups, sessions, tokens, attempts, the one-time code.

`office` is an empty one. Time is given, never waited for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.errors import AccessError
from archive.people import attempts, sessions, setup_codes, tokens
from archive.people.account import Account, duties_of
from archive.people.passwords import Passwords
from archive.people.people import People, PeopleRules

NOW = 1_800_000_000
GOOD = "山高 水长 日月 同辉"
HERE = "192.0.2.7"


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(AccessError) as raised:
        action()
    return raised.value.code


def added(office: People, name: str, *roles: str) -> Account:
    office.accounts.add(name, "", NOW, roles)
    return office.accounts.named(name)


class PeopleContract:
    """The rules of people, on whatever store."""

    @pytest.mark.parametrize(
        "written",
        [
            pytest.param("zhang", id="case"),
            pytest.param(" ＺＨＡＮＧ ", id="width and blanks"),
        ],
    )
    def test_a_name_is_one_however_it_is_written(self, office: People, written: str) -> None:
        number = office.accounts.add("Zhang", "", NOW)
        assert office.accounts.named(written).number == number
        assert office.accounts.named(written).name == "Zhang"
        assert code_of(lambda: office.accounts.add(written, "", NOW)) == "people.name_taken"

    @pytest.mark.parametrize("name", ["", "  ", "a" * 61, "a\nb", "a\x00", "\u202ename", "\u200b"])
    def test_what_nobody_can_read_is_no_name(self, office: People, name: str) -> None:
        # A line end is a blank, so that one stays a name.
        if name == "a\nb":
            assert office.accounts.add(name, "", NOW)
        else:
            assert code_of(lambda: office.accounts.add(name, "", NOW)) == "people.bad_name"

    def test_two_sources_may_vouch_for_one_subject(self, office: People) -> None:
        first = office.accounts.add("张三", "", NOW, source="https://one.example", subject="7")
        second = office.accounts.add("张三丰", "", NOW, source="https://two.example", subject="7")
        found = office.accounts.of_source("https://two.example", "7")
        assert found is not None
        assert (found.number, first) == (second, second - 1)
        assert office.accounts.of_source("", "7") is None

    def test_the_first_account_is_made_once(self, office: People) -> None:
        office.accounts.add_first("甲", "", NOW, ["admin"])
        assert code_of(lambda: office.accounts.add_first("乙", "", NOW, ["admin"])) == "people.already_set_up"
        assert office.accounts.count() == 1

    def test_of_many_who_set_up_at_once_one_does(self, office: People) -> None:
        made: list[str] = []

        def attempt(name: str) -> None:
            try:
                office.accounts.add_first(name, "", NOW, ["admin"])
                made.append("made")
            except AccessError as problem:
                made.append(problem.code)

        threads = [threading.Thread(target=attempt, args=(f"人{number}",)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(made) == ["made", *["people.already_set_up"] * 5]
        assert office.accounts.count() == 1

    def test_the_last_administrator_stays(self, office: People) -> None:
        first = added(office, "甲", "admin")
        assert code_of(lambda: office.accounts.disable(first.number, disabled=True)) == "people.last_administrator"
        assert code_of(lambda: office.accounts.set_roles(first.number, ["audit"])) == "people.last_administrator"
        assert office.accounts.named("甲") == first
        added(office, "乙", "system")
        office.accounts.disable(first.number, disabled=True)
        assert office.accounts.named("甲").disabled

    def test_separate_duties_exclude_each_other(self, office: People) -> None:
        apart = People(office.database, PeopleRules(separate_duties=True)).accounts
        for roles in (["admin"], ["system", "audit"], ["security", "audit"]):
            assert code_of(lambda roles=roles: apart.add("甲", "", NOW, roles)) == "people.separate_duties"  # type: ignore[misc] # bound at once
        assert apart.add("甲", "", NOW, ["audit"])
        assert code_of(lambda: apart.add("乙", "", NOW, ["owner"])) == "people.bad_role"

    def test_duties_of_before_they_were_separate(self) -> None:
        assert duties_of(["admin"], separate=False) == {"admin", "system", "security", "audit"}
        assert duties_of(["admin"], separate=True) == {"system"}
        assert duties_of(["system", "audit"], separate=True) == set()
        assert duties_of(["audit"], separate=True) == {"audit"}

    def test_a_first_password_is_set_by_a_code_once(self, office: People, passwords: Passwords) -> None:
        zhang, li = added(office, "张"), added(office, "李")
        code, of_li = office.invitations.make(zhang, NOW), office.invitations.make(li, NOW)
        assert code not in str(office.database.rows("SELECT * FROM invitations"))
        assert office.invitations.until(zhang, NOW) == NOW + setup_codes.INVITED_SECONDS

        def attempt(name: str, typed: str, new: str, at: int = NOW) -> Account:
            return office.set_first_password(passwords, name, typed, new, HERE, at)

        for name, typed in (("张", of_li), ("没有", code), ("张", "")):
            assert code_of(lambda: attempt(name, typed, GOOD)) == "people.wrong_invitation"  # noqa: B023 # called at once
        assert code_of(lambda: attempt("张", code, "短")) == "people.password_short", "the code stays good"
        session = office.sessions.begin(zhang, NOW, HERE)
        account = attempt(" 张 ", f"{code[:5].lower()}-{code[5:]}", GOOD)
        assert (account.has_password, account.must_change) == (True, False)
        assert office.sessions.find(session, NOW) is None
        assert code_of(lambda: attempt("张", code, GOOD)) == "people.wrong_invitation", "it is good once"
        assert office.log_in(passwords, "张", GOOD, HERE, NOW).number == zhang.number
        added(office, "管", "admin")
        office.accounts.disable(li.number, disabled=True)
        assert code_of(lambda: attempt("李", of_li, GOOD)) == "people.wrong_invitation"

    def test_a_code_ends_after_days_or_wrong_tries_and_by_another(self, office: People) -> None:
        zhang, codes = added(office, "张"), office.invitations
        first = codes.make(zhang, NOW)
        second = codes.make(zhang, NOW)
        assert not codes.matches(zhang, first, NOW)
        assert codes.matches(zhang, second, NOW + setup_codes.INVITED_SECONDS - 1)
        assert not codes.matches(zhang, second, NOW + setup_codes.INVITED_SECONDS)
        third = codes.make(zhang, NOW)
        for _ in range(setup_codes.MOST_FAILED):
            assert not codes.matches(zhang, "AAAAAAAAAA", NOW)
        assert not codes.matches(zhang, third, NOW)
        assert codes.until(zhang, NOW) == 0

    def test_a_given_password_has_to_be_changed(self, office: People, passwords: Passwords) -> None:
        zhang = added(office, "张")
        office.accounts.give_password(zhang.number, passwords.hash(GOOD))
        assert office.log_in(passwords, "张", GOOD, HERE, NOW).must_change
        changed = office.change_password(passwords, office.accounts.named("张"), GOOD, GOOD + " 二", HERE, NOW)
        assert not changed.must_change
        office.accounts.give_password(zhang.number, "")
        assert not office.accounts.named("张").must_change
        assert code_of(lambda: office.log_in(passwords, "张", GOOD, HERE, NOW)) == "people.wrong_login"

    def test_what_is_shared_is_seen_by_the_group_while_one_belongs_to_it(self, office: People) -> None:
        zhang, li, wang = (added(office, name) for name in ("张", "李", "王"))
        added(office, "管", "admin")
        office.groups.add("办公室")
        for one in (zhang, li):
            office.groups.put("办公室", one.number)
        assert office.shares.share(zhang, "search", ["c", "d", "c"], "办公室", NOW) == 2
        assert office.shares.share(zhang, "search", ["c"], "办公室", NOW + 1) == 0, "it is there already"
        assert office.shares.share(zhang, "note", ["c"], "办公室", NOW + 2) == 1
        assert code_of(lambda: office.shares.share(wang, "note", ["a"], "办公室", NOW)) == "people.not_in_group"
        assert code_of(lambda: office.shares.share(zhang, "note", ["a"], "没有", NOW)) == "people.not_in_group"
        seen = [(one.who, one.kind, one.item, one.group) for one in office.shares.seen_by(li)]
        assert seen == [("张", "note", "c", "办公室"), ("张", "search", "c", "办公室"), ("张", "search", "d", "办公室")]
        assert [office.shares.seen_by(zhang), office.shares.seen_by(wang)] == [(), ()]
        assert len(office.shares.of(zhang)) == 3
        assert office.shares.end(zhang, "note", "c", "办公室")
        assert not office.shares.end(li, "search", "c", "办公室"), "only whose it is ends it"
        assert len(office.shares.seen_by(li)) == 2
        office.shares.forget(zhang, "search", ["d"])
        assert [one.item for one in office.shares.seen_by(li)] == ["c"]
        office.groups.take("办公室", li.number)
        assert office.shares.seen_by(li) == ()
        office.groups.put("办公室", li.number)
        office.accounts.disable(zhang.number, disabled=True)
        assert office.shares.seen_by(li) == ()
        office.accounts.disable(zhang.number, disabled=False)
        office.groups.remove("办公室")
        office.groups.add("办公室")
        office.groups.put("办公室", li.number)
        assert office.shares.seen_by(li) == (), "a later group of that name is another"

    def test_groups_hold_accounts(self, office: People) -> None:
        zhang, li = added(office, "张"), added(office, "李")
        office.groups.add("办公室")
        office.groups.add("Archive")
        assert office.groups.put("办公室", zhang.number)
        assert not office.groups.put("办公室", zhang.number)
        office.groups.put("ＡＲＣＨＩＶＥ", zhang.number)
        office.groups.put("办公室", li.number)
        assert office.groups.list() == {"Archive": ["张"], "办公室": ["张", "李"]}
        assert office.accounts.groups_of(zhang.number) == {"办公室", "Archive"}
        assert office.groups.take("办公室", zhang.number)
        assert not office.groups.take("办公室", zhang.number)
        assert code_of(lambda: office.groups.add("archive")) == "people.group_taken"
        assert code_of(lambda: office.groups.put("没有", zhang.number)) == "people.no_such_group"
        office.groups.remove("办公室")
        assert office.accounts.groups_of(li.number) == set()

    def test_a_session_lasts_while_it_is_used(self, office: People) -> None:
        account = added(office, "张")
        token = office.sessions.begin(account, NOW, HERE)
        assert token not in str(office.database.rows("SELECT * FROM sessions"))
        last = NOW + sessions.IDLE_SECONDS - 1
        found = office.sessions.find(token, last)
        assert found is not None
        assert found.account == account
        office.sessions.used(found, last)
        assert office.sessions.find(token, last + sessions.IDLE_SECONDS - 1)
        assert office.sessions.find(token, last + sessions.IDLE_SECONDS) is None

    def test_no_session_lasts_longer_than_half_a_day(self, office: People) -> None:
        account = added(office, "张")
        token, at = office.sessions.begin(account, NOW, HERE), NOW
        while at < NOW + sessions.ABSOLUTE_SECONDS - sessions.IDLE_SECONDS:
            at += sessions.IDLE_SECONDS - 1
            found = office.sessions.find(token, at)
            assert found is not None
            office.sessions.used(found, at)
        assert office.sessions.find(token, NOW + sessions.ABSOLUTE_SECONDS) is None

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(lambda office, one: office.accounts.set_password(one, "h", NOW), id="another password"),
            pytest.param(lambda office, one: office.accounts.set_roles(one, ["audit"]), id="other roles"),
            pytest.param(lambda office, one: office.accounts.disable(one, disabled=True), id="disabled"),
            pytest.param(lambda office, one: office.accounts.end_sessions(one), id="log out everywhere"),
        ],
    )
    def test_what_ends_every_session(self, office: People, change: Callable[[People, int], None]) -> None:
        added(office, "管", "admin")
        account, other = added(office, "张"), added(office, "李")
        mine = [office.sessions.begin(account, NOW, HERE) for _ in range(2)]
        theirs = office.sessions.begin(other, NOW, HERE)
        change(office, account.number)
        assert [office.sessions.find(token, NOW) for token in mine] == [None, None]
        assert office.sessions.find(theirs, NOW) is not None
        office.accounts.disable(account.number, disabled=False)
        assert [office.sessions.find(token, NOW) for token in mine] == [None, None]

    def test_one_session_is_ended_by_its_owner_alone(self, office: People) -> None:
        account, other = added(office, "张"), added(office, "李")
        token = office.sessions.begin(account, NOW, HERE)
        (session,) = office.sessions.of(account, NOW)
        assert not office.sessions.end(session.token, other.number)
        assert office.sessions.end(session.token, account.number)
        assert office.sessions.find(token, NOW) is None

    @pytest.mark.parametrize("token", ["", "x", "0" * 64, "a" * 1_000_000, "\0", "’"])
    def test_what_was_never_given_is_no_session(self, office: People, token: str) -> None:
        office.sessions.begin(added(office, "张"), NOW, HERE)
        assert office.sessions.find(token, NOW) is None
        assert office.tokens.find(token, NOW) is None

    def test_a_token_is_for_one_purpose_and_ends(self, office: People) -> None:
        account = added(office, "张")
        secret = office.tokens.make(account, "助手", "assistant", 30, NOW)
        found = office.tokens.find(secret, NOW + 30 * tokens.DAY - 1)
        assert found is not None
        assert (found[0], found[1].scope) == (account, "assistant")
        assert office.tokens.find(secret, NOW + 30 * tokens.DAY) is None
        assert secret not in str(office.database.rows("SELECT * FROM tokens"))
        office.tokens.used(found[1], NOW)
        assert office.tokens.of(account)[0].seen == NOW - NOW % tokens.DAY

    def test_a_token_is_revoked_by_its_owner_alone(self, office: People) -> None:
        account, other = added(office, "张"), added(office, "李")
        secret = office.tokens.make(account, "一", "search", 1, NOW)
        (token,) = office.tokens.of(account)
        assert code_of(lambda: office.tokens.revoke(token.number, other)) == "people.no_such_token"
        office.tokens.revoke(token.number, account)
        assert office.tokens.find(secret, NOW) is None

    def test_a_token_has_the_rights_its_account_has_now(self, office: People) -> None:
        added(office, "管", "admin")
        account = added(office, "张")
        secret = office.tokens.make(account, "一", "search", 1, NOW)
        office.accounts.set_roles(account.number, ["audit"])
        found = office.tokens.find(secret, NOW)
        assert found is not None
        assert found[0].roles == {"audit"}
        office.accounts.disable(account.number, disabled=True)
        assert office.tokens.find(secret, NOW) is None

    def test_bounds_of_tokens(self, office: People) -> None:
        account = added(office, "张")
        assert code_of(lambda: office.tokens.make(account, "一", "everything", 1, NOW)) == "people.bad_scope"
        for days in (0, -1, 367):
            assert code_of(lambda days=days: office.tokens.make(account, "一", "feed", days, NOW)) == "people.bad_days"  # type: ignore[misc] # bound at once

    def test_five_failures_lock_a_name_at_an_address(self, office: People) -> None:
        admitted = [office.attempts.admit("张", HERE, NOW) for _ in range(7)]
        assert admitted == [True] * 5 + [False] * 2
        assert office.attempts.admit("张", "192.0.2.8", NOW)
        assert office.attempts.admit("李", HERE, NOW)
        assert office.attempts.admit("张", HERE, NOW + attempts.WINDOW_SECONDS)

    def test_a_success_clears_its_own_pair(self, office: People) -> None:
        for _ in range(4):
            office.attempts.admit("张", HERE, NOW)
            office.attempts.admit("李", HERE, NOW)
        office.attempts.succeeded("张", HERE)
        assert [office.attempts.admit("张", HERE, NOW) for _ in range(5)] == [True] * 5
        assert [office.attempts.admit("李", HERE, NOW) for _ in range(2)] == [True, False]

    def test_many_names_from_one_address_are_stopped(self, office: People) -> None:
        admitted = [office.attempts.admit(f"人{number}", HERE, NOW) for number in range(60)]
        assert sum(admitted) == attempts.OF_ADDRESS

    def test_one_name_from_many_addresses_is_stopped(self, office: People) -> None:
        admitted = [office.attempts.admit("张", f"192.0.2.{number}", NOW) for number in range(60)]
        assert sum(admitted) == attempts.OF_NAME
        office.attempts.forgive("张")
        assert office.attempts.admit("张", HERE, NOW)

    def test_no_more_than_the_limit_pass_when_all_come_at_once(self, office: People) -> None:
        admitted: list[bool] = []
        threads = [
            threading.Thread(target=lambda: admitted.append(office.attempts.admit("张", HERE, NOW))) for _ in range(12)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(admitted) == attempts.OF_PAIR

    def test_the_code_dies_of_age_and_of_wrong_tries(self, office: People) -> None:
        codes = office.setup_codes
        first = codes.make(NOW)
        assert codes.matches(f" {first[:5].lower()}-{first[5:]} ", NOW + setup_codes.LASTS_SECONDS - 1)
        assert not codes.matches(first, NOW + setup_codes.LASTS_SECONDS)
        second = codes.make(NOW)
        assert not codes.matches(first, NOW)  # a new one ends the former
        for _ in range(3):
            assert not codes.matches("WRONG", NOW)
        assert codes.matches(second, NOW)
        assert not codes.matches("WRONG", NOW)
        assert not codes.matches(second, NOW)

    def test_logging_in_and_another_password(self, office: People, passwords: Passwords) -> None:
        office.accounts.add("张", passwords.hash(GOOD), NOW, ["system"])
        account = office.log_in(passwords, "张", GOOD, HERE, NOW)
        token = office.sessions.begin(account, NOW, HERE)
        assert code_of(lambda: office.change_password(passwords, account, "x", GOOD + "2", HERE, NOW)) == (
            "people.wrong_login"
        )
        office.change_password(passwords, account, GOOD, GOOD + "2", HERE, NOW)
        assert office.sessions.find(token, NOW) is None
        assert code_of(lambda: office.log_in(passwords, "张", GOOD, HERE, NOW)) == "people.wrong_login"
        assert office.log_in(passwords, "张", GOOD + "2", HERE, NOW).number == account.number

    def test_every_failure_is_told_alike(self, office: People, passwords: Passwords) -> None:
        hashed = passwords.hash(GOOD)
        office.accounts.add("管", "", NOW, ["admin"])
        office.accounts.add("张", hashed, NOW)
        office.accounts.add("停", hashed, NOW)
        office.accounts.add("外", "", NOW, source="https://one.example", subject="7")
        office.accounts.disable(office.accounts.named("停").number, disabled=True)
        told = set()
        for name, password in (
            ("张", "x"),
            ("没有", GOOD),
            ("停", GOOD),
            ("外", ""),
            ("管", ""),
            ("张", "y" * 1_000_000),
        ):
            with pytest.raises(AccessError) as raised:
                office.log_in(passwords, name, password, HERE, NOW)
            told.add((raised.value.code, str(raised.value)))
        for _ in range(5):
            office.attempts.admit("张", HERE, NOW)
        with pytest.raises(AccessError) as raised:
            office.log_in(passwords, "张", GOOD, HERE, NOW)  # locked: even the right one
        told.add((raised.value.code, str(raised.value)))
        assert len(told) == 1

    def test_what_is_kept_of_passwords_and_names(self, office: People, passwords: Passwords) -> None:
        """What a stolen file says: no password, and none that was typed where the name belongs."""
        office.accounts.add("张", passwords.hash(GOOD), NOW)
        code_of(lambda: office.log_in(passwords, "secret-typed-as-name", "wrong-secret", HERE, NOW))
        kept = str([office.database.rows(f"SELECT * FROM {table}") for table in ("accounts", "attempts")])
        assert all(secret not in kept for secret in (GOOD, "secret-typed-as-name", "wrong-secret"))

    def test_an_account_as_a_value(self, office: People) -> None:
        account = added(office, "张", "audit", "security")
        office.accounts.logged_in(account.number, NOW + 5)
        assert office.accounts.list() == (replace(account, seen_at=NOW + 5),)
        assert office.accounts.by_number(account.number + 1) is None
        assert not account.administers
