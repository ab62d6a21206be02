"""The client of a cluster: requests, retries, its errors as ours. The only opensearchpy. No meaning of any index."""

from __future__ import annotations

import base64
import json
import logging
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import opensearchpy
from opensearchpy import helpers

from archive.errors import EngineError
from indexer.index.opensearch.address import Address

REQUEST_SECONDS = 2.5
"""A node that does not answer for so long is left for another: a search must not hang with a node that hangs."""
RETRIES = 3
UPDATE_SECONDS = 30.0
PATIENCE = 20.0
"""Seconds for which a cluster that is choosing a new manager, or is full for a moment, is asked again."""
BULK_BYTES = 4 << 20
BULK_RETRIES = 8
CONFLICT, NOT_FOUND = 409, 404
PASSING = (429, 502, 503, 504)
NODE_GONE = frozenset(
    {
        "node_disconnected_exception",
        "node_not_connected_exception",
        "connect_transport_exception",
        "node_closed_exception",
    }
)
"""Types of errors with status 500 by which a node says that the one it asked has just gone: it passes, too."""

# It warns of each request that it tries again; what remains becomes an error of ours.
logging.getLogger("opensearch").setLevel(logging.ERROR)

Body = Mapping[str, Any]


class Connection:
    """One client for one cluster; safe between threads."""

    def __init__(self, address: Address, *, patient: bool = True) -> None:
        self.address = address
        self._patience = PATIENCE if patient else 0.0
        self._seconds = UPDATE_SECONDS if patient else REQUEST_SECONDS
        self._guard = threading.Lock()
        self._opened: opensearchpy.OpenSearch | None = None

    def request(
        self, method: str, path: str, body: object = None, *, seconds: float = REQUEST_SECONDS, **parameters: Any
    ) -> Any:
        """The parsed answer. Raises EngineError: "index.unreachable", "index.refused", or "index.damaged"."""
        parameters["request_timeout"] = seconds
        with self.errors():
            return self._client().transport.perform_request(method, path, params=parameters, body=body)

    def patient(self, method: str, path: str, body: object = None, **parameters: Any) -> Any:
        """The same for changes, which wait while the cluster is between two managers."""
        end = time.monotonic() + self._patience
        pause = 0.1
        while True:
            try:
                return self.request(method, path, body, seconds=self._seconds, **parameters)
            except EngineError as problem:
                if problem.code != "index.unreachable" or time.monotonic() > end:
                    raise
            time.sleep(pause)
            pause = min(2 * pause, 2.0)

    def found(self, path: str, **parameters: Any) -> Any:
        """What a GET finds, None where there is nothing."""
        try:
            return self.request("GET", path, **parameters)
        except NothingThereError:
            return None

    def search(self, path: str, body: Body, **parameters: Any) -> Any:
        """The answer of one search, all shards' or none."""
        answer = self.request("POST", path, body, **parameters)
        return self._whole(answer)

    def searches(self, index: str, bodies: Sequence[Body]) -> list[Any]:
        """The answers of several searches of one index, in one request."""
        head = json.dumps({"index": index, "allow_partial_search_results": False})
        lines = [line for body in bodies for line in (head, json.dumps(body, ensure_ascii=False))]
        answers = self.request("POST", "/_msearch", "\n".join([*lines, ""]))["responses"]
        return [self._whole(answer) for answer in answers]

    def _whole(self, answer: Any) -> Any:
        """Raises EngineError where an answer is an error, or not of all shards."""
        if "error" in answer:
            status, reason = answer.get("status"), _reason(answer)
            if status == NOT_FOUND:
                raise NothingThereError("index.damaged", path=self._hosts(), problem=reason)
            code = "index.unreachable" if status in PASSING else "index.refused"
            raise EngineError(code, path=self._hosts(), problem=reason)
        if answer.get("timed_out") or answer["_shards"]["failed"]:
            raise EngineError("index.unreachable", path=self._hosts(), problem=str(answer["_shards"])[:300])
        return answer

    def bulk(self, actions: Iterable[Body]) -> None:
        """Many changes with explicit ids and versions; what is there already in that version or a newer one is left.

        Where the cluster pushes back (429), what it refused is sent again, later and later.
        """
        with self.errors():
            for good, told in helpers.streaming_bulk(
                self._client(),
                actions,
                max_chunk_bytes=BULK_BYTES,
                max_retries=BULK_RETRIES,
                initial_backoff=1,
                max_backoff=30,
                raise_on_error=False,
                raise_on_exception=True,
                request_timeout=self._seconds,
            ):
                (result,) = told.values()
                if not good and result.get("status") not in (CONFLICT, NOT_FOUND):
                    raise EngineError("index.refused", path=self._hosts(), problem=_reason(result.get("error", result)))

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Its errors as ours; none of them holds the password."""
        try:
            yield
        except opensearchpy.exceptions.NotFoundError as problem:
            raise NothingThereError("index.damaged", path=self._hosts(), problem=_reason(problem.info)) from problem
        except opensearchpy.exceptions.ConflictError as problem:
            raise ConflictError("index.refused", path=self._hosts(), problem=_reason(problem.info)) from problem
        except (opensearchpy.exceptions.AuthenticationException, opensearchpy.exceptions.AuthorizationException) as no:
            raise EngineError("index.not_allowed", path=self._hosts(), user=self.address.user) from no
        except opensearchpy.exceptions.ConnectionError as problem:
            raise EngineError("index.unreachable", path=self._hosts(), problem=str(problem.error)) from problem
        except opensearchpy.exceptions.TransportError as problem:
            passing = problem.status_code in PASSING or problem.error in NODE_GONE
            code = "index.unreachable" if passing else "index.refused"
            raise EngineError(code, path=self._hosts(), problem=_reason(problem.info)) from problem
        except (opensearchpy.exceptions.OpenSearchException, ssl.SSLError, OSError) as problem:
            raise EngineError("index.unreachable", path=self._hosts(), problem=str(problem)) from problem

    def close(self) -> None:
        """Let the connections go."""
        with self._guard:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def _client(self) -> opensearchpy.OpenSearch:
        with self._guard:
            if self._opened is None:
                self._opened = opensearchpy.OpenSearch(
                    list(self.address.hosts),
                    headers=_credentials(self.address),
                    verify_certs=True,
                    ca_certs=self.address.ca or None,
                    max_retries=RETRIES,
                    retry_on_timeout=True,
                    retry_on_status=PASSING,
                    pool_maxsize=16,
                )
            return self._opened

    def _hosts(self) -> str:
        return ", ".join(self.address.hosts)


class ConflictError(EngineError):
    """A newer version is there already."""


class NothingThereError(EngineError):
    """There is no such index or document."""


def _credentials(address: Address) -> dict[str, str]:
    """In UTF-8 (RFC 7617): the client's own way knows Latin-1 alone."""
    if not address.user:
        return {}
    pair = f"{address.user}:{address.password}".encode()
    return {"authorization": "Basic " + base64.b64encode(pair).decode("ascii")}


def _reason(told: object) -> str:
    """The cluster's own words, without the whole answer."""
    if isinstance(told, Mapping):
        error = told.get("error", told)
        if isinstance(error, Mapping):
            causes = error.get("root_cause") or [error]
            return str(causes[0].get("reason", causes[0]))[:300]
        return str(error)[:300]
    return str(told)[:300]
