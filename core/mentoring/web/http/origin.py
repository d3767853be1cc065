"""The network address that a request came from: the peer's, or what our own proxies say, and nobody else."""

import re
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

NEIGHBOURHOOD = 64
"""Bits of an IPv6 address that one customer shares: whoever has one address there has all of them."""

_PORT = re.compile(r"^(\[[^\]]*\]|[^:]*):[0-9]{1,5}$")


def origin(peer: str, forwarded: Sequence[str], proxies: Iterable[str]) -> str:
    """Where a request came from, in the form in which tries are counted.

    `forwarded` are the values of X-Forwarded-For. Each proxy adds the address it was reached from at the end, so the
    list is read from there, and only as far as proxies of ours wrote it: what stands before is anybody's invention.
    """
    trusted = tuple(ip_network(each) for each in proxies)
    told = [part.strip() for value in forwarded for part in value.split(",")]
    here = peer
    while told and (address := _address(here)) is not None and any(address in network for network in trusted):
        here = told.pop()
    address = _address(here)
    if address is None:
        return here[:64]
    if isinstance(address, IPv6Address):
        return str(ip_address(int(address) >> (128 - NEIGHBOURHOOD) << (128 - NEIGHBOURHOOD)))
    return str(address)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    host = _PORT.sub(r"\1", text)  # some proxies write the port too: 192.0.2.1:443, [2001:db8::1]:443
    try:
        found = ip_address(host.strip("[]"))
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
