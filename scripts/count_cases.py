"""Make geodata/case_words.csv and geodata/case_pairs.csv: how news prints words, and words beside each other.

    python -m scripts.count_cases wcep-train.jsonl.gz
    python -m scripts.count_cases --measure wcep-train.jsonl.gz

Counts the forms of each word in the sentences of Wikipedia's current-events portal, the first word of each sentence
left out, and those of the pairs of neighbours whose forms differ from what each word's own would give. Names of several
words of the gazetteer's larger places are counted with them. With `--measure`, the tables are made of nine tenths of
the sentences, the others are put in capitals and restored, and what came out right is printed.
"""

import argparse
import csv
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from mapping.index.files import PlaceIndex
from mapping.kinds import Level
from mapping.reading.truecase import FORMS, LOWER, OWN, TITLE, WORD, CaseTables, is_joined, make_tables, restore_case
from mapping.settings import find_folder

_MIN_WORD, _MIN_PAIR, _MIN_PLACE, _PLACE_WEIGHT, _PLAIN = 2, 3, 50_000, 3, 0.8
Row = dict[str, str]
_KNOWN = frozenset({Level.COUNTRY, Level.REGION, Level.ADM1})


def find_form(word: str) -> int:
    """Which of the three forms a printed word has."""
    if word.islower():
        return LOWER
    return TITLE if word == word.capitalize() and (len(word) > 1 or word == "A") else OWN


def read_sentences(path: Path) -> list[str]:
    """The sentences of a gzipped file with a JSON object a line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def read_names() -> Iterator[str]:
    """The names of several words of the gazetteer's larger places, countries and divisions."""
    index = PlaceIndex(find_folder("geodata") / "gazetteer")
    for number in range(len(index)):
        place = index.get_place(number)
        if " " in place.ascii_name and (place.level in _KNOWN or place.population >= _MIN_PLACE):
            yield from {place.name, place.ascii_name}


def count(sentences: Iterable[str], names: Iterable[str]) -> tuple[list[Row], list[Row]]:
    """The rows of both tables."""
    words: defaultdict[str, list[int]] = defaultdict(lambda: [0] * FORMS)
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    pairs: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * FORMS**2)

    for sentence in sentences:
        run = list(WORD.finditer(sentence))[1:]
        for word in run:
            form = find_form(word[0])
            words[word[0].lower()][form] += 1
            if form == OWN:
                spellings[word[0].lower()][word[0]] += 1
        for first, second in pairwise(run):
            if is_joined(sentence[first.end() : second.start()]):
                pairs[first[0].lower(), second[0].lower()][FORMS * find_form(first[0]) + find_form(second[0])] += 1
    for name in names:
        parts = WORD.findall(name)
        for one, other in pairwise(parts):
            pairs[one.lower(), other.lower()][FORMS * find_form(one) + find_form(other)] += _PLACE_WEIGHT
        for part in parts:
            if part.lower() not in words:
                words[part.lower()][find_form(part)] += _MIN_WORD
    kept = {word: counts for word, counts in words.items() if sum(counts) >= _MIN_WORD}
    return list(_list_words(kept, spellings)), list(_list_pairs(pairs, kept))


def _list_words(words: dict[str, list[int]], spellings: dict[str, Counter[str]]) -> Iterator[Row]:
    for word in sorted(words):
        lower, title, own = words[word]
        spelling = spellings[word].most_common(1)[0][0] if spellings[word] else ""
        yield {
            "word": word,
            "lower": str(lower),
            "title": str(title),
            "own": str(own),
            "spelling": "" if spelling == word.upper() else spelling,
        }


def _list_pairs(pairs: dict[tuple[str, str], list[int]], words: dict[str, list[int]]) -> Iterator[Row]:
    """Only the pairs whose words would look otherwise by themselves, or might."""
    for first, second in sorted(pairs):
        counts = pairs[first, second]
        if sum(counts) < _MIN_PAIR:
            continue
        alone = [words.get(word, [0, 1, 0]) for word in (first, second)]
        likely = [max(range(FORMS), key=seen.__getitem__) for seen in alone]
        is_plain = all(seen[form] >= _PLAIN * sum(seen) for seen, form in zip(alone, likely, strict=True))
        if not is_plain or max(range(FORMS**2), key=counts.__getitem__) != FORMS * likely[0] + likely[1]:
            yield {"first": first, "second": second, "counts": " ".join(map(str, counts))}


def measure(sentences: Sequence[str], tables: CaseTables) -> dict[str, float]:
    """Words restored right among all, and precision and recall of words that are not in lower case."""
    right = total = hits = told = real = 0
    for sentence in sentences:
        made = restore_case(sentence.upper(), tables) if len(sentence.upper()) == len(sentence) else sentence
        for match in list(WORD.finditer(sentence))[1:]:
            was, now = match[0], made[match.start() : match.end()]
            total, right = total + 1, right + (was == now)
            real, told = real + (not was.islower()), told + (not now.islower())
            hits += was == now and not was.islower()
    return {"words": right / total, "capitals p": hits / told, "capitals r": hits / real}


def write(path: Path, rows: Sequence[Row]) -> None:
    """A table with the keys of its rows as header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Make the tables, or tell how well such tables do."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--measure", action="store_true")
    options = parser.parse_args()
    sentences = read_sentences(options.sentences)
    names = sorted(set(read_names()))
    if options.measure:
        kept = [sentence for number, sentence in enumerate(sentences) if number % 10]
        words, pairs = count(kept, names)
        print(measure(sentences[::10], make_tables(words, pairs)))
        return
    words, pairs = count(sentences, names)
    folder = find_folder("geodata")
    write(folder / "case_words.csv", words)
    write(folder / "case_pairs.csv", pairs)


if __name__ == "__main__":
    main()
