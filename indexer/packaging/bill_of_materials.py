"""The list of what a bundle holds as CycloneDX 1.6 JSON (https://cyclonedx.org, ECMA-424). The only cyclonedx.

Serial number and time depend on the contents alone, so that a bundle built again has the same list to the byte.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.spdx import is_expression, is_supported_id
from packageurl import PackageURL

from indexer.packaging.inventory import Asset, Library
from indexer.packaging.legal import OWN

NAMESPACE = uuid.UUID("6f0c1c1e-7d3b-5f0e-9a58-2f6f4d1f6b51")
"""Of the serial numbers of bundles, for UUIDs of version 5."""


def told(libraries: Sequence[Library], platform: str, *, epoch: int) -> str:
    """The document for the libraries of a bundle for `platform`, made at `epoch` (seconds since 1970)."""
    own = next(one for one in libraries if one.name.lower() == OWN)
    others = [one for one in libraries if one is not own]
    bom = Bom(
        components=[_component(one) for one in others],
        serial_number=uuid.uuid5(NAMESPACE, " ".join((platform, *(one.sha256 for one in libraries)))),
    )
    bom.metadata.timestamp = datetime.fromtimestamp(epoch, UTC)
    root = _component(own, kind=ComponentType.APPLICATION)
    root.properties.add(Property(name="baogao:platform", value=platform))
    bom.metadata.component = root
    bom.register_dependency(root, bom.components)
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def _component(one: Library, kind: ComponentType = ComponentType.LIBRARY) -> Component:
    package, name, version = one.purl
    return Component(
        name=one.name,
        version=version,
        type=kind,
        bom_ref=f"{name}@{version}",
        purl=PackageURL(package, None, name, version),
        licenses=[_license(one.license)] if one.license else [],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one.sha256)],
        components=[_asset(one, asset) for asset in one.assets],
    )


def _license(name: str) -> LicenseExpression | DisjunctiveLicense:
    if is_supported_id(name):
        return DisjunctiveLicense(id=name)
    return LicenseExpression(value=name) if is_expression(name) else DisjunctiveLicense(name=name)


def _asset(one: Library, asset: Asset) -> Component:
    model = asset.kind == "model"
    return Component(
        name=asset.path,
        type=ComponentType.MACHINE_LEARNING_MODEL if model else ComponentType.FILE,
        bom_ref=f"{one.purl[1]}@{one.version}/{asset.path}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=asset.sha256)],
        licenses=[_license(one.license)] if one.license else [],
    )
