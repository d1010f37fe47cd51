"""`dateline ingest`: news into an events file."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click

from mapping.commands.options import clean, gazetteer_option, read_day, say, store_option
from mapping.documents import STANDARD_INPUT, Failure, list_files, read_documents
from mapping.events import NO_DAY
from mapping.gazetteer import open_gazetteer
from mapping.ingest import IngestReport, ingest_documents
from mapping.language import LanguageModel
from mapping.model import Document
from mapping.pipeline import extract_events
from mapping.plain import count
from mapping.processes import extract_in_processes
from mapping.resolution.memory import OutletMemory
from mapping.storage.address import show_address
from mapping.store import EventStore, open_store

_SHOWN_FAILURES = 20
_SHOWN_REASONS = 5


class ByteProgress:
    """How far a run is, in bytes of its files: the only measure that is known beforehand and without reading them."""

    def __init__(self, paths: Sequence[str | Path]) -> None:
        self._sizes = {file: _find_size(file) for path in paths for file in list_files(path) if isinstance(file, str)}
        self._starts: dict[str, int] = {}
        total = 0
        for file, size in self._sizes.items():
            self._starts[file] = total
            total += size
        self.total = total
        self._inside: Counter[str] = Counter()
        self._done = 0

    def advance(self, item: Document | Failure) -> int:
        """How many bytes further the run is once this item is done with."""
        length = len(item.text.encode()) if isinstance(item, Document) else 0
        self._inside[item.path] += length
        size = self._sizes.get(item.path, 0)
        position = self._starts.get(item.path, self._done) + min(self._inside[item.path], size)
        step = max(0, position - self._done)
        self._done += step
        return step

    def finish(self) -> int:
        """The bytes that are left at the end: of a file's own frame, such as JSON's names and a page's menus."""
        return max(self.total, 1) - self._done


def _find_size(file: str) -> int:
    return 0 if file == STANDARD_INPUT else Path(file).stat().st_size


@click.command(
    short_help="Read news into the events file.",
    epilog="""\b
Examples:
  dateline ingest news/ --store kirkuk.db
  dateline ingest article.txt --published 2017-10-18 --source "Example Wire"
  curl -s https://example.org/story.html | dateline ingest -""",
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=str))
@click.option(
    "--published", type=read_day, metavar="DAY", help="The day of publication of all of them, as in 2017-10-18."
)
@click.option("--source", default="", help="The outlet of all of them.")
@click.option("--again", is_flag=True, help="Read documents again that the events file knows, as after an update.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many processes read, of about a gigabyte each; worth their start from some hundred documents on.",
)
@gazetteer_option
@store_option
def ingest(
    paths: tuple[str, ...],
    published: date | None,
    source: str,
    again: bool,
    workers: int,
    gazetteer: Path | None,
    store: Path,
) -> None:
    """Read news from files, folders and standard input (-) into the events file.

    Plain text, HTML, and JSON lines and CSV with a column text (also: doc_id, title, published, source, url). What
    cannot be read is named with its reason, and the rest goes on. Documents that the file knows are passed over.
    """
    with open_store(store) as opened:
        report = read_into(
            opened, paths, published=published, source=source, again=again, workers=workers, gazetteer=gazetteer
        )
    _tell(report, store)
    if not report.documents:
        sys.exit(1)


def read_into(
    store: EventStore,
    paths: Sequence[str | Path],
    *,
    published: date | None = None,
    source: str = "",
    again: bool = False,
    workers: int = 1,
    gazetteer: Path | None = None,
) -> IngestReport:
    """Ingest files with a progress bar on standard error.

    Args:
        store: Open for writing.
        paths: Files, folders and "-".
        published: The day of publication of all of them, if the caller knows it.
        source: Their outlet, if the caller knows it.
        again: Read known documents again.
        workers: How many processes read; one is this one.
        gazetteer: The folder of the list of places; None means the one that travels with Dateline.
    """
    items = read_documents(paths, created=published, source=source, stdin=sys.stdin.buffer)
    outlets = OutletMemory(store.read_outlet, store.keep_outlet_article)
    if workers > 1:
        extract = partial(extract_in_processes, workers=workers, gazetteer=gazetteer, outlets=outlets)
    else:
        places = open_gazetteer(gazetteer)
        extract = partial(extract_events, language=LanguageModel(), gazetteer=places, outlets=outlets)
    progress = ByteProgress(paths)
    with click.progressbar(length=max(progress.total, 1), label="Reading", file=sys.stderr) as bar:
        report = ingest_documents(
            items, store, extract, again=again, on_item=lambda item: bar.update(progress.advance(item))
        )
        bar.update(progress.finish())
    return report


def _tell(report: IngestReport, store: Path | str) -> None:
    for line in _sum_up(report, store):
        say(line)


def _sum_up(report: IngestReport, store: Path | str) -> Iterator[str]:
    """The run in a few lines: failures first, since what scrolls away is read least."""
    for failure in report.failures[:_SHOWN_FAILURES]:
        yield f"Not read: {failure}"
    if len(report.failures) > _SHOWN_FAILURES:
        yield f"Not read: {len(report.failures) - _SHOWN_FAILURES} more"
    yield f"Events file: {show_address(store)}"
    yield f"Documents:   {_list_parts(report)}"
    yield f"Events:      {report.events:,} new, of them {report.placed:,} with a place and {report.dated:,} with a date"
    if report.joined:
        yield f"Merged:      {report.joined:,} that another document tells as well"
    yield from _list_reasons("Unplaced:   ", report.unplaced)
    yield from _list_reasons("Undated:    ", report.undated)
    if NO_DAY in report.undated:
        yield "             (--published DAY tells the day of publication; known documents are then read again)"
    if report.passed_over:
        words = count(report.passed_over, "word")
        yield f"No events:   {words} passed over as telling of no happening (dateline explain names them)"
    if report.repeats:
        yield f"Read once:   {count(report.repeats, 'paragraph')} that repeat another (captions, pull quotes)"


def _list_parts(report: IngestReport) -> str:
    parts = [f"{report.added:,} new"]
    parts += [f"{report.replaced:,} replaced"] if report.replaced else []
    parts += [f"{report.known:,} known already", f"{len(report.failures):,} not read"]
    return ", ".join(parts)


def _list_reasons(label: str, reasons: Counter[str]) -> Iterable[str]:
    told = [f"{number:,} {clean(reason)}" for reason, number in reasons.most_common(_SHOWN_REASONS)]
    return [f"{label} {reasons.total():,} ({'; '.join(told)})"] if told else []
