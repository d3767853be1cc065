"""Settings come from the environment, and a wrong one names its variable."""

from datetime import UTC
from pathlib import Path

import pytest

from mentoring.errors import SetUpIncomplete
from mentoring.settings import Settings, clock, new_id


def test_nothing_set_is_development_on_this_machine() -> None:
    settings = Settings.read({"HOME": "/nowhere", "MENTORING_DATABASE_URL": ""})
    assert (settings.mode, settings.base_url, settings.database_url) == ("development", "http://127.0.0.1:8000", None)
    assert settings.data_dir.name == "mentoring"


def test_what_is_set_is_read() -> None:
    settings = Settings.read(
        {
            "MENTORING_MODE": "production",
            "MENTORING_BASE_URL": "https://mentoring.example.org/",
            "MENTORING_DATA_DIR": "/srv/mentoring",
            "MENTORING_DATABASE_URL": "postgres://app@db/mentoring",
            "MENTORING_DATABASE_OWNER_URL": "postgresql://owner@db/mentoring",
            "MENTORING_DATABASE_REPORT_URL": "postgresql+psycopg://report@db/mentoring",
            "MENTORING_KEYS": "/etc/mentoring/keys",
        }
    )
    assert settings == Settings(
        mode="production",
        base_url="https://mentoring.example.org",
        data_dir=Path("/srv/mentoring"),
        database_url="postgresql+psycopg://app@db/mentoring",
        owner_url="postgresql+psycopg://owner@db/mentoring",
        report_url="postgresql+psycopg://report@db/mentoring",
        keys=Path("/etc/mentoring/keys"),
    )


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"MENTORING_MODE": "live"}, "MENTORING_MODE is “live”. Set it to production, demo or development"),
        ({"MENTORING_MODE": "production"}, "MENTORING_BASE_URL is not set."),
        ({"MENTORING_MODE": "production", "MENTORING_BASE_URL": "http://a.example"}, "begins with https://"),
        ({"MENTORING_MODE": "production", "MENTORING_BASE_URL": "https://a.example"}, "MENTORING_KEYS is not set."),
        ({"MENTORING_BASE_URL": "a.example"}, "Set it to an address such as"),
        ({"MENTORING_BASE_URL": "https://a.example/?x"}, "Set it to an address such as"),
        ({"MENTORING_BASE_URL": "https://a.example"}, "sign-in links too: set MENTORING_MODE to production"),
        ({"MENTORING_DATABASE_URL": "mysql://a"}, "MENTORING_DATABASE_URL is no PostgreSQL address."),
        ({"MENTORING_DATABASE_OWNER_URL": "secret"}, "Write it as postgresql://user:password@server/database"),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy(environ: dict[str, str], said: str) -> None:
    with pytest.raises(SetUpIncomplete) as refused:
        Settings.read(environ)
    assert said in str(refused.value)
    assert "secret" not in str(refused.value)


def test_the_key_file_lies_beside_the_data_unless_it_is_named() -> None:
    assert Settings(data_dir=Path("/srv/mentoring")).key_file == Path("/srv/mentoring.keys")
    assert Settings(data_dir=Path("/srv/mentoring"), keys=Path("/etc/keys")).key_file == Path("/etc/keys")


def test_the_clock_tells_utc_and_ids_differ() -> None:
    assert clock().tzinfo is UTC
    assert new_id() != new_id()
