"""The map's skeleton: Folium's own ways still work with layers of ours, and nothing but constants goes in."""

import folium
import pytest

from mapping.event_types import load_event_types
from mapping.layers import BasemapLayer, DatelineMap, EventsLayer, make_legend, make_map
from mapping.page.offline import OfflineFigure


def render(*layers: folium.map.Layer, control: bool = True) -> str:
    """A whole page with these layers, and a layer control."""
    page = DatelineMap(tiles=None)
    for layer in layers:
        layer.add_to(page)
    if control:
        folium.LayerControl().add_to(page)
    return page.add_to(OfflineFigure()).get_root().render()


def test_the_layer_control_knows_the_events() -> None:
    """Our layer is an overlay that a reader can switch on and off with Folium's own control."""
    layer = EventsLayer()
    html = render(BasemapLayer(url="/basemap.pmtiles"), layer)
    overlays = html.split("overlays :")[1].split("}")[0]
    assert f'"Events" : {layer.get_name()}' in overlays
    assert f"var {layer.get_name()} = new L.Dateline.EventsLayer({{" in html


def test_a_hidden_layer_is_made_but_not_added() -> None:
    """`show=False` leaves the switching on to the reader, as with Folium's layers."""
    shown, hidden = EventsLayer(), EventsLayer(show=False)
    assert f"{shown.get_name()}.addTo(" in render(shown)
    assert f"{hidden.get_name()}.addTo(" not in render(hidden)


def test_layers_link_their_scripts_once() -> None:
    """Two events layers on one map load one module; the control needs no file of its own."""
    html = render(EventsLayer(), EventsLayer(name="Others"))
    assert html.count('<script type="module" src="/static/js/layers.js"></script>') == 1


def test_the_map_leaves_viewport_and_style_to_the_page() -> None:
    """Folium's own template forbids zooming on a phone and has inline styles, which the policy refuses."""
    html = render(EventsLayer(), control=False)
    assert "user-scalable" not in html
    assert "<style" not in html


@pytest.mark.parametrize(
    ("url", "linked"),
    [pytest.param("/basemap.pmtiles", True, id="tiles"), pytest.param(None, False, id="outlines inside the page")],
)
def test_the_tile_library_is_linked_where_it_is_needed(url: str | None, linked: bool) -> None:
    """A file that carries its outlines has no use for it."""
    page = make_map(basemap_url=url)
    assert any("protomaps" in asset.path for asset in page.parts.assets) is linked


def test_the_skeleton_is_the_same_each_time() -> None:
    """No random name and no clock: equal pages, equal bytes."""
    assert make_map(basemap_url=None) == make_map(basemap_url=None)


def test_the_start_script_hands_over_what_it_made() -> None:
    """The map and both layers exist before the page is started on them."""
    script = make_map(basemap_url="/basemap.pmtiles").start_script
    made, started = script.split("L.Dateline.start(")
    for name in ("map_main", "basemap_layer_basemap", "events_layer_events"):
        assert f"var {name} = " in made
        assert name in started


def test_the_legend_has_every_family_and_type() -> None:
    """Labels, colours and glyphs of the tables, for the page."""
    legend = make_legend()
    kinds = load_event_types()
    assert [family["code"] for family in legend["families"]] == list(kinds.families)
    assert {kind["code"]: kind["label"] for kind in legend["types"]} == {
        code: kind.label for code, kind in kinds.types.items()
    }
    assert all(family["colour_light"].startswith("#") and family["glyph"] for family in legend["families"])
