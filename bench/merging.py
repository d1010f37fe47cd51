"""Merging on gold: are reports of one happening joined, and other happenings kept apart?

    python -m bench merging
    python -m bench.merging --sample 40     (merges drawn by chance, to be read)

Six tables: pairs that a person labelled; the main events of 44 articles on six stories; 300 articles on as many
incidents, where every join is wrong; how many dots a story is, for these 44 and 128 of the web; near copies of
articles; and what joining costs beside reading.
"""

import argparse
import random
import string
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import ModuleType
from typing import Any

from bench.corpora import SHARED, is_fitted, load_scorer, make_source, read_corpus
from bench.events import make_record
from bench.labels import DRAWN, Label, extract_labelled, find_event, read_labels
from bench.stories import split_stories
from mapping.gazetteer import open_gazetteer
from mapping.language import LanguageModel
from mapping.merge import THRESHOLD, find_opening, find_traits, is_copy, make_signature, merge_extractions, weigh_pair
from mapping.merging.batch import Happenings
from mapping.model import Document, Event, Extraction
from mapping.pipeline import extract_events

_STORIES, _INCIDENTS, _WEB = "events/giveme5w1h", "events/gva", "timex/storyline"
_CORPORA = (_STORIES, _INCIDENTS)
_CUTS = (0.0, 0.1, 0.2, 0.3, 0.5)
_MOVES = 40


def measure_pairs(labels: Sequence[Label], extractions: Mapping[str, Sequence[Extraction]]) -> tuple[Counter[str], int]:
    """Labelled pairs by what they are and what the chance of the pair alone makes of them; and those not found."""
    found: Counter[str] = Counter()
    lost = 0
    for label in labels:
        one = find_event(extractions[label.corpus], label.doc_id, label.span)
        other = find_event(extractions[label.corpus], label.other_doc_id, label.other_span)
        if one is None or other is None:
            lost += 1
            continue
        joined = (
            weigh_pair(*(find_traits(event, find_opening(document)) for event, document in (one, other))) >= THRESHOLD
        )
        found[f"{'same' if label.same else 'other'} {'joined' if joined else 'apart'}"] += 1
    return found, lost


def extract_rows(corpus: str, language: LanguageModel) -> list[Extraction]:
    """A whole gold file, in order of publication."""
    documents = [make_source(row) for row in read_corpus(corpus)]
    documents.sort(key=lambda document: (document.created or date.min, document.doc_id))
    return list(extract_events(documents, language=language, gazetteer=open_gazetteer()))


def is_right(event: Event, row: Mapping[str, Any], scorer: ModuleType) -> bool:
    """Whether place, day and family are right, as far as the gold tells them."""
    tally = scorer.Tally()
    scorer.score_doc(row, [make_record(event)], tally)
    figures = scorer.report(tally)
    return all(figures.get(name, 1.0) == 1.0 for name in ("where@1", "when±1", "type family"))


def find_homes(happenings: Happenings) -> dict[str, str]:
    """The event that each account tells of, by their ids."""
    return {report.event_id: home for home, told in happenings.reports.items() for report, _ in told}


def find_main_events(
    corpus: str, extractions: Sequence[Extraction], happenings: Happenings
) -> Iterator[tuple[str, str]]:
    """For each document whose first event is right: its gold story, and its happening."""
    scorer, homes = load_scorer("event_eval"), find_homes(happenings)
    gold = {row["doc_id"]: row for row in read_corpus(corpus)}
    for extraction in extractions:
        row = gold[extraction.document.doc_id]
        first = max(extraction.events, key=lambda event: event.score, default=None)
        if first is not None and is_right(first, row, scorer):
            yield row["group"], homes[first.event_id]


def count_right(corpus: str, extractions: Sequence[Extraction], happenings: Happenings) -> tuple[int, int]:
    """Documents whose first event is right: by the account's own score, and by the merged event and its score."""
    scorer, homes = load_scorer("event_eval"), find_homes(happenings)
    gold = {row["doc_id"]: row for row in read_corpus(corpus)}
    alone = merged = 0
    for extraction in extractions:
        if extraction.events:
            row = gold[extraction.document.doc_id]
            alone += is_right(max(extraction.events, key=lambda event: event.score), row, scorer)
            stored = [happenings.events[homes[event.event_id]] for event in extraction.events]
            merged += is_right(max(stored, key=lambda event: event.score), row, scorer)
    return alone, merged


