"""Names and passwords of a real LDAP directory, OpenLDAP's slapd, over verified TLS: `make test-sign-on`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import AccessError
from indexer.accounts.ldap_directory import LdapDirectory
from tests.deployment.slapd import ZHANG, Slapd, slapd_in
from tests.loopback_ports import free

pytestmark = pytest.mark.deployment


@pytest.fixture(scope="module")
def slapd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slapd]:
    with slapd_in(tmp_path_factory.mktemp("slapd")) as made:
        yield made


@pytest.mark.parametrize("name", ["zhang", "ZHANG", " zhang "])
def test_the_right_password_opens_whom_it_belongs_to(slapd: Slapd, name: str) -> None:
    """However the name is written it is one entry, and one key; groups by `member` though `memberOf` is empty."""
    found = slapd.directory.vouch(name, "同行-2026")
    assert found is not None
    assert found.subject.startswith("entryUUID=")
    assert found.subject == getattr(slapd.directory.vouch("zhang", "同行-2026"), "subject", None)
    assert set(found.groups or ()) == {"办公室", "督查科"}
    assert found.source == slapd.directory.source


def test_a_name_with_a_comma_has_its_groups(slapd: Slapd) -> None:
    found = slapd.directory.vouch("sun, lei", "sun-pw")
    assert found is not None
    assert found.groups == ("办公室",)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        pytest.param("zhang", "同行-2027", id="a wrong password"),
        pytest.param("zhang", "", id="an empty one, which would bind as nobody"),
        pytest.param("zhang", "同行-2026\0", id="with a zero byte"),
        pytest.param("nobody", "同行-2026", id="no such name"),
        pytest.param("*", "同行-2026", id="a pattern"),
        pytest.param("zh*", "同行-2026", id="the beginning of a pattern"),
        pytest.param("zhang)(uid=*", "同行-2026", id="a filter in the name"),
        pytest.param("*)(objectClass=*", "同行-2026", id="another"),
        pytest.param("张三", "同行-2026", id="what another attribute says"),
        pytest.param(ZHANG, "同行-2026", id="the entry's own name"),
        pytest.param("twin", "twin-pw", id="two entries of one name"),
        pytest.param("", "同行-2026", id="nothing"),
        pytest.param("zhang\0", "同行-2026", id="a zero byte in the name"),
        pytest.param("zhang", "x" * 10_000, id="far too long"),
    ],
)
def test_nothing_else_opens_anybody(slapd: Slapd, name: str, password: str) -> None:
    assert slapd.directory.vouch(name, password) is None


def test_it_is_reached_by_starttls_as_well(slapd: Slapd) -> None:
    found = replace(slapd.directory, address=f"ldap://localhost:{slapd.plain}").vouch("zhang", "同行-2026")
    assert found is not None


def away(directory: LdapDirectory) -> str:
    with pytest.raises(AccessError) as raised:
        directory.vouch("zhang", "同行-2026")
    return raised.value.code


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_without_a_verified_certificate_nothing_is_sent(slapd: Slapd, tmp_path: Path) -> None:
    """A certificate that nobody vouches for; one for another name; neither with StartTLS.

    Where TLS cannot be begun ldap3 leaves the socket to the collector.
    """
    for address in (f"ldaps://localhost:{slapd.safe}", f"ldap://localhost:{slapd.plain}"):
        assert away(replace(slapd.directory, address=address, authority=None)) == "people.sign_on_away"
    assert away(replace(slapd.directory, address=f"ldaps://127.0.0.1:{slapd.safe}")) == "people.sign_on_away"
    assert away(replace(slapd.directory, authority=tmp_path / "missing.pem")) == "people.sign_on_away"


def test_a_directory_that_is_away_or_knows_us_not_is_no_wrong_password(slapd: Slapd) -> None:
    assert away(replace(slapd.directory, address=f"ldaps://localhost:{free()}")) == "people.sign_on_away"
    assert away(replace(slapd.directory, password="wrong")) == "people.sign_on_away"
