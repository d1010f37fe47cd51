"""The layer for notebooks: what it packs, and that Folium's templates meet nothing of an event."""

import base64
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import folium
import pandas
import pytest

from mapping.errors import ExportError
from mapping.frames import make_frame
from mapping.model import Document, Event
from mapping.notebook import to_layer
from tests.values import DOCUMENT, EVENT

HOSTILE = "{{ cycler.__init__.__globals__.os.getcwd() }} {% for x in y %} </script><img src=x onerror=alert(1)> ${x} `"
PAIRS = [
    (EVENT, replace(DOCUMENT, url="https://example.org/a")),
    (replace(EVENT, event_id="e2", trigger=replace(EVENT.trigger, type="battle.clash")), DOCUMENT),
    (replace(EVENT, event_id="e3", place=None), DOCUMENT),
]


def make_hostile() -> list[tuple[Event, Document]]:
    """An event whose every text is an attack."""
    assert EVENT.place
    place = replace(EVENT.place.place, name=HOSTILE, admin1=HOSTILE, country=HOSTILE)
    event = replace(EVENT, sentence=HOSTILE, place=replace(EVENT.place, place=place))
    return [(event, replace(DOCUMENT, title=HOSTILE, source=HOSTILE, url="javascript:alert(1)"))]


def unpack(layer: folium.map.Layer) -> dict[str, Any]:
    """The data that a layer carries."""
    data: dict[str, Any] = json.loads(base64.b64decode(layer.packed))
    return data


def render(layer: folium.map.Layer) -> str:
    """A whole page of Folium's own with the layer on it."""
    return str(folium.Map(tiles=None).add_child(layer).get_root().render())


def test_events_are_packed_with_what_a_reader_is_shown() -> None:
    """Those with a place; the families that occur with their number, the most frequent first."""
    data = unpack(to_layer([*PAIRS, (replace(EVENT, event_id="e4"), DOCUMENT)]))
    assert [(family["label"], family["count"]) for family in data["families"]] == [("Protest", 2), ("Armed clash", 1)]
    assert [event["family"] for event in data["events"]] == [0, 1, 0]
    first = data["events"][0]
    assert (first["lon"], first["lat"], first["radius_km"]) == (2.3488, 48.85341, 10.0)
    assert (first["when"], first["place"]) == ("2023-01-16", "Paris, Ile-de-France, France")
    assert (first["sentence"], first["source"], first["url"]) == (EVENT.sentence, "test desk", "https://example.org/a")


def test_a_frame_may_be_filtered_turned_and_cut() -> None:
    """What pandas leaves of a table still makes a layer, in whatever coordinates."""
    frame = make_frame(PAIRS)
    assert len(unpack(to_layer(frame[frame["family"] == "battle"]))["events"]) == 1
    metres = frame[["geometry", "sentence"]].to_crs("EPSG:3857")
    first = unpack(to_layer(metres))["events"][0]
    assert (first["lon"], first["lat"]) == pytest.approx((2.3488, 48.85341))
    assert (first["label"], first["url"]) == ("", None)
    assert unpack(to_layer(frame[:0])) == {"families": [], "events": []}


def test_a_table_without_points_is_refused() -> None:
    """With what makes one."""
    with pytest.raises(ExportError, match="no geometry: make it with read_events"):
        to_layer(pandas.DataFrame({"sentence": ["x"]}))


def test_a_layer_without_a_map_says_so() -> None:
    """Folium itself would fail in its own words."""
    with pytest.raises(ExportError, match=r"add it with folium\.Map\(\)\.add_child"):
        to_layer(PAIRS).render()


def test_no_text_of_an_event_reaches_a_template() -> None:
    """Neither as a template that runs here, nor as markup; the name of the layer as well."""
    html = render(to_layer(make_hostile(), name=HOSTILE))
    assert str(Path.cwd()) not in html
    assert "{{" not in html
    assert "{%" not in html
    assert "onerror" not in html
    assert "javascript:" not in html
    assert unpack(to_layer(make_hostile()))["events"][0]["url"] is None


def test_two_layers_bring_their_scripts_once() -> None:
    """Whatever their order on the map."""
    page = folium.Map(tiles=None).add_child(to_layer(PAIRS)).add_child(to_layer(PAIRS, name="Others", show=False))
    html = page.add_child(folium.LayerControl()).get_root().render()
    assert html.count("if (!L.datelineEvents)") == 1
    assert html.count("= L.datelineEvents(") == 2
    assert '"Others" : notebook_layer_' in html


def test_the_layer_names_no_address_outside() -> None:
    """All links of the page are Folium's own."""
    own = set(re.findall(r'(?:src|href)="([^"]+)"', folium.Map(tiles=None).get_root().render()))
    assert set(re.findall(r'(?:src|href)="([^"]+)"', render(to_layer(PAIRS)))) == own
