"""Write geodata/name_guards.csv: words that a gazetteer holds as places and texts use as something else.

Run as `python -m scripts.name_guards FOLDER`, FOLDER holding the unpacked packages `names` 0.3.0 (the given names and
surnames of the 1990 census of the United States, public domain), `english-words` 2.0.2 (Webster's Second, public
domain) and `symspellpy` 6.10.1 (how often words are printed, MIT).
"""

import csv
import pickle
import sys
from pathlib import Path

_SURNAMES = 12_000
_COMMON = 25_000
_SUFFIXES = ("s", "es", "d", "ed", "ing", "er", "ly")


def _read_census(path: Path, limit: int | None = None) -> dict[str, int]:
    """Names of one census file, each with its bearers among 100,000 people."""
    rows = [line.split() for line in path.read_text(encoding="ascii").splitlines()]
    return {row[0].lower(): round(float(row[1]) * 1000) for row in rows[:limit]}


def _read_common(counts: Path, words: Path) -> dict[str, int]:
    """The rank of the most printed words that a dictionary writes in lower case."""
    with words.open("rb") as file:
        known = {word for word in pickle.load(file) if word.islower()}  # noqa: S301 - a package's own plain set
    ranked = [line.split()[0] for line in counts.read_text(encoding="utf-8-sig").splitlines()][:_COMMON]
    return {
        word: rank
        for rank, word in enumerate(ranked, 1)
        if word in known or any(word.endswith(end) and word[: -len(end)] in known for end in _SUFFIXES)
    }


def main(folder: Path) -> None:
    """Read the three packages and write the table, one word a line, sorted."""
    census = folder / "names-0.3.0" / "names"
    given = _read_census(census / "dist.female.first")
    for name, share in _read_census(census / "dist.male.first").items():
        given[name] = max(share, given.get(name, 0))
    surnames = _read_census(census / "dist.all.last", _SURNAMES)
    common = _read_common(
        folder / "symspellpy" / "frequency_dictionary_en_82_765.txt", folder / "english_words" / "data" / "web2.pickle"
    )
    target = Path(__file__).parents[1] / "geodata" / "name_guards.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("word", "given", "surname", "common"))
        for word in sorted({*given, *surnames, *common}):
            writer.writerow((word, given.get(word, ""), surnames.get(word, ""), common.get(word, "")))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
