"""Event -> a row of the events table: its payload, and beside it the columns that filters ask for."""

from collections.abc import Iterable
from typing import TypeAlias

from mapping.event_types import family_of
from mapping.model import DateSpan, Document, Event
from mapping.storage.conditions import count_days
from mapping.storage.schema import OPEN_END, OPEN_NONE, OPEN_START
from mapping.storage.words import fold_words

TextRow: TypeAlias = tuple[int, int | None, str]
"""What the text index is given of an event: its number, its first day if it has one, its folded words."""


def make_event_row(
    event: Event, *, number: int, source: str, story_id: str, place_number: int | None, reports: int, payload: str
) -> tuple[object, ...]:
    """The values of an event's row, in the order of the table's columns.

    Args:
        event: As readers see it.
        number: The event's.
        source: That of its lead report.
        story_id: That of its story, or "".
        place_number: Its place among the stored ones.
        reports: How many accounts tell of it.
        payload: The event as the codec writes it.
    """
    place = event.place.place if event.place else None
    kind = event.trigger.type
    return (
        number,
        event.event_id,
        event.doc_id,
        *_find_days(event.date.span if event.date else None),
        family_of(kind),
        kind,
        event.trigger.modality.value,
        event.score,
        event.review.value,
        place.lon if place else None,
        place.lat if place else None,
        place_number,
        place.place_id if place else "",
        place.name if place else "",
        place.country_code if place else "",
        place.country if place else "",
        place.admin1_code if place else "",
        place.admin1 if place else "",
        place.level.value if place else "",
        event.date.span.granularity.value if event.date else "",
        story_id,
        reports,
        source,
        event.unplaced,
        event.undated,
        payload,
    )


def _find_days(span: DateSpan | None) -> tuple[int | None, int | None, int]:
    """First day, last day, and which of them the text leaves open; the open one takes the other's day."""
    if span is None:
        return None, None, OPEN_NONE
    if span.start and span.end:
        return count_days(span.start), count_days(span.end), OPEN_NONE
    if span.start:
        return count_days(span.start), count_days(span.start), OPEN_END
    told = count_days(span.end) if span.end else None
    return told, told, OPEN_START


def list_sources(event: Event, *, but: str) -> list[str]:
    """The outlets that an event's reports name, without one."""
    return sorted({ref.source for ref in event.reports} - {but}) if event.reports else []


def make_text_row(number: int, event: Event, accounts: Iterable[tuple[Event, Document]]) -> TextRow:
    """What a reader may look for: sentences, titles and outlets of all accounts, and the place's names."""
    texts = [text for report, document in accounts for text in (report.sentence, document.title, document.source)]
    if event.place is not None:
        place = event.place.place
        texts += [event.place.mention, place.name, place.ascii_name, place.admin1, place.country]
    words = fold_words(" ".join(dict.fromkeys(text for text in texts if text)))
    return number, _find_days(event.date.span if event.date else None)[0], words
