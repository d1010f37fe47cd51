"""Documents whose events people judged, as cases to fit scores to: which event ought to come first, which are right."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.articles import FITTED, read_articles
from bench.corpora import is_fitted, make_source, read_gold_file
from bench.dispatches import PARTS, Told, judge, read_dispatches, read_told
from bench.events import make_record
from bench.reports import read_reported, read_reports
from mapping.event_types import family_of
from mapping.events import make_standing
from mapping.gazetteer import open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Document, Event, Extraction, ParsedDocument
from mapping.pipeline import read_tellings
from mapping.telling.calibration import describe_parts
from mapping.telling.realis import is_headline, pass_over
from mapping.telling.retelling import merge_retellings

ARTICLES, DISPATCHES, REPORTS = "articles", "dispatches", "reports"
_SEEN = PARTS[:3]
# What the scorer calls right: the place itself, and a day at most one off.
_STRICT, _NEAR = 2, 2
# Of family, place and day, so many must be known to call an event right.
_KNOWN = 2

Table = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One document's events.

    `features` are those of standing, a row for each event, and `parts` those of a side event's score, both in the order
    of the reader's names; `first` is 1 for the events of which one ought to come first. `right` is 1 for an event that
    is right in all that is known of it, 0 for others, nan where nobody knows. `places` is how sure each one's place is,
    nan without one.
    """

    corpus: str
    doc_id: str
    features: Table
    parts: Table
    first: Table
    right: Table
    is_fitted: bool
    is_brief: bool
    places: Table


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed:
    """A document's events with their features and parts; `titles` are the starts of the triggers in its headlines."""

    events: tuple[Event, ...]
    features: Sequence[Mapping[str, float]]
    parts: Sequence[Mapping[str, float]]
    titles: frozenset[int]
    is_brief: bool


