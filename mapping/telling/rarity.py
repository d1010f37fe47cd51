"""Names and words that tell one story from another: those that news prints seldom."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from mapping.model import Event, Place
from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.stems import find_names, find_stem

# The sentences that `geodata/case_words.csv` was counted in, and how often a name is in them that says all it can.
_SENTENCES, _RARE = 43_000, 20
_LEAST_TELLING, _PLAINER = 0.5, 2


class _Print(NamedTuple):
    """How often news prints a word in lower case, with a capital, and in a spelling of its own, such as capitals."""

    lower: int
    title: int
    own: int
    spelling: str

    @property
    def capital(self) -> int:
        """Of all, those that are no lower case."""
        return self.title + self.own


_NEVER = _Print(lower=0, title=0, own=0, spelling="")


@cache
def _load_prints() -> Mapping[str, _Print]:
    rows = read_table(find_folder("geodata") / "case_words.csv")
    return {row["word"]: _read_print(row) for row in rows}


def _read_print(row: Mapping[str, str]) -> _Print:
    return _Print(lower=int(row["lower"]), title=int(row["title"]), own=int(row["own"]), spelling=row["spelling"])


@cache
def _load_first_names() -> frozenset[str]:
    """First names that fewer bear as their family's."""
    borne = ((row["word"], int(row["given"]), int(row["surname"] or 0)) for row in _read_guards("given"))
    return frozenset(word for word, given, surname in borne if given > surname)


@cache
def _load_printed() -> frozenset[str]:
    """Words that books print."""
    return frozenset(row["word"] for row in _read_guards("common"))


def _read_guards(column: str) -> Iterator[Mapping[str, str]]:
    return (row for row in read_table(find_folder("geodata") / "name_guards.csv") if row[column])


def weigh_name(name: str) -> float:
    """How much it says that two texts have a name in common, 0..1: a head of state is in the news for many things.

    Args:
        name: In lower case.

    Source: inverse document frequency, Spärck Jones (1972).
    """
    return _weigh(_load_prints().get(name, _NEVER).capital)


def weigh_stem(stem: str) -> float:
    """How much it says that two texts have a word in common, as `weigh_name`.

    Args:
        stem: As `find_stem` gives it.
    """
    return _weigh(_count_stems()[stem])


def _weigh(printed: int) -> float:
    return math.log(_SENTENCES / max(_RARE, printed)) / math.log(_SENTENCES / _RARE)


@cache
def _count_stems() -> Counter[str]:
    """How often news prints a word of each stem, however it is written."""
    counts: Counter[str] = Counter()
    for word, known in _load_prints().items():
        counts[find_stem(word)] += known.lower + known.capital
    return counts


def is_telling_name(name: str) -> bool:
    """Whether a word with a capital can stand for what is told: no first name, nor what only headlines write so."""
    known = _load_prints().get(name, _NEVER)
    is_name = known.capital > _PLAINER * known.lower if name in _load_printed() else known.capital >= known.lower
    return is_name and name not in _load_first_names() and weigh_name(name) >= _LEAST_TELLING


def spell_name(name: str) -> str:
    """A name in lower case as news prints it: "FBI", "Toblerone", "Nagorno-Karabakh"."""
    known = _load_prints().get(name, _NEVER)
    return known.spelling or "-".join(map(str.upper if known.own > known.title else str.capitalize, name.split("-")))


def find_own_names(event: Event) -> frozenset[str]:
    """The names in an event's sentence without those of its place, which is compared as a place."""
    names = find_names(event.sentence)
    return names - list_place_words([event.place.place]) if event.place else names


def list_place_words(places: Iterable[Place]) -> frozenset[str]:
    """The words of places' names, in lower case."""
    names = (name for place in places for name in (place.name, place.admin1, place.country))
    return frozenset(word for name in names for word in name.lower().replace("-", " ").split())
