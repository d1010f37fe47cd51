"""Toponyms and their places on the gold corpora: recognition, resolution, both end to end, and speed.

The row "spaCy + population" is what a short script does with the same model: its GPE, LOC and FAC names, each given
the most populous place of that name. The peers of bench/peers.py read the same texts in the same run. The weights that
ship were fitted on these corpora; the model cards give the figures of five-fold cross-validation beside.
"""

import json
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from types import ModuleType
from typing import Any

import spacy

from bench.corpora import SHARED, load_scorer, read_corpus
from bench.peers import Peer, open_peers
from mapping.documents import make_document, read_whole
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.kinds import PLACE_LABELS, MentionKind
from mapping.language import LanguageModel, find_model
from mapping.model import Document, Mention, ParsedDocument, Place, Resolution, Span
from mapping.records import read_record
from mapping.resolution.outlets import OutletHome, gather_article, learn_home, name_outlet
from mapping.resolve import resolve_mentions
from mapping.toponyms import find_mentions, make_mentions

Scores = dict[str, dict[str, float]]

CORPORA = ("lgl", "trnews", "gwn")


@dataclass(frozen=True, kw_only=True, slots=True)
class GoldDocument:
    """One document of a gold corpus: its record as read, and its parse."""

    gold: dict[str, Any]
    parsed: ParsedDocument

    @property
    def spans(self) -> tuple[Span, ...]:
        """The gold mentions."""
        return tuple(Span(start=toponym["start"], end=toponym["end"]) for toponym in self.gold["toponyms"])


def read_gold(corpus: str, language: LanguageModel, *, step: int = 1) -> list[GoldDocument]:
    """Read and parse every `step`th document of one corpus, by the same way as `dateline extract` does."""
    records = list(read_corpus(f"geoparsing/{corpus}-dev"))[::step]
    documents = [read_whole(read_record(json.dumps(_hide_gold(record))).document) for record in records]
    return [
        GoldDocument(gold=record, parsed=parsed)
        for record, parsed in zip(records, language.parse(documents), strict=True)
    ]


def learn_homes(documents: Sequence[GoldDocument], results: Sequence[Sequence[Resolution]]) -> list[OutletHome | None]:
    """For each document the home of its outlet, learned without labels from the outlet's other articles."""
    by_outlet: defaultdict[str, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        by_outlet[name_outlet(document.parsed.document)].append(number)
    homes: list[OutletHome | None] = []
    for number, document in enumerate(documents):
        outlet = name_outlet(document.parsed.document)
        others = [gather_article(results[other]) for other in by_outlet[outlet] if other != number]
        homes.append(learn_home(outlet, others))
    return homes


def extract_places(
    parsed: ParsedDocument, gazetteer: Gazetteer, home: OutletHome | None = None
) -> tuple[Resolution, ...]:
    """The mentions of one document, found and resolved."""
    return resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer, home=home)


def resolve_gold(
    documents: Sequence[GoldDocument], gazetteer: Gazetteer, homes: Sequence[OutletHome | None] | None = None
) -> list[tuple[Resolution, ...]]:
    """The gold mentions of each document, resolved; `homes` are those of the documents' outlets."""
    known = homes or [None] * len(documents)
    return [
        resolve_mentions(
            document.parsed, make_mentions(document.parsed, document.spans, gazetteer), gazetteer, home=home
        )
        for document, home in zip(documents, known, strict=True)
    ]


def score(scorer: ModuleType, documents: Sequence[GoldDocument], results: Sequence[Sequence[Resolution]]) -> Scores:
    """What the scorer says of the resolutions of each document."""
    predicted = [
        {
            "doc_id": document.gold["doc_id"],
            "toponyms": [
                {
                    "start": found.mention.start,
                    "end": found.mention.end,
                    "lat": found.place.lat if found.place else None,
                    "lon": found.place.lon if found.place else None,
                }
                for found in resolutions
            ],
        }
        for document, resolutions in zip(documents, results, strict=True)
    ]
    scores: Scores = scorer.evaluate([document.gold for document in documents], predicted)
    return scores


