"""A file of events -> a store: every row read and checked first, then all of them in one transaction, or none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from mapping.errors import ImportFileError
from mapping.imports import own
from mapping.imports.country_check import CountryCheck, FindCountry
from mapping.imports.deciding import Decisions
from mapping.imports.extraction import make_extraction
from mapping.imports.files import Source, open_source
from mapping.imports.formats import ReadRow, find_format, is_known_header, make_reader
from mapping.imports.geocoding import PlaceFinder
from mapping.imports.placing import ImportOptions, make_tools
from mapping.imports.report import ImportReport, UnmatchedRow, find_unmatched
from mapping.imports.staging import Staging
from mapping.imports.values import ImportedEvent, RowError
from mapping.model import Extraction
from mapping.store import EventStore

_BATCH = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far an import is: `step` is "checking" or "storing", `done` of `total` in bytes, rows or events."""

    step: str
    done: int
    total: int


def import_file(
    path: Path,
    store: EventStore | None,
    finder: PlaceFinder,
    options: ImportOptions,
    *,
    source_format: str = "",
    find_country: FindCountry | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
    on_unmatched: Callable[[UnmatchedRow], None] = lambda _: None,
) -> ImportReport:
    """Import a file of events.

    Args:
        path: A table, workbook, JSON or GeoJSON file, or a zip with one of them.
        store: Open for writing; None checks the file and stores nothing.
        finder: The gazetteer.
        options: What the person says of the file.
        source_format: The format's name; "" lets the columns tell.
        find_country: The outlines that points are checked against, and that tell the country of a point whose row
            names none; None leaves both out.
        on_progress: Called now and then.
        on_unmatched: Called for each row whose place was not found, or guessed.

    Returns:
        What became of the rows.

    Raises:
        ImportFileError: The file cannot be read, is of no format that fits, leaves a question open, or its points lie
            in other countries than its rows say; nothing is stored.
        StoreError: The store refuses; nothing is stored.
    """
    tools = make_tools(finder, options)
    with open_source(path, is_known_header, sheet=options.sheet) as source, Staging() as staging:
        known = find_format(source.header, source_format)
        reader = make_reader(known, source, tools)
        if reader.questions:
            raise ImportFileError(f"{str(path)!r}: {'; '.join(reader.questions)}")
        report = ImportReport(path=str(path), source_format=known.label, opened=describe_source(source))
        check = CountryCheck(find_country, tools.countries) if find_country else None
        _stage(source, reader.read_row, staging, report, check, on_progress)
        _finish_check(report, check if options.check_countries else None, path)
        for number, event in staging.read():
            report.count_event(event)
            unmatched = find_unmatched(event, number)
            if unmatched:
                on_unmatched(unmatched)
        if store is not None:
            _store(staging, store, report, path, on_progress)
    return report


def describe_source(source: Source) -> str:
    """How a file was opened, in words."""
    names = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "strokes"}
    parts = (
        source.encoding,
        f"cells between {names[source.delimiter]}" if source.delimiter else "",
        {"json": "JSON", "geojson": "GeoJSON", "table": "", "workbook": ""}.get(source.kind, source.kind),
        f"{'sheet' if source.kind == 'workbook' else 'layer'} {source.sheet!r}" if source.sheet else "",
        source.note,
    )
    return ", ".join(part for part in parts if part)


def _stage(
    source: Source,
    read_row: ReadRow,
    staging: Staging,
    report: ImportReport,
    check: CountryCheck | None,
    on_progress: Callable[[Progress], None],
) -> None:
    for row, done in source.read():
        report.read += 1
        if isinstance(row, RowError):
            report.count_error(row, report.read)
            continue
        try:
            event = read_row(row)
        except RowError as error:
            report.count_error(error, row.number)
            continue
        if check and event.source_format != own.NAME:
            event = check.fill(event)
            check.add(event)
        became = staging.add(event, row.number)
        report.merged += became == "merged"
        report.repeated += became == "repeated"
        report.superseded += became in ("replaced", "outdated")
        if report.read % 1000 == 0:
            on_progress(Progress(step="checking", done=done, total=source.size))
    on_progress(Progress(step="checking", done=source.size, total=source.size))


def _finish_check(report: ImportReport, check: CountryCheck | None, path: Path) -> None:
    if check:
        report.checked, report.outside = check.checked, check.wrong
        trouble = check.explain()
        if trouble:
            raise ImportFileError(f"{str(path)!r}: {trouble}")
    if not report.read:
        raise ImportFileError(f"{str(path)!r} has columns, but no rows")


def _store(
    staging: Staging, store: EventStore, report: ImportReport, path: Path, on_progress: Callable[[Progress], None]
) -> None:
    documents = 0

    decisions = Decisions(store)

    def give() -> Iterator[Extraction]:
        nonlocal documents
        done = 0
        groups = groupby(staging.read(), key=lambda pair: pair[1].doc_id)
        told = (tuple(event for _, event in group) for _, group in groups)
        while batch := list(islice(told, _BATCH)):
            documents += len(batch)
            done += sum(map(len, batch))
            for event in (event for rows in batch for event in rows):
                decisions.add(event)
            yield from _select_new(batch, store, path.name)
            on_progress(Progress(step="storing", done=done, total=report.kept))

    report.added = store.add_all(give(), again=True, corrections=decisions.found)
    report.decided, report.decided_here = len(decisions.found), decisions.passed_over
    report.known = documents - report.added
    on_progress(Progress(step="storing", done=report.kept, total=report.kept))


def _select_new(batch: Sequence[tuple[ImportedEvent, ...]], store: EventStore, path: str) -> Iterator[Extraction]:
    """What would change the store: most rows of most files, so that it is asked once for all of them."""
    made = [make_extraction(rows, path=path) for rows in batch if not _is_told_better(rows[0], store)]
    known = store.find_known([one.document for one in made])
    return (one for one in made if one.document.doc_id not in known or not _is_told_alike(one, store))


def _is_told_alike(extraction: Extraction, store: EventStore) -> bool:
    """Equal rows may make other events than before: read with another order of days, or placed by a newer gazetteer."""
    return tuple(store.find_document_events(extraction.document.doc_id)) == extraction.events


def _is_told_better(event: ImportedEvent, store: EventStore) -> bool:
    """An export has sentences alone; where the store has the whole text, that stays."""
    return event.source_format == own.NAME and store.has_document(event.doc_id)
