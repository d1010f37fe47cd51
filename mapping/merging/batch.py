"""Merging without a store: all documents at hand, joined in memory as a store joins them one by one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from mapping.merging.composition import compose_event
from mapping.merging.copies import is_copy, make_signature
from mapping.merging.keys import make_keys
from mapping.merging.openings import Opening, find_opening
from mapping.merging.traits import Traits, find_traits
from mapping.model import Document, Event, Extraction


@dataclass(frozen=True, kw_only=True, slots=True)
class Merging:
    """How accounts are judged: what a report joins, what else it could join, which of two such events are one."""

    join: Callable[[Traits, Sequence[Traits], Collection[str]], str | None]
    find_alike: Callable[[Traits, Sequence[Traits], str], Sequence[str]]
    are_doubles: Callable[[Traits, Traits], bool]


@dataclass(kw_only=True, slots=True)
class Happenings:
    """Stored events in memory. `compared` counts the pairs looked at, `left_out` those beyond the bound."""

    most: int
    events: dict[str, Event] = field(default_factory=dict)
    reports: dict[str, list[tuple[Event, Document]]] = field(default_factory=dict)
    compared: int = 0
    left_out: int = 0
    _traits: dict[str, Traits] = field(default_factory=dict)
    _by_key: defaultdict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    _openings: dict[str, Opening] = field(default_factory=dict)
    _founded: dict[str, int] = field(default_factory=dict)
    _moved: dict[str, str] = field(default_factory=dict)
    _by_band: defaultdict[str, list[Document]] = field(default_factory=lambda: defaultdict(list))

    def add_all(self, extractions: Iterable[Extraction], merging: Merging) -> None:
        """Join the accounts of documents, one document after another, its surest account first.

        What a document shows to be one event becomes one before the next document comes.
        """
        for extraction in extractions:
            copies = self._find_copies(extraction.document)
            self._openings[extraction.document.doc_id] = find_opening(extraction.document)
            alike: list[tuple[str, str]] = []
            for report in sorted(extraction.events, key=lambda event: (-event.score, event.event_id)):
                alike += self._add(report, extraction.document, copies, merging)
            for home, other in alike:
                self._unite(home, other, merging)

    def _find_copies(self, document: Document) -> frozenset[str]:
        bands = make_signature(document)
        near = {other.doc_id: other for band in bands for other in self._by_band[band]}
        for band in bands:
            self._by_band[band].append(document)
        return frozenset(doc_id for doc_id, other in near.items() if is_copy(document, other))

    def _add(
        self, report: Event, document: Document, copies: Collection[str], merging: Merging
    ) -> list[tuple[str, str]]:
        """Take a report in, and give the event that it joins beside each that it could have joined as well."""
        keys = make_keys(report, self._openings[report.doc_id])
        shared = Counter(event_id for key in keys for event_id in self._by_key[key])
        near = sorted(shared, key=lambda event_id: (-shared[event_id], event_id))
        self.compared += min(len(near), self.most)
        self.left_out += max(0, len(near) - self.most)
        told = self._find_traits(report)
        happenings = [self._traits[event_id] for event_id in near[: self.most]]
        joined = merging.join(told, happenings, copies)
        alike = sorted(merging.find_alike(told, happenings, joined), key=self._founded.__getitem__) if joined else []
        home = joined or report.event_id
        self._founded.setdefault(home, len(self._founded))
        self.reports.setdefault(home, []).append((report, document))
        self.events[home] = compose_event(home, self.reports[home])
        self._traits[home] = self._find_traits(self.events[home])
        for key in keys:
            self._by_key[key][home] = None
        return [(home, other) for other in alike]

    def _unite(self, one: str, other: str, merging: Merging) -> None:
        """Make two events one, if they are: the one that was founded first takes in the other's reports."""
        pair = {self._moved.get(one, one), self._moved.get(other, other)}
        if len(pair) < 2:
            return
        first, second = sorted(pair, key=self._founded.__getitem__)
        if not merging.are_doubles(self._traits[first], self._traits[second]):
            return
        for report, _ in self.reports[second]:
            for key in make_keys(report, self._openings[report.doc_id]):
                self._by_key[key].pop(second, None)
                self._by_key[key][first] = None
        self._moved = {event_id: first if home == second else home for event_id, home in self._moved.items()}
        self._moved[second] = first
        came = {doc_id: number for number, doc_id in enumerate(self._openings)}
        told = [*self.reports[first], *self.reports.pop(second)]
        self.reports[first] = sorted(told, key=lambda pair: came[pair[1].doc_id])
        del self.events[second], self._traits[second]
        self.events[first] = compose_event(first, self.reports[first])
        self._traits[first] = self._find_traits(self.events[first])

    def _find_traits(self, event: Event) -> Traits:
        return find_traits(event, self._openings[event.doc_id])
