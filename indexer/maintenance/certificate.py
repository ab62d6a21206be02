"""A certificate for the names of a server, signed by an authority of its own. The only cryptography (extra `cert`).

    ca.pem      the authority: readers' machines trust it once
    ca.key      its key, for the next certificate
    cert.pem    of the server, with its key key.pem: for the proxy that ends TLS

The authority may vouch for these names alone (name constraints, RFC 5280, 4.2.1.10): whoever steals its key cannot
pretend to be a bank. A server's certificate lasts 397 days, as browsers want it (CA/Browser Forum, Baseline
Requirements, 6.3.2).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from archive.errors import UsageError
from archive.storage import disk

CA, CA_KEY, CERT, KEY = "ca.pem", "ca.key", "cert.pem", "key.pem"
CA_DAYS, CERT_DAYS = 3650, 397
PRIVATE = 0o600
LONGEST = 64
"""Characters of a common name (X.520, ub-common-name)."""


@dataclass(frozen=True, slots=True)
class Made:
    """`expires`: of the server's certificate; `fingerprint`: SHA-256 of the authority, to be compared by people."""

    folder: Path
    names: tuple[str, ...]
    expires: datetime
    fingerprint: str
    new_authority: bool


def make(folder: Path, names: Sequence[str]) -> Made:
    """A new certificate for these names (of hosts, or addresses) in `folder`; an authority that is there is kept.

    Raises UsageError: "cert.bad_name", "cert.other_names" (the authority that is there may not vouch for them),
    "cert.unreadable"; OSError.
    """
    kinds = [_general_name(name) for name in names]
    folder.mkdir(parents=True, exist_ok=True)
    there = (folder / CA).exists()
    authority, signer = _known(folder) if there else _new_authority(folder, kinds, names[0])
    if not set(kinds) <= _permitted(authority):
        raise UsageError("cert.other_names", names=" ".join(names), path=str(folder / CA))
    key = ec.generate_private_key(ec.SECP256R1())
    expires = min(_now() + timedelta(days=CERT_DAYS), authority.not_valid_after_utc)
    certificate = (
        _begun(names[0], authority.subject, expires)
        .public_key(key.public_key())
        .add_extension(x509.SubjectAlternativeName(kinds), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write_key(folder / KEY, key)
    disk.write_whole(folder / CERT, _pem(certificate), lasting=True)
    return Made(folder, tuple(names), expires, authority.fingerprint(hashes.SHA256()).hex(":").upper(), not there)


def _new_authority(
    folder: Path, names: Sequence[x509.GeneralName], called: str
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Baogao CA {called}"[:LONGEST])])
    allowed = [x509.IPAddress(_alone(name.value)) if isinstance(name, x509.IPAddress) else name for name in names]
    usage = x509.KeyUsage(
        **dict.fromkeys(("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"), False),
        **dict.fromkeys(("key_agreement", "encipher_only", "decipher_only"), False),
        **dict.fromkeys(("key_cert_sign", "crl_sign"), True),
    )
    certificate = (
        _begun(f"Baogao CA {called}", subject, _now() + timedelta(days=CA_DAYS))
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=allowed, excluded_subtrees=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_key(folder / CA_KEY, key)
    disk.write_whole(folder / CA, _pem(certificate), lasting=True)
    return certificate, key


def _known(folder: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    try:
        certificate = x509.load_pem_x509_certificate((folder / CA).read_bytes())
        key = serialization.load_pem_private_key((folder / CA_KEY).read_bytes(), password=None)
    except (ValueError, TypeError, FileNotFoundError) as problem:
        raise UsageError("cert.unreadable", path=str(folder), problem=str(problem)) from problem
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate.not_valid_after_utc <= _now():
        raise UsageError("cert.unreadable", path=str(folder), problem=f"{certificate.not_valid_after_utc:%Y-%m-%d}")
    return certificate, key


def _permitted(authority: x509.Certificate) -> set[x509.GeneralName]:
    """The names that an authority of ours may vouch for; none for any other."""
    try:
        told = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    except x509.ExtensionNotFound:
        return set()
    return {
        x509.IPAddress(name.value.network_address) if isinstance(name.value, IPv4Network | IPv6Network) else name
        for name in told or ()
    }


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        pass
    try:
        ascii_name = name.lower().encode("idna").decode("ascii")
        labels = ascii_name.split(".")
        if not all(label and label.replace("-", "").isalnum() for label in labels) or len(ascii_name) > 253:
            raise UsageError("cert.bad_name", name=name[:80])
        return x509.DNSName(ascii_name)
    except UnicodeError as problem:
        raise UsageError("cert.bad_name", name=name[:80]) from problem


def _begun(called: str, issuer: x509.Name, until: datetime) -> x509.CertificateBuilder:
    """Good from an hour ago on: clocks of an office differ."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, called[:LONGEST])])
    dated = (
        x509.CertificateBuilder(issuer, subject).not_valid_before(_now() - timedelta(hours=1)).not_valid_after(until)
    )
    return dated.serial_number(x509.random_serial_number())


def _alone(address: object) -> IPv4Network | IPv6Network:
    """The network that is one address."""
    return ip_network(str(address))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """For the owner of the folder alone, from its first byte on."""
    data = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as file:
        file.write(data)
        file.flush()
        disk.sync_file(file.fileno())
