"""Toponyms and their places on the gold corpora: recognition, resolution, both end to end, and speed.

The row "spaCy + population" is what a short script does with the same model: its GPE, LOC and FAC names, each given
the most populous place of that name. The weights that ship were fitted on these corpora; the model cards give the
figures of five-fold cross-validation beside.
"""

import json
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from bench.corpora import SHARED, load_scorer, read_corpus
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Mention, MentionKind, ParsedDocument, Place, Resolution, Span
from mapping.outlets import OutletHome, learn_home, name_outlet
from mapping.records import read_record
from mapping.resolve import resolve_mentions
from mapping.toponyms import find_mentions, make_mentions

Scores = dict[str, dict[str, float]]

CORPORA = ("lgl", "trnews", "gwn")
_LABELS = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, kw_only=True, slots=True)
class GoldDocument:
    """One document of a gold corpus: its record as read, and its parse."""

    gold: dict[str, Any]
    parsed: ParsedDocument

    @property
    def spans(self) -> tuple[Span, ...]:
        """The gold mentions."""
        return tuple(Span(start=toponym["start"], end=toponym["end"]) for toponym in self.gold["toponyms"])


def read_gold(corpus: str, language: LanguageModel) -> list[GoldDocument]:
    """Read and parse one corpus, by the same way as `dateline extract` does."""
    records = list(read_corpus(f"geoparsing/{corpus}-dev"))
    documents = [read_record(json.dumps(_hide_gold(record))).document for record in records]
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
        others = [results[other] for other in by_outlet[outlet] if other != number]
        homes.append(learn_home(outlet, others))
    return homes


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
    print(f"{'':7s}{'':22s} overlap P    R   F1   strict F1   Acc@161 gold spans   + outlet home   end-to-end F1")
    speeds = []
    for corpus in CORPORA:
        began = time.perf_counter()
        documents = read_gold(corpus, language)
        parsed = time.perf_counter()
        ours = [_extract(document.parsed, gazetteer) for document in documents]
        speeds.append((corpus, len(documents), parsed - began, time.perf_counter() - parsed))
        given = [make_mentions(document.parsed, document.spans, gazetteer) for document in documents]
        alone = _resolve(documents, given, gazetteer, [None] * len(documents))
        at_home = _resolve(documents, given, gazetteer, learn_homes(documents, alone))
        _print_row(corpus, "Dateline", *(score(scorer, documents, rows) for rows in (ours, alone, at_home)))
        plain = [_take_entities(document.parsed, gazetteer) for document in documents]
        largest = [[_take_largest(mention, gazetteer) for mention in mentions] for mentions in given]
        scores = [score(scorer, documents, rows) for rows in (plain, largest)]
        _print_row(corpus, "spaCy + population", scores[0], scores[1], None)
    print(f"\n{'':7s} documents/s, one process: parse alone   with places   ratio")
    for corpus, count, parse_s, places_s in speeds:
        both = parse_s + places_s
        print(f"{corpus:7s} {count / parse_s:39.1f} {count / both:13.1f} {parse_s / both:7.2f}")


def _hide_gold(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "toponyms"}


def _extract(parsed: ParsedDocument, gazetteer: Gazetteer) -> tuple[Resolution, ...]:
    return resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)


def _resolve(
    documents: Sequence[GoldDocument],
    given: Sequence[Sequence[Mention]],
    gazetteer: Gazetteer,
    homes: Sequence[OutletHome | None],
) -> list[tuple[Resolution, ...]]:
    return [
        resolve_mentions(document.parsed, mentions, gazetteer, home=home)
        for document, mentions, home in zip(documents, given, homes, strict=True)
    ]


def _take_entities(parsed: ParsedDocument, gazetteer: Gazetteer) -> list[Resolution]:
    found = []
    for sentence in parsed.sentences:
        for entity in sentence.entities:
            if entity.label in _LABELS:
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


def _print_row(corpus: str, system: str, found: Scores, given: Scores, at_home: Scores | None) -> None:
    overlap, strict = found["recognition_overlap"], found["recognition_strict"]
    accuracy = given["resolution_on_matched"]["acc@161"]
    home = f"{100 * at_home['resolution_on_matched']['acc@161']:.1f}" if at_home else "-"
    print(
        f"{corpus:7s}{system:22s}{100 * overlap['p']:10.1f} {100 * overlap['r']:5.1f} {100 * overlap['f1']:5.1f}"
        f"{100 * strict['f1']:10.1f} {100 * accuracy:18.1f} {home:>16s} {100 * found['end_to_end']['f1']:14.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
