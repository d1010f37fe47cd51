"""`dateline export`: events to take away."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from mapping.commands.options import filter_options, read_filter, say, store_option
from mapping.errors import ExportError
from mapping.exporting.records import About, Record
from mapping.exports import (
    FORMATS,
    ExportFormat,
    describe_filter,
    find_format,
    find_path_format,
    find_records,
    save_export,
    stream_export,
)
from mapping.plain import count
from mapping.store import open_store


@click.command(
    short_help="Write events as GeoJSON, CSV, Excel, KML, GeoPackage and more.",
    epilog="""\b
Examples:
  dateline export --bbox 42,33,46,37 --datetime 2017-10 > kirkuk.geojson
  dateline export --family battle --country IQ --out battles.xlsx
  dateline export --out events.parquet""",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([known.name for known in FORMATS]),
    help="Else the ending of --out tells, else geojson.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write, else standard output.")
@store_option
@filter_options
def export(form: str | None, out: Path | None, store: Path | str, **options: Any) -> None:  # noqa: ANN401  (the filter's options)
    """Write the events that pass the filter, in the format that --format or the ending of --out names."""
    about = About(filter=_describe(options), made_at=datetime.now(UTC))
    chosen = _choose_format(form, out)
    query = read_filter(options)
    with open_store(store, read_only=True) as opened:
        number = opened.count(query)
        number = min(number, query.limit or number)
        unplaced = 0 if query.bbox or query.limit else opened.count(replace(query, placed=False))
        with _watch(find_records(opened, query), number, out) as records:
            if out is None:
                for piece in stream_export(records, chosen, about):
                    click.echo(piece, nl=False)
            else:
                save_export(records, out, chosen, about)
    if out:
        say(f"Wrote {count(number, 'event')} to {out}.")
        if query.placed and unplaced:
            say(f"Left out: {count(unplaced, 'event')} without a place; --unplaced takes them in.")


def _choose_format(name: str | None, out: Path | None) -> ExportFormat:
    if name is None:
        return find_path_format(out) if out and out.suffix else find_format("geojson")
    form = find_format(name)
    if form.save and out is None and sys.stdout.isatty():
        raise ExportError(f"{form.label} is no text: name a file with --out")
    return form


def _describe(options: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The filter in words, by the names that it has in an address."""
    told = {name: value for name, value in options.items() if name != "unplaced"}
    return describe_filter(told | {"placed": "any" if options["unplaced"] else ""})


@contextmanager
def _watch(records: Iterator[Record], number: int, out: Path | None) -> Iterator[Iterator[Record]]:
    """The records with a bar that shows how many are written, where a person may see it."""
    if out is None or not sys.stderr.isatty():
        yield records
        return
    with click.progressbar(records, length=number, label="Exporting", file=sys.stderr, update_min_steps=500) as bar:
        yield iter(bar)
