"""What was found in a text with restored cases, in the words of the text as it was written.

Spans hold for both, so that only what quotes the text has to change.
"""

from dataclasses import dataclass, replace

from mapping.model import Document, Event, Extraction, ParsedDocument, Trigger


@dataclass(frozen=True, kw_only=True, slots=True)
class RestoredDocument(ParsedDocument):
    """A parse of a text of which something was all in capitals, and was read with its cases restored.

    `document` is the text as it was read, `written` the document itself; spans hold for both.
    """

    written: Document


def quote_as_written(found: Extraction, written: Document) -> Extraction:
    """The same findings, quoting the document as it was written.

    Args:
        found: In the document as it was read, of the same length.
        written: The document before its cases were restored.
    """
    text = written.text
    return replace(
        found,
        document=written,
        resolutions=tuple(
            replace(one, mention=replace(one.mention, text=_quote(text, one.mention.start, one.mention.text)))
            for one in found.resolutions
        ),
        timexes=tuple(replace(timex, text=_quote(text, timex.start, timex.text)) for timex in found.timexes),
        events=tuple(_quote_event(event, text) for event in found.events),
        passed_over=tuple(replace(one, trigger=_quote_trigger(one.trigger, text)) for one in found.passed_over),
    )


def _quote_event(event: Event, text: str) -> Event:
    place, date = event.place, event.date
    return replace(
        event,
        trigger=_quote_trigger(event.trigger, text),
        place=place and replace(place, mention=_quote(text, place.start, place.mention)),
        date=date and replace(date, timex=_quote(text, date.start, date.timex)),
        actors=tuple(replace(actor, text=_quote(text, actor.start, actor.text)) for actor in event.actors),
        tolls=tuple(replace(toll, text=_quote(text, toll.start, toll.text)) for toll in event.tolls),
        sentence=_quote(text, event.sentence_start, event.sentence),
    )


def _quote_trigger(trigger: Trigger, text: str) -> Trigger:
    return replace(trigger, text=_quote(text, trigger.start, trigger.text))


def _quote(text: str, start: int, read: str) -> str:
    """The written words where the read ones stand; what is no plain quotation stays."""
    written = text[start : start + len(read)]
    return written if written.lower() == read.lower() else read
