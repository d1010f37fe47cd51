"""Who did it, to whom, how many: what readers say of the things that 52 real articles tell.

`bench/actor_labels.csv` says it for every thing that `bench/article_labels.csv` names in these articles, by the offsets
of the words: 26 articles of the half that is fitted to, 26 of the others. Four readers labelled them from the text
alone, before anything was known of what comes of it.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.dispatches import Told, find_best, find_outcomes, find_sentence
from mapping.model import Actor, Document, Event, Extraction, Span, Toll

ROLES = ("actor", "recipient")
TOLLS = ("killed", "wounded", "arrested", "displaced")
_TABLE = Path(__file__).with_name("actor_labels.csv")


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """One phrase that names a party, and its head; both are offsets into the document's text."""

    span: Span
    head: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """Somebody who is told to have done a thing, or whom it befell.

    Each of `phrases` names it, the nearest first; each of `kinds` is right, and where there are none no kind fits. An
    `is_optional` one counts neither for nor against. `is_elsewhere` marks those whom only another sentence names.
    """

    role: str
    phrases: tuple[Phrase, ...]
    kinds: tuple[str, ...]
    is_optional: bool = False
    is_elsewhere: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """How many people a thing's own sentence tells that it killed, wounded, arrested or displaced; `span` of words."""

    kind: str
    number: int
    span: Span | None
    is_optional: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Deed:
    """A thing told, with its parties and tolls; `event` tells it, None where nothing does."""

    told: Told
    parties: tuple[Party, ...]
    counts: tuple[Count, ...]
    text: str
    event: Event | None

    def find_parties(self, role: str) -> list[Party]:
        """Those of one role that the labels name."""
        return [party for party in self.parties if party.role == role]

    def find_actors(self, role: str) -> list[Actor]:
        """Those of one role that the event names."""
        return [actor for actor in self.event.actors if actor.role == role] if self.event else []

    def find_tolls(self) -> list[Toll]:
        """The tolls of the labels' kinds that the event takes from the thing's own sentence."""
        own = find_sentence(self.told, self.text)
        tolls = self.event.tolls if self.event else ()
        return [toll for toll in tolls if toll.kind in TOLLS and own.start <= toll.start < own.end]


def read_deeds(
    documents: Mapping[str, Document], told: Sequence[Told], extractions: Mapping[str, Extraction]
) -> tuple[Deed, ...]:
    """All things with labelled parties, and the event that tells each.

    Args:
        documents: The labelled articles by name.
        told: All that they tell, as `read_articles` gives both.
        extractions: Of the articles with labelled parties, by name.
    """
    labels = read_labels()
    return tuple(
        Deed(
            told=one,
            parties=tuple(_make_parties(rows, documents[one.document].given_start)),
            counts=tuple(_make_counts(rows, documents[one.document].given_start)),
            text=documents[one.document].text,
            event=find_event(one, extractions[one.document]),
        )
        for one in _list_labelled(told)
        for rows in [labels[one.document][(one.start or 0) - documents[one.document].given_start]]
    )


def find_event(told: Told, extraction: Extraction) -> Event | None:
    """The event whose word, or one that tells it again, stands in the thing's own words; else that of its sentence.

    Of several the one that is rightest in kind, place and day, as `bench articles` takes it.
    """
    outcomes = find_outcomes(told, extraction)
    start = told.find_start(extraction.document.text)
    own = [one for one in outcomes if one.event and _has_word(one.event, start, start + len(told.words))]
    best = find_best(own or outcomes)
    return best.event if best else None


def _has_word(event: Event, start: int, end: int) -> bool:
    return any(start <= word < end for word in (event.trigger.start, *(span.start for span in event.retold)))


def _list_labelled(told: Sequence[Told]) -> list[Told]:
    names = read_labels().keys()
    return [one for one in told if one.document in names]


def read_labels() -> dict[str, dict[int, list[dict[str, str]]]]:
    """The table's rows by article and by where the thing starts; a thing without anybody has one without a role."""
    found: defaultdict[str, defaultdict[int, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    with _TABLE.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            found[f"{row['corpus']}/{row['doc_id']}"][int(row["thing"])].append(row)
    return {name: dict(things) for name, things in found.items()}


def _make_parties(rows: Sequence[Mapping[str, str]], given_start: int) -> Iterator[Party]:
    groups: defaultdict[tuple[str, str], list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        if row["role"] in ROLES:
            groups[row["role"], row["party"]].append(row)
    for (role, _), ours in groups.items():
        yield Party(
            role=role,
            phrases=tuple(
                Phrase(
                    span=_read_span(row, "start", "end", given_start),
                    head=_read_span(row, "head_start", "head_end", given_start),
                )
                for row in ours
            ),
            kinds=tuple(filter(None, ours[0]["kinds"].split("|"))),
            is_optional=ours[0]["optional"] == "yes",
            is_elsewhere=ours[0]["elsewhere"] == "yes",
        )


def _make_counts(rows: Sequence[Mapping[str, str]], given_start: int) -> Iterator[Count]:
    for row in rows:
        if row["role"] in TOLLS:
            span = _read_span(row, "start", "end", given_start) if row["start"] else None
            yield Count(kind=row["role"], number=int(row["number"]), span=span, is_optional=row["optional"] == "yes")


def _read_span(row: Mapping[str, str], start: str, end: str, given_start: int) -> Span:
    return Span(start=int(row[start]) + given_start, end=int(row[end]) + given_start)