def score_clusters(pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """B-cubed precision and recall of (gold, found) clusters.

    Source: Bagga and Baldwin (1998), "Entity-based cross-document coreferencing".
    """
    both, gold, found = Counter(pairs), Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    precision = sum(both[pair] / found[pair[1]] for pair in pairs) / max(1, len(pairs))
    recall = sum(both[pair] / gold[pair[0]] for pair in pairs) / max(1, len(pairs))
    return precision, recall


def measure_dots(
    corpus: str, extractions: Sequence[Extraction], happenings: Happenings
) -> Iterator[tuple[str, int, float, float, float]]:
    """How many dots a story is, for the documents whose errors may be read and for the others.

    Yields:
        The half; its documents; B-cubed precision and recall of their first events, with the story as the gold cluster;
        the share of documents with an account in the event that most documents on their story tell.
    """
    rows = list(read_corpus(corpus))
    gold = split_stories([(row.get("group") or row["part"], make_source(row)) for row in rows])
    stories = {document.doc_id: (story, is_fitted(number)) for number, (document, story) in enumerate(gold)}
    homes = find_homes(happenings)
    tellers: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    first: dict[str, str] = {}
    for extraction in extractions:
        doc_id = extraction.document.doc_id
        for event in extraction.events:
            tellers[stories[doc_id][0]][homes[event.event_id]].add(doc_id)
        if extraction.events:
            first[doc_id] = homes[max(extraction.events, key=lambda event: event.score).event_id]
    for half, is_read in (("read", True), ("others", False)):
        ours = [doc_id for doc_id, (_, fitted) in stories.items() if fitted is is_read]
        precision, recall = score_clusters([(stories[doc_id][0], first[doc_id]) for doc_id in ours if doc_id in first])
        largest = [max(tellers[stories[doc_id][0]].values(), key=len, default=set()) for doc_id in ours]
        gathered = sum(doc_id in told for doc_id, told in zip(ours, largest, strict=True)) / max(1, len(ours))
        yield half, len(ours), precision, recall, gathered


def count_joins(happenings: Happenings) -> tuple[int, int]:
    """Reports, and how many of them joined an event of another document."""
    reports = sum(len(members) for members in happenings.reports.values())
    return reports, reports - len(happenings.events)


def measure_copies(documents: Sequence[Document]) -> Iterator[tuple[float, float, float]]:
    """(share of the sentences that are left out, share of cut copies that share a band, share verified)."""
    for cut in _CUTS:
        shared = verified = 0
        for document in documents:
            copy = _cut(document, cut)
            shared += bool(set(make_signature(document)) & set(make_signature(copy)))
            verified += is_copy(document, copy)
        yield cut, shared / len(documents), verified / len(documents)


def _cut(document: Document, share: float) -> Document:
    """The text without its last sentences and under another dateline, as another outlet prints it."""
    lines = [document.text[part.start : part.end] for part in document.paragraphs]
    words = " ".join(lines).split()
    text = "ELSEWHERE (Agency) - " + " ".join(words[: max(20, round(len(words) * (1 - share)))])
    return make_source({"doc_id": f"{document.doc_id}-copy", "text": text})


def measure_cost(extractions: Sequence[Extraction], days: int) -> tuple[int, float, float]:
    """A store grown by telling the same news again on other days: stored events, pairs and seconds a report."""
    many = [_move(extraction, number) for number in range(days) for extraction in extractions]
    start = time.perf_counter()
    happenings = merge_extractions(many)
    seconds = time.perf_counter() - start
    reports, _ = count_joins(happenings)
    return len(happenings.events), happenings.compared / reports, seconds / reports


def _move(extraction: Extraction, number: int) -> Extraction:
    suffix = f"+{number}"
    # Other letters make other words of the same length, so that no text is a copy of another.
    drawn = list(string.ascii_lowercase)
    random.Random(number).shuffle(drawn)  # noqa: S311 - no secret
    letters = str.maketrans(string.ascii_letters, "".join(drawn) + "".join(drawn).upper())
    document = extraction.document
    document = replace(document, doc_id=document.doc_id + suffix, text=document.text.translate(letters))
    events = tuple(_move_event(event, suffix, timedelta(days=3 * number)) for event in extraction.events)
    return replace(extraction, document=document, events=events)


def _move_event(event: Event, suffix: str, shift: timedelta) -> Event:
    when = event.date
    if when is not None:
        start, end = when.span.start, when.span.end
        span = replace(when.span, start=start and start + shift, end=end and end + shift)
        when = replace(when, span=span, edtf=when.edtf + suffix)
    return replace(event, event_id=event.event_id + suffix, doc_id=event.doc_id + suffix, date=when)


def print_sample(happenings: Mapping[str, Happenings], size: int) -> None:
    """Merges of two accounts drawn by chance, for a person to judge."""
    merged = sorted(
        (corpus, home) for corpus, found in happenings.items() for home, told in found.reports.items() if len(told) > 1
    )
    # Ids are hashes, so that every so many of them are as good as drawn by chance.
    for corpus, home in merged[:: max(1, len(merged) // size)]:
        event = happenings[corpus].events[home]
        where = event.place.place.name if event.place else "no place"
        print(f"{corpus} {event.trigger.type} {where} {event.date.edtf if event.date else ''}")
        for report, document in happenings[corpus].reports[home]:
            print(f"   {document.doc_id} [{report.trigger.text}] {' '.join(report.sentence.split())[:150]}")


def main(sample: int = 0) -> None:
    """Print the tables, or merges to be read."""
    if not (SHARED / "corpora" / "events").is_dir():
        print("left out: no gold corpora of events")
        return
    language = LanguageModel()
    start = time.perf_counter()
    found = {corpus: extract_rows(corpus, language) for corpus in _CORPORA}
    reading = time.perf_counter() - start
    merged = {corpus: merge_extractions(extractions) for corpus, extractions in found.items()}
    if sample:
        print_sample(merged, sample)
        return
    _print_pairs(language)
    _print_corpora(found, merged)
    web = extract_rows(_WEB, language)
    _print_dots(found | {_WEB: web}, merged | {_WEB: merge_extractions(web)})
    _print_copies([extraction.document for extraction in found[_STORIES]])
    reports = sum(len(extraction.events) for extractions in found.values() for extraction in extractions)
    stored, compared, seconds = measure_cost([e for extractions in found.values() for e in extractions], _MOVES)
    print(f"\nInto {stored:,} stored events a report is compared with {compared:.1f} of them; joining it takes")
    print(f"{seconds / (reading / reports):.3f} of the time that reading it out of its text takes.")


def _print_pairs(language: LanguageModel) -> None:
    labels = read_labels()
    extractions = extract_labelled(labels, language)
    print("| labelled pairs | found | same | joined of these | other | joined of these | precision | recall |")
    print("|---|---|---|---|---|---|---|---|")
    lost = 0
    for name, some in (("drawn by chance", labels[:DRAWN]), ("of texts read whole", labels[DRAWN:])):
        pairs, gone = measure_pairs(some, extractions)
        lost += gone
        right, wrong, missed = pairs["same joined"], pairs["other joined"], pairs["same apart"]
        print(
            f"| {name} | {sum(pairs.values())} | {right + missed} | {right} | {wrong + pairs['other apart']} | {wrong} "
            f"| {right / max(1, right + wrong):.2f} | {right / max(1, right + missed):.2f} |"
        )
    print(f"\n{lost} labelled pairs are of triggers that are not found now.\n")


def _print_dots(found: Mapping[str, Sequence[Extraction]], merged: Mapping[str, Happenings]) -> None:
    print("\n| stories of | half | documents | B-cubed of first events | | in the largest dot |")
    print("|---|---|---|---|---|---|")
    for corpus in (_STORIES, _WEB):
        for half, count, precision, recall, gathered in measure_dots(corpus, found[corpus], merged[corpus]):
            print(f"| {corpus} | {half} | {count} | P {precision:.2f} | R {recall:.2f} | {gathered:.2f} |")


def _print_corpora(found: Mapping[str, Sequence[Extraction]], merged: Mapping[str, Happenings]) -> None:
    print("| corpus | accounts | joined to another document's | first event right | when merged | B-cubed of these | |")
    print("|---|---|---|---|---|---|---|")
    for corpus, happenings in merged.items():
        reports, joins = count_joins(happenings)
        pairs = list(find_main_events(corpus, found[corpus], happenings))
        precision, recall = score_clusters(pairs)
        alone, together = count_right(corpus, found[corpus], happenings)
        print(f"| {corpus} | {reports} | {joins} | {alone} | {together} | P {precision:.2f} | R {recall:.2f} |")


def _print_copies(documents: Sequence[Document]) -> None:
    print("\n| of a copy is left out | shares a band | verified |\n|---|---|---|")
    for cut, shared, verified in measure_copies(documents):
        print(f"| {cut:.0%} | {shared:.2f} | {verified:.2f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print N merges drawn by chance")
    main(parser.parse_args().sample)
