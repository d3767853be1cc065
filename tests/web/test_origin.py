"""Where a request came from is the peer's address, or what our own proxies say, and nobody else."""

import pytest

from mentoring.web.http.origin import origin

OURS = ("127.0.0.1/32", "10.0.0.0/8", "fd00::/8")


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.7"], "192.0.2.1"),  # anybody may write that
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["203.0.113.5, 198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["203.0.113.5", "198.51.100.7, 10.2.3.4"], "198.51.100.7"),
        ("127.0.0.1", ["10.9.9.9, 10.2.3.4"], "10.9.9.9"),
        ("127.0.0.1", ["203.0.113.5, nonsense"], "nonsense"),
        ("127.0.0.1", ["x" * 500], "x" * 64),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::"),
        ("fd00::1", ["2001:db8:1:2:ffff::1"], "2001:db8:1:2::"),
        ("::ffff:10.0.0.1", ["[2001:db8:1:2::9]"], "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", [], "192.0.2.1"),
        ("127.0.0.1", ["198.51.100.7:51234"], "198.51.100.7"),
        ("127.0.0.1", ["203.0.113.5, 198.51.100.7:1, 10.2.3.4:40000"], "198.51.100.7"),
        ("127.0.0.1", ["[2001:db8:1:2::9]:443"], "2001:db8:1:2::"),
        ("127.0.0.1", ["[fd00::7]:443", "10.2.3.4:80"], "fd00::"),
        ("127.0.0.1", ["198.51.100.7:123456"], "198.51.100.7:123456"),  # no port has six digits
        ("testclient", ["198.51.100.7"], "testclient"),
    ],
)
def test_the_address_is_the_last_that_no_proxy_of_ours_has(peer: str, forwarded: list[str], found: str) -> None:
    assert origin(peer, forwarded, OURS) == found


def test_without_proxies_of_ours_nothing_forwarded_counts() -> None:
    assert origin("127.0.0.1", ["198.51.100.7"], ()) == "127.0.0.1"
