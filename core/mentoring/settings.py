"""Settings, read once from the environment; and the one clock and the one source of ids.

Nothing here is global: whoever owns a process reads `Settings` and hands it on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit
from uuid import UUID, uuid4  # noqa: TID251 - the one place where ids come from

from platformdirs import user_data_path

from mentoring.errors import SetUpIncomplete

Mode = Literal["production", "demo", "development"]
THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})
"""Hosts of addresses that nobody elsewhere can reach."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a process needs to know of its surroundings.

    `data_dir` holds the embedded server's data and logs. Without `database_url` that server is used;
    with it, `owner_url` is needed to migrate and to apply tenants, `report_url` to issue releases. `keys` is the
    key file, if one is named. `proxies` are the networks of our own proxies, whose word about where a request came
    from is taken. `smtp_url` is the mail server, of which the demo has none; mail comes from `mail_from`.
    `base_url` has no slash at its end: links are built from it, never from a request.
    """

    mode: Mode = "development"
    base_url: str = "http://127.0.0.1:8000"
    data_dir: Path
    database_url: str | None = None
    owner_url: str | None = None
    report_url: str | None = None
    keys: Path | None = None
    proxies: tuple[str, ...] = ()
    smtp_url: str | None = None
    mail_from: str | None = None

    @property
    def key_file(self) -> Path:
        """The key file: as named, else beside the data folder, never in it, since a backup of that holds the data."""
        return self.keys or self.data_dir.with_name(f"{self.data_dir.name}.keys")

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Settings":
        """The settings in `environ`; a variable that is unset or empty takes its default.

        Raises `SetUpIncomplete` naming the variable and what to write there.
        """
        given = {name: value for name, value in environ.items() if name.startswith("MENTORING_") and value}
        mode = given.get("MENTORING_MODE", "development")
        if mode not in get_args(Mode):
            raise SetUpIncomplete(
                f"MENTORING_MODE is “{mode}”.", "Set it to production, demo or development, or leave it out."
            )
        data_dir = given.get("MENTORING_DATA_DIR")
        return cls(
            mode=cast("Mode", mode),
            base_url=_base_url(given.get("MENTORING_BASE_URL"), mode),
            data_dir=Path(data_dir).expanduser().absolute() if data_dir else user_data_path("mentoring"),
            database_url=_postgres_url(given, "MENTORING_DATABASE_URL"),
            owner_url=_postgres_url(given, "MENTORING_DATABASE_OWNER_URL"),
            report_url=_postgres_url(given, "MENTORING_DATABASE_REPORT_URL"),
            keys=_keys(given.get("MENTORING_KEYS"), mode),
            proxies=_networks(given.get("MENTORING_TRUSTED_PROXIES", "")),
            smtp_url=_smtp_url(given.get("MENTORING_SMTP_URL"), mode),
            mail_from=given.get("MENTORING_MAIL_FROM"),
        )


def clock() -> datetime:
    """Now, in UTC. Given to units of work; services read `work.now`."""
    return datetime.now(UTC)  # noqa: TID251 - the one clock


def new_id() -> UUID:
    """A fresh random id. Given to units of work; services ask `work.new_id()`."""
    return uuid4()


def _base_url(given: str | None, mode: str) -> str:
    if given is None:
        if mode == "production":
            raise SetUpIncomplete(
                "MENTORING_BASE_URL is not set.", "In production, set it to the address people use, with https://."
            )
        return Settings.base_url
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise SetUpIncomplete(
            f"MENTORING_BASE_URL is “{given}”.", "Set it to an address such as https://mentoring.example.org."
        )
    if mode == "production" and parts.scheme != "https":
        raise SetUpIncomplete(
            f"MENTORING_BASE_URL is “{given}”.", "In production it begins with https://: sign-in links travel there."
        )
    if mode == "development" and parts.hostname not in THIS_MACHINE:
        raise SetUpIncomplete(
            f"MENTORING_BASE_URL is “{given}”, and MENTORING_MODE is development.",
            "Anyone who reaches a system in development reads every message, sign-in links too: "
            "set MENTORING_MODE to production, or to demo where all people are made up.",
        )
    return given.rstrip("/")


def _keys(given: str | None, mode: str) -> Path | None:
    if given is None and mode == "production":
        raise SetUpIncomplete(
            "MENTORING_KEYS is not set.",
            "In production, name the key file: outside the database, and outside every backup of it. "
            "`mentoring keys make` makes it.",
        )
    return Path(given).expanduser().absolute() if given else None


def _postgres_url(given: Mapping[str, str], name: str) -> str | None:
    url = given.get(name)
    if url is None:
        return None
    kind, separator, rest = url.partition("://")
    if not separator or kind not in {"postgresql", "postgres", "postgresql+psycopg"}:
        raise SetUpIncomplete(
            f"{name} is no PostgreSQL address.",  # never shown: it may hold a password
            "Write it as postgresql://user:password@server/database.",
        )
    return f"postgresql+psycopg://{rest}"


def _smtp_url(given: str | None, mode: str) -> str | None:
    if given is not None and mode == "demo":
        raise SetUpIncomplete(
            "MENTORING_SMTP_URL is set, and MENTORING_MODE is demo.",
            "The demo never sends mail: its people are made up. Leave the variable out.",
        )
    return given


def _networks(given: str) -> tuple[str, ...]:
    try:
        return tuple(str(ip_network(each)) for each in given.replace(",", " ").split())
    except ValueError as error:
        raise SetUpIncomplete(
            f"MENTORING_TRUSTED_PROXIES is “{given}”.",
            "Write the addresses or networks of your own proxies, such as 127.0.0.1 or 10.0.0.0/8, or leave it out.",
        ) from error