class CaseReader:
    """Reads documents and compares their events with what people say of them."""

    def __init__(self, scorer: ModuleType, standing: Sequence[str], side: Sequence[str]) -> None:
        """Prepare to read.

        Args:
            scorer: `event_eval`.
            standing: The names of the features of standing.
            side: The names of the parts of a side event's score.
        """
        self._scorer, self._standing, self._side = scorer, standing, side
        self._language, self._gazetteer = LanguageModel(), open_gazetteer()

    def read_gold(self, path: Path) -> Iterator[Case]:
        """The cases of a gold file; where it lists several events of a document, any of them may come first."""
        rows = list(read_gold_file(path))
        parses = self._language.parse([make_source(row) for row in rows])
        for number, (row, parsed) in enumerate(zip(rows, parses, strict=True)):
            weighed = self._weigh(parsed)
            events = weighed.events
            several = row["gold"].get("events")
            counts = [self._count_right(event, several or [row["gold"]]) for event in events]
            if not any(asked for _, asked in counts):
                continue
            most = max(right for right, _ in counts)
            is_best = np.array([right == most > 0 for right, _ in counts], dtype=float)
            is_whole = np.array([right == asked for right, asked in counts], dtype=float)
            is_known = several is None and counts[0][1] >= _KNOWN
            yield self._make_case(
                (path.name.partition(".")[0], row["doc_id"]),
                weighed,
                first=is_best if several is None else is_whole,
                right=is_whole if is_known else np.full(len(events), np.nan),
                fitted=is_fitted(number),
            )

    def read_dispatches(self) -> Iterator[Case]:
        """The cases of our own dispatches: what is told first ought to come first; what answers to nothing is wrong.

        The last part is left to be measured on.
        """
        told, sources = [one for one in read_told() if one.part in _SEEN], read_dispatches()
        names = list(dict.fromkeys(one.document for one in told))
        firsts = [next(one for one in told if one.document == name) for name in names]
        yield from self._read_labelled(DISPATCHES, {name: sources[name] for name in names}, told, firsts)

    def read_reports(self) -> Iterator[Case]:
        """The cases of our own reports: what the labels call the main happening ought to come first."""
        told = read_reported()
        yield from self._read_labelled(REPORTS, read_reports(), told, [one for one in told if one.is_main])

    def read_articles(self) -> Iterator[Case]:
        """The cases of real articles of which all that they tell is labelled, those that weights are fitted to."""
        documents, told = read_articles()
        fitted = [one for one in told if one.part == FITTED]
        names = {one.document for one in fitted}
        sources = {name: document for name, document in documents.items() if name in names}
        yield from self._read_labelled(ARTICLES, sources, fitted, [one for one in fitted if one.is_main])

    def _read_labelled(
        self, corpus: str, documents: Mapping[str, Document], told: Sequence[Told], mains: Sequence[Told]
    ) -> Iterator[Case]:
        for (name, document), parsed in zip(documents.items(), self._language.parse(documents.values()), strict=True):
            weighed = self._weigh(parsed)
            events = weighed.events
            extraction = Extraction(document=document, resolutions=(), timexes=(), events=events)
            outcomes = judge([one for one in told if one.document == name], {name: extraction})
            right = {one.event.event_id for one in outcomes if one.event and one.whole}
            asked = [one for one in mains if one.document == name]
            first = {one.event.event_id for one in outcomes if one.event and one.told in asked}
            first |= {event.event_id for event in events if _is_titled(event, weighed.titles, asked)}
            if events:
                yield self._make_case(
                    (corpus, name),
                    weighed,
                    first=np.array([event.event_id in first for event in events], dtype=float),
                    right=np.array([event.event_id in right for event in events], dtype=float),
                    fitted=True,
                )

    def _weigh(self, parsed: ParsedDocument) -> Weighed:
        tellings = read_tellings(parsed, self._gazetteer).events
        events, _ = pass_over(parsed, tellings, merge_retellings(parsed, tellings))
        standing = make_standing(parsed, tellings)
        return Weighed(
            events=events,
            features=[standing.describe(event) for event in events],
            parts=[describe_parts(event, standing.find_realis(event)) for event in events],
            titles=frozenset(_find_titles(parsed, tellings)),
            is_brief=standing.is_brief,
        )

    def _count_right(self, event: Event, golds: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
        """How many of family, place and day are right, and how many are known; by the gold that is most alike."""
        counts = []
        for gold in golds:
            record, found = make_record(event), []
            if gold.get("type"):
                found.append(self._scorer.fam_ok(event.trigger.type, gold["type"]))
            if gold.get("where"):
                found.append(self._scorer.best_place(record["place"], gold["where"]) >= _STRICT)
            if gold.get("when"):
                found.append(self._scorer.best_date(self._scorer.span(record), gold["when"]) >= _NEAR)
            counts.append((sum(found), len(found)))
        return max(counts, key=lambda count: (count[0], -count[1]), default=(0, 0))

    def _make_case(
        self,
        name: tuple[str, str],
        weighed: Weighed,
        *,
        first: Table,
        right: Table,
        fitted: bool,
    ) -> Case:
        return Case(
            corpus=name[0],
            doc_id=name[1],
            features=np.array([[row[feature] for feature in self._standing] for row in weighed.features]),
            parts=np.array([[row[part] for part in self._side] for row in weighed.parts]),
            places=np.array([event.place.score if event.place else np.nan for event in weighed.events]),
            first=first,
            right=right,
            is_fitted=fitted,
            is_brief=weighed.is_brief,
        )


def _find_titles(parsed: ParsedDocument, tellings: Sequence[Event]) -> Iterator[int]:
    return (event.trigger.start for event in tellings if is_headline(parsed, event.trigger))


def _is_titled(event: Event, titles: Collection[int], mains: Sequence[Told]) -> bool:
    """Whether a headline tells it and it is of the main happening's kind: labels name sentences of the text."""
    starts = {event.trigger.start, *(span.start for span in event.retold)}
    kinds = {code for main in mains for code in main.types}
    return not starts.isdisjoint(titles) and not kinds.isdisjoint({event.trigger.type, family_of(event.trigger.type)})
