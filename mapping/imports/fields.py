"""Cells that mean the same in every format: actors, tolls, addresses, outlets, day of the last edit."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from mapping.ids import hash_key
from mapping.imports.values import Row
from mapping.model import Actor, Toll

_COUNT = re.compile(r"\d{1,9}")
_LONGEST_TITLE = 200


def find_url(*texts: str) -> str:
    """The first address that a browser may open: http or https with a host; "" where there is none."""
    for text in texts:
        bare = text.strip()
        try:
            parts = urlsplit(bare)
        except ValueError:
            continue
        if parts.scheme.lower() in ("http", "https") and parts.hostname and not re.search(r"[\s<>\"]", bare):
            return bare
    return ""


def make_actor(name: str, role: str, *, kind: str = "", country_code: str = "") -> tuple[Actor, ...]:
    """An actor of a cell; none where the cell is empty. `start` and `end` are 0: no words of a text stand for it."""
    bare = " ".join(name.split())
    if not bare:
        return ()
    return (Actor(start=0, end=0, text=bare, head=bare, role=role, kind=kind, country_code=country_code),)


def make_toll(text: str, kind: str) -> tuple[Toll, ...]:
    """A number of people of a cell; none where it is empty, 0 or no whole number."""
    number = read_count(text)
    return (Toll(start=0, end=0, text=text, kind=kind, number=number),) if number else ()


def read_count(text: str) -> int | None:
    """A whole number as tables write it ("1,200", "12.0"); None where it is none."""
    bare = re.sub(r"(?<=\d)[,\s](?=\d{3}\b)", "", text.strip()).removesuffix(".0")
    return int(bare) if _COUNT.fullmatch(bare) else None


def join_title(*parts: str) -> str:
    """The parts that say something, in one line."""
    line = " · ".join(part for part in (" ".join(part.split()) for part in parts) if part)
    return line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1]}…"


def join_words(parts: Iterable[str], separator: str = ", ") -> str:
    """The parts that say something, each once."""
    return separator.join(dict.fromkeys(part for part in parts if part))


def hash_row(row: Row) -> str:
    """The id of a row that has none: a hash of its cells, so that the same file gives the same ids again."""
    return hash_key(row.write_raw())
