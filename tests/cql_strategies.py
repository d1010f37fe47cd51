"""Random CQL2 filters over the properties of events, as CQL2 JSON has them."""

from typing import Any

from hypothesis import strategies as st

NAMES = ("Kirkuk", "kirkuk", "Kir%uk", "Ki_k", "São Tomé", "*[?]", "O'Brien", "a\\b", "𝕏")
TEXTS = ("place", "country_code", "source", "title", "story", "type")
NUMBERS = ("score", "lon", "report_count")
DAYS = ("date_start", "date_end", "published")
SPANS = ("date", "datetime")
COMPARATORS = ("=", "<>", "<", "<=", ">", ">=")
RELATIONS = ("intersects", "disjoint", "within", "contains", "equals", "touches", "crosses", "overlaps")
TEMPORAL = (
    *("after", "before", "contains", "disjoint", "during", "equals", "finishedby", "finishes", "intersects"),
    *("meets", "metby", "overlappedby", "overlaps", "startedby", "starts"),
)

names = st.sampled_from(NAMES)
numbers = st.sampled_from((-20.0, 0.0, 0.25, 0.5, 1.0, 2.0, 10.0))
days = st.integers(1, 9).map(lambda day: f"2017-10-0{day}")
day_values = days.map(lambda day: {"date": day}) | days.map(lambda day: {"timestamp": f"{day}T12:00:00Z"})
_ends = days | st.just("..")
_degrees = st.sampled_from((-30.0, -20.0, -10.0, 0.0, 10.0, 20.0, 30.0))


def properties(*given: str) -> st.SearchStrategy[dict[str, str]]:
    """References to one of these properties."""
    return st.sampled_from(given).map(lambda name: {"property": name})


def _call(name: str | st.SearchStrategy[str], *args: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    operation = st.just(name) if isinstance(name, str) else name
    return st.tuples(operation, st.tuples(*args)).map(lambda pair: {"op": pair[0], "args": list(pair[1])})


def _make_patterns() -> st.SearchStrategy[str]:
    parts = st.sampled_from(("%", "_", "\\%", "\\_", "K", "k", "i", "*", "?", "[", "]", "ã", "𝕏", "rk"))
    return st.lists(parts, max_size=5).map("".join)


def _make_boxes() -> st.SearchStrategy[dict[str, Any]]:
    heights = st.tuples(_degrees, _degrees).map(sorted)
    return st.tuples(_degrees, heights, _degrees).map(lambda box: {"bbox": [box[0], box[1][0], box[2], box[1][1]]})


def _make_shapes() -> st.SearchStrategy[dict[str, Any]]:
    points = st.tuples(_degrees, _degrees).map(list)
    triangles = st.tuples(_degrees, _degrees).map(
        lambda at: [[[at[0], at[1]], [at[0] + 20, at[1]], [at[0], at[1] + 20], [at[0], at[1]]]]
    )
    return st.one_of(
        points.map(lambda point: {"type": "Point", "coordinates": point}),
        st.lists(points, min_size=1, max_size=3).map(lambda found: {"type": "MultiPoint", "coordinates": found}),
        points.map(lambda at: {"type": "LineString", "coordinates": [at, [at[0] + 20, at[1] + 20]]}),
        triangles.map(lambda rings: {"type": "Polygon", "coordinates": rings}),
        triangles.map(lambda rings: {"type": "MultiPolygon", "coordinates": [rings]}),
    )


def _make_intervals() -> st.SearchStrategy[dict[str, Any]]:
    ordered = st.tuples(_ends, _ends).filter(lambda ends: ".." in ends or ends[0] <= ends[1])
    return (ordered.map(list) | st.just([{"property": "date_start"}, {"property": "date_end"}])).map(
        lambda ends: {"interval": ends}
    )


def predicates() -> st.SearchStrategy[Any]:
    """Filters of one comparison or function."""
    comparators = st.sampled_from(COMPARATORS)
    geometry = properties("geometry")
    shapes = _make_shapes()
    temporal = st.sampled_from(TEMPORAL).map(lambda name: f"t_{name}")
    spatial = st.sampled_from(RELATIONS).map(lambda name: f"s_{name}")
    spans = properties(*SPANS, *DAYS) | _make_intervals() | day_values
    within_list = st.lists(names, min_size=1, max_size=3)
    return st.one_of(
        st.booleans(),
        _call(comparators, properties(*TEXTS), names | st.just("")),
        _call(comparators, names, properties(*TEXTS)),
        _call(comparators, properties("place", "source"), properties("source", "title")),
        _call(comparators, properties(*NUMBERS), numbers),
        _call(comparators, properties(*DAYS, *SPANS), day_values),
        _call(comparators, day_values, properties(*DAYS, *SPANS)),
        _call(comparators, properties(*DAYS), properties(*DAYS)),
        _call("like", properties(*TEXTS), _make_patterns()),
        _call("like", _call("casei", properties(*TEXTS)), _call("casei", _make_patterns())),
        _call("in", properties(*TEXTS), within_list),
        _call("in", properties(*NUMBERS), st.lists(numbers, min_size=1, max_size=3)),
        _call("in", properties(*DAYS, *SPANS), st.lists(day_values, min_size=1, max_size=3)),
        _call("between", properties(*NUMBERS), numbers, numbers),
        _call("between", properties(*DAYS, *SPANS), day_values, day_values),
        _call("between", properties("place"), names, names),
        _call("isNull", properties(*TEXTS, *NUMBERS, *DAYS, *SPANS, "geometry")),
        _call(spatial, geometry, shapes),
        _call(spatial, shapes, geometry),
        _call(st.sampled_from(("s_intersects", "s_disjoint")), geometry, _make_boxes()),
        _call(temporal, spans, spans),
    )


def filters() -> st.SearchStrategy[Any]:
    """Filters joined by AND, OR and NOT."""
    return st.recursive(
        predicates(),
        lambda parts: st.one_of(
            st.tuples(st.sampled_from(("and", "or")), st.lists(parts, min_size=2, max_size=3)).map(
                lambda pair: {"op": pair[0], "args": pair[1]}
            ),
            parts.map(lambda part: {"op": "not", "args": [part]}),
        ),
        max_leaves=6,
    )
