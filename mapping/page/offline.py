"""A Folium page without any outside link: every script and style sheet comes from our own static folder.

Folium and its plugins link their files from content delivery networks. `OfflineFigure` rewrites each such link through
the committed manifest `static/vendor.json` and refuses one that the manifest does not know, so that no page can reach
outside without somebody noticing.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from branca.element import CssLink, Element, Figure, JavascriptLink

from mapping.errors import SettingsError
from mapping.settings import find_folder


@dataclass(frozen=True, kw_only=True, slots=True)
class Asset:
    """One file of the static folder that a page links.

    `path` is relative to the static folder; `kind` is "script", "module" or "style".
    """

    path: str
    kind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureParts:
    """What a Folium map puts on a page: files to link in order, HTML of the body, and the script that builds it."""

    assets: tuple[Asset, ...]
    html: str
    script: str


@cache
def load_links(manifest: Path | None = None) -> tuple[tuple[str, Asset], ...]:
    """The ends of outside addresses that the manifest knows, each with the file that stands in for it.

    Args:
        manifest: The file `vendor.json`; None means the bundled one.
    """
    path = manifest or find_folder("static") / "vendor.json"
    entries = json.loads(path.read_text(encoding="utf-8"))["urls"]
    return tuple((entry["ends"], _make_asset(entry)) for entry in entries)


def _make_asset(entry: dict[str, str]) -> Asset:
    kind = "module" if entry.get("module") else "style" if entry["to"].endswith(".css") else "script"
    return Asset(path=entry["to"], kind=kind)


def find_asset(url: str) -> Asset:
    """The file of ours that stands in for an outside address.

    Raises:
        SettingsError: The manifest does not know the address.
    """
    path = "/" + urlsplit(url).path.lstrip("/")
    for end, asset in load_links():
        if path.endswith("/" + end):
            return asset
    raise SettingsError(f"{url!r} would be loaded from outside: add it to static/vendor.json, under packages and urls")


class OfflineFigure(Figure):
    """A branca figure whose links all lead to our static folder.

    Add a map to it with `folium_map.add_to(OfflineFigure())`, then call `render()` for a whole page or `render_parts()`
    for the pieces that a template of ours puts together.
    """

    def __init__(self, static_url: str = "/static") -> None:
        """Take the address under which the static folder is served, without a slash at its end."""
        super().__init__()
        self.static_url = static_url.rstrip("/")

    def render(self, **kwargs: object) -> str:
        """The whole page.

        Raises:
            SettingsError: A link leads to an address that the manifest does not know.
        """
        for child in tuple(self._children.values()):
            child.render(**kwargs)
        self._replace_links()
        return str(self._template.render(this=self, kwargs=kwargs))

    def render_parts(self) -> FigureParts:
        """The pieces of the page, links apart from scripts, for a page with a content security policy.

        Raises:
            SettingsError: A link leads to an address that the manifest does not know.
        """
        for child in tuple(self._children.values()):
            child.render()
        assets = tuple(dict.fromkeys(asset for _, asset in self._find_links()))
        return FigureParts(assets=assets, html=self.html.render(), script=self.script.render())

    def _find_links(self) -> Iterator[tuple[str, Asset]]:
        """The header's links by their names in it, in order."""
        for name, child in self.header._children.items():
            if isinstance(child, JavascriptLink | CssLink):
                yield name, find_asset(child.url)

    def _replace_links(self) -> None:
        seen: set[Asset] = set()
        for name, asset in list(self._find_links()):
            if asset in seen:
                del self.header._children[name]
                continue
            seen.add(asset)
            self.header._children[name] = Element(write_link(asset, self.static_url))


def write_link(asset: Asset, static_url: str) -> str:
    """The HTML element that loads an asset."""
    url = escape(f"{static_url}/{asset.path}")
    if asset.kind == "style":
        return f'<link rel="stylesheet" href="{url}">'
    kind = ' type="module"' if asset.kind == "module" else ""
    return f'<script{kind} src="{url}"></script>'
