"""The word tables that finding toponyms needs, each read once from geodata/."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from mapping.settings import find_folder
from mapping.tables import read_table, read_weights


@dataclass(frozen=True, kw_only=True, slots=True)
class WordTables:
    """What words beside a name, or words that look like one, tell about it.

    `after` and `before` give the kind of a word that follows or precedes a name ("County": admin, "Mr.": title),
    keyed in lower case; `nouns` the kind of a word for what a name is, before "of" or behind the name ("village");
    `local` are the words for divisions that go before their names in other languages ("Landkreis"). `taking` are verbs
    whose object is a town ("besiege"). `given` and `surname` are people per 100,000 in the census of the United States
    of 1990; `common` is the rank of an everyday word among the most printed
    ones, 1 the most frequent. `stops` finds phrases that hold the name of a place and mean something else ("Ebola",
    "El Niño"). `weights` are those of the span model (docs/model-cards/span-model.md), by feature.
    """

    after: dict[str, str]
    before: dict[str, str]
    nouns: dict[str, str]
    local: tuple[str, ...]
    taking: frozenset[str]
    given: dict[str, int]
    surname: dict[str, int]
    common: dict[str, int]
    weights: dict[str, float]
    stops: re.Pattern[str]


def _join_phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


@cache
def load_word_tables() -> WordTables:
    """Read the tables; a second call costs nothing.

    Raises:
        GazetteerError: A table is missing.
    """
    folder = find_folder("geodata")
    words = list(read_table(folder / "toponym_words.csv"))
    guards = list(read_table(folder / "name_guards.csv"))
    return WordTables(
        after={row["word"]: row["kind"] for row in words if row["position"] == "after"},
        before={row["word"]: row["kind"] for row in words if row["position"] == "before"},
        nouns={row["word"]: row["kind"] for row in words if row["position"] == "noun"},
        local=tuple(row["word"] for row in words if row["position"] == "local"),
        taking=frozenset(row["word"] for row in words if row["position"] == "verb"),
        given={row["word"]: int(row["given"]) for row in guards if row["given"]},
        surname={row["word"]: int(row["surname"]) for row in guards if row["surname"]},
        common={row["word"]: int(row["common"]) for row in guards if row["common"]},
        stops=_join_phrases(row["phrase"] for row in read_table(folder / "toponym_stops.csv")),
        weights=read_weights(folder / "span_weights.csv"),
    )
