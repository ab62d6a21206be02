"""The peers, each in its own file behind one protocol."""

from __future__ import annotations

from bench.peers.base import Peer


def peers() -> dict[str, Peer]:
    """All, ours first; by the word that names them on the command line."""
    from bench.peers.baogao import Baogao
    from bench.peers.naive import Naive
    from bench.peers.opensearch_node import OnOpenSearch
    from bench.peers.recoll import Recoll
    from bench.peers.ripgrep import Ripgrep
    from bench.peers.scan import Scan
    from bench.peers.tantivy_index import Tantivy
    from bench.peers.trigram import Trigram

    return {
        "baogao": Baogao(),
        "opensearch": OnOpenSearch(),
        "naive": Naive(),
        "trigram": Trigram(),
        "tantivy": Tantivy(),
        "recoll": Recoll(),
        "ripgrep": Ripgrep(),
        "scan": Scan(),
    }
