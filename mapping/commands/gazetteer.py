"""`dateline gazetteer`: look into the list of places."""

import json
from dataclasses import asdict

import click

from mapping.errors import GazetteerError
from mapping.gazetteer import open_gazetteer
from mapping.model import Place

_SIMILAR = 5


@click.group(short_help="Look into the list of places.")
def gazetteer() -> None:
    """Look into the list of places that names are resolved against."""


@gazetteer.command(
    epilog="""\b
Examples:
  dateline gazetteer search Tripoli
  dateline gazetteer search "Kirkuk Province" --limit 3"""
)
@click.argument("name")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1), help="At most so many places.")
def search(name: str, limit: int) -> None:
    """List the places that bear a NAME, the most prominent first."""
    opened = open_gazetteer()
    places = opened.find_places(name)
    if not places:
        similar = dict.fromkeys(place.name for place in opened.find_similar(name, limit=_SIMILAR))
        hint = f": did you mean {' or '.join(similar)}?" if similar else ": check the spelling"
        raise GazetteerError(f"no place is called {name!r}{hint}")
    for place in places[:limit]:
        click.echo(_describe(place))
    if len(places) > limit:
        click.echo(f"... and {len(places) - limit} more: give a larger --limit", err=True)


@gazetteer.command(
    epilog="""\b
Example:
  dateline gazetteer info gn:94787"""
)
@click.argument("place_id", metavar="ID")
def info(place_id: str) -> None:
    """Show all that is known of the place with an ID, as JSON."""
    click.echo(json.dumps(asdict(open_gazetteer().get_place(place_id)), ensure_ascii=False, indent=2))


def _describe(place: Place) -> str:
    """One place in a line, its columns parted by tabs."""
    where = ", ".join(dict.fromkeys(part for part in (place.name, place.admin1, place.country) if part))
    people = f"{place.population:,} people" if place.population else "population unknown"
    return f"{place.place_id}\t{where}\t{place.level.value} ({place.feature_code})\t{people}\t{place.lat}, {place.lon}"
