"""baogao cert: what TLS itself says of the certificate: which names it opens, who vouches for it, for how long."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509

from indexer.cli.main import main
from indexer.cli.system.cert import known_names
from indexer.settings import Settings

NAME = "baogao.example.org"


def made(folder: Path, *names: str, code: int = 0) -> None:
    assert main(["cert", "--home", str(folder / "home"), "--to", str(folder / "tls"), *names]) == code


def accepted(folder: Path, name: str, authority: Path | None = None) -> bool:
    """A handshake over a pair of sockets: does a client that trusts the authority take the server for `name`?"""
    ours, theirs = socket.socketpair()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "tls" / "cert.pem", folder / "tls" / "key.pem")

    def serve() -> None:
        try:
            server.wrap_socket(theirs, server_side=True).close()
        except (ssl.SSLError, OSError):
            theirs.close()

    serving = threading.Thread(target=serve)
    serving.start()
    client = ssl.create_default_context(cafile=str(authority or folder / "tls" / "ca.pem"))
    try:
        client.wrap_socket(ours, server_hostname=name).close()
    except ssl.SSLError:
        return False
    finally:
        ours.close()
        serving.join()
    return True


def test_it_opens_its_names_and_no_other(tmp_path: Path) -> None:
    made(tmp_path, NAME, "10.1.2.3", "报告库.example.org", "fd00::7")
    assert accepted(tmp_path, NAME)
    assert accepted(tmp_path, "10.1.2.3")
    assert accepted(tmp_path, "fd00::7")
    assert accepted(tmp_path, "报告库.example.org".encode("idna").decode("ascii"))
    assert not accepted(tmp_path, "other.example.org")
    assert not accepted(tmp_path, "10.1.2.4")
    made(tmp_path / "another", NAME)
    assert not accepted(tmp_path, NAME, tmp_path / "another" / "tls" / "ca.pem")


def test_made_again_the_authority_that_people_trust_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(tmp_path, NAME, "10.1.2.3")
    folder = tmp_path / "tls"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    made(tmp_path, NAME)
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"cert.pem", "key.pem"}
    assert accepted(tmp_path, NAME)
    capsys.readouterr()
    made(tmp_path, "bank.example", code=2)
    assert "bank.example" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == after
    (folder / "ca.key").unlink()
    made(tmp_path, NAME, code=2)


def test_the_authority_cannot_vouch_for_anybody_else(tmp_path: Path) -> None:
    made(tmp_path, NAME)
    folder = tmp_path / "tls"
    authority = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
    constraints = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert constraints.critical
    assert constraints.value.permitted_subtrees == [x509.DNSName(NAME)]
    site = x509.load_pem_x509_certificate((folder / "cert.pem").read_bytes())
    assert (site.not_valid_after_utc - site.not_valid_before_utc).days <= 398
    for key in ("ca.key", "key.pem"):
        assert (folder / key).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["a b", "*.example.org", "http://a", "a..b", "-", "甲" * 80, "a/b", ""])
def test_what_is_no_name(tmp_path: Path, name: str) -> None:
    made(tmp_path, name, code=2)
    assert not (tmp_path / "tls").exists()


def test_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(tmp_path, NAME)
    said = capsys.readouterr().out
    for words in (NAME, "ssl_certificate", "trusted_proxy", "certutil", "update-ca-certificates", "SHA-256"):
        assert words in said, words
    assert main(["cert", "--json", "--home", str(tmp_path / "home"), "--to", str(tmp_path / "b"), NAME]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["names"] == [NAME]
    assert len(told["fingerprint"]) == 95


def test_names_are_those_by_which_readers_come() -> None:
    assert known_names(Settings(trusted_hosts="Baogao.example.org, 10.0.0.1"))[:2] == ["baogao.example.org", "10.0.0.1"]
    assert "127.0.0.1" not in known_names(Settings())
