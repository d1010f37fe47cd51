"""Numbers about the events of a filter: a histogram, facets, the cells of a grid; and the newest of them."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import orjson
from flask import Blueprint, Response, jsonify, request

from mapping.columnar.counts import find_cells, make_facets, make_grid, trim_bars
from mapping.columnar.dump import name_places
from mapping.columnar.served import Frame
from mapping.columnar.tally import STEP_DAYS, Step, count_selection
from mapping.errors import QueryError
from mapping.ids import hash_key
from mapping.page.details import make_summary
from mapping.page.layout import EPOCH, pack_columns
from mapping.query import EventQuery, parse_query
from mapping.storage.counting import FacetValue
from mapping.web.state import get_columns, get_store

MAX_ZOOM = 22
CELL_PIXELS = (8, 16, 32, 64, 128, 256)
MAX_VALUES = 200
MAX_NEWEST = 1000
MAX_BAR_CELLS = 20_000_000
_FACETS = {
    "family": "families",
    "type": "types",
    "country": "countries",
    "admin1": "admin1s",
    "source": "sources",
    "story": "stories",
    "level": "levels",
    "granularity": "granularities",
    "review": "reviews",
    "modality": "modalities",
}
# A histogram has some hundred bars at most: up to so many days, each bar is as long as the first step that fits.
_STEPS = ((200, Step.DAY), (1500, Step.WEEK), (20_000, Step.MONTH))

_PACKING = 1  # these are made for every filter, so that packing them must not take longer than counting

counts = Blueprint("counts", __name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Question:
    """What an answer depends on besides the store's generation; `step` is None for no time, `cell` is in pixels."""

    query: EventQuery
    step: Step | None
    zoom: int = 0
    cell: int = 0


@counts.get("/counts.json")
def send_counts() -> Response:
    """How many events pass the filter, by time and by each facet."""
    frame = get_columns()
    query = _read_query("step")
    step = _read_step(request.args.get("step", "auto"), frame, query)
    return _answer(frame, _Question(query=query, step=step), _make_counts, "application/json")


@counts.get("/grid.bin")
def send_grid() -> Response:
    """The events that pass the filter, gathered in the cells of a grid (mapping/page/layout.py)."""
    frame = get_columns()
    query = _read_query("zoom", "cell", "step")
    step = _read_step(request.args["step"], frame, query) if request.args.get("step") else None
    question = _Question(
        query=query,
        step=step,
        zoom=_read_whole("zoom", "0", range(MAX_ZOOM + 1)),
        cell=_read_whole("cell", "32", CELL_PIXELS),
    )
    return _answer(frame, question, _make_grid, "application/octet-stream")


@counts.get("/events/newest.json")
def send_newest() -> Response:
    """What the list shows of the newest events that pass the filter."""
    frame = get_columns()
    query = _read_query()
    limit = min(query.limit or MAX_VALUES, MAX_NEWEST)
    found = get_store().get_numbered(frame.find_newest(query, limit))
    return jsonify(generation=frame.generation, events=[make_summary(event, document) for event, document in found])


def _answer(frame: Frame, question: _Question, make: Callable[[Frame, _Question], bytes], kind: str) -> Response:
    """Answer from what was made before, or not at all where the client has it already."""
    response = Response(mimetype=kind)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    tag = hash_key(repr(question))
    takes_gzip = request.accept_encodings["gzip"] > 0
    response.set_etag(f"{frame.generation}-{tag}{'-gz' if takes_gzip else ''}")
    response.make_conditional(request)
    if response.status_code != 304:
        packed = frame.answer(make, question)
        response.set_data(packed if takes_gzip else gzip.decompress(packed))
        if takes_gzip:
            response.headers["Content-Encoding"] = "gzip"
    return response


def _make_counts(frame: Frame, question: _Question) -> bytes:
    tables = frame.snapshot.tables
    tally = count_selection(frame.select(question.query), question.query, question.step or Step.MONTH)
    facets = make_facets(tally, tables, frame.source, most=MAX_VALUES)
    days, by_family, families = trim_bars(tally, tables.families)
    answer = {
        "generation": frame.generation,
        "count": tally.rows,
        "undated": tally.undated,
        "facets": {name: [_show(value) for value in getattr(facets, field)] for name, field in _FACETS.items()},
        "histogram": {
            "step": question.step,
            "families": families,
            "days": [date.fromordinal(day + EPOCH).isoformat() for day in days.tolist()],
            "counts": by_family.tolist(),
        },
    }
    return gzip.compress(orjson.dumps(answer), compresslevel=_PACKING, mtime=0)


def _make_grid(frame: Frame, question: _Question) -> bytes:
    tables = frame.snapshot.tables
    cells, number = find_cells(tables, question.zoom, question.cell.bit_length() - 1)
    if question.step:
        _check_size(frame, question.step, number)
    tally = count_selection(
        frame.select(question.query),
        question.query,
        question.step or Step.YEAR,
        spot_groups=cells if question.step else None,
    )
    grid = make_grid(tally, tables, cells, number)
    shown, place = np.unique(grid.place, return_inverse=True)
    columns = {
        "x": grid.x,
        "y": grid.y,
        "count": grid.count,
        "family": grid.family,
        "places": grid.places,
        "place": place.astype(np.uint32),
    }
    header: dict[str, object] = {
        "rows": len(grid.count),
        "events": tally.rows,
        "zoom": question.zoom,
        "cell": question.cell,
        "families": tables.families,
        "places": name_places([tables.places[number] for number in shown.tolist()]),
    }
    if tally.bar_groups is not None:
        bar, cell = np.nonzero(tally.bar_groups[:, grid.cell])
        header |= {"step": question.step, "days": tally.bars.tolist()}
        columns |= {
            "bar": bar.astype(np.uint32),
            "bar_cell": cell.astype(np.uint32),
            "bar_count": tally.bar_groups[bar, grid.cell[cell]].astype(np.uint32),
        }
    return gzip.compress(pack_columns(header, columns, frame.generation), compresslevel=_PACKING, mtime=0)


def _check_size(frame: Frame, step: Step, cells: int) -> None:
    first, last = frame.snapshot.extent
    if (last - first) / STEP_DAYS[step] * cells > MAX_BAR_CELLS:
        raise QueryError(f"a grid of {cells:,} cells by {step} is too large: ask for a longer step or a smaller zoom")


def _show(value: FacetValue) -> dict[str, Any]:
    return {"value": value.value, "count": value.count} | ({"label": value.label} if value.label else {})


def _read_query(*others: str) -> EventQuery:
    return parse_query(request.args.to_dict(flat=False), others=others)


def _read_step(text: str, frame: Frame, query: EventQuery) -> Step:
    if text != "auto":
        if text not in list(Step):
            raise QueryError(f"step is {text!r}: give {', '.join(Step)} or auto")
        return Step(text)
    first, last = frame.snapshot.extent
    start = max(first, query.start.toordinal() - EPOCH) if query.start else first
    end = min(last, query.end.toordinal() - EPOCH) if query.end else last
    return next((step for days, step in _STEPS if end - start <= days), Step.YEAR)


def _read_whole(name: str, default: str, allowed: range | tuple[int, ...]) -> int:
    text = request.args.get(name, default)
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else -1
    if number not in allowed:
        shown = f"0 to {allowed[-1]}" if isinstance(allowed, range) else ", ".join(map(str, allowed))
        raise QueryError(f"{name} is {text!r}: give {shown}")
    return number
