"""No page of Folium's may link anything from outside."""

import re
from pathlib import Path

import folium
import pytest
from folium.plugins import HeatMap

from mapping.errors import SettingsError
from mapping.layers import make_map
from mapping.page.offline import OfflineFigure, find_asset, load_links
from mapping.settings import find_folder

_OUTSIDE = re.compile(r"(?:src|href)=[\"']?(?:https?:)?//")


def test_the_maps_links_are_files_of_ours() -> None:
    """Every asset of the page's map exists in the static folder, and none is linked twice."""
    assets = make_map(basemap_url="/basemap.pmtiles").parts.assets
    assert len(assets) == len(set(assets)) == 4
    for asset in assets:
        assert (find_folder("static") / asset.path).is_file(), asset.path


def test_a_plain_folium_page_is_refused_where_the_manifest_lacks_a_file() -> None:
    """Folium's own map links Bootstrap; the error names the address and says what to do."""
    with pytest.raises(
        SettingsError, match=r"'https://.*' would be loaded from outside: add it to static/vendor\.json"
    ):
        folium.Map(tiles=None).add_to(OfflineFigure()).get_root().render()


def test_a_plugin_is_covered_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin's script is refused like Folium's own, even where the map itself links nothing."""
    monkeypatch.setattr(folium.Map, "default_js", [])
    monkeypatch.setattr(folium.Map, "default_css", [])
    page = folium.Map(tiles=None)
    HeatMap([[0, 0]]).add_to(page)
    with pytest.raises(SettingsError, match="would be loaded from outside"):
        page.add_to(OfflineFigure()).get_root().render()


def test_a_whole_page_links_nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """With links that the manifest knows, the rendered page leads to our static folder only."""
    leaflet = "https://cdn.example/npm/leaflet@1.9.3/dist/leaflet"
    monkeypatch.setattr(folium.Map, "default_js", [("leaflet", f"{leaflet}.js"), ("again", f"{leaflet}.js?v=2")])
    monkeypatch.setattr(folium.Map, "default_css", [("leaflet_css", f"{leaflet}.css")])
    html = folium.Map(tiles=None).add_to(OfflineFigure("/files/")).get_root().render()
    assert not _OUTSIDE.search(html)
    assert html.count('<script src="/files/vendor/leaflet/leaflet.js"></script>') == 1
    assert '<link rel="stylesheet" href="/files/vendor/leaflet/leaflet.css">' in html


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://cdn.example/leaflet@1.9.3/dist/leaflet.js.evil.js", id="suffix"),
        pytest.param("https://cdn.example/xleaflet@1.9.3/dist/leaflet.js", id="prefix"),
        pytest.param("https://cdn.example/leaflet@1.9.4/dist/leaflet.js", id="version"),
        pytest.param("https://cdn.example/?leaflet@1.9.3/dist/leaflet.js", id="query"),
    ],
)
def test_only_the_exact_file_is_replaced(url: str) -> None:
    """An address that merely resembles a known one is unknown."""
    with pytest.raises(SettingsError):
        find_asset(url)


def test_every_entry_of_the_manifest_leads_to_a_file() -> None:
    """The manifest's stand-ins are all there, modules marked as such."""
    for end, asset in load_links():
        assert (find_folder("static") / asset.path).is_file(), end
        assert asset.kind == "module" or not asset.path.startswith("js/")


def test_no_page_of_ours_names_an_outside_script() -> None:
    """Templates and style sheets load nothing by an address of their own."""
    for path in [*find_folder("templates").glob("*.html"), *find_folder("static").glob("*.css")]:
        text = Path(path).read_text(encoding="utf-8")
        assert not re.search(r"<(?:script|link|img)[^>]*(?:https?:)?//", text), path.name
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", text), path.name
        assert "@import" not in text, path.name
