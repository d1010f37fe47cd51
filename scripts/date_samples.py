"""What `scripts/fit_dates.py` fits to: the days that each event of a text may have had, and the right ones."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.articles import FITTED, read_articles
from bench.corpora import is_fitted, make_source, read_corpus
from bench.dispatches import PARTS, Told, read_dispatches, read_told
from bench.reports import is_kept_out, read_reported, read_reports
from mapping.dating import draft_dates
from mapping.language import LanguageModel
from mapping.model import Document, ParsedDocument, Trigger
from mapping.telling.date_options import DateOptions
from mapping.timexes import find_day_of_writing, find_timexes
from mapping.triggers import find_triggers, make_trigger
from scripts.told_triggers import find_telling, pick_main

STORIES = ("gva", "giveme5w1h", "muc4", "muc4-truecased")
_ANY, _DAY_CHARS = "*", 10
# The last part of the dispatches is for counting only.
_UNSEEN = PARTS[3]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One event: the features of its options, the day of each, which are right; `drafted` is the day by rules."""

    corpus: str
    document: str
    is_fitted: bool
    weight: float
    features: tuple[Mapping[str, float], ...]
    days: tuple[str, ...]
    right: tuple[bool, ...]
    drafted: str

    @property
    def is_draft_right(self) -> bool:
        """Whether the day by rules is a right one."""
        return (self.drafted, True) in zip(self.days, self.right, strict=True)


# A trigger by its number, its right days, and what it counts.
_Asked = tuple[int, Sequence[str], float]


class Reader:
    """Makes samples of documents."""

    def __init__(self) -> None:
        self._language = LanguageModel()

    def read_own(self) -> Iterator[Sample]:
        """The samples of our own reports and dispatches."""
        yield from self._read_labels("reports", read_reports(), read_reported(), _is_learnt)
        yield from self._read_labels("dispatches", read_dispatches(), read_told(), lambda told: told.part != _UNSEEN)

    def read_articles(self) -> Iterator[Sample]:
        """The samples of all that real articles tell."""
        documents, told = read_articles()
        yield from self._read_labels("articles", documents, told, lambda one: one.part == FITTED)

    def read_stories(self, corpus: str) -> Iterator[Sample]:
        """The samples of a gold file that tells the day of each text's main event."""
        rows = list(read_corpus(f"events/{corpus}"))
        parses = self._language.parse([make_source(row) for row in rows])
        for number, (row, parsed) in enumerate(zip(rows, parses, strict=True)):
            days = _find_days(row["gold"])
            triggers = list(_find_all(parsed))
            main = pick_main(parsed, triggers, _find_told(row["gold"])) if days else []
            asked = [(one, days, 1.0 / len(main)) for one in main]
            yield from self._make_samples(corpus, row["doc_id"], is_fitted(number), parsed, triggers, asked)

    def read_dated(self, corpus: str) -> Iterator[Sample]:
        """The samples of a gold file of dated words; those dated to the day are asked for."""
        rows = list(read_corpus(f"timex/events_{corpus}"))
        parses = self._language.parse([make_source(row) for row in rows])
        for number, (row, parsed) in enumerate(zip(rows, parses, strict=True)):
            triggers: list[Trigger] = []
            asked: list[_Asked] = []
            for event in row["events"]:
                try:
                    triggers.append(make_trigger(parsed, event["start"], event["end"]))
                except ValueError:  # the word stands in a line that is not read
                    continue
                if len(event["date"] or "") == _DAY_CHARS:
                    asked.append((len(triggers) - 1, [event["date"]], 1.0))
            yield from self._make_samples(corpus, row["doc_id"], is_fitted(number), parsed, triggers, asked)

    def _read_labels(
        self, corpus: str, documents: Mapping[str, Document], told: Sequence[Told], is_ours: Callable[[Told], bool]
    ) -> Iterator[Sample]:
        by_document: defaultdict[str, list[Told]] = defaultdict(list)
        for one in told:
            if _ANY not in one.days:
                by_document[one.document].append(one)
        parses = self._language.parse([documents[name] for name in by_document])
        for (name, ours), parsed in zip(by_document.items(), parses, strict=True):
            triggers = list(_find_all(parsed))
            asked: list[_Asked] = []
            for one in ours:
                telling = find_telling(one, parsed, triggers)
                asked.extend((number, one.days, 1.0 / len(telling)) for number in telling)
            yield from self._make_samples(corpus, name, is_ours(ours[0]), parsed, triggers, asked)

    def _make_samples(
        self,
        corpus: str,
        name: str,
        is_fitted: bool,
        parsed: ParsedDocument,
        triggers: Sequence[Trigger],
        asked: Sequence[_Asked],
    ) -> Iterator[Sample]:
        document = parsed.document
        if document.created is None or not asked:
            return
        timexes = find_timexes(document.text, anchor=find_day_of_writing(document), paragraphs=document.paragraphs)
        dates, drafts = draft_dates(parsed, triggers, timexes)
        maker = DateOptions(dates, drafts)
        for number, days, weight in asked:
            draft = drafts[number]
            if draft.is_sure or draft.choice is None:
                continue
            options = maker.make(draft)
            yield Sample(
                corpus=corpus,
                document=name,
                is_fitted=is_fitted,
                weight=weight,
                features=tuple(option.features for option in options),
                days=tuple(option.choice.edtf for option in options),
                right=tuple(option.choice.edtf in days for option in options),
                drafted=draft.choice.edtf,
            )


def _is_learnt(told: Told) -> bool:
    return not is_kept_out(told.document)


def _find_all(parsed: ParsedDocument) -> Iterator[Trigger]:
    """The words that tell of events; one that is part of a date tells of none."""
    document = parsed.document
    timexes = find_timexes(document.text, anchor=find_day_of_writing(document), paragraphs=document.paragraphs)
    dated = {position for timex in timexes for position in range(timex.start, timex.end)}
    return (trigger for trigger in find_triggers(parsed) if trigger.start not in dated)


def _find_told(gold: Mapping[str, Any]) -> Mapping[str, Any]:
    """What gold says of a document's first event."""
    told: Mapping[str, Any] = gold["events"][0] if gold.get("events") else gold
    return told


def _find_days(gold: Mapping[str, Any]) -> list[str]:
    """The days of a document's only event; none where it has several."""
    if gold.get("events") is not None:
        events = [event for event in gold["events"] if not event.get("optional")]
        return _find_days(events[0]) if len(events) == 1 else []
    return [span["start"] for span in gold.get("when") or () if span["start"] and span["start"] == span["end"]]
