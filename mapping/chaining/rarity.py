"""Names that tell one story from another: those that news prints seldom, and that are not those of its places."""

import math
from collections.abc import Iterable, Mapping
from functools import cache

from mapping.model import Event, Place
from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.stems import find_names

# The sentences that `geodata/case_words.csv` was counted in, and how often a name is in them that says all it can.
_SENTENCES, _RARE = 43_000, 20


@cache
def _load_prints() -> Mapping[str, int]:
    """How often news prints a word with a capital."""
    rows = read_table(find_folder("geodata") / "case_words.csv")
    return {row["word"]: int(row["title"]) + int(row["own"]) for row in rows}


def weigh_name(name: str) -> float:
    """How much it says that two texts have a name in common, 0..1: a head of state is in the news for many things.

    Args:
        name: In lower case.

    Source: inverse document frequency, Spärck Jones (1972).
    """
    printed = max(_RARE, _load_prints().get(name, 0))
    return math.log(_SENTENCES / printed) / math.log(_SENTENCES / _RARE)


def find_own_names(event: Event) -> frozenset[str]:
    """The names in an event's sentence without those of its place, which is compared as a place."""
    names = find_names(event.sentence)
    return names - list_place_words([event.place.place]) if event.place else names


def list_place_words(places: Iterable[Place]) -> frozenset[str]:
    """The words of places' names, in lower case."""
    names = (name for place in places for name in (place.name, place.admin1, place.country))
    return frozenset(word for name in names for word in name.lower().replace("-", " ").split())
