"""`dateline import`: files of events that others made into an events file."""

import csv
import io
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from mapping.boundaries import open_boundaries
from mapping.commands.options import clean, gazetteer_option, read_day, say, store_option, write_pieces
from mapping.errors import ImportFileError, SettingsError
from mapping.event_types import load_event_types
from mapping.exporting.csv_table import protect_cell
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.imports.codes import load_country_codes
from mapping.imports.fields import join_words
from mapping.imports.formats import FORMATS
from mapping.imports.loading import Progress, import_file
from mapping.imports.placing import ImportOptions
from mapping.imports.preview import Preview, preview_file
from mapping.imports.report import ImportReport, UnmatchedRow, write_report
from mapping.model import Event
from mapping.plain import count
from mapping.store import EventStore, open_store

_STEPS = 1000


@click.command(
    "import",
    epilog="""\b
Examples:
  dateline import acled.csv
  dateline import incidents.xlsx --preview
  dateline import incidents.csv --map Ort=place --country IQ --unmatched not-found.csv
  dateline import 20240301120000.export.CSV.zip --gdelt-all""",
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice([known.name for known in FORMATS]), help="Else the columns tell.")
@click.option("--preview", is_flag=True, help="Show what each column is taken for and the first events; store nothing.")
@click.option("--check", is_flag=True, help="Read and check every row, report, and store nothing.")
@click.option("--map", "maps", metavar="COLUMN=FIELD", multiple=True, help="What a column is; may be given again.")
@click.option("--country-column", metavar="COLUMN", help="The column with the country; as --map COLUMN=country.")
@click.option("--country", metavar="CODE", default="", help="The country of rows that name none, as in IQ.")
@click.option("--country-codes", type=click.Choice(["iso", "fips"]), default="iso", show_default=True)
@click.option("--day-first", "order", flag_value="day", help="03/04/2024 is in April; else the column decides.")
@click.option("--month-first", "order", flag_value="month", help="03/04/2024 is in March.")
@click.option("--swap-axes", is_flag=True, help="The columns of latitude and longitude are exchanged.")
@click.option("--type", "event_type", default="", help="The type of rows that state none, as in battle.clash.")
@click.option("--sheet", default="", help="The sheet of a workbook, or the layer; else the first that fits.")
@click.option(
    "--written", type=read_day, metavar="DAY", help="The day the file was made; else the day it was last changed."
)
@click.option("--gdelt-all", is_flag=True, help="GDELT: also talk, cooperation and what is not in an article's lead.")
@click.option("--gdelt-centroids", is_flag=True, help="GDELT: also events placed in a whole country.")
@click.option("--gdelt-reported-day", is_flag=True, help="GDELT: the day of the report instead of the day told.")
@click.option("--no-country-check", is_flag=True, help="Import even if points lie outside the countries of their rows.")
@click.option(
    "--unmatched", type=click.Path(dir_okay=False, path_type=Path), help="List rows without a sure place here."
)
@gazetteer_option
@store_option
def import_(
    paths: tuple[Path, ...],
    preview: bool,
    check: bool,
    gazetteer: Path | None,
    store: Path | str,
    **options: Any,  # noqa: ANN401
) -> None:
    """Import events from ACLED, GDELT, UCDP GED, GTD, EM-DAT, TimeMap, GeoJSON, and any CSV or Excel table.

    A table needs a column of place names, which the gazetteer looks up, or of latitudes and longitudes. All rows of a
    file are checked first and stored together, or none is.
    """
    places = open_gazetteer(gazetteer)
    if preview:
        for path in paths:
            read = _read_options(path, options)
            shown = _show(preview_file(path, places, read, source_format=options["form"] or ""))
            click.echo("\n".join(map(clean, shown)))
        return
    unmatched: list[UnmatchedRow] = []
    if check:
        reports = [_import(path, None, places, options, unmatched) for path in paths]
    else:
        with open_store(store) as opened:
            reports = [_import(path, opened, places, options, unmatched) for path in paths]
    if options["unmatched"]:
        write_pieces(options["unmatched"], _write_unmatched(unmatched))
        say(f"Listed {count(len(unmatched), 'row')} without a sure place in {options['unmatched']}.")
    elif unmatched:
        say(f"{count(len(unmatched), 'row')} without a sure place; list them with --unmatched FILE.")
    if not any(report.kept for report in reports):
        sys.exit(1)


