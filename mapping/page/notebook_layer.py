"""A Folium layer that brings its data and scripts along and loads nothing.

Folium compiles what it is handed as a template, so no text of an event comes near it: the events pass as JSON in
base64, whose letters mean nothing to a template, and `static/notebook-layer.js` shows them through `textContent`.
"""

import base64

from branca.element import Element, Figure
from folium.map import Layer
from folium.template import Template

from mapping.errors import ExportError
from mapping.page.bundle import read_leaflet
from mapping.settings import find_folder

_NAME_MARKS = frozenset(" .,-_:!?()")


class NotebookLayer(Layer):
    """A layer of packed events; made by `to_layer`."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.datelineEvents("{{ this.packed }}");
        {% endmacro %}
        """
    )

    def __init__(self, packed: str, *, name: str, show: bool) -> None:
        plain = "".join(letter if letter.isalnum() or letter in _NAME_MARKS else " " for letter in name)
        super().__init__(name=plain, overlay=True, control=True, show=show)
        self._name = "NotebookLayer"
        self.packed = packed

    def render(self, **kwargs: object) -> str:
        """Put the scripts into the page's head, once however many layers there are, and the layer into its script.

        Raises:
            ExportError: The layer stands on no map.
        """
        figure = self.get_root()
        if not isinstance(figure, Figure):
            raise ExportError("a layer is shown on a map: add it with folium.Map().add_child(layer)")
        figure.header.add_child(Element(_write_scripts()), name="dateline_notebook_layer")
        return str(super().render(**kwargs))  # type: ignore[no-untyped-call]


def _write_scripts() -> str:
    """Leaflet, run only where the map's own copy did not load, and the script of the layer."""
    static = find_folder("static")
    leaflet, style = read_leaflet(static)
    layer = (static / "notebook-layer.js").read_text(encoding="utf-8")
    # In base64 none of them can end the element, or be taken for a template by Folium.
    return (
        "<script>(function () {"
        "var read = function (packed) { return decodeURIComponent(escape(atob(packed))); };"
        'var run = function (text) { var script = document.createElement("script"); script.textContent = text;'
        " document.head.appendChild(script); };"
        f'if (!window.L) {{ run(read("{_pack_text(leaflet)}"));'
        f' var style = document.createElement("style"); style.textContent = read("{_pack_text(style)}");'
        " document.head.appendChild(style); }"
        f'if (!L.datelineEvents) run(read("{_pack_text(layer)}"));'
        "})();</script>"
    )


def _pack_text(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
