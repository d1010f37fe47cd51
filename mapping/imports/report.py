"""What became of the rows of an import, counted, with the reason for each that was not kept or not placed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from mapping.imports.placing import BY_FILE, BY_NAME, GUESS
from mapping.imports.values import ImportedEvent, RowError, RowFilteredError
from mapping.kinds import Level
from mapping.plain import count

_SHOWN = 20
_SHOWN_REASONS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class SkippedRow:
    """A row that could not be used; `number` is its place in the file."""

    number: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UnmatchedRow:
    """A row whose words for its place were not found, or only guessed at (`place` is the guess, else "")."""

    number: int
    doc_id: str
    words: str
    reason: str
    place: str = ""


@dataclass(kw_only=True, slots=True)
class ImportReport:
    """What became of a file's rows; filled in as the import goes on.

    Attributes:
        path: The file.
        source_format: The format's label.
        opened: How it was read: encoding, delimiter, sheet.
        read: Rows read; each is kept, merged, repeated, superseded, filtered or skipped.
        kept: Events that the file tells of.
        merged: Rows that were one more report of an event.
        repeated: Rows that are equal to another one, cell for cell.
        superseded: Rows of an id that another row bears as well; the newer or later one was kept.
        filtered: Rows that the format's filter left out, by reason.
        skipped: Rows that could not be used, by reason; `examples` shows some.
        placed_by_file: Events with a point of the file.
        placed_by_name: Events placed by the gazetteer.
        guessed: Events placed by the gazetteer where another place fits as well.
        whole_countries: Events whose place is a country, whatever placed them.
        unplaced: Events without a place, by reason.
        undated: Events without a date, by reason.
        precisions: Events by how finely they are dated.
        warnings: Things to know, counted.
        outside: Points that lie in another country than their row names, of `checked`.
        decided: What persons decided about events, brought along with them.
        decided_here: Events about which persons decided otherwise in this store, which stays.
        added: Documents that the store did not hold or held otherwise; `known` it held as they are.
    """

    path: str = ""
    source_format: str = ""
    opened: str = ""
    read: int = 0
    kept: int = 0
    merged: int = 0
    repeated: int = 0
    superseded: int = 0
    filtered: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    examples: list[SkippedRow] = field(default_factory=list)
    placed_by_file: int = 0
    placed_by_name: int = 0
    guessed: int = 0
    whole_countries: int = 0
    unplaced: Counter[str] = field(default_factory=Counter)
    undated: Counter[str] = field(default_factory=Counter)
    precisions: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    checked: int = 0
    outside: int = 0
    decided: int = 0
    decided_here: int = 0
    added: int = 0
    known: int = 0

    def count_error(self, error: RowError, number: int) -> None:
        """Count a row that is not kept."""
        if isinstance(error, RowFilteredError):
            self.filtered[error.reason] += 1
            return
        self.skipped[error.reason] += 1
        if len(self.examples) < _SHOWN:
            self.examples.append(SkippedRow(number=number, reason=str(error)))

    def count_event(self, event: ImportedEvent) -> None:
        """Count an event that is kept."""
        self.kept += 1
        choice = event.placed.choice
        if choice is None:
            self.unplaced[event.placed.reason] += 1
        else:
            self.placed_by_file += choice.rule not in (BY_NAME, GUESS)
            self.placed_by_name += choice.rule == BY_NAME
            self.guessed += choice.rule == GUESS
            self.whole_countries += choice.place.level is Level.COUNTRY
        if event.span is None:
            self.undated[event.undated] += 1
        else:
            self.precisions[event.span.granularity.value] += 1
        self.warnings.update(event.warnings)


def find_unmatched(event: ImportedEvent, number: int) -> UnmatchedRow | None:
    """What the list of unmatched rows says of an event; None where its place is sure."""
    placed = event.placed
    if placed.choice is not None and (placed.choice.rule == BY_FILE or not placed.reason):
        return None
    place = placed.choice.place if placed.choice else None
    told = ", ".join(filter(None, (place.name, place.admin1, place.country))) if place else ""
    return UnmatchedRow(number=number, doc_id=event.doc_id, words=placed.words, reason=placed.reason, place=told)


def write_report(report: ImportReport) -> Iterator[str]:
    """The report in lines for a person, without a line for what did not occur."""
    yield f"Read:     {report.path} as {report.source_format}{f' ({report.opened})' if report.opened else ''}"
    yield f"Rows:     {report.read:,} read, {count(report.kept, 'event')} kept"
    if report.merged:
        yield f"Merged:   {count(report.merged, 'row')} with one more report of an event"
    if report.repeated:
        yield f"Repeated: {count(report.repeated, 'row')} equal to another one, cell for cell"
    if report.superseded:
        yield f"Replaced: {count(report.superseded, 'row')} with the id of another row; the newer or later one counts"
    yield from _list_reasons("Left out:", report.filtered)
    yield from _list_reasons("Skipped: ", report.skipped)
    for example in report.examples[:5]:
        yield f"          row {example.number}: {example.reason}"
    yield (
        f"Placed:   {report.placed_by_file:,} by the file, {report.placed_by_name:,} by the gazetteer,"
        f" {report.guessed:,} guessed, {report.unplaced.total():,} not placed"
    )
    if report.whole_countries:
        yield f"          {report.whole_countries:,} of them stand for a whole country"
    yield from _list_reasons("Unplaced:", report.unplaced)
    told = ", ".join(f"{number:,} by {name}" for name, number in report.precisions.most_common())
    yield f"Dated:    {told or 'none'}"
    yield from _list_reasons("Undated: ", report.undated)
    yield from _list_reasons("Warnings:", report.warnings)
    if report.decided:
        yield f"Decided:  {count(report.decided, 'decision')} of persons came along, with their names and times"
    if report.decided_here:
        yield f"          {count(report.decided_here, 'event')} decided otherwise in this store, which stays"
    if report.outside:
        yield f"Borders:  {report.outside:,} of {report.checked:,} points lie outside the country of their row"


def _list_reasons(label: str, reasons: Counter[str]) -> Iterator[str]:
    shown = [f"{number:,} {reason}" for reason, number in reasons.most_common(_SHOWN_REASONS)]
    rest = len(reasons) - len(shown)
    if shown:
        yield f"{label} {'; '.join(shown)}{f'; {rest} other reasons' if rest > 0 else ''}"
