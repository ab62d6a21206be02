"""Names and passwords of a real LDAP directory, OpenLDAP's slapd, over verified TLS: `make test-sign-on`."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from archive.errors import AccessError
from indexer.accounts.ldap_directory import LdapDirectory
from tests.loopback_ports import answers, free

pytestmark = pytest.mark.deployment

BASE = "dc=office,dc=test"
ZHANG = f"uid=zhang,ou=people,{BASE}"
CONFIGURED = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
pidfile {0}/pid
TLSCertificateFile {0}/cert.pem
TLSCertificateKeyFile {0}/key.pem
security simple_bind=128
database mdb
suffix "dc=office,dc=test"
directory {0}/db
overlay memberof
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none
"""
ENTRIES = """
dn: dc=office,dc=test
objectClass: dcObject
objectClass: organization
o: office
dc: office

dn: ou=people,dc=office,dc=test
objectClass: organizationalUnit
ou: people

dn: ou=groups,dc=office,dc=test
objectClass: organizationalUnit
ou: groups

dn: cn=search,dc=office,dc=test
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: search
userPassword: search-pw

dn: uid=zhang,ou=people,dc=office,dc=test
objectClass: inetOrgPerson
uid: zhang
cn: 张三
sn: 张
userPassword: 同行-2026

dn: uid=twin,ou=people,dc=office,dc=test
objectClass: inetOrgPerson
uid: twin
cn: one
sn: one
userPassword: twin-pw

dn: cn=two,ou=people,dc=office,dc=test
objectClass: inetOrgPerson
uid: twin
cn: two
sn: two
userPassword: twin-pw

dn: uid=sun\\, lei,ou=people,dc=office,dc=test
objectClass: inetOrgPerson
uid: sun, lei
cn: 孙雷
sn: 孙
userPassword: sun-pw

dn: cn=办公室,ou=groups,dc=office,dc=test
objectClass: groupOfNames
cn: 办公室
member: uid=zhang,ou=people,dc=office,dc=test
member: uid=sun\\, lei,ou=people,dc=office,dc=test

dn: cn=督查科,ou=groups,dc=office,dc=test
objectClass: groupOfUniqueNames
cn: 督查科
uniqueMember: uid=zhang,ou=people,dc=office,dc=test
"""


@dataclass
class Slapd:
    """A directory that is listening: with TLS from the start, and without before StartTLS."""

    folder: Path
    plain: int
    safe: int

    @property
    def directory(self) -> LdapDirectory:
        return LdapDirectory(
            address=f"ldaps://localhost:{self.safe}",
            base=BASE,
            user=f"cn=search,{BASE}",
            password="search-pw",
            attribute="uid",
            groups_base=f"ou=groups,{BASE}",
            authority=self.folder / "cert.pem",
        )


@pytest.fixture(scope="module")
def slapd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slapd]:
    program = shutil.which("slapd", path="/usr/sbin:/usr/libexec:/usr/bin")
    if program is None:
        pytest.fail("slapd is not installed")
    folder = tmp_path_factory.mktemp("slapd")
    (folder / "db").mkdir()
    (folder / "slapd.conf").write_text(CONFIGURED.format(folder), "utf-8")
    (folder / "entries.ldif").write_text(ENTRIES, "utf-8")
    certificate = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem", "-subj", "/CN=localhost"]
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    subprocess.run([*new, *certificate, "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    known = ["-f", str(folder / "slapd.conf")]
    subprocess.run(["slapadd", *known, "-l", str(folder / "entries.ldif")], check=True, capture_output=True)
    made = Slapd(folder, free(), free())
    places = f"ldap://127.0.0.1:{made.plain}/ ldaps://127.0.0.1:{made.safe}/"
    process = subprocess.Popen([program, *known, "-h", places, "-d", "0"])
    try:
        until = time.monotonic() + 60
        while not answers(made.safe):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)  # another program's start
        yield made
    finally:
        process.terminate()
        process.wait(30)


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
