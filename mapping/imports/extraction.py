"""ImportedEvent -> Extraction: an imported row becomes what a text's event is, so store, page and exports know it."""

import json
from collections.abc import Sequence

from mapping.ids import hash_key
from mapping.imports.dates import write_edtf
from mapping.imports.fields import join_title
from mapping.imports.values import ImportedEvent
from mapping.model import DateChoice, Document, Event, Extraction, Paragraph, Trigger
from mapping.plain import count

# Rows tell days by code, not in words; how sure a day is depends on how narrow it is, not on a reading.
_DATE_SCORE = 0.95


def make_extraction(events: Sequence[ImportedEvent], *, path: str = "") -> Extraction:
    """The document and events of the rows that share a document; most have one row.

    Args:
        events: Not empty, all of one `doc_id`, in the file's order.
        path: The file that they were read from.
    """
    first = events[0]
    texts = list(dict.fromkeys(event.text for event in events))
    text = "\n".join(texts)
    paragraphs = []
    starts: dict[str, int] = {}
    start = 0
    for part in texts:
        starts[part] = start
        if part.strip():
            paragraphs.append(Paragraph(start=start, end=start + len(part)))
        start += len(part) + 1
    document = Document(
        doc_id=first.doc_id,
        text=text,
        paragraphs=tuple(paragraphs),
        title=_write_title(first),
        created=first.published,
        created_rule="meta" if first.published else "none",
        source=first.source,
        url=first.url,
        path=path,
        raw=_write_raw(events),
    )
    made = tuple(_make_event(event, number, starts[event.text]) for number, event in enumerate(events))
    return Extraction(document=document, resolutions=(), timexes=(), events=made)


def _write_title(event: ImportedEvent) -> str:
    """What the row is; of gathered rows how many there are, which is how much the event was noticed."""
    if not event.merges:
        return event.title
    return join_title(event.title, count(event.reports, "report"), count(event.articles, "article"))


def _write_raw(events: Sequence[ImportedEvent]) -> str:
    """The row itself; with how many rows and articles told the same, where the format gathers them."""
    rows = [json.loads(event.raw) for event in events]
    first = events[0]
    if first.merges:
        rows[0] = {**rows[0], "reports": first.reports, "articles": first.articles}
    return json.dumps(rows[0] if len(rows) == 1 else {"rows": rows}, ensure_ascii=False, separators=(",", ":"))


def _make_event(event: ImportedEvent, number: int, start: int) -> Event:
    rule = f"import:{event.source_format}"
    date = None
    if event.span:
        date = DateChoice(
            span=event.span,
            edtf=event.edtf or write_edtf(event.span),
            start=0,
            end=0,
            timex=event.date_text,
            rule=event.date_rule or rule,
            score=_DATE_SCORE if event.date_score is None else event.date_score,
            note=event.date_note,
        )
    return Event(
        event_id=event.event_id or hash_key(f"{event.doc_id}\n{number}", digits=20),
        doc_id=event.doc_id,
        trigger=Trigger(
            start=0,
            end=0,
            text=event.type_raw,
            lemma=event.type_raw.casefold(),
            type=event.type,
            modality=event.modality,
            sentence=0,
            token=0,
            rule=rule,
            score=event.score,
        ),
        place=event.placed.choice,
        date=date,
        actors=event.actors,
        tolls=event.tolls,
        sentence=event.sentence or event.text,
        sentence_start=start,
        score=event.score,
        unplaced="" if event.placed.choice else event.placed.reason,
        unlisted="" if event.placed.choice else event.placed.words,
        undated=event.undated,
        reports=event.accounts,
        disagreements=event.disagreements,
        story_id=event.story_id,
        story=event.story,
        review=event.review,
    )
