"""`dateline map`: the map as one file."""

from pathlib import Path
from typing import Any

import click

from mapping.commands.options import filter_options, read_filter, say, store_option
from mapping.plain import count
from mapping.store import open_store


@click.command(
    "map",
    short_help="Write a map that opens without a network.",
    epilog="""\b
Example:
  dateline map kirkuk.html --bbox 42,33,46,37 --datetime 2017-09/2017-10""",
)
@click.argument("out", metavar="OUT.html", type=click.Path(dir_okay=False, path_type=Path))
@store_option
@filter_options
def save_map(out: Path, store: Path | str, **options: Any) -> None:  # noqa: ANN401  (the filter's options)
    """Write the events that pass the filter as a map in one HTML file.

    It opens from disk, without a network and without Dateline.
    """
    # Folium brings pandas, half a second that no other subcommand should pay.
    from mapping.page.saved_map import MANY, write_map

    query = read_filter(options)
    with open_store(store, read_only=True) as opened:
        events = list(opened.find_events(query))
        documents = {doc_id: opened.get_document(doc_id) for doc_id in {event.doc_id for event in events}}
    if len(events) > MANY:
        say(f"{len(events):,} events in one file open slowly: a filter makes it lighter, see `dateline map --help`.")
    number = write_map(events, documents, out)
    say(f"Wrote {count(number, 'event')} to {out}.")