def main() -> None:
    """Print a table of scores in per cent, and one of speed."""
    if not SHARED.is_dir():
        print("no gold corpora beside the repository: left out")
        return
    scorer, gazetteer, language = load_scorer("geoparse_eval"), open_gazetteer(), LanguageModel()
    peers = dict(open_peers(gazetteer))
    parse_plainly, _ = _open_plain_parser(), list(language.parse([make_document("Warm up.")]))
    print(f"{'':7s}{'':22s} overlap P    R   F1   strict F1   Acc@161 gold spans  + home   end-to-end F1  + home")
    speeds = []
    for corpus in CORPORA:
        began = time.process_time()
        documents = read_gold(corpus, language)
        parsed = time.process_time()
        ours = [extract_places(document.parsed, gazetteer) for document in documents]
        found = time.process_time()
        for document in documents:
            parse_plainly(document.parsed.document)
        speeds.append((corpus, len(documents), time.process_time() - found, parsed - began, found - parsed))
        alone = resolve_gold(documents, gazetteer)
        at_home = resolve_gold(documents, gazetteer, learn_homes(documents, alone))
        pairs = zip(documents, learn_homes(documents, ours), strict=True)
        ours_at_home = [extract_places(document.parsed, gazetteer, home) for document, home in pairs]
        results = (ours, alone, at_home, ours_at_home)
        _print_row(corpus, "Dateline", [score(scorer, documents, rows) for rows in results])
        plain = [_take_entities(document.parsed, gazetteer) for document in documents]
        largest = [[_take_largest(found.mention, gazetteer) for found in results] for results in alone]
        _print_row(corpus, "spaCy + population", [score(scorer, documents, rows) for rows in (plain, largest)])
        for name, peer in peers.items():
            _print_peer(corpus, name, peer, documents, scorer)
    print(f"\n{'':7s} documents a CPU second: spaCy as it comes   our parse   with places   ratio to spaCy")
    for corpus, count, plain_s, parse_s, places_s in speeds:
        both = parse_s + places_s
        rates = f"{count / plain_s:40.1f} {count / parse_s:11.1f} {count / both:13.1f}"
        print(f"{corpus:7s} {rates} {plain_s / both:16.2f}")


def _open_plain_parser() -> Callable[[Document], None]:
    """The same model as anybody loads it, on one document's paragraphs at a time."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        pipeline = spacy.load(find_model(), exclude=["senter"])
    pipeline("Warm up.")

    def parse(document: Document) -> None:
        for _ in pipeline.pipe(document.text[part.start : part.end] for part in document.paragraphs):
            pass

    return parse


def _print_peer(
    corpus: str, name: str, peer: Peer | None, documents: Sequence[GoldDocument], scorer: ModuleType
) -> None:
    """One line of the table for another geoparser, by the mentions that it finds."""
    if peer is None:
        print(f"{corpus:7s}{name:22s} left out: not installed")
        return
    began = time.process_time()
    predicted = [
        {
            "doc_id": document.gold["doc_id"],
            "toponyms": [asdict(mention) for mention in peer(document.gold["text"])],
        }
        for document in documents
    ]
    rate = len(documents) / (time.process_time() - began)
    scores = scorer.evaluate([document.gold for document in documents], predicted)
    overlap, strict = scores["recognition_overlap"], scores["recognition_strict"]
    cells = [100 * overlap["p"], 100 * overlap["r"], 100 * overlap["f1"], 100 * strict["f1"]]
    print(
        f"{corpus:7s}{name:22s}{cells[0]:10.1f} {cells[1]:5.1f} {cells[2]:5.1f}{cells[3]:10.1f}"
        f"{'-':>20s}{'-':>9s}{100 * scores['end_to_end']['f1']:15.1f}{'-':>9s}   {rate:,.0f} documents/s",
        flush=True,
    )


def _hide_gold(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "toponyms"}


def _take_entities(parsed: ParsedDocument, gazetteer: Gazetteer) -> list[Resolution]:
    found = []
    for sentence in parsed.sentences:
        for entity in sentence.entities:
            if entity.label in PLACE_LABELS:
                mention = Mention(
                    start=entity.start,
                    end=entity.end,
                    text=entity.text,
                    kind=MentionKind.PLACE,
                    name=entity.text,
                    score=1.0,
                    rule="model",
                )
                found.append(_take_largest(mention, gazetteer))
    return found


def _take_largest(mention: Mention, gazetteer: Gazetteer) -> Resolution:
    name = gazetteer.expand_abbreviation(mention.name) or mention.name
    places: Sequence[Place] = gazetteer.find_places(name)
    place = max(places, key=lambda each: each.population, default=None)
    return Resolution(mention=mention, place=place, score=float(place is not None), reason="the most populous")


def _print_row(corpus: str, system: str, scores: Sequence[Scores]) -> None:
    """One line of the table.

    Args:
        corpus: Which one.
        system: What found the mentions.
        scores: Of its own mentions, of the gold ones; the same with the outlets' homes, where the system knows them.
    """
    found, given, *at_home = scores
    overlap, strict = found["recognition_overlap"], found["recognition_strict"]
    cells = [100 * overlap["p"], 100 * overlap["r"], 100 * overlap["f1"], 100 * strict["f1"]]
    accuracy = [100 * each["resolution_on_matched"]["acc@161"] for each in (given, *at_home[:1])]
    both = [100 * each["end_to_end"]["f1"] for each in (found, *at_home[1:])]
    print(
        f"{corpus:7s}{system:22s}{cells[0]:10.1f} {cells[1]:5.1f} {cells[2]:5.1f}{cells[3]:10.1f}"
        f"{accuracy[0]:20.1f}{_show_last(accuracy):>9s}{both[0]:15.1f}{_show_last(both):>9s}",
        flush=True,
    )


def _show_last(pair: Sequence[float]) -> str:
    return f"{pair[1]:.1f}" if len(pair) > 1 else "-"


if __name__ == "__main__":
    main()
