"""The map: Folium's skeleton, a basemap and an events layer of our own; alone writes (lat, lon).

Folium compiles what it is handed as a template on the server, so it gets constants only: no text of a document, an
import, a person or the gazetteer comes near it. The events reach the page as data, and the page's own script shows
them through `textContent`.
"""

from dataclasses import dataclass

import folium
from folium.elements import JSCSSMixin
from folium.map import Layer
from folium.template import Template

from mapping.event_types import load_event_types
from mapping.page.offline import FigureParts, OfflineFigure

MIN_ZOOM, MAX_ZOOM = 2, 12
_LAYERS_JS = ("dateline_layers", "dateline/js/layers.js")


@dataclass(frozen=True, kw_only=True, slots=True)
class MapPage:
    """A rendered map: what the page links and shows, and the script that builds the map and starts the page on it."""

    parts: FigureParts
    start_script: str


class DatelineMap(folium.Map):
    """A Folium map without outside tiles, scripts or styles, and with a page's own viewport and sizes.

    Folium's template forbids zooming the page on a phone (WCAG 1.4.4) and brings inline styles, which our content
    security policy refuses; the script part is Folium's.
    """

    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
                center: {{ this.location|tojson }},
                crs: L.CRS.{{ this.crs }},
                ...{{this.options|tojavascript}}
            });
        {% endmacro %}
        """
    )
    default_js = [("leaflet", "leaflet@1.9.3/dist/leaflet.js")]  # noqa: RUF012 - Folium's own way
    default_css = [("leaflet_css", "leaflet@1.9.3/dist/leaflet.css")]  # noqa: RUF012


class BasemapLayer(JSCSSMixin, Layer):
    """Land, water, borders and labels, drawn in the browser from one file of vector tiles.

    Args:
        url: Where the PMTiles file is served; None draws the outlines that the page itself carries.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.Dateline.basemap({{ this.options|tojavascript }});
        {% endmacro %}
        """
    )

    def __init__(self, *, url: str | None) -> None:
        super().__init__(name="Basemap", overlay=False, control=False, show=True)
        self._name = "BasemapLayer"
        self.options = {"url": url}
        protomaps = ("protomaps", "protomaps-leaflet@5.1.0/dist/protomaps-leaflet.js")
        self.default_js = [protomaps, _LAYERS_JS] if url else [_LAYERS_JS]


class EventsLayer(JSCSSMixin, Layer):
    """Events over columns of numbers, drawn on one canvas; a layer that Folium's LayerControl knows.

    Args:
        name: A constant of ours, never text from outside: Folium compiles it.
    """

    default_js = [_LAYERS_JS]  # noqa: RUF012 - Folium's own way
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = new L.Dateline.EventsLayer({{ this.options|tojavascript }});
        {% endmacro %}
        """
    )

    def __init__(self, *, name: str = "Events", cluster_px: int = 54, show: bool = True) -> None:
        super().__init__(name=name, overlay=True, control=True, show=show)
        self._name = "EventsLayer"
        self.options = {"cluster_px": cluster_px}


def make_legend() -> dict[str, list[dict[str, str]]]:
    """Families and types as the page needs them: labels, colours, glyphs."""
    kinds = load_event_types()
    families = [
        {
            "code": family.family,
            "group": family.group,
            "label": family.label,
            "colour_light": family.colour_light,
            "colour_dark": family.colour_dark,
            "glyph": family.glyph,
        }
        for family in kinds.families.values()
    ]
    types = [{"code": kind.code, "label": kind.label} for kind in kinds.types.values()]
    return {"families": families, "types": types}


def make_map(*, basemap_url: str | None) -> MapPage:
    """Build the map's skeleton.

    Args:
        basemap_url: Where the PMTiles file is served; None for the self-contained file.
    """
    figure = OfflineFigure()
    page = DatelineMap(
        location=(25.0, 15.0),
        zoom_start=MIN_ZOOM,
        tiles=None,
        zoom_control=False,
        world_copy_jump=True,
    )
    # Folium keeps min_zoom and max_zoom for its tile layer, and there is none.
    page.options |= {"min_zoom": MIN_ZOOM, "max_zoom": MAX_ZOOM}
    basemap, events = BasemapLayer(url=basemap_url), EventsLayer()
    for element, element_id in ((page, "main"), (basemap, "basemap"), (events, "events")):
        element._id = element_id  # a constant, so that the page is the same each time it is built
    basemap.add_to(page)
    events.add_to(page)
    page.add_to(figure)
    parts = figure.render_parts()
    names = f"map: {page.get_name()}, basemap: {basemap.get_name()}, events: {events.get_name()}"
    return MapPage(parts=parts, start_script=f"{parts.script}\nL.Dateline.start({{{names}}});\n")
