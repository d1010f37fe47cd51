"""Real articles: of all that 132 of them tell, how much comes out with its kind, its place and its day?

    python -m bench articles

Gold corpora ask for the main event of a text; a map shows everything that it tells. `bench/article_labels.csv` names
all that articles of five corpora tell, as `bench/news/expected.csv` does of dispatches in our own words, but by the
offsets of the words: the articles lie beside the repository. They were drawn by chance, of each corpus as many from
even places, which weights are fitted to, as from odd ones, which are for measuring; each was labelled by one of six
readers from the text alone, before anything was known of what comes of it.
"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from bench.corpora import SHARED, is_fitted, make_source, read_corpus
from bench.dispatches import Outcome, Told, judge
from mapping.gazetteer import open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Document, Extraction
from mapping.pipeline import extract_events

FITTED, OTHERS = "fitted to", "others"
_TABLE = Path(__file__).with_name("article_labels.csv")


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


def main() -> None:
    """Print the table."""
    if not (SHARED / "corpora" / "events").is_dir():
        print("left out: no gold corpora of events")
        return
    extractions, told = extract_articles(LanguageModel())
    print("\n".join(make_rows(judge(told, extractions))))


if __name__ == "__main__":
    main()
