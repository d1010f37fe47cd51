"""`dateline explain` and `dateline extract`: what Dateline makes of a text, for a person and for a program."""

import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TextIO

import click

from mapping.commands.options import gazetteer_option, read_day, say, store_option, write_pieces
from mapping.documents import Failure, move_extent, read_documents, read_headline, read_whole
from mapping.errors import DocumentError
from mapping.explain import explain_document
from mapping.explain_event import explain_event
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Document, Span
from mapping.pipeline import Given, analyse
from mapping.plain import count
from mapping.records import Record, read_records, write_record
from mapping.store import open_store

_SHOWN_ERRORS = 20


@click.command(
    short_help="Show what is found in a text, and why.",
    epilog="""\b
Example:
  dateline explain article.txt --published 2017-10-18
  dateline explain --event 6b27cbf7faecf00d --store dateline.db""",
)
@click.argument("file", required=False, type=click.Path(path_type=str))
@click.option("--event", "event_id", metavar="ID", help="Instead: why the reports of a stored event are one event.")
@store_option
@click.option("--published", type=read_day, metavar="DAY", help="The day of publication, as in 2017-10-18.")
@gazetteer_option
def explain(
    file: str | None, event_id: str | None, store: Path | str, published: date | None, gazetteer: Path | None
) -> None:
    """Show what is found in each sentence of a text, and why: places, dates, events.

    FILE is anything that `dateline ingest` reads; - is standard input. With --event, show of an event in the store
    which report gave which of its values, what could be wrong, and why its reports are one event.
    """
    if (file is None) == (event_id is None):
        raise click.UsageError("name a FILE to explain, or an event with --event ID")
    if event_id is not None:
        _explain_stored(event_id, store)
        return
    opened = open_gazetteer(gazetteer)
    failures = 0
    documents: list[Document] = []
    for item in read_documents([str(file)], created=published, stdin=sys.stdin.buffer):
        if isinstance(item, Failure):
            failures += 1
            say(f"Not read: {item}")
        else:
            documents.append(item)
    for parsed in LanguageModel().parse(documents):
        for line in explain_document(parsed, analyse(parsed, opened)):
            click.echo(line)
        click.echo()
    if failures and not documents:
        sys.exit(1)


def _explain_stored(event_id: str, where: Path | str) -> None:
    with open_store(where, read_only=True) as store:
        event = store.get_event(event_id)
        for line in explain_event(event, tuple(store.find_reports(event_id))):
            click.echo(line)


@click.command(
    short_help="Read JSON lines, write what was found.",
    epilog="""\b
Example:
  dateline extract articles.jsonl --out found.jsonl
  a line in:  {"doc_id": "a1", "text": "A bomb killed three people in Mosul on Monday.", "published": "2017-03-01"}
  a line out: {"doc_id": "a1", "toponyms": [...], "timexes": [...], "events": [...]}""",
)
@click.argument("source", metavar="IN.jsonl", type=click.File("r", encoding="utf-8-sig", errors="surrogateescape"))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write, else standard output.")
@click.option("--given-mentions", is_flag=True, help="Resolve each line's own `mentions` instead of finding any.")
@click.option("--given-triggers", is_flag=True, help="Take each line's own `triggers` as its events.")
@gazetteer_option
def extract(
    source: TextIO, out: Path | None, given_mentions: bool, given_triggers: bool, gazetteer: Path | None
) -> None:
    """Read documents as JSON lines and write what was found in each, one line for one line.

    Offsets count characters of the given text; an event that only the line's `title` tells has null for its own, and
    names and dates of the title are not listed. A line that cannot be used is named on standard error and has no line
    in the output.
    """
    errors: list[DocumentError] = []
    opened = open_gazetteer(gazetteer)
    with _watch(source, out) as lines:
        records = _drop_errors(read_records(lines), errors)
        found = _extract_lines(records, opened, given_mentions=given_mentions, given_triggers=given_triggers)
        counter = _Counter(found)
        write_pieces(out, counter)
    for error in errors[:_SHOWN_ERRORS]:
        say(f"Not read: {source.name}, {error}")
    say(f"{count(counter.number, 'document')} read, {count(len(errors), 'line')} not read.")
    if errors and not counter.number:
        sys.exit(1)


@contextmanager
def _watch(source: TextIO, out: Path | None) -> Iterator[Iterable[str]]:
    """The lines with a bar that shows how much of the file is read, where a person may see it."""
    size = os.fstat(source.fileno()).st_size if out is not None and sys.stderr.isatty() else 0
    if not size:
        yield source
        return
    with click.progressbar(length=size, label="Reading", file=sys.stderr) as bar:

        def pass_lines() -> Iterator[str]:
            for line in source:
                yield line
                bar.update(len(line.encode(errors="surrogateescape")))

        yield pass_lines()


class _Counter:
    """Passes lines on and counts them."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.number += 1
            yield line


def _drop_errors(items: Iterable[Record | DocumentError], errors: list[DocumentError]) -> Iterator[Record]:
    for item in items:
        if isinstance(item, DocumentError):
            errors.append(item)
        elif blank := _find_blank_span(item):
            where = f"document {item.document.doc_id!r}"
            errors.append(DocumentError(f"{where}: no word lies in the given span {blank.start}-{blank.end}"))
        else:
            yield item


def _find_blank_span(record: Record) -> Span | None:
    text = record.document.text
    return next((span for span in _list_spans(record) if not text[span.start : span.end].strip()), None)


def _list_spans(record: Record) -> tuple[Span, ...]:
    return (*(record.mentions or ()), *(record.triggers or ()))


def _extract_lines(
    records: Iterable[Record], gazetteer: Gazetteer, *, given_mentions: bool, given_triggers: bool
) -> Iterator[str]:
    """One line for each record, as soon as it is read."""
    waiting: deque[Record] = deque()

    def pass_documents() -> Iterator[Document]:
        for record in records:
            waiting.append(record)
            # Whoever counts by offsets counts a repeated caption twice.
            yield read_headline(read_whole(record.document, _list_spans(record)))

    for parsed in LanguageModel().parse(pass_documents()):
        record, start = waiting.popleft(), parsed.document.given_start
        given = Given(
            mentions=_move_all(record.mentions, start) if given_mentions else None,
            triggers=_move_all(record.triggers, start) if given_triggers else None,
        )
        yield write_record(analyse(parsed, gazetteer, given)) + "\n"


def _move_all(spans: tuple[Span, ...] | None, given_start: int) -> tuple[Span, ...] | None:
    """A line's own spans as they lie in the document; None where it has none."""
    return spans and tuple(move_extent(span, given_start) for span in spans)
