"""Short ids, made out of what they stand for: the same things have the same id wherever and whenever they are read."""

import hashlib
from collections.abc import Iterable


def hash_key(key: str, *, digits: int = 16) -> str:
    """The first hexadecimal digits of a key's SHA-256; half of a character of two is no hindrance."""
    return hashlib.sha256(_encode(key)).hexdigest()[:digits]


def hash_blocks(keys: Iterable[str]) -> tuple[str, ...]:
    """Keys by which what may belong together is found, twelve hexadecimal digits each, sorted."""
    return tuple(sorted(hashlib.blake2b(_encode(key), digest_size=6).hexdigest() for key in keys))


def _encode(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")
