"""Rights on a cluster and a shared database: a view there is an archive in memory that holds nothing else.

At every door of the searcher and of the catalog; the law, its doors and its questions: `tests/indexer/rights`.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from indexer.rights.reader import Reader
from indexer.rights.view import View, Views
from indexer.search.answer import SORTS, Request
from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.distributed.cluster import Cluster
from tests.distributed.servers import Server
from tests.indexer.rights.test_view import (
    DOORS,
    FONDS,
    GROUPS,
    QUERIES,
    READERS,
    alone,
    filled_as,
    quietly,
    reader,
    requests,
)

pytestmark = pytest.mark.distributed
_numbers = itertools.count()
Oracle = Callable[[frozenset[str]], View]
__all__ = ["alone"]  # a fixture


@pytest.fixture(scope="module")
def opened(cluster: Cluster, postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    settings = Settings(
        engine="opensearch:" + ",".join(cluster.urls),
        shards=2,
        replicas=min(1, cluster.size - 1),
        catalog=postgresql.address(f"views{next(_numbers)}"),
    )
    with filled_as(tmp_path_factory.mktemp("shared") / "home", settings) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def shared(opened: Workspace) -> Views:
    return Views(opened.catalog, opened.searcher, opened.suggester)


def names(fonds: frozenset[str]) -> str:
    return "、".join(sorted(fonds)) or "nothing"


@pytest.mark.parametrize("fonds", READERS, ids=names)
def test_every_door(shared: Views, alone: Oracle, fonds: frozenset[str]) -> None:
    view, oracle = shared.of(reader(shared, fonds)), alone(fonds)
    different = [
        name
        for name, door in DOORS.items()
        if quietly(partial(door, view, oracle)) != quietly(partial(door, oracle, oracle))
    ]
    assert different == []


@pytest.mark.parametrize("fonds", READERS, ids=names)
def test_answers(shared: Views, alone: Oracle, fonds: frozenset[str]) -> None:
    """Totals, marks, facets, order, scores to nine digits, what filters keep out, what else is near."""
    view, oracle = shared.of(reader(shared, fonds)), alone(fonds)
    for request in requests(random.Random(3)):
        seen, wanted = (quietly(partial(one.searcher.search, request)) for one in (view, oracle))
        assert seen == wanted, request


def test_whatever_groups_may(shared: Views, alone: Oracle) -> None:
    """Random rights of random groups, given and taken one after another in one archive."""
    dice, register = random.Random(11), shared.whole.catalog.fonds
    for _ in range(15):
        for grant in register.grants():
            register.revoke(grant.group, grant.fonds)
        rights = {group: frozenset(dice.sample(FONDS, dice.randrange(len(FONDS) + 1))) for group in GROUPS}
        for group, keys in rights.items():
            for key in keys:
                register.grant(group, key, "read")
        groups = frozenset(dice.sample(GROUPS, dice.randrange(len(GROUPS) + 1)))
        readable = frozenset[str]().union(*(rights[group] for group in groups))
        view, oracle = shared.of(Reader("某人", groups)), alone(readable)
        request = Request(dice.choice(QUERIES), sort=dice.choice(SORTS), facets=True, across=True)
        assert quietly(partial(view.searcher.search, request)) == quietly(partial(oracle.searcher.search, request)), (
            request
        )
        assert DOORS["suggestions"](view, view) == DOORS["suggestions"](oracle, oracle)
        assert DOORS["counts"](view, view) == DOORS["counts"](oracle, oracle)
