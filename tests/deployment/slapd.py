"""A real LDAP directory, OpenLDAP's slapd, listening on loopback with TLS: for the tests that need one."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer.accounts.ldap_directory import LdapDirectory
from tests.loopback_ports import answers, free

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


@contextmanager
def slapd_in(folder: Path) -> Iterator[Slapd]:
    """Listening while the context lasts. Raises AssertionError where it is not installed, or does not start."""
    program = shutil.which("slapd", path="/usr/sbin:/usr/libexec:/usr/bin")
    assert program, "slapd is not installed"
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
        until = time.monotonic() + 300
        while not answers(made.safe):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)  # another program's start
        yield made
    finally:
        process.terminate()
        process.wait(300)
