"""`dateline gazetteer`: look into the list of places, or make a larger one."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from mapping.commands.options import gazetteer_option, say
from mapping.errors import GazetteerError
from mapping.gazetteer import open_gazetteer
from mapping.index.geonames_dump import DumpProgress, build_from_dump
from mapping.model import Place
from mapping.plain import count
from mapping.settings import find_folder

_SIMILAR = 5
_STEPS = 1000


@click.group(short_help="Look into the list of places, or make a larger one.")
def gazetteer() -> None:
    """Look into the list of places that names are resolved against, or make a larger one."""


@gazetteer.command(
    epilog="""\b
Examples:
  dateline gazetteer search Tripoli
  dateline gazetteer search "Kirkuk Province" --limit 3"""
)
@click.argument("name")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1), help="At most so many places.")
@gazetteer_option
def search(name: str, limit: int, gazetteer: Path | None) -> None:
    """List the places that bear a NAME, in any script, the most prominent first.

    Where none does, those of which it may be another spelling.
    """
    opened = open_gazetteer(gazetteer)
    places = opened.find_places(name)
    if not places:
        places = opened.find_heard(name)
        if places:
            say(f"No place is spelt {name!r}; it may be another spelling of:")
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
@gazetteer_option
def info(place_id: str, gazetteer: Path | None) -> None:
    """Show all that is known of the place with an ID, as JSON, with its names in every script."""
    opened = open_gazetteer(gazetteer)
    place = opened.get_place(place_id)
    click.echo(json.dumps(asdict(place) | {"names": opened.find_names(place_id)}, ensure_ascii=False, indent=2))


@gazetteer.command(
    epilog="""\b
Example:
  dateline gazetteer build --geonames dump/ --out gazetteer-full/
  dateline ingest news/ --gazetteer gazetteer-full/"""
)
@click.option(
    "--geonames",
    required=True,
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="The folder with the unpacked files of GeoNames' dump.",
)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder to write.")
@click.option("--only-geonames", is_flag=True, help="Leave out the places and names that Dateline adds.")
def build(geonames: Path, out: Path, only_geonames: bool) -> None:
    """Build a gazetteer with all of GeoNames' places from its own dump.

    Needs allCountries.txt, alternateNamesV2.txt, hierarchy.txt, countryInfo.txt, admin1CodesASCII.txt and
    admin2Codes.txt of https://download.geonames.org/export/dump/, unpacked. Give the folder that it writes to other
    commands as --gazetteer, or set MAPPING_GAZETTEER.
    """
    carried = None if only_geonames else find_folder("geodata") / "gazetteer"
    with click.progressbar(length=2 * _STEPS, label="Building", file=sys.stderr) as bar:

        def advance(progress: DumpProgress) -> None:
            done = _STEPS * progress.done // max(progress.total, 1) + _STEPS * (progress.stage == "write")
            bar.update(max(0, min(done, 2 * _STEPS) - bar.pos))

        report = build_from_dump(geonames, out, carried=carried, on_progress=advance)
    for reason, number in report.skipped:
        say(f"Left out: {count(number, 'line')}, {reason}")
    say(
        f"Written to {out}: {count(report.places, 'place')}, {report.own:,} of them Dateline's own, with"
        f" {count(report.names, 'further name')}; {report.filled:,} got their division from hierarchy.txt."
    )


def _describe(place: Place) -> str:
    """One place in a line, its columns parted by tabs."""
    where = ", ".join(dict.fromkeys(part for part in (place.name, place.admin1, place.country) if part))
    people = f"{place.population:,} people" if place.population else "population unknown"
    return f"{place.place_id}\t{where}\t{place.level.value} ({place.feature_code})\t{people}\t{place.lat}, {place.lon}"
