"""TimeMap's JSON, in which Forensic Architecture and Bellingcat publish investigations.

Source: https://github.com/forensic-architecture/timemap, docs/configuration.md and src/reducers/validate/eventSchema.js
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mapping.event_types import OTHER_TYPE
from mapping.imports import own
from mapping.imports.dates import DateForm, find_date_form, try_date
from mapping.imports.fields import find_url, hash_row, join_title, join_words
from mapping.imports.geocoding import PlaceName
from mapping.imports.placing import UNPLACED_SCORE, Tools
from mapping.imports.points import read_point
from mapping.imports.timemap_lists import Companions
from mapping.imports.values import Header, ImportedEvent, Row, RowError, write_cell

NAME = "timemap"
_OWN_START = f'{{"{own.NAME}":'
_MARKS = ("category_full", "associations", "time_precision", "time_display", "colour", "sources")


def matches(header: Header) -> bool:
    """Whether these are TimeMap's names."""
    return (
        header.has("description")
        and ("date" in header or "latitude" in header)
        and any(name in header for name in _MARKS)
    )


def make_reader(
    rows: Iterable[Row], tools: Tools, *, stem: str, companions: Companions | None = None
) -> Callable[[Row], ImportedEvent]:
    """A reader of rows for one file, whose dates are read month first unless they show otherwise.

    Args:
        rows: All rows, once.
        tools: The gazetteer and what the person says.
        stem: The file's name without its suffix, which begins the ids.
        companions: What the ids of associations and sources stand for.
    """
    lists = companions or Companions()
    found = find_date_form((row.text("date") for row in rows), day_first=tools.options.day_first)
    form = found if found.is_settled else DateForm(day_first=False)
    return lambda row: _read_row(row, form, tools, stem, lists)


def _read_row(row: Row, form: DateForm, tools: Tools, stem: str, lists: Companions) -> ImportedEvent:
    """One event.

    Raises:
        RowError: It has no description, or neither a date nor a position.
    """
    own_row = _find_own_row(row)
    if own_row is not None:
        return own.read_row(own_row, tools)
    text = row.text("description")
    if not text:
        raise RowError("the event has no description")
    if not row.text("date") and not row.text("latitude"):
        raise RowError("the event has neither a date nor a latitude")
    number = row.text("id") or hash_row(row)
    words = [word for name in ("type", "category_full", "category") if (word := row.text(name))]
    words += _look_up(_list_texts(row.value("associations")), lists.associations)
    word = next((word for word in words if tools.types.find_word(word)), "")
    kind = tools.types.find_word(word)
    span, undated = try_date(row.text("date"), form, latest=tools.options.latest)
    place = PlaceName(name=row.text("location"), country_code=tools.options.country)
    reading = read_point(row.text("longitude"), row.text("latitude"), swap=tools.options.swap_axes)
    placed = tools.placer.place_row(place, reading, source_format=NAME)
    sources = _look_up(_list_texts(row.value("sources")), lists.sources)
    return ImportedEvent(
        source_format=NAME,
        doc_id=f"timemap:{stem}:{number}",
        text=text,
        title=join_title(stem, row.text("title") or number, join_words(sources[:3])),
        source=stem,
        url=find_url(row.text("url"), *sources),
        type=kind or tools.options.event_type or OTHER_TYPE,
        type_raw=word or next(iter(words), "event"),
        span=span,
        date_text=join_words((row.text("date"), row.text("time")), " "),
        undated=undated,
        placed=placed,
        score=placed.choice.score if placed.choice else UNPLACED_SCORE,
        raw=row.write_raw(),
        warnings=() if kind else ("no category or association is a type that Dateline knows; the type is other",),
    )


def _look_up(texts: list[str], entries: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The words that ids stand for; a text that is the id of nothing stays as it is, unless others are known."""
    found = [word for text in texts for word in entries.get(text, () if entries else (text,))]
    return list(dict.fromkeys(found))


def _find_own_row(row: Row) -> Row | None:
    """What Dateline's own export keeps in the comments: every field of the event, which TimeMap has no names for."""
    text = row.text("comments")
    if not text.startswith(_OWN_START):
        return None
    try:
        fields = json.loads(text)[own.NAME]
    except ValueError:
        return None
    return Row(row.number, Header(tuple(fields)), list(fields.values())) if isinstance(fields, dict) else None


def _list_texts(value: Any) -> list[str]:  # noqa: ANN401  (any JSON value)
    """Ids, titles or addresses, which sites write as texts or as objects."""
    found = []
    for item in value if isinstance(value, list) else []:
        if isinstance(item, dict):
            paths = item.get("paths") if isinstance(item.get("paths"), list) else []
            found += [write_cell(item.get(name)) for name in ("url", "title", "id")]
            found += [write_cell(path) for path in paths or []]
        else:
            found.append(write_cell(item))
    return [text for text in found if text]
