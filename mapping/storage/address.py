"""Where a store is: a file, or a database that a team shares."""

import re
from pathlib import Path

_SCHEME = re.compile(r"postgres(?:ql)?://")
_PASSWORD = re.compile(r"(?<=[?&]password=)[^&]*|(?<=:)[^/@]*(?=@)")


def is_shared(where: Path | str) -> bool:
    """Whether this is the address of a PostgreSQL database, postgresql://user@host/name."""
    return isinstance(where, str) and _SCHEME.match(where) is not None


def read_address(text: str) -> Path | str:
    """What a person gave as the store: an address as it is, anything else as a path."""
    return text if is_shared(text) else Path(text)


def show_address(where: Path | str) -> str:
    """For messages: an address without its password."""
    if not is_shared(where):
        return str(where)
    scheme, rest = str(where).split("://", 1)
    return f"{scheme}://{_PASSWORD.sub('***', rest)}"
