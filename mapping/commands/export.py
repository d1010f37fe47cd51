"""`dateline export`: events to take away."""

from pathlib import Path
from typing import Any

import click

from mapping.commands.options import count, filter_options, read_filter, say, store_option, write_pieces
from mapping.exports import write_csv
from mapping.geojson import write_features
from mapping.store import open_store

_WRITERS = {"geojson": write_features, "csv": write_csv}


@click.command(
    short_help="Write events as GeoJSON or CSV.",
    epilog="""\b
Examples:
  dateline export --format geojson --bbox 42,33,46,37 --datetime 2017-10 > kirkuk.geojson
  dateline export --format csv --family battle --country IQ --out battles.csv""",
)
@click.option("--format", "form", type=click.Choice(sorted(_WRITERS)), default="geojson", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write, else standard output.")
@store_option
@filter_options
def export(form: str, out: Path | None, store: Path, **options: Any) -> None:  # noqa: ANN401  (the filter's options)
    """Write the events that pass the filter as GeoJSON (RFC 7946) or CSV."""
    query = read_filter(options)
    with open_store(store, read_only=True) as opened:
        number = opened.count(query)
        write_pieces(out, _WRITERS[form](opened.find_sourced_events(query)))
    if out:
        say(f"Wrote {count(min(number, query.limit or number), 'event')} to {out}.")
