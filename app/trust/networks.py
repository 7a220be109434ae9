"""Where a request comes from, as far as it is counted: a network under a key, never an address."""

import hmac
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

_BITS: Final = {4: 24, 6: 64}
"""What one subscriber or one household has at the least; who asks from the next address is the same."""


def network_of(address: str) -> str:
    """Give the network of an IP address (/24 or /64); nothing for what is none."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ip_network((found, _BITS[found.version]), strict=False))


def counted_as(key: bytes, what: str, of: str) -> bytes:
    """Give the 32 bytes something is counted under, which tell nothing without the key."""
    return hmac.digest(key, f"utdrag allowance\x1f{what}\x1f{of}".encode(), "sha256")
