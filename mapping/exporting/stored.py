"""Stored payloads -> records, without building the values of the model in between, which is half of an export's time.

The payload is the JSON of `storage/codec.py`: fields at their defaults are left out, a place stands as its number. The
tests hold every record of this module against that of `records.make_record`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from mapping.event_types import family_of, load_event_types
from mapping.exporting.credits import credit_document
from mapping.exporting.records import Decisions, Record
from mapping.geojson import describe_decision, describe_place
from mapping.model import Place
from mapping.reports import Correction
from mapping.store import StoredEvent

# As many as news names; a place takes about a kilobyte.
_CACHED_PLACES = 20_000
_NOWHERE = describe_place(None)
_Fields = Mapping[str, Any]


def make_stored_records(
    rows: Iterable[StoredEvent], get_place: Callable[[int], Place], decisions: Decisions
) -> Iterator[Record]:
    """Stored events as records.

    Args:
        rows: As `EventStore.read_stored` gives them.
        get_place: The place of a number in a payload.
        decisions: What persons decided, by event id.
    """

    @lru_cache(maxsize=_CACHED_PLACES)
    def describe(number: int) -> tuple[float, float, _Fields]:
        place = get_place(number)
        return place.lon, place.lat, describe_place(place)

    for row in rows:
        yield _make_record(row, describe, decisions.get(row.event_id, ()))


def _make_record(
    row: StoredEvent, describe: Callable[[int], tuple[float, float, _Fields]], decisions: Sequence[Correction]
) -> Record:
    event: dict[str, Any] = orjson.loads(row.payload)
    trigger, choice = event["trigger"], event.get("place")
    kind = trigger["type"]
    lon, lat, place = describe(choice["place"]) if choice else (None, None, _NOWHERE)
    properties = {
        "id": row.event_id,
        "type": kind,
        **_name_type(kind),
        "trigger": trigger["text"],
        "modality": trigger["modality"],
        **(_read_date(told) if (told := event["date"]) else _UNDATED),
        **place,
        "place_text": choice["mention"] if choice else event.get("unlisted") or None,
        "place_rule": choice["rule"] if choice else None,
        "place_score": round(choice["score"], 4) if choice else None,
        "score": round(event["score"], 4),
        "sentence": event["sentence"],
        "source": row.source,
        "title": row.title,
        "url": row.url,
        "published": row.created,
        "document": row.doc_id,
        "actors": [_read_actor(actor) for actor in event["actors"]],
        "tolls": [_read_toll(toll) for toll in event["tolls"]],
        **_read_reports(event.get("reports", ()), row),
        "disagreements": [_read_disagreement(part) for part in event.get("disagreements", ())],
        "story_id": row.story_id,
        "story": row.story or "",
        "review": event.get("review", "none"),
        "decisions": [describe_decision(decision) for decision in decisions],
        "unplaced": event.get("unplaced", ""),
        "undated": event.get("undated", ""),
        "attribution": credit_document(row.doc_id),
    }
    return Record(lon, lat, properties)


@lru_cache(maxsize=1024)
def _name_type(code: str) -> _Fields:
    kind = load_event_types().types.get(code)
    return {"family": family_of(code), "label": kind.label if kind else code}


def _read_date(choice: _Fields) -> _Fields:
    span = choice["span"]
    return {
        "date_start": span["start"],
        "date_end": span["end"],
        "edtf": choice["edtf"],
        "date_precision": span["granularity"],
        "date_text": choice["timex"],
        "date_rule": choice["rule"],
        "date_note": choice.get("note", ""),
        "date_score": round(choice["score"], 4),
    }


_UNDATED: _Fields = dict.fromkeys(
    (
        *("date_start", "date_end", "edtf", "date_precision"),
        *("date_text", "date_rule", "date_note", "date_score"),
    )
)


def _read_toll(toll: _Fields) -> _Fields:
    return {"kind": toll["kind"], "number": toll["number"], "bound": toll.get("bound", "exact"), "text": toll["text"]}


def _read_actor(actor: _Fields) -> _Fields:
    return {
        "text": actor["text"],
        "role": actor["role"],
        "kind": actor.get("kind", ""),
        "country": actor.get("country_code", ""),
    }


def _read_reports(told: Sequence[_Fields], row: StoredEvent) -> _Fields:
    """One report alone says no more than the event does."""
    if not told:
        return {"report_count": 1, "sources": [row.source] if row.source else [], "reports": []}
    sources = {row.source: None} | {report.get("source", ""): None for report in told}
    reports = [
        {"id": report["report_id"], "document": report["doc_id"], "source": report.get("source", "")} for report in told
    ]
    is_lone = len(reports) == 1 and reports[0]["id"] == row.event_id and reports[0]["document"] == row.doc_id
    return {
        "report_count": len(reports) or 1,
        "sources": [source for source in sources if source],
        "reports": [] if is_lone else reports,
    }


def _read_disagreement(told: _Fields) -> _Fields:
    return {
        "kind": told["kind"],
        "readings": [
            {"value": reading["value"], "reports": list(reading["report_ids"])} for reading in told["readings"]
        ],
    }
