"""Stories on gold: is what belongs together one story, and what does not another?

    python -m bench stories
    python -m bench.stories --names 40     (stories drawn by chance with their events, to be read)

One store is filled with the samples, the dispatches, 44 articles on six stories (giveme5w1h), 128 of the web on eleven
(EventStoryLine) and 300 on as many incidents (gva), and read as the page reads it. Which story a document is on is told
by the gold files, and for samples and dispatches by `story_labels.csv`, where those that it does not name are on one of
their own; it was labelled from headlines alone.
"""

import argparse
import csv
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from bench.corpora import SHARED, is_fitted, make_source, read_corpus
from bench.dispatches import PARTS, read_dispatches, read_told
from mapping.chaining.links import MAX_DAYS
from mapping.documents import read_documents
from mapping.gazetteer import open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Document, Event, Extraction
from mapping.pipeline import extract_events
from mapping.query import EventQuery
from mapping.store import EventStore, open_store

_LABELS = Path(__file__).with_name("story_labels.csv")
_SAMPLES = Path(__file__).parents[1] / "samples"
_CORPORA = ("events/giveme5w1h", "timex/storyline", "events/gva")
_UNREAD = PARTS[3]
_LIKELY = 0.5
_SHOWN = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A document, what it is part of, and the story that it is on; `is_read` where its errors may be read."""

    document: Document
    corpus: str
    story: str
    is_read: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """What one document tells of an event: `found` is the story that the store has it in, its own id where alone.

    `is_main` marks the best-scored of its document.
    """

    doc_id: str
    gold: str
    found: str
    is_alone: bool
    is_main: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """How well stories agree with gold.

    Of the documents' main events B-cubed `precision` and `recall`; of all likely events the precision `pure`, the share
    that is `alone` in its story, and the number of stories of one document, `scattered`. `gathered` is the share of a
    gold story's documents that have a likely event in the story that most of them have one in, None
    where no two are on one.
    """

    documents: int
    precision: float
    recall: float
    pure: float
    gathered: float | None
    scattered: float
    alone: float


def list_sources() -> list[Source]:
    """All documents, in order of publication."""
    with _LABELS.open(encoding="utf-8", newline="") as table:
        labels = {row["document"]: row["story"] for row in csv.DictReader(table)}
    found = [*_list_own(labels)]
    for corpus in _CORPORA if (SHARED / "corpora").is_dir() else ():
        found += _list_corpus(corpus)
    found.sort(key=lambda source: (source.document.created or date.min, source.document.doc_id))
    return found


def _list_own(labels: Mapping[str, str]) -> Iterator[Source]:
    for document in read_documents([_SAMPLES]):
        if isinstance(document, Document):
            story = labels.get(document.doc_id, document.doc_id)
            yield Source(document=document, corpus="samples", story=story, is_read=True)
    unread = {told.document for told in read_told() if told.part == _UNREAD}
    for name, document in read_dispatches().items():
        yield Source(document=document, corpus="dispatches", story=labels.get(name, name), is_read=name not in unread)


def _list_corpus(corpus: str) -> Iterator[Source]:
    rows = list(read_corpus(corpus))
    stories = split_stories([(row.get("group") or f"{corpus} {row['part']}", make_source(row)) for row in rows])
    for number, (document, story) in enumerate(stories):
        yield Source(document=document, corpus=corpus, story=story, is_read=is_fitted(number))


def split_stories(told: Sequence[tuple[str, Document]]) -> list[tuple[Document, str]]:
    """Each document with its story; of one subject it is another after more days than a story lasts.

    Args:
        told: The subject of each document, as gold has it.
    """
    days: defaultdict[str, list[date]] = defaultdict(list)
    for subject, document in told:
        days[subject].append(document.created or date.min)
    found = []
    for subject, document in told:
        before = sorted(day for day in days[subject] if day <= (document.created or date.min))
        number = sum((later - earlier).days > MAX_DAYS for earlier, later in pairwise(before))
        found.append((document, f"{subject} {number}"))
    return found


def fill_store(store: EventStore, extractions: Iterable[Extraction]) -> dict[str, Event]:
    """Keep what documents tell, and find the stored event of each account by the account's id."""
    store.add_all(extractions)
    return {ref.report_id: event for event in store.find_events(EventQuery(placed=None)) for ref in event.reports}


def list_accounts(
    sources: Sequence[Source], extractions: Sequence[Extraction], homes: Mapping[str, Event]
) -> Iterator[Account]:
    """The likely accounts of each document, and its main one whatever its score."""
    for source, extraction in zip(sources, extractions, strict=True):
        best = max(extraction.events, key=lambda event: event.score, default=None)
        for event in extraction.events:
            if event is best or event.score >= _LIKELY:
                stored = homes[event.event_id]
                yield Account(
                    doc_id=source.document.doc_id,
                    gold=source.story,
                    found=stored.story_id or stored.event_id,
                    is_alone=not stored.story_id,
                    is_main=event is best,
                )


