"""Settings and where they come from: flag > environment (BAOGAO_…) > HOME/baogao.toml > what was chosen on the page >
default. No wiring here.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from archive.errors import UsageError
from indexer import settings_by_page

FILE = "baogao.toml"
MOST = 1_000_000
"""No number that can be set makes sense above it, and none below 0."""
LEAST_AUDIT_DAYS = 180
"""For which a record of deeds has to be kept (网络安全法 21 条: six months at least)."""
CHOICES = {
    "log_level": ("debug", "info", "warning", "error"),
    "log_format": ("text", "json"),
    "index": ("positions", "fts5"),
    "assistants": ("here", "everywhere", "off"),
    "audit_reading": ("accounts", "always"),
    "tokens": ("here", "everywhere", "off"),
    "metrics": ("off", "here", "token"),
}
"""The settings that take one of a few words."""
SWITCH = {"true": True, "1": True, "on": True, "false": False, "0": False, "off": False}
"""How a switch is written in the environment; in the file it is TOML's true or false, or one of these in quotes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set. `words` is a user dictionary, one word a line.

    `importers`: "here", where the page lets a process of its own import what comes in, or "apart", where workers do;
    `catalog` is "" (a file in the home) or postgresql://USER@HOST/DATABASE; its password comes as the cluster's does.
    `engine` is "embedded", "memory" or "opensearch:ADDRESS,…", to which the `opensearch_…` say who asks (a password
    from the environment or a file), `shards` and `replicas` how a new index is spread;
    `index` is what decides in an embedded engine, "positions" alone; "fts5" and `index_shadow` are known from the
    release before and have no effect (`without_effect`);
    `lock_seconds` is how long a writer waits for another; `jobs` how many processes parse (0: one a core);
    `processes` how many serve the page (0: one a processor, four at most, and one where they cannot be forked);
    `watch` folders for `baogao watch`, apart by `;`; `watch_quiet` seconds after which a file has stopped growing;
    `ocr` "off" leaves scans unrecognised; `merge_equal` makes equal texts in several formats one report by itself;
    `assistants` says who may ask through /mcp: programs on this machine ("here"), whoever reaches the page
    ("everywhere"), nobody ("off");
    `tokens` says the same of programs that bring a token of their owner to addresses that answer JSON;
    `trusted_proxy` is the address of the proxy that ends TLS and says who asks; `plain_http` lets people log in from
    other machines without TLS; `read_only` serves nothing that changes anything; `session_minutes` without a request
    and `session_hours` in all end a session;
    `metrics` who may read the counters at /metrics: nobody ("off"), programs on this machine ("here"), whoever bears
    the token ("token"), which comes as the passwords do, from `metrics_password` or the first line of a file;
    `network_drive` "allow" for whoever knows that theirs locks and syncs as a local disk does;
    `log_level`, `log_format`, `log_file` ("": warnings on standard error, "-": all of it there) say what is logged how
    and where, `slow_query_ms` from when on a question has a line, `log_queries` whether the line bears its words;
    `audit_days` how long the record of deeds is kept (0: for ever, else 180 at least), `audit_reading` whether searches
    and readings are in it from the first account on ("accounts") or "always"; `search_limit`, `export_limit` how often
    one account may search and take out in a minute (0: no limit);
    `backup_folder` where the service puts a backup every `backup_every` hours (0: never), `backup_keep` of them kept;
    `separate_duties` 三员分立: system, security and audit administrator are three people;
    `oidc` is the issuer of an OpenID Connect provider, to which the service is known as `oidc_client` with a password
    that comes as the others do; `oidc_name` and `oidc_groups` are the claims with the name and the groups, `oidc_scope`
    what is asked for beside `openid`; `ldap` is ldaps://HOST of a directory (or ldap://, with StartTLS), searched below
    `ldap_base` as `ldap_user` for an entry whose `ldap_name` is what was typed, below `ldap_groups` for its groups;
    `oidc_ca`, `ldap_ca` are files with the certificates to be trusted ("": the system's); `sign_on_groups` says which
    of those groups is called otherwise here, as `THERE=HERE;…`.
    """

    engine: str = "embedded"
    index: str = "positions"
    index_shadow: bool = False
    words: str = ""
    lock_seconds: float = 30.0
    jobs: int = 0
    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 0
    max_upload_mb: int = 200
    trusted_hosts: str = ""
    network_drive: str = "refuse"
    watch: str = ""
    watch_quiet: float = 2.0
    ocr: str = "auto"
    merge_equal: bool = False
    importers: str = "here"
    assistants: str = "here"
    tokens: str = "here"
    trusted_proxy: str = ""
    plain_http: bool = False
    read_only: bool = False
    session_minutes: int = 30
    session_hours: int = 12
    metrics: str = "off"
    metrics_password: str = field(default="", repr=False)
    metrics_password_file: str = ""
    catalog: str = ""
    catalog_password: str = field(default="", repr=False)
    catalog_password_file: str = ""
    opensearch_user: str = ""
    opensearch_password: str = field(default="", repr=False)
    opensearch_password_file: str = ""
    opensearch_ca: str = ""
    shards: int = 1
    replicas: int = 1
    log_level: str = "info"
    log_format: str = "text"
    log_file: str = ""
    slow_query_ms: float = 500.0
    log_queries: bool = False
    audit_days: int = 180
    audit_reading: str = "accounts"
    search_limit: int = 120
    export_limit: int = 20
    backup_folder: str = ""
    backup_every: float = 24.0
    backup_keep: int = 7
    separate_duties: bool = False
    oidc: str = ""
    oidc_client: str = "baogao"
    oidc_password: str = field(default="", repr=False)
    oidc_password_file: str = ""
    oidc_scope: str = "profile"
    oidc_name: str = "preferred_username"
    oidc_groups: str = "groups"
    oidc_ca: str = ""
    ldap: str = ""
    ldap_base: str = ""
    ldap_user: str = ""
    ldap_password: str = field(default="", repr=False)
    ldap_password_file: str = ""
    ldap_name: str = "uid"
    ldap_groups: str = ""
    ldap_ca: str = ""
    sign_on_groups: str = ""

    @property
    def without_effect(self) -> tuple[str, ...]:
        """What is set, as it stands in the file, and was of use in the release before only."""
        earlier = ("index = fts5", self.index == "fts5"), ("index_shadow = true", self.index_shadow)
        return tuple(setting for setting, is_set in earlier if is_set)

    def secret(self, name: str, home: Path) -> str:
        """The password `name`_password: as given, else the first line of the file that is set. Raises UsageError."""
        value, file = str(getattr(self, f"{name}_password")), str(getattr(self, f"{name}_password_file"))
        if value or not file:
            return value
        try:
            return (home / file).read_text(encoding="utf-8").partition("\n")[0].strip()
        except (OSError, UnicodeDecodeError) as problem:
            raise UsageError("settings.unreadable", where=str(home / file), problem=str(problem)) from problem

    @property
    def watched(self) -> tuple[Path, ...]:
        """The folders to be watched."""
        return tuple(Path(name.strip()).expanduser() for name in self.watch.split(";") if name.strip())

    def dictionary(self, home: Path) -> Path | None:
        """The user dictionary's path, relative ones below `home`; None where none is set."""
        return home / self.words if self.words else None


def default_home() -> Path:
    """The platform's user data folder; platformdirs is loaded only when no home is named."""
    import platformdirs

    return Path(platformdirs.user_data_dir("baogao", appauthor=False))


def home_of(flag: str | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The archive's home: --home, else BAOGAO_HOME, else the default; absolute."""
    named = flag or environ.get("BAOGAO_HOME")
    return Path(named).expanduser().absolute() if named else default_home()


def load(home: Path, environ: Mapping[str, str] = os.environ, **flags: object) -> Settings:
    """The settings of `home`. `flags` that are not None win. Raises UsageError("settings.…") naming the place."""
    settings = _with(Settings(), settings_by_page.kept(home), where=str(home / settings_by_page.FILE))
    settings = _with(settings, _file_values(home / FILE), where=str(home / FILE))
    settings = _with(settings, _from_environment(environ), where="environment")
    return _with(settings, {name: value for name, value in flags.items() if value is not None}, where="command line")


def chosen(home: Path, settings: Settings, environ: Mapping[str, str] = os.environ) -> Settings:
    """The same settings with what has been chosen on the page since. Raises UsageError as `load` does."""
    operators = named_by_operator(home, environ)
    values = {name: value for name, value in settings_by_page.kept(home).items() if name not in operators}
    return _with(settings, values, where=str(home / settings_by_page.FILE))


def named_by_operator(home: Path, environ: Mapping[str, str] = os.environ) -> frozenset[str]:
    """The settings that the file or the environment names. Raises UsageError("settings.unreadable")."""
    return frozenset({*_file_values(home / FILE), *_from_environment(environ)})


def _from_environment(environ: Mapping[str, str]) -> Mapping[str, str]:
    named = {each.name: f"BAOGAO_{each.name.upper()}" for each in fields(Settings)}
    return {name: environ[variable] for name, variable in named.items() if environ.get(variable)}


def _file_values(path: Path) -> Mapping[str, object]:
    try:
        with path.open("rb") as file:
            values: Mapping[str, object] = tomllib.load(file)
            return values
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise UsageError("settings.unreadable", where=str(path), problem=str(problem)) from problem
    except OSError as problem:
        raise UsageError("settings.unreadable", where=str(path), problem=problem.strerror or "") from problem


def _with(settings: Settings, values: Mapping[str, object], where: str) -> Settings:
    kinds = {each.name: type(getattr(settings, each.name)) for each in fields(Settings)}
    typed: dict[str, Any] = {}
    for name, value in values.items():
        if name not in kinds:
            raise UsageError("settings.unknown", name=name, where=where, known=", ".join(sorted(kinds)))
        try:
            typed[name] = _switch(value) if kinds[name] is bool else kinds[name](value)
        except (TypeError, ValueError, OverflowError) as problem:
            raise UsageError("settings.bad_value", name=name, value=value, where=where) from problem
        fits = typed[name] in CHOICES.get(name, (typed[name],)) if kinds[name] is str else 0 <= typed[name] <= MOST
        if not fits:
            raise UsageError("settings.bad_value", name=name, value=value, where=where)
    if 0 < typed.get("audit_days", 0) < LEAST_AUDIT_DAYS:
        raise UsageError("audit.too_short", days=typed["audit_days"], least=LEAST_AUDIT_DAYS, where=where)
    return replace(settings, **typed)


def _switch(value: object) -> bool:
    """Raises ValueError for what is neither on nor off."""
    known = value if isinstance(value, bool) else SWITCH.get(str(value).lower())
    if known is None:
        raise ValueError(value)
    return known
