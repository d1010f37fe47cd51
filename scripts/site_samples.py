"""What `scripts/fit_sites.py` fits to: the places that each event of a text may have had, and the right ones."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.articles import OTHERS, read_articles
from bench.corpora import find_asked, is_fitted, make_source, read_gold_file
from bench.dispatches import PARTS, Told, is_named, read_dispatches, read_told
from bench.reports import read_reported, read_reports
from mapping.documents import make_document
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Document, ParsedDocument, Place, Trigger
from mapping.resolve import resolve_mentions
from mapping.tables import read_table
from mapping.telling.parts import locate
from mapping.telling.site_options import Option, OptionMaker
from mapping.toponyms import find_mentions
from mapping.triggers import find_triggers, make_trigger
from scripts.told_triggers import find_telling, pick_main
from scripts.weight_table import GEODATA

TABLE = GEODATA / "site_weights.csv"
_LESSONS, _LINE = Path(__file__).parent / "data" / "site_lessons.csv", " / "
_ELSEWHERE_ROLE = 0.4


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One trigger: its options' features, a row each, and which of them are right; the last is no place."""

    corpus: str
    is_fitted: bool
    weight: float
    features: NDArray[np.float64]
    right: NDArray[np.bool_]


class Reader:
    """Makes samples of documents; the feature names are those of the table."""

    def __init__(self, scorer: ModuleType) -> None:
        self.names = [row["feature"] for row in read_table(TABLE)]
        self._scorer, self._language, self._gazetteer = scorer, LanguageModel(), open_gazetteer()

    def read_gold(self, path: Path) -> Iterator[Sample]:
        """The samples of a gold file; documents with several events are passed over."""
        rows = list(read_gold_file(path))
        parses = self._language.parse([make_source(row) for row in rows])
        for number, (row, parsed) in enumerate(zip(rows, parses, strict=True)):
            gold = _find_single(row["gold"])
            if gold is not None:
                yield from self._read_document(path.stem, is_fitted(number), parsed, gold)

    def read_news(self) -> Iterator[Sample]:
        """The samples of our own dispatches, one for each thing told; the second part is not fitted to."""
        news = [told for told in read_told() if told.part in PARTS[:3]]
        yield from self._read_labels("news", news, read_dispatches(), unfitted=PARTS[1])

    def read_reports(self) -> Iterator[Sample]:
        """The samples of our own reports, all of them fitted to."""
        yield from self._read_labels("reports", read_reported(), read_reports())

    def read_articles(self) -> Iterator[Sample]:
        """The samples of labelled articles, one for each thing told; those of odd places are not fitted to."""
        texts, told = read_articles()
        yield from self._read_labels("articles", told, texts, unfitted=OTHERS)

    def read_lessons(self) -> Iterator[Sample]:
        """The samples of our own lessons: what gold shows hardly any case of."""
        rows = list(read_table(_LESSONS))
        texts = [row["text"].replace(_LINE, "\n") for row in rows]
        parses = self._language.parse([make_document(text) for text in texts])
        for row, text, parsed in zip(rows, texts, parses, strict=True):
            start = text.index(row["words"])
            trigger = make_trigger(parsed, start, start + len(row["words"]))
            options = self._make_options(parsed, (trigger,)).make(0)
            right = [self._is_named(option, row["places"].split("|")) for option in options]
            yield self._make_sample("lessons", True, 1.0, options, right)

    def _read_labels(
        self, corpus: str, labels: Sequence[Told], texts: Mapping[str, Document], *, unfitted: str | None = None
    ) -> Iterator[Sample]:
        """The samples of all that texts tell; `unfitted` is the part that weights are not fitted to."""
        told_by: defaultdict[str, list[Told]] = defaultdict(list)
        for told in labels:
            if "*" not in told.places:
                told_by[told.document].append(told)
        for name, parsed in zip(told_by, self._language.parse([texts[name] for name in told_by]), strict=True):
            triggers = find_triggers(parsed)
            maker = self._make_options(parsed, triggers)
            for told in told_by[name]:
                for number in find_telling(told, parsed, triggers):
                    options = maker.make(number)
                    right = [self._is_named(option, told.places) for option in options]
                    yield self._make_sample(corpus, told.part != unfitted, 1.0, options, right)

    def _read_document(
        self, corpus: str, is_fitted: bool, parsed: ParsedDocument, gold: Mapping[str, Any]
    ) -> Iterator[Sample]:
        asked = find_asked(gold, parsed.document)
        triggers = (make_trigger(parsed, asked.start, asked.end),) if asked else find_triggers(parsed)
        used = range(1) if asked else pick_main(parsed, triggers, gold)
        maker = self._make_options(parsed, triggers)
        for number in used:
            options = maker.make(number)
            right = [self._is_right(option, gold.get("where") or ()) for option in options]
            if asked or not _tells_elsewhere(options, right):
                yield self._make_sample(corpus, is_fitted, 1.0 / len(used), options, right)

    def _make_options(self, parsed: ParsedDocument, triggers: Sequence[Trigger]) -> OptionMaker:
        gazetteer: Gazetteer = self._gazetteer
        resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
        return OptionMaker(parsed, triggers, resolutions, gazetteer.find_part)

    def _make_sample(
        self, corpus: str, is_fitted: bool, weight: float, options: Sequence[Option], right: Sequence[bool]
    ) -> Sample:
        features = np.array([[option.features.get(name, 0.0) for name in self.names] for option in options])
        return Sample(corpus=corpus, is_fitted=is_fitted, weight=weight, features=features, right=np.array(right))

    def _locate(self, option: Option) -> Place | None:
        return locate(option.site.resolution, self._gazetteer.find_part) if option.site else None

    def _is_named(self, option: Option, names: Sequence[str]) -> bool:
        if option.site is None:
            return "-" in names
        place = self._locate(option)
        told = [name for name in names if name != "-"]
        if place is not None:
            return any(is_named(place, name) for name in told)
        shown = option.site.resolution.mention.text.casefold()
        return any(name.partition("@")[0].casefold() in shown for name in told)

    def _is_right(self, option: Option, where: Sequence[Mapping[str, Any]]) -> bool:
        if option.site is None or not where:
            return option.site is None and not where
        place = self._locate(option)
        found = {"name": "", "mention": option.site.resolution.mention.text}
        if place is not None:
            found |= {"name": place.name, "lat": place.lat, "lon": place.lon, "country": place.country_code}  # type: ignore[dict-item]
            found["level"] = place.level.value
        return bool(self._scorer.best_place(found, where) == 2)


def _tells_elsewhere(options: Sequence[Option], right: Sequence[bool]) -> bool:
    """Whether the sentence puts the event plainly in a place that is not the document's."""
    plain = {id(option.told) for option in options if option.told and option.told.score >= _ELSEWHERE_ROLE}
    fitting = {id(option.told) for option, is_right in zip(options, right, strict=True) if is_right}
    return not plain <= fitting


def _find_single(gold: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What a document's gold says of its only event; None where it has several, or says nothing of its place."""
    if gold.get("events") is not None:
        events = [event for event in gold["events"] if not event.get("optional")]
        return events[0] if len(events) == 1 else None
    return gold if gold.get("where") or gold.get("no_place") else None