def judge(accounts: Sequence[Account]) -> list[tuple[float, float]]:
    """B-cubed precision and recall of each account: of those in its story, of those that gold has on its story.

    Source: Bagga and Baldwin (1998), "Entity-based cross-document coreferencing".
    """
    both = Counter((account.gold, account.found) for account in accounts)
    gold, found = Counter(account.gold for account in accounts), Counter(account.found for account in accounts)
    return [
        (both[one.gold, one.found] / found[one.found], both[one.gold, one.found] / gold[one.gold]) for one in accounts
    ]


def measure(accounts: Sequence[Account], documents: Collection[str]) -> Figures:
    """The figures of some documents in a store that holds all accounts."""
    main = [account for account in accounts if account.is_main]
    ours = [account for account in accounts if account.doc_id in documents]
    scattered: defaultdict[str, set[str]] = defaultdict(set)
    for account in ours:
        scattered[account.doc_id].add(account.found)
    of_main = [pair for account, pair in zip(main, judge(main), strict=True) if account.doc_id in documents]
    of_all = [pair for account, pair in zip(accounts, judge(accounts), strict=True) if account.doc_id in documents]
    gathered = list(_gather(accounts, documents))
    return Figures(
        documents=len(scattered),
        precision=_mean([precision for precision, _ in of_main]),
        recall=_mean([recall for _, recall in of_main]),
        pure=_mean([precision for precision, _ in of_all]),
        gathered=_mean(gathered) if gathered else None,
        scattered=_mean([len(found) for found in scattered.values()]),
        alone=_mean([account.is_alone for account in ours]),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))


def _gather(accounts: Sequence[Account], documents: Collection[str]) -> Iterator[bool]:
    """For each document on a story that others are on as well, whether it has an event where most of these have."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    together: defaultdict[str, Counter[str]] = defaultdict(Counter)
    found = {(one.gold, one.found, one.doc_id) for one in accounts}
    for gold, story, doc_id in sorted(found):
        told[gold].add(doc_id)
        together[gold][story] += 1
    for gold, ours in sorted(told.items()):
        if len(ours) > 1:
            largest = min(together[gold], key=lambda story: (-together[gold][story], story))
            yield from ((gold, largest, doc_id) in found for doc_id in sorted(ours & set(documents)))


def read_sources(sources: Sequence[Source]) -> list[Extraction]:
    """What Dateline makes of them, in their order."""
    documents = [source.document for source in sources]
    return list(extract_events(documents, language=LanguageModel(), gazetteer=open_gazetteer()))


def print_names(extractions: Sequence[Extraction], size: int) -> None:
    """Stories drawn by chance, for a person to judge: the name, and the best of the events under it."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "stories.db") as store:
        store.add_all(extractions)
        members: defaultdict[str, list[Event]] = defaultdict(list)
        names = {}
        for event in store.find_events():
            if event.story_id:
                members[event.story_id].append(event)
                names[event.story_id] = event.story
    # Ids are hashes, so that every so many of them are as good as drawn by chance.
    drawn = sorted(members)[:: max(1, len(members) // size)][:size]
    for story_id in sorted(drawn, key=lambda story_id: (-len(members[story_id]), story_id)):
        events = sorted(members[story_id], key=lambda event: (-event.score, event.event_id))
        print(f"\n{names[story_id]}   [{len(events)} events, {len({event.doc_id for event in events})} texts]")
        for event in events[:_SHOWN]:
            where = event.place.place.name if event.place else "no place"
            when = event.date.edtf if event.date else ""
            told = " ".join(event.sentence.split())[:150]
            print(f"   {event.score:.2f} {event.trigger.type} {where} {when} [{event.trigger.text}] {told}")


def main(names: int = 0) -> None:
    """Print the table, or stories to be read."""
    sources = list_sources()
    if names:
        print_names(read_sources([source for source in sources if source.is_read]), names)
        return
    extractions = read_sources(sources)
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "stories.db") as store:
        homes = fill_store(store, extractions)
        accounts = list(list_accounts(sources, extractions, homes))
        stories = sum(1 for _ in store.find_stories())
    print(
        "| documents of | half | documents | main events: P | R | all likely: P | alone | stories a text | gathered |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for corpus in sorted({source.corpus for source in sources}):
        for half, is_read in (("read", True), ("others", False)):
            documents = {one.document.doc_id for one in sources if (one.corpus, one.is_read) == (corpus, is_read)}
            if documents:
                _print_row(corpus, half, measure(accounts, documents))
    _print_row("all", "", measure(accounts, {source.document.doc_id for source in sources}))
    print(f"\n{stories} stories of two events or more.")


def _print_row(corpus: str, half: str, figures: Figures) -> None:
    main_events = f"{figures.precision:.2f} | {figures.recall:.2f}"
    events = f"{figures.pure:.2f} | {figures.alone:.2f} | {figures.scattered:.2f}"
    gathered = "" if figures.gathered is None else f"{figures.gathered:.2f}"
    print(f"| {corpus} | {half} | {figures.documents} | {main_events} | {events} | {gathered} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=0, metavar="N", help="print N stories drawn by chance")
    main(parser.parse_args().names)
