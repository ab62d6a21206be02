"""Sign-on by an OpenID Connect provider: authorization code with PKCE, state and nonce. The only Authlib.

OpenID Connect Core 1.0, Discovery 1.0, RFC 7636, RFC 9207. State and nonce lie in the session's cookie, which is `Lax`:
one that is `Strict` does not come along on the way back from another site. The issuer is the one that is set, or none:
what a discovery document says of itself is compared with it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from flask import request, session
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from archive.errors import AccessError, UsageError
from archive.people.vouching import Vouched
from indexer.settings import Settings
from web.http.security import LOOPBACK

NAME = "sign_on"
SECONDS = 5
"""For each answer of the provider."""
PAUSE = 10.0
"""Seconds after which a provider that was away is asked again: until then nobody waits for it."""
DISCOVERY = "/.well-known/openid-configuration"
SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""By a key that the provider alone has: neither `none` nor a secret that both know."""
LONGEST = 200
"""Characters of a name or a group that are looked at."""
MOST_GROUPS = 500


class Provider:
    """The provider of an office, known by its `issuer`. Nothing is asked of it before the first person signs on."""

    def __init__(self, settings: Settings, home: Path) -> None:
        self.issuer = settings.oidc
        self._name, self._groups = settings.oidc_name, settings.oidc_groups
        self._away_until = 0.0
        self._client: dict[str, object] = {
            "client_id": settings.oidc_client,
            "client_secret": settings.secret("oidc", home),
            "server_metadata_url": self.issuer.rstrip("/") + DISCOVERY,
            "client_kwargs": {
                "scope": f"openid {settings.oidc_scope}".strip(),
                "code_challenge_method": "S256",
                "default_timeout": SECONDS,
                **({"verify": str(home / settings.oidc_ca)} if settings.oidc_ca else {}),
            },
        }
        self._app = self._made()

    def begin(self, back: str) -> Response:
        """On to the provider, which sends the browser to `back`. Raises AccessError("people.sign_on_away")."""
        with self._errors():
            self._look_up()
            answer: Response = self._app.authorize_redirect(back)
            return answer

    def end(self) -> Vouched:
        """Whom the provider vouches for, of the request that comes back from it.

        Raises AccessError: "people.sign_on_refused", "people.sign_on_away".
        """
        named, state = request.args.get("iss", self.issuer), request.args.get("state", "")
        if named != self.issuer or self._app.framework.get_state_data(session, state) is None:
            raise AccessError("people.sign_on_refused", reason="state")
        with self._errors():
            self._look_up()
            token = self._app.authorize_access_token(claims_options={"iss": {"essential": True, "value": self.issuer}})
            claims = token.get("userinfo")
            if not claims:
                raise AccessError("people.sign_on_refused", reason="id_token")
            return self._vouched({**self._more(claims), **claims})

    def _vouched(self, claims: Mapping[str, Any]) -> Vouched:
        subject = str(claims["sub"])
        claim = next((one for one in (self._name, "name", "sub") if claims.get(one)), "sub")
        name, groups = str(claims[claim])[:LONGEST], groups_of(claims.get(self._groups))
        return Vouched(self.issuer, subject, name, groups, by_rule=claim == self._name)

    def _more(self, claims: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the provider tells only when it is asked once more (Core, 5.3), of the same person."""
        wanted = {self._name, self._groups} - claims.keys()
        if not wanted or "userinfo_endpoint" not in self._app.server_metadata:
            return {}
        more = dict(self._app.userinfo())
        if more.get("sub") != claims["sub"]:
            raise AccessError("people.sign_on_refused", reason="sub")
        return more

    def _look_up(self) -> None:
        """The provider's own description, once. Raises AccessError where it is another's."""
        known = self._app.load_server_metadata()
        if known.get("issuer") != self.issuer:
            self._app = self._made()
            raise AccessError("people.sign_on_away", problem="issuer")
        offered = known.get("id_token_signing_alg_values_supported", ["RS256"])
        known["id_token_signing_alg_values_supported"] = [one for one in offered if one in SIGNED]

    def _made(self) -> Any:
        return FlaskOAuth2App(FlaskIntegration(NAME), name=NAME, **self._client)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        if time.monotonic() < self._away_until:
            raise AccessError("people.sign_on_away", problem="pause")
        try:
            yield
        except (OAuthError, JoseError) as problem:
            raise AccessError("people.sign_on_refused", reason=str(problem.error)) from problem
        except (RequestException, ValueError, KeyError, RuntimeError) as problem:  # no answer, or none of a provider
            self._away_until = time.monotonic() + PAUSE
            raise AccessError("people.sign_on_away", problem=type(problem).__name__) from problem


def provider_of(settings: Settings, home: Path) -> Provider | None:
    """The provider that is set; None for none. Raises UsageError("settings.bad_value"): not https, and not here."""
    if not settings.oidc:
        return None
    parts = urlsplit(settings.oidc)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not safe or not parts.hostname or parts.query or parts.fragment:
        raise UsageError("settings.bad_value", name="oidc", value=settings.oidc, where="settings")
    return Provider(settings, home)


def groups_of(claim: object) -> tuple[str, ...] | None:
    """The groups of a claim: a list, one name, or several in one text apart by commas; None where there is no claim."""
    if claim is None:
        return None
    found = claim.split(",") if isinstance(claim, str) else claim if isinstance(claim, list) else []
    return tuple(one.strip()[:LONGEST] for one in found[:MOST_GROUPS] if isinstance(one, str) and one.strip())
