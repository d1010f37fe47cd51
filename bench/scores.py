"""Documents whose events people judged, as cases to fit scores to: which event ought to come first, which are right."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.corpora import is_fitted, make_source, read_gold_file
from bench.dispatches import PARTS, judge, read_dispatches, read_told
from bench.events import make_record
from bench.retelling import tell
from mapping.events import make_standing
from mapping.gazetteer import open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Event, Extraction, ParsedDocument
from mapping.telling.calibration import describe_parts
from mapping.telling.realis import pass_over
from mapping.telling.retelling import merge_retellings

DISPATCHES = "dispatches"
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
    is right in all that is known of it, 0 for others, nan where nobody knows.
    """

    corpus: str
    doc_id: str
    features: Table
    parts: Table
    first: Table
    right: Table
    is_fitted: bool
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
            events, features, is_brief = self._weigh(parsed)
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
                (events, features, is_brief),
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
        for name, parsed in zip(names, self._language.parse([sources[name] for name in names]), strict=True):
            events, features, is_brief = self._weigh(parsed)
            extraction = Extraction(document=parsed.document, resolutions=(), timexes=(), events=events)
            outcomes = judge([one for one in told if one.document == name], {name: extraction})
            right = {one.event.event_id for one in outcomes if one.event and one.whole}
            first = outcomes[0].event
            if events:
                yield self._make_case(
                    (DISPATCHES, name),
                    (events, features, is_brief),
                    first=np.array([event is first for event in events], dtype=float),
                    right=np.array([event.event_id in right for event in events], dtype=float),
                    fitted=True,
                )

    def _weigh(self, parsed: ParsedDocument) -> tuple[tuple[Event, ...], list[Mapping[str, float]], bool]:
        tellings = tell(parsed, self._gazetteer)
        events, _ = pass_over(parsed, tellings, merge_retellings(parsed, tellings))
        standing = make_standing(parsed, tellings)
        return events, [standing.describe(event) for event in events], standing.is_brief

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
        weighed: tuple[Sequence[Event], Sequence[Mapping[str, float]], bool],
        *,
        first: Table,
        right: Table,
        fitted: bool,
    ) -> Case:
        events, features, is_brief = weighed
        parts = [describe_parts(event) for event in events]
        return Case(
            corpus=name[0],
            doc_id=name[1],
            features=np.array([[row[feature] for feature in self._standing] for row in features]),
            parts=np.array([[row[part] for part in self._side] for row in parts]),
            first=first,
            right=right,
            is_fitted=fitted,
            is_brief=is_brief,
        )
