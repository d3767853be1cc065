from datetime import UTC, datetime, timedelta

import pytest

from mentoring.accounts.rules import ABSOLUTE, IDLE, device_named, is_of, normal_address, own_path, session_holds
from mentoring.accounts.tokens import hashed, new_token

NOON = datetime(2021, 1, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Amara.Quarto@North.Example ", "amara.quarto@north.example"),
        ("o'brien+x@mail.north.example", "o'brien+x@mail.north.example"),
        ("zoë@north.example", "zoë@north.example"),
        ("amara", None),
        ("amara@north", None),
        ("a@b@north.example", None),
        ("amara quarto@north.example", None),
        ("amara@north.example\nBcc: x@y.example", None),
        ("Amara <amara@north.example>", None),
        ("a\x00@north.example", None),
        ("[amara@north.example", None),
        ("amara]@north.example", None),
        (".amara@north.example", None),
        ("amara.@north.example", None),
        ("amara..quarto@north.example", None),
        ("a" * 250 + "@north.example", None),
        ("", None),
    ],
)
def test_an_address_is_kept_in_one_form_or_not_at_all(written: str, kept: str | None) -> None:
    assert normal_address(written) == kept


def test_an_address_belongs_to_the_listed_domains_alone() -> None:
    assert is_of("amara@north.example", ["north.example"])
    assert not is_of("amara@mail.north.example", ["north.example"])
    assert not is_of("amara@evilnorth.example", ["north.example"])


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "https://evil.example/",
        "//evil.example/",
        "/south/console/",
        "/north",
        "/north/../south/",
        "/north/%2E%2e/south/",
        "/north//evil.example",
        "/north/\\evil",
        "/north/\r\nSet-Cookie: a=b",
    ],
)
def test_a_link_never_leads_out_of_the_institution(wanted: str | None) -> None:
    assert own_path(wanted, "north") == "/north/"


def test_a_link_leads_back_to_the_page_one_came_from() -> None:
    assert own_path("/north/round-2021/register/mentee?theme=2", "north") == "/north/round-2021/register/mentee?theme=2"


def holds(*, seen: timedelta, begun: timedelta, revoked: datetime | None = None) -> bool:
    return session_holds(seen_at=NOON - seen, expires_at=NOON - begun + ABSOLUTE, revoked_at=revoked, now=NOON)


def test_a_session_ends_when_idle_when_old_and_when_revoked() -> None:
    moment = timedelta(microseconds=1)
    assert holds(seen=IDLE - moment, begun=IDLE)
    assert not holds(seen=IDLE, begun=IDLE)
    assert holds(seen=timedelta(0), begun=ABSOLUTE - moment)
    assert not holds(seen=timedelta(0), begun=ABSOLUTE)
    assert not holds(seen=timedelta(0), begun=timedelta(0), revoked=NOON)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on an iPhone"),
        ("curl/8.0", None),
        (None, None),
    ],
)
def test_a_device_is_named_so_that_its_owner_knows_it(agent: str | None, name: str | None) -> None:
    assert device_named(agent) == name


def test_a_token_is_new_each_time_and_only_its_hash_is_needed() -> None:
    one, other = new_token(), new_token()
    assert one != other
    assert len(one) == 43
    assert hashed(one) == hashed(one) != hashed(other)
    assert len(hashed("\ud800 any text at all")) == 32
