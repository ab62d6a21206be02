"""A page that was made before is shown again, and never once anything has changed."""

from __future__ import annotations

import pytest

from tests.served import Served


@pytest.mark.parametrize("address", ["/search?q=一岗双责", "/search.json?q=一岗双责"])
def test_a_page_of_results_is_made_anew_after_a_correction(fresh: Served, address: str) -> None:
    before = fresh.client.get(address).text
    assert "河湾镇人民政府" not in before
    assert fresh.client.get(address).text.count("一岗双责") == before.count("一岗双责")
    fresh.workspace.catalog.edit(fresh.id_of("000_"), {"unit": "河湾镇人民政府"})
    assert "河湾镇人民政府" in fresh.client.get(address).text
