"""Real articles: of all that 132 of them tell, how much comes out with its kind, its place and its day?

    python -m bench articles

And of all that comes out, how much do they tell?

Gold corpora ask for the main event of a text; a map shows everything that it tells. `bench/article_labels.csv` names
all that articles of five corpora tell, as `bench/news/expected.csv` does of dispatches in our own words, but by the
offsets of the words: the articles lie beside the repository. They were drawn by chance, of each corpus as many from
even places, which weights are fitted to, as from odd ones, which are for measuring; each was labelled by one of six
readers from the text alone, before anything was known of what comes of it.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.corpora import SHARED, is_fitted, make_source, read_corpus
from bench.dispatches import Outcome, Told, find_outcomes, judge
from mapping.gazetteer import open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Document, Extraction
from mapping.pipeline import extract_events

FITTED, OTHERS = "fitted to", "others"
_TABLE = Path(__file__).with_name("article_labels.csv")
_BARS = (0.0, 0.3, 0.5, 0.7)


def read_articles() -> tuple[dict[str, Document], tuple[Told, ...]]:
    """The labelled articles by name, and all that they tell; `part` says whether weights are fitted to the article.

    Raises:
        FileNotFoundError: The corpora are not there.
    """
    labels = _read_labels()
    documents: dict[str, Document] = {}
    told: list[Told] = []
    for corpus in dict.fromkeys(name.partition("/")[0] for name in labels):
        for number, row in enumerate(read_corpus(f"events/{corpus}")):
            name = f"{corpus}/{row['doc_id']}"
            if name in labels:
                documents[name] = make_source(row)
                part = FITTED if is_fitted(number) else OTHERS
                told.extend(_make_told(part, name, documents[name], label) for label in labels[name] if label["types"])
    return documents, tuple(told)


def _read_labels() -> dict[str, list[dict[str, str]]]:
    """The rows of the table by article; an article that tells nothing has one row without types."""
    labels: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with _TABLE.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            labels[f"{row['corpus']}/{row['doc_id']}"].append(row)
    return dict(labels)


def _make_told(part: str, name: str, document: Document, label: dict[str, str]) -> Told:
    start, end = (int(label[side]) + document.given_start for side in ("start", "end"))
    return Told(
        part=part,
        document=name,
        words=document.text[start:end],
        types=tuple(label["types"].split("|")),
        places=tuple(label["places"].split("|")),
        days=tuple(label["days"].split("|")),
        is_main=label["main"] == "yes",
        start=start,
    )


def extract_articles(language: LanguageModel) -> tuple[dict[str, Extraction], tuple[Told, ...]]:
    """The labelled articles as `dateline ingest` reads them, and all that they tell."""
    documents, told = read_articles()
    found = extract_events(list(documents.values()), language=language, gazetteer=open_gazetteer())
    return dict(zip(documents, found, strict=True)), told


def make_rows(outcomes: Sequence[Outcome]) -> list[str]:
    """A row for each corpus, of what weights are fitted to and of the others."""
    groups: defaultdict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for one in outcomes:
        corpus = one.told.document.partition("/")[0]
        for name in (corpus, "all"):
            groups[name, one.told.part].append(one)
    rows = [
        "| articles | half | told | an event | kind | place | day | all three |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for (corpus, part), ours in sorted(groups.items(), key=lambda pair: (pair[0][0] == "all", pair[0])):
        fields = (
            [one.event is not None for one in ours],
            *([getattr(one, field) for one in ours] for field in ("type", "place", "day", "whole")),
        )
        shares = " | ".join(f"{sum(field) / len(ours):.2f}" for field in fields)
        rows.append(f"| {corpus} | {part} | {len(ours)} | {shares} |")
    return rows


def make_event_rows(told: Sequence[Told], extractions: Mapping[str, Extraction]) -> list[str]:
    """A row for each half and least score: events, how many of them are told, and how many are right in all three.

    An event is told if one of its words stands in those of a label, and right if kind, place and day are those of a
    thing that one of its sentences tells.
    """
    rows = ["| articles | score | events | told | all three |", "|---|---|---|---|---|"]
    for part in (FITTED, OTHERS):
        by_name: defaultdict[str, list[Told]] = defaultdict(list)
        for one in told:
            if one.part == part:
                by_name[one.document].append(one)
        found = [row for name, ours in by_name.items() for row in _judge_events(ours, extractions[name])]
        for bar in _BARS:
            kept = [one for one in found if one[0] >= bar]
            shares = (sum(one[field] for one in kept) / max(1, len(kept)) for field in (1, 2))
            rows.append(f"| {part} | {bar:.1f} | {len(kept)} | {' | '.join(f'{share:.2f}' for share in shares)} |")
    return rows


def _judge_events(told: Sequence[Told], extraction: Extraction) -> Iterator[tuple[float, bool, bool]]:
    """The score of each event of a document, whether it is told, whether it is right in all three."""
    outcomes = [one for label in told for one in find_outcomes(label, extraction)]
    right = {one.event.event_id for one in outcomes if one.event and one.whole}
    spans = [(one.find_start(extraction.document.text), len(one.words)) for one in told]
    for event in extraction.events:
        words = (event.trigger.start, *(span.start for span in event.retold))
        is_told = any(start <= word < start + length for start, length in spans for word in words)
        yield event.score, is_told, event.event_id in right


def main() -> None:
    """Print both tables."""
    if not (SHARED / "corpora" / "events").is_dir():
        print("left out: no gold corpora of events")
        return
    extractions, told = extract_articles(LanguageModel())
    print("\n".join(make_rows(judge(told, extractions))))
    print("\n" + "\n".join(make_event_rows(told, extractions)))


if __name__ == "__main__":
    main()
