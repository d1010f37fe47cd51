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

Join = Callable[[Traits, Sequence[Traits], Collection[str]], str | None]


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
    _by_band: defaultdict[str, list[Document]] = field(default_factory=lambda: defaultdict(list))

    def add_all(self, extractions: Iterable[Extraction], join: Join) -> None:
        """Join the accounts of documents, one document after another, its surest account first."""
        for extraction in extractions:
            copies = self._find_copies(extraction.document)
            self._openings[extraction.document.doc_id] = find_opening(extraction.document)
            for report in sorted(extraction.events, key=lambda event: (-event.score, event.trigger.start)):
                self._add(report, extraction.document, copies, join)

    def _find_copies(self, document: Document) -> frozenset[str]:
        bands = make_signature(document)
        near = {other.doc_id: other for band in bands for other in self._by_band[band]}
        for band in bands:
            self._by_band[band].append(document)
        return frozenset(doc_id for doc_id, other in near.items() if is_copy(document, other))

    def _add(self, report: Event, document: Document, copies: Collection[str], join: Join) -> None:
        keys = make_keys(report, self._openings[report.doc_id])
        shared = Counter(event_id for key in keys for event_id in self._by_key[key])
        near = sorted(shared, key=lambda event_id: (-shared[event_id], event_id))
        self.compared += min(len(near), self.most)
        self.left_out += max(0, len(near) - self.most)
        told = self._find_traits(report)
        home = join(told, [self._traits[event_id] for event_id in near[: self.most]], copies) or report.event_id
        self.reports.setdefault(home, []).append((report, document))
        self.events[home] = compose_event(home, self.reports[home])
        self._traits[home] = self._find_traits(self.events[home])
        for key in keys:
            self._by_key[key][home] = None

    def _find_traits(self, event: Event) -> Traits:
        return find_traits(event, self._openings[event.doc_id])