def _import(
    path: Path, store: EventStore | None, gazetteer: Gazetteer, options: dict[str, Any], unmatched: list[UnmatchedRow]
) -> ImportReport:
    find_country = open_boundaries().find_country
    with click.progressbar(length=2 * _STEPS, label=f"Importing {clean(path.name)}", file=sys.stderr) as bar:

        def advance(progress: Progress) -> None:
            done = _STEPS * progress.done // max(progress.total, 1) + _STEPS * (progress.step == "storing")
            bar.update(max(0, min(done, 2 * _STEPS) - bar.pos))

        report = import_file(
            path,
            store,
            gazetteer,
            _read_options(path, options),
            source_format=options["form"] or "",
            find_country=find_country,
            on_progress=advance,
            on_unmatched=unmatched.append,
        )
    for line in write_report(report):
        say(line)
    if store is not None:
        say(f"Stored:   {count(report.added, 'document')} new or changed, {report.known:,} known already")
    return report


def _read_options(path: Path, options: dict[str, Any]) -> ImportOptions:
    columns = {}
    for text in options["maps"]:
        column, equals, field = text.rpartition("=")
        if not equals or not column:
            raise SettingsError(f"--map takes COLUMN=FIELD, as in --map Ort=place; not {text!r}")
        columns[column] = field.strip()
    if options["country_column"]:
        columns[options["country_column"]] = "country"
    country = load_country_codes().from_text(options["country"])
    if options["country"] and not country:
        raise SettingsError(f"--country takes a code or name, as in IQ; {options['country']!r} is none")
    if options["event_type"] and options["event_type"] not in load_event_types().types:
        raise SettingsError(f"--type takes a type such as battle.clash; {options['event_type']!r} is none")
    return ImportOptions(
        latest=options["written"] or _find_written(path),
        day_first=options["order"] == "day" if options["order"] else None,
        country=country,
        country_codes="fips" if options["country_codes"] == "fips" else "",
        swap_axes=options["swap_axes"],
        columns=columns,
        event_type=options["event_type"],
        all_reports=options["gdelt_all"],
        centroids=options["gdelt_centroids"],
        reported_day=options["gdelt_reported_day"],
        check_countries=not options["no_country_check"],
        sheet=options["sheet"],
    )


def _find_written(path: Path) -> date:
    """A file cannot tell of what came long after it was last written."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    except OSError as error:
        raise ImportFileError(f"{str(path)!r} cannot be read: {error.strerror or error}") from error


def _show(preview: Preview) -> Iterator[str]:
    """The preview in lines: columns, questions, first events."""
    yield f"{preview.path}: {preview.source_format}{f' ({preview.opened})' if preview.opened else ''}"
    yield ""
    width = max((len(use.column) for use in preview.columns), default=0)
    yield f"  {'column':{width}}  {'taken for':15}  first cells"
    for use in preview.columns:
        yield f"  {use.column:{width}}  {use.field or '-':15}  {' | '.join(use.samples)}"
    yield ""
    yield from (f"Note: {note}" for note in preview.notes)
    yield from (f"To decide: {question}" for question in preview.questions)
    yield from (f"Not used: {error}" for error in preview.errors)
    yield from (_show_event(event) for event in preview.events)


def _show_event(event: Event) -> str:
    when = event.date.edtf if event.date else f"no date ({event.undated})"
    where = f"no place ({event.unplaced})"
    if event.place:
        place = event.place.place
        named = join_words((place.name, place.admin1, place.country))
        where = f"{named} ({place.lat:.4f}, {place.lon:.4f}; {event.place.rule})"
    return f"Event: {when} | {event.trigger.type} | {where} | {' '.join(event.sentence.split())[:80]}"


def _write_unmatched(rows: Iterable[UnmatchedRow]) -> Iterator[str]:
    yield _write_line(("row", "id", "status", "words", "reason", "guessed_place"))
    for row in rows:
        status = "guessed" if row.place else "not found"
        yield _write_line((str(row.number), row.doc_id, status, row.words, row.reason, row.place))


def _write_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(map(protect_cell, cells))
    return line.getvalue()
