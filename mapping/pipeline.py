"""Documents -> what they say, place by place and day by day: the only module that knows the order of the stages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mapping.events import find_tellings, finish_events
from mapping.gazetteer import Gazetteer
from mapping.language import LanguageModel
from mapping.model import Document, Event, Extraction, Mention, ParsedDocument, Resolution, Span, Timex, Trigger
from mapping.reading.as_written import RestoredDocument, quote_as_written
from mapping.resolution.memory import OutletMemory
from mapping.resolution.order import put_in_order
from mapping.resolution.outlets import OutletHome
from mapping.resolve import resolve_mentions
from mapping.timexes import find_day_of_writing, find_timexes
from mapping.toponyms import find_mentions, make_mentions
from mapping.triggers import find_triggers, make_triggers

# Articles that are read together, so that the first of an outlet learns from the next; a run that breaks off loses no
# more than these.
_WINDOW = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What the caller knows already about one document; None where the stage is to find it by itself.

    `mentions` are spans to resolve instead of those found; `triggers` are words to take as events, each of them.
    """

    mentions: tuple[Span, ...] | None = None
    triggers: tuple[Span, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tellings:
    """All that a document tells, telling by telling, before those of one happening are joined."""

    parsed: ParsedDocument
    resolutions: tuple[Resolution, ...]
    timexes: tuple[Timex, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Begun:
    """A document whose places are found and resolved as if nothing were known of its outlet."""

    parsed: ParsedDocument
    mentions: tuple[Mention, ...]
    resolutions: tuple[Resolution, ...]


def extract_events(
    documents: Iterable[Document],
    *,
    language: LanguageModel,
    gazetteer: Gazetteer,
    outlets: OutletMemory | None = None,
) -> Iterator[Extraction]:
    """Read documents one after another.

    Args:
        documents: Read lazily, in any number, some 32 ahead.
        language: Loaded at the first document.
        gazetteer: Where places are looked up.
        outlets: What is known of the outlets, added to as documents are read; None begins with nothing.

    Yields:
        One extraction per document, in the same order; a document that tells of nothing has no events.
    """
    for begun, home in find_homes(begin_documents(documents, language, gazetteer), outlets or OutletMemory()):
        yield finish_document(begun, gazetteer, home)


def begin_documents(documents: Iterable[Document], language: LanguageModel, gazetteer: Gazetteer) -> Iterator[Begun]:
    """The stages that need no other document; arguments are those of `extract_events`."""
    for parsed in language.parse(documents):
        mentions = find_mentions(parsed, gazetteer)
        resolutions = resolve_mentions(parsed, mentions, gazetteer)
        yield Begun(parsed=parsed, mentions=tuple(mentions), resolutions=tuple(resolutions))


def find_homes(documents: Iterable[Begun], outlets: OutletMemory) -> Iterator[tuple[Begun, OutletHome | None]]:
    """Where each document's outlet is at home, by what is known of it and by the documents read together with it."""
    waiting = iter(documents)
    while window := list(islice(waiting, _WINDOW)):
        for begun in window:
            outlets.add(begun.parsed.document, begun.resolutions)
        for begun in window:
            yield begun, outlets.find_home(begun.parsed.document)


def finish_document(begun: Begun, gazetteer: Gazetteer, home: OutletHome | None) -> Extraction:
    """The stages that rest on where the outlet is at home."""
    resolutions = resolve_mentions(begun.parsed, begun.mentions, gazetteer, home=home) if home else begun.resolutions
    return _finish(_tell(begun.parsed, resolutions, gazetteer, Given()))


def analyse(
    parsed: ParsedDocument, gazetteer: Gazetteer, given: Given | None = None, *, home: OutletHome | None = None
) -> Extraction:
    """Run every stage after the parse on one document.

    Args:
        parsed: The document with its sentences.
        gazetteer: Where places are looked up.
        given: Spans that the caller knows; None means that all are to be found.
        home: Where the document's outlet is at home, if that is known.
    """
    return _finish(read_tellings(parsed, gazetteer, given, home=home))


def read_tellings(
    parsed: ParsedDocument, gazetteer: Gazetteer, given: Given | None = None, *, home: OutletHome | None = None
) -> Tellings:
    """Run the stages up to what each word tells, as weights are fitted to; arguments are those of `analyse`."""
    known = given or Given()
    if known.mentions is None:
        mentions = find_mentions(parsed, gazetteer)
    else:
        mentions = make_mentions(parsed, known.mentions, gazetteer)
    return _tell(parsed, resolve_mentions(parsed, mentions, gazetteer, home=home), gazetteer, known)


def _tell(parsed: ParsedDocument, resolutions: Sequence[Resolution], gazetteer: Gazetteer, known: Given) -> Tellings:
    """The stages between the places and what each word tells."""
    document = parsed.document
    timexes = find_timexes(document.text, anchor=find_day_of_writing(document), paragraphs=document.paragraphs)
    triggers = _find_triggers(parsed, known, timexes)
    events = find_tellings(
        parsed,
        triggers,
        put_in_order(resolutions),
        timexes,
        find_part=gazetteer.find_part,
        find_lands=gazetteer.find_lands,
    )
    return Tellings(parsed=parsed, resolutions=tuple(resolutions), timexes=tuple(timexes), events=events)


def _finish(tellings: Tellings) -> Extraction:
    """The stages that look at all tellings of a document together."""
    parsed = tellings.parsed
    events, passed = finish_events(parsed, tellings.events, put_in_order(tellings.resolutions))
    found = Extraction(
        document=parsed.document,
        resolutions=tellings.resolutions,
        timexes=tellings.timexes,
        events=events,
        passed_over=passed,
    )
    return quote_as_written(found, parsed.written) if isinstance(parsed, RestoredDocument) else found


def _find_triggers(parsed: ParsedDocument, known: Given, timexes: Sequence[Timex]) -> tuple[Trigger, ...]:
    """The words that tell of events; one that is part of a date, such as the month of March, tells of none."""
    if known.triggers is not None:
        return make_triggers(parsed, known.triggers)
    dated = {position for timex in timexes for position in range(timex.start, timex.end)}
    return tuple(trigger for trigger in find_triggers(parsed) if trigger.start not in dated)
